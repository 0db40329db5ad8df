"""The filters of the list of screenings: in words, in links, in its calendar, and what each would give."""

import re

import pytest
from django.test import Client

from tests import world
from tests.public.listing import LISTING, body, page, titles
from tests.public.pages import publish_many

pytestmark = pytest.mark.django_db


def test_the_links_to_other_pages_keep_filter_and_order(client: Client) -> None:
    publish_many(world.festival(), 550)
    links = page(client, "?sort=-title&language=fr&page=2&utm=x").links
    assert {"?language=fr&sort=-title&page=1", "?language=fr&sort=-title&page=3"} <= set(links)


def test_an_empty_field_of_the_form_does_not_stay_in_the_address(client: Client) -> None:
    publish_many(world.festival(), 1)
    for query, tidy in (
        ("?q=&day=&venue=cinema-0&sort=title", "?venue=cinema-0&sort=title"),
        ("?q=&day=", "?sort=time"),
        ("?day=&day=2027-02-30", "?day=2027-02-30"),
    ):
        assert client.get(LISTING + query)["Location"] == LISTING + tidy


def test_the_chosen_filters_stand_in_words_each_with_a_way_to_remove_it(client: Client) -> None:
    publish_many(world.festival(), 60)
    found = page(client, "?language=fr&venue=cinema-1&q=film&from=2026-10-09T10:00")
    assert (
        "Search: film remove the filter Search Venue: Cinema 1 remove the filter Venue "
        "Language: French remove the filter Language Starts from: 2026-10-09 10:00 remove" in found.text
    )
    assert f"{LISTING}?from=2026-10-09T10%3A00&q=film&venue=cinema-1" in found.links


def test_a_name_nobody_knows_gives_no_screening_and_the_ways_out(client: Client) -> None:
    publish_many(world.festival(), 5)
    found = page(client, "?venue=nowhere&language=fr")
    assert found.rows == []
    assert "No screening fits." in found.text
    assert (
        "The published programme knows nothing by that name. Remove a filter above, or see all screenings."
        in found.text
    )
    assert {f"{LISTING}?language=fr", f"{LISTING}?venue=nowhere", LISTING} <= set(found.links)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("day=2027-02-30", "Day “2027-02-30”: Write a date as 2024-10-12."),
        ("from=yesterday", "Starts from “yesterday”: Write it as 2024-10-12T18:00."),
        ("sort=evil", "Order “evil”: screenings can be put in order of time, title or hall."),
        ("sort=version", "Order “version”: screenings can be put in order of time, title or hall."),
        ("venue=%00", "Venue “\x00”: This is no name of ours. Choose from the list."),
        ("venue=%ff", "Venue “\ufffd”: This is no name of ours. Choose from the list."),
        ("venue=cinema-1&venue=%22", 'Venue “"”: This is no name of ours. Choose from the list.'),
        ("q=a&q=film", "Search “film”: It was given more than once; only the last one counts."),
        (f"q={'x' * 100_000}", f"Search “{'x' * 60}”: Ensure this value has at most 200 characters (it has 100000)."),
    ],
)
def test_what_cannot_be_read_is_ignored_and_said(client: Client, query: str, said: str) -> None:
    publish_many(world.festival(), 3)
    found = page(client, f"?{query}")
    assert f"A part of the address could not be used and was ignored: {said}" in found.text
    assert len(titles(found)) == 3


def test_crawlers_are_kept_off_the_combinations_of_filters(client: Client) -> None:
    publish_many(world.festival(), 3)
    plain, filtered = (client.get(LISTING + query).content.decode() for query in ("", "?venue=cinema-1&q=x"))
    robots = '<meta name="robots" content="noindex, nofollow">'
    assert (robots in plain, robots in filtered) == (False, True)
    assert '<link rel="canonical" href="https://harbour.example/harbour/screenings/">' in plain
    assert (
        '<link rel="canonical" href="https://harbour.example/harbour/screenings/?q=x&amp;venue=cinema-1">' in filtered
    )
    for link in re.findall(r"<a [^>]*\?[^>]*>", filtered):
        assert "nofollow" in link, link


def test_every_filter_has_its_twin_feed(client: Client) -> None:
    publish_many(world.festival(), 3)
    found = page(client, "?venue=cinema-1&q=film&page=1")
    assert "webcal://harbour.example/harbour/screenings.ics?q=film&venue=cinema-1" in found.links
    assert "https://harbour.example/harbour/screenings.ics?q=film&venue=cinema-1" in found.text


def test_every_filter_says_how_many_screenings_it_gives(client: Client) -> None:
    festival = world.festival()
    hall, other = world.hall(festival), world.hall(festival, "Main", "Paris Theater")
    galas, focus = world.section(festival, "Galas"), world.section(festival, "Focus")
    for number, (where, strand) in enumerate(((hall, galas), (hall, focus), (other, galas))):
        world.screening(world.film(festival, f"Film {number}", section=strand), where, f"2026-10-{10 + number} 20:00")
    world.published(festival)
    assert "Venue Odeon (2) Paris Theater (1)" in page(client).text
    assert "All days Sat 10 Oct 1 screening Sun 11 Oct 1 screening" in page(client).text
    chosen = page(client, "?section=galas").text
    assert "Venue Odeon (1) Paris Theater (1)" in chosen
    # Another section instead of the chosen one.
    assert "All sections Focus 1 screening Galas 2 screenings" in chosen
    assert "2 screenings in Galas." in chosen
    assert "Venue Odeon (0) Paris Theater (1)" in page(client, "?q=2").text


def test_an_empty_result_says_which_filter_to_drop_and_what_that_gives(client: Client) -> None:
    publish_many(world.festival(), 60)
    found = page(client, "?venue=cinema-1&section=section-2&hall=cinema-2.hall-2&q=film")
    assert "No screening fits." in found.text
    ways = re.findall(r"Without “([^”]*)”: (\d+ screenings?)", found.text)
    assert ways == [("Cinema 1", "1 screening"), ("Hall 2", "1 screening")]
    for query in ("?q=film&section=section-2&hall=cinema-2.hall-2", "?q=film&section=section-2&venue=cinema-1"):
        assert len([row for row in body(page(client, query)) if " to " in row]) == 1


def test_the_chosen_filter_is_a_sentence(client: Client) -> None:
    publish_many(world.festival(), 60)
    assert (
        "4 screenings matching “film” on Friday 9 October 2026 in Section 1 from Germany."
        in page(client, "?q=film&day=2026-10-09&section=section-1&country=DE").text
    )
