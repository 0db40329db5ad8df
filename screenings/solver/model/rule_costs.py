"""What the rules say of a showing in a hall, on a day or at an hour, whatever else is on: the rules are asked."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from screenings.solver.model.problem import FORBIDDEN
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.days import day_bounds
from screenings.timetable.rules import RULES, run_rule
from screenings.timetable.rules.halls import hall_closed
from screenings.timetable.rules.rule import DependsOn
from screenings.timetable.values import Programme, Showing

# Rules whose verdict on one showing by itself depends on its hall, on its day, or on its hour. hall-closed is left out:
# the free intervals of a search lie within opening hours. One that depends on hall and others is a matter of pairs.
HALL_RULES: Final = frozenset(rule.code for rule in RULES if rule.depends_on == DependsOn.HALL)
DAY_RULES: Final = frozenset(
    rule.code
    for rule in RULES
    if DependsOn.DAY in rule.depends_on and not rule.depends_on & (DependsOn.HALL | DependsOn.HOUR)
)
_BY_HOUR: Final = tuple(rule for rule in RULES if DependsOn.HOUR in rule.depends_on and rule.find is not hall_closed)
HOUR_RULES: Final = frozenset(rule.code for rule in _BY_HOUR)
_HALLS_DIFFER: Final = any(DependsOn.HALL in rule.depends_on for rule in _BY_HOUR)

ProbeSlot = tuple[int, datetime]  # hall and start
Key = TypeVar("Key", bound=Hashable)


class RuleCosts:
    """Points, or FORBIDDEN for an error. The rules are asked once about showings alike in all that matters to them.

    Of the programme only the house and the calendar count, so that one of these serves for any timetable of a festival.
    `strict`: what would be a warning is forbidden, too.
    """

    def __init__(self, programme: Programme, preferences: Preferences, *, strict: bool = False) -> None:
        self.programme, self.preferences = programme, preferences
        self.cache: defaultdict[Hashable, dict[Hashable, tuple[Severity, ...]]] = defaultdict(dict)
        days, halls = TimeGrid(programme.calendar).days, programme.context.halls
        self.hall_probes = {hall: (hall, self._noon(hall, programme.calendar.starts_on)) for hall in halls}
        self.day_probes = {day: (hall, self._noon(hall, day)) for hall in list(halls)[:1] for day in days}
        self.severity_costs = {
            Severity.NOTICE: preferences.weight("notices"),
            Severity.WARNING: FORBIDDEN if strict else preferences.weight("warnings"),
            Severity.ERROR: FORBIDDEN,
        }

    def as_strict(self) -> "RuleCosts":
        """With the same answers of the rules."""
        strict = RuleCosts(self.programme, self.preferences, strict=True)
        strict.cache = self.cache
        return strict

    def hall_costs(self, showing: Showing) -> Mapping[int, int]:
        """By hall."""
        expected = showing.expected_audience
        alike = (HALL_RULES, showing.film, showing.print, showing.format, expected, showing.audience)
        return self._points(alike, HALL_RULES, showing, self.hall_probes)

    def day_costs(self, showing: Showing) -> Mapping[date, int]:
        """By festival day."""
        return self._points(
            (DAY_RULES, showing.film, showing.print, showing.audience), DAY_RULES, showing, self.day_probes
        )

    def hour_costs(self, showing: Showing, slots: Iterable[ProbeSlot]) -> Mapping[ProbeSlot, int]:
        """By hall and start. Halls whose clocks agree are as one, unless a rule of the hour looks at the hall, too."""
        halls = self.programme.context.halls
        alike = (HOUR_RULES, showing.film, showing.length, showing.audience, showing.guests, showing.qa)
        clocks = {spot: spot if _HALLS_DIFFER else (halls[spot[0]].zone, spot[1]) for spot in slots}
        found = self._points(alike, HOUR_RULES, showing, {clock: spot for spot, clock in clocks.items()})
        return {spot: found[clock] for spot, clock in clocks.items()}

    def depends_on_hour(self, showing: Showing) -> bool:
        """Whether a rule of the hour can have anything to say about it."""
        hall, noon = next(iter(self.hall_probes.values()))
        place = self.programme.placed_showing(replace(showing, hall=hall, starts_at=noon))
        assert place is not None
        return any(rule.concerns(self.programme, place) for rule in _BY_HOUR)

    def _noon(self, hall: int, day: date) -> datetime:
        begins, _ = day_bounds(day, self.programme.context.halls[hall].zone, self.programme.calendar.day_starts_at)
        return begins + timedelta(hours=6)

    def _points(
        self, alike: Hashable, codes: Collection[str], showing: Showing, spots: Mapping[Key, ProbeSlot]
    ) -> dict[Key, int]:
        known = self.cache[alike]
        if unknown := {key: spot for key, spot in spots.items() if key not in known}:
            known |= self._apply_rules(codes, showing, unknown)
        return {key: self._price(known[key]) for key in spots}

    def _price(self, found: tuple[Severity, ...]) -> int:
        points = [self.severity_costs[severity] for severity in found]
        return FORBIDDEN if FORBIDDEN in points else sum(points)

    def _apply_rules(
        self, codes: Collection[str], showing: Showing, spots: Mapping[Key, ProbeSlot]
    ) -> dict[Hashable, tuple[Severity, ...]]:
        """All at once, each as a showing of its own: what is found of one by itself."""
        keys = {UUID(int=number): key for number, key in enumerate(spots)}
        copies = (
            replace(showing, uid=uid, hall=hall, starts_at=starts_at, cancelled=False)
            for uid, (hall, starts_at) in zip(keys, spots.values(), strict=True)
        )
        alone = replace(self.programme, showings=tuple(copies))
        found: dict[Hashable, tuple[Severity, ...]] = dict.fromkeys(spots, ())
        for rule in RULES:
            if rule.code in codes:
                for conflict in run_rule(rule, alone):
                    if len(conflict.uids) == 1:
                        found[keys[conflict.uids[0]]] += (conflict.severity,)
        return found
