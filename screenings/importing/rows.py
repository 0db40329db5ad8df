"""A programme as the import format says it: what comes in, what goes out, and what the two are compared by.

The fields of each row are the columns of its table, name for name. A new column is declared here; CONTRIBUTING.md says
what else it needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.codes import country_code, language_code
from screenings.importing.columns import ProgrammeRow, column, columns_of, linked_column, model_fields
from screenings.models import Access, Audience, FilmKind, Premiere, PrintFormat, Status
from screenings.models.fields import EARLIEST, LATEST
from screenings.text.spreadsheet import join_cast, join_items, split_items
from screenings.timetable.days import wall_text

_line = cells.visible_line
_languages = cells.list_of(language_code)
_pause = cells.minutes(0, 240, example=15)
_day = cells.day_between(EARLIEST, LATEST)


@dataclass(frozen=True, slots=True)
class FestivalRow(ProgrammeRow):
    name: str = column(_line, "")
    slug: str = column(cells.line_of_text, "")
    timezone: str = column(cells.zone_name, "")
    starts_on: date | None = column(_day, None)
    ends_on: date | None = column(_day, None)
    day_starts_at: time | None = column(cells.time_of_day, None)


@dataclass(frozen=True, slots=True)
class FilmRow(ProgrammeRow):
    """`cast` holds name and character; `parts` ids of films, in order. Codes: ISO 3166-1 alpha-2 (sorted), BCP 47."""

    id: str = linked_column(None)
    title: str = column(_line, example="its title")
    original_title: str = column(_line, "")
    year: int | None = column(cells.integer(1888, 2200, "year", 2024), None)
    runtime: int | None = column(cells.minutes(1), None)
    section: str = linked_column(_line, "")
    genres: tuple[str, ...] = column(cells.lines_of_text, ())
    countries: tuple[str, ...] = column(cells.sorted_list_of(country_code), ())
    languages: tuple[str, ...] = column(_languages, ())
    subtitles: tuple[str, ...] = column(_languages, ())
    directors: tuple[str, ...] = linked_column(cells.lines_of_text, ())
    cast: tuple[tuple[str, str], ...] = linked_column(cells.cast_list, ())
    synopsis: str = column(cells.prose, "")
    parts: tuple[str, ...] = linked_column(split_items, ())
    kind: str = column(cells.choice(FilmKind.choices, noun="kind of film"), FilmKind.FILM.value)
    rating: str = column(_line, "")
    premiere: str = column(cells.choice(Premiere.choices, noun="premiere status"), "")


@dataclass(frozen=True, slots=True)
class HallRow(ProgrammeRow):
    """What follows `formats` is the venue's, and the same in all its halls. No timezone: the festival's."""

    id: str = linked_column(None)
    venue: str = linked_column(_line, example="the cinema's name")
    hall: str = column(_line, attribute="name", example="the hall's name; the cinema's again where it has one hall")
    capacity: int | None = column(cells.integer(1, 100_000, "number of seats", 250), None)
    changeover: int | None = column(cells.minutes(0, 600, example=15), None)
    formats: tuple[str, ...] = column(cells.lines_of_text, ())
    address: str = column(_line, "", owner="venue")
    city: str = column(_line, "", owner="venue")
    country: str = column(country_code, "", owner="venue")
    latitude: Decimal | None = column(cells.degrees(90), None, owner="venue")
    longitude: Decimal | None = column(cells.degrees(180), None, owner="venue")
    timezone: str = column(cells.zone_name, "", owner="venue")


@dataclass(frozen=True, slots=True)
class ScreeningRow(ProgrammeRow):
    """`hall` and `start` are both there or both empty. `start` and `end` are UTC; only a stated end is there."""

    id: str = linked_column(None)
    film: str = linked_column(cells.line_of_text, example="the id of a film")
    hall: str = linked_column(cells.line_of_text, "")
    start: datetime | None = linked_column(None, None)
    end: datetime | None = linked_column(None, None)
    audience: str = column(
        cells.choice(
            (*Audience.choices, (Audience.PRESS, "press and industry"), (Audience.PRESS, "industry")), noun="audience"
        ),
        Audience.PUBLIC.value,
    )
    status: str = column(
        cells.choice((*Status.choices, (Status.CANCELLED, "canceled")), noun="status"), Status.PLANNED.value
    )
    intro: int = column(_pause, 0)
    qa: int = column(_pause, 0)
    format: str = column(cells.choice(PrintFormat.choices, noun="format"), "")
    subtitles: tuple[str, ...] = column(_languages, ())
    access: tuple[str, ...] = column(cells.list_of(cells.choice(Access.choices, noun="access service")), ())
    notes: str = column(cells.prose, "")

    @property
    def length(self) -> int | None:
        """Minutes that pass between the stated start and end."""
        return round((self.end - self.start).total_seconds() / 60) if self.start and self.end else None


TABLES: Mapping[str, type[ProgrammeRow]] = MappingProxyType(
    {"films": FilmRow, "halls": HallRow, "screenings": ScreeningRow}
)
FESTIVAL_KEYS = tuple(columns_of(FestivalRow))
FILM_COLUMNS = tuple(columns_of(FilmRow))
HALL_COLUMNS = tuple(columns_of(HallRow))
VENUE_COLUMNS = tuple(model_fields(HallRow, "venue"))
SCREENING_COLUMNS = tuple(columns_of(ScreeningRow))


def cell_text(row: ProgrammeRow, column: str, zone: ZoneInfo) -> str:
    """A field as its cell says it, times on the clock of `zone`; not yet made safe for spreadsheets."""
    value = getattr(row, column)
    match value:
        case None:
            return ""
        case 0 if (
            columns_of(type(row))[column].default == 0
        ):  # a changeover of 0 is said, for an empty one is the festival's
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
        external_id = own
        if not own or own in used:
            external_id = fallback
            while external_id in owned or external_id in used:
                external_id += "~"
        used.add(external_id)
        ids.append(external_id)
    return tuple(ids)
