"""The screenings every feed test knows: one ordinary evening at the demo festival, and a heading for its feed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from screenings.feeds.ical import FeedMetadata, calendar_bytes, screening_vevent_text
from screenings.timetable.values import CONFIRMED, PublicScreening

REVISED = datetime(2024, 9, 1, 12, 0, tzinfo=UTC)
HEADING = FeedMetadata(
    name="Sunset Film Festival 2024",
    page_url="https://festival.example/sunset-2024/screenings/",
    feed_url="https://festival.example/sunset-2024/screenings.ics",
    timezone="America/Los_Angeles",
    colour="#dc143c",
    last_modified=REVISED,
)
STRANGERS = PublicScreening(
    uid=UUID("6c1d6f0e-6a0b-4f6f-9a55-0d7c3f1e2a01"),
    status=CONFIRMED,
    title="All of Us Strangers",
    starts_at=datetime(2024, 10, 10, 2, 0, tzinfo=UTC),
    ends_at=datetime(2024, 10, 10, 4, 15, tzinfo=UTC),
    timezone="America/Los_Angeles",
    day=date(2024, 10, 9),
    venue="Landmark Sunset",
    venue_slug="landmark-sunset",
    hall="Hall 1",
    hall_slug="hall-1",
    address="8000 Sunset Boulevard, Los Angeles",
    latitude=34.0979,
    longitude=-118.3656,
    film_slug="all-of-us-strangers",
    film_url="https://festival.example/sunset-2024/films/all-of-us-strangers/",
    year=2023,
    runtime=105,
    intro=5,
    qa=25,
    section="Gala",
    section_slug="gala",
    section_colour="#b01030",
    directors=("Andrew Haigh",),
    guests=("Andrew Haigh", "Andrew Scott"),
    countries=("GB",),
    languages=("en",),
    subtitles=("es", "zh-Hant"),
    format="DCP",
    access=("captions",),
    image_url="https://festival.example/media/strangers.png",
    ticket_url="https://tickets.example/buy?show=1&lang=en",
)


def showing(number: int, **changes: Any) -> PublicScreening:
    """The evening's screening with another uid and some fields of its own."""
    return replace(STRANGERS, uid=UUID(int=number), **changes)


def at(text: str) -> datetime:
    """An instant from ISO 8601 with its offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


def feed(
    screenings: Sequence[PublicScreening],
    heading: FeedMetadata = HEADING,
    *,
    sequence: int = 0,
    revised_at: datetime = REVISED,
) -> bytes:
    """The feed of these screenings, its zones gathered the way a caller does."""
    zones: dict[str, tuple[datetime, datetime]] = {}
    for one in screenings:
        first, last = zones.get(one.timezone, (one.starts_at, one.starts_at))
        zones[one.timezone] = (min(first, one.starts_at), max(last, one.starts_at))
    events = [screening_vevent_text(one, sequence=sequence, revised_at=revised_at) for one in screenings]
    return calendar_bytes(events, metadata=heading, zones=zones)


def later(screening: PublicScreening, minutes: int, **changes: Any) -> PublicScreening:
    """The same screening, moved."""
    move = timedelta(minutes=minutes)
    return replace(screening, starts_at=screening.starts_at + move, ends_at=screening.ends_at + move, **changes)
