"""The programme for machines over HTTP: JSON, CSV and schedule.xml, each with the listing's filter where it has one."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from screenings.models import Festival, Screening
from screenings.public.serving.feed_response import FEED_CACHE
from screenings.publishing import publish
from tests import world
from tests.addresses import the_house
from tests.public.pages import Page
from tests.world import SPRING

pytestmark = pytest.mark.django_db
FORMS = {
    "/harbour/screenings.json": ("application/json", 'inline; filename="harbour-screenings.json"'),
    "/harbour/screenings.csv": ("text/csv; charset=utf-8", 'attachment; filename="harbour-screenings.csv"'),
    "/harbour/schedule.xml": ("application/xml; charset=utf-8", 'inline; filename="harbour-schedule.xml"'),
}


@pytest.fixture(autouse=True)
def _empty_shelf() -> Iterator[None]:
    FEED_CACHE.clear()
    yield
    FEED_CACHE.clear()


@pytest.fixture
def festival() -> Festival:
    """Cléo at the Odeon, and a film at the Lantern whose showing was cancelled."""
    festival = world.festival()
    world.screening(
        world.film(festival, "Cléo", section=world.section(festival), directors=("Agnès Varda",)),
        world.hall(festival), "2026-10-10 20:00",
    )  # fmt: skip
    fog = world.film(festival, "Night and Fog", runtime=32)
    world.screening(fog, world.hall(festival, "Lantern", venue="Lantern"), "2026-10-11 00:30", status="cancelled")
    world.published(festival)
    return festival


def titles(client: Client, address: str) -> list[str]:
    """What is in the feed, read by a reader of its own kind."""
    response = client.get(address)
    assert response.status_code == 200, address
    if ".json" in address:
        document = json.loads(response.content)
        assert document["count"] == len(document["screenings"])
        return [screening["title"] for screening in document["screenings"]]
    if ".csv" in address:
        return [row["title"] for row in csv.DictReader(io.StringIO(response.content.decode(), newline=""))]
    return [event.findtext("title") or "" for event in fromstring(response.content).iter("event")]


@pytest.mark.parametrize("suffix", ["json", "csv"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Cléo", "Night and Fog"]),
        ("?venue=odeon", ["Cléo"]),
        ("?section=competition&q=cleo", ["Cléo"]),
        ("?day=2026-10-10", ["Cléo", "Night and Fog"]),
        ("?venue=not-yet", []),
    ],
)
def test_json_and_csv_keep_to_the_filter_of_the_listing(
    festival: Festival, client: Client, suffix: str, query: str, expected: list[str]
) -> None:
    assert titles(client, f"/harbour/screenings.{suffix}{query}") == expected


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_filter_that_cannot_be_read_is_not_found(festival: Festival, client: Client, suffix: str) -> None:
    assert client.get(f"/harbour/screenings.{suffix}?day=soon").status_code == 404


def test_the_schedule_leaves_out_what_does_not_take_place(festival: Festival, client: Client) -> None:
    assert titles(client, "/harbour/schedule.xml") == ["Cléo"]


def test_a_filtered_document_names_itself_and_its_page(festival: Festival, client: Client) -> None:
    document = json.loads(client.get("/harbour/screenings.json?venue=odeon").content)
    assert (document["name"], document["url"], document["source"], document["publication"]) == (
        "Harbour Film Festival: Odeon",
        "https://harbour.example/harbour/screenings/?venue=odeon",
        "https://harbour.example/harbour/screenings.json?venue=odeon",
        {"number": 1, "published_at": "2026-04-01T12:00:00Z"},
    )


@pytest.mark.parametrize("address", FORMS)
def test_the_answer_says_what_it_is_and_who_may_read_it(festival: Festival, client: Client, address: str) -> None:
    response = client.get(address)
    names = ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin", "Last-Modified", "Vary")
    assert tuple(response.headers[name] for name in names) == (
        *FORMS[address], "*", "Wed, 01 Apr 2026 12:00:00 GMT", "Accept-Encoding",
    )  # fmt: skip
    assert response.headers["Cache-Control"].startswith("public, max-age=0, must-revalidate")
    assert "Set-Cookie" not in response.headers
    head = client.head(address)
    assert (head.content, head.headers["ETag"]) == (b"", response.headers["ETag"])
    assert client.post(address).status_code == 405


OPEN = (
    *FORMS, "/harbour/screenings.ics", "/harbour/screenings.ics?venue=odeon", "/harbour/films/cleo.ics",
    "/harbour/venues/odeon.ics", "/harbour/changes.atom",
)  # fmt: skip


@pytest.mark.parametrize("address", OPEN)
def test_a_page_of_another_site_may_read_it_and_ask_whether_it_has_changed(
    festival: Festival, client: Client, address: str
) -> None:
    """As a browser does: it asks first where a script sends If-None-Match, and shows the script what it may see."""
    full = client.get(address, headers={"origin": "https://elsewhere.example"})
    asked = client.options(
        address,
        headers={
            "origin": "https://elsewhere.example",
            "access-control-request-method": "GET",
            "access-control-request-headers": "if-none-match",
        },
    )
    told = client.get(address, headers={"if-none-match": full.headers["ETag"]})
    lost = client.get("/harbour/films/nothing.ics")
    answers = (full, asked, told, lost)
    assert [answer.status_code for answer in answers] == [200, 204, 304, 404]
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert "ETag" in full.headers["Access-Control-Expose-Headers"]
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert not any("Access-Control-Allow-Credentials" in answer.headers for answer in answers)


def test_no_page_of_another_site_may_read_what_is_private(client: Client) -> None:
    facts = the_house()
    told = client.get(f"/harbour/house/{facts['token']}.ics", headers={"origin": "https://elsewhere.example"})
    assert told.status_code == 200
    for answer in (told, client.get("/admin/"), client.get("/harbour/")):
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("address", FORMS)
def test_who_has_it_is_told_so_after_one_query(
    festival: Festival, client: Client, address: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        full = client.get(address)
    with django_assert_num_queries(1):
        told = client.get(address, headers={"if-none-match": full.headers["ETag"]})
    assert (told.status_code, told.content, told.headers["Access-Control-Allow-Origin"]) == (304, b"", "*")
    zipped = client.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(zipped.content) == full.content
    assert zipped.headers["ETag"] != full.headers["ETag"]


def test_each_form_has_a_validator_of_its_own_and_a_new_one_with_each_publication(
    festival: Festival, client: Client
) -> None:
    before = {address: client.get(address).headers["ETag"] for address in (*FORMS, "/harbour/screenings.ics")}
    assert len(set(before.values())) == 4
    screening = Screening.objects.get(film__title="Cléo")
    screening.sold_out = True
    world.saved(screening)
    publish(festival, at=SPRING + timedelta(hours=1))
    after = {address: client.get(address).headers["ETag"] for address in before}
    assert not set(after.values()) & set(before.values())


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", FORMS)
def test_the_queries_do_not_grow_with_the_programme(
    client: Client, address: str, number: int, django_assert_num_queries: Any
) -> None:
    festival = world.festival()
    for index in range(number):
        part = world.film(festival, f"Part {index}", directors=(f"Director {index}",))
        programme = world.programme(festival, f"Programme {index}", part)
        world.screening(programme, world.hall(festival, f"Hall {index}"), "2026-10-10 20:00")
    world.published(festival)
    with django_assert_num_queries(4):
        assert len(titles(client, address)) == number


@pytest.mark.parametrize("address", FORMS)
def test_before_the_first_publication_each_is_empty_and_kept_by_nobody(client: Client, address: str) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    assert titles(client, address) == []
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_before_the_first_publication_the_schedule_is_of_the_first_day_of_the_run(client: Client) -> None:
    world.festival(slug="iff")
    root = fromstring(client.get("/iff/schedule.xml").content)
    (day,) = root.iter("day")
    assert day.attrib == {
        "index": "1", "date": "2026-10-09", "start": "2026-10-09T00:00:00+02:00", "end": "2026-10-10T00:00:00+02:00",
    }  # fmt: skip
    assert root.findtext("conference/acronym") == "iff-festival"


@pytest.mark.parametrize("address", FORMS)
def test_a_secret_a_private_and_an_unpublished_screening_tell_nothing(client: Client, address: str) -> None:
    festival = world.festival()
    hall, hidden = world.hall(festival), world.film(festival, "Nightjar", directors=("Ida Lupino",), year=1953)
    # Random keys hold 1953 now and then.
    world.screening(world.film(festival, "Open"), hall, "2026-10-10 20:00", uid=UUID(int=1))
    world.screening(hidden, hall, "2026-10-11 20:00", billing="secret", notes="Nightjar", uid=UUID(int=2))
    world.screening(hidden, hall, "2026-10-12 20:00", audience="private")
    world.published(festival)
    world.screening(hidden, hall, "2026-10-13 20:00")
    assert titles(client, address) == ["Open", "Secret screening"]
    body = client.get(address).content.decode()
    assert [word for word in ("Nightjar", "nightjar", "Lupino", "1953") if word in body] == []


def test_the_listing_leads_to_its_own_filter_in_every_form(festival: Festival, client: Client) -> None:
    links = Page(client.get("/harbour/screenings/?venue=odeon")).links
    wanted = ["/harbour/screenings.json?venue=odeon", "/harbour/screenings.csv?venue=odeon", "/harbour/schedule.xml"]
    assert [link for link in links if link in wanted] == wanted
    assert [titles(client, link) for link in wanted] == [["Cléo"]] * 3
