"""The listing as JSON, read back by Python's own reader."""

import json
from typing import Any

from screenings.feeds.json_listing import listing_json
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening
from tests.feeds.cast import HEADING, STRANGERS, at, showing


def document(*screenings: PublicScreening) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(listing_json(screenings, metadata=HEADING, publication=7))
    return found


def test_a_listing_says_whose_it_is_and_which_publication() -> None:
    assert {name: value for name, value in document().items() if name != "screenings"} == {
        "version": 1,
        "name": "Sunset Film Festival 2024",
        "url": "https://festival.example/sunset-2024/screenings/",
        "source": "https://festival.example/sunset-2024/screenings.ics",
        "timezone": "America/Los_Angeles",
        "publication": {"number": 7, "published_at": "2024-09-01T12:00:00Z"},
        "count": 0,
    }


def test_a_screening_is_told_whole_and_on_the_venues_clock() -> None:
    assert document(STRANGERS)["screenings"] == [
        {
            "uid": "6c1d6f0e-6a0b-4f6f-9a55-0d7c3f1e2a01",
            "status": "confirmed",
            "title": "All of Us Strangers",
            "starts_at": "2024-10-09T19:00:00-07:00",
            "ends_at": "2024-10-09T21:15:00-07:00",
            "end_is_estimated": False,
            "timezone": "America/Los_Angeles",
            "day": "2024-10-09",
            "venue": {
                "slug": "landmark-sunset",
                "name": "Landmark Sunset",
                "address": "8000 Sunset Boulevard, Los Angeles",
                "latitude": 34.0979,
                "longitude": -118.3656,
            },
            "hall": {"slug": "hall-1", "name": "Hall 1"},
            "film": {
                "slug": "all-of-us-strangers",
                "url": "https://festival.example/sunset-2024/films/all-of-us-strangers/",
                "original_title": "",
                "year": 2023,
                "runtime": 105,
                "directors": ["Andrew Haigh"],
                "countries": ["GB"],
                "image_url": "https://festival.example/media/strangers.png",
                "parts": [],
            },
            "section": {"slug": "gala", "name": "Gala"},
            "languages": ["en"],
            "subtitles": ["es", "zh-Hant"],
            "format": "DCP",
            "intro": 5,
            "qa": 25,
            "guests": ["Andrew Haigh", "Andrew Scott"],
            "access": ["captions"],
            "audience": "public",
            "ticket_url": "https://tickets.example/buy?show=1&lang=en",
            "sold_out": False,
            "standby": False,
            "price": "",
            "note": "",
            "moved_from": None,
        }
    ]


def test_a_moved_and_cancelled_screening_says_where_it_stood() -> None:
    moved = showing(
        1, status=CANCELLED, moved_from_starts_at=at("2024-10-08T19:00-07:00"), moved_from_hall="Landmark, Hall 2"
    )
    (found,) = document(moved)["screenings"]
    assert (found["status"], found["moved_from"]) == (
        "cancelled",
        {"starts_at": "2024-10-08T19:00:00-07:00", "place": "Landmark, Hall 2"},
    )


def test_an_unnamed_film_is_null() -> None:
    secret = showing(1, status=TENTATIVE, title="Secret screening", film_slug="", section="", section_slug="")
    (found,) = document(secret)["screenings"]
    assert (found["film"], found["section"]) == (None, None)


def test_a_programme_names_its_parts() -> None:
    (found,) = document(showing(1, parts=("One", "Two"), part_slugs=("one", "two")))["screenings"]
    assert found["film"]["parts"] == [{"slug": "one", "title": "One"}, {"slug": "two", "title": "Two"}]


def test_any_text_survives_and_the_bytes_are_always_the_same() -> None:
    title = 'A "quoted" </script> \\ 日本 \U0001f3ac \u2028'
    first, again = (listing_json([showing(1, title=title)], metadata=HEADING, publication=1) for _ in range(2))
    assert first == again
    assert json.loads(first)["screenings"][0]["title"] == title
