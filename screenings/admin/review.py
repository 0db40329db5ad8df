"""The review page: what would become public, what stands in the way, and the button that does it."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.admin.publication_diff import publication_diff_groups, publication_preview_token
from screenings.admin.ways_on import WAYS_ON, go_on, ways_on
from screenings.desk.conflict_items import (
    MAX_CONFLICTS_SHOWN,
    by_rule,
    conflict_items,
    conflict_items_by_place,
    worst_conflict_items,
)
from screenings.desk.holds import held_lines
from screenings.desk.publish_messages import add_publish_message
from screenings.desk.staff_pages import conflicts_address, review_address
from screenings.models import Festival, Publication, Screening
from screenings.publishing import (
    NOTE_LENGTH,
    PublicationPreview,
    PublishingBlocked,
    SaveResult,
    cleaned_note,
    preview_publication,
    publish_after_save,
    publish_previewed,
    saved_result,
)
from screenings.scheduling.acknowledgements import acknowledge
from screenings.timetable.conflicts import Conflict, Severity
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text

MAX_ON_HOLD = 50


class PublishForm(forms.ModelForm):
    """The note to the public, and which difference was on the screen when it was written."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Publication
        fields = ("note",)
        labels = {"note": "Note to the public"}
        help_texts = {"note": "Optional. Shown with the list of changes."}
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "cols": 80, "maxlength": NOTE_LENGTH})}

    def clean_note(self) -> str:
        return cleaned_note(self.cleaned_data["note"])


def review_page(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    """Show the difference; a POST publishes it, acknowledges a conflict, or goes another way on."""
    if request.method != "POST":
        return _shown(request, festival, context)
    if "acknowledge" in request.POST:
        return _acknowledged(request, festival)
    if not request.POST.keys().isdisjoint(WAYS_ON):
        go_on(request, festival)
        return HttpResponseRedirect(review_address(festival))
    return _published(request, festival, context)


def _shown(
    request: HttpRequest, festival: Festival, context: dict[str, Any], form: PublishForm | None = None
) -> HttpResponse:
    preview = preview_publication(festival, at=timezone.now())
    pks = dict(Screening.objects.of(festival).values_list("uid", "pk"))
    token = publication_preview_token(preview)
    non_blocking = _non_blocking(preview)
    form = form or PublishForm(initial={"seen": token})
    extra = {
        "title": "Review and publish",
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "preview": preview,
        "change_counts": change_counts_text(preview.changes) or NO_PUBLIC_CHANGES,
        "groups": publication_diff_groups(preview.changes, pks),
        "blocking": conflict_items_by_place(preview.blocking),
        "number_blocking": len(preview.blocking),
        "can_acknowledge": any(conflict.acknowledgeable for conflict in preview.blocking),
        "acknowledged": conflict_items(preview.acknowledged),
        "non_blocking": by_rule(worst_conflict_items(non_blocking)),
        "number_shown": MAX_CONFLICTS_SHOWN,
        "number_non_blocking": len(non_blocking),
        "conflicts_address": conflicts_address(festival),
        "ways_on": ways_on(request, preview),
        "on_hold": held_lines(festival, MAX_ON_HOLD) if preview.timetable.holds else [],
        "number_on_hold": len(preview.timetable.holds),
        "all_on_hold": f"{reverse('admin:screenings_screening_changelist')}?festival__id__exact={festival.pk}&hold=yes",
        "may_hold": request.user.has_perm("screenings.change_screening"),
        "form": form,
        "token": token,
        "may_publish": request.user.has_perm("screenings.add_publication"),
        "may_acknowledge": request.user.has_perm("screenings.add_acknowledgement"),
    }
    return TemplateResponse(request, "admin/screenings/festival/review.html", {**context, **extra})


def _non_blocking(preview: PublicationPreview) -> list[Conflict]:
    """What stops nothing and would be public all the same."""
    return [conflict for conflict in preview.timetable.outcome_conflicts if conflict.severity is not Severity.ERROR]


def _published(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("screenings.add_publication"):
        raise PermissionDenied
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _shown(request, festival, context, form)
    at = timezone.now()
    with transaction.atomic():
        # Held until the end: what is compared here is what is published.
        festival = Festival.objects.select_for_update().get(pk=festival.pk)
        preview = preview_publication(festival, at=at)
        if form.cleaned_data["seen"] != publication_preview_token(preview):
            return _stale(request, festival, context, preview, form.cleaned_data["note"])
        result = _publish_reviewed(request, festival, preview, at=at, note=form.cleaned_data["note"])
        add_publish_message(request, festival, result)
    return HttpResponseRedirect(review_address(festival))


def _publish_reviewed(
    request: HttpRequest, festival: Festival, preview: PublicationPreview, *, at: datetime, note: str
) -> SaveResult:
    try:
        outcome = publish_previewed(festival, preview, at=at, by=cast(User, request.user), note=note)
    except PublishingBlocked as stop:
        return SaveResult("blocked", changes=preview.changes, blocking=stop.conflicts)
    return saved_result(outcome)


def _stale(
    request: HttpRequest, festival: Festival, context: dict[str, Any], preview: PublicationPreview, note: str
) -> HttpResponse:
    """The difference as it is by now, with the note that was typed."""
    if preview.is_empty and preview.current:
        messages.info(request, f"This is public already, as publication {preview.current.number}.")
        return HttpResponseRedirect(review_address(festival))
    text = "The timetable has changed since you looked, so nothing was published. This is the difference now."
    messages.warning(request, text)
    return _shown(request, festival, context, PublishForm(initial={"note": note}))


def _acknowledged(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Note why conflicts are accepted; a festival that publishes as saved then catches up by itself."""
    if not request.user.has_perm("screenings.add_acknowledgement"):
        raise PermissionDenied
    at = timezone.now()
    by = cast(User, request.user)
    with transaction.atomic():
        acknowledgeable = [c for c in preview_publication(festival, at=at).blocking if c.acknowledgeable]
        ticked_fingerprints = set(request.POST.getlist("conflict"))
        chosen = (
            acknowledgeable
            if request.POST["acknowledge"] == "all"
            else [c for c in acknowledgeable if c.fingerprint in ticked_fingerprints]
        )
        if not chosen:
            messages.warning(request, "Nothing was acknowledged. Tick what you accept; this is how things stand now.")
        elif problem := _acknowledge_or_error(festival, chosen, request.POST.get("reason", ""), by, at):
            messages.error(request, problem)
        else:
            messages.success(request, f"Acknowledged: {len(chosen)}, until the facts change.")
            add_publish_message(request, festival, publish_after_save(festival, at=at, by=by))
    return HttpResponseRedirect(review_address(festival))


def _acknowledge_or_error(festival: Festival, conflicts: list[Conflict], reason: str, by: User, at: datetime) -> str:
    """What is wrong with the reason, or nothing: then it is noted."""
    try:
        acknowledge(festival, conflicts, reason=reason, by=by, at=at)
    except ValidationError as wrong:
        return "Reason: " + " ".join(wrong.messages)
    return ""
