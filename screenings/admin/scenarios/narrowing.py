"""Which of a scenario's differences are shown, and in which order."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms

from screenings.admin.scenarios.comparison import Comparison, Difference
from screenings.timetable.drift import Mover, Place
from screenings.timetable.text import fold
from screenings.wording import day_text

KINDS = (
    ("", "all"),
    (Mover.COPY, "moved in the scenario"),
    (Mover.BOTH, "moved in both"),
    (Mover.ORIGINAL, "moved in the timetable since"),
)
ORDERS = (("", "when, in the scenario"), ("now", "when, in the timetable"), ("title", "title"), ("hall", "hall"))
LATEST = datetime.max.replace(tzinfo=UTC)
MOVERS = list(Mover)


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

    def chosen(self) -> list[Difference]:
        """By who has moved them first."""
        wanted = self.cleaned_data if self.is_valid() else {}
        words = fold(wanted.get("q", "")).split()
        found = [each for each in self.seen.differences if self._fits(each, wanted, words)]
        order = self._orders()[wanted.get("order", "")]
        return sorted(found, key=lambda each: (MOVERS.index(each.mover), *order(each), each.card.pk))

    def _fits(self, each: Difference, wanted: dict[str, str], words: list[str]) -> bool:
        tests = {"kind": {str(each.mover)}, "day": self._days(each), "hall": self._halls(each)}
        named = all(word in each.card.folded for word in words)
        return named and all(not wanted.get(name) or wanted[name] in values for name, values in tests.items())

    def _orders(self) -> dict[str, Callable[[Difference], tuple[Any, ...]]]:
        return {
            "": lambda each: (each.drift.there.starts_at or LATEST, each.card.folded),
            "now": lambda each: (each.drift.here.starts_at or LATEST, each.card.folded),
            "title": lambda each: (each.card.folded,),
            "hall": lambda each: (self._hall_name(each.drift.there), each.drift.there.starts_at or LATEST),
        }

    def _hall_name(self, place: Place) -> str:
        hall = self.seen.programme.house.halls.get(place.hall or 0)
        return hall.name if hall else ""

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
