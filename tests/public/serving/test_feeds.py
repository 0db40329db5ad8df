"""Feeds over HTTP, as calendar programs ask for them."""

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from unittest.mock import patch

import icalendar
import pytest
import vobject
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenings.models import Festival, PublishedScreening, Screening
from screenings.public.serving.cache import CompressedBody, CurrentPublication, ResponseCache
from screenings.public.serving.feed_response import FEED_CACHE
from screenings.publishing import publish
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db
FEED = "/harbour/screenings.ics"


@pytest.fixture(autouse=True)
def _empty_shelf() -> Iterator[None]:
    FEED_CACHE.clear()
    yield
    FEED_CACHE.clear()


@pytest.fixture
def festival() -> Festival:
    """Two films in two halls of the Odeon, one at the Lantern, one double bill of both, published."""
    festival = world.festival()
    cleo = world.film(festival, "Cléo", section=world.section(festival), languages=("fr",), countries=["FR"])
    night = world.film(festival, "Night, and Fog", runtime=32)
    both = world.programme(festival, "Double Bill", cleo, night)
    first, second = world.hall(festival), world.hall(festival, "Hall 2")
    world.screening(cleo, first, "2026-10-10 20:00")
    world.screening(night, second, "2026-10-10 20:00")
    world.screening(both, world.hall(festival, "Lantern", venue="Lantern"), "2026-10-11 20:00")
    world.published(festival)
    return festival


def events(response: Any) -> dict[str, str]:
    """Summary and STATUS of every event, read by icalendar."""
    assert response.status_code == 200, response.status_code
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(event["SUMMARY"]): str(event["STATUS"]) for event in calendar.walk("VEVENT")}


def name(response: HttpResponse) -> str:
    # icalendar 7.3 knows no type for NAME and leaves its escapes; vobject takes them away.
    calendar = vobject.readOne(response.content.decode())
    return next(str(line.value) for line in calendar.lines() if line.name == "NAME")


@pytest.mark.parametrize(
    ("address", "titles", "title"),
    [
        ("screenings.ics", {"Cléo", "Night, and Fog", "Double Bill"}, "Harbour Film Festival"),
        ("screenings.ics?day=2026-10-11", {"Double Bill"}, "Sunday 11 October 2026"),
        ("screenings.ics?section=competition", {"Cléo"}, "Competition"),
        ("screenings.ics?hall=odeon.hall-2", {"Night, and Fog"}, "Hall 2"),
        ("screenings.ics?venue=odeon", {"Cléo", "Night, and Fog"}, "Odeon"),
        ("screenings.ics?language=fr&country=FR", {"Cléo", "Double Bill"}, "France, French"),
        ("screenings.ics?q=cleo", {"Cléo", "Double Bill"}, "cleo"),
        ("venues/odeon.ics", {"Cléo", "Night, and Fog"}, "Odeon"),
        ("films/cleo.ics", {"Cléo", "Double Bill"}, "Cléo"),
        ("films/double-bill.ics", {"Double Bill"}, "Double Bill"),
        ("sections/competition.ics", {"Cléo"}, "Competition"),
        ("venues/odeon/hall-2.ics", {"Night, and Fog"}, "Odeon, Hall 2"),
        ("timetable/2026-10-11.ics", {"Double Bill"}, "Sunday 11 October 2026"),
    ],
)
def test_every_filter_is_a_feed_that_bears_its_name(
    festival: Festival, client: Client, address: str, titles: set[str], title: str
) -> None:
    response = client.get(f"/harbour/{address}")
    assert set(events(response)) == titles
    assert name(response).removeprefix("Harbour Film Festival: ") == title


@pytest.mark.parametrize(
    ("address", "page", "file"),
    [
        ("sections/competition", "sections/competition/", "harbour-competition.ics"),
        ("venues/odeon/hall-2", "venues/odeon/", "harbour-odeon-hall-2.ics"),
        ("timetable/2026-10-11", "timetable/2026-10-11/", "harbour-2026-10-11.ics"),
    ],
)
def test_a_part_of_the_programme_has_an_address_without_a_query(
    festival: Festival, client: Client, address: str, page: str, file: str
) -> None:
    response = client.get(f"/harbour/{address}.ics")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert str(calendar["SOURCE"]) == f"https://harbour.example/harbour/{address}.ics"
    assert str(calendar["URL"]) == f"https://harbour.example/harbour/{page}"
    assert response.headers["Content-Disposition"] == f'inline; filename="{file}"'
    shown = client.get(f"/harbour/{page}").content.decode()
    assert f"https://harbour.example/harbour/{address}.ics</code>" in shown, "and its page offers it"


def test_the_calendar_of_a_section_goes_on_at_the_address_it_had(festival: Festival, client: Client) -> None:
    section = festival.sections.get()
    section.slug = "main-competition"
    saved = world.saved(section)
    publish(festival, at=SPRING + timedelta(hours=1))
    response = client.get("/harbour/sections/competition.ics")
    assert events(response) == {"Cléo": "CONFIRMED"}
    source = str(icalendar.Calendar.from_ical(response.content)["SOURCE"])
    assert source == f"https://harbour.example/harbour/sections/{saved.slug}.ics"


def test_a_single_screening_is_a_feed(festival: Festival, client: Client) -> None:
    screening = Screening.objects.get(film__title="Cléo")
    assert events(client.get(f"/harbour/screenings/{screening.uid}.ics")) == {"Cléo": "CONFIRMED"}


def test_a_filter_that_matches_nothing_yet_is_a_calendar_without_events(festival: Festival, client: Client) -> None:
    response = client.get(f"{FEED}?section=not-yet")
    assert events(response) == {}
    assert [part.name for part in icalendar.Calendar.from_ical(response.content).subcomponents] == ["VTIMEZONE"]


@pytest.mark.parametrize("query", ["day=2027-02-30", "from=yesterday", "q=%00"])
def test_a_filter_that_cannot_be_read_subscribes_nobody_to_everything(
    festival: Festival, client: Client, query: str
) -> None:
    assert client.get(f"{FEED}?{query}").status_code == 404


def test_before_the_first_publication_the_feed_is_empty_and_afterwards_full(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    assert events(client.get(FEED)) == {}
    world.published(festival)
    assert events(client.get(FEED)) == {"Cléo": "CONFIRMED"}


@pytest.mark.parametrize(
    "address", ["/nowhere/screenings.ics", "/harbour/films/nothing.ics", "/harbour/venues/nothing.ics",
                "/harbour/venues/odeon/nothing.ics", "/harbour/venues/nothing/hall-1.ics",
                "/harbour/sections/nothing.ics", "/harbour/timetable/2026-10-20.ics", "/harbour/timetable/today.ics",
                "/harbour/screenings/00000000-0000-4000-8000-000000000000.ics"],
)  # fmt: skip
def test_what_was_never_published_is_not_found(festival: Festival, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_answer_carries_what_a_cache_and_a_client_need(festival: Festival, client: Client) -> None:
    response = client.get(FEED)
    headers = {name: response.headers[name] for name in ("Last-Modified", "Cache-Control", "Content-Disposition")}
    assert headers == {
        "Last-Modified": "Wed, 01 Apr 2026 12:00:00 GMT",
        "Cache-Control": "public, max-age=0, must-revalidate, stale-if-error=604800",
        "Content-Disposition": 'inline; filename="harbour-screenings.ics"',
    }
    assert "Accept-Encoding" in response.headers["Vary"]
    assert "Set-Cookie" not in response.headers
    assert not response.headers["ETag"].startswith("W/")


def test_the_same_publication_gives_the_same_bytes_from_another_process_too(festival: Festival, client: Client) -> None:
    first = client.get(FEED)
    FEED_CACHE.clear()
    again = client.get(FEED)
    assert (first.content, first.headers["ETag"]) == (again.content, again.headers["ETag"])


@pytest.mark.parametrize(
    "form",
    ["{0}", "W/{0}", '"other", {0}', "*", '"' + 'x" , "' * 900 + '", {0}'],
    ids=["one", "weak", "list", "any", "8 kB"],
)
def test_a_client_that_has_it_is_told_so(festival: Festival, client: Client, form: str) -> None:
    full = client.get(FEED)
    response = client.get(FEED, headers={"if-none-match": form.format(full.headers["ETag"])})
    assert (response.status_code, response.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
        assert response.headers[header] == full.headers[header]


def test_a_304_is_one_query_and_a_repeated_answer_too(
    festival: Festival, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        etag = client.get(FEED).headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(FEED, headers={"if-none-match": etag}).status_code == 304
    with django_assert_num_queries(1):
        assert client.get(FEED).status_code == 200


def test_if_modified_since_is_answered_by_the_publications_moment(festival: Festival, client: Client) -> None:
    modified = client.get(FEED).headers["Last-Modified"]
    assert client.get(FEED, headers={"if-modified-since": modified}).status_code == 304
    assert client.get(FEED, headers={"if-modified-since": "Wed, 01 Apr 2026 11:59:59 GMT"}).status_code == 200
    stale = {"if-modified-since": modified, "if-none-match": '"other"'}
    assert client.get(FEED, headers=stale).status_code == 200


def test_a_new_publication_is_a_new_body(festival: Festival, client: Client) -> None:
    before = client.get(FEED)
    screening = Screening.objects.get(film__title="Cléo")
    screening.status = "cancelled"
    world.saved(screening)
    publish(festival, at=SPRING + timedelta(hours=1))
    after = client.get(FEED, headers={"if-none-match": before.headers["ETag"]})
    assert events(after)["Cancelled: Cléo"] == "CANCELLED"
    assert after.headers["ETag"] != before.headers["ETag"]


def test_sold_out_comes_and_goes_with_a_new_revision_each_time(festival: Festival, client: Client) -> None:
    seen = []
    for hour, is_sold_out in enumerate((True, False), 1):
        screening = Screening.objects.get(film__title="Cléo")
        screening.sold_out = is_sold_out
        world.saved(screening)
        publish(festival, at=SPRING + timedelta(hours=hour))
        calendar = icalendar.Calendar.from_ical(client.get(FEED).content)
        found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
        event = found.pop(str(screening.uid))
        seen.append((str(event["SUMMARY"]), event["SEQUENCE"], event["LAST-MODIFIED"].dt, event["DTSTAMP"].dt))
        assert {(each["SEQUENCE"], each["LAST-MODIFIED"].dt) for each in found.values()} == {(0, SPRING)}
    first, second = SPRING + timedelta(hours=1), SPRING + timedelta(hours=2)
    assert seen == [("Sold out: Cléo", 1, first, first), ("Cléo", 2, second, second)]


def test_gzip_has_its_own_validator_and_unpacks_to_the_same_bytes(festival: Festival, client: Client) -> None:
    plain = client.get(FEED, headers={"accept-encoding": "identity"})
    zipped = client.get(FEED, headers={"accept-encoding": "br, gzip;q=0.8"})
    refused = client.get(FEED, headers={"accept-encoding": "gzip;q=0"})
    assert gzip.decompress(zipped.content) == plain.content == refused.content
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    told = client.get(FEED, headers={"if-none-match": zipped.headers["ETag"], "accept-encoding": "gzip"})
    assert (told.status_code, told.headers["ETag"]) == (304, zipped.headers["ETag"])


def test_head_says_the_same_without_a_body(festival: Festival, client: Client) -> None:
    get, head = client.get(FEED), client.head(FEED)
    assert head.content == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert client.post(FEED).status_code == 405


def test_the_host_a_request_names_is_nowhere_in_the_feed(festival: Festival, client: Client) -> None:
    body = client.get(FEED, headers={"host": "localhost"}).content.decode()
    assert "localhost" not in body
    assert "SOURCE;VALUE=URI:https://harbour.example/harbour/screenings.ics" in body


def test_while_the_database_is_away_the_last_body_goes_on_being_served(festival: Festival, client: Client) -> None:
    before = client.get(FEED)
    with patch("screenings.public.serving.feed_response.current_publication", side_effect=OperationalError("gone")):
        meanwhile = client.get(FEED)
        told = client.get(FEED, headers={"if-none-match": before.headers["ETag"]})
    assert (meanwhile.content, meanwhile.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert told.status_code == 304


def test_a_herd_waits_for_one_build() -> None:
    shelf, start = ResponseCache(), Barrier(8)
    current = CurrentPublication("token", 1, 1, SPRING, "Harbour", "UTC", "", "https://harbour.example", "en")
    built = []

    def build() -> bytes:
        built.append(1)
        return b"calendar"

    def ask(_: int) -> CompressedBody:
        start.wait()
        return shelf.get_or_build("feed", current, "tag", build)

    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(ask, range(8)))
    assert (len(built), shelf.build_count) == (1, 1)
    assert {body.plain for body in bodies} == {b"calendar"}


def test_the_shelf_gives_up_the_least_used_beyond_its_room() -> None:
    shelf = ResponseCache(max_bytes=3 * len(CompressedBody.of(b"x" * 100)))
    current = CurrentPublication("token", 1, 1, SPRING, "Harbour", "UTC", "", "https://harbour.example", "en")
    for key in "abc":
        shelf.get_or_build(key, current, "1", lambda: b"x" * 100)
    shelf.last_built("a")
    shelf.get_or_build("d", current, "1", lambda: b"x" * 100)
    assert [key for key in "abcd" if shelf.last_built(key)] == ["a", "c", "d"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=80))
def test_no_query_is_an_error(festival: Festival, client: Client, query: str) -> None:
    response = client.get(FEED, query_params={"q": query, "venue": query, "day": query})
    assert response.status_code in (200, 404)


def test_a_secret_film_is_in_no_feed_of_its_own(festival: Festival, client: Client) -> None:
    hidden = world.film(festival, "Mumword")
    world.screening(hidden, world.hall(festival), "2026-10-12 20:00", billing="secret")
    publish(festival, at=SPRING + timedelta(hours=1))
    assert client.get("/harbour/films/mumword.ics").status_code == 404
    assert b"umword" not in client.get(FEED).content
    assert PublishedScreening.objects.current(festival).filter(title="Secret screening").exists()
