"""Everything that the public pages show, as one JSON document: programme.json.

A value here is an object of the document, and its fields are the names there, in this order. docs/data.md and
programme.schema.json describe them; a name never changes its meaning.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from screenings.feeds.json_listing import instant_text, screening_json
from screenings.timetable.values import PublicScreening

VERSION = 1


@dataclass(frozen=True, slots=True)
class FestivalEntry:
    """Days are ISO 8601 dates, `day_starts_at` is HH:MM on the festival's clock, `timezone` an IANA name."""

    slug: str
    name: str
    url: str
    tagline: str
    about: str
    starts_on: str
    ends_on: str
    timezone: str
    day_starts_at: str
    language: str
    colour: str
    logo_url: str
    header_url: str
    header_credit: str


@dataclass(frozen=True, slots=True)
class SectionEntry:
    slug: str
    name: str
    url: str
    colour: str
    about: str


@dataclass(frozen=True, slots=True)
class HallEntry:
    """`slug` is the hall's own behind its cinema's: `odeon.hall-1`."""

    slug: str
    name: str
    capacity: int | None
    wheelchair_spaces: int | None


@dataclass(frozen=True, slots=True)
class VenueEntry:
    slug: str
    name: str
    url: str
    address: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    timezone: str
    phone: str
    website: str
    access_notes: str
    halls: tuple[HallEntry, ...]


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """`person` is the slug of one of `people`; `role` a code, `role_name` the same in words."""

    role: str
    role_name: str
    person: str
    name: str
    character: str


@dataclass(frozen=True, slots=True)
class QuoteEntry:
    text: str
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """`url` is empty while the address is not known; `film` is the slug of what it leads to in this programme."""

    kind: str
    label: str
    url: str
    film: str


@dataclass(frozen=True, slots=True)
class ImageEntry:
    """`focus_x` and `focus_y`: what is not to be cropped, in hundredths from the left and from above."""

    kind: str
    url: str
    width: int | None
    height: int | None
    focus_x: int
    focus_y: int
    caption: str
    copyright: str


@dataclass(frozen=True, slots=True)
class FilmEntry:
    """`runtime` is in minutes, None while unknown; `section` and `parts` are slugs."""

    slug: str
    title: str
    url: str
    original_title: str
    kind: str
    year: int | None
    runtime: int | None
    section: str
    genres: tuple[str, ...]
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    subtitles: tuple[str, ...]
    synopsis: str
    companies: tuple[str, ...]
    distributor: str
    based_on: str
    rating: str
    minimum_age: int | None
    premiere: str
    content_notes: str
    tags: tuple[str, ...]
    releases: tuple[str, ...]
    statement: str
    parts: tuple[str, ...]
    credits: tuple[CreditEntry, ...]
    quotes: tuple[QuoteEntry, ...]
    links: tuple[LinkEntry, ...]
    images: tuple[ImageEntry, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    slug: str
    name: str
    url: str
    biography: str
    website: str
    filmography: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeEntries:
    """All that a festival has made public. `publication` is 0, and `published_at` None, before the first."""

    schema_url: str
    publication: int
    published_at: datetime | None
    festival: FestivalEntry
    days: tuple[str, ...]
    sections: tuple[SectionEntry, ...]
    venues: tuple[VenueEntry, ...]
    films: tuple[FilmEntry, ...]
    people: tuple[PersonEntry, ...]


def programme_json(programme: ProgrammeEntries, screenings: Iterable[PublicScreening]) -> bytes:
    """The document in UTF-8. The same values always give the same bytes."""
    published_at = programme.published_at
    document = {
        "$schema": programme.schema_url,
        "version": VERSION,
        "publication": {
            "number": programme.publication,
            "published_at": instant_text(published_at) if published_at else None,
        },
        "festival": asdict(programme.festival),
        "days": programme.days,
        "sections": [asdict(section) for section in programme.sections],
        "venues": [asdict(venue) for venue in programme.venues],
        "films": [asdict(film) for film in programme.films],
        "people": [asdict(person) for person in programme.people],
        "screenings": [screening_json(screening) for screening in screenings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
