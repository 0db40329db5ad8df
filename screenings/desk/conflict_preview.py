"""What a form would break and mend: a screening's before it is saved and after, that of a hall or a film after."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from screenings.desk.autopublish import AutopublishAdmin, when_checked
from screenings.desk.conflict_items import consequences_context, worst_conflict_items
from screenings.loading import as_showing, load_timetable
from screenings.loading.timetable import WorkingTimetable
from screenings.models import Screening
from screenings.timetable.conflicts import Conflict
from screenings.timetable.placement import UNPLACED
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Consequences, consequences_of, diff_conflicts

PREVIEW_BUTTON = "_foresee"
MAX_IN_MESSAGE = 3


class _ValidateOnlyForm(forms.ModelForm):
    """Checked, and shown again without being saved."""

    is_sound = False

    def is_valid(self) -> bool:
        self.is_sound = super().is_valid()
        return False


class ConflictPreviewAdmin(admin.ModelAdmin):
    """Offers to show what the typed changes mean without saving them, and says it once they are saved."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if PREVIEW_BUTTON not in request.POST:
            return form
        checked = type(form.__name__, (_ValidateOnlyForm, form), {})
        # A model form's class makes its fields anew; these have been fixed and narrowed already.
        checked.base_fields = form.base_fields  # type: ignore[attr-defined]  # every form class has them
        return checked

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        context["preview_button"] = PREVIEW_BUTTON
        form = context["adminform"].form
        if form.is_bound and getattr(form, "is_sound", False):
            consequences = _form_consequences(form, load_timetable(form.instance.festival).programme)
            context["consequences"] = consequences_context(consequences, form.instance.uid)
        return super().render_change_form(request, context, *args, **kw)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = as_showing(Screening.objects.for_timetable().get(pk=obj.pk)) if change else None
        super().save_model(request, obj, form, change)
        when_checked(request, lambda saved: _tell_consequences(request, saved, obj.uid, before))


def _tell_consequences(request: HttpRequest, saved: WorkingTimetable, uid: UUID, before: Showing | None) -> None:
    """What the save broke and mended: asked of what is now, by going back. A new screening goes back to the tray."""
    if uid not in saved.showings:
        return
    back = consequences_of(saved.programme, before or saved.showings[uid].at(UNPLACED))
    _add_messages(request, back.reversed().told_of([uid]), uid)


class TellsConflictsAdmin(AutopublishAdmin):
    """Of what screenings depend on, such as a hall that closes: says once it is saved what that breaks and resolves."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        festivals = list(self.festivals_of(obj)) if change else []
        before = load_timetable(festivals[0]) if len(festivals) == 1 else None
        super().save_model(request, obj, form, change)
        if before is not None:
            when_checked(request, lambda saved: _tell_difference(request, before, saved))


def _tell_difference(request: HttpRequest, before: WorkingTimetable, saved: WorkingTimetable) -> None:
    """Most saves, of a synopsis or an address, change nothing that a rule reads, and no rule is asked."""
    if before.programme != saved.programme:
        _add_messages(request, diff_conflicts(before.conflicts, saved.conflicts).without_same_subjects())


def _add_messages(request: HttpRequest, consequences: Consequences, to: UUID | None = None) -> None:
    if consequences.added:
        messages.warning(request, _conflicts_message("This brings", consequences.added, to))
    if consequences.removed:
        messages.success(request, _conflicts_message("This resolves", consequences.removed, to))


def _form_consequences(form: Any, before: Programme) -> Consequences:
    """What the form's screening, as it was typed, changes in the programme."""
    row: Screening = form.instance
    guests = form.cleaned_data.get("guests")
    guests = (
        tuple(guest.pk for guest in guests if guest.pk) if guests is not None else None
    )  # who is new is nowhere else
    return consequences_of(before, as_showing(row, guests=guests)).told_of([row.uid])


def _conflicts_message(intro: str, conflicts: tuple[Conflict, ...], to: UUID | None) -> SafeString:
    """The severest few, each with a link to the other screening."""
    items = worst_conflict_items(conflicts, MAX_IN_MESSAGE, to)
    lines = format_html_join(" ", "{}: {}", ((item.severity.capitalize(), item) for item in items))
    more = len(conflicts) - MAX_IN_MESSAGE
    return format_html("{}: {}{}", intro, lines, f" And {more} more." if more > 0 else "")
