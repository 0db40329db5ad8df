"""What a worker does with a waiting search: loads the festival, searches, records progress, saves the result."""

import logging
from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import Any

from django.db import Error, connection, transaction

from screenings.models import SearchRun, SearchState
from screenings.proposals.request import build_solve_request, with_all_cores
from screenings.proposals.results import (
    current_placements,
    figures_before,
    moves_as_json,
    result_report,
    save_as_scenario,
)
from screenings.proposals.solver_process import SolverProcessFailed, solve_in_process
from screenings.reliability.outages import outage_of
from screenings.reliability.search_workers import current_worker_id
from screenings.solver.api import Progress, SolveRequest, SolveResult, moves_between

logger = logging.getLogger(__name__)
WRITE_ATTEMPTS, RETRY_PAUSE = 60, 5.0  # seconds between them
ACTIVE_STATES = (SearchState.RUNNING, SearchState.STOPPING)
BROKE_OFF = "The process that searched broke off, and the server’s log says how. Nothing was changed."
NOT_BEGUN = "The search could not begin, and the server’s log says why. Nothing was changed."


class SearchAbandoned(Exception):
    """The search was given up for lost, or its festival deleted: nobody waits for it."""


def run_waiting_search(pk: int, *, clock: Callable[[], datetime]) -> None:
    """Does nothing where the search was stopped before it began, or is another worker's."""
    if not SearchRun.objects.filter(pk=pk, state=SearchState.WAITING).update(
        state=SearchState.RUNNING, alive_at=clock(), worker=current_worker_id()
    ):
        return
    run = SearchRun.objects.select_related("festival", "base").get(pk=pk)
    try:
        request = build_solve_request(
            run.festival, run.kind, at=clock(), keep_published=run.keep_published, base=run.base
        )
        request = with_all_cores(request)
        SearchRun.objects.filter(pk=pk).update(before=figures_before(request))
        recorder = ProgressRecorder(run, request, clock)
        result = solve_in_process(request, seconds=run.seconds, on_progress=recorder.record)
        _retry_during_outage(lambda: _write(run, request, result, at=clock()))
    except SearchAbandoned:
        return
    except SolverProcessFailed as failure:
        logger.error("Search %s of %s: %s", run.pk, run.festival, failure)
        _fail(run, BROKE_OFF, at=clock())
    except Exception:  # whatever it was, the page says so, and the worker logs it
        _fail(run, NOT_BEGUN, at=clock())
        raise


class ProgressRecorder:
    """Writes the progress of a search into its row, and reads there whether it is to stop."""

    def __init__(self, run: SearchRun, request: SolveRequest, clock: Callable[[], datetime]) -> None:
        self.run, self.clock = run, clock
        self.origins = current_placements(request.programme)
        # What it goes on from has elsewhere, and the search does not move.
        self.kept_moves = (
            [move for move in moves_between(request.programme, request.start) if move.uid not in request.movable]
            if request.start
            else []
        )

    def record(self, progress: Progress | None) -> bool:
        """Whether to go on. A database that is away for a moment is no reason to give up. 2 queries."""
        try:
            return self._record(progress)
        except Error as problem:
            logger.warning("Search %s could not be noted: %s", self.run.pk, problem)
            return True

    def _record(self, progress: Progress | None) -> bool:
        row: dict[str, Any] = {"alive_at": self.clock()}
        if progress is not None:
            row |= progress.known()
            if progress.best is not None:
                row["best"] = moves_as_json([*self.kept_moves, *progress.best], self.origins)
        if not SearchRun.objects.filter(pk=self.run.pk, state__in=ACTIVE_STATES).update(**row):
            raise SearchAbandoned
        state = SearchRun.objects.filter(pk=self.run.pk).values_list("state", flat=True).first()
        return state == SearchState.RUNNING


def _retry_during_outage(write: Callable[[], None]) -> None:
    """What took minutes to find waits for a database that is locked, full or away."""
    for _ in range(WRITE_ATTEMPTS):
        try:
            return write()
        except Error as problem:
            if outage_of(problem) is None:
                raise
            logger.warning("What a search found cannot be written yet: %s", problem)
            connection.close_if_unusable_or_obsolete()
            sleep(RETRY_PAUSE)
    return write()


def _write(run: SearchRun, request: SolveRequest, result: SolveResult, *, at: datetime) -> None:
    """The scenario and the end of the search, both or neither. Without a move there is no scenario."""
    proposal, report, origins = result.proposal, result_report(request, result), current_placements(request.programme)
    with transaction.atomic():
        row = SearchRun.objects.select_for_update(of=("self",)).select_related("festival").filter(pk=run.pk).first()
        if row is None or row.state not in ACTIVE_STATES:
            raise SearchAbandoned
        if proposal.moves:
            row.scenario = save_as_scenario(row, proposal.moves, origins, by=row.by, at=at)
        row.state = SearchState.DONE if row.state == SearchState.RUNNING else SearchState.STOPPED
        row.ended_at = row.alive_at = at
        row.told, row.best = report, []
        row.placed = proposal.placed_count(request.movable)
        row.unplaced = len(proposal.unplaced)
        row.points, row.conflicts, row.score = proposal.objective, len(proposal.conflicts), proposal.score
        row.save()


def _fail(run: SearchRun, problem: str, *, at: datetime) -> None:
    SearchRun.objects.filter(pk=run.pk, state__in=ACTIVE_STATES).update(
        state=SearchState.FAILED, ended_at=at, problem=problem
    )
