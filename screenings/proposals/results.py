"""What a search has found, as the database keeps it: moves, words, and the scenario it is written as."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from screenings.models import Origin, Scenario, SearchKind, SearchRun
from screenings.proposals.week_strips import week_strips
from screenings.scheduling import copy_timetable, free_scenario_name
from screenings.solver.api import SolveRequest, SolveResult, score, term_contributions, unplaced_uids
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.wording.moments import moment_text
from screenings.wording.proposals import ProposalReport
from screenings.wording.searches import SEARCH_NAMES


def current_placements(programme: Programme) -> dict[UUID, Placement]:
    """Where every screening is."""
    return {showing.uid: showing.placement for showing in programme.showings}


def moves_as_json(moves: Iterable[Move], origins: Mapping[UUID, Placement]) -> list[list[Any]]:
    """Those that change something, as SearchRun.best holds them."""
    return [
        [str(move.uid), *_as_json(move.placement), *_as_json(origins[move.uid])]
        for move in moves
        if move.placement != origins[move.uid]
    ]


def best_so_far(run: SearchRun) -> tuple[list[Move], dict[UUID, Placement]]:
    """The moves, and where they would move from."""
    rows = [(UUID(uid), _from_json(hall, start), _from_json(*origin)) for uid, hall, start, *origin in run.best]
    return [Move(uid, placement) for uid, placement, _ in rows], {uid: origin for uid, _, origin in rows}


def figures_before(request: SolveRequest) -> dict[str, Any]:
    """What a search has to be better than: the timetable that it begins with, as `SearchRun.before` holds it; and the
    weights by which it is told how much better it is."""
    begins = request.start or request.programme
    conflicts = find_conflicts(begins)
    return {
        "unplaced": len(unplaced_uids(begins) & request.movable),
        "conflicts": len(conflicts),
        "score": score(term_contributions(begins, conflicts, request.preferences)),
        "weights": {name: request.preferences.weight(name) for name in ("premiere-hour", "unplaced")},
    }


def save_as_scenario(
    run: SearchRun, moves: Iterable[Move], origins: Mapping[UUID, Placement], *, by: User | None, at: datetime
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
    strips = week_strips(request.programme, result.proposal.programme)
    return {**ProposalReport(request, result).page_data(), "strips": strips}


def _as_json(placement: Placement) -> tuple[int | None, str | None]:
    return placement.hall, placement.starts_at.isoformat() if placement.starts_at else None


def _from_json(hall: int | None, start: str | None) -> Placement:
    return Placement(hall, datetime.fromisoformat(start) if start else None)
