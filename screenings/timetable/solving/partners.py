"""Two that an order binds to each other by the clock, where one alone finds no place: both are placed anew."""

from collections.abc import Callable, Collection, Iterator
from typing import Final
from uuid import UUID

from screenings.timetable.consequences import Move
from screenings.timetable.solving.advise import named
from screenings.timetable.solving.candidates import Candidate, Candidates
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.preferences import Preferences
from screenings.timetable.solving.sequels import pairs
from screenings.timetable.values import Programme

LEADERS: Final = 40  # places of the one that is placed first
FOLLOWERS: Final = 6  # places of the other beside each of these


def placed_together(
    programme: Programme,
    uid: UUID,
    free: Collection[UUID],
    preferences: Preferences,
    is_right: Callable[[Programme], bool],
) -> Programme | None:
    """The first place found for it and a partner that is free to move, too; None where there is none.

    Looked at are places of either at which anything begins or ceases to be allowed, and some of the other beside each.
    """
    for partner in _partners(programme, uid, free, preferences):
        lifted = with_moves(programme, [Move(uid), Move(partner)])
        for leader, other in ((uid, partner), (partner, uid)):
            for one in _spread(lifted, leader, preferences):
                beside = with_moves(lifted, one.moves)
                for then in Candidates(beside, preferences).of(named(beside, other))[:FOLLOWERS]:
                    after = with_moves(beside, then.moves)
                    if is_right(after):
                        return after
    return None


def _partners(programme: Programme, uid: UUID, free: Collection[UUID], preferences: Preferences) -> Iterator[UUID]:
    for order in preferences.orders:
        if order.points is None and not order.at_once and (order.after or order.within is not None):
            for first, then in pairs(order, programme.showings):
                if uid in (first.uid, then.uid):
                    partner = then.uid if first.uid == uid else first.uid
                    if partner in free:
                        yield partner


def _spread(programme: Programme, uid: UUID, preferences: Preferences) -> list[Candidate]:
    """The cheapest of each start there could be."""
    found = Candidates(programme, preferences).of(named(programme, uid))
    by_start = {one.move.starts_at: one for one in reversed(found)}
    return sorted(by_start.values(), key=found.index)[:LEADERS]
