"""The plan's page and the stars that lead into it, as film-goers use them."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screenings.models import Festival, Film, Pick, Plan, Screening, Status
from screenings.plans.new_plans import NewPlans
from tests import pages
from tests.plans.visitors import PLAN, day, plan_page, press, star
from tests.world import SPRING, festival, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]
SATURDAY, SUNDAY = "Saturday 10 October 2026", "Sunday 11 October 2026"


def republish(days: int = 1) -> None:
    published(Festival.objects.get(), SPRING + timedelta(days=days))


def test_who_has_no_plan_is_told_how_to_begin_one_and_gets_no_cookie() -> None:
    answer = Client().get(PLAN)
    page = pages.read(answer)
    assert page.headings == ["My plan"]
    assert page.link("Look through the films") == "/harbour/films/"
    assert "plan" not in answer.cookies
    assert not Plan.objects.exists()


def test_a_star_is_a_link_wherever_a_film_or_a_screening_is_named_and_the_same_for_everybody() -> None:
    goer = Client()
    star(goer, "films/cleo")
    for address, leads_to in (
        ("/harbour/films/cleo/", {"films/cleo", f"screenings/{UUID(int=1)}", f"screenings/{UUID(int=4)}"}),
        ("/harbour/films/", {"films/cleo", "films/vagabond", "films/le-bonheur"}),
        ("/harbour/screenings/", {f"screenings/{UUID(int=number)}" for number in (1, 2, 3, 4)}),
        ("/harbour/venues/gloria/", {f"screenings/{UUID(int=number)}" for number in (2, 3)}),
        ("/harbour/timetable/2026-10-10/", {f"screenings/{UUID(int=number)}" for number in (1, 2, 3)}),
    ):
        answer = goer.get(address)
        stars = {href for _words, href in pages.read(answer).links if "/plan/star/" in href}
        assert stars == {f"/harbour/plan/star/{name}/" for name in leads_to}, address
        assert answer.content == Client().get(address).content


def test_the_first_star_makes_a_plan_that_only_this_browser_opens() -> None:
    goer = Client()
    asked = pages.read(goer.get(f"{PLAN}star/films/cleo/"))
    assert asked.headings[0] == "Cléo"
    assert asked.buttons == ["Must", "Want", "Maybe"]
    answer = star(goer, "films/cleo", "must")
    cookie = answer.cookies["plan"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (PLAN, True, "Lax")
    plan = Plan.objects.get()
    assert cookie.value not in str([list(rows) for rows in (Plan.objects.values_list(), Pick.objects.values_list())])
    assert len(plan.edit_digest) == 64
    assert "Cléo" in [part.text for part in plan_page(goer).all("p", of_class="title")]
    assert plan_page(Client()).headings == ["My plan"]
    assert pages.read(goer.get(f"{PLAN}star/films/cleo/")).buttons == ["Must", "Want", "Maybe", "Take it out"]


def test_the_same_star_sent_twice_counts_once_and_another_rank_takes_its_place() -> None:
    goer = Client()
    star(goer, "films/cleo", "must")
    star(goer, "films/cleo", "must")
    star(goer, "films/cleo", "maybe")
    assert list(Pick.objects.values_list("film_slug", "rank")) == [("cleo", "maybe")]
    star(goer, "films/cleo", "out")
    star(goer, "films/cleo", "out")
    assert not Pick.objects.exists()
    assert "Nothing is in your plan yet." in plan_page(goer).text


def test_a_film_without_a_showing_names_those_that_fit_and_why_others_do_not() -> None:
    goer = Client()
    star(goer, str(UUID(int=2)), "must")
    star(goer, "films/cleo")
    page = plan_page(goer)
    assert day(page, SATURDAY) == ["Vagabond"]
    offers = [part.text for part in page.section("Still without a showing").all("li", of_class="plan-offer")]
    assert offers == [
        "Sat 10 Oct 18:00 Odeon, Hall 1 At the same time as “Vagabond”. Choose all the same: Cléo, Sat 10 Oct 18:00",
        "Sun 11 Oct 18:00 Odeon, Hall 1 Choose: Cléo, Sun 11 Oct 18:00",
    ]
    press(goer, page, "Choose: Cléo, Sun 11 Oct 18:00")
    page = plan_page(goer)
    assert day(page, SUNDAY) == ["Cléo"]
    assert "Still without a showing" not in page.headings


def test_a_clash_is_told_in_minutes_with_the_showing_that_fits_instead() -> None:
    goer = Client()
    star(goer, str(UUID(int=1)), "must")
    star(goer, str(UUID(int=2)), "must")
    page = plan_page(goer)
    # Cléo is on from 18:00 to 19:30, Vagabond begins at 19:00.
    assert "It begins 30 minutes before “Cléo” ends." in page.section(SATURDAY).text
    star(goer, str(UUID(int=2)), "out")
    assert "before “Cléo” ends" not in plan_page(goer).text


def test_a_way_that_is_too_tight_is_told_in_minutes() -> None:
    """Le Bonheur at the Gloria at 21:00; Cléo at the Odeon is moved so that it ends at 20:45."""
    Screening.objects.filter(uid=UUID(int=1)).update(starts_at="2026-10-10 17:15+00:00")
    republish()
    goer = Client()
    star(goer, str(UUID(int=1)))
    star(goer, str(UUID(int=3)))
    # 1.11 km as the crow flies, 1.45 km of street: 20 minutes on foot, 15 by tram; 10 to be there early; 15 are free.
    assert (
        "Too tight by 10 minutes after “Cléo”: 15 min from Odeon, and 10 min to be there early."
        in plan_page(goer).section(SATURDAY).text
    )


def test_what_was_moved_cancelled_sold_out_or_withdrawn_is_told_until_it_was_seen() -> None:
    goer = Client()
    for number in (1, 2, 3):
        star(goer, str(UUID(int=number)))
    star(goer, "films/cleo")
    assert "Since you last looked" not in plan_page(goer).headings
    Screening.objects.filter(uid=UUID(int=1)).update(starts_at="2026-10-10 15:00+00:00")
    Screening.objects.filter(uid=UUID(int=2)).update(status=Status.CANCELLED)
    Screening.objects.filter(uid=UUID(int=3)).update(sold_out=True)
    Screening.objects.filter(uid=UUID(int=4)).update(public_note="Bring a coat.")
    republish()
    page = plan_page(goer)
    told = page.section("Since you last looked").items
    assert told == [
        "Cléo Moved from Sat 10 Oct 18:00, Odeon, Hall 1 to Sat 10 Oct 17:00, Odeon, Hall 1.",
        "Vagabond Cancelled: Sat 10 Oct 19:00, Gloria, Hall 1.",
        "Le Bonheur Sat 10 Oct 21:00, Gloria, Hall 1. Sold out.",
    ]
    press(goer, page, "I have seen this")
    assert "Since you last looked" not in plan_page(goer).headings
    assert "Cancelled" in plan_page(goer).section(SATURDAY).text


def test_what_was_starred_after_a_change_is_no_news() -> None:
    Screening.objects.filter(uid=UUID(int=1)).update(starts_at="2026-10-10 15:00+00:00")
    goer = Client()
    star(goer, str(UUID(int=2)))
    republish()
    star(goer, str(UUID(int=1)))
    assert "Since you last looked" not in plan_page(goer).headings


def test_a_film_that_was_withdrawn_stays_by_its_name_until_it_is_taken_out() -> None:
    goer = Client()
    star(goer, "films/vagabond")
    Screening.objects.filter(uid=UUID(int=2)).delete()
    republish()
    assert "It is cancelled." in plan_page(goer).section("Still without a showing").text
    Screening.objects.filter(uid=UUID(int=1)).update(public_note="A month later nobody is told of it any more.")
    republish(days=280)
    page = plan_page(goer)
    assert page.section("No longer in the programme").items == ["Vagabond Take it out: Vagabond"]
    press(goer, page, "Take it out: Vagabond")
    assert "No longer in the programme" not in plan_page(goer).headings


def test_a_film_keeps_its_star_under_a_new_address() -> None:
    goer = Client()
    star(goer, "films/vagabond")
    Film.objects.filter(slug="vagabond").update(slug="sans-toit")
    republish()
    assert plan_page(goer).link("Vagabond") == "/harbour/films/sans-toit/"
    assert "It is in your plan." in pages.read(goer.get(f"{PLAN}star/films/sans-toit/")).text
    star(goer, "films/sans-toit", "must")
    assert Pick.objects.get().rank == "must"
    star(goer, "films/sans-toit", "out")
    assert not Pick.objects.exists()


def test_the_last_showing_of_a_film_is_marked() -> None:
    goer = Client()
    star(goer, str(UUID(int=2)))
    star(goer, str(UUID(int=4)))
    assert "Last showing" in plan_page(goer).section(SATURDAY).text
    assert "Last showing" not in plan_page(goer).section(SUNDAY).text


def test_nothing_of_a_plan_is_kept_listed_or_told_elsewhere() -> None:
    goer = Client()
    star(goer, "films/cleo")
    for address in (PLAN, f"{PLAN}star/films/cleo/", f"{PLAN}star/films/nothing/"):
        headers = goer.get(address).headers
        assert headers["Cache-Control"] in ("private, no-cache", "no-store"), address
        assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert headers["Referrer-Policy"] in ("strict-origin", "no-referrer"), address


@pytest.mark.django_db(transaction=True)
def test_an_unchanged_plan_is_answered_304_after_two_queries() -> None:
    goer = Client()
    star(goer, "films/cleo")
    goer.get(PLAN)
    etag = goer.get(PLAN).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert goer.get(PLAN, headers={"if-none-match": etag}).status_code == 304
    assert len(queries) == 2
    star(goer, "films/vagabond")
    assert goer.get(PLAN, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "%00", "../../etc/passwd", "' or 1=1 --"])
def test_a_hostile_key_opens_nothing(key: str) -> None:
    goer = Client()
    goer.cookies["plan"] = key
    assert pages.read(goer.get(PLAN)).headings == ["My plan"]
    assert goer.post(PLAN, {"remove": "films/cleo", "choose": "x/y", "seen": "9" * 30}).status_code == 302
    assert not Plan.objects.exists()


def test_hostile_buttons_change_nothing() -> None:
    goer = Client()
    star(goer, "films/cleo")
    for fields in (
        {"choose": "x"},
        {"choose": str(UUID(int=99))},
        {"remove": "screenings/x"},
        {"seen": "-1"},
        {"rank": "x"},
    ):
        assert goer.post(PLAN, fields).status_code == 302
    assert goer.post(f"{PLAN}star/films/cleo/", {"rank": "x"}).status_code == 302
    assert list(Pick.objects.values_list("film_slug", "rank")) == [("cleo", "want")]
    assert goer.get(f"{PLAN}star/films/nothing/").status_code == 404
    assert goer.get(f"{PLAN}star/screenings/{UUID(int=99)}/").status_code == 404


def test_back_leads_to_a_page_of_the_festival_and_nowhere_else() -> None:
    goer = Client()
    star_page = f"{PLAN}star/films/cleo/"
    for back, leads in (
        ("/harbour/screenings/?day=2026-10-10", True), ("https://evil.example/", False), ("//evil.example", False),
        ("/admin/", False), (PLAN, False), ("javascript:alert(1)", False), ("/harbour/" + "x" * 400, False),
    ):  # fmt: skip
        page = pages.read(goer.get(star_page, {"back": back}))
        assert ("Back to where you were" in [words for words, _href in page.links]) == leads, back


def test_a_plan_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screenings.plans.actions.MAX_PICKS", 2)
    goer = Client()
    star(goer, "films/cleo")
    star(goer, "films/vagabond")
    refused = goer.post(f"{PLAN}star/films/le-bonheur/", {"rank": "want"})
    assert refused.status_code == 422
    assert "as many as it can" in pages.read(refused).text
    assert Pick.objects.count() == 2


def test_so_many_plans_may_be_begun_from_one_address_and_those_there_are_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screenings.plans.views.NEW_PLANS", NewPlans())
    monkeypatch.setattr("screenings.plans.new_plans.PER_NETWORK", 2)
    first, second, third = Client(), Client(), Client()
    star(first, "films/cleo")
    star(second, "films/cleo")
    refused = third.post(f"{PLAN}star/films/cleo/", {"rank": "want"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    star(first, "films/vagabond")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    star(elsewhere, "films/cleo")
    assert Plan.objects.count() == 3


def test_a_plan_of_one_festival_opens_nothing_of_another() -> None:
    goer = Client()
    star(goer, "films/cleo")
    other = festival("Elsewhere", slug="elsewhere")
    goer.cookies["plan"]["path"] = "/"
    assert pages.read(goer.get(f"/{other.slug}/plan/")).headings == ["My plan"]
