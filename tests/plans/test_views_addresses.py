"""The addresses of a plan: to read it, to change it elsewhere, and none any more."""

import logging
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from festival.log_secrets import WithoutSecrets
from screenings.models import Pick, Plan, PlanAddress
from screenings.plans.actions import address_token
from tests import pages
from tests.plans.visitors import PLAN, plan_page, star

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]
ADDRESSES = f"{PLAN}addresses/"


@pytest.fixture
def goer() -> Client:
    """Goes to Cléo on Saturday and would like to see Le Bonheur."""
    client = Client()
    star(client, str(UUID(int=1)), "must")
    star(client, "films/le-bonheur")
    return client


def shown(client: Client, heading: str) -> str:
    """The address under that heading, as a path."""
    codes = pages.read(client.get(ADDRESSES)).section(heading).all("code")
    return codes[0].text.removeprefix("https://harbour.example") if codes else ""


def test_an_address_to_share_is_read_and_changes_nothing(goer: Client) -> None:
    assert not shown(goer, "For friends")
    goer.post(ADDRESSES, {"give": "share"})
    address = shown(goer, "For friends")
    friend = Client()
    page = pages.read(friend.get(address))
    assert [part.text for part in page.section("The plan").all("strong")] == ["Cléo"]
    assert page.buttons == []
    assert friend.post(address, {"remove": "films/le-bonheur"}).status_code == 405
    # What it tells opens neither the plan nor its calendar.
    token = address.rstrip("/").rpartition("/")[2]
    assert friend.get(f"{PLAN}edit/{token}/").status_code == 404
    assert friend.get(f"{PLAN}calendar/{token}.ics").status_code == 404
    friend.cookies["plan"] = token
    assert "Cléo" not in plan_page(friend).text
    assert friend.get(address).content.count(b"plan/edit/") == 0


def test_two_plans_stand_side_by_side_with_what_both_can_see(goer: Client) -> None:
    goer.post(ADDRESSES, {"give": "share"})
    address = shown(goer, "For friends")
    friend = Client()
    assert "What can we see together?" not in pages.read(friend.get(address)).headings
    star(friend, "films/le-bonheur")
    star(friend, "films/cleo")
    star(friend, "films/vagabond")
    page = pages.read(friend.get(address))
    # Vagabond is the friend's own; Cléo is shown when the goer goes, and on Sunday.
    assert [part.text for part in page.section("What can we see together?").all("p", of_class="title")] == [
        "Cléo", "Le Bonheur",
    ]  # fmt: skip
    offers = [part["value"] for part in page.section("What can we see together?").all("button")]
    assert offers == [str(UUID(int=number)) for number in (1, 4, 3)]
    assert friend.post(PLAN, {"choose": offers[0]}).status_code == 302
    page = pages.read(friend.get(address))
    assert "You both go to" in page.headings
    assert [part.text for part in page.section("Your own plan").all("strong")] == ["Cléo"]


@pytest.mark.parametrize("kind", [PlanAddress.SHARE, PlanAddress.CALENDAR])
def test_a_new_address_ends_the_old_one_and_a_withdrawn_one_ends_for_good(goer: Client, kind: str) -> None:
    def path() -> str:
        token = address_token(PlanAddress.objects.get(kind=kind))
        return f"{PLAN}shared/{token}/" if kind == PlanAddress.SHARE else f"{PLAN}calendar/{token}.ics"

    goer.post(ADDRESSES, {"give": kind})
    first = path()
    goer.post(ADDRESSES, {"give": kind})
    second = path()
    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    goer.post(ADDRESSES, {"withdraw": kind})
    assert Client().get(second).status_code == 404
    assert goer.post(ADDRESSES, {"give": "x", "withdraw": "y"}).status_code == 302


def test_the_address_to_edit_opens_the_plan_on_another_device_once_that_is_asked_for(goer: Client) -> None:
    address = shown(goer, "On another device of yours")
    other = Client()
    page = pages.read(other.get(address))
    assert page.headings == ["Go on with this plan here?"]
    assert "plan" not in other.cookies
    assert "Cléo" not in plan_page(other).text
    assert other.post(address).status_code == 302
    star(other, "films/vagabond")
    assert "Vagabond" in plan_page(goer).text
    assert Plan.objects.count() == 1


def test_a_new_address_to_edit_locks_out_the_old_one_and_may_be_sent_twice(goer: Client) -> None:
    old = shown(goer, "On another device of yours")
    other = Client()
    other.post(old)
    form = pages.read(goer.get(ADDRESSES)).all("form")[-1]
    fields = {part["name"]: part["value"] for part in form.all("input") if part["name"] == "next_key"} | {
        "renew": "edit"
    }
    twice = Client()
    twice.cookies["plan"] = goer.cookies["plan"].value
    goer.post(ADDRESSES, fields)
    twice.post(ADDRESSES, fields)
    assert shown(goer, "On another device of yours") == shown(twice, "On another device of yours") != old
    assert Client().get(old).status_code == 404
    assert "Cléo" not in plan_page(other).text
    goer.post(ADDRESSES, {"renew": "edit", "next_key": "short"})
    assert "Cléo" in plan_page(goer).text


def test_forgetting_leaves_nothing(goer: Client) -> None:
    goer.post(ADDRESSES, {"give": "share"})
    address = shown(goer, "For friends")
    assert pages.read(goer.get(f"{PLAN}forget/")).headings == ["Forget the plan?"]
    assert Plan.objects.exists()
    answer = goer.post(f"{PLAN}forget/")
    assert answer.cookies["plan"]["max-age"] == 0
    assert not Plan.objects.exists()
    assert not Pick.objects.exists()
    assert not PlanAddress.objects.exists()
    assert Client().get(address).status_code == 404
    page = plan_page(goer)
    assert [part["data-plan-picks"] for part in page.all("div") if "data-plan-picks" in part] == [""]
    assert goer.post(f"{PLAN}forget/").status_code == 302


def test_no_secret_is_in_the_database_in_a_page_of_the_admin_or_in_the_log(goer: Client, desk: Client) -> None:
    for kind in (PlanAddress.SHARE, PlanAddress.CALENDAR):
        goer.post(ADDRESSES, {"give": kind})
    secrets = [goer.cookies["plan"].value, *map(address_token, PlanAddress.objects.all())]
    stored = [list(model.objects.values_list()) for model in (Plan, PlanAddress, Pick)]
    assert not [secret for secret in secrets if secret in str(stored)]
    assert desk.get("/admin/screenings/plan/").status_code == 404
    assert desk.get("/admin/screenings/pick/").status_code == 404
    asked = desk.get(f"/admin/screenings/festival/{Plan.objects.get().festival_id}/delete/")
    assert not [line for line in pages.read(asked).items if line.startswith("Pick") and "Bonheur" in line]
    for path in (f"{PLAN}edit/{secrets[0]}/", f"{PLAN}shared/{secrets[1]}/", f"{PLAN}calendar/{secrets[2]}.ics"):
        told: Any = logging.LogRecord(
            "granian.access", logging.INFO, "", 0, '127.0.0.1 "GET %s HTTP/1.1" 500', (path,), None
        )
        assert WithoutSecrets().filter(told)
        assert not [secret for secret in secrets if secret in told.getMessage()]


def test_pages_with_a_secret_in_their_address_tell_it_to_no_other_site(goer: Client) -> None:
    goer.post(ADDRESSES, {"give": "share"})
    for address in (shown(goer, "For friends"), shown(goer, "On another device of yours")):
        answer = Client().get(address)
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        outside = [href for _words, href in pages.read(answer).links if "://" in href]
        assert outside == []
