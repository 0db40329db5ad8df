"""What a worker does with a search that waits: loads, has it searched, notes how far it is, writes what was found."""

import logging
from collections.abc import Callable
from datetime import datetime
from time import sleep
from typing import Any

from django.db import Error, connection, transaction

from screenings.models import SearchRun, SearchState
from screenings.proposals.request import order_for, with_all_cores
from screenings.proposals.results import as_kept, scenario_of, spots, told
from screenings.proposals.solver_client import Broken, searched
from screenings.proposals.solver_process import News
from screenings.proposals.worker_id import this_process
from screenings.reliability.outages import outage_of
from screenings.solver.api import Answer, Order

logger = logging.getLogger(__name__)
TRIES, PAUSE = 60, 5.0  # seconds between them
FIGURES = ("placed", "unplaced", "points", "bound", "conflicts", "score")
ALIVE = (SearchState.RUNNING, SearchState.STOPPING)
BROKE_OFF = "The process that searched broke off, and the server’s log says how. Nothing was changed."
NOT_BEGUN = "The search could not begin, and the server’s log says why. Nothing was changed."


class Gone(Exception):
    """The search was given up for lost, or its festival deleted: nobody waits for it."""


def carry_out(pk: int, *, clock: Callable[[], datetime]) -> None:
    """Does nothing where the search was stopped before it began, or is another worker's."""
    if not SearchRun.objects.filter(pk=pk, state=SearchState.WAITING).update(
        state=SearchState.RUNNING, alive_at=clock(), worker=this_process()
    ):
        return
    run = SearchRun.objects.select_related("festival").get(pk=pk)
    try:
        order = order_for(run.festival, run.kind, at=clock(), keep_published=run.keep_published)
        order = with_all_cores(order, proving=run.seconds)
        journal = Journal(run, order, clock)
        answer = searched(order, seconds=run.seconds, look=journal.look)
        _once_possible(lambda: _write(run, order, answer, at=clock()))
    except Gone:
        return
    except Broken as broken:
        logger.error("Search %s of %s: %s", run.pk, run.festival, broken)
        _fail(run, BROKE_OFF, at=clock())
    except Exception:  # whatever it was, whoever waits is told, and the worker logs it
        _fail(run, NOT_BEGUN, at=clock())
        raise


class Journal:
    """Notes what is new of a search in its row, and reads there whether it is to stop."""

    def __init__(self, run: SearchRun, order: Order, clock: Callable[[], datetime]) -> None:
        self.run, self.clock = run, clock
        self.seen = spots(order.programme)

    def look(self, news: News | None) -> bool:
        """Whether to go on. A database that is away for a moment is no reason to give up."""
        try:
            return self._noted(news)
        except Error as problem:
            logger.warning("Search %s could not be noted: %s", self.run.pk, problem)
            return True

    def _noted(self, news: News | None) -> bool:
        row: dict[str, Any] = {"alive_at": self.clock()}
        if news is not None:
            row["spent"] = min(1.0, news.spent)
            if news.placed is not None:
                row |= {name: getattr(news, name) for name in FIGURES}
            if news.best is not None:
                row["best"] = as_kept(news.best, self.seen)
        if not SearchRun.objects.filter(pk=self.run.pk, state__in=ALIVE).update(**row):
            raise Gone
        state = SearchRun.objects.filter(pk=self.run.pk).values_list("state", flat=True).first()
        return state == SearchState.RUNNING


def _once_possible(write: Callable[[], None]) -> None:
    """What took minutes to find waits for a database that is locked, full or away."""
    for _ in range(TRIES):
        try:
            return write()
        except Error as problem:
            if outage_of(problem) is None:
                raise
            logger.warning("What a search found cannot be written yet: %s", problem)
            connection.close_if_unusable_or_obsolete()
            sleep(PAUSE)
    return write()


def _write(run: SearchRun, order: Order, answer: Answer, *, at: datetime) -> None:
    """The scenario and the end of the search, both or neither. Without a move there is no scenario."""
    proposal, words, seen = answer.proposal, told(order, answer), spots(order.programme)
    with transaction.atomic():
        held = SearchRun.objects.select_for_update(of=("self",)).select_related("festival").filter(pk=run.pk).first()
        if held is None or held.state not in ALIVE:
            raise Gone
        if proposal.moves:
            held.scenario = scenario_of(held, proposal.moves, seen, by=held.by, at=at)
        held.state = SearchState.DONE if held.state == SearchState.RUNNING else SearchState.STOPPED
        held.ended_at = held.alive_at = at
        held.told, held.best = words, []
        held.placed = proposal.placed(order.movable)
        held.unplaced = len(proposal.unplaced)
        held.points, held.bound = proposal.points, proposal.bound
        held.conflicts, held.score = len(proposal.conflicts), proposal.score
        held.save()


def _fail(run: SearchRun, problem: str, *, at: datetime) -> None:
    SearchRun.objects.filter(pk=run.pk, state__in=ALIVE).update(state=SearchState.FAILED, ended_at=at, problem=problem)
