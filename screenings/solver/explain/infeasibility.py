"""What no search can bring about, named before it: by screening, by film, by halls, by what is to come after what."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import inf
from typing import Final
from uuid import UUID

from screenings.solver.explain.capacity import Shortage, shortages
from screenings.solver.explain.explain import Explanation, explain
from screenings.solver.explain.relaxations import alone, can_follow
from screenings.solver.model.build import Model
from screenings.solver.model.precedences import blocks, parties
from screenings.solver.preferences import STANDARD, Preferences, Sequel
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import PRIVATE
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves

SCREENING, DAYS, ROOM, SEQUEL, CIRCLE, HALLS = "screening", "days", "room", "sequel", "circle", "halls"
EXPLAINED: Final = 12  # how many are explained
Days = Callable[[Showing, Severity], frozenset[date]]
REPEATS: Final = next(rule for rule in RULES if rule.code == "repeat-too-close")


@dataclass(frozen=True, slots=True)
class Impossible:
    """Of `uids` at least `short` cannot have a place: none at all for an ERROR, none without a warning for a WARNING.

    SCREENING: wherever the others are. DAYS: a film's screenings would have to share a day. ROOM: they are longer than
    what is free for them, `shortage`. SEQUEL: `wanted`, a must, cannot be kept by these two. CIRCLE: each of `wanted`
    comes after the next, and the last after the first. HALLS: there is none.
    """

    kind: str
    severity: Severity
    uids: tuple[UUID, ...]
    short: int = 1
    explanation: Explanation | None = None
    shortage: Shortage | None = None
    wanted: tuple[Sequel, ...] = ()


def impossible(
    programme: Programme,
    *,
    movable: Collection[UUID],
    preferences: Preferences = STANDARD,
    model: Model | None = None,
) -> tuple[Impossible, ...]:
    """What cannot be placed, whatever a search does; all but what is movable stays where it is. Proven, no search.

    `model`: of the same, where there is one already. Its places are some of those there are, so whoever has one there
    is not looked at more closely.
    """
    if not programme.house.halls:
        homeless = tuple(s.uid for s in programme.showings if s.uid in movable and not s.cancelled)
        return (Impossible(HALLS, Severity.ERROR, homeless, short=len(homeless)),) if homeless else ()
    model = model or Model(programme, movable, preferences)
    return tuple(_Looking(programme, frozenset(movable), preferences, model).found())


class _Looking:
    def __init__(self, programme: Programme, movable: frozenset[UUID], preferences: Preferences, model: Model) -> None:
        free = {s.uid for s in programme.showings if s.uid in movable and not s.cancelled}
        self.programme = with_moves(replace(programme, chosen=frozenset()), map(Move, free))
        self.movable, self.preferences = free, preferences
        self.free = [s for s in self.programme.showings if s.uid in free]
        self.known: dict[tuple[object, ...], frozenset[date]] = {}
        self.followed: dict[tuple[object, ...], bool] = {}
        self.explained = 0
        self.model = model
        self.of_day: defaultdict[date, list[int]] = defaultdict(list)
        for number, (_, _, day, _) in enumerate(model.stretches.rooms):
            self.of_day[model.grid.days[day]].append(number)
        self.job_of = {showing.uid: job for job, block in enumerate(model.blocks) for showing in block}

    def found(self) -> Iterator[Impossible]:
        lost: set[UUID] = set()
        for severity in (Severity.ERROR, Severity.WARNING):
            lone = list(self._screenings(severity, lost))
            lost.update(uid for one in lone for uid in one.uids)
            several = [*self._films(severity, lost), *self._rooms(severity, lost)]
            lost.update(uid for one in several for uid in one.uids)
            yield from (*lone, *several)
            if severity is Severity.ERROR:
                yield from self._sequels(lost)
        yield from self._circles()

    def _days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """On which it can be shown in an empty house. Showings alike in all that matters are looked at once."""
        named = showing.uid if any(wish.uids for wish in self.preferences.wishes) else None
        key = (severity, named, replace(showing, uid=UUID(int=0), starts_at=None, hall=None))
        if key not in self.known:
            strict = severity is Severity.WARNING
            candidates = alone(self.programme, showing, preferences=self.preferences, strict=strict)
            moves = (replace(showing, hall=one.move.hall, starts_at=one.move.starts_at) for one in candidates)
            self.known[key] = frozenset(place.day for move in moves if (place := self.programme.place(move)))
        return self.known[key]

    def _known_days(self, showing: Showing, severity: Severity) -> frozenset[date]:
        """Some of these days, at little cost."""
        job = self.job_of.get(showing.uid)
        costs = () if job is None else self.model.task.jobs[job].costs
        if not costs:
            return frozenset()
        dear = self.preferences.weight("warnings") if severity is Severity.WARNING else inf
        return frozenset(
            day for day, buckets in self.of_day.items() if any(0 <= costs[bucket] < dear for bucket in buckets)
        )

    def _explanation(self, programme: Programme, uid: UUID, severity: Severity) -> Explanation | None:
        self.explained += 1
        if self.explained > EXPLAINED:
            return None
        strict = severity is Severity.WARNING
        return explain(programme, uid, movable=(), preferences=self.preferences, strict=strict)

    def _screenings(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Impossible]:
        for showing in self.free:
            if showing.uid in lost or self._known_days(showing, severity):
                continue
            if not self._days(showing, severity):
                explanation = self._explanation(self._only(showing), showing.uid, severity)
                yield Impossible(SCREENING, severity, (showing.uid,), explanation=explanation)

    def _only(self, *showings: Showing) -> Programme:
        """What stays, and these."""
        uids = {showing.uid for showing in showings}
        kept = (s for s in self.programme.showings if s.uid not in self.movable and s.uid not in uids)
        return replace(self.programme, showings=(*kept, *showings))

    def _films(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Impossible]:
        """More showings than days, where a film must not be shown twice a day."""
        if severity_of(self.programme, REPEATS).rank < severity.rank:
            return
        films: defaultdict[tuple[int, str], list[Showing]] = defaultdict(list)
        for showing in self.programme.showings:
            is_there = showing.uid in self.movable or self.programme.place(showing) is not None
            if not showing.cancelled and showing.audience != PRIVATE and is_there and showing.uid not in lost:
                films[showing.film, showing.audience].append(showing)
        for showings in films.values():
            if len(showings) > 1 and any(s.uid in self.movable for s in showings):
                yield from self._film(showings, severity)

    def _film(self, showings: list[Showing], severity: Severity) -> Iterator[Impossible]:
        taken: dict[date, UUID] = {}
        days = {s.uid: self._place_or(self._known_days, s, severity) for s in showings}
        if all(_give_a_day(s.uid, days, taken, set()) for s in showings):
            return
        taken.clear()
        days = {s.uid: self._place_or(self._days, s, severity) for s in showings}
        left = [s for s in showings if not _give_a_day(s.uid, days, taken, set())]
        if left:
            day_of = {uid: day for day, uid in taken.items()}
            placed = [self._placed_on(s, day_of[s.uid], severity) for s in showings if s.uid in day_of]
            last = next((s for s in reversed(left) if s.uid in self.movable), left[-1])
            explanation = self._explanation(self._only(*placed, last), last.uid, severity)
            uids = tuple(s.uid for s in showings)
            yield Impossible(DAYS, severity, uids, short=len(left), explanation=explanation)

    def _place_or(self, days: Days, showing: Showing, severity: Severity) -> frozenset[date]:
        place = self.programme.place(showing)
        return frozenset((place.day,)) if place else days(showing, severity)

    def _placed_on(self, showing: Showing, day: date, severity: Severity) -> Showing:
        if showing.uid not in self.movable:
            return showing
        strict = severity is Severity.WARNING
        for one in alone(self.programme, showing, preferences=self.preferences, strict=strict):
            moved = replace(showing, hall=one.move.hall, starts_at=one.move.starts_at)
            place = self.programme.place(moved)
            if place and place.day == day:
                return moved
        return showing

    def _rooms(self, severity: Severity, lost: Collection[UUID]) -> Iterator[Impossible]:
        free = [showing for showing in self.free if showing.uid not in lost]
        kept = replace(self.programme, showings=tuple(s for s in self.programme.showings if s.uid not in self.movable))
        verdicts = self.model.costs.verdicts
        verdicts = verdicts.strictly() if severity is Severity.WARNING else verdicts
        for shortage in shortages(kept, free, self.preferences, verdicts):
            yield Impossible(ROOM, severity, shortage.uids, short=shortage.short, shortage=shortage)

    def _sequels(self, lost: Collection[UUID]) -> Iterator[Impossible]:
        musts = tuple(order for order in self.preferences.orders if order.points is None)
        among = [s for s in self.programme.showings if s.uid in self.movable or self.programme.place(s) is not None]
        among = [s for s in among if s.uid not in lost]
        for order in musts:
            for firsts, thens in parties(order, among):
                yield from self._unfollowing(order, firsts, thens)
        together = replace(self.preferences, orders=musts)
        for block in blocks(self.programme, together, {s.uid for s in self.free} - set(lost)):
            if len(block) > 1 and not alone(self.programme, *block, preferences=self.preferences):
                wanted = tuple(order for order in musts if order.at_once)
                yield Impossible(SEQUEL, Severity.ERROR, tuple(s.uid for s in block), wanted=wanted)

    def _unfollowing(self, order: Sequel, firsts: list[Showing], thens: list[Showing]) -> Iterator[Impossible]:
        """What can come after none of the others, however they are paired; where more than are free of the order."""
        stuck = [then for then in thens if not any(self._can_follow(order, first, then) for first in firsts)]
        if firsts and len(stuck) > (max(0, len(thens) - len(firsts)) if order.is_close else 0):
            for then in stuck:
                if not self.movable.isdisjoint({then.uid, *(first.uid for first in firsts)}):
                    first = firsts[min(thens.index(then), len(firsts) - 1)]
                    yield Impossible(SEQUEL, Severity.ERROR, (first.uid, then.uid), wanted=(order,))

    def _can_follow(self, order: Sequel, first: Showing, then: Showing) -> bool:
        days = product(*(self._place_or(self._days, each, Severity.ERROR) for each in (first, then)))
        most = order.most if order.most is not None else 999
        if order.within is not None:
            most = min(most, 1 + order.within // (24 * 60))
        if not any(order.least <= (b - a).days <= most for a, b in days):
            return False
        if not order.after and order.within is None:
            return True
        are_named = any(wish.uids for wish in self.preferences.wishes)
        key = (order, *(each if are_named else replace(each, uid=UUID(int=0)) for each in (first, then)))
        if key not in self.followed:
            self.followed[key] = can_follow(self.programme, order, first, then, self.preferences)
        return self.followed[key]

    def _circles(self) -> Iterator[Impossible]:
        """Musts each of which comes before the next one, as they are stated."""
        after: defaultdict[UUID | int, list[Sequel]] = defaultdict(list)
        for order in self.preferences.orders:
            if order.points is None:
                after[order.first].append(order)
        seen: set[UUID | int] = set()
        for start in list(after):
            circle = _circle(start, after, seen)
            if circle:
                which = {each for order in circle for each in (order.first, order.then)}
                uids = tuple(s.uid for s in self.programme.showings if s.uid in which or s.film in which)
                yield Impossible(CIRCLE, Severity.ERROR, uids, wanted=circle)


def _give_a_day(uid: UUID, days: dict[UUID, frozenset[date]], taken: dict[date, UUID], tried: set[date]) -> bool:
    """One more showing has a day of its own, if need be by others taking another."""
    for day in sorted(days[uid] - tried):
        tried.add(day)
        if day not in taken or _give_a_day(taken[day], days, taken, tried):
            taken[day] = uid
            return True
    return False


def _circle(start: UUID | int, after: dict[UUID | int, list[Sequel]], seen: set[UUID | int]) -> tuple[Sequel, ...]:
    """A circle that can be reached from here and was not seen yet."""
    path: list[Sequel] = []
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
        if order.then in on_path:
            seen.update(on_path)
            return (*path[on_path.index(order.then) :], order)
        if order.then not in seen:
            path.append(order)
            on_path.append(order.then)
            waiting.append(list(after.get(order.then, ())))
    return ()
