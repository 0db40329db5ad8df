"""A search from the question to the scenario: by the library's worker, stopped, broken off, interrupted."""

import logging
import os
import subprocess
import sys
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from screenings.models import Festival, Film, Origin, PlacementWish, Scenario, Screening, SearchRun
from screenings.proposals import run_search, solver_process
from screenings.proposals.retention import MAX_LISTED
from screenings.proposals.run_search import run_waiting_search
from screenings.proposals.searches import (
    SearchUnderWay,
    request_search,
    save_best,
    stop_search,
)
from screenings.proposals.solver_process import SolverProcessFailed
from screenings.proposals.tasks import look_for_places
from screenings.reliability.search_workers import LOST_AFTER, SILENT_AFTER, current_worker_id, is_lost
from screenings.scheduling import ChangeRefused
from screenings.solver.api import Progress
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests import world
from tests.proposals.harbour_festival import harbour, work
from tests.world import SPRING

pytestmark = pytest.mark.django_db


def asked(of: Festival, kind: str = "unplaced", at: datetime = SPRING, **more: Any) -> SearchRun:
    return request_search(of, kind=kind, seconds=1, by=None, at=at, enqueue=look_for_places.enqueue, **more)


def places(of: Festival) -> dict[str, object]:
    rows = Screening.objects.of(of).select_related("film")
    return {row.film.title: (row.hall_id, row.starts_at) for row in rows}


def fake_search(monkeypatch: pytest.MonkeyPatch, *, best: tuple[Move, ...] = (), meanwhile: Any = None) -> None:
    """One that finds `best`, lets something happen, is looked at once more and breaks off."""

    def searched(order: object, *, seconds: float, on_progress: Any) -> None:
        on_progress(Progress(0.5, placed=len(best), unplaced=0, points=12, best=best))
        if meanwhile:
            meanwhile()
        on_progress(None)
        raise SolverProcessFailed("it ended with -9")

    monkeypatch.setattr(run_search, "solve_in_process", searched)


def test_a_worker_searches_and_what_it_finds_is_a_scenario() -> None:
    of = harbour()
    before = places(of)
    ada = User.objects.create_user("ada")
    run = request_search(of, kind="unplaced", seconds=1, by=ada, at=SPRING, enqueue=look_for_places.enqueue)
    assert run.state == "waiting"
    work()

    run.refresh_from_db()
    assert (run.state, run.placed, run.unplaced, run.problem, run.best) == ("done", 2, 0, "", [])
    assert (run.told["new"], run.told["moved"], run.told["unplaced"]) == (2, 0, [])
    assert run.told["score"] < run.told["score_before"]
    assert run.scenario is not None
    assert (run.scenario.name, run.scenario.origin, run.scenario.by) == (
        "Proposal for the tray, Wed 1 Apr 14:00", Origin.PROPOSAL, ada,
    )  # fmt: skip
    kept = {each.screening.film.title: each for each in run.scenario.places.select_related("screening__film")}
    assert {title: (each.base_hall_id, each.base_starts_at) for title, each in kept.items()} == before
    assert [title for title, each in kept.items() if each.starts_at != each.base_starts_at] == ["Aftersun", "Jaws"]
    assert places(of) == before


def test_what_was_found_waits_for_a_database_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    of, write = harbour(), run_search._write
    run, refusals = asked(of), [OperationalError("database is locked"), InterfaceError("connection already closed")]

    def refused_at_first(*args: Any, **kwargs: Any) -> None:
        if refusals:
            raise refusals.pop()
        write(*args, **kwargs)

    monkeypatch.setattr(run_search, "_write", refused_at_first)
    monkeypatch.setattr(run_search, "RETRY_PAUSE", 0)
    # The test's own transaction has to stay open.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    work()
    run.refresh_from_db()
    assert (run.state, run.placed, refusals) == ("done", 2, [])
    assert run.scenario is not None


def test_a_repair_is_kept_as_one() -> None:
    of = harbour()
    asked(of, "repair")
    work()

    run = SearchRun.objects.get()
    assert run.scenario is not None
    assert (run.state, run.told["moved"], run.scenario.origin) == ("done", 1, Origin.REPAIR)
    assert run.scenario.name == "Repair, Wed 1 Apr 14:00"


def test_two_searches_asked_in_one_minute_have_two_names() -> None:
    of = harbour()
    for _ in range(2):
        asked(of)
        work()

    assert sorted(Scenario.objects.values_list("name", flat=True)) == [
        "Proposal for the tray, Wed 1 Apr 14:00", "Proposal for the tray, Wed 1 Apr 14:00 (2)",
    ]  # fmt: skip


def test_one_search_of_a_festival_at_a_time() -> None:
    of = harbour()
    first = asked(of)
    with pytest.raises(SearchUnderWay, match="under way already") as busy:
        asked(of)
    assert busy.value.run == first
    other = world.festival("Elsewhere", slug="elsewhere")
    world.hall(other)
    world.screening(world.film(other))
    asked(other)
    assert SearchRun.objects.count() == 2


def test_nothing_to_search_for_is_refused() -> None:
    of = world.festival()
    with pytest.raises(ChangeRefused, match="no hall"):
        asked(of)
    odeon = world.hall(of)
    with pytest.raises(ChangeRefused, match="no screening"):
        asked(of, "all")
    row = world.screening(world.film(of))
    with pytest.raises(ChangeRefused, match="nothing to repair"):
        asked(of, "repair")
    Screening.objects.filter(pk=row.pk).update(hall=odeon, starts_at=world.at("2026-10-10 20:00"))
    with pytest.raises(ChangeRefused, match="nothing in the tray"):
        asked(of)
    assert not SearchRun.objects.exists()


def test_one_that_waits_is_stopped_at_once_and_never_begins() -> None:
    of = harbour()
    run = asked(of)
    assert stop_search(run, at=SPRING)
    work()

    run.refresh_from_db()
    assert (run.state, run.ended_at, run.scenario, run.told) == ("stopped", SPRING, None, {})
    assert not stop_search(run, at=SPRING)


def test_one_that_runs_is_stopped_with_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """For real: it would search for ten minutes, as no proof says that the hall must wait between the two."""
    of = harbour()
    for title, begins in (("Aftersun", time(10)), ("Jaws", time(16))):
        film, until = Film.objects.get(title=title), begins.replace(minute=5)
        day = of.starts_on + timedelta(days=2)
        world.saved(PlacementWish(festival=of, film=film, day=day, begins=begins, until=until))
    run = asked(of)
    SearchRun.objects.update(seconds=600)
    monkeypatch.setattr(solver_process, "POLL_INTERVAL", 0.05)
    note = run_search.ProgressRecorder.record

    def look(self: run_search.ProgressRecorder, progress: Progress | None) -> bool:
        if progress and progress.unplaced == 0:
            assert stop_search(run, at=SPRING)
        return note(self, progress)

    monkeypatch.setattr(run_search.ProgressRecorder, "record", look)
    work()

    run.refresh_from_db()
    assert (run.state, run.placed, run.told["new"]) == ("stopped", 2, 2)
    assert run.scenario is not None


def test_one_that_breaks_off_says_so_and_what_it_had_can_be_kept(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    of = harbour()
    before = places(of)
    jaws, cleo = (Screening.objects.get(film__title=title) for title in ("Jaws", "Cléo"))
    there = world.at("2026-10-11 18:00")
    stays = Move(cleo.uid, Placement(cleo.hall_id, cleo.starts_at))
    fake_search(monkeypatch, best=(Move(jaws.uid, Placement(world.hall(of).pk, there)), stays))
    run = asked(of)
    with caplog.at_level(logging.ERROR):
        work()

    run.refresh_from_db()
    assert (run.state, run.scenario, len(run.best)) == ("failed", None, 1)
    assert run.problem.startswith("The process that searched broke off")
    assert "it ended with -9" in caplog.text
    assert places(of) == before
    # Moved by somebody since: the scenario knows it from where it was.
    Screening.objects.filter(pk=jaws.pk).update(hall=world.hall(of), starts_at=world.at("2026-10-12 10:00"))
    kept = save_best(run, by=None, at=SPRING)
    assert kept.scenario is not None
    place = kept.scenario.places.get(screening=jaws)
    assert (place.starts_at, place.base_starts_at) == (there, None)
    assert save_best(run, by=None, at=SPRING).scenario == kept.scenario


def test_a_timetable_changed_meanwhile_is_seen_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    of = harbour()
    asked(of)
    load = run_search.build_solve_request

    def order_for(*args: Any, **kwargs: Any) -> Any:
        order = load(*args, **kwargs)
        Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-12 10:00"))
        return order

    monkeypatch.setattr(run_search, "build_solve_request", order_for)
    work()

    scenario = SearchRun.objects.get().scenario
    assert scenario is not None
    place = scenario.places.get(screening__film__title="Vagabond")
    assert place.starts_at == place.base_starts_at == world.at("2026-10-10 20:30")


def test_one_not_heard_of_is_lost_and_makes_way(monkeypatch: pytest.MonkeyPatch) -> None:
    of = harbour()
    run = asked(of)
    SearchRun.objects.update(state="running", alive_at=SPRING)
    run.refresh_from_db()
    late = SPRING + LOST_AFTER
    assert not is_lost(run, at=late)
    with pytest.raises(SearchUnderWay):
        asked(of, at=late)
    late += timedelta(seconds=1)
    assert is_lost(run, at=late)
    asked(of, at=late)
    run.refresh_from_db()
    assert (run.state, run.ended_at) == ("interrupted", SPRING)
    with pytest.raises(ChangeRefused, match="nothing to keep"):
        save_best(run, by=None, at=late)


def test_one_whose_process_is_gone_is_lost_as_soon_as_it_is_silent() -> None:
    of = harbour()
    run = asked(of)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    run.state, run.alive_at, run.worker = "running", SPRING, current_worker_id()
    late = SPRING + SILENT_AFTER + timedelta(seconds=1)
    assert not is_lost(run, at=late)
    run.worker = run.worker.replace(f" {os.getpid()} ", f" {ended.pid} ")
    assert not is_lost(run, at=SPRING + SILENT_AFTER)
    assert is_lost(run, at=late)
    run.save()
    asked(of, at=late)
    run.refresh_from_db()
    assert run.state == "interrupted"


def test_the_process_that_carries_it_out_is_noted_and_old_ones_are_forgotten_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = harbour()
    for number in range(MAX_LISTED + 1):
        SearchRun(festival=of, kind="all", seconds=1, asked_at=SPRING + timedelta(hours=number), state="done").save()
    run = request_search(of, kind="unplaced", seconds=1, by=None, at=timezone.now(), enqueue=look_for_places.enqueue)
    DBTaskResult.objects.create(
        task_path="gone", args_kwargs={}, backend_name="default", status="SUCCESSFUL", finished_at=SPRING
    )
    work()
    run.refresh_from_db()
    assert (run.state, run.worker) == ("done", current_worker_id())
    assert SearchRun.objects.count() == MAX_LISTED
    assert list(DBTaskResult.objects.values_list("status", flat=True)) == ["SUCCESSFUL"]


def test_one_given_up_for_lost_writes_nothing_when_it_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    of = harbour()
    run = asked(of)
    fake_search(monkeypatch, meanwhile=lambda: SearchRun.objects.update(state="interrupted"))
    run_waiting_search(run.pk, clock=lambda: SPRING)

    run.refresh_from_db()
    assert (run.state, run.problem) == ("interrupted", "")
    assert not Scenario.objects.exists()


def test_a_festival_deleted_meanwhile_is_nobodys_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    of = harbour()
    run = asked(of)
    fake_search(monkeypatch, meanwhile=lambda: SearchRun.objects.all().delete())
    run_waiting_search(run.pk, clock=lambda: SPRING)

    assert not SearchRun.objects.exists()


def test_nothing_better_is_no_scenario() -> None:
    of = world.festival()
    world.screening(world.film(of), world.hall(of), "2026-10-10 20:00")
    asked(of, "repair")
    work()

    run = SearchRun.objects.get()
    assert (run.state, run.scenario, run.told["moved"], run.told["found"]) == ("done", None, 0, "nothing")
