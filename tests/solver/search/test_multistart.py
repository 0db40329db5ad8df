"""Several searches in processes: the same every time, the best of them, and no process left whatever happens."""

import os
import subprocess
import sys
from datetime import time
from time import monotonic, sleep

import pytest

from screenings.solver import worker_process
from screenings.solver.api import Progress, propose
from screenings.solver.search import multistart
from screenings.solver.search.annealing import Annealing, SearchResult, StepLimit
from screenings.solver.search.multistart import SEED_STRIDE, SYNC_AT, Multistart, multistart_search
from screenings.solver.worker_process import WorkerProcess
from screenings.timetable.context import Opening
from tests.solver.programmes import film, hall, large, programme, showing
from tests.solver.search.random_problems import check_times, random_task, recount


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[WorkerProcess]:
    """Every process that is started."""
    found: list[WorkerProcess] = []
    begin = WorkerProcess.__init__

    def remembered(self: WorkerProcess, *given: object) -> None:
        found.append(self)
        begin(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(WorkerProcess, "__init__", remembered)
    return found


def test_so_many_steps_in_so_many_processes_are_the_same_every_time(started: list[WorkerProcess]) -> None:
    task = random_task(14)
    first, again = (multistart_search(task, (), effort=StepLimit(2048), seed=3, processes=2) for _ in range(2))

    assert first == again
    assert first.steps == 2 * 2048
    assert first.objective == recount(task, first.assignment)
    check_times(task, first.assignment)
    assert len(started) == 4
    assert all(each.process.poll() is not None for each in started)


def test_for_the_last_part_they_go_on_from_the_best_and_the_best_is_what_is_given() -> None:
    """By hand what the processes do: two parts each, and between them the better one's arrangement for both."""
    task = random_task(11)
    searches = [Annealing(task, seed=3 + part * SEED_STRIDE) for part in range(2)]
    firsts = [search.run(StepLimit(4096), stop_at=SYNC_AT) for search in searches]
    best = min(firsts, key=lambda found: (found.unplaced, found.objective))
    for search in searches:
        search.restart_from(best.assignment)
    ends = [search.run(StepLimit(4096)) for search in searches]
    best = min(ends, key=lambda found: (found.unplaced, found.objective))

    told: list[tuple[float, SearchResult]] = []
    found = multistart_search(
        task, (), effort=StepLimit(4096), seed=3, processes=2, on_progress=lambda spent, now: told.append((spent, now))
    )
    assert (found.assignment, found.objective, found.steps) == (
        best.assignment,
        best.objective,
        sum(end.steps for end in ends),
    )
    assert [now.objective for _, now in told] == sorted((now.objective for _, now in told), reverse=True)


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ZeroDivisionError])
def test_no_process_is_left_when_the_search_is_broken_off(
    trouble: type[BaseException], started: list[WorkerProcess]
) -> None:
    def broken_off(steps: int) -> float:
        if steps:
            raise trouble
        return 0.0

    with pytest.raises(trouble):
        multistart_search(random_task(14), (), effort=broken_off, seed=0, processes=2)
    assert len(started) == 2
    assert all(each.process.poll() is not None for each in started)


ORPHAN = """
import os
from screenings.solver.search.annealing import StepLimit
from screenings.solver.search.multistart import SearchTask
from screenings.solver.worker_process import WorkerProcess
from tests.solver.search.random_problems import random_task
def heard(said):
    print(child.process.pid, flush=True)
    os._exit(0)  # as if killed: nothing is tidied up
child = WorkerProcess(SearchTask(random_task(14), (), 0, 10**9), heard)
child.listener.join()
"""


def test_no_process_is_left_when_who_asked_dies() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, check=True, env=environment)
    until = monotonic() + 20
    while _is_there(int(done.stdout)):
        assert monotonic() < until
        sleep(0.02)


def _is_there(pid: int) -> bool:
    """Neither gone nor dead and waiting to be collected."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:
            return status.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_where_no_process_can_be_had_the_search_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "COMMAND", (sys.executable, "-c", "import sys; sys.exit(3)"))
    monkeypatch.setattr(multistart, "POLL_SECONDS", 0.5)
    task = random_task(11)

    assert multistart_search(task, (), effort=StepLimit(1024), seed=3, processes=2) == Annealing(task, seed=3).run(
        StepLimit(1024)
    )


def test_a_proposal_of_several_processes() -> None:
    told: list[Progress] = []
    first, again = (
        propose(large(40), effort=StepLimit(4096), processes=2, on_progress=watch)
        for watch in (told.append, lambda _: None)
    )

    assert first == again
    assert (first.unplaced, first.steps) == ((), 8192)
    assert {(one.placed or 0) + (one.unplaced or 0) for one in told} == {40}
    assert [one.best for one in told if one.best]


def test_a_search_that_has_nothing_better_to_find_ends() -> None:
    """One film and a hall that is free in the evening: it costs nothing, and nothing costs less."""
    evening = (Opening(4, time(17), time(23)),)
    given = programme(showing(1, 1), halls=(hall(1, openings=evening),), films=(film(1),), days=1)
    found = propose(given, effort=StepLimit(2_000_000))

    assert (found.objective, found.unplaced) == (0, ())
    assert found.steps < 2_000_000


def test_of_equals_the_first_part_counts_whoever_speaks_first() -> None:
    searches = Multistart([])
    searches.results = {1: SearchResult((7,), 5, 0, 10), 0: SearchResult((3,), 5, 0, 20)}
    assert searches._best_result() == SearchResult((3,), 5, 0, 30)
