"""Unary costs of the rules: each rule is asked about a showing alone in a hall, on a day or at an hour."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.solver.model.problem import FORBIDDEN
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.days import day_bounds
from screenings.timetable.placement import Placement
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

Key = TypeVar("Key", bound=Hashable)


class RuleCosts:
    """Points for warnings and notices, FORBIDDEN for an error. Showings alike in all that matters share one answer.

    Of the programme only the context and the calendar are read, so one of these serves for any timetable of a festival.
    `strict`: a warning is forbidden, too.
    """

    def __init__(self, programme: Programme, preferences: Preferences, *, strict: bool = False) -> None:
        self.programme, self.preferences = programme, preferences
        self.cache: defaultdict[Hashable, dict[Hashable, tuple[Severity, ...]]] = defaultdict(dict)
        days, halls = TimeGrid(programme.calendar).days, programme.context.halls
        self.hall_probes = {hall: Placement(hall, self._noon(hall, programme.calendar.starts_on)) for hall in halls}
        self.day_probes = {day: Placement(hall, self._noon(hall, day)) for hall in list(halls)[:1] for day in days}
        self.zones: dict[int | None, ZoneInfo] = {hall: halls[hall].zone for hall in halls}
        self.severity_costs = {
            Severity.NOTICE: preferences.weight("notices"),
            Severity.WARNING: FORBIDDEN if strict else preferences.weight("warnings"),
            Severity.ERROR: FORBIDDEN,
        }

    def as_strict(self) -> "RuleCosts":
        """The same with `strict`, sharing the answers of the rules."""
        strict = RuleCosts(self.programme, self.preferences, strict=True)
        strict.cache = self.cache
        return strict

    def hall_costs(self, showing: Showing) -> Mapping[int, int]:
        """By hall."""
        attendance = showing.expected_audience
        cache_key = (HALL_RULES, showing.film, showing.print, showing.format, attendance, showing.audience)
        return self._points(cache_key, HALL_RULES, showing, self.hall_probes)

    def day_costs(self, showing: Showing) -> Mapping[date, int]:
        """By festival day."""
        return self._points(
            (DAY_RULES, showing.film, showing.print, showing.audience), DAY_RULES, showing, self.day_probes
        )

    def hour_costs(self, showing: Showing, slots: Iterable[Placement]) -> Mapping[Placement, int]:
        """By slot. Halls in one time zone share an answer, unless a rule of the hour looks at the hall, too."""
        length = (showing.length, showing.length_is_known)
        cache_key = (HOUR_RULES, showing.film, length, showing.audience, showing.guests, showing.qa)
        clocks = {slot: slot if _HALLS_DIFFER else (self.zones[slot.hall], slot.starts_at) for slot in slots}
        costs = self._points(cache_key, HOUR_RULES, showing, {clock: slot for slot, clock in clocks.items()})
        return {slot: costs[clock] for slot, clock in clocks.items()}

    def depends_on_hour(self, showing: Showing) -> bool:
        """Whether any rule that depends on the hour concerns this showing."""
        slot = next(iter(self.hall_probes.values()))
        show = self.programme.placed_showing(showing.at(slot))
        assert show is not None
        return any(rule.concerns(self.programme, show) for rule in _BY_HOUR)

    def _noon(self, hall: int, day: date) -> datetime:
        begins, _ = day_bounds(day, self.programme.context.halls[hall].zone, self.programme.calendar.day_starts_at)
        return begins + timedelta(hours=6)

    def _points(
        self, cache_key: Hashable, codes: Collection[str], showing: Showing, slots: Mapping[Key, Placement]
    ) -> dict[Key, int]:
        cached = self.cache[cache_key]
        if missing := {key: slot for key, slot in slots.items() if key not in cached}:
            cached |= self._apply_rules(codes, showing, missing)
        return {key: self._price(cached[key]) for key in slots}

    def _price(self, severities: tuple[Severity, ...]) -> int:
        costs = [self.severity_costs[severity] for severity in severities]
        return FORBIDDEN if FORBIDDEN in costs else sum(costs)

    def _apply_rules(
        self, codes: Collection[str], showing: Showing, slots: Mapping[Key, Placement]
    ) -> dict[Hashable, tuple[Severity, ...]]:
        """Ask the rules once for all slots, each with a copy of the showing: conflicts of one copy alone count."""
        keys = {UUID(int=number): key for number, key in enumerate(slots)}
        probes = (
            replace(showing, uid=uid, hall=slot.hall, starts_at=slot.starts_at, cancelled=False)
            for uid, slot in zip(keys, slots.values(), strict=True)
        )
        probe_programme = replace(self.programme, showings=tuple(probes))
        severities: dict[Hashable, tuple[Severity, ...]] = dict.fromkeys(slots, ())
        for rule in RULES:
            if rule.code in codes:
                for conflict in run_rule(rule, probe_programme):
                    if len(conflict.uids) == 1:
                        severities[keys[conflict.uids[0]]] += (conflict.severity,)
        return severities
