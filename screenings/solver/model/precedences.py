"""Which showings come after which: how many do not, what a place means for that, and what has to run as one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import length_in_units
from screenings.solver.model.problem import FORBIDDEN
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Precedence, Preferences, is_within
from screenings.timetable.values import PlacedShowing, Programme, Showing

IMMEDIATE_SLACK: Final = timedelta(minutes=15)  # what follows at once begins sooner than this after the changeover
PrecedenceSides = tuple[list[Showing], list[Showing]]
BackToBackBlock = tuple[Showing, ...]  # showings that run as one: each at once after the one before it


def precedence_sides(precedence: Precedence, showings: Iterable[Showing]) -> Iterator[PrecedenceSides]:
    """What has to come first, and what after it; of two films those for one audience together. Cancelled ones not."""
    live = [showing for showing in showings if not showing.cancelled]
    predecessors, successors = (
        [s for s in live if _is(s, which)] for which in (precedence.predecessor, precedence.successor)
    )
    if isinstance(precedence.predecessor, UUID) or isinstance(precedence.successor, UUID):
        named = {each for each in (precedence.predecessor, precedence.successor) if isinstance(each, UUID)}
        yield predecessors, [s for s in successors if s.uid == precedence.successor or s.uid not in named]
        return
    for audience in dict.fromkeys(s.audience for s in predecessors):
        yield [s for s in predecessors if s.audience == audience], [s for s in successors if s.audience == audience]


def _is(showing: Showing, which: UUID | int) -> bool:
    return showing.uid == which if isinstance(which, UUID) else showing.film == which


def is_satisfied(precedence: Precedence, first: PlacedShowing, then: PlacedShowing) -> bool:
    """Whether one show comes after the other as the order wants it."""
    wait, days = then.start - first.end, (then.day - first.day).days
    if not precedence.allows(wait) or not is_within(days, precedence.min_days, precedence.max_days):
        return False
    changeover = timedelta(minutes=first.hall.changeover)
    return not precedence.is_immediate or (first.hall.id == then.hall.id and wait < changeover + IMMEDIATE_SLACK)


def violation_count(
    precedence: Precedence, predecessors: Sequence[PlacedShowing | None], successors: Sequence[PlacedShowing | None]
) -> int:
    """How many of a party certainly come wrongly, in the most favourable pairing; None has no place yet."""
    before = sorted((show for show in predecessors if show), key=lambda show: (show.day, show.end))
    after = sorted((show for show in successors if show), key=lambda show: show.start)
    open_firsts, more = len(predecessors) - len(before), max(0, len(successors) - len(predecessors))
    if not before or not after:
        return 0
    forgiven = open_firsts
    if precedence.is_one_to_one or open_firsts:
        forgiven += more
    else:
        before += before[-1:] * more
    lonely = 0
    for then in after:
        found = next((number for number, first in enumerate(before) if is_satisfied(precedence, first, then)), None)
        if found is None:
            lonely += 1
        else:
            del before[found]
    return max(0, lonely - forgiven)


class PrecedenceCosts:
    """The orders that concern some showings, and what their places mean for them; all others stay where they are."""

    def __init__(self, programme: Programme, preferences: Preferences, block: BackToBackBlock) -> None:
        self.weight = preferences.weight("wishes")
        uids, films = {showing.uid for showing in block}, {showing.film for showing in block}
        mine = [o for o in preferences.precedences if not {o.predecessor, o.successor}.isdisjoint(uids | films)]
        self.sides = [
            (precedence, *party) for precedence in mine for party in precedence_sides(precedence, programme.showings)
        ]
        concerned = {
            s.uid: s
            for _, predecessors, successors in self.sides
            for s in (*predecessors, *successors)
            if s.uid not in uids
        }
        self.places = {uid: programme.placed_showing(showing) for uid, showing in concerned.items()}
        # Only what is to follow at once asks in which hall a show is.
        self.hall_matters = any(precedence.is_immediate for precedence, _, _ in self.sides)
        self.cache: dict[tuple[object, ...], int] = {}
        self.baseline = self._violation_counts({})
        self.placed_neighbours = [
            (precedence, place)
            for precedence, predecessors, successors in self.sides
            for place in filter(None, (self.places.get(s.uid) for s in (*predecessors, *successors)))
        ]

    def breakpoints(self, showing: Showing, grid: TimeGrid) -> Iterator[int]:
        """Starts, in units, at which an order begins or ceases to be kept."""
        length = timedelta(minutes=showing.length)
        for precedence, place in self.placed_neighbours:
            after = timedelta(minutes=precedence.min_minutes)
            yield grid.unit_ceil(place.end + after)
            yield grid.unit_floor(place.start - after - length)
            if precedence.max_minutes is not None:
                within = timedelta(minutes=precedence.max_minutes)
                yield grid.unit_floor(place.end + within)
                yield grid.unit_ceil(place.start - within - length)

    def cost(self, places: Iterable[PlacedShowing]) -> int:
        """FORBIDDEN where a must that could be kept without them is not kept with them."""
        if not self.sides:
            return 0
        places = list(places)
        at = tuple((place.uid, place.start, place.day, self.hall_matters and place.hall.id) for place in places)
        if at not in self.cache:
            self.cache[at] = self._compute_cost(places)
        return self.cache[at]

    def _compute_cost(self, places: Iterable[PlacedShowing]) -> int:
        points = 0
        there = {place.uid: place for place in places}
        for (precedence, _, _), now, without in zip(
            self.sides, self._violation_counts(there), self.baseline, strict=True
        ):
            if now > without:
                if precedence.penalty is None:
                    return FORBIDDEN
                points += self.weight * precedence.penalty * (now - without)
        return points

    def _violation_counts(self, there: Mapping[UUID, PlacedShowing]) -> list[int]:
        places = {**self.places, **there}
        return [
            violation_count(
                precedence, [places.get(s.uid) for s in predecessors], [places.get(s.uid) for s in successors]
            )
            for precedence, predecessors, successors in self.sides
        ]


def violated_precedences(programme: Programme, preferences: Preferences) -> Iterator[tuple[Precedence, int]]:
    """Each order that is not kept, and how often."""
    for precedence in preferences.precedences:
        count = sum(
            violation_count(
                precedence,
                [programme.placed_showing(s) for s in predecessors],
                [programme.placed_showing(s) for s in successors],
            )
            for predecessors, successors in precedence_sides(precedence, programme.showings)
        )
        if count:
            yield precedence, count


def precedence_pairs(precedence: Precedence, showings: Sequence[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """Who comes after whom, as they are listed; kept so, the order is kept however they are paired by time."""
    for predecessors, successors in precedence_sides(precedence, showings):
        yield from zip(predecessors, successors, strict=False)
        if not precedence.is_one_to_one:
            for then in successors[len(predecessors) :]:
                # After the last one; which that is, is open unless it is bound to a day.
                yield from (
                    (first, then) for first in (predecessors if precedence.max_days is None else predecessors[-1:])
                )


def back_to_back_blocks(
    programme: Programme, preferences: Preferences, uids: Collection[UUID]
) -> list[BackToBackBlock]:
    """These showings in the programme's order, with what follows at once on each; whatever runs alone is a block."""
    follows: dict[UUID, Showing] = {}
    led: set[UUID] = set()
    showings = [showing for showing in programme.showings if showing.uid in uids]
    for precedence in preferences.precedences:
        for first, then in precedence_pairs(precedence, showings) if precedence.is_immediate else ():
            if first.uid not in follows and then.uid not in led and not _leads(follows, then, first):
                follows[first.uid] = then
                led.add(then.uid)
    return [_from(showing, follows) for showing in showings if showing.uid not in led]


def _leads(follows: Mapping[UUID, Showing], first: Showing, then: Showing) -> bool:
    return any(showing.uid == then.uid for showing in _from(first, follows))


def _from(showing: Showing, follows: Mapping[UUID, Showing]) -> BackToBackBlock:
    found = [showing]
    while found[-1].uid in follows:
        found.append(follows[found[-1].uid])
    return tuple(found)


def start_offsets(block: BackToBackBlock, changeover: int) -> tuple[list[int], int]:
    """When each begins after the first, in units, in a hall that needs this pause; and how long all take."""
    offsets, over = [], 0
    for showing in block:
        offsets.append(over)
        over += length_in_units(showing) + changeover
    return offsets, over - changeover


def without_constraint(preferences: Preferences, dropped: object) -> Preferences:
    """The same with one wish or order less."""
    return replace(
        preferences,
        slot_constraints=tuple(wish for wish in preferences.slot_constraints if wish != dropped),
        precedences=tuple(precedence for precedence in preferences.precedences if precedence != dropped),
    )
