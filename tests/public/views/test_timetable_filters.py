"""The listing's filters on the timetable, from day to day."""

import pytest
from django.test import Client

from screenings.models import Festival
from tests.pages import read
from tests.public.timetable_pages import ADDRESS, grid, three_halls

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    return three_halls()


def days(client: Client, address: str) -> dict[str, tuple[str, str]]:
    """Of the strip: how many screenings each day has, and where its tile leads."""
    (strip,) = [part for part in read(client.get(address)).all("nav") if part["aria-label"] == "Days"]
    tiles = [(link.all("span"), link["href"]) for link in strip.all("a")]
    return {f"{words[0].text} {words[1].text}": (words[3].words(), href) for words, href in tiles if len(words) > 3}


def test_the_filters_of_the_listing_apply_and_stay_from_day_to_day(client: Client, festival: Festival) -> None:
    address = f"{ADDRESS}2026-10-10/?section=competition"
    assert "Cléo" in grid(client, "2026-10-10/?section=competition")
    assert "Night" not in grid(client, "2026-10-10/?section=competition")
    strip = days(client, address)
    assert {day: number.split()[0] for day, (number, _) in strip.items()} == {"Sat 10": "1", "Mon 12": "1"}
    assert [href for _, href in strip.values()] == [
        f"{ADDRESS}{day}/?section=competition" for day in ("2026-10-10", "2026-10-12")
    ]
    content = client.get(address).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in content
    assert f'href="{ADDRESS}2026-10-10/?section=competition&amp;by=venue"' in content.replace("&by", "&amp;by")
    assert "https://harbour.example/harbour/screenings.ics?day=2026-10-10&amp;section=competition" in content
    assert (
        "https://harbour.example/harbour/timetable/2026-10-10.ics"
        in client.get(f"{ADDRESS}2026-10-10/").content.decode()
    )


def test_several_values_apply_and_can_be_taken_away_one_by_one(client: Client, festival: Festival) -> None:
    found = grid(client, "2026-10-10/?venue=annex&venue=odeon&time=night")
    assert ("Night" in found, "Away" in found, "Cléo" in found) == (True, False, False)
    page = read(client.get(f"{ADDRESS}2026-10-10/?venue=annex&venue=odeon"))
    (chips,) = page.all("ul", of_class="chosen")
    assert [link["href"] for link in chips.all("a")] == [
        f"{ADDRESS}2026-10-10/?venue=odeon", f"{ADDRESS}2026-10-10/?venue=annex", f"{ADDRESS}2026-10-10/",
    ]  # fmt: skip


def test_where_nothing_fits_that_day_it_says_so_and_the_days_say_where_something_does(
    client: Client, festival: Festival
) -> None:
    address = f"{ADDRESS}2026-10-12/?venue=annex"
    page = read(client.get(address))
    assert "No screening fits." in page.text
    assert not page.all("table")
    assert {day: number.split()[0] for day, (number, _) in days(client, address).items()} == {
        "Sat 10": "1",
        "Mon 12": "0",
    }


def test_the_overview_is_filtered_too(client: Client, festival: Festival) -> None:
    found = read(client.get(f"{ADDRESS}overview/?venue=annex"))
    assert [line.text for line in found.all("li", of_class="entry")] == ["21:00 Away"]


def test_a_forms_empty_fields_and_a_day_of_its_own_are_not_kept(client: Client, festival: Festival) -> None:
    answer = client.get(f"{ADDRESS}2026-10-10/?q=&venue=annex&from=")
    assert (answer.status_code, answer["Location"]) == (302, f"{ADDRESS}2026-10-10/?venue=annex")
    answer = client.get(f"{ADDRESS}2026-10-10/?q=")
    assert (answer.status_code, answer["Location"]) == (302, f"{ADDRESS}2026-10-10/")
    assert "Cléo" in grid(client, "2026-10-10/?day=2026-10-12")


def test_what_cannot_be_read_of_a_query_is_named_and_changes_nothing(client: Client, festival: Festival) -> None:
    page = read(client.get(f"{ADDRESS}2026-10-10/?venue=<b>"))
    assert "A part of the address could not be used and was ignored" in page.text
    assert "Cléo" in page.text
