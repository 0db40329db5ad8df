"""A programme as the import format says it: what comes in, what goes out, and what the two are compared by.

The fields of each row are the columns of its table, name for name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from screenings.text.spreadsheet import join_cast, join_items
from screenings.timetable.days import wall_text


@dataclass(frozen=True, slots=True)
class FestivalRow:
    name: str = ""
    slug: str = ""
    timezone: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    day_starts_at: time | None = None


@dataclass(frozen=True, slots=True)
class FilmRow:
    """`cast` holds name and character; `parts` ids of films, in order. Codes: ISO 3166-1 alpha-2 (sorted), BCP 47."""

    id: str
    title: str
    original_title: str = ""
    year: int | None = None
    runtime: int | None = None
    section: str = ""
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    directors: tuple[str, ...] = ()
    cast: tuple[tuple[str, str], ...] = ()
    synopsis: str = ""
    parts: tuple[str, ...] = ()
    kind: str = "film"
    rating: str = ""
    premiere: str = ""


@dataclass(frozen=True, slots=True)
class HallRow:
    """What follows `formats` is the venue's, and the same in all its halls. No timezone: the festival's."""

    id: str
    venue: str
    hall: str
    capacity: int | None = None
    changeover: int | None = None
    formats: tuple[str, ...] = ()
    address: str = ""
    city: str = ""
    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """`hall` and `start` are both there or both empty. `start` and `end` are UTC; only a stated end is there."""

    id: str
    film: str
    hall: str = ""
    start: datetime | None = None
    end: datetime | None = None
    audience: str = "public"
    status: str = "planned"
    intro: int = 0
    qa: int = 0
    format: str = ""
    subtitles: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    notes: str = ""

    @property
    def length(self) -> int | None:
        """Minutes that pass between the stated start and end."""
        return round((self.end - self.start).total_seconds() / 60) if self.start and self.end else None


ProgrammeRow = FestivalRow | FilmRow | HallRow | ScreeningRow
FESTIVAL_KEYS = tuple(f.name for f in fields(FestivalRow))
FILM_COLUMNS = tuple(f.name for f in fields(FilmRow))
HALL_COLUMNS = tuple(f.name for f in fields(HallRow))
VENUE_COLUMNS = HALL_COLUMNS[HALL_COLUMNS.index("address") :]
SCREENING_COLUMNS = tuple(f.name for f in fields(ScreeningRow))


def cell_text(row: ProgrammeRow, column: str, zone: ZoneInfo) -> str:
    """A field as its cell says it, times on the clock of `zone`; not yet made safe for spreadsheets."""
    value = getattr(row, column)
    match value:
        case None:
            return ""
        case 0 if column in ("intro", "qa"):  # a changeover of 0 is said, for an empty one is the festival's
            return ""
        case datetime():
            return wall_text(value, zone)
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("seconds")
        case Decimal():
            return f"{value.normalize():f}"
        case tuple():
            return join_cast(value) if column == "cast" else join_items(value)
        case _:
            return str(value)


def external_ids(own_and_fallback: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """An id for each (festival's own id, fallback): the own one where there is one and nobody had it before.

    The fallback of an object made by hand is its slug or uid, which stay; with a tilde where that is someone's id.
    """
    own_and_fallback = tuple(own_and_fallback)
    owned = {own for own, _fallback in own_and_fallback if own}
    ids: list[str] = []
    used: set[str] = set()
    for own, fallback in own_and_fallback:
        found = own
        if not own or own in used:
            found = fallback
            while found in owned or found in used:
                found += "~"
        used.add(found)
        ids.append(found)
    return tuple(ids)
