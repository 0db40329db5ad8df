"""Kept pages: the same bytes as rendered ones, never stale, never somebody else's."""

import gzip
from typing import Any, NoReturn

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import OperationalError, ProgrammingError, connection
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from screenings.models import Festival, Screening
from screenings.public.serving.pages import PAGE_CACHE
from screenings.publishing import publish
from tests import world

# In a transaction that writes, as a test's is, PostgreSQL has no name for what is read yet, and nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)
LISTING = "/harbour/screenings/"


@pytest.fixture
def festival() -> Festival:
    festival = world.festival()
    hall = world.hall(festival)
    world.screening(world.film(festival, "Cléo"), hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Night"), hall, "2026-10-11 20:00")
    world.published(festival)
    return festival


@pytest.fixture
def nobody() -> Client:
    return Client()


def with_cookie() -> Client:
    client = Client()
    client.cookies["any"] = "thing"
    return client


def built(client: Client, query: str = "", **headers: str) -> tuple[HttpResponse, int]:
    """The answer, and how many pages were rendered for the shelf meanwhile."""
    before = PAGE_CACHE.build_count
    return client.get(LISTING + query, headers=headers), PAGE_CACHE.build_count - before


def test_a_page_is_rendered_once_and_is_the_one_that_is_rendered_for_others(festival: Festival, nobody: Client) -> None:
    first, second = built(nobody), built(nobody)
    assert (first[1], second[1]) == (1, 0)
    assert first[0].content == second[0].content == built(with_cookie())[0].content


def test_it_is_sent_compressed_to_who_takes_that(festival: Festival, nobody: Client) -> None:
    plain, zipped = built(nobody)[0], built(nobody, **{"accept-encoding": "br, gzip"})[0]
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert "Content-Encoding" not in built(nobody, **{"accept-encoding": "br"})[0]
    assert zipped["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_who_has_it_is_told_that_nothing_changed(festival: Festival, nobody: Client) -> None:
    for encoding in ("identity", "gzip"):
        response = built(nobody, **{"accept-encoding": encoding})[0]
        again, rendered = built(nobody, **{"accept-encoding": encoding, "if-none-match": response["ETag"]})
        assert (again.status_code, again.content, rendered) == (304, b"", 0)
        assert again["ETag"] == response["ETag"]
    assert built(nobody, "?q=night", **{"if-none-match": response["ETag"]})[0].status_code == 200


def test_whatever_changes_is_seen_at_once(festival: Festival, nobody: Client) -> None:
    def said() -> str:
        return built(nobody)[0].content.decode()

    with time_machine.travel(world.at("2026-10-10 12:00"), tick=False) as clock:
        assert "Harbour Film Festival" in said()
        Festival.objects.update(name="Port Film Festival")
        assert "Port Film Festival" in said()
        Festival.objects.update(colour="#00ff00")
        theme = said().partition("/theme-")[2][:12]
        Festival.objects.update(colour="#0000ff")
        assert theme not in said()
        Screening.objects.filter(film__title="Night").update(public_note="Bring a coat.")
        assert "Bring a coat." not in said()
        publish(festival, at=world.at("2026-05-01 12:00"))
        assert "Bring a coat." in said()
        assert "1 screening is over" not in said()
        clock.move_to(world.at("2026-10-10 21:30"))
        assert "1 screening is over" in said()
        # The next festival day begins at six: another tile is today's.
        before = said()
        clock.move_to(world.at("2026-10-11 06:00"))
        assert said() != before
        clock.move_to(world.at("2026-10-21 12:00"))
        assert "over" not in said()


def test_whoever_comes_gets_the_same_bytes(festival: Festival, nobody: Client) -> None:
    staff = Client()
    staff.force_login(User.objects.create_superuser("ada"))
    first, rendered = built(nobody, "?sort=title")
    assert rendered == 1
    for client, query in ((staff, ""), (with_cookie(), ""), (nobody, "&utm_source=<b>letter</b>&fbclid=1")):
        response, rendered = built(client, f"?sort=title{query}")
        assert (response.content, response["ETag"], rendered) == (first.content, first["ETag"], 0)


def test_a_kept_page_holds_no_token_and_sets_no_cookie(festival: Festival, nobody: Client) -> None:
    response = built(nobody)[0]
    assert not response.cookies
    assert b"csrf" not in response.content


def test_queries_that_mean_the_same_share_a_page_and_long_ones_are_not_kept(festival: Festival, nobody: Client) -> None:
    assert built(nobody, "?q=night&sort=title")[1] == 1
    assert built(nobody, "?sort=title&q=night&utm_source=x")[1] == 0
    assert built(nobody, f"?q={'x' * 300}")[1] == 0


def test_what_is_not_there_is_not_kept(festival: Festival, nobody: Client) -> None:
    for _ in range(2):
        response, rendered = built(nobody, "?page=9")
        assert (response.status_code, rendered) == (404, 0)


def test_where_each_request_is_a_transaction_nothing_is_kept(
    festival: Festival, nobody: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `check` says (screenings.W012). The middleware, which is out of it, keeps pages all the same."""
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert [built(nobody)[1], built(nobody)[1]] == [1, 0]
    PAGE_CACHE.clear()
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith(".PageMiddleware")]
    nobody = Client()
    response, rendered = built(nobody)
    assert (response.status_code, rendered, built(nobody)[1]) == (200, 0, 0)
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", False)
    assert [built(nobody)[1], built(nobody)[1]] == [1, 0]


def test_the_first_publication_is_seen_at_once(nobody: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival, "Cléo"), world.hall(festival), "2026-10-10 20:00")
    assert b"Cl\xc3\xa9o" not in built(nobody)[0].content
    world.published(festival)
    assert b"Cl\xc3\xa9o" in built(nobody)[0].content


@pytest.mark.parametrize("address", [LISTING, LISTING + "?q=night", "/harbour/changes/"])
def test_while_the_database_is_away_the_page_goes_on_being_served_to_everybody(
    festival: Festival, nobody: Client, address: str
) -> None:
    before = nobody.get(address)
    with connection.execute_wrapper(_away):
        meanwhile, told = nobody.get(address), nobody.get(address, headers={"if-none-match": before["ETag"]})
        zipped = nobody.get(address, headers={"accept-encoding": "gzip"})
        with_a_cookie = with_cookie().get(address)
        another = nobody.get("/harbour/screenings/?q=never+asked+for")
    assert (meanwhile.status_code, meanwhile.content, meanwhile["ETag"]) == (200, before.content, before["ETag"])
    assert (told.status_code, told["ETag"]) == (304, before["ETag"])
    assert gzip.decompress(zipped.content) == with_a_cookie.content == before.content
    assert another.status_code == 503
    assert nobody.get(address).status_code == 200


def _away(*_: Any) -> NoReturn:
    raise OperationalError("connection refused")


def test_what_was_kept_is_served_though_the_day_has_changed_meanwhile(festival: Festival, nobody: Client) -> None:
    with time_machine.travel(world.at("2026-10-10 12:00"), tick=False) as clock:
        before = nobody.get(LISTING).content
        clock.move_to(world.at("2026-10-11 12:00"))
        with connection.execute_wrapper(_away):
            assert nobody.get(LISTING).content == before
        assert nobody.get(LISTING).content != before


def test_a_fault_of_ours_is_not_hidden_behind_an_old_page(festival: Festival) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(LISTING).status_code == 200

    def wrong(*_: Any) -> NoReturn:
        raise ProgrammingError("no such column")

    with connection.execute_wrapper(wrong):
        assert client.get(LISTING).status_code == 500


def test_the_front_door_leads_to_the_festival_that_is_on_by_the_day_and_by_what_is_saved(nobody: Client) -> None:
    world.festival(starts_on="2026-10-09", ends_on="2026-10-12")
    later = world.festival("Winter", slug="winter", starts_on="2026-12-01", ends_on="2026-12-05")

    def led() -> tuple[str, int]:
        before = PAGE_CACHE.build_count
        return nobody.get("/")["Location"], PAGE_CACHE.build_count - before

    with time_machine.travel(world.at("2026-10-12 23:00"), tick=False) as clock:
        assert [led(), led()] == [("/harbour/", 1), ("/harbour/", 0)]
        clock.move_to(world.at("2026-10-13 05:59"))  # the night of the last day
        assert led() == ("/harbour/", 0)
        clock.move_to(world.at("2026-10-13 06:00"))
        assert [led(), led()] == [("/winter/", 1), ("/winter/", 0)]
        Festival.objects.filter(pk=later.pk).update(slug="frost")
        assert led() == ("/frost/", 1)
        later.delete()
        assert led() == ("/harbour/", 1)


def test_while_the_database_is_away_the_front_door_leads_where_it_last_did(festival: Festival, nobody: Client) -> None:
    assert nobody.get("/")["Location"] == "/harbour/"
    with connection.execute_wrapper(_away):
        answers = nobody.get("/"), with_cookie().head("/?utm_source=x")
    assert [(answer.status_code, answer.headers.get("Location")) for answer in answers] == [(302, "/harbour/")] * 2


def test_the_front_door_asks_once_and_starts_no_session(
    festival: Festival, nobody: Client, django_assert_num_queries: Any
) -> None:
    nobody.get("/")
    with django_assert_num_queries(1):
        response = nobody.get("/")
    assert not response.cookies
    assert "default-src 'self'" in response["Content-Security-Policy"]
