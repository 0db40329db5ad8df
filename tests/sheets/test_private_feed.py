"""Private calendars over HTTP: for who has the address, and for nobody else."""

import gzip
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import icalendar
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screenings.models import PrivateAddress, Screening
from screenings.sheets import private_feed
from screenings.sheets.private_addresses import make_address, revoke_address, secret_token, token_digest
from tests.world import SPRING, festival, film, hall, published, saved, screening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private_feed, "FALLBACK_CACHE", private_feed.CalendarFallbackCache())


@pytest.fixture
def address() -> PrivateAddress:
    of = festival()
    screening(film(of), hall(of), "2026-10-10 20:00")
    published(of)
    return make_address(of, hall(of), given_to="Anna", by=None, at=SPRING)


def path(address: PrivateAddress) -> str:
    return f"/harbour/house/{secret_token(address)}.ics"


def titles(response: Any) -> list[str]:
    assert response.status_code == 200, response.status_code
    return [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def test_the_address_answers_as_a_feed_does_and_is_for_its_holder_alone(address: PrivateAddress) -> None:
    response = Client().get(path(address))
    assert titles(response) == ["Cléo"]
    assert {name: response.headers.get(name) for name in (
        "Content-Type", "Cache-Control", "Vary", "X-Robots-Tag", "Referrer-Policy", "Content-Disposition", "Set-Cookie",
    )} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "no-referrer",
        "Content-Disposition": 'inline; filename="harbour-private.ics"',
        "Set-Cookie": None,
    }  # fmt: skip
    found = icalendar.Calendar.from_ical(response.content)
    assert str(found["SOURCE"]) == f"https://harbour.example{path(address)}"
    assert str(found["X-WR-CALNAME"]).replace("\\,", ",") == "Harbour Film Festival: Odeon, Hall 1, run sheets"
    assert Client().get(path(address)).content == response.content
    assert Client().post(path(address)).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_head_304_and_gzip(address: PrivateAddress) -> None:
    client = Client()
    plain = client.get(path(address))
    head = client.head(path(address))
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head.headers[name] for name in ("ETag", "Last-Modified", "Content-Length")} == {
        name: plain.headers[name] for name in ("ETag", "Last-Modified", "Content-Length")
    }
    assert not plain.headers["ETag"].startswith("W/")
    zipped = client.get(path(address), headers={"accept-encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    for name, value in (
        ("If-None-Match", plain.headers["ETag"]), ("If-None-Match", zipped.headers["ETag"]),
        ("If-Modified-Since", plain.headers["Last-Modified"]),
    ):  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            unchanged = client.get(path(address), headers={name: value})
        assert (unchanged.status_code, unchanged.content, len(seen)) == (304, b"", 2)
        assert unchanged.headers["Cache-Control"].startswith("private")
    row = Screening.objects.get()
    row.notes = "Row 1 is kept"
    saved(row)
    changed = client.get(path(address), headers={"If-None-Match": plain.headers["ETag"]})
    assert b"Row 1 is kept" in changed.content


def test_a_stranger_learns_nothing(address: PrivateAddress) -> None:
    revoked = make_address(address.calendar.festival, hall(address.calendar.festival), given_to="", by=None, at=SPRING)
    revoke_address(revoked, at=SPRING)
    festival("Another", slug="another")
    paths = (
        path(revoked), "/harbour/house/wrong.ics", path(address).replace("harbour", "another"),
        path(address).replace("harbour", "nowhere"), path(address).upper(),
    )  # fmt: skip
    answers = [Client().get(each) for each in paths]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.content.replace(each.encode(), b"") for answer, each in zip(answers[:4], paths[:4], strict=True)}
    assert len(bodies) == 1
    for answer in answers[:4]:
        kept = [answer.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")]
        assert kept == ["no-store", "noindex, nofollow, noarchive", "no-referrer"]
    assert not any(b"Cl\xc3\xa9o" in body or b"revoked" in body for body in bodies)
    assert path(address).encode() not in Client().get("/sitemap.xml").content
    assert "Disallow: /*/house/" in Client().get("/robots.txt").content.decode()


def test_public_feeds_know_nothing_of_what_a_private_one_says(address: PrivateAddress) -> None:
    row = Screening.objects.get()
    row.notes = "Row 1 is kept"
    saved(row)
    screening(film(row.festival, "For the jury"), row.hall, "2026-10-11 10:00", audience="private")
    assert titles(Client().get(path(address))) == ["Cléo", "Private: For the jury"]
    for public in ("screenings.ics", "screenings.json", "screenings.csv", "venues/odeon.ics", "screenings/"):
        body = Client().get(f"/harbour/{public}").content.decode()
        assert "Cléo" in body, public
        assert "jury" not in body, public
        assert "Row 1" not in body, public
        assert secret_token(address) not in body, public


def test_when_it_was_last_fetched_is_noted_now_and_then(address: PrivateAddress) -> None:
    assert address.fetched_at is None
    Client().get(path(address))
    address.refresh_from_db()
    first = address.fetched_at
    Client().get(path(address))
    address.refresh_from_db()
    assert (first is not None, address.fetched_at) == (True, first)


@pytest.mark.parametrize("problem", ["database is locked", "database or disk is full"])
def test_where_nothing_can_be_written_it_is_read_as_it_was(address: PrivateAddress, problem: str) -> None:
    before = Client().get(path(address)).content
    of = address.calendar.festival
    screening(film(of, "Late"), hall(of), "2026-10-12 20:00", audience="private")
    private_feed.FALLBACK_CACHE.forget(token_digest(f"harbour/{secret_token(address)}"))

    def refuse(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise OperationalError(problem)
        return execute(sql, *args)

    with connection.execute_wrapper(refuse):
        meanwhile = Client().get(path(address))
    assert (meanwhile.status_code, meanwhile.content) == (200, before)
    assert b"Late" in Client().get(path(address)).content


def test_while_the_database_is_away_it_says_what_it_last_said(address: PrivateAddress) -> None:
    client = Client(raise_request_exception=False)
    before = client.get(path(address))
    with patch.object(private_feed, "find_address", side_effect=OperationalError("away")):
        assert client.get(path(address)).content == before.content
        assert client.get(path(address), headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
        assert client.get("/harbour/house/wrong.ics").status_code == 503
    revoke_address(address, at=SPRING)
    assert client.get(path(address)).status_code == 404
    with patch.object(private_feed, "find_address", side_effect=OperationalError("away")):
        assert client.get(path(address)).status_code == 503
