"""The timetable page: which day, which halls, and nothing that is not public."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival
from tests import world
from tests.pages import read
from tests.public.pages import Page, publish_many
from tests.public.timetable_pages import ADDRESS, grid, three_halls

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    return three_halls()


def test_halls_stand_under_their_venue_and_a_show_after_midnight_on_the_evening_before(
    client: Client, festival: Festival
) -> None:
    assert grid(client) == (
        "Annex Main 21:00 to 22:30 Away ☆ Add to my plan : Away "
        "Odeon Odeon Hall 1 Sun 11 Oct , 00:30 to 02:00 Night ☆ Add to my plan : Night "
        "Odeon Hall 2 20:10 to 22:00 Cléo Q&amp;A Competition ☆ Add to my plan : Cléo"
    )
    content = client.get(f"{ADDRESS}2026-10-10/").content.decode()
    assert hours(content) == ["20:00", "21:00", "22:00", "23:00", "00:00 Sun 11 Oct", "01:00"]
    # 20:10 to 22:00 in steps of five minutes.
    assert re.search(r'<td colspan="2"></td>\s*<td colspan="22" class="slot [^"]*of-competition', content)


def hours(content: str) -> list[str]:
    """At the edge of the grid."""
    found = re.findall(r'<th scope="col" colspan="12"[^>]*>(.*?)</th>', content)
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in found]


def jumps(content: str) -> dict[str, str]:
    """The links above the grid, and the hour that each leads to."""
    at_hour = dict(zip(re.findall(r'id="(hour-\d+)"', content), hours(content), strict=True))
    return {words: at_hour[anchor] for anchor, words in re.findall(r'<a href="#(hour-\d+)"[^>]*>(\w+)', content)}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        # From then to the next start or end the page is kept, and says the same.
        ("2026-10-10 20:09", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"} | {"Now": "15:00"}),
        ("2026-10-10 22:29", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"} | {"Now": "22:00"}),
        ("2026-10-11 01:59", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"} | {"Now": "00:00 Sun 11 Oct"}),
        ("2026-10-10 13:59", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"}),
        ("2026-10-11 02:00", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"}),
        ("2026-04-01 12:00", {"Afternoon": "14:00", "Evening": "17:00", "Late": "22:00"}),
    ],
)
def test_links_lead_to_now_and_to_the_parts_of_the_day(
    client: Client, festival: Festival, moment: str, expected: dict[str, str]
) -> None:
    early = world.film(festival, "Early", runtime=75)
    world.screening(early, world.hall(festival, "Hall 1"), "2026-10-10 14:05")
    world.published(festival)
    with time_machine.travel(world.at(moment)):
        content = client.get(f"{ADDRESS}2026-10-10/").content.decode()
    assert jumps(content) == expected


def test_the_hour_that_a_night_has_twice_is_told_apart_and_the_one_it_skips_is_not_there(client: Client) -> None:
    festival = world.festival(starts_on=date(2026, 10, 20), ends_on=date(2027, 3, 30))
    hall = world.hall(festival)
    world.screening(world.film(festival, "Autumn", runtime=360), hall, "2026-10-24 23:30")
    world.screening(world.film(festival, "Spring", runtime=180), hall, "2027-03-27 23:30")
    world.published(festival)
    autumn, spring = (client.get(f"{ADDRESS}{day}/").content.decode() for day in ("2026-10-24", "2027-03-27"))
    assert hours(autumn) == [
        "23:00", "00:00 Sun 25 Oct", "01:00", "02:00 CEST", "02:00 CET", "03:00", "04:00",
    ]  # fmt: skip
    assert hours(spring) == ["23:00", "00:00 Sun 28 Mar", "01:00", "03:00"]


def test_where_cinemas_have_clocks_of_their_own_it_says_whose_hours_they_are(client: Client) -> None:
    festival = world.festival()
    film = world.film(festival)
    world.screening(film, world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    assert "The hours are" not in Page(client.get(ADDRESS)).text
    world.screening(film, world.hall(festival, "Dock", "Quay", timezone="Europe/London"), "2026-10-10 20:00")
    world.published(festival)
    found = Page(client.get(ADDRESS))
    assert "The hours are Berlin time." in found.text
    assert "20:00 to 21:30 London time" in found.text
    # In the order of instants, an hour later.
    assert hours(client.get(ADDRESS).content.decode()) == ["20:00", "21:00", "22:00"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-01 12:00", "2026-10-10"),
        ("2026-10-10 12:00", "2026-10-10"),
        ("2026-10-11 01:00", "2026-10-10"),
        ("2026-10-11 12:00", "2026-10-12"),  # nothing is on that day
        ("2027-01-01 12:00", "2026-10-12"),
    ],
)
def test_without_a_day_it_shows_the_one_that_matters_now(
    client: Client, festival: Festival, moment: str, day: str
) -> None:
    with time_machine.travel(world.at(moment)):
        content = client.get(ADDRESS).content.decode()
    assert f'href="/harbour/timetable/{day}/" aria-current="page"' in content
    assert f'<link rel="canonical" href="https://harbour.example/harbour/timetable/{day}/">' in content


@pytest.mark.parametrize(
    "day", ["2026-10-11", "20261010", "2026-W41-6", "today", "2026-02-30", "0000-00-00", "x" * 999]
)
def test_a_day_without_screenings_and_what_is_no_day_are_not_found(
    client: Client, festival: Festival, day: str
) -> None:
    assert client.get(f"{ADDRESS}{day}/").status_code == 404


def order_in_list(client: Client, query: str = "") -> list[str]:
    """Of venues, films and headings, in the list that small screens show."""
    content = client.get(f"{ADDRESS}2026-10-10/{query}").content.decode()
    found = content.partition('<div class="timetable-list">')[2].partition('<p class="more">')[0]
    parts = r'<h3>(.*?)</h3>|<summary>(.*?)</summary>|<p class="title">(.*?)</p>|<p class="place">(.*?)</p>'
    words = ("".join(each) for each in re.findall(parts, found, re.DOTALL))
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in words]


def test_small_screens_have_the_day_as_a_list_by_time(client: Client, festival: Festival) -> None:
    assert order_in_list(client) == [
        "Cléo", "Odeon, Hall 2", "Away", "Annex, Main", "Night", "Odeon, Hall 1",
    ]  # fmt: skip


def test_or_by_venue(client: Client, festival: Festival) -> None:
    assert order_in_list(client, "?by=venue") == ["Annex", "Away", "Main", "Odeon", "Cléo", "Hall 2", "Night", "Hall 1"]
    assert order_in_list(client, "?by=colour") == order_in_list(client)
    found = client.get(f"{ADDRESS}2026-10-10/?by=venue").content.decode()
    assert '<a href="/harbour/timetable/2026-10-10/?by=venue" rel="nofollow" aria-current="true">By venue</a>' in found


@pytest.mark.parametrize("by", ["", "?by=venue"])
def test_in_the_list_what_is_over_is_folded_away_below(client: Client, festival: Festival, by: str) -> None:
    with time_machine.travel(world.at("2026-10-10 22:05")):
        found = order_in_list(client, by)
    past = found.index("1 showing is over")
    assert "Cléo" in found[past:]
    assert {"Away", "Night"} <= set(found[:past])
    assert "Cléo" not in found[:past]


def columns(client: Client) -> dict[str, dict[str, list[str]]]:
    """What the overview shows, by hall and day."""
    page = read(client.get(f"{ADDRESS}overview/"))
    (table,) = page.all("table")
    rows = table.all("tr")
    days = [cell.text for cell in rows[0].all("th")][1:]
    halls: dict[str, dict[str, list[str]]] = {}
    for row in rows[1:]:
        if cells := row.all("td"):
            lines = [[line.text for line in cell.all("li")] for cell in cells]
            halls[row.all("th")[0].text] = {day: found for day, found in zip(days, lines, strict=True) if found}
    return halls


def test_the_overview_shows_the_whole_festival_by_hall_and_day(client: Client, festival: Festival) -> None:
    assert columns(client) == {
        "Annex Main": {"Sat 10 Oct": ["21:00 Away"]},
        "Odeon Hall 1": {"Sat 10 Oct": ["00:30 Night"]},
        "Odeon Hall 2": {"Sat 10 Oct": ["20:10 Cléo"], "Mon 12 Oct": ["10:00 Cléo"]},
    }
    page = client.get(f"{ADDRESS}overview/").content.decode()
    assert 'href="/harbour/timetable/2026-10-12/"' in page
    assert 'href="/harbour/films/cleo/"' in page


def test_the_overview_says_what_is_cancelled_and_names_no_secret_film(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    world.screening(world.film(festival, "Gone"), hall, "2026-10-10 18:00", status="cancelled")
    world.screening(world.film(festival, "Whisper"), hall, "2026-10-10 20:00", billing="secret")
    world.published(festival)
    assert columns(client)["Odeon Hall 1"]["Sat 10 Oct"][0] == "18:00 Gone Cancelled"
    assert "Whisper" not in client.get(f"{ADDRESS}overview/").content.decode()


@pytest.mark.parametrize("number", [1, 300])
def test_the_overview_takes_five_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish_many(world.festival(), number)
    with django_assert_num_queries(5):
        assert client.get(f"{ADDRESS}overview/").status_code == 200


def test_before_the_first_publication_the_overview_says_so(client: Client) -> None:
    world.festival()
    assert "The programme is not published yet." in Page(client.get(f"{ADDRESS}overview/")).text


def test_before_the_first_publication_it_says_so(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    found = Page(client.get(ADDRESS))
    assert "The programme is not published yet." in found.text
    assert "Cléo" not in found.text
    assert client.get(f"{ADDRESS}2026-10-10/").status_code == 404


def test_a_day_of_cancelled_screenings_only_is_still_told(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00", status="cancelled")
    world.published(festival)
    assert "Cancelled" in grid(client)


@pytest.mark.parametrize("number", [1, 300])
def test_it_takes_five_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int) -> None:
    publish_many(world.festival(), number)
    with django_assert_num_queries(5):
        assert client.get(f"{ADDRESS}2026-10-09/").status_code == 200


def test_halls_are_counted(client: Client) -> None:
    festival = world.festival()
    for name in ("Screen 10", "Screen 9", "Screen 1"):
        world.screening(world.film(festival, f"In {name}"), world.hall(festival, name), "2026-10-10 20:00")
    world.published(festival)
    assert re.findall(r"Screen \d+(?= 20:00)", grid(client)) == ["Screen 1", "Screen 9", "Screen 10"]


def test_a_short_screening_has_room_for_its_words_and_the_next_a_row_of_its_own(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    for title, start, runtime in (("Ten", "18:00", 10), ("Feature", "18:30", 90), ("Late", "21:40", 15)):
        world.screening(world.film(festival, title, runtime=runtime), hall, f"2026-10-10 {start}")
    world.screening(world.film(festival, "Half", runtime=30), hall, "2026-10-10 20:25")
    world.published(festival)
    content = client.get(f"{ADDRESS}2026-10-10/").content.decode()
    # As wide as an hour at least, and as an hour and a half where nothing else is on; the last goes on beyond the full
    # hour after its end. The feature is as wide as it is long.
    assert [
        (steps, "is-short" in classes, title)
        for steps, classes, title in re.findall(
            r'colspan="(\d+)" class="(slot [^"]*)"><div>.*?<bdi>(\w+)', content, re.DOTALL
        )
    ] == [("12", True, "Ten"), ("15", True, "Half"), ("18", True, "Late"), ("18", False, "Feature")]
    assert 'class="timetable-hall" rowspan="2"' in content
    assert hours(content)[-1] == "23:00"
    assert "18:00 to 18:10 Ten" in grid(client)


def test_venues_are_counted_too(client: Client) -> None:
    festival = world.festival()
    for name in ("Palace 10", "Palace 2", "The Palace 1"):
        world.screening(world.film(festival, f"In {name}"), world.hall(festival, "Hall", name), "2026-10-10 20:00")
    world.published(festival)
    counted = ["The Palace 1", "Palace 2", "Palace 10"]
    assert re.findall(r"(?:The )?Palace \d+(?= Hall)", grid(client)) == counted
    page = client.get("/harbour/venues/").content.decode()
    assert re.findall(r"<bdi>((?:The )?Palace \d+)</bdi></a>", page) == counted


def test_a_special_months_later_is_one_more_day_and_the_run_stays_as_it_is(client: Client, festival: Festival) -> None:
    encore = world.film(festival, "Encore")
    world.screening(encore, world.hall(festival, "Hall 1"), "2027-02-14 20:00")
    world.published(festival, world.SPRING.replace(month=5))
    page = client.get(ADDRESS + "2027-02-14/").content.decode()
    days = re.findall(r'href="/harbour/timetable/(\d{4}-\d\d-\d\d)/"', page)
    assert list(dict.fromkeys(days)) == ["2026-10-10", "2026-10-12", "2027-02-14"]
    assert "Encore" in grid(client, "2027-02-14/")
    home = client.get("/harbour/").content.decode()
    assert "20 October 2026" in home
    festival.refresh_from_db()
    assert f"{festival.ends_on}" == "2026-10-20"
