"""What a search has found, as the database keeps it: moves, words, and the scenario it is written as."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from screenings.models import Origin, Scenario, SearchKind, SearchRun
from screenings.scheduling import copy_timetable, free_scenario_name
from screenings.solver.api import SolveRequest, SolveResult
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.wording import moment_text
from screenings.wording.proposals import ProposalReport
from screenings.wording.searches import SEARCH_NAMES

Position = tuple[int | None, datetime | None]


def current_positions(programme: Programme) -> dict[UUID, Position]:
    """Where every screening is."""
    return {showing.uid: (showing.hall, showing.starts_at) for showing in programme.showings}


def moves_as_json(moves: Iterable[Move], origins: Mapping[UUID, Position]) -> list[list[Any]]:
    """Those that change something, as SearchRun.best holds them."""
    return [
        [str(move.uid), move.hall, _text(move.starts_at), origins[move.uid][0], _text(origins[move.uid][1])]
        for move in moves
        if (move.hall, move.starts_at) != origins[move.uid]
    ]


def best_so_far(run: SearchRun) -> tuple[list[Move], dict[UUID, Position]]:
    """The moves, and where they would move from."""
    rows = [(UUID(uid), hall, _moment(start), was, _moment(began)) for uid, hall, start, was, began in run.best]
    return [Move(uid, hall, start) for uid, hall, start, _, _ in rows], {
        uid: (was, began) for uid, _, _, was, began in rows
    }


def save_as_scenario(
    run: SearchRun, moves: Iterable[Move], origins: Mapping[UUID, Position], *, by: User | None, at: datetime
) -> Scenario:
    """Under a name of its own: the kind of search and when it was asked for, on the festival's clock."""
    origin = Origin.REPAIR if run.kind == SearchKind.REPAIR else Origin.PROPOSAL
    return copy_timetable(
        run.festival,
        free_scenario_name(run.festival, default_scenario_name(run)),
        by=by,
        at=at,
        moves=moves,
        origin=origin,
        base_places=origins,
    )


def default_scenario_name(run: SearchRun) -> str:
    """Of the scenario that it leads to, but for the number behind it where that name was taken."""
    return f"{SEARCH_NAMES[SearchKind(run.kind)]}, {moment_text(run.asked_at, run.festival.zone)}"


def result_report(request: SolveRequest, result: SolveResult) -> dict[str, Any]:
    """The answer in words, to be kept: the working timetable it speaks of will have changed."""
    return ProposalReport(request, result).page_data()


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
