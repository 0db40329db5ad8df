"""Which showings come after which: how many do not, what a place means for that, and what has to run as one."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import units_of
from screenings.solver.model.problem import FORBIDDEN
from screenings.solver.model.time_grid import Grid
from screenings.solver.preferences import Preferences, Sequel
from screenings.timetable.values import Placed, Programme, Showing

AT_ONCE: Final = timedelta(minutes=15)  # what follows at once begins sooner than this after the changeover
Party = tuple[list[Showing], list[Showing]]
Block = tuple[Showing, ...]  # showings that run as one: each at once after the one before it


def parties(order: Sequel, showings: Iterable[Showing]) -> Iterator[Party]:
    """What has to come first, and what after it; of two films those for one audience together. Cancelled ones not."""
    live = [showing for showing in showings if not showing.cancelled]
    firsts, thens = ([s for s in live if _is(s, which)] for which in (order.first, order.then))
    if isinstance(order.first, UUID) or isinstance(order.then, UUID):
        named = {each for each in (order.first, order.then) if isinstance(each, UUID)}
        yield firsts, [s for s in thens if s.uid == order.then or s.uid not in named]
        return
    for audience in dict.fromkeys(s.audience for s in firsts):
        yield [s for s in firsts if s.audience == audience], [s for s in thens if s.audience == audience]


def _is(showing: Showing, which: UUID | int) -> bool:
    return showing.uid == which if isinstance(which, UUID) else showing.film == which


def is_kept(order: Sequel, first: Placed, then: Placed) -> bool:
    """Whether one show comes after the other as the order wants it."""
    wait, days = then.start - first.end, (then.day - first.day).days
    if not order.allows(wait) or days < order.least or (order.most is not None and days > order.most):
        return False
    changeover = timedelta(minutes=first.hall.changeover)
    return not order.at_once or (first.hall.id == then.hall.id and wait < changeover + AT_ONCE)


def missed(order: Sequel, firsts: Sequence[Placed | None], thens: Sequence[Placed | None]) -> int:
    """How many of a party certainly come wrongly, in the most favourable pairing; None has no place yet."""
    before = sorted((show for show in firsts if show), key=lambda show: (show.day, show.end))
    after = sorted((show for show in thens if show), key=lambda show: show.start)
    open_firsts, more = len(firsts) - len(before), max(0, len(thens) - len(firsts))
    if not before or not after:
        return 0
    forgiven = open_firsts
    if order.is_close or open_firsts:
        forgiven += more
    else:
        before += before[-1:] * more
    lonely = 0
    for then in after:
        found = next((number for number, first in enumerate(before) if is_kept(order, first, then)), None)
        if found is None:
            lonely += 1
        else:
            del before[found]
    return max(0, lonely - forgiven)


class Sequels:
    """The orders that concern some showings, and what their places mean for them; all others stay where they are."""

    def __init__(self, programme: Programme, preferences: Preferences, block: Block) -> None:
        self.weight = preferences.weight("wishes")
        uids, films = {showing.uid for showing in block}, {showing.film for showing in block}
        mine = [o for o in preferences.orders if not {o.first, o.then}.isdisjoint(uids | films)]
        self.parties = [(order, *party) for order in mine for party in parties(order, programme.showings)]
        concerned = {s.uid: s for _, firsts, thens in self.parties for s in (*firsts, *thens) if s.uid not in uids}
        self.places = {uid: programme.place(showing) for uid, showing in concerned.items()}
        # Only what is to follow at once asks in which hall a show is.
        self.in_hall = any(order.at_once for order, _, _ in self.parties)
        self.known: dict[tuple[object, ...], int] = {}
        self.without = self._missed({})
        self.beside = [
            (order, place)
            for order, firsts, thens in self.parties
            for place in filter(None, (self.places.get(s.uid) for s in (*firsts, *thens)))
        ]

    def bounds(self, showing: Showing, grid: Grid) -> Iterator[int]:
        """Starts, in units, at which an order begins or ceases to be kept."""
        length = timedelta(minutes=showing.length)
        for order, place in self.beside:
            after = timedelta(minutes=order.after)
            yield grid.up(place.end + after)
            yield grid.down(place.start - after - length)
            if order.within is not None:
                within = timedelta(minutes=order.within)
                yield grid.down(place.end + within)
                yield grid.up(place.start - within - length)

    def points(self, places: Iterable[Placed]) -> int:
        """FORBIDDEN where a must that could be kept without them is not kept with them."""
        if not self.parties:
            return 0
        places = list(places)
        at = tuple((place.uid, place.start, place.day, self.in_hall and place.hall.id) for place in places)
        if at not in self.known:
            self.known[at] = self._points(places)
        return self.known[at]

    def _points(self, places: Iterable[Placed]) -> int:
        points = 0
        there = {place.uid: place for place in places}
        for (order, _, _), now, without in zip(self.parties, self._missed(there), self.without, strict=True):
            if now > without:
                if order.points is None:
                    return FORBIDDEN
                points += self.weight * order.points * (now - without)
        return points

    def _missed(self, there: Mapping[UUID, Placed]) -> list[int]:
        places = {**self.places, **there}
        return [
            missed(order, [places.get(s.uid) for s in firsts], [places.get(s.uid) for s in thens])
            for order, firsts, thens in self.parties
        ]


def missed_orders(programme: Programme, preferences: Preferences) -> Iterator[tuple[Sequel, int]]:
    """Each order that is not kept, and how often."""
    for order in preferences.orders:
        count = sum(
            missed(order, [programme.place(s) for s in firsts], [programme.place(s) for s in thens])
            for firsts, thens in parties(order, programme.showings)
        )
        if count:
            yield order, count


def pairs(order: Sequel, showings: Sequence[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """Who comes after whom, as they are listed; kept so, the order is kept however they are paired by time."""
    for firsts, thens in parties(order, showings):
        yield from zip(firsts, thens, strict=False)
        if not order.is_close:
            for then in thens[len(firsts) :]:
                # After the last one; which that is, is open unless it is bound to a day.
                yield from ((first, then) for first in (firsts if order.most is None else firsts[-1:]))


def blocks(programme: Programme, preferences: Preferences, among: Collection[UUID]) -> list[Block]:
    """These showings in the programme's order, with what follows at once on each; whatever runs alone is a block."""
    follows: dict[UUID, Showing] = {}
    led: set[UUID] = set()
    showings = [showing for showing in programme.showings if showing.uid in among]
    for order in preferences.orders:
        for first, then in pairs(order, showings) if order.at_once else ():
            if first.uid not in follows and then.uid not in led and not _leads(follows, then, first):
                follows[first.uid] = then
                led.add(then.uid)
    return [_from(showing, follows) for showing in showings if showing.uid not in led]


def _leads(follows: Mapping[UUID, Showing], first: Showing, then: Showing) -> bool:
    return any(showing.uid == then.uid for showing in _from(first, follows))


def _from(showing: Showing, follows: Mapping[UUID, Showing]) -> Block:
    found = [showing]
    while found[-1].uid in follows:
        found.append(follows[found[-1].uid])
    return tuple(found)


def offsets_of(block: Block, pause: int) -> tuple[list[int], int]:
    """When each begins after the first, in units, in a hall that needs this pause; and how long all take."""
    offsets, over = [], 0
    for showing in block:
        offsets.append(over)
        over += units_of(showing) + pause
    return offsets, over - pause


def without(preferences: Preferences, given_up: object) -> Preferences:
    """The same with one wish or order less."""
    return replace(
        preferences,
        wishes=tuple(wish for wish in preferences.wishes if wish != given_up),
        orders=tuple(order for order in preferences.orders if order != given_up),
    )
