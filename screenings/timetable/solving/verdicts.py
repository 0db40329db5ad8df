"""What the rules say of a showing in a hall, on a day or at an hour, whatever else is on: the rules are asked."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from screenings.timetable.conflicts import Severity
from screenings.timetable.days import day_bounds
from screenings.timetable.rules import RULES, found_by
from screenings.timetable.rules_audience import minimum_age
from screenings.timetable.rules_guests import guests_expected
from screenings.timetable.solving.preferences import Preferences
from screenings.timetable.solving.task import FORBIDDEN
from screenings.timetable.values import Programme, Showing

# By what their verdict on a lone showing depends. hall-closed is left out: free stretches lie within open hours.
OF_HALL: Final = frozenset({"hall-lacks-format", "hall-too-small"})
OF_DAY: Final = frozenset({"print-unavailable", "premiere-order", "outside-festival"})
OF_HOUR: Final = frozenset({"guest-away", "late-for-children"})
# Found between two showings, or in one wherever it is: not a matter of this module.
OF_OTHERS: Final = frozenset({
    "hall-busy", "print-in-two-places", "guest-in-two-places", "repeat-too-close", "audience-clash", "tight-travel",
    "hall-closed", "runtime-mismatch",
})  # fmt: skip


class Verdicts:
    """Points, or FORBIDDEN for an error. Answers are kept: showings alike in all that matters are asked about once."""

    def __init__(self, programme: Programme, preferences: Preferences, *, strict: bool = False) -> None:
        self.programme, self.preferences = programme, preferences
        self.rules = {codes: [rule for rule in RULES if rule.code in codes] for codes in (OF_HALL, OF_DAY, OF_HOUR)}
        self.known: dict[tuple[object, ...], int] = {}
        self.points = {
            Severity.NOTICE: preferences.weight("notices"),
            Severity.WARNING: FORBIDDEN if strict else preferences.weight("warnings"),
            Severity.ERROR: FORBIDDEN,
        }

    def in_hall(self, showing: Showing, hall: int) -> int:
        key = (OF_HALL, hall, *self._alike(showing), showing.format, showing.expected_audience, showing.audience)
        known = self.known.get(key)
        if known is None:
            known = self._ask(key, OF_HALL, showing, hall, self._noon(hall, self.programme.calendar.starts_on))
        return known

    def on_day(self, showing: Showing, hall: int, day: date) -> int:
        key = (OF_DAY, day, *self._alike(showing), showing.audience)
        known = self.known.get(key)
        return self._ask(key, OF_DAY, showing, hall, self._noon(hall, day)) if known is None else known

    def at_hour(self, showing: Showing, hall: int, starts_at: datetime) -> int:
        if not self.minds_hours(showing):
            return 0
        key = (OF_HOUR, starts_at, *self._alike(showing), showing.length, showing.audience, showing.guests, showing.qa)
        known = self.known.get(key)
        return self._ask(key, OF_HOUR, showing, hall, starts_at) if known is None else known

    def minds_hours(self, showing: Showing) -> bool:
        house, hall = self.programme.house, next(iter(self.programme.house.halls))
        place = self.programme.place(
            replace(showing, hall=hall, starts_at=self._noon(hall, self.programme.calendar.starts_on))
        )
        assert place is not None
        age = minimum_age(house, place.film)
        return (age is not None and age < house.limits.children_below) or bool(guests_expected(house, place)[0])

    def _alike(self, showing: Showing) -> tuple[object, ...]:
        return showing.film, showing.print

    def _noon(self, hall: int, day: date) -> datetime:
        begins, _ = day_bounds(day, self.programme.house.halls[hall].zone, self.programme.calendar.day_starts_at)
        return begins + timedelta(hours=6)

    def _ask(
        self, key: tuple[object, ...], codes: Collection[str], showing: Showing, hall: int, starts_at: datetime
    ) -> int:
        alone = replace(self.programme, showings=(replace(showing, hall=hall, starts_at=starts_at),))
        found = [self.points[c.severity] for rule in self.rules[codes] for c in found_by(rule, alone)]  # type: ignore[index]
        self.known[key] = FORBIDDEN if FORBIDDEN in found else sum(found)
        return self.known[key]
