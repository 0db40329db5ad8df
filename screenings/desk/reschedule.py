"""What staff do to several screenings at once: repeat, move, swap, cancel; each is shown first and then done."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from screenings import scheduling
from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    preview_token,
)
from screenings.desk.local_time_fields import SECOND, RepeatedHourField
from screenings.desk.widgets import DayInput
from screenings.models import Hall, Screening, Status
from screenings.models.form_fields import PlainDayField, WholeNumberField
from screenings.scheduling import MAX_REPEATS, AmbiguousTime, ChangeRefused, ScreeningChange
from screenings.text.clock import clock_text
from screenings.timetable.what_if import Consequences
from screenings.wording.moments import moment_in_zone


def screening_text(row: Screening) -> str:
    """Where and when it runs, whether it does, and its public note."""
    if row.starts_at is None or row.hall is None or row.ends_at is None:
        place = "not placed yet"
    else:
        end = f"{'' if row.length_is_known else 'about '}{clock_text(row.ends_at.astimezone(row.zone))}"
        place = f"{moment_in_zone(row.starts_at, row.zone)} to {end}, {row.hall.full_name}"
    if row.status == Status.CANCELLED:
        place += ", cancelled"
    return f"{place}. “{row.public_note}”" if row.public_note else place


class ScreeningChangesForm(ActionForm):
    """An action that changes the rows themselves."""

    past = "Changed"

    def plan_changes(self) -> Sequence[ScreeningChange]:
        """What each action does to its rows; raises ChangeRefused where it cannot. For the subclass to say."""
        raise NotImplementedError

    @cached_property
    def changes(self) -> Sequence[ScreeningChange]:
        if len({row.festival_id for row in self.rows}) > 1:
            raise ChangeRefused("Choose screenings of one festival.")
        return self.plan_changes()

    def preview(self) -> ActionPreview:
        changes = self.changes
        lines = (
            PreviewRow(
                change.screening.film.title,
                screening_text(change.screening),
                screening_text(change.row_after),
                change_page_address(change.screening),
            )
            for change in changes
        )
        tokens = [(change.screening.pk, change.before.version_token, change.after.version_token) for change in changes]
        return ActionPreview(tuple(lines), preview_token(tokens), self.consequences())

    def consequences(self) -> Consequences:
        """The conflicts it would bring and resolve."""
        found = scheduling.preview_conflicts(self.rows[0].festival, self.changes)
        return found.told_of(change.screening.uid for change in self.changes)

    def carry_out(self) -> list[ActionResult]:
        changes = self.changes
        texts = [f"{screening_text(change.screening)} → {screening_text(change.row_after)}" for change in changes]
        rows = self.write_changes()
        return [ActionResult(row, f"{self.past}: {text}") for row, text in zip(rows, texts, strict=True)]

    def write_changes(self) -> Sequence[Screening]:
        """The rows as they are then, in the order of the changes."""
        return scheduling.apply_changes(self.changes)

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return f"{self.past}: {done[0].row}." if len(done) == 1 else f"{self.past}: {len(done)} screenings."


class MoveByMinutesForm(ScreeningChangesForm):
    title, button, past = "Move by minutes", "Move", "Moved"
    minutes = WholeNumberField(
        min_value=-scheduling.MAX_SHIFT_MINUTES,
        max_value=scheduling.MAX_SHIFT_MINUTES,
        help_text="15 is a quarter of an hour later, -15 one earlier.",
    )

    def plan_changes(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_move_by(self.rows, minutes=self.cleaned_data["minutes"])


class _WallTimeForm(ScreeningChangesForm):
    """Asks first or second, where the clock shows the new time twice."""

    which = RepeatedHourField()

    @property
    def fold(self) -> int | None:
        chosen = self.cleaned_data["which"]
        return int(chosen == SECOND) if chosen else None

    def plan_with_fold(self) -> Sequence[ScreeningChange]:
        """The changes with the hour that was chosen where the clock shows it twice. For the subclass to say."""
        raise NotImplementedError

    def plan_changes(self) -> Sequence[ScreeningChange]:
        try:
            return self.plan_with_fold()
        except AmbiguousTime as ambiguous:
            self._ask(ambiguous)
            raise

    def _ask(self, ambiguous: AmbiguousTime) -> None:
        field = self.fields["which"]
        assert isinstance(field, RepeatedHourField)
        field.ask(ambiguous.wall, ambiguous.zone)


class MoveToDayForm(_WallTimeForm):
    title, button, past = "Move to another day", "Move", "Moved"
    day = PlainDayField(
        widget=DayInput,
        label="Festival day",
        help_text="The hour of the venue’s clock stays. What starts after midnight stays in the night of the day.",
    )
    field_order = ("day", "which")

    def plan_with_fold(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_move_to_day(self.rows, day=self.cleaned_data["day"], fold=self.fold)


class MoveToHallForm(_WallTimeForm):
    title, button, past = "Move to another hall", "Move", "Moved"
    hall = forms.ModelChoiceField(Hall.objects.none(), help_text="Day and hour stay, on the clock of the new hall.")
    field_order = ("hall", "which")

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        field = self.fields["hall"]
        assert isinstance(field, forms.ModelChoiceField)
        festivals = {row.festival_id for row in rows}
        field.queryset = Hall.objects.filter(venue__festival__in=festivals).select_related("venue__festival")

    def plan_with_fold(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_move_to_hall(self.rows, hall=self.cleaned_data["hall"], fold=self.fold)


class SwapForm(ScreeningChangesForm):
    title, button, past = "Swap places", "Swap", "Swapped"

    def plan_changes(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_swap(self.rows)


class _ReasonForm(ScreeningChangesForm):
    reason = forms.CharField(
        max_length=300, required=False, label="Public reason", widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class CancelForm(_ReasonForm):
    title, button, past = "Cancel screenings", "Cancel these screenings", "Cancelled"

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        self.fields["reason"].help_text = "Becomes the public note, such as: The print is late. Empty keeps the note."

    def plan_changes(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_cancel(self.rows, reason=self.cleaned_data["reason"])


class ReinstateForm(_ReasonForm):
    title, button, past = "Take back the cancellation", "Let them take place", "Takes place after all"

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        self.fields[
            "reason"
        ].help_text = "Becomes the public note, such as: The print has come. Empty removes the note."

    def plan_changes(self) -> Sequence[ScreeningChange]:
        return scheduling.plan_reinstate(self.rows, reason=self.cleaned_data["reason"])


class RepeatForm(ActionForm):
    title, button = "Repeat screenings", "Repeat"
    times = WholeNumberField(
        min_value=1,
        max_value=MAX_REPEATS,
        initial=1,
        label="How many more",
        help_text="Of each. They wait for a place, with the film, lengths, print, access and guests of the first.",
    )

    def preview(self) -> ActionPreview:
        times = self.cleaned_data["times"]
        if times * len(self.rows) > 10 * MAX_REPEATS:
            raise ChangeRefused(
                f"That would be {times * len(self.rows)} screenings. Make {10 * MAX_REPEATS} at most at once."
            )
        more = f"stays; {times} more, not placed yet"
        lines = tuple(
            PreviewRow(row.film.title, screening_text(row), more, change_page_address(row)) for row in self.rows
        )
        return ActionPreview(lines, preview_token(lines))

    def carry_out(self) -> list[ActionResult]:
        times = self.cleaned_data["times"]
        made = [new for row in self.rows for new in scheduling.repeat(row, times=times)]
        return [ActionResult(row, "Repeated from another screening of the film.", is_new=True) for row in made]

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return f"Made: {len(done)} screenings that wait for a place." if len(done) > 1 else f"Made: {done[0].row}."
