"""Structured data, held against the vocabulary's own table and against what a browser does with a script element."""

import json
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from screenings.feeds.json_ld import (
    Cinema,
    CreativeWork,
    FestivalEdition,
    NamedPage,
    city_node,
    festival_node,
    json_ld_document,
    movie_node,
    movie_theater_node,
    person_node,
    screening_event_node,
)
from screenings.timetable.values import CANCELLED, PublicScreening
from tests.feeds.cast import STRANGERS, at, later
from tests.feeds.vocabulary import read

SITE = "https://festival.example/sunset-2024/"
EDITION = FestivalEdition("Sunset Film Festival 2024", SITE, date(2024, 10, 9), date(2024, 10, 20))
FILM = NamedPage("All of Us Strangers", STRANGERS.film_url)
VENUE = f"{SITE}venues/landmark-sunset/"
CINEMA = Cinema("Landmark Sunset", VENUE, street="8000 Sunset Boulevard", city="Los Angeles", country="US")
ANCHOR = f"{STRANGERS.film_url}#{STRANGERS.uid}"


def event(screening: PublicScreening, films: tuple[NamedPage, ...] = (FILM,), **more: Any) -> dict[str, Any]:
    more = {"cinema": CINEMA, **more}
    (node,) = read(json_ld_document([screening_event_node(screening, edition=EDITION, films=films, **more)]))
    return node


def test_an_evening_is_a_screening_event_with_everything_a_reader_looks_for() -> None:
    place = {
        "@type": "MovieTheater",
        "@id": f"{VENUE}#venue",
        "name": "Landmark Sunset",
        "url": VENUE,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "8000 Sunset Boulevard",
            "addressLocality": "Los Angeles",
            "addressCountry": "US",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": 34.0979, "longitude": -118.3656},
    }
    assert event(STRANGERS) == {
        "@type": "ScreeningEvent",
        "@id": ANCHOR,
        "name": "All of Us Strangers",
        "url": ANCHOR,
        "startDate": "2024-10-09T19:00:00-07:00",
        "endDate": "2024-10-09T21:15:00-07:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {**place, "@id": f"{VENUE}#hall-1", "description": "Hall 1"},
        "workPresented": {
            "@type": "Movie", "@id": f"{STRANGERS.film_url}#film", "name": "All of Us Strangers",
            "url": STRANGERS.film_url,
        },
        "inLanguage": ["en"],
        "subtitleLanguage": ["es", "zh-Hant"],
        "videoFormat": "DCP",
        "performer": [{"@type": "Person", "name": "Andrew Haigh"}, {"@type": "Person", "name": "Andrew Scott"}],
        "offers": {
            "@type": "Offer", "url": "https://tickets.example/buy?show=1&lang=en",
            "availability": "https://schema.org/InStock",
        },
        "organizer": {"@type": "Organization", "name": "Sunset Film Festival 2024", "url": SITE},
        "superEvent": {
            "@type": "Festival", "@id": SITE, "name": "Sunset Film Festival 2024", "url": SITE,
            "startDate": "2024-10-09", "endDate": "2024-10-20", "location": place,
        },
    }  # fmt: skip


def test_what_is_over_sells_nothing() -> None:
    assert "offers" in event(STRANGERS)
    assert "offers" not in event(STRANGERS, is_over=True)


def test_a_description_is_of_the_film_behind_what_is_said_of_the_evening() -> None:
    assert event(STRANGERS, description="A writer meets a neighbour.")["description"] == "A writer meets a neighbour."
    noted = replace(STRANGERS, note="With live music.")
    assert event(noted, description="A film.")["description"] == "With live music. A film."
    assert "description" not in event(STRANGERS)


def test_a_cinema_of_which_no_more_is_known_has_the_published_line_for_an_address() -> None:
    found = event(STRANGERS, cinema=Cinema("Landmark Sunset", VENUE))["location"]["address"]
    assert found == {"@type": "PostalAddress", "streetAddress": "8000 Sunset Boulevard, Los Angeles"}


def test_a_festival_is_where_its_cities_are() -> None:
    (node,) = read(json_ld_document([festival_node(EDITION, [city_node("Los Angeles", "US")])]))
    assert node["location"] == [
        {
            "@type": "Place", "name": "Los Angeles",
            "address": {"@type": "PostalAddress", "addressLocality": "Los Angeles", "addressCountry": "US"},
        }
    ]  # fmt: skip


def test_a_moved_screening_says_when_it_was_to_be() -> None:
    moved = later(STRANGERS, 60, moved_from_starts_at=STRANGERS.starts_at, moved_from_hall="Landmark Sunset, Hall 1")
    found = event(moved)
    assert (found["eventStatus"], found["startDate"], found["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2024-10-09T20:00:00-07:00",
        "2024-10-09T19:00:00-07:00",
    )


def test_another_hall_at_the_same_time_is_no_new_date() -> None:
    found = event(replace(STRANGERS, moved_from_starts_at=STRANGERS.starts_at, moved_from_hall="Hall 2"))
    assert (found["eventStatus"], found.get("previousStartDate")) == ("https://schema.org/EventScheduled", None)


def test_a_cancelled_screening_keeps_its_date_and_sells_nothing() -> None:
    found = event(replace(STRANGERS, status=CANCELLED, moved_from_starts_at=at("2024-10-08T19:00-07:00")))
    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert found["startDate"] == "2024-10-09T19:00:00-07:00"
    assert not {"offers", "previousStartDate"} & found.keys()


@pytest.mark.parametrize(
    ("ticket_url", "sold_out", "offer"),
    [
        ("", False, None),
        ("javascript:alert(1)", False, None),
        ("https://t.example/", True, ("https://t.example/", "SoldOut")),
        ("", True, (ANCHOR, "SoldOut")),
    ],
)
def test_an_offer_says_whether_there_is_one(ticket_url: str, sold_out: bool, offer: tuple[str, str] | None) -> None:
    found = event(replace(STRANGERS, ticket_url=ticket_url, sold_out=sold_out)).get("offers")
    assert found == (offer and {"@type": "Offer", "url": offer[0], "availability": f"https://schema.org/{offer[1]}"})


@pytest.mark.parametrize(
    ("values", "offer"),
    [
        (
            {"price": "€ 12,50"},
            {"availability": "https://schema.org/InStock", "price": "12.50", "priceCurrency": "EUR"},
        ),
        ({"price": "$12 / $9"}, {"availability": "https://schema.org/InStock"}),
        ({"standby": True}, {"availability": "https://schema.org/LimitedAvailability"}),
        ({"standby": True, "sold_out": True}, {"availability": "https://schema.org/SoldOut"}),
    ],
)
def test_an_offer_names_one_price_and_how_many_tickets_there_are(values: Any, offer: dict[str, str]) -> None:
    found = event(replace(STRANGERS, ticket_url="https://t.example/", **values))["offers"]
    assert found == {"@type": "Offer", "url": "https://t.example/", **offer}


def test_a_price_alone_is_an_offer_that_says_nothing_of_tickets() -> None:
    found = event(replace(STRANGERS, ticket_url="", price="9 EUR"))["offers"]
    assert found == {"@type": "Offer", "url": ANCHOR, "price": "9", "priceCurrency": "EUR"}


def test_a_programme_presents_its_films_and_a_talk_none() -> None:
    parts = (NamedPage("One", f"{SITE}films/one/"), NamedPage("Two", f"{SITE}films/two/"))
    assert [film["name"] for film in event(STRANGERS, parts)["workPresented"]] == ["One", "Two"]
    assert "workPresented" not in event(STRANGERS, ())


def test_a_press_screening_is_for_the_press_and_a_venue_without_address_goes_by_its_name() -> None:
    bare = replace(STRANGERS, audience="press", address="", latitude=None, longitude=None)
    found = event(bare, cinema=Cinema("Landmark Sunset", VENUE))
    assert found["audience"] == {"@type": "Audience", "audienceType": "Press and industry"}
    assert found["location"]["address"] == "Landmark Sunset"
    assert "geo" not in found["location"]


def test_a_cinema_of_one_hall_is_one_place() -> None:
    found = event(replace(STRANGERS, hall="Landmark Sunset"))
    assert found["location"] == found["superEvent"]["location"]
    other = event(STRANGERS)
    assert other["location"]["@id"] != other["superEvent"]["location"]["@id"]


def test_the_autumn_nights_second_half_past_one_keeps_its_offset() -> None:
    second = replace(
        STRANGERS,
        timezone="Europe/Berlin",
        starts_at=at("2024-10-27T02:30+01:00"),
        ends_at=at("2024-10-27T04:00+01:00"),
    )
    assert event(second)["startDate"] == "2024-10-27T02:30:00+01:00"


def test_a_film_is_a_movie() -> None:
    work = CreativeWork(
        name="Cléo", url=f"{SITE}films/cleo/", original_title="Cléo de 5 à 7", description="Two hours.", minutes=90,
        year=1962, genres=("Drama",), countries=("FR", "IT"), languages=("fr",), subtitles=("en",),
        directors=(NamedPage("Agnès Varda", f"{SITE}people/agnes-varda/"),), actors=(NamedPage("Corinne Marchand"),),
        composers=(NamedPage("Michel Legrand"),), companies=("Ciné-tamaris",), rating="U", based_on="A walk",
        images=(f"{SITE}card.png",),
    )  # fmt: skip
    assert read(json_ld_document([movie_node(work)])) == [
        {
            "@type": "Movie",
            "@id": f"{SITE}films/cleo/#film",
            "name": "Cléo",
            "url": f"{SITE}films/cleo/",
            "alternateName": "Cléo de 5 à 7",
            "description": "Two hours.",
            "image": [f"{SITE}card.png"],
            "dateCreated": "1962",
            "genre": ["Drama"],
            "inLanguage": ["fr"],
            "contentRating": "U",
            "isBasedOn": {"@type": "CreativeWork", "name": "A walk"},
            "countryOfOrigin": [{"@type": "Country", "name": "France"}, {"@type": "Country", "name": "Italy"}],
            "duration": "PT90M",
            "subtitleLanguage": ["en"],
            "director": [
                {
                    "@type": "Person",
                    "@id": f"{SITE}people/agnes-varda/#person",
                    "name": "Agnès Varda",
                    "url": f"{SITE}people/agnes-varda/",
                }
            ],
            "actor": [{"@type": "Person", "name": "Corinne Marchand"}],
            "musicBy": [{"@type": "Person", "name": "Michel Legrand"}],
            "productionCompany": [{"@type": "Organization", "name": "Ciné-tamaris"}],
        }
    ]


def test_a_programme_of_films_is_a_work_with_parts_and_an_unknown_length_is_left_out() -> None:
    parts = (NamedPage("One", f"{SITE}films/one/"),)
    (found,) = read(
        json_ld_document(
            [movie_node(CreativeWork("Shorts", f"{SITE}films/shorts/", parts=parts, directors=(NamedPage("A"),)))]
        )
    )
    assert (found["@type"], [part["name"] for part in found["hasPart"]]) == ("CreativeWork", ["One"])
    assert "duration" not in found
    (alone,) = read(json_ld_document([movie_node(CreativeWork("Cléo", f"{SITE}films/cleo/"))]))
    assert alone == {"@type": "Movie", "@id": f"{SITE}films/cleo/#film", "name": "Cléo", "url": f"{SITE}films/cleo/"}


def test_a_festival_a_cinema_and_a_person() -> None:
    place = Cinema("Odeon", VENUE, "Quay 1", "Hamburg", "DE", 53.5, 9.9, "040 1", "https://odeon.example")
    nodes = read(
        json_ld_document(
            [
                festival_node(
                    replace(EDITION, description="Twelve days.", image=f"{SITE}card.png"),
                    [city_node("Los Angeles", "")],
                ),
                movie_theater_node(place),
                movie_theater_node(Cinema("Foyer", VENUE)),
                person_node(NamedPage("A", f"{SITE}people/a/"), description="Born.", website="https://a.example"),
            ]
        )
    )
    assert [node["@type"] for node in nodes] == ["Festival", "MovieTheater", "MovieTheater", "Person"]
    assert nodes[0]["startDate"] == "2024-10-09"
    assert nodes[1]["address"] == {
        "@type": "PostalAddress", "streetAddress": "Quay 1", "addressLocality": "Hamburg", "addressCountry": "DE",
    }  # fmt: skip
    assert nodes[2]["address"] == "Foyer"


class _Script(HTMLParser):
    """What a browser takes for the content of the page's only script element, and what for elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data, self.tags = "", []
        self.feed(f'<head><script type="application/ld+json">{text}</script></head>')

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.data += data


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "--> ]]>",
        "&lt;/script&gt;",
        "\u2028\u2029",
        'a"b\\c',
        "\ud800",
    ],
)
def test_no_title_ends_the_element_and_every_title_comes_back(text: str) -> None:
    written = json_ld_document([movie_node(CreativeWork(f"x{text}x", f"{SITE}films/x/"))])
    assert not set("<>&\u2028\u2029") & set(written)
    script = _Script(written)
    assert script.tags == ["head", "script"]
    (node,) = json.loads(script.data)["@graph"]
    expected = text.replace("\u2028\u2029", " ").replace("\ud800", "\ufffd")
    assert node["name"] == f"x{expected}x"
