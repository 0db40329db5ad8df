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

from screenings.board.grid import LINE, line_after, line_of, moment_of
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import HallFacts
from screenings.timetable.days import day_bounds
from screenings.timetable.rules import RULES, Rule, found_by
from screenings.timetable.values import Placed, Programme, Showing

# What these find depends on the clock a hall hangs under, and not on the hall: asked once for each zone.
ALIKE_BY_CLOCK = frozenset({
    "print-unavailable", "guest-away", "repeat-too-close", "audience-clash", "premiere-order", "late-for-children",
    "outside-festival", "runtime-mismatch",
})  # fmt: skip
_FIVE = timedelta(minutes=LINE)
Lines = list[list[Conflict]]


@dataclass(frozen=True, slots=True)
class Stretch:
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
class HallPlaces:
    hall: HallFacts
    stretches: tuple[Stretch, ...]


def places_of(programme: Programme, showing: Showing, day: date) -> tuple[HallPlaces, ...]:
    """For every hall, the festival day from its first line to its last. A cancelled one is asked as taking place."""
    sweep = _Sweep(programme, showing, day)
    # Every line is kept until the end, as marks are known by the identity of a conflict that lives.
    lines = {hall.id: sweep.lines(hall) for hall in programme.house.halls.values()}
    known: dict[int, Hashable] = {}
    return tuple(HallPlaces(hall, tuple(_stretches(lines[hall.id], known))) for hall in programme.house.halls.values())


def _stretches(lines: Lines, known: dict[int, Hashable]) -> Iterator[Stretch]:
    """`known` holds the marks of conflicts by identity: most lie on many lines of many halls."""

    def mark(conflict: Conflict) -> Hashable:
        if id(conflict) not in known:
            known[id(conflict)] = _mark(conflict)
        return known[id(conflict)]

    first = 0
    marks = [frozenset(map(mark, found)) for found in lines]
    for line in range(1, len(lines) + 1):
        if line == len(lines) or marks[line] != marks[first]:
            yield Stretch(first, line, tuple(lines[first]))
            first = line


def _mark(conflict: Conflict) -> Hashable:
    """A double booking is not the same as a short changeover; which of two runs first is no difference."""
    return conflict.code, frozenset(conflict.uids), conflict.severity, conflict.acknowledgeable


class _Sweep:
    def __init__(self, programme: Programme, showing: Showing, day: date) -> None:
        self.showing = replace(showing, cancelled=False)
        self.day = day
        self.without = replace(programme, showings=tuple(s for s in programme.showings if s.uid != showing.uid))
        self.calendar = programme.calendar
        self._by_clock: dict[str, list[tuple[int, Conflict]]] = {}

    def lines(self, hall: HallFacts) -> Lines:
        """What each line of the day in that hall would bring."""
        start, end = day_bounds(self.day, hall.zone, self.calendar.day_starts_at)
        lines: Lines = [[] for _ in range((end - start) // _FIVE)]
        key = hall.zone.key
        if key not in self._by_clock:
            by_clock = [rule for rule in RULES if rule.code in ALIKE_BY_CLOCK]
            self._by_clock[key] = list(self._found(hall, by_clock, len(lines)))
        own = self._found(hall, [rule for rule in RULES if rule.code not in ALIKE_BY_CLOCK], len(lines))
        for line, conflict in (*own, *self._by_clock[key]):
            lines[line].append(conflict)
        return lines

    def _found(self, hall: HallFacts, rules: Iterable[Rule], count: int) -> Iterator[tuple[int, Conflict]]:
        """By line, from 0 to before `count`."""
        copies = replace(self.without, showings=tuple(self._at(line, hall, UUID(int=line)) for line in range(count)))
        anywhere = self._placed(0, hall)
        for rule in rules:
            if rule.shares is None:
                for conflict in found_by(rule, copies):
                    yield conflict.uids[0].int, replace(conflict, uids=(self.showing.uid,))
                continue
            keys = set(rule.shares(self.without, anywhere))
            if keys and rule.nearby:
                yield from self._near(rule, hall, keys, count)
            elif keys:
                yield from self._far(rule, hall, keys, count)

    def _at(self, line: int, hall: HallFacts, uid: UUID | None = None) -> Showing:
        starts_at = moment_of(line, self.day, hall.zone, self.calendar)
        return replace(self.showing, uid=uid or self.showing.uid, hall=hall.id, starts_at=starts_at)

    def _placed(self, line: int, hall: HallFacts) -> Placed:
        placed = self.without.place(self._at(line, hall))
        assert placed is not None
        return placed

    def _far(self, rule: Rule, hall: HallFacts, keys: set[Hashable], count: int) -> Iterator[tuple[int, Conflict]]:
        """Under a rule that looks beyond what is near: few share a film, so each line is asked."""
        others = [show.showing for show in self._sharing(rule, keys, self.without.live)]
        before = set(found_by(rule, replace(self.without, showings=tuple(others))))
        for line in range(count):
            then = found_by(rule, replace(self.without, showings=(*others, self._at(line, hall))))
            yield from ((line, conflict) for conflict in then if conflict not in before)

    def _near(self, rule: Rule, hall: HallFacts, keys: set[Hashable], count: int) -> Iterator[tuple[int, Conflict]]:
        """Under a rule that holds two shows apart: before it, over it and after it a start breaks the same."""
        for other in self._sharing(rule, keys, self._around(hall, count)):
            yield from self._beside(rule, hall, other, count)

    def _beside(self, rule: Rule, hall: HallFacts, other: Placed, count: int) -> Iterator[tuple[int, Conflict]]:
        def sample(line: int) -> tuple[Conflict, ...]:
            both = replace(self.without, showings=(other.showing, self._at(line, hall)))
            return tuple(found_by(rule, both))

        # On the lines from `first` to before `last` the two overlap; from `level` on the other is the earlier one.
        first = line_of(other.start - self._length, self.day, hall.zone, self.calendar) + 1
        last = line_after(other.end, self.day, hall.zone, self.calendar)
        if first < last and not sample(first):
            return
        level = min(max(first, line_after(other.start, self.day, hall.zone, self.calendar)), last)
        reach = self._margin // _FIVE + 1
        begin = _first_true(lambda line: bool(sample(line)), first - reach, first)
        end = _first_true(lambda line: not sample(line), last, last + reach)
        cuts = (begin, first, level, min(level + 1, last), last, end)
        for low, high in pairwise(cuts):
            if low < high and low < count and high > 0:
                found = sample(low)
                yield from ((line, each) for line in range(max(0, low), min(high, count)) for each in found)

    def _sharing(self, rule: Rule, keys: Collection[Hashable], shows: Iterable[Placed]) -> Iterator[Placed]:
        assert rule.shares is not None
        return (show for show in shows if not set(keys).isdisjoint(rule.shares(self.without, show)))

    def _around(self, hall: HallFacts, count: int) -> list[Placed]:
        first = moment_of(0, self.day, hall.zone, self.calendar) - self._margin
        last = moment_of(count, self.day, hall.zone, self.calendar) + self._length + self._margin
        return [show for show in self.without.live if show.start < last and show.end > first]

    @property
    def _length(self) -> timedelta:
        return timedelta(minutes=self.showing.length)

    @cached_property
    def _margin(self) -> timedelta:
        """Farther apart, no two shows are in each other's way under a rule that looks near."""
        house = self.without.house
        changeover = max((hall.changeover for hall in house.halls.values()), default=0)
        return timedelta(minutes=max(changeover, house.longest_way))


def _first_true(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first of `low` to before `high` for which it holds, as it does for all after that; `high` where for none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
