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

from screenings.models import LONGEST, SHORTEST, Festival, Screening, SearchKind, SearchRun
from screenings.models.form_fields import WholeNumberField
from screenings.proposals.retention import LISTED
from screenings.proposals.searches import Busy, ask_for_places
from screenings.proposals.tasks import look_for_places
from screenings.proposals.views_run import seen_of
from screenings.scheduling import Refused
from screenings.wording.searches import EXPLANATIONS, QUESTIONS

SECONDS = 30
HOW_LONG = f"Give it from {SHORTEST} to {LONGEST} seconds, as a whole number."


class ProposalForm(forms.Form):
    """What to search for, and for how long."""

    kind = forms.ChoiceField(
        label="Search for",
        choices=[(kind.value, text) for kind, text in QUESTIONS.items()],
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
        initial=SECONDS,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text="The longer it searches, the better the timetable. It can be stopped at any time.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_LONG),
    )


def may_ask(request: HttpRequest) -> bool:
    return request.user.has_perms(("screenings.add_scenario", "screenings.change_screening"))


def address_of(run: SearchRun) -> str:
    return reverse("admin:proposal", args=[run.festival_id, run.pk])


def show_proposals(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    """A POST asks for one and leads to its page; a GET may name the kind."""
    if request.method == "POST":
        return _asked(request, festival, context)
    return _page(request, festival, context, None)


def _asked(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    if not may_ask(request):
        raise PermissionDenied
    form = ProposalForm(request.POST)
    if form.is_valid():
        try:
            run = ask_for_places(
                festival,
                **form.cleaned_data,
                by=cast(User, request.user),
                at=timezone.now(),
                enqueue=look_for_places.enqueue,
            )
            return HttpResponseRedirect(address_of(run))
        except Busy as busy:
            messages.warning(request, str(busy))
            return HttpResponseRedirect(address_of(busy.run))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, festival, context, form)


def _page(
    request: HttpRequest, festival: Festival, context: dict[str, Any], refused: ProposalForm | None
) -> HttpResponse:
    """Without a form that was refused a fresh one, for what most likely is wanted."""
    at, tray = timezone.now(), Screening.objects.of(festival).planned().unplaced().count()
    wanted = request.GET.get("kind", "")
    likely = SearchKind.UNPLACED if tray else SearchKind.REPAIR
    form = refused or ProposalForm(initial={"kind": wanted if wanted in SearchKind.values else likely.value})
    runs = SearchRun.objects.filter(festival=festival).select_related("festival", "scenario", "by").defer("best")
    chosen = str(form["kind"].value())
    extra = {
        "title": "Proposals",
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "form": form,
        "kinds": [(kind.value, QUESTIONS[kind], EXPLANATIONS[kind], kind.value == chosen) for kind in QUESTIONS],
        "runs": [(seen_of(run, at), address_of(run)) for run in runs[:LISTED]],
        "tray": tray,
        "may_ask": may_ask(request),
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "admin/screenings/festival/proposals.html", {**context, **extra}, status=status)
