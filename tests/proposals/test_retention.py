"""Old searches make way, and with them only what nobody has touched."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from screenings.models import Festival, Origin, Scenario, Screening, SearchRun
from screenings.proposals.results import save_as_scenario
from screenings.proposals.retention import MAX_LISTED, SEARCH_RETENTION, delete_old_searches
from screenings.scheduling import copy_timetable, rename_scenario
from screenings.scheduling.board_moves import move_on_board
from tests import world
from tests.proposals.harbour_festival import harbour
from tests.world import SPRING

pytestmark = pytest.mark.django_db
LATER = SPRING + SEARCH_RETENTION + timedelta(seconds=1)


def ended(of: Festival, at: datetime = SPRING, state: str = "done", **more: Any) -> SearchRun:
    run = SearchRun(festival=of, kind="all", seconds=20, asked_at=at, state=state, **more)
    run.save()
    return run


def kept(run: SearchRun) -> Scenario:
    run.scenario = save_as_scenario(run, (), {}, by=None, at=SPRING)
    run.save()
    return run.scenario


def newer(of: Festival, number: int = MAX_LISTED) -> None:
    for _ in range(number):
        ended(of, LATER)


def test_the_last_twenty_of_a_festival_stay_however_old() -> None:
    of, other = harbour(), world.festival("Elsewhere", slug="elsewhere")
    runs = [ended(of, SPRING + timedelta(minutes=number)) for number in range(MAX_LISTED + 2)]
    elsewhere = ended(other)
    assert delete_old_searches(at=LATER + timedelta(days=1)) == 2
    assert set(SearchRun.objects.values_list("pk", flat=True)) == {run.pk for run in runs[2:]} | {elsewhere.pk}


def test_thirty_days_are_kept_however_many() -> None:
    of = harbour()
    runs = [ended(of, SPRING + timedelta(minutes=number)) for number in range(MAX_LISTED + 5)]
    assert delete_old_searches(at=SPRING + SEARCH_RETENTION) == 0
    assert delete_old_searches(at=LATER) == 1
    assert not SearchRun.objects.filter(pk=runs[0].pk).exists()


def test_one_under_way_stays() -> None:
    of = harbour()
    ended(of, state="waiting")
    newer(of)
    assert delete_old_searches(at=LATER) == 0


def test_its_scenario_goes_with_it_only_where_nobody_has_touched_it() -> None:
    of = harbour()
    untouched, renamed, noted, moved = (kept(ended(of)) for _ in range(4))
    assert moved.name.endswith(" (4)")
    rename_scenario(renamed, name="Plan B", note="")
    rename_scenario(noted, name=noted.name, note="Ask Ada")
    row = Screening.objects.get(film__title="Jaws")
    ada = User.objects.create_user("ada")
    place = {"hall": world.hall(of), "starts_at": world.at("2026-10-11 12:00")}
    move_on_board(row.festival, row.pk, version_token="tray", by=ada, at=SPRING, scenario=moved, **place)
    by_hand = copy_timetable(of, "Copy", by=None, at=SPRING)
    newer(of)

    assert delete_old_searches(at=LATER) == 4
    assert set(Scenario.objects.all()) == {renamed, noted, moved, by_hand}
    assert not Scenario.objects.filter(pk=untouched.pk).exists()
    assert {each.origin for each in (renamed, noted, moved)} == {Origin.PROPOSAL}
    assert SearchRun.objects.count() == MAX_LISTED


def test_one_whose_scenario_was_thrown_away_goes_alone() -> None:
    of = harbour()
    kept(ended(of)).delete()
    newer(of)
    assert delete_old_searches(at=LATER) == 1
