"""Each field of a public screening has a column, is filled from its row, and is in every feed with a place for it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from screenings.feeds.csv_listing import listing_csv
from screenings.feeds.json_listing import listing_json, screening_json
from screenings.feeds.schedule_xml import schedule_xml
from screenings.loading import PUBLIC_FIELDS, public, public_screenings
from screenings.models import Festival, PublishedScreening
from screenings.timetable.values import CANCELLED, PublicScreening
from tests import world
from tests.feeds.cast import HEADING, STRANGERS, feed

DATA_DOC = Path(__file__).parents[2] / "docs" / "data.md"
# A field that shows only beside another one.
PROGRAMME = replace(STRANGERS, parts=("One", "Two"), part_slugs=("one", "two"), end_is_estimated=True, runtime=None)
OTHER_VALUES: dict[str, Any] = {
    "uid": UUID(int=1), "status": CANCELLED, "timezone": "Europe/Berlin", "end_is_estimated": False, "runtime": 90,
    "ticket_url": "https://tickets.example/2", "film_url": "https://festival.example/2", "audience": "press",
    "image_url": "https://festival.example/2.png", "section_colour": "#00ff00", "access": ("sign",),
    "countries": ("FR",), "languages": ("fr",), "subtitles": ("de",), "parts": ("One", "Three"),
    "part_slugs": ("one", "three"), "moved_from_starts_at": STRANGERS.ends_at, "minimum_age": 6,
}  # fmt: skip
BY_TYPE: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    float: lambda value: value + 1,
    str: lambda value: f"{value}-other",
    tuple: lambda value: (*value, "other"),
    date: lambda value: value + timedelta(days=1),
    datetime: lambda value: value + timedelta(minutes=5),
}
FEEDS: dict[str, tuple[Callable[[PublicScreening], bytes], str]] = {
    "JSON": (lambda shown: listing_json([shown], metadata=HEADING, publication=1), "screening_json in json_listing.py"),
    "CSV": (lambda shown: listing_csv([shown]), "COLUMNS in csv_listing.py"),
    "calendar": (lambda shown: feed([shown]), "screening_text.py, or screening_vevent_text in ical.py"),
    "schedule": (
        lambda shown: schedule_xml([shown], metadata=HEADING, acronym="sunset", publication=1),
        "screening_text.py, or _put_event in schedule_xml.py",
    ),
}
FOUND_BY = ("genres", "minimum_age", "people")  # what a feed is filtered and searched by
# What a feed has no place for.
LEFT_OUT = {
    "JSON": {"section_colour", "guest_keys", "hall_is_shared", *FOUND_BY},
    "CSV": {
        *FOUND_BY, "section_colour", "guest_keys", "hall_is_shared", "latitude", "longitude", "venue_slug", "hall_slug",
        "film_slug", "section_slug", "part_slugs", "image_url",
    },
    "calendar": {
        *FOUND_BY, "guest_keys", "hall_is_shared", "venue_slug", "hall_slug", "film_slug", "section_slug", "part_slugs",
    },
    "schedule": {
        *FOUND_BY, "section_colour", "guest_keys", "hall_is_shared", "latitude", "longitude", "venue_slug", "hall_slug",
        "film_slug", "section_slug", "part_slugs", "address",
    },
}  # fmt: skip


def changed(name: str) -> PublicScreening:
    """The programme with another value in that field."""
    value = getattr(PROGRAMME, name)
    other = OTHER_VALUES[name] if name in OTHER_VALUES else BY_TYPE[type(value)](value)
    return replace(PROGRAMME, **{name: other})


@pytest.mark.parametrize("kind", FEEDS)
def test_every_field_is_in_the_feed_or_left_out_on_purpose(kind: str) -> None:
    write, place = FEEDS[kind]
    shown = {name for name in PUBLIC_FIELDS if write(changed(name)) != write(PROGRAMME)}
    missing = set(PUBLIC_FIELDS) - shown - LEFT_OUT[kind]
    assert not missing, f"Write {sorted(missing)} in screenings/feeds: {place}; or name it in LEFT_OUT[{kind!r}] here."
    surplus = shown & LEFT_OUT[kind]
    assert not surplus, f"Take {sorted(surplus)} out of LEFT_OUT[{kind!r}] here: the feed shows it."


def test_every_field_is_a_column_of_the_published_row() -> None:
    missing = set(PUBLIC_FIELDS) - {field.attname for field in PublishedScreening._meta.concrete_fields}
    assert not missing, (
        f"Add {sorted(missing)} to PublishedScreening in screenings/models/publications.py, then run makemigrations."
    )


@pytest.mark.django_db
def test_every_field_is_filled_from_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    harbour: Festival = world.festival()
    world.screening(world.film(harbour, "Cléo"), world.hall(harbour), "2026-10-10 20:00")
    filled: set[str] = set()

    def recorded(**values: Any) -> PublicScreening:
        filled.update(values)
        return PublicScreening(**values)

    monkeypatch.setattr(public, "PublicScreening", recorded)
    public_screenings(harbour)
    # Where it was announced before is known from the publication before, not from the row.
    missing = set(PUBLIC_FIELDS) - filled - {"moved_from_starts_at", "moved_from_hall"}
    assert not missing, f"Fill {sorted(missing)} in _public or _public_film_fields of screenings/loading/public.py."


def test_every_name_of_the_json_is_in_the_documentation() -> None:
    documented = set(re.findall(r"`(\w+)`", DATA_DOC.read_text(encoding="utf-8")))
    screening = screening_json(replace(PROGRAMME, moved_from_hall="Hall 2"))
    names = set(screening) | set(screening["film"])
    assert not names - documented, f"Say in docs/data.md, under JSON, what {sorted(names - documented)} is."
