"""Pin what you like of a proposal and search on from there; what else is going on is said on every staff page."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Origin, Scenario, ScenarioPlace, Screening, SearchRun
from screenings.proposals.request import build_solve_request
from screenings.scheduling import copy_timetable
from screenings.solver.api import explain_unplaced, solve
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.desk.forms import said
from tests.pages import read
from tests.proposals import harbour_festival
from tests.solver.placements import steps
from tests.staff import staff_client
from tests.world import SPRING, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(db: None) -> Festival:
    return harbour_festival.harbour()


def proposed(of: Festival, **starts: str) -> Scenario:
    """A proposal that has these films there, in the one hall."""
    hall = Screening.objects.exclude(hall=None).values_list("hall", flat=True)[0]
    rows = {row.film.title: row.uid for row in Screening.objects.of(of).select_related("film")}
    moves = [Move(rows[title], Placement(hall, at(starts_at))) for title, starts_at in starts.items()]
    return copy_timetable(of, "Proposal", by=None, at=SPRING, moves=moves, origin=Origin.PROPOSAL)


def made(of: Festival, scenario: Scenario | None, **more: Any) -> SearchRun:
    values = {"kind": "all", "seconds": 1, "asked_at": SPRING, "state": "done", "scenario": scenario, **more}
    return SearchRun.objects.create(festival=of, **values)


def pins(scenario: Scenario) -> set[str]:
    return set(scenario.places.filter(pinned=True).values_list("screening__film__title", flat=True))


def test_a_day_is_pinned_and_unpinned_and_a_colleagues_pins_stay(desk: Client, harbour: Festival) -> None:
    scenario = proposed(harbour, Jaws="2026-10-11 18:00", Aftersun="2026-10-11 20:30")
    run = made(harbour, scenario)
    page = read(desk.get(reverse("admin:proposal", args=[harbour.pk, run.pk])))
    panel = page.only("Pin what you like, and search on", "section")
    sunday = next(part for part in panel.all("details") if part.all("summary")[0].text.startswith("Sun 11 Oct"))
    assert sunday.items == ["18:00 Jaws Odeon, Hall 1", "20:30 Aftersun Odeon, Hall 1"]
    jaws, aftersun = (part["value"] for part in sunday.all("input") if part["type"] == "checkbox")

    address = reverse("admin:proposal-pins", args=[harbour.pk, scenario.pk])
    assert said(desk.post(address, {"pin": [jaws]}))[-1] == "1 screening pinned."
    colleague = staff_client("colleague", ["add_scenario", "change_screening", "view_scenario"])
    assert colleague.post(address, {"pin": [aftersun]}).status_code == 302  # whose page showed no pin yet
    assert pins(scenario) == {"Jaws", "Aftersun"}
    assert said(desk.post(address, {"was": [jaws]}))[-1] == "1 screening unpinned."
    assert pins(scenario) == {"Aftersun"}
    assert said(desk.post(address, {"whole": "1", "shown": [jaws, aftersun], "was": [aftersun]}))[-1] == (
        "1 screening pinned."
    )
    reader = staff_client("reader", ["view_scenario"])
    assert reader.post(address, {"pin": [jaws]}).status_code == 403


def test_a_search_goes_on_from_the_proposal_and_leaves_its_pins(harbour: Festival) -> None:
    scenario = proposed(harbour, Jaws="2026-10-11 18:00", Aftersun="2026-10-11 20:30", Vagabond="2026-10-12 09:00")
    ScenarioPlace.objects.filter(screening__film__title="Jaws").update(pinned=True)
    request = build_solve_request(harbour, "all", at=SPRING, base=scenario)
    found = solve(request, effort=steps(2048))
    titles = {showing.uid: showing.title for showing in request.programme.showings}
    moved = {titles[move.uid]: move.starts_at for move in found.moves}
    assert moved["Jaws"] == at("2026-10-11 18:00")  # moved against the timetable, though pinned in the proposal
    assert {titles[uid] for uid in request.movable} == {"Aftersun", "Vagabond"}
    assert found.unplaced == ()
    assert explain_unplaced(request, found).proposal.moves == found.moves


def test_what_it_goes_on_from_is_the_least_it_answers(harbour: Festival) -> None:
    """One step is no search: the answer is the proposal itself, or better."""
    scenario = proposed(harbour, Jaws="2026-10-11 18:00", Aftersun="2026-10-12 18:00", Vagabond="2026-10-13 18:00")
    request = build_solve_request(harbour, "all", at=SPRING, base=scenario)
    found = solve(request, effort=steps(1))
    assert found.unplaced == ()
    assert {move.starts_at.astimezone(harbour.zone).day for move in found.moves if move.starts_at} == {11, 12, 13}


def test_searching_on_is_asked_for_shown_and_carried_out(desk: Client, harbour: Festival) -> None:
    scenario = proposed(harbour, Jaws="2026-10-11 18:00", Aftersun="2026-10-11 20:30")
    ScenarioPlace.objects.filter(screening__film__title="Jaws").update(pinned=True)
    proposals = reverse("admin:proposals", args=[harbour.pk])
    text = read(desk.get(f"{proposals}?kind=all&base={scenario.pk}")).by_id("content-main").text
    assert "The search goes on from the scenario “Proposal”, where 1 screening is pinned and stays." in text
    desk.post(proposals, {"kind": "all", "seconds": "1", "base": scenario.pk})
    harbour_festival.work()
    run = SearchRun.objects.get()
    assert (run.state, run.base) == ("done", scenario)
    assert run.scenario is not None
    assert run.scenario.places.get(screening__film__title="Jaws").starts_at == at("2026-10-11 18:00")
    page = read(desk.get(reverse("admin:proposal", args=[harbour.pk, run.pk]))).by_id("content-main").text
    assert "going on from “Proposal”" in page
    gone = scenario.pk
    scenario.delete()
    answer = desk.post(proposals, {"kind": "all", "seconds": "1", "base": gone})
    assert "That scenario is no longer there." in answer.content.decode()


def test_a_card_of_a_scenario_is_pinned_on_its_board(desk: Client, harbour: Festival) -> None:
    scenario = proposed(harbour, Jaws="2026-10-11 18:00")
    jaws = Screening.objects.get(film__title="Jaws")
    board = f"{reverse('admin:scenario-board', args=[harbour.pk, scenario.pk])}2026-10-11/?open={jaws.pk}"
    forms = read(desk.get(board)).by_id("opened").all("form")
    form = next(form for form in forms if "Pin here" in form.text)
    desk.post(form["action"], {part["name"]: part["value"] for part in form.all("input")})
    assert pins(scenario) == {"Jaws"}
    assert "Pinned here" in read(desk.get(board)).by_id("opened").text


def notice(client: Client, of: Festival, when: Any = SPRING) -> str:
    """What a page that has nothing to do with searches says of one."""
    with time_machine.travel(when, tick=False):
        page = read(client.get(reverse("admin:screenings_film_changelist")))
    return " ".join(part.text for part in page.all("div", of_class="search-notice"))


BEFORE = {"unplaced": 2, "conflicts": 3, "score": 400}


def test_every_page_says_how_ones_own_search_stands_until_its_end_was_seen(desk: Client, harbour: Festival) -> None:
    me = User.objects.get(pk=desk.session["_auth_user_id"])
    run = made(harbour, None, state="running", alive_at=SPRING, by=me, before=BEFORE, placed=1, unplaced=2, score=500)
    assert notice(desk, harbour) == "Search for Harbour Film Festival: Searching. Look at the search"
    SearchRun.objects.update(unplaced=1, conflicts=1)
    assert notice(desk, harbour) == (
        "Search for Harbour Film Festival: Searching. It found better: 1 more screening has a place; the rules find 2 "
        "conflicts fewer. Look at the search"
    )
    assert notice(desk, harbour, SPRING + timedelta(minutes=2)).startswith(
        "Search for Harbour Film Festival: Interrupted: the server was stopped while it searched."
    )
    SearchRun.objects.update(state="done", unplaced=2, conflicts=3, score=399)
    assert notice(desk, harbour).startswith(
        "Search for Harbour Film Festival: Finished. It found better: it suits better what the festival minds."
    )
    assert notice(staff_client("reader", ["view_screening", "view_film"]), harbour) == ""
    desk.get(reverse("admin:proposal", args=[harbour.pk, run.pk]))
    assert notice(desk, harbour) == ""


def test_nothing_better_is_not_said_to_be_better_and_it_can_be_dismissed(desk: Client, harbour: Festival) -> None:
    me = User.objects.get(pk=desk.session["_auth_user_id"])
    run = made(harbour, None, by=me, before=BEFORE, unplaced=3, conflicts=0, score=1)
    assert notice(desk, harbour) == "Search for Harbour Film Festival: Finished. See what it found Dismiss"
    films = reverse("admin:screenings_film_changelist")
    answer = desk.post(reverse("admin:proposal", args=[harbour.pk, run.pk]), {"read": "1", "next": films})
    assert answer.headers["Location"] == films
    assert notice(desk, harbour) == ""


def test_the_line_for_a_script_is_the_one_of_the_page(desk: Client, harbour: Festival) -> None:
    run = made(harbour, None, state="running", alive_at=SPRING, before=BEFORE, unplaced=0)
    with time_machine.travel(SPRING, tick=False):
        part = read(desk.get(reverse("admin:proposal-notice", args=[harbour.pk, run.pk]), {"page": "/admin/"}))
    assert part.text.startswith("Search for Harbour Film Festival: Searching. It found better: 2 more screenings have")
