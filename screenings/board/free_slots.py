"""Every place of a day for one showing: which are free, and what it would break in the others.

As if each line of each hall were asked of `WhatIf`, against the timetable without that showing, but in one sweep:
a conflict with another show lies on a stretch of lines around it, whose ends are found by halving.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from screenings.board.grid import LINE_MINUTES, first_line_after, line_at, line_start
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import RuleHall
from screenings.timetable.days import day_bounds
from screenings.timetable.rules import RULES, run_rule
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.values import PlacedShowing, Programme, Showing

# What these find depends on the clock a hall hangs under, and not on the hall: asked once for each zone.
RULES_BY_ZONE = tuple(rule for rule in RULES if DependsOn.HALL not in rule.depends_on)
RULES_BY_HALL = tuple(rule for rule in RULES if DependsOn.HALL in rule.depends_on)
_FIVE = timedelta(minutes=LINE_MINUTES)
ConflictsByLine = list[list[Conflict]]


@dataclass(frozen=True, slots=True)
class SlotRange:
    """Lines `first` to before `last`, on each of which a start brings the same conflicts; none: it is free.

    The conflicts are those of the first line: on the others the minutes differ.
    """

    first: int
    last: int
    conflicts: tuple[Conflict, ...]

    @property
    def severity(self) -> Severity:
        return max((conflict.severity for conflict in self.conflicts), key=lambda s: s.rank, default=Severity.OFF)


@dataclass(frozen=True, slots=True)
class HallSlots:
    hall: RuleHall
    ranges: tuple[SlotRange, ...]


def slots_by_hall(programme: Programme, showing: Showing, day: date) -> tuple[HallSlots, ...]:
    """For every hall, the festival day from its first line to its last. A cancelled one is asked as taking place."""
    sweep = _Sweep(programme, showing, day)
    # Every line is kept until the end, as marks are known by the identity of a conflict that lives.
    lines = {hall.id: sweep.lines(hall) for hall in programme.context.halls.values()}
    known: dict[int, Hashable] = {}
    return tuple(
        HallSlots(hall, tuple(_slot_ranges(lines[hall.id], known))) for hall in programme.context.halls.values()
    )


def _slot_ranges(lines: ConflictsByLine, known: dict[int, Hashable]) -> Iterator[SlotRange]:
    """`known` holds the marks of conflicts by identity: most lie on many lines of many halls."""

    def mark(conflict: Conflict) -> Hashable:
        if id(conflict) not in known:
            known[id(conflict)] = _conflict_identity(conflict)
        return known[id(conflict)]

    first = 0
    marks = [frozenset(map(mark, found)) for found in lines]
    for line in range(1, len(lines) + 1):
        if line == len(lines) or marks[line] != marks[first]:
            yield SlotRange(first, line, tuple(lines[first]))
            first = line


def _conflict_identity(conflict: Conflict) -> Hashable:
    """A double booking is not the same as a short changeover; which of two runs first is no difference."""
    return conflict.code, frozenset(conflict.uids), conflict.severity, conflict.acknowledgeable


class _Sweep:
    def __init__(self, programme: Programme, showing: Showing, day: date) -> None:
        self.showing = replace(showing, cancelled=False)
        self.day = day
        self.without = replace(programme, showings=tuple(s for s in programme.showings if s.uid != showing.uid))
        self.calendar = programme.calendar
        self._by_clock: dict[str, list[tuple[int, Conflict]]] = {}

    def lines(self, hall: RuleHall) -> ConflictsByLine:
        """What each line of the day in that hall would bring."""
        start, end = day_bounds(self.day, hall.zone, self.calendar.day_starts_at)
        lines: ConflictsByLine = [[] for _ in range((end - start) // _FIVE)]
        key = hall.zone.key
        if key not in self._by_clock:
            self._by_clock[key] = list(self._conflicts_by_line(hall, RULES_BY_ZONE, len(lines)))
        own = self._conflicts_by_line(hall, RULES_BY_HALL, len(lines))
        for line, conflict in (*own, *self._by_clock[key]):
            lines[line].append(conflict)
        return lines

    def _conflicts_by_line(self, hall: RuleHall, rules: Iterable[Rule], count: int) -> Iterator[tuple[int, Conflict]]:
        """By line, from 0 to before `count`."""
        copies = replace(self.without, showings=tuple(self._at(line, hall, UUID(int=line)) for line in range(count)))
        anywhere = self._placed(0, hall)
        for rule in rules:
            if rule.group_by is None:
                for conflict in run_rule(rule, copies):
                    yield conflict.uids[0].int, replace(conflict, uids=(self.showing.uid,))
                continue
            keys = set(rule.group_by(self.without, anywhere))
            if keys and rule.only_nearby:
                yield from self._around_neighbours(rule, hall, keys, count)
            elif keys:
                yield from self._line_by_line(rule, hall, keys, count)

    def _at(self, line: int, hall: RuleHall, uid: UUID | None = None) -> Showing:
        starts_at = line_start(line, self.day, hall.zone, self.calendar)
        return replace(self.showing, uid=uid or self.showing.uid, hall=hall.id, starts_at=starts_at)

    def _placed(self, line: int, hall: RuleHall) -> PlacedShowing:
        placed = self.without.placed_showing(self._at(line, hall))
        assert placed is not None
        return placed

    def _line_by_line(
        self, rule: Rule, hall: RuleHall, keys: set[Hashable], count: int
    ) -> Iterator[tuple[int, Conflict]]:
        """Under a rule that looks beyond what is near: few share a film, so each line is asked."""
        others = [show.showing for show in self._sharing(rule, keys, self.without.scheduled)]
        before = set(run_rule(rule, replace(self.without, showings=tuple(others))))
        for line in range(count):
            then = run_rule(rule, replace(self.without, showings=(*others, self._at(line, hall))))
            yield from ((line, conflict) for conflict in then if conflict not in before)

    def _around_neighbours(
        self, rule: Rule, hall: RuleHall, keys: set[Hashable], count: int
    ) -> Iterator[tuple[int, Conflict]]:
        """Under a rule that holds two shows apart: before it, over it and after it a start breaks the same."""
        for other in self._sharing(rule, keys, self._neighbours(hall, count)):
            yield from self._around_neighbour(rule, hall, other, count)

    def _around_neighbour(
        self, rule: Rule, hall: RuleHall, other: PlacedShowing, count: int
    ) -> Iterator[tuple[int, Conflict]]:
        def sample(line: int) -> tuple[Conflict, ...]:
            both = replace(self.without, showings=(other.showing, self._at(line, hall)))
            return tuple(run_rule(rule, both))

        # On the lines from `first` to before `last` the two overlap; from `level` on the other is the earlier one.
        first = line_at(other.start - self._length, self.day, hall.zone, self.calendar) + 1
        last = first_line_after(other.end, self.day, hall.zone, self.calendar)
        if not any(map(sample, (first - 1, first, last))):
            return
        level = min(max(first, first_line_after(other.start, self.day, hall.zone, self.calendar)), last)
        reach = self._margin // _FIVE + 1
        begin = _first_true(lambda line: bool(sample(line)), first - reach, first)
        end = _first_true(lambda line: not sample(line), last, last + reach)
        cuts = (begin, first, level, min(level + 1, last), last, end)
        for low, high in pairwise(cuts):
            if low < high and low < count and high > 0:
                found = sample(low)
                yield from ((line, each) for line in range(max(0, low), min(high, count)) for each in found)

    def _sharing(
        self, rule: Rule, keys: Collection[Hashable], shows: Iterable[PlacedShowing]
    ) -> Iterator[PlacedShowing]:
        assert rule.group_by is not None
        return (show for show in shows if not set(keys).isdisjoint(rule.group_by(self.without, show)))

    def _neighbours(self, hall: RuleHall, count: int) -> list[PlacedShowing]:
        first = line_start(0, self.day, hall.zone, self.calendar) - self._margin
        last = line_start(count, self.day, hall.zone, self.calendar) + self._length + self._margin
        return [show for show in self.without.scheduled if show.start < last and show.end > first]

    @property
    def _length(self) -> timedelta:
        return timedelta(minutes=self.showing.length)

    @cached_property
    def _margin(self) -> timedelta:
        """Farther apart, no two shows are in each other's way under a rule that looks near."""
        house = self.without.context
        changeover = max((hall.changeover for hall in house.halls.values()), default=0)
        return timedelta(minutes=max(changeover, house.longest_travel_minutes))


def _first_true(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first of `low` to before `high` for which it holds, as it does for all after that; `high` where for none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
