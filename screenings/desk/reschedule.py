"""What staff do to several screenings at once: repeat, move, swap, cancel; each is shown first and then done."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from screenings import scheduling
from screenings.desk.actions import ActionForm, Done, Line, Outlook, address_of, token_of
from screenings.desk.local_time_fields import SECOND, WhichField
from screenings.desk.widgets import DayInput
from screenings.models import Hall, Screening, Status
from screenings.models.form_fields import PlainDayField, WholeNumberField
from screenings.scheduling import MOST_REPEATS, Refused, Step, Twice
from screenings.timetable.what_if import Consequences
from screenings.wording import moment_in_zone


def told_of(row: Screening) -> str:
    """Where and when it runs, whether it does, and its public note."""
    if row.starts_at is None or row.hall is None or row.ends_at is None:
        place = "not placed yet"
    else:
        end = f"{'' if row.length_is_known else 'about '}{row.ends_at.astimezone(row.zone):%H:%M}"
        place = f"{moment_in_zone(row.starts_at, row.zone)} to {end}, {row.hall.full_name}"
    if row.status == Status.CANCELLED:
        place += ", cancelled"
    return f"{place}. “{row.public_note}”" if row.public_note else place


class StepsForm(ActionForm):
    """An action that changes the rows themselves."""

    past = "Changed"

    def steps(self) -> Sequence[Step]:
        raise NotImplementedError

    @cached_property
    def planned(self) -> Sequence[Step]:
        if len({row.festival_id for row in self.rows}) > 1:
            raise Refused("Choose screenings of one festival.")
        return self.steps()

    def outlook(self) -> Outlook:
        steps = self.planned
        lines = (
            Line(
                step.screening.film.title,
                told_of(step.screening),
                told_of(step.shown_after),
                address_of(step.screening),
            )
            for step in steps
        )
        marks = [(step.screening.pk, step.before.fingerprint, step.after.fingerprint) for step in steps]
        return Outlook(tuple(lines), token_of(marks), self.meaning())

    def meaning(self) -> Consequences:
        """The conflicts it would bring and mend."""
        return scheduling.foreseen(self.rows[0].festival, self.planned)

    def carry_out(self) -> list[Done]:
        before = {step.screening.pk: told_of(step.screening) for step in self.planned}
        rows = scheduling.carry_out(self.planned)
        return [Done(row, f"{self.past}: {before[row.pk]} → {told_of(row)}") for row in rows]

    def said(self, done: Sequence[Done]) -> str:
        return f"{self.past}: {done[0].row}." if len(done) == 1 else f"{self.past}: {len(done)} screenings."


class MoveByMinutes(StepsForm):
    title, button, past = "Move by minutes", "Move", "Moved"
    minutes = WholeNumberField(
        min_value=-scheduling.FARTHEST,
        max_value=scheduling.FARTHEST,
        help_text="15 is a quarter of an hour later, -15 one earlier.",
    )

    def steps(self) -> Sequence[Step]:
        return scheduling.by_minutes(self.rows, minutes=self.cleaned_data["minutes"])


class _OnAClock(StepsForm):
    """Asks first or second, where the clock shows the new time twice."""

    which = WhichField()

    @property
    def fold(self) -> int | None:
        chosen = self.cleaned_data["which"]
        return int(chosen == SECOND) if chosen else None

    def planned_again(self) -> Sequence[Step]:
        raise NotImplementedError

    def steps(self) -> Sequence[Step]:
        try:
            return self.planned_again()
        except Twice as twice:
            self._ask(twice)
            raise

    def _ask(self, twice: Twice) -> None:
        field = self.fields["which"]
        assert isinstance(field, WhichField)
        field.ask(twice.wall, twice.zone)


class MoveToDay(_OnAClock):
    title, button, past = "Move to another day", "Move", "Moved"
    day = PlainDayField(
        widget=DayInput,
        label="Festival day",
        help_text="The hour of the venue’s clock stays. What starts after midnight stays in the night of the day.",
    )
    field_order = ("day", "which")

    def planned_again(self) -> Sequence[Step]:
        return scheduling.to_day(self.rows, day=self.cleaned_data["day"], fold=self.fold)


class MoveToHall(_OnAClock):
    title, button, past = "Move to another hall", "Move", "Moved"
    hall = forms.ModelChoiceField(Hall.objects.none(), help_text="Day and hour stay, on the clock of the new hall.")
    field_order = ("hall", "which")

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        field = self.fields["hall"]
        assert isinstance(field, forms.ModelChoiceField)
        festivals = {row.festival_id for row in rows}
        field.queryset = Hall.objects.filter(venue__festival__in=festivals).select_related("venue__festival")

    def planned_again(self) -> Sequence[Step]:
        return scheduling.to_hall(self.rows, hall=self.cleaned_data["hall"], fold=self.fold)


class Swap(StepsForm):
    title, button, past = "Swap places", "Swap", "Swapped"

    def steps(self) -> Sequence[Step]:
        return scheduling.exchange(self.rows)


class _WithReason(StepsForm):
    reason = forms.CharField(
        max_length=300, required=False, label="Public reason", widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class Cancel(_WithReason):
    title, button, past = "Cancel screenings", "Cancel these screenings", "Cancelled"

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        self.fields["reason"].help_text = "Becomes the public note, such as: The print is late. Empty keeps the note."

    def steps(self) -> Sequence[Step]:
        return scheduling.cancelling(self.rows, reason=self.cleaned_data["reason"])


class Restore(_WithReason):
    title, button, past = "Take back the cancellation", "Let them take place", "Takes place after all"

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        self.fields[
            "reason"
        ].help_text = "Becomes the public note, such as: The print has come. Empty removes the note."

    def steps(self) -> Sequence[Step]:
        return scheduling.restoring(self.rows, reason=self.cleaned_data["reason"])


class Repeat(ActionForm):
    title, button = "Repeat screenings", "Repeat"
    times = WholeNumberField(
        min_value=1,
        max_value=MOST_REPEATS,
        initial=1,
        label="How many more",
        help_text="Of each. They wait for a place, with the film, lengths, print, access and guests of the first.",
    )

    def outlook(self) -> Outlook:
        times = self.cleaned_data["times"]
        if times * len(self.rows) > 10 * MOST_REPEATS:
            raise Refused(
                f"That would be {times * len(self.rows)} screenings. Make {10 * MOST_REPEATS} at most at once."
            )
        more = f"stays; {times} more, not placed yet"
        lines = tuple(Line(row.film.title, told_of(row), more, address_of(row)) for row in self.rows)
        return Outlook(lines, token_of(lines))

    def carry_out(self) -> list[Done]:
        times = self.cleaned_data["times"]
        made = [new for row in self.rows for new in scheduling.repeat(row, times=times)]
        return [Done(row, "Repeated from another screening of the film.", is_new=True) for row in made]

    def said(self, done: Sequence[Done]) -> str:
        return f"Made: {len(done)} screenings that wait for a place." if len(done) > 1 else f"Made: {done[0].row}."
