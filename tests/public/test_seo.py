"""What the pages say of themselves: description, picture, structured data; and what they never say."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Credit, Festival, FilmImage, Role, Screening, Venue
from screenings.public.seo import shortened
from screenings.public.share_images import date_range_text
from screenings.publishing import publish
from tests import world
from tests.feeds.vocabulary import read
from tests.public.crowd import HOSTILE, PAGES, crowd
from tests.public.pages import Page
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db
SITE = "https://harbour.example/harbour/"


def nodes(client: Client, path: str) -> list[dict[str, Any]]:
    """The page's structured data, checked against the vocabulary."""
    response = client.get(f"/harbour/{path}")
    assert response.status_code == 200, path
    return [node for data in Page(response).data for node in read(data)]


def meta(client: Client, path: str) -> dict[str, str]:
    """The page's meta elements by name or property, unescaped."""
    found = Page(client.get(f"/harbour/{path}")).meta
    assert len({name for name, _ in found}) == len(found), "a name is given twice"
    return dict(found)


@pytest.fixture
def festival() -> Festival:
    festival = world.festival(tagline="Twelve days by the water")
    odeon = saved(
        Venue(
            festival=festival, name="Odeon", address="Quay 1", city="Hamburg", country="DE", latitude="53.543000",
            longitude="9.966000",
        )
    )  # fmt: skip
    hall = saved(odeon.halls.model(venue=odeon, name="Hall 1"))
    cleo = world.film(
        festival, "Cléo", directors=("Agnès Varda",), year=1962, countries=["FR"], languages=("fr",),
        subtitles=("en",), original_title="Cléo de 5 à 7", synopsis="Two hours in the life of a singer.",
        section=world.section(festival, colour="#0b6e4f"),
    )  # fmt: skip
    saved(Credit(film=cleo, person=world.person("Corinne Marchand"), role=Role.CAST, character="Cléo"))
    fog = world.film(festival, "Night and Fog", runtime=32)
    world.screening(cleo, hall, "2026-10-10 20:00", ticket_url="https://t.example/1")
    world.screening(cleo, hall, "2026-10-11 20:00", sold_out=True)
    world.screening(world.programme(festival, "Double Bill", cleo, fog), hall, "2026-10-12 20:00")
    world.published(festival)
    return festival


def test_a_film_page_is_a_movie_and_its_screenings(festival: Festival, client: Client) -> None:
    film, *events = nodes(client, "films/cleo/")
    assert (film["@type"], film["name"], film["duration"], film["director"][0]["url"]) == (
        "Movie", "Cléo", "PT90M", f"{SITE}people/agnes-varda/",
    )  # fmt: skip
    assert [(event["startDate"], event["name"], event.get("offers", {}).get("availability")) for event in events] == [
        ("2026-10-10T20:00:00+02:00", "Cléo", "https://schema.org/InStock"),
        ("2026-10-11T20:00:00+02:00", "Cléo", "https://schema.org/SoldOut"),
        ("2026-10-12T20:00:00+02:00", "Double Bill", None),
    ]
    assert events[0]["location"]["address"] == {
        "@type": "PostalAddress", "streetAddress": "Quay 1", "addressLocality": "Hamburg", "addressCountry": "DE",
    }  # fmt: skip
    assert events[0]["workPresented"]["@id"] == film["@id"]
    assert [shown["name"] for shown in events[2]["workPresented"]] == ["Cléo", "Night and Fog"]
    assert events[0]["superEvent"]["@id"] == SITE
    assert len({event["@id"] for event in events}) == 3


def test_a_moved_screening_is_rescheduled_and_a_cancelled_one_cancelled(festival: Festival, client: Client) -> None:
    first, second = Screening.objects.filter(film__title="Cléo").order_by("starts_at")
    first.starts_at += timedelta(hours=1)  # type: ignore[operator]
    second.status = "cancelled"
    for row in (first, second):
        saved(row)
    publish(festival, at=SPRING + timedelta(hours=1))
    _, *events = nodes(client, "films/cleo/")
    assert [(event["eventStatus"].rpartition("/")[2], event.get("previousStartDate")) for event in events] == [
        ("EventRescheduled", "2026-10-10T20:00:00+02:00"),
        ("EventCancelled", None),
        ("EventScheduled", None),
    ]


def test_what_is_not_published_yet_is_in_no_structured_data(festival: Festival, client: Client) -> None:
    row = Screening.objects.get(sold_out=True)
    row.starts_at += timedelta(hours=1)  # type: ignore[operator]
    saved(row)
    assert [event["startDate"][11:16] for event in nodes(client, "films/cleo/")[1:]] == ["20:00"] * 3


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "Festival"), ("venues/odeon/", "MovieTheater"), ("people/agnes-varda/", "Person"),
        ("films/double-bill/", "CreativeWork"),
    ],
)  # fmt: skip
def test_a_page_of_one_thing_says_what_it_is_about(festival: Festival, client: Client, path: str, kind: str) -> None:
    assert nodes(client, path)[0]["@type"] == kind


def test_a_festival_is_an_event_on_its_home_alone_in_the_cities_that_are_public(
    festival: Festival, client: Client
) -> None:
    world.screening(world.film(festival, "Unseen"), world.hall(festival, "Den", venue="Hideout"), "2026-10-14 20:00")
    Venue.objects.filter(name="Hideout").update(city="Secretville")
    (node,) = nodes(client, "")
    assert [place["name"] for place in node["location"]] == ["Hamburg"]
    assert (node["startDate"], node["endDate"], node["description"]) == (
        "2026-10-09", "2026-10-20", "Twelve days by the water",
    )  # fmt: skip
    assert [nodes(client, path) for path in ("screenings/", "films/", "venues/", "timetable/")] == [[]] * 4


def test_each_showing_has_an_address_of_its_own_which_is_a_place_on_its_films_page(
    festival: Festival, client: Client
) -> None:
    _, *events = nodes(client, "films/cleo/")
    for event in events:
        page, _, anchor = event["url"].partition("#")
        content = client.get(page.removeprefix("https://harbour.example")).content.decode()
        assert content.count(f' id="{anchor}"') == 1
    assert {event["url"].partition("#")[0] for event in events} == {f"{SITE}films/cleo/", f"{SITE}films/double-bill/"}
    assert events[0]["description"] == "Two hours in the life of a singer."


def test_what_is_over_sells_no_tickets(festival: Festival, client: Client) -> None:
    def offered() -> list[bool]:
        return ["offers" in event for event in nodes(client, "films/cleo/")[1:]]

    with time_machine.travel(world.at("2026-10-10 21:29")):
        assert offered() == [True, True, False]
    with time_machine.travel(world.at("2026-10-10 21:31")):
        assert offered() == [False, True, False]


def test_a_venue_page_has_its_address_in_parts(festival: Festival, client: Client) -> None:
    (venue,) = nodes(client, "venues/odeon/")
    assert venue["address"] == {
        "@type": "PostalAddress", "streetAddress": "Quay 1", "addressLocality": "Hamburg", "addressCountry": "DE",
    }  # fmt: skip
    assert venue["geo"] == {"@type": "GeoCoordinates", "latitude": 53.543, "longitude": 9.966}


def test_a_film_is_shared_with_its_own_picture(festival: Festival, client: Client) -> None:
    found = meta(client, "films/cleo/")
    picture = found.pop("og:image")
    assert {name: value for name, value in found.items() if name.startswith(("og:", "description", "twitter"))} == {
        "description": "Two hours in the life of a singer.",
        "og:site_name": "Harbour Film Festival",
        "og:title": "Cléo",
        "og:description": "Two hours in the life of a singer.",
        "og:type": "video.movie",
        "og:url": f"{SITE}films/cleo/",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Cléo, Harbour Film Festival",
        "twitter:card": "summary_large_image",
    }
    response = client.get(picture.removeprefix("https://harbour.example"))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")


def test_other_pages_are_shared_with_the_festivals_picture(festival: Festival, client: Client) -> None:
    pictures = {meta(client, path)["og:image"] for path in ("", "films/", "venues/odeon/", "sections/competition/")}
    assert len(pictures) == 1
    assert client.get(pictures.pop().removeprefix("https://harbour.example")).status_code == 200
    assert meta(client, "")["og:description"] == "Twelve days by the water"


def test_an_uploaded_picture_is_an_image_of_the_film(festival: Festival, client: Client) -> None:
    film = festival.films.get(title="Cléo")
    saved(FilmImage(film=film, caption="No file yet"))
    FilmImage.objects.create(film=film, file="films/cleo.jpg")
    images = nodes(client, "films/cleo/")[0]["image"]
    assert images[0] == "https://harbour.example/media/films/cleo.jpg"
    assert len(images) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_every_head(client: Client, text: str) -> None:
    crowd(text)
    for path in (each for each in PAGES if not each.startswith("embed/")):
        is_of_one_thing = path == "" or (path.startswith(("films/", "venues/", "people/")) and path.count("/") > 1)
        assert bool(nodes(client, path)) == is_of_one_thing, path
    film, *events = nodes(client, "films/film/")
    assert film["name"] == " ".join(text.replace("\u2066", "\u2066").split())
    assert events
    assert meta(client, "films/film/")["og:title"] == film["name"]


def test_a_secret_film_is_in_no_head_of_any_page(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    world.screening(world.film(festival, "Open"), hall, "2026-10-10 20:00")
    hidden = world.film(festival, "Nightjar", directors=("Ida Lupino",), synopsis="Whispering", countries=["FI"])
    world.screening(hidden, hall, "2026-10-11 20:00", billing="secret")
    world.screening(hidden, hall, "2026-10-12 20:00", billing="tba")
    world.screening(world.film(festival, "Embargo"), hall, "2026-10-13 20:00", audience="private")
    world.published(festival)
    for path in ("", "screenings/", "films/", "films/open/", "venues/", "venues/odeon/"):
        content = client.get(f"/harbour/{path}").content.decode()
        assert [word for word in ("Nightjar", "Lupino", "Whispering", "Embargo") if word in content] == [], path
    assert client.get("/harbour/films/nightjar/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_head_asks_for_the_cinemas_alone(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    festival = world.festival()
    film = world.film(festival, "Cléo", directors=tuple(f"Director {index}" for index in range(number)))
    for index in range(number):
        world.screening(film, world.hall(festival, f"Hall {index}"), "2026-10-10 20:00")
    world.published(festival)
    with django_assert_num_queries(15):
        assert len(nodes(client, "films/cleo/")) == 1 + number


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2024, 10, 9), date(2024, 10, 20), "9 to 20 October 2024"),
        (date(2024, 9, 28), date(2024, 10, 3), "28 September to 3 October 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 December 2024 to 2 January 2025"),
        (date(2024, 10, 9), date(2024, 10, 9), "9 October 2024"),
    ],
)
def test_the_run_says_once_what_both_days_share(first: date, last: date, said: str) -> None:
    assert date_range_text(Festival(starts_on=first, ends_on=last)) == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("two\n\nparagraphs", "two paragraphs"),
        ("word " * 60, "word " * 39 + "word …"),
        ("x" * 300, "x" * 200),
        ("", ""),
    ],
)
def test_a_description_is_cut_between_words(text: str, expected: str) -> None:
    assert shortened(text) == expected
