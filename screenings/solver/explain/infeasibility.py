"""What no search can bring about, named before it: by screening, by film, by halls, by what is to come after what."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import inf
from typing import Final
from uuid import UUID

from screenings.solver.explain.capacity import CapacityShortage, capacity_shortages
from screenings.solver.explain.explain import Explanation, explain
from screenings.solver.explain.relaxations import positions_in_empty_halls, precedence_is_feasible
from screenings.solver.model.build import SolverModel
from screenings.solver.model.precedences import back_to_back_blocks, precedence_sides
from screenings.solver.preferences import DEFAULT_PREFERENCES, Precedence, Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import PRIVATE
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

SCREENING, DAYS, CAPACITY, PRECEDENCE, PRECEDENCE_CYCLE, HALLS = (
    "screening", "days", "room", "sequel", "circle", "halls",
)  # fmt: skip
MAX_EXPLAINED: Final = 12  # how many are explained
DaysFinder = Callable[[Showing, Severity], frozenset[date]]
REPEAT_RULE: Final = next(rule for rule in RULES if rule.code == "repeat-too-close")


@dataclass(frozen=True, slots=True)
class Infeasibility:
    """At least `unplaceable` of `uids` cannot have a place: none at all for an ERROR, none without a warning for one.

    SCREENING: wherever the others are. DAYS: a film's screenings would have to share a day. CAPACITY: they are longer
    than what is free for them, `shortage`. PRECEDENCE: the hard constraint in `constraints` cannot be kept by these
    two. PRECEDENCE_CYCLE: each of `constraints` comes after the next, and the last after the first. HALLS: there is
    none.
    """

    kind: str
    severity: Severity
    uids: tuple[UUID, ...]
    unplaceable: int = 1
    explanation: Explanation | None = None
    shortage: CapacityShortage | None = None
    constraints: tuple[Precedence, ...] = ()


def find_infeasibilities(
    programme: Programme,
    *,
    movable: Collection[UUID],
    preferences: Preferences = DEFAULT_PREFERENCES,
    model: SolverModel | None = None,
) -> tuple[Infeasibility, ...]:
    """What cannot be placed, whatever a search does; all but what is movable stays where it is. Proven, no search.

    `model`: of the same, where there is one already. Its places are some of those there are, so whoever has one there
    is not looked at more closely.
    """
    if not programme.context.halls:
        homeless = tuple(s.uid for s in programme.showings if s.uid in movable and not s.cancelled)
        return (Infeasibility(HALLS, Severity.ERROR, homeless, unplaceable=len(homeless)),) if homeless else ()
    model = model or SolverModel(programme, movable, preferences)
    return tuple(_InfeasibilitySearch(programme, frozenset(movable), preferences, model).infeasibilities())


class _InfeasibilitySearch:
    def __init__(
        self, programme: Programme, movable: frozenset[UUID], preferences: Preferences, model: SolverModel
    ) -> None:
        free = {s.uid for s in programme.showings if s.uid in movable and not s.cancelled}
        self.programme = with_moves(programme, map(Move, free))
        self.movable, self.preferences = free, preferences
        self.movable_showings = [s for s in self.programme.showings if s.uid in free]
        self.day_cache: dict[tuple[object, ...], frozenset[date]] = {}
        self.precedence_cache: dict[tuple[object, ...], bool] = {}
        self.explained_count = 0
        self.model = model
        self.bins_of_day: defaultdict[date, list[int]] = defaultdict(list)
        for number, (_, _, day, _) in enumerate(model.bin_builder.bin_summaries):
            self.bins_of_day[model.grid.days[day]].append(number)
        self.activity_of = {showing.uid: job for job, block in enumerate(model.blocks) for showing in block}

    def infeasibilities(self) -> Iterator[Infeasibility]:
        lost: set[UUID] = set()
        for severity in (Severity.ERROR, Severity.WARNING):
            lone = list(self._screenings(severity, lost))
            lost.update(uid for one in lone for uid in one.uids)
            several = [*self._films(severity, lost), *self._capacity(severity, lost)]
            lost.update(uid for one in several for uid in one.uids)
            yield from (*lone, *several)
            if severity is Severity.ERROR:
                yield from self._precedences(lost)
        yield from self._cycles()

    def _feasible_days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """On which it can be shown in empty halls. Showings alike in all that matters are looked at once."""
        named = showing.uid if any(wish.uids for wish in self.preferences.slot_constraints) else None
        key = (severity, named, replace(showing, uid=UUID(int=0), starts_at=None, hall=None))
        if key not in self.day_cache:
            strict = severity is Severity.WARNING
            candidates = positions_in_empty_halls(self.programme, showing, preferences=self.preferences, strict=strict)
            moves = (replace(showing, hall=one.move.hall, starts_at=one.move.starts_at) for one in candidates)
            self.day_cache[key] = frozenset(
                place.day for move in moves if (place := self.programme.placed_showing(move))
            )
        return self.day_cache[key]

    def _modelled_days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """Some of these days, at little cost."""
        job = self.activity_of.get(showing.uid)
        costs = () if job is None else self.model.problem.activities[job].bin_costs
        if not costs:
            return frozenset()
        dear = self.preferences.weight("warnings") if severity is Severity.WARNING else inf
        return frozenset(
            day for day, buckets in self.bins_of_day.items() if any(0 <= costs[bucket] < dear for bucket in buckets)
        )

    def _explanation(self, programme: Programme, uid: UUID, severity: Severity) -> Explanation | None:
        self.explained_count += 1
        if self.explained_count > MAX_EXPLAINED:
            return None
        strict = severity is Severity.WARNING
        return explain(programme, uid, movable=(), preferences=self.preferences, strict=strict)

    def _screenings(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Infeasibility]:
        for showing in self.movable_showings:
            if showing.uid in lost or self._modelled_days(showing, severity):
                continue
            if not self._feasible_days(showing, severity):
                explanation = self._explanation(self._with_only(showing), showing.uid, severity)
                yield Infeasibility(SCREENING, severity, (showing.uid,), explanation=explanation)

    def _with_only(self, *showings: Showing) -> Programme:
        """What stays, and these."""
        uids = {showing.uid for showing in showings}
        kept = (s for s in self.programme.showings if s.uid not in self.movable and s.uid not in uids)
        return replace(self.programme, showings=(*kept, *showings))

    def _films(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Infeasibility]:
        """More showings than days, where a film must not be shown twice a day."""
        if severity_of(self.programme, REPEAT_RULE).rank < severity.rank:
            return
        films: defaultdict[tuple[int, str], list[Showing]] = defaultdict(list)
        for showing in self.programme.showings:
            is_there = showing.uid in self.movable or self.programme.placed_showing(showing) is not None
            if not showing.cancelled and showing.audience != PRIVATE and is_there and showing.uid not in lost:
                films[showing.film, showing.audience].append(showing)
        for showings in films.values():
            if len(showings) > 1 and any(s.uid in self.movable for s in showings):
                yield from self._film_days(showings, severity)

    def _film_days(self, showings: list[Showing], severity: Severity) -> Iterator[Infeasibility]:
        taken: dict[date, UUID] = {}
        days = {s.uid: self._days_of(self._modelled_days, s, severity) for s in showings}
        if all(_assign_day(s.uid, days, taken, set()) for s in showings):
            return
        taken.clear()
        days = {s.uid: self._days_of(self._feasible_days, s, severity) for s in showings}
        left = [s for s in showings if not _assign_day(s.uid, days, taken, set())]
        if left:
            day_of = {uid: day for day, uid in taken.items()}
            placed = [self._placed_on(s, day_of[s.uid], severity) for s in showings if s.uid in day_of]
            last = next((s for s in reversed(left) if s.uid in self.movable), left[-1])
            explanation = self._explanation(self._with_only(*placed, last), last.uid, severity)
            uids = tuple(s.uid for s in showings)
            yield Infeasibility(DAYS, severity, uids, unplaceable=len(left), explanation=explanation)

    def _days_of(self, days: DaysFinder, showing: Showing, severity: Severity) -> frozenset[date]:
        place = self.programme.placed_showing(showing)
        return frozenset((place.day,)) if place else days(showing, severity)

    def _placed_on(self, showing: Showing, day: date, severity: Severity) -> Showing:
        if showing.uid not in self.movable:
            return showing
        strict = severity is Severity.WARNING
        for one in positions_in_empty_halls(self.programme, showing, preferences=self.preferences, strict=strict):
            moved = replace(showing, hall=one.move.hall, starts_at=one.move.starts_at)
            place = self.programme.placed_showing(moved)
            if place and place.day == day:
                return moved
        return showing

    def _capacity(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Infeasibility]:
        free = [showing for showing in self.movable_showings if showing.uid not in lost]
        kept = replace(self.programme, showings=tuple(s for s in self.programme.showings if s.uid not in self.movable))
        verdicts = self.model.unary_costs.rule_costs
        verdicts = verdicts.as_strict() if severity is Severity.WARNING else verdicts
        for shortage in capacity_shortages(kept, free, self.preferences, verdicts):
            yield Infeasibility(CAPACITY, severity, shortage.uids, unplaceable=shortage.unplaceable, shortage=shortage)

    def _precedences(self, lost: Collection[UUID]) -> Iterator[Infeasibility]:
        musts = tuple(order for order in self.preferences.precedences if order.penalty is None)
        among = [
            s for s in self.programme.showings if s.uid in self.movable or self.programme.placed_showing(s) is not None
        ]
        among = [s for s in among if s.uid not in lost]
        for order in musts:
            for firsts, thens in precedence_sides(order, among):
                yield from self._unsatisfiable(order, firsts, thens)
        together = replace(self.preferences, precedences=musts)
        for block in back_to_back_blocks(self.programme, together, {s.uid for s in self.movable_showings} - set(lost)):
            if len(block) > 1 and not positions_in_empty_halls(self.programme, *block, preferences=self.preferences):
                wanted = tuple(order for order in musts if order.is_immediate)
                yield Infeasibility(PRECEDENCE, Severity.ERROR, tuple(s.uid for s in block), constraints=wanted)

    def _unsatisfiable(self, order: Precedence, firsts: list[Showing], thens: list[Showing]) -> Iterator[Infeasibility]:
        """What can come after none of the others, however they are paired; where more than are free of the order."""
        stuck = [then for then in thens if not any(self._can_follow(order, first, then) for first in firsts)]
        if firsts and len(stuck) > (max(0, len(thens) - len(firsts)) if order.is_one_to_one else 0):
            for then in stuck:
                if not self.movable.isdisjoint({then.uid, *(first.uid for first in firsts)}):
                    first = firsts[min(thens.index(then), len(firsts) - 1)]
                    yield Infeasibility(PRECEDENCE, Severity.ERROR, (first.uid, then.uid), constraints=(order,))

    def _can_follow(self, order: Precedence, first: Showing, then: Showing) -> bool:
        days = product(*(self._days_of(self._feasible_days, each, Severity.ERROR) for each in (first, then)))
        most = order.max_days if order.max_days is not None else 999
        if order.max_minutes is not None:
            most = min(most, 1 + order.max_minutes // (24 * 60))
        if not any(order.min_days <= (b - a).days <= most for a, b in days):
            return False
        if not order.min_minutes and order.max_minutes is None:
            return True
        are_named = any(wish.uids for wish in self.preferences.slot_constraints)
        key = (order, *(each if are_named else replace(each, uid=UUID(int=0)) for each in (first, then)))
        if key not in self.precedence_cache:
            self.precedence_cache[key] = precedence_is_feasible(self.programme, order, first, then, self.preferences)
        return self.precedence_cache[key]

    def _cycles(self) -> Iterator[Infeasibility]:
        """Musts each of which comes before the next one, as they are stated."""
        after: defaultdict[UUID | int, list[Precedence]] = defaultdict(list)
        for order in self.preferences.precedences:
            if order.penalty is None:
                after[order.predecessor].append(order)
        seen: set[UUID | int] = set()
        for start in list(after):
            circle = _cycle_from(start, after, seen)
            if circle:
                which = {each for order in circle for each in (order.predecessor, order.successor)}
                uids = tuple(s.uid for s in self.programme.showings if s.uid in which or s.film in which)
                yield Infeasibility(PRECEDENCE_CYCLE, Severity.ERROR, uids, constraints=circle)


def _assign_day(uid: UUID, days: dict[UUID, frozenset[date]], taken: dict[date, UUID], tried: set[date]) -> bool:
    """One more showing has a day of its own, if need be by others taking another."""
    for day in sorted(days[uid] - tried):
        tried.add(day)
        if day not in taken or _assign_day(taken[day], days, taken, tried):
            taken[day] = uid
            return True
    return False


def _cycle_from(
    start: UUID | int, after: dict[UUID | int, list[Precedence]], seen: set[UUID | int]
) -> tuple[Precedence, ...]:
    """A circle that can be reached from here and was not seen yet."""
    path: list[Precedence] = []
    waiting = [list(after.get(start, ()))]
    on_path = [start]
    while waiting:
        if not waiting[-1]:
            waiting.pop()
            seen.add(on_path.pop())
            if path:
                path.pop()
            continue
        order = waiting[-1].pop(0)
        if order.successor in on_path:
            seen.update(on_path)
            return (*path[on_path.index(order.successor) :], order)
        if order.successor not in seen:
            path.append(order)
            on_path.append(order.successor)
            waiting.append(list(after.get(order.successor, ())))
    return ()
