"""A programme after moves."""

from collections.abc import Iterable
from dataclasses import replace

from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move


def with_moves(programme: Programme, moves: Iterable[Move]) -> Programme:
    """Every showing that none of these moves stays where it is; of two moves of one the last counts."""
    places = {move.uid: move.placement for move in moves}
    return replace(
        programme,
        showings=tuple(
            showing.at(places[showing.uid]) if showing.uid in places else showing for showing in programme.showings
        ),
    )
