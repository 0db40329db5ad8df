"""A scenario's page where the working timetable has changed since: told, brought up to date, taken back, done
again."""

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client

from screenings.models import Festival, Publication, Scenario, Screening
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.scenarios.pages import CHANGED_SINCE, IN_BOTH, IN_SCENARIO, IN_TIMETABLE, address_of, groups
from tests.staff import member, staff_client
from tests.world import SPRING, at, film, hall, published, screening


@pytest.fixture
def plan(harbour: Festival) -> Scenario:
    """Boy moved in the scenario, Cléo in both, Tea in the timetable; Go was deleted since, Late added."""
    titles = {"Boy": 12, "Cléo": 14, "Go": 20, "Tea": 17}
    rows = {t: screening(film(harbour, t), hall(harbour), f"2026-10-10 {hour}:00") for t, hour in titles.items()}
    moves = [Move(rows[title].uid, Placement(hall(harbour).pk, at("2026-10-12 12:00"))) for title in ("Boy", "Cléo")]
    made = copy_timetable(harbour, "Plan B", by=None, at=SPRING, moves=moves)
    for title, day in (("Cléo", 13), ("Tea", 14)):
        Screening.objects.filter(film__title=title).update(starts_at=at(f"2026-10-{day} 12:00"))
    rows["Go"].delete()
    screening(film(harbour, "Late"), hall(harbour), "2026-10-11 20:00")
    return made


def press(client: Client, of: Scenario, do: str) -> HttpResponse:
    return client.post(address_of(of), {**fields_of(client.get(address_of(of))), "do": do})


def test_what_changed_since_is_told_before_anything_is_done(desk: Client, plan: Scenario) -> None:
    page = desk.get(address_of(plan))
    late, go = "Late: Sun 11 Oct 20:00, Odeon, Hall 1", "Go: the scenario had it in Sat 10 Oct 20:00, Odeon, Hall 1"
    assert read(page).section(CHANGED_SINCE).items == [
        "1 moved in the timetable alone: the scenario has it at the older place.",
        "1 moved in both, each to another place: it stays where the scenario has it.",
        f"1 added: in the scenario where the timetable has it. {late}",
        late,
        f"1 deleted: a scenario does not bring it back. {go}",
        go,
    ]
    assert "Puts the one moved in the timetable alone where the timetable has it now" in page.content.decode()


def test_one_click_brings_it_up_to_date_and_one_takes_that_back(desk: Client, plan: Scenario) -> None:
    published(plan.festival)
    assert said(press(desk, plan, "update"))[0] == (
        "Brought up to date. Where the working timetable has it now: Tea, Wed 14 Oct 12:00, Odeon, Hall 1. "
        "1 screening added since is in the scenario too. Deleted since, and gone from the scenario too: Go. "
        "1 screening that both have moved stays where the scenario has it, below."
    )
    page = desk.get(address_of(plan))
    assert groups(page) == {IN_SCENARIO: ["Boy"], IN_BOTH: ["Cléo"]}
    assert "Moved in both (1)" in read(page).headings
    # Nothing is moved in the timetable alone, added or deleted.
    assert CHANGED_SINCE not in page.content.decode()
    assert [str(entry) for entry in LogEntry.objects.all()] == [
        "Changed “Plan B” — Brought up to date with the working timetable"
    ]
    assert said(press(desk, plan, "update")) == [
        "The scenario was up to date already. 1 screening that both have moved stays where the scenario has it, below."
    ]
    assert said(press(desk, plan, "revert")) == ["Taken back: 1 screening is where the scenario had it."]
    assert groups(desk.get(address_of(plan)))[IN_TIMETABLE] == ["Tea"]
    assert read(desk.get(address_of(plan))).all("form", of_class="last")[0].text == (
        "Taken back in the scenario: bringing 1 screening up to date. Do it again"
    )
    assert said(press(desk, plan, "update-again")) == ["Done again: 1 screening is where the working timetable had it."]
    assert groups(desk.get(address_of(plan))) == {IN_SCENARIO: ["Boy"], IN_BOTH: ["Cléo"]}
    assert said(press(desk, plan, "revert")) == ["Taken back: 1 screening is where the scenario had it."]
    for do in ("revert", "update-again"):
        wrong = desk.post(address_of(plan), {"do": do, "batch": "x"})
        assert said(wrong)[-1:] == ["That is no step of this page. Load the page again."]
    assert Publication.objects.count() == 1
    assert Screening.objects.get(film__title="Tea").starts_at == at("2026-10-14 12:00")


def test_the_scenarios_board_takes_it_back_too(desk: Client, plan: Scenario) -> None:
    press(desk, plan, "update")
    moves = f"{address_of(plan)}board/moves/"
    assert said(desk.post(moves, {"do": "undo", "on": "2026-10-10"}))[1:2] == [
        "Taken back: Tea, Sat 10 Oct 17:00, Odeon, Hall 1."
    ]
    assert groups(desk.get(address_of(plan)))[IN_TIMETABLE] == ["Tea"]


def test_it_wants_the_right_to_change_scenarios_and_no_other(plan: Scenario) -> None:
    planner = staff_client("eve", ["view_screening", "view_scenario", "change_scenario"])
    assert "Brought up to date" in said(press(planner, plan, "update"))[0]
    for client in (member("programmer"), staff_client("bob", ["change_screening", "view_scenario"])):
        page = client.get(address_of(plan))
        assert "Bring the scenario up to date" not in page.content.decode()
        assert client.post(address_of(plan), {"do": "update"}).status_code == 403
        assert client.post(address_of(plan), {"do": "revert"}).status_code == 403
        assert client.post(address_of(plan), {"do": "update-again"}).status_code == 403
