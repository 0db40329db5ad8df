"""Hours, Plan it for me, and the gaps of a day."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from screenings.models import Festival, Pick, Plan, Screening
from screenings.plans import proposal
from tests import pages
from tests.plans.visitors import PLAN, plan_page, star
from tests.world import SPRING, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]
PROPOSAL, HOURS = f"{PLAN}proposal/", f"{PLAN}hours/"


@pytest.fixture
def goer() -> Client:
    """Must see Vagabond; wants Cléo and perhaps Le Bonheur."""
    client = Client()
    for film, rank in (("vagabond", "must"), ("cleo", "want"), ("le-bonheur", "maybe")):
        star(client, f"films/{film}", rank)
    return client


def proposed(client: Client) -> list[str]:
    """Titles and times."""
    page = pages.read(client.get(PROPOSAL))
    return [part.text for part in page.all("li", of_class="plan-offer")]


def test_the_best_plan_sees_all_of_it_and_is_taken_over_once(goer: Client) -> None:
    page = pages.read(goer.get(PROPOSAL))
    assert "All of it: 3 of 3." in page.text
    assert "No plan shows you more of what you want." in page.text
    # Vagabond ends at 20:45 and Le Bonheur begins at 21:00 in the same cinema; Cléo is shown again on Sunday.
    assert proposed(goer) == [
        "19:00 – 20:45 Vagabond Gloria, Hall 1 New",
        "21:00 – 22:20 Le Bonheur Gloria, Hall 1 New",
        "18:00 – 19:30 Cléo Odeon, Hall 1 New",
    ]
    take = [part["value"] for part in page.all("input") if part["name"] == "take"]
    for _twice in range(2):
        assert goer.post(PROPOSAL, {"take": take}).status_code == 302
    chosen = Pick.objects.exclude(screening_uid=None).values_list("screening_uid", "rank")
    assert sorted((uid.int, rank) for uid, rank in chosen if uid) == [(2, "must"), (3, "maybe"), (4, "want")]
    assert "Still without a showing" not in plan_page(goer).headings


def test_hours_and_meals_are_kept_and_what_gives_way_is_told_with_its_price(goer: Client) -> None:
    page = pages.read(goer.get(HOURS))
    assert page.only("How do you get about?", "select").options["By bike"] == "bike"
    days = {"has-2026-10-10": "on", "from-2026-10-10": "6 pm", "until-2026-10-10": ""}
    asked = {"travel_by": "foot", "margin": "20", "at_most": "", **days}
    assert goer.post(HOURS, asked).headers["Location"] == PROPOSAL
    assert Plan.objects.get().days == {"2026-10-10": ["18:00", ""], "2026-10-11": None}
    page = pages.read(goer.get(PROPOSAL))
    # A quarter of an hour is not enough for who wants to be there 20 minutes early, and Sunday is not theirs.
    assert proposed(goer) == ["19:00 – 20:45 Vagabond Gloria, Hall 1 New"]
    assert page.section("What gave way").items == [
        "Cléo Sat 10 Oct 18:00, Odeon, Hall 1 would take the place of “Vagabond”, and “Le Bonheur” would come in.",
        "Le Bonheur Sat 10 Oct 21:00, Gloria, Hall 1 would take the place of “Vagabond”, and “Cléo” would come in.",
    ]


def test_wrong_hours_are_told_beside_their_field_and_change_nothing(goer: Client) -> None:
    for field, text, told in (
        ("from-2026-10-10", "late", "“late” is no time of day. Write 18:30."),
        ("until-2026-10-10", "17:00", "This is not after when you come."),
        ("margin", "500", "Ensure this value is less than or equal to 120."),
        ("at_most", "0", "Ensure this value is greater than or equal to 1."),
        ("travel_by", "rocket", "Select a valid choice. rocket is not one of the available choices."),
    ):
        asked = {"travel_by": "foot", "margin": "10", "has-2026-10-10": "on", "from-2026-10-10": "18:00", field: text}
        answer = goer.post(HOURS, asked)
        assert (answer.status_code, pages.errors(answer)) == (422, [told]), field
    assert Plan.objects.get().days == {}


def test_small_hours_belong_to_the_evening_before(goer: Client) -> None:
    asked = {"travel_by": "foot", "margin": "10", "has-2026-10-10": "on", "from-2026-10-10": "18:00"}
    assert goer.post(HOURS, {**asked, "until-2026-10-10": "1 am"}).status_code == 302
    assert Plan.objects.get().days["2026-10-10"] == ["18:00", "01:00"]


def test_what_is_booked_stays_and_clashes_are_not_hidden(goer: Client) -> None:
    star(goer, str(UUID(int=1)), "must")
    found = proposed(goer)
    assert found[0] == "18:00 – 19:30 Cléo Odeon, Hall 1 In your plan"
    assert "It cannot be had together with “Cléo”" in pages.read(goer.get(PROPOSAL)).section("What gave way").text


def test_a_sold_out_or_past_showing_is_not_proposed(goer: Client) -> None:
    Screening.objects.filter(uid=UUID(int=4)).update(sold_out=True)
    published(Festival.objects.get(), SPRING + timedelta(days=1))
    assert [line for line in proposed(goer) if "Cléo" in line] == []


def test_costs_that_took_too_long_are_worked_out_when_they_are_asked_for(
    goer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal, "COST_SECONDS", -1)
    goer.post(HOURS, {"travel_by": "foot", "margin": "20", "has-2026-10-10": "on"})
    page = pages.read(goer.get(PROPOSAL))
    assert page.section("What gave way").items == ["Cléo", "Le Bonheur"]
    more = page.link("Work out what keeping the others would cost")
    page = pages.read(goer.get(PROPOSAL + more.partition("#")[0]))
    assert all("would take the place of" in line for line in page.section("What gave way").items)
    assert "Work out what keeping the others would cost" not in [words for words, _href in page.links]


def test_one_plan_is_made_at_a_time_and_the_next_visitor_is_asked_to_wait(
    goer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposal, "WAIT_SECONDS", 0.01)
    with proposal._TURN:
        answer = goer.get(PROPOSAL)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert pages.read(answer).link("Try again") == PROPOSAL
    assert goer.get(PROPOSAL).status_code == 200


def test_the_gaps_of_a_day_are_filled_with_what_fits(goer: Client) -> None:
    star(goer, str(UUID(int=3)), "must")
    page = pages.read(goer.get(f"{PLAN}days/2026-10-10/"))
    # Both fit before Le Bonheur at 21:00 if one sees the one or the other; both are starred.
    assert [part["value"] for part in page.section("You have starred").all("button")] == [
        str(UUID(int=1)), str(UUID(int=2)),
    ]  # fmt: skip
    star(goer, str(UUID(int=1)), "must")
    assert "Nothing more fits on this day." in pages.read(goer.get(f"{PLAN}days/2026-10-10/")).text
    for day in ("2026-10-09", "friday", "2026-99-99"):
        assert goer.get(f"{PLAN}days/{day}/").status_code == 404
