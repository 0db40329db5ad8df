"""Which of a scenario's differences are shown, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django import forms

from screenings.scenarios.comparison import Comparison, Difference
from screenings.text.cleaning import fold
from screenings.timetable.three_way_diff import Mover
from screenings.wording import day_text

KINDS = (
    ("", "all"),
    (Mover.COPY, "moved in the scenario"),
    (Mover.BOTH, "moved in both"),
    (Mover.ORIGINAL, "moved in the timetable since"),
)
ORDERS = (
    ("", "day in the scenario"),
    ("now", "day in the timetable"),
    ("hall", "hall in the scenario"),
    ("title", "title"),
)
LATEST = datetime.max.replace(tzinfo=UTC)
MOVERS = list(Mover)


@dataclass(frozen=True, slots=True)
class Bunch:
    """Differences of one mover that are shown together: of one day, or of one hall. `key` names it in a form."""

    mover: Mover
    key: str
    name: str
    differences: tuple[Difference, ...]

    def is_meant_by(self, pressed: str) -> bool:
        """By the button of its own, or of all that one has moved."""
        return pressed in (self.mover, f"{self.mover}:{self.key}")


class NarrowForm(forms.Form):
    """An empty field leaves nothing out. What cannot be understood filters nothing."""

    q = forms.CharField(required=False, max_length=200, label="Title")
    kind = forms.ChoiceField(required=False, choices=KINDS)
    day = forms.ChoiceField(required=False, label="Festival day")
    hall = forms.ChoiceField(required=False)
    order = forms.ChoiceField(required=False, choices=ORDERS, label="Sorted by")

    def __init__(self, data: Any, seen: Comparison) -> None:
        super().__init__(data)
        self.seen = seen
        halls = seen.programme.house.halls
        days = {day for each in seen.differences for day in self._days(each)}
        known = {hall for each in seen.differences for hall in self._halls(each)}
        self._offer("day", ((day, day_text(datetime.fromisoformat(day).date())) for day in sorted(days)))
        self._offer("hall", ((str(pk), halls[pk].name) for pk in halls if str(pk) in known))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "all"), *choices]

    def bunches(self) -> list[Bunch]:
        """What is shown, in order: by who has moved them first, then by day or hall, as they are sorted."""
        wanted = self.cleaned_data if self.is_valid() else {}
        words = fold(wanted.get("q", "")).split()
        found = [each for each in self.seen.differences if self._fits(each, wanted, words)]
        order = wanted.get("order", "")
        found.sort(key=lambda each: (MOVERS.index(each.mover), *self._rank(each, order), each.card.pk))
        together = groupby(found, key=lambda each: (each.mover, self._heading(each, order)))
        return [Bunch(mover, key, name, tuple(rows)) for (mover, (_, key, name)), rows in together]

    def _heading(self, each: Difference, order: str) -> tuple[str, str, str]:
        """What it is sorted by, a key fit for a form, and a name: of a day, or of a hall; empty by title."""
        if order == "title":
            return "", "", ""
        place = each.drift.here if order == "now" else each.drift.there
        hall = self.seen.programme.house.halls.get(place.hall or 0)
        if place.starts_at is None:
            return "~", "tray", "The tray"
        if hall is None:
            return "~~", "lost", "A hall that was deleted"
        if order == "hall":
            return hall.name, str(place.hall), hall.name
        day = self.seen.programme.calendar.day_of(place.starts_at, hall.zone)
        return day.isoformat(), day.isoformat(), day_text(day)

    def _fits(self, each: Difference, wanted: dict[str, str], words: list[str]) -> bool:
        tests = {"kind": {str(each.mover)}, "day": self._days(each), "hall": self._halls(each)}
        named = all(word in each.card.folded for word in words)
        return named and all(not wanted.get(name) or wanted[name] in values for name, values in tests.items())

    def _rank(self, each: Difference, order: str) -> tuple[Any, ...]:
        if order == "title":
            return (each.card.folded,)
        place = each.drift.here if order == "now" else each.drift.there
        return *self._heading(each, order), place.starts_at or LATEST, each.card.folded

    def _days(self, each: Difference) -> set[str]:
        programme = self.seen.programme
        found = set()
        for place in (each.drift.here, each.drift.there):
            if place.starts_at is not None:
                hall = programme.house.halls.get(place.hall or 0)
                found.add(programme.calendar.day_of(place.starts_at, hall.zone if hall else None).isoformat())
        return found

    def _halls(self, each: Difference) -> set[str]:
        return {str(place.hall) for place in (each.drift.here, each.drift.there) if place.hall is not None}
