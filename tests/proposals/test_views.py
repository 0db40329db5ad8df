"""The pages of proposals: asked for, watched, stopped, and what was found."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from screenings.models import Festival, Screening, SearchRun
from tests import world
from tests.desk.forms import said
from tests.proposals import harbour_festival
from tests.staff import staff_client
from tests.world import SPRING

pytestmark = pytest.mark.django_db
ASKED = {"kind": "unplaced", "seconds": "1", "keep_published": "on"}


@pytest.fixture
def harbour(db: None) -> Festival:
    return harbour_festival.harbour()


def page_of(of: Festival) -> str:
    return reverse("admin:proposals", args=[of.pk])


def made(of: Festival, state: str = "running", alive: datetime | None = SPRING, **more: Any) -> SearchRun:
    values = {"kind": "all", "seconds": 20, "asked_at": SPRING, "state": state, "alive_at": alive, **more}
    return SearchRun.objects.create(festival=of, **values)


def address(run: SearchRun, name: str = "proposal") -> str:
    return reverse(f"admin:{name}", args=[run.festival_id, run.pk])


def shown(client: Client, where: str, at: datetime = SPRING) -> str:
    """What the page says, without its marks."""
    with time_machine.travel(at, tick=False):
        page = client.get(where).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body")[2]).split())


def test_asking_leads_to_the_page_that_tells_what_was_found(desk: Client, harbour: Festival) -> None:
    before = list(Screening.objects.order_by("pk").values_list("hall", "starts_at"))
    answer = desk.post(page_of(harbour), ASKED)
    run = SearchRun.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, address(run))
    assert "Waiting for a worker" in shown(desk, address(run), at=run.asked_at)
    harbour_festival.work()

    text = shown(desk, address(run))
    for part in ("Finished.", "With a place 2 of 2", "2 screenings would get a place.", "The rules would find"):
        assert part in text, part
    assert f"kept as the scenario “{SearchRun.objects.get().scenario}”" in text
    assert list(Screening.objects.order_by("pk").values_list("hall", "starts_at")) == before
    assert "Finished." in shown(desk, page_of(harbour))


def test_what_found_no_place_is_named_with_what_would_help(desk: Client, db: None) -> None:
    """Open for four hours on the only day, which is filled by what is pinned; the other would never fit."""
    of = world.festival(ends_on=world.OPENING)
    odeon = world.hall(of)
    odeon.opening_hours.create(weekday=4, opens="18:00", closes="22:00")
    world.screening(world.film(of, "Opening", runtime=100), odeon, "2026-10-09 18:00", pinned=True)
    world.screening(world.film(of, "<script>alert(1)</script>", runtime=130))
    world.screening(world.film(of, "Marathon", runtime=1400))
    desk.post(page_of(of), ASKED)
    harbour_festival.work()
    page = desk.get(address(SearchRun.objects.get())).content.decode()

    assert "No place found (1)" in page
    assert "<b>&lt;script&gt;alert(1)&lt;/script&gt;</b><p>Of the festival&#x27;s days in its halls" in page
    assert "<p>Fits Fri 9 Oct 19:50 in Odeon, Hall 1, if its changeover were 10 min</p>" in page
    assert "Known before the search (2)" in page
    assert "<b>Marathon: impossible, even in an empty house</b>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("seconds", ["0", "601", "-3", "1.5", "", "soon", "9" * 30])
def test_how_long_is_said_clearly(desk: Client, harbour: Festival, seconds: str) -> None:
    answer = desk.post(page_of(harbour), {**ASKED, "seconds": seconds})

    assert answer.status_code == 422
    assert "Give it from 1 to 600 seconds, as a whole number." in answer.content.decode()
    assert not SearchRun.objects.exists()


def test_a_kind_there_is_not_is_refused(desk: Client, harbour: Festival) -> None:
    answer = desk.post(page_of(harbour), {**ASKED, "kind": "magic"})
    assert (answer.status_code, "Choose what to search for." in answer.content.decode()) == (422, True)


def test_an_empty_tray_is_said(desk: Client, harbour: Festival) -> None:
    Screening.objects.filter(hall=None).delete()
    answer = desk.post(page_of(harbour), ASKED)
    assert (answer.status_code, "nothing in the tray" in answer.content.decode()) == (422, True)


def test_a_second_one_is_led_to_the_first(desk: Client, harbour: Festival) -> None:
    desk.post(page_of(harbour), ASKED)
    with time_machine.travel(SPRING):
        answer = desk.post(page_of(harbour), ASKED)

    run = SearchRun.objects.get()
    assert answer.headers["Location"] == address(run)
    assert said(answer)[-1] == "A search is under way already. Wait until it has finished, or stop it."


def test_the_page_of_one_under_way_shows_figures_and_the_way_to_stop_it(desk: Client, harbour: Festival) -> None:
    begun = {"unplaced": 4, "conflicts": 7, "score": 260, "weights": {"premiere-hour": 4, "unplaced": 200}}
    run = made(harbour, spent=0.4, placed=30, unplaced=4, points=120, conflicts=7, score=160, before=begun)
    text = shown(desk, address(run))
    for part in (
        "Searching.",
        "8 of 20 seconds",
        "With a place 30 of 34",
        "Found by the rules 7",
        "It found better: it suits better what the festival minds, by as much as 25 premieres outside the evening.",
    ):
        assert part in text, part
    assert "point" not in text
    with time_machine.travel(SPRING, tick=False):
        page = desk.get(address(run)).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="4"></noscript>' in page
    desk.post(address(run), {"stop": "1"})
    run.refresh_from_db()
    assert run.state == "interrupted"  # nothing was heard of it since the spring


def test_a_stop_is_asked_for_once_and_said_where_it_came_too_late(desk: Client, harbour: Festival) -> None:
    run = made(harbour)
    with time_machine.travel(SPRING, tick=False):
        desk.post(address(run), {"stops": "1"})
        run.refresh_from_db()
        assert run.state == "running"
        desk.post(address(run), {"stop": "1"})
        run.refresh_from_db()
        assert run.state == "stopping"
        assert "Stopping: the rules are asked" in shown(desk, address(run))
    SearchRun.objects.update(state="done")
    assert said(desk.post(address(run), {"stop": "1"}))[-1] == "It had ended already."


def test_one_whose_server_was_stopped_says_so_with_the_ways_out(desk: Client, harbour: Festival) -> None:
    jaws = Screening.objects.get(film__title="Jaws")
    start = world.at("2026-10-11 18:00").isoformat()
    run = made(harbour, best=[[str(jaws.uid), world.hall(harbour).pk, start, None, None]], spent=0.5)
    text = shown(desk, address(run), at=SPRING + timedelta(minutes=2))
    for part in ("Interrupted: the server was stopped", "it had moved 1 screening.", "Keep the best", "Search again"):
        assert part in text, part
    answer = desk.post(address(run), {"keep": "1"})

    run.refresh_from_db()
    assert run.scenario is not None
    assert said(answer)[-1] == f"Kept as the scenario “{run.scenario}”."
    assert run.scenario.places.get(screening=jaws).starts_at == world.at("2026-10-11 18:00")


def test_one_that_no_worker_takes_up_says_what_to_do(desk: Client, harbour: Festival) -> None:
    run = made(harbour, "waiting", None)
    assert "festival db_worker" not in shown(desk, address(run), at=SPRING + timedelta(seconds=15))
    assert "festival db_worker" in shown(desk, address(run), at=SPRING + timedelta(seconds=16))


def test_progress_is_not_sent_again_while_it_is_the_same(
    desk: Client, harbour: Festival, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = made(harbour, spent=0.4, placed=3, unplaced=1, points=9)
    with time_machine.travel(SPRING, tick=False):
        with django_assert_num_queries(4):  # the session, the user, the search, and how its festival writes times
            first = desk.get(address(run, "proposal-progress"))
        again = desk.get(address(run, "proposal-progress"), headers={"If-None-Match": first.headers["ETag"]})
        SearchRun.objects.update(spent=0.45)
        other = desk.get(address(run, "proposal-progress"), headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert "<!DOCTYPE" not in first.content.decode()
    assert "9 of 20 seconds" in other.content.decode()


def test_the_list_costs_the_same_for_any_number(
    desk: Client, harbour: Festival, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made(harbour, "done")
    desk.get(page_of(harbour))
    with django_assert_num_queries(QUERIES):
        desk.get(page_of(harbour))
    for _ in range(2):
        made(harbour, "failed", problem="It broke off.")
    with django_assert_num_queries(QUERIES):
        assert desk.get(page_of(harbour)).content.decode().count("It broke off.") == 2


QUERIES = 9


def test_a_search_of_another_festival_is_not_found_here(desk: Client, harbour: Festival) -> None:
    run = made(world.festival("Elsewhere", slug="elsewhere"))
    assert desk.get(reverse("admin:proposal", args=[harbour.pk, run.pk])).status_code == 404
    assert desk.get(reverse("admin:proposal", args=[harbour.pk, "x"])).status_code == 404


def test_one_that_was_forgotten_leads_to_the_list(desk: Client, harbour: Festival) -> None:
    run = made(harbour, "done")
    run_address, progress = address(run), address(run, "proposal-progress")
    run.delete()
    answer = desk.get(run_address)
    assert (answer.headers["Location"], said(answer)) == (
        page_of(harbour), ["That search is no longer kept: only the last ones are, and those of a month."],
    )  # fmt: skip
    assert desk.get(progress).status_code == 404
    assert staff_client("stranger", ["view_screening"]).get(run_address).status_code == 403


def test_who_may_only_look_is_offered_nothing_and_refused(harbour: Festival) -> None:
    run = made(harbour)
    reader = staff_client("reader", ["view_scenario"])
    assert "Searching is up to a colleague" in shown(reader, page_of(harbour))
    assert '<form method="post">' not in reader.get(address(run)).content.decode()
    assert reader.post(page_of(harbour), ASKED).status_code == 403
    assert reader.post(address(run), {"stop": "1"}).status_code == 403
    half = staff_client("half", ["add_scenario"])
    assert half.post(page_of(harbour), ASKED).status_code == 403
    assert staff_client("stranger", ["view_screening"]).get(page_of(harbour)).status_code == 403
    run.refresh_from_db()
    assert run.state == "running"
