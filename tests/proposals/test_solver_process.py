"""The process that searches, for real: it answers, stops, breaks off and goes with whoever asked."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from screenings.proposals import solver_process
from screenings.proposals.solver_process import SolverProcessFailed, SolveTask, solve_in_process
from screenings.solver import worker_process
from screenings.solver.api import Progress, SolveRequest, unplaced_uids
from screenings.solver.worker_process import COMMAND
from screenings.timetable.rules import find_conflicts
from tests.solver.programmes import large

PROGRAMME = large(12)
ORDER = SolveRequest(PROGRAMME, unplaced_uids(PROGRAMME))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Progress | None]:
    monkeypatch.setattr(solver_process, "POLL_INTERVAL", 0.1)
    return []


def goes_on(looks: list[Progress | None], news: Progress | None) -> bool:
    looks.append(news)
    return True


def test_it_answers_with_a_proposal_and_says_how_far_it_is(looks: list[Progress | None]) -> None:
    answer = solve_in_process(ORDER, seconds=1.2, on_progress=lambda news: goes_on(looks, news))

    assert answer.proposal.unplaced == ()
    assert {move.uid for move in answer.proposal.moves} == ORDER.movable
    assert answer.proposal.conflicts == find_conflicts(answer.proposal.programme)
    told = [news for news in looks if news is not None]
    assert [news.spent for news in told] == sorted(news.spent for news in told)
    # The last word may be of the time alone.
    assert [news.placed for news in told if news.placed is not None][-1] == len(ORDER.movable)
    assert any(news.best and {move.uid for move in news.best} == ORDER.movable for news in told)


def test_asked_to_stop_it_answers_with_the_best_so_far(looks: list[Progress | None]) -> None:
    def until_all_have_a_place(news: Progress | None) -> bool:
        looks.append(news)
        return not (news and news.unplaced == 0)

    answer = solve_in_process(replace(ORDER, processes=2), seconds=600, on_progress=until_all_have_a_place, grace=60)

    assert answer.proposal.unplaced == ()
    stopped_at = next(news.spent for news in looks if news and news.unplaced == 0)
    assert stopped_at < 0.1


def test_a_repair_comes_out_of_it_too() -> None:
    answer = solve_in_process(
        SolveRequest(PROGRAMME, ORDER.movable, is_repair=True), seconds=5, on_progress=lambda news: True
    )

    assert answer.proposal.moves == ()
    assert answer.contributions_before == answer.proposal.contributions


def test_one_that_breaks_off_says_what_it_complained_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "COMMAND", (sys.executable, "-c", "import sys; sys.exit('out of memory')"))

    with pytest.raises(SolverProcessFailed, match="it ended with 1: out of memory"):
        solve_in_process(ORDER, seconds=1, on_progress=lambda news: True)


def test_one_that_does_not_answer_in_time_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    silent = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    monkeypatch.setattr(worker_process, "COMMAND", (sys.executable, "-c", silent))
    monkeypatch.setattr(solver_process, "POLL_INTERVAL", 0.1)

    with pytest.raises(SolverProcessFailed, match="too long"):
        solve_in_process(ORDER, seconds=0.1, on_progress=lambda news: True, grace=0.9)
    assert not Path(f"/proc/{told.read_text()}").exists()


def test_what_the_looker_raises_ends_it(looks: list[Progress | None]) -> None:
    def fail(news: Progress | None) -> bool:
        raise KeyError(UUID(int=1))

    with pytest.raises(KeyError):
        solve_in_process(ORDER, seconds=600, on_progress=fail)


def test_it_does_not_outlive_whoever_asked() -> None:
    """Its input ends when the server is killed: then so does it, whatever it is doing."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(pickle.dumps(SolveTask(ORDER, 600)))
        child.stdin.flush()
        assert isinstance(pickle.load(child.stdout), Progress)
        child.stdin.close()
        assert child.wait(timeout=60) == 1
