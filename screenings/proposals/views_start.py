"""The page on which a proposal is asked for, with those that were."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.desk.lookups import parse_pk
from screenings.desk.stated_wishes import may_propose
from screenings.models import LONGEST, SHORTEST, Festival, Scenario, Screening, SearchKind, SearchRun
from screenings.models.form_fields import WholeNumberField
from screenings.proposals.retention import MAX_LISTED
from screenings.proposals.searches import SearchUnderWay, request_search
from screenings.proposals.tasks import look_for_places
from screenings.proposals.views_run import search_view
from screenings.scheduling import ChangeRefused
from screenings.wording.searches import SEARCH_CHOICES, SEARCH_HELP

DEFAULT_SECONDS = 30
SECONDS_MESSAGE = f"Give it from {SHORTEST} to {LONGEST} seconds, as a whole number."


class ProposalForm(forms.Form):
    """What to search for, for how long, and which scenario to go on from, if any."""

    kind = forms.ChoiceField(
        label="Search for",
        choices=[(kind.value, text) for kind, text in SEARCH_CHOICES.items()],
        initial=SearchKind.UNPLACED.value,
        error_messages={"required": "Choose what to search for.", "invalid_choice": "Choose what to search for."},
    )
    keep_published = forms.BooleanField(
        label="Leave what is public where it is",
        required=False,
        initial=True,
        help_text="Visitors may have noted it already. Without the tick it may move like anything else.",
    )
    seconds = WholeNumberField(
        label="Seconds",
        initial=DEFAULT_SECONDS,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text="The longer it searches, the better the timetable. It can be stopped at any time.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), SECONDS_MESSAGE),
    )
    base = forms.ModelChoiceField(
        Scenario.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "That scenario is no longer there. Search from the timetable instead."},
    )

    def __init__(self, *args: Any, festival: Festival, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[Scenario], self.fields["base"]).queryset = Scenario.objects.of(festival)


def proposal_url(run: SearchRun) -> str:
    return reverse("admin:proposal", args=[run.festival_id, run.pk])


def show_proposals(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    """A POST asks for one and leads to its page; a GET may name the kind."""
    if request.method == "POST":
        return _request(request, festival, context)
    return _page(request, festival, context, None)


def _request(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    if not may_propose(request.user):
        raise PermissionDenied
    form = ProposalForm(request.POST, festival=festival)
    if form.is_valid():
        try:
            run = request_search(
                festival,
                **form.cleaned_data,
                by=cast(User, request.user),
                at=timezone.now(),
                enqueue=look_for_places.enqueue,
            )
            return HttpResponseRedirect(proposal_url(run))
        except SearchUnderWay as busy:
            messages.warning(request, str(busy))
            return HttpResponseRedirect(proposal_url(busy.run))
        except ChangeRefused as refused:
            form.add_error(None, str(refused))
    return _page(request, festival, context, form)


def _page(
    request: HttpRequest, festival: Festival, context: dict[str, Any], invalid_form: ProposalForm | None
) -> HttpResponse:
    """Without a form that was refused a fresh one, for what most likely is wanted."""
    at, tray = timezone.now(), Screening.objects.of(festival).planned().unplaced().count()
    asked_kind = request.GET.get("kind", "")
    usual_kind = SearchKind.UNPLACED if tray else SearchKind.REPAIR
    asked = {"kind": asked_kind if asked_kind in SearchKind.values else usual_kind.value}
    asked_base = parse_pk(request.GET.get("base", ""))
    base = Scenario.objects.of(festival).filter(pk=asked_base).first() if asked_base else None
    form = invalid_form or ProposalForm(initial={**asked, "base": base}, festival=festival)
    runs = SearchRun.objects.filter(festival=festival).select_related("festival", "scenario", "by").defer("best")
    chosen_kind = str(form["kind"].value())
    extra = {
        "title": "Proposals",
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "form": form,
        "base": base,
        "pinned": base.places.filter(pinned=True).count() if base else 0,
        "kinds": [
            (kind.value, SEARCH_CHOICES[kind], SEARCH_HELP[kind], kind.value == chosen_kind) for kind in SEARCH_CHOICES
        ],
        "runs": [(search_view(run, at), proposal_url(run)) for run in runs[:MAX_LISTED]],
        "tray": tray,
        "may_ask": may_propose(request.user),
    }
    status = 422 if invalid_form else 200
    return TemplateResponse(request, "admin/screenings/festival/proposals.html", {**context, **extra}, status=status)
