"""The listing as a visitor reads it: grouped, dated, marked, sorted, in pages, and never broken by its address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival, Screening, Status
from screenings.publishing import publish
from tests import world
from tests.public.listing import LISTING, body, page, titles
from tests.public.pages import Page, publish_many
from tests.world import SPRING

pytestmark = pytest.mark.django_db


def test_it_is_grouped_by_festival_day_and_a_show_after_midnight_says_its_own_date(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    film = world.film(
        festival, "Cléo", directors=("A. Varda",), year=1962, countries=["FR"], languages=("fr",), subtitles=("en",)
    )
    world.screening(film, hall, "2026-10-10 20:00", qa=20, access=("sign",), ticket_url="https://t.example/1")
    world.screening(world.film(festival, "Night", runtime=None), hall, "2026-10-11 00:30", sold_out=True)
    world.screening(world.film(festival, "Noon"), hall, "2026-10-11 12:00", public_note="Free of charge.")
    world.published(festival)
    assert body(page(client)) == [
        "Saturday 10 October 2026",
        (
            "20:00 to 21:50 Cléo A. Varda, 1962 Odeon, Hall 1 France · 90 min French · English subtitles "
            "Sign language Q&A after the film"
        ),
        "Sun 11 Oct, 00:30 to about 02:10 Night Sold out Odeon, Hall 1",
        "Sunday 11 October 2026",
        "12:00 to 13:30 Noon Odeon, Hall 1 90 min Free of charge.",
    ]


def test_cancelled_and_moved_screenings_are_marked_in_words_and_the_old_place_is_said(client: Client) -> None:
    festival = world.festival()
    hall, other = world.hall(festival), world.hall(festival, "Hall 2")
    moved = world.screening(world.film(festival, "Moved one"), hall, "2026-10-10 20:00")
    cancelled = world.screening(world.film(festival, "Cancelled one"), other, "2026-10-10 18:00", sold_out=True)
    removed = world.screening(world.film(festival, "Removed one"), other, "2026-10-11 18:00")
    world.published(festival)
    Screening.objects.filter(pk=moved.pk).update(hall=other, starts_at=world.at("2026-10-10 21:00"))
    Screening.objects.filter(pk=cancelled.pk).update(status=Status.CANCELLED)
    removed.delete()
    publish(festival, at=SPRING + timedelta(days=1))
    assert body(page(client)) == [
        "Saturday 10 October 2026",
        "18:00 to 19:30 Cancelled one Cancelled Odeon, Hall 2 90 min",
        "21:00 to 22:30 Moved one Moved Before: Sat 10 Oct, 20:00, Odeon, Hall 1 Odeon, Hall 2 90 min",
        "Sunday 11 October 2026",
        "18:00 to 19:30 Removed one Cancelled Odeon, Hall 2 90 min",
    ]


def test_a_secret_an_unannounced_and_a_press_screening_say_what_they_are_and_no_more(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    film = world.film(festival, "Nightjar", directors=("Ida Lupino",), countries=["FI"])
    world.screening(film, hall, "2026-10-10 10:00", audience="press", billing="tba")
    world.screening(film, hall, "2026-10-10 14:00", billing="secret", public_title="Surprise Film")
    world.screening(film, hall, "2026-10-10 18:00", audience="private")
    world.published(festival)
    found = page(client)
    assert body(found) == [
        "Saturday 10 October 2026",
        "14:00 to about 15:40 Surprise Film Odeon, Hall 1",
        "Time Film Place Version Tickets",
        "Saturday 10 October 2026",
        "10:00 to about 11:40 To be announced To be confirmed Press & industry Odeon, Hall 1",
    ]
    assert "2 screenings. " in found.text
    assert "1 screening is for press and industry only" in found.text
    # Who asks for them has them in the list itself.
    assert len(body(page(client, "?audience=press"))) == 2


def test_times_are_the_venues_and_a_zone_that_is_not_the_festivals_is_named(client: Client) -> None:
    festival = world.festival()
    paris = world.hall(festival, "Main", "Paris Theater", timezone="America/New_York")
    world.screening(world.film(festival, "There"), paris, "2026-10-11 02:00")
    world.screening(world.film(festival, "Here"), world.hall(festival), "2026-10-11 07:00")
    world.published(festival)
    # Both begin within the hour; yet in New York it is the night of Saturday, in Berlin the morning of Sunday.
    found = page(client)
    assert body(found) == [
        "Saturday 10 October 2026",
        "Sun 11 Oct, 02:00 to 03:30 New York time There Paris Theater, Main 90 min",
        "Sunday 11 October 2026",
        "07:00 to 08:30 Here Odeon, Hall 1 90 min",
    ]


def test_a_time_the_clock_shows_twice_names_its_offset(client: Client) -> None:
    festival = world.festival(starts_on="2026-10-20", ends_on="2026-10-30")
    for name, hour in (("First", 0), ("Second", 1)):
        hall = world.hall(festival, name)
        world.screening(world.film(festival, name), hall, datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
    world.published(festival)
    assert body(page(client)) == [
        "Saturday 24 October 2026",
        "Sun 25 Oct, 02:30 CEST to 03:00 First Odeon, First 90 min",
        "Sun 25 Oct, 02:30 CET to 04:00 Second Odeon, Second 90 min",
    ]


def test_machines_read_every_time_with_its_offset(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 23:30")
    world.published(festival)
    content = client.get(LISTING).content.decode()
    assert re.findall(r'<time[^>]*datetime="([^"]*T[^"]*)"', content) == [
        "2026-10-10T23:30+02:00", "2026-10-11T01:00+02:00",
    ]  # fmt: skip


def test_titles_sort_where_people_look_for_them_on_every_database(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    unsorted = ("Zazie", "Éternité", "The Zoo", "abc", "Ångström", "Ezra", "«Dada»", "Œuvre", "l'Été")
    for number, title in enumerate(unsorted):
        world.screening(world.film(festival, title), hall, f"2026-10-{10 + number // 4} {10 + 3 * (number % 4)}:00")
    world.published(festival)
    expected = ["abc", "Ångström", "«Dada»", "l'Été", "Éternité", "Ezra", "Œuvre", "Zazie", "The Zoo"]
    assert titles(page(client, "?sort=title")) == expected
    assert titles(page(client, "?sort=-title")) == expected[::-1]


def test_other_orders_have_no_day_headings_and_say_the_date_in_every_row(client: Client) -> None:
    festival = world.festival()
    late, early = world.hall(festival, "Zoo Palast"), world.hall(festival, "Annex")
    film = world.film(festival, "Cléo")
    world.screening(film, late, "2026-10-10 20:00")
    world.screening(film, early, "2026-10-11 20:00")
    world.published(festival)
    in_order = [
        "Sun 11 Oct, 20:00 to 21:30 Cléo Odeon, Annex 90 min",
        "Sat 10 Oct, 20:00 to 21:30 Cléo Odeon, Zoo Palast 90 min",
    ]
    assert body(page(client, "?sort=hall")) == in_order
    assert body(page(client, "?sort=-hall")) == in_order[::-1]
    latest_first = body(page(client, "?sort=-time"))
    assert latest_first == [
        "Sunday 11 October 2026", "20:00 to 21:30 Cléo Odeon, Annex 90 min",
        "Saturday 10 October 2026", "20:00 to 21:30 Cléo Odeon, Zoo Palast 90 min",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [10, 5000])
def test_a_page_takes_six_queries_and_four_where_the_publication_is_known(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    publish_many(world.festival(), number)
    with time_machine.travel(world.at("2026-10-01 12:00")):
        with django_assert_num_queries(6):
            found = page(client)
        assert len(titles(found)) == min(number, 250)
        # What a process knows of a publication is not asked again; an address may be a former one.
        with django_assert_num_queries(5):
            page(client, "?q=film&country=DE&language=fr&hall=cinema-1.hall-1&from=2026-10-09T00:00&sort=title")
    with time_machine.travel(world.at("2026-10-09 12:00")), django_assert_num_queries(5):
        page(client)


def test_there_are_two_hundred_and_fifty_to_a_page_and_no_page_beyond_the_last(client: Client) -> None:
    publish_many(world.festival(), 501)
    assert [len(titles(page(client, f"?page={number}"))) for number in (1, 2, 3)] == [250, 250, 1]
    assert "Page 2 of 3" in page(client, "?page=2").text
    for number in ("4", "0", "-1", "abc", "1.0", "%00", "%D9%A1", "9" * 400, ""):
        assert client.get(f"{LISTING}?page={number}").status_code == 404, number


def test_every_page_is_its_own_canonical_one(client: Client) -> None:
    publish_many(world.festival(), 300)
    content = client.get(f"{LISTING}?page=2").content.decode()
    assert '<link rel="canonical" href="https://harbour.example/harbour/screenings/?page=2">' in content
    assert "noindex" not in content


def test_before_the_first_publication_it_says_so_and_offers_the_calendar(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    found = page(client)
    assert "The programme is not published yet." in found.text
    assert "Cléo" not in found.text
    assert "webcal://harbour.example/harbour/screenings.ics" in found.links
    assert page(client, "?day=2026-10-10&page=1").rows == []


def test_a_calendar_too_big_for_google_offers_the_smaller_ones(client: Client) -> None:
    publish_many(world.festival(), 1401)
    found = page(client)
    assert "This calendar holds 1401 screenings. That is more than Google Calendar takes (1 MB)" in found.text
    assert {f"{LISTING}?day=2026-10-09", f"{LISTING}?section=section-6", f"{LISTING}?venue=cinema-9"} <= set(
        found.links
    )
    assert not [link for link in found.links if "calendar.google" in link]
    assert [link for link in page(client, "?venue=cinema-1").links if "calendar.google" in link]


def test_only_the_current_publication_is_read(client: Client) -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.published(festival)
    world.screening(film, hall, "2026-10-12 20:00")
    Screening.objects.filter(starts_at__lt=world.at("2026-10-11 00:00")).update(sold_out=True)
    assert body(page(client)) == ["Saturday 10 October 2026", "20:00 to 21:30 Cléo Odeon, Hall 1 90 min"]


def test_another_festivals_screenings_and_choices_stay_out(client: Client) -> None:
    publish_many(world.festival(), 2)
    other: Festival = world.festival("Other", slug="other")
    world.screening(world.film(other, "Elsewhere"), world.hall(other, venue="Elsewhere Cinema"), "2026-10-10 20:00")
    world.published(other)
    assert "Elsewhere" not in page(client).text
    assert page(client, "?venue=elsewhere-cinema").rows == []


def folded(client: Client, moment: str, query: str = "") -> tuple[str, list[str]]:
    """What is folded away at that moment, and the titles that are not."""
    with time_machine.travel(world.at(moment), tick=False):
        content = client.get(LISTING + query).content.decode()
    before, _, after = content.partition('<details class="past"')
    titles = re.compile(r'films/[^"]*"><bdi>([^<]*)</bdi>')
    return " ".join(titles.findall(after.partition("</details>")[0])), titles.findall(before)


def test_while_the_festival_runs_what_is_over_is_folded_away(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    for title, day in (("One", 9), ("Two", 10), ("Three", 11)):
        world.screening(world.film(festival, title), hall, f"2026-10-{day:02} 20:00")
    world.published(festival)
    assert folded(client, "2026-10-08 12:00") == ("", ["One", "Two", "Three"])
    assert folded(client, "2026-10-09 21:29") == ("", ["One", "Two", "Three"])
    assert folded(client, "2026-10-09 21:30") == ("One", ["Two", "Three"])
    assert folded(client, "2026-10-11 21:00") == ("One Two", ["Three"])
    assert folded(client, "2026-11-01 12:00") == ("", ["One", "Two", "Three"])
    # Who asks for a time of the past, or for another order, gets it unfolded.
    for query in ("?day=2026-10-09", "?until=2026-10-10T00:00", "?sort=title", "?sort=-time"):
        assert folded(client, "2026-10-11 12:00", query)[0] == "", query


def test_what_is_over_is_open_where_nothing_else_is_left(client: Client) -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-09 20:00")
    world.published(festival)
    with time_machine.travel(world.at("2026-10-12 12:00")):
        content = client.get(LISTING).content.decode()
    assert '<details class="past" open>' in content
    assert "1 screening. All are over." in content
    assert "1 screening is over" in content


def test_a_long_past_leads_on_to_its_beginning(client: Client) -> None:
    publish_many(world.festival(), 120)
    with time_machine.travel(world.at("2026-10-11 06:00")):
        found = page(client)
        assert "100 screenings are over" in found.text
        assert len([row for row in found.rows if " to " in row]) == 60 + 20
        earlier = next(link for link in found.links if "until=" in link)
        assert len([row for row in Page(client.get(earlier)).rows if " to " in row]) == 40
