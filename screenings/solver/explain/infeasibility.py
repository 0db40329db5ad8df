"""Infeasibilities that no search can resolve, found before it: of a screening, a film, halls, or precedences."""

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
from screenings.timetable.placement import UNPLACED
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
    """At least `unplaceable` of `uids` have no place at all (ERROR), or none without a warning (WARNING).

    SCREENING: wherever the others are. DAYS: a film's screenings would have to share a day. CAPACITY: they are longer
    than what is free for them, `shortage`. PRECEDENCE: these two cannot keep the hard constraint in `constraints`.
    PRECEDENCE_CYCLE: each of `constraints` comes after the next, and the last after the first. HALLS: there are no
    halls.
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
    """Prove what cannot be placed, whatever a search does; all but what is movable stays where it is.

    `model`: the model of the same programme, where there is one already. A showing that has an allowed bin in it is not
    examined any further, which is what makes this cheap.
    """
    if not programme.context.halls:
        unplaced = tuple(s.uid for s in programme.showings if s.uid in movable and not s.cancelled)
        return (Infeasibility(HALLS, Severity.ERROR, unplaced, unplaceable=len(unplaced)),) if unplaced else ()
    model = model or SolverModel(programme, movable, preferences)
    return tuple(_InfeasibilitySearch(programme, frozenset(movable), preferences, model).infeasibilities())


class _InfeasibilitySearch:
    def __init__(
        self, programme: Programme, movable: frozenset[UUID], preferences: Preferences, model: SolverModel
    ) -> None:
        free = {showing.uid for showing in programme.showings if showing.uid in movable and not showing.cancelled}
        self.programme = with_moves(programme, map(Move, free))
        self.movable, self.preferences = free, preferences
        self.movable_showings = [showing for showing in self.programme.showings if showing.uid in free]
        self.day_cache: dict[tuple[object, ...], frozenset[date]] = {}
        self.precedence_cache: dict[tuple[object, ...], bool] = {}
        self.explained_count = 0
        self.model = model
        self.bins_of_day: defaultdict[date, list[int]] = defaultdict(list)
        for bin_index, (_, _, day, _) in enumerate(model.bin_builder.bin_summaries):
            self.bins_of_day[model.grid.days[day]].append(bin_index)
        self.activity_of = {showing.uid: activity for activity, block in enumerate(model.blocks) for showing in block}

    def infeasibilities(self) -> Iterator[Infeasibility]:
        infeasible_uids: set[UUID] = set()
        for severity in (Severity.ERROR, Severity.WARNING):
            single = list(self._screenings(severity, infeasible_uids))
            infeasible_uids.update(uid for infeasibility in single for uid in infeasibility.uids)
            joint = [*self._films(severity, infeasible_uids), *self._capacity(severity, infeasible_uids)]
            infeasible_uids.update(uid for infeasibility in joint for uid in infeasibility.uids)
            yield from (*single, *joint)
            if severity is Severity.ERROR:
                yield from self._precedences(infeasible_uids)
        yield from self._cycles()

    def _feasible_days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """Days on which it can be shown in empty halls. Showings alike in all that matters are examined once."""
        named_uid = showing.uid if any(constraint.uids for constraint in self.preferences.slot_constraints) else None
        key = (severity, named_uid, replace(showing.at(UNPLACED), uid=UUID(int=0)))
        if key not in self.day_cache:
            strict = severity is Severity.WARNING
            candidates = positions_in_empty_halls(self.programme, showing, preferences=self.preferences, strict=strict)
            placed = (showing.at(position.move.placement) for position in candidates)
            self.day_cache[key] = frozenset(
                show.day for move in placed if (show := self.programme.placed_showing(move))
            )
        return self.day_cache[key]

    def _modelled_days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """Some of the feasible days, by what the model knows already."""
        activity = self.activity_of.get(showing.uid)
        costs = () if activity is None else self.model.problem.activities[activity].bin_costs
        if not costs:
            return frozenset()
        cost_limit = self.preferences.weight("warnings") if severity is Severity.WARNING else inf
        return frozenset(
            day
            for day, bin_indices in self.bins_of_day.items()
            if any(0 <= costs[bin_index] < cost_limit for bin_index in bin_indices)
        )

    def _explanation(self, programme: Programme, uid: UUID, severity: Severity) -> Explanation | None:
        self.explained_count += 1
        if self.explained_count > MAX_EXPLAINED:
            return None
        strict = severity is Severity.WARNING
        return explain(programme, uid, movable=(), preferences=self.preferences, strict=strict)

    def _screenings(self, severity: Severity, infeasible_uids: Collection[UUID]) -> Iterator[Infeasibility]:
        for showing in self.movable_showings:
            if showing.uid in infeasible_uids or self._modelled_days(showing, severity):
                continue
            if not self._feasible_days(showing, severity):
                explanation = self._explanation(self._with_only(showing), showing.uid, severity)
                yield Infeasibility(SCREENING, severity, (showing.uid,), explanation=explanation)

    def _with_only(self, *showings: Showing) -> Programme:
        """The programme with what is fixed and these showings alone."""
        uids = {showing.uid for showing in showings}
        kept = (s for s in self.programme.showings if s.uid not in self.movable and s.uid not in uids)
        return replace(self.programme, showings=(*kept, *showings))

    def _films(self, severity: Severity, infeasible_uids: Collection[UUID]) -> Iterator[Infeasibility]:
        """Films with more showings than days, where two on one day are forbidden."""
        if severity_of(self.programme, REPEAT_RULE).rank < severity.rank:
            return
        films: defaultdict[tuple[int, str], list[Showing]] = defaultdict(list)
        for showing in self.programme.showings:
            counts = showing.uid in self.movable or self.programme.placed_showing(showing) is not None
            if not showing.cancelled and showing.audience != PRIVATE and counts and showing.uid not in infeasible_uids:
                films[showing.film, showing.audience].append(showing)
        for showings in films.values():
            if len(showings) > 1 and any(showing.uid in self.movable for showing in showings):
                yield from self._film_days(showings, severity)

    def _film_days(self, showings: list[Showing], severity: Severity) -> Iterator[Infeasibility]:
        uid_of_day: dict[date, UUID] = {}
        days = {s.uid: self._days_of(self._modelled_days, s, severity) for s in showings}
        if all(_assign_day(s.uid, days, uid_of_day, set()) for s in showings):
            return
        uid_of_day.clear()
        days = {s.uid: self._days_of(self._feasible_days, s, severity) for s in showings}
        unmatched = [s for s in showings if not _assign_day(s.uid, days, uid_of_day, set())]
        if unmatched:
            day_of = {uid: day for day, uid in uid_of_day.items()}
            placed = [self._placed_on(s, day_of[s.uid], severity) for s in showings if s.uid in day_of]
            last = next((s for s in reversed(unmatched) if s.uid in self.movable), unmatched[-1])
            explanation = self._explanation(self._with_only(*placed, last), last.uid, severity)
            uids = tuple(s.uid for s in showings)
            yield Infeasibility(DAYS, severity, uids, unplaceable=len(unmatched), explanation=explanation)

    def _days_of(self, days: DaysFinder, showing: Showing, severity: Severity) -> frozenset[date]:
        show = self.programme.placed_showing(showing)
        return frozenset((show.day,)) if show else days(showing, severity)

    def _placed_on(self, showing: Showing, day: date, severity: Severity) -> Showing:
        if showing.uid not in self.movable:
            return showing
        strict = severity is Severity.WARNING
        for position in positions_in_empty_halls(self.programme, showing, preferences=self.preferences, strict=strict):
            moved = showing.at(position.move.placement)
            show = self.programme.placed_showing(moved)
            if show and show.day == day:
                return moved
        return showing

    def _capacity(self, severity: Severity, infeasible_uids: Collection[UUID]) -> Iterator[Infeasibility]:
        free = [showing for showing in self.movable_showings if showing.uid not in infeasible_uids]
        kept = replace(self.programme, showings=tuple(s for s in self.programme.showings if s.uid not in self.movable))
        rule_costs = self.model.unary_costs.rule_costs
        rule_costs = rule_costs.as_strict() if severity is Severity.WARNING else rule_costs
        for shortage in capacity_shortages(kept, free, self.preferences, rule_costs):
            yield Infeasibility(CAPACITY, severity, shortage.uids, unplaceable=shortage.unplaceable, shortage=shortage)

    def _precedences(self, infeasible_uids: Collection[UUID]) -> Iterator[Infeasibility]:
        hard_precedences = tuple(
            precedence for precedence in self.preferences.precedences if precedence.penalty is None
        )
        candidates = [
            s for s in self.programme.showings if s.uid in self.movable or self.programme.placed_showing(s) is not None
        ]
        candidates = [s for s in candidates if s.uid not in infeasible_uids]
        for precedence in hard_precedences:
            for predecessors, successors in precedence_sides(precedence, candidates):
                yield from self._unsatisfiable(precedence, predecessors, successors)
        only_hard = replace(self.preferences, precedences=hard_precedences)
        for block in back_to_back_blocks(
            self.programme, only_hard, {s.uid for s in self.movable_showings} - set(infeasible_uids)
        ):
            if len(block) > 1 and not positions_in_empty_halls(self.programme, *block, preferences=self.preferences):
                immediate = tuple(precedence for precedence in hard_precedences if precedence.is_immediate)
                yield Infeasibility(PRECEDENCE, Severity.ERROR, tuple(s.uid for s in block), constraints=immediate)

    def _unsatisfiable(
        self, precedence: Precedence, predecessors: list[Showing], successors: list[Showing]
    ) -> Iterator[Infeasibility]:
        """Successors that can follow none of the predecessors, however they are paired.

        None where so many are exempt from the precedence.
        """
        unreachable = [
            successor
            for successor in successors
            if not any(self._can_follow(precedence, predecessor, successor) for predecessor in predecessors)
        ]
        if predecessors and len(unreachable) > (
            max(0, len(successors) - len(predecessors)) if precedence.is_one_to_one else 0
        ):
            for successor in unreachable:
                if not self.movable.isdisjoint({successor.uid, *(predecessor.uid for predecessor in predecessors)}):
                    predecessor = predecessors[min(successors.index(successor), len(predecessors) - 1)]
                    yield Infeasibility(
                        PRECEDENCE, Severity.ERROR, (predecessor.uid, successor.uid), constraints=(precedence,)
                    )

    def _can_follow(self, precedence: Precedence, predecessor: Showing, successor: Showing) -> bool:
        days = product(
            *(self._days_of(self._feasible_days, showing, Severity.ERROR) for showing in (predecessor, successor))
        )
        max_days = precedence.max_days if precedence.max_days is not None else 999
        if precedence.max_minutes is not None:
            max_days = min(max_days, 1 + precedence.max_minutes // (24 * 60))
        if not any(precedence.min_days <= (later - earlier).days <= max_days for earlier, later in days):
            return False
        if not precedence.min_minutes and precedence.max_minutes is None:
            return True
        are_named = any(constraint.uids for constraint in self.preferences.slot_constraints)
        key = (
            precedence,
            *(showing if are_named else replace(showing, uid=UUID(int=0)) for showing in (predecessor, successor)),
        )
        if key not in self.precedence_cache:
            self.precedence_cache[key] = precedence_is_feasible(
                self.programme, precedence, predecessor, successor, self.preferences
            )
        return self.precedence_cache[key]

    def _cycles(self) -> Iterator[Infeasibility]:
        """Hard precedences each of which comes before the next, as they are stated."""
        precedences_from: defaultdict[UUID | int, list[Precedence]] = defaultdict(list)
        for precedence in self.preferences.precedences:
            if precedence.penalty is None:
                precedences_from[precedence.predecessor].append(precedence)
        visited: set[UUID | int] = set()
        for key in list(precedences_from):
            cycle = _cycle_from(key, precedences_from, visited)
            if cycle:
                keys = {key for precedence in cycle for key in (precedence.predecessor, precedence.successor)}
                uids = tuple(s.uid for s in self.programme.showings if s.uid in keys or s.film in keys)
                yield Infeasibility(PRECEDENCE_CYCLE, Severity.ERROR, uids, constraints=cycle)


def _assign_day(uid: UUID, days: dict[UUID, frozenset[date]], uid_of_day: dict[date, UUID], tried: set[date]) -> bool:
    """Match one more showing to a day of its own, if need be by moving others: an augmenting path (Kuhn 1955)."""
    for day in sorted(days[uid] - tried):
        tried.add(day)
        if day not in uid_of_day or _assign_day(uid_of_day[day], days, uid_of_day, tried):
            uid_of_day[day] = uid
            return True
    return False


def _cycle_from(
    start: UUID | int, precedences_from: dict[UUID | int, list[Precedence]], visited: set[UUID | int]
) -> tuple[Precedence, ...]:
    """A cycle that can be reached from here and has not been visited yet."""
    path: list[Precedence] = []
    pending = [list(precedences_from.get(start, ()))]
    on_path = [start]
    while pending:
        if not pending[-1]:
            pending.pop()
            visited.add(on_path.pop())
            if path:
                path.pop()
            continue
        precedence = pending[-1].pop(0)
        if precedence.successor in on_path:
            visited.update(on_path)
            return (*path[on_path.index(precedence.successor) :], precedence)
        if precedence.successor not in visited:
            path.append(precedence)
            on_path.append(precedence.successor)
            pending.append(list(precedences_from.get(precedence.successor, ())))
    return ()
