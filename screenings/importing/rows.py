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
from screenings.importing.detail_rows import (
    AcknowledgementRow,
    AddressRow,
    ClosureRow,
    CreditRow,
    GuestRow,
    HoldRow,
    HoursRow,
    ImageRow,
    LinkRow,
    OrderRow,
    PersonRow,
    PhraseRow,
    PrintRow,
    QuoteRow,
    RuleRow,
    SectionRow,
    TravelRow,
    VenueRow,
    WeightRow,
    WishRow,
)
from screenings.models import Access, Audience, Billing, FilmKind, Premiere, PrintFormat, Publishing, Status, Typeface
from screenings.models.festivals import Clock, Repeats, language_choices
from screenings.models.fields import EARLIEST, LATEST
from screenings.text.spreadsheet import join_cast, join_items, split_items
from screenings.timetable.context import CLASH_KINDS
from screenings.timetable.days import wall_text

_line = cells.visible_line
_languages = cells.list_of(language_code)
_pause = cells.minutes(0, 240, example=15)
_day = cells.day_between(EARLIEST, LATEST)
_crowd = cells.integer(0, 100_000, "number of people", 120)
_CLASHES = tuple((kind, kind) for kind in CLASH_KINDS)


@dataclass(frozen=True, slots=True)
class FestivalRow(ProgrammeRow):
    name: str = column(_line, "")
    slug: str = column(cells.line_of_text, "")
    timezone: str = column(cells.zone_name, "")
    starts_on: date | None = column(_day, None)
    ends_on: date | None = column(_day, None)
    day_starts_at: time | None = column(cells.time_of_day, None)
    tagline: str = column(_line, "", optional=True)
    about: str = column(cells.prose, "", optional=True)
    clock: str = column(cells.choice(Clock.choices, noun="clock"), "", optional=True)
    language: str = column(cells.choice(language_choices, noun="language"), "", optional=True)
    default_changeover: int | None = column(cells.minutes(0, example=15), None, optional=True)
    default_doors: int | None = column(_pause, None, optional=True)
    default_runtime: int | None = column(cells.minutes(1, example=100), None, optional=True)
    repeats: str = column(cells.choice(Repeats.choices, noun="way to repeat a film"), "", optional=True)
    clashes: tuple[str, ...] = column(
        cells.list_or_none(cells.choice(_CLASHES, noun="reason")),
        (),
        optional=True,
        write=lambda kinds: join_items(kinds) or cells.NONE,
    )
    children_until: time | None = column(cells.time_of_day, None, optional=True)
    publishing: str = column(cells.choice(Publishing.choices, noun="way to publish"), "", optional=True)
    site_url: str = column(_line, "", optional=True)
    embedded_by: tuple[str, ...] = column(cells.list_of(cells.line_of_text), (), optional=True)
    colour: str = column(cells.line_of_text, "", optional=True)
    logo: str = linked_column(cells.line_of_text, "", optional=True)
    header: str = linked_column(cells.line_of_text, "", optional=True)
    header_credit: str = column(_line, "", optional=True)
    header_focus_x: int | None = column(cells.FOCUS, None, optional=True)
    header_focus_y: int | None = column(cells.FOCUS, None, optional=True)
    typeface: str = column(cells.choice(Typeface.choices, noun="typeface"), "", optional=True)


@dataclass(frozen=True, slots=True)
class FilmRow(ProgrammeRow):
    """`cast` holds name and character; `parts` ids of films, in order. Codes: ISO 3166-1 alpha-2 (sorted), BCP 47.

    `slug` is its part of the address, exported where it does not follow from the title.
    """

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
    cast: tuple[tuple[str, str], ...] = linked_column(cells.cast_list, (), write=join_cast)
    synopsis: str = column(cells.prose, "")
    parts: tuple[str, ...] = linked_column(split_items, ())
    kind: str = column(cells.choice(FilmKind.choices, noun="kind of film"), FilmKind.FILM.value)
    rating: str = column(_line, "")
    premiere: str = column(cells.choice(Premiere.choices, noun="premiere status"), "")
    gap: int = column(cells.minutes(0, 240, example=5), 0, optional=True)
    companies: tuple[str, ...] = column(cells.lines_of_text, (), optional=True)
    distributor: str = column(_line, "", optional=True)
    based_on: str = column(_line, "", optional=True)
    minimum_age: int | None = column(cells.integer(0, 21, "age", 12), None, optional=True)
    embargo_until: date | None = column(_day, None, optional=True)
    expected_audience: int | None = column(_crowd, None, optional=True)
    content_notes: str = column(cells.prose, "", optional=True)
    tags: tuple[str, ...] = column(cells.lines_of_text, (), optional=True)
    releases: tuple[str, ...] = column(cells.lines_of_text, (), optional=True)
    statement: str = column(cells.prose, "", optional=True)
    line_up_hold: str = column(_line, "", optional=True)
    slug: str = linked_column(cells.address_part, "", optional=True)


@dataclass(frozen=True, slots=True)
class HallRow(ProgrammeRow):
    """`address` to `timezone` are the venue's, and the same in all its halls. No timezone: the festival's."""

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
    timezone: str = column(cells.zone_name, "", owner="venue", optional=True)
    wheelchair_spaces: int | None = column(cells.integer(0, 10_000, "number of spaces", 4), None, optional=True)
    doors: int | None = column(_pause, None, optional=True)
    shared: bool = column(cells.yes_or_no, False, optional=True)
    order: int = column(cells.integer(0, 32_767, "place in the order", 1), 0, optional=True)
    slug: str = linked_column(cells.address_part, "", optional=True)


@dataclass(frozen=True, slots=True)
class ScreeningRow(ProgrammeRow):
    """`hall` and `start` are both there or both empty. `start` and `end` are UTC; only a stated end is there.

    `uid` names it in every calendar: it is exported on request, and only a new screening takes it.
    """

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
    format: tuple[str, ...] = column(
        cells.list_of(cells.choice(PrintFormat.choices, noun="format"), with_commas=True), ()
    )
    subtitles: tuple[str, ...] = column(_languages, ())
    access: tuple[str, ...] = column(cells.list_of(cells.choice(Access.choices, noun="access service")), ())
    notes: str = column(cells.prose, "")
    length: int | None = linked_column(cells.minutes(1), None, optional=True)
    expected_audience: int | None = column(_crowd, None, optional=True)
    ticket_url: str = column(_line, "", optional=True)
    sold_out: bool = column(cells.yes_or_no, False, optional=True)
    standby: bool = column(cells.yes_or_no, False, optional=True)
    price: str = column(_line, "", optional=True)
    billing: str = column(
        cells.choice(
            ((Billing.TITLE, "the title"), (Billing.SECRET, "secret"), (Billing.TBA, "to be announced")),
            noun="announcement",
        ),
        Billing.TITLE.value,
        optional=True,
    )
    public_title: str = column(_line, "", optional=True)
    public_note: str = column(_line, "", optional=True)
    pinned: bool = column(cells.yes_or_no, False, optional=True)
    print: str = linked_column(cells.line_of_text, "", optional=True)
    guests: tuple[str, ...] = linked_column(cells.lines_of_text, (), optional=True)
    uid: str = linked_column(cells.uid, "", optional=True)

    @property
    def stated_length(self) -> int | None:
        """Minutes that pass between the stated start and end; of a screening without a place, its `length`."""
        return round((self.end - self.start).total_seconds() / 60) if self.start and self.end else self.length


TABLES: Mapping[str, type[ProgrammeRow]] = MappingProxyType(
    {
        "films": FilmRow,
        "halls": HallRow,
        "screenings": ScreeningRow,
        "sections": SectionRow,
        "venues": VenueRow,
        "people": PersonRow,
        "credits": CreditRow,
        "links": LinkRow,
        "quotes": QuoteRow,
        "images": ImageRow,
        "prints": PrintRow,
        "hours": HoursRow,
        "closures": ClosureRow,
        "travel": TravelRow,
        "guests": GuestRow,
        "addresses": AddressRow,
        "holds": HoldRow,
        "rules": RuleRow,
        "weights": WeightRow,
        "wishes": WishRow,
        "phrases": PhraseRow,
        "orders": OrderRow,
        "acknowledgements": AcknowledgementRow,
    }
)
FESTIVAL_KEYS = tuple(columns_of(FestivalRow))
FILM_COLUMNS = tuple(columns_of(FilmRow))
VENUE_COLUMNS = tuple(model_fields(HallRow, "venue"))
SCREENING_COLUMNS = tuple(columns_of(ScreeningRow))


def cell_text(row: ProgrammeRow, column: str, zone: ZoneInfo) -> str:
    """A field as its cell says it, times on the clock of `zone`; not yet made safe for spreadsheets."""
    value, write = getattr(row, column), columns_of(type(row))[column].write
    if write is not None:
        return write(value)
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case 0 if (
            columns_of(type(row))[column].default == 0
        ):  # a changeover of 0 is said, for an empty one is the festival's
            return ""
        case datetime():
            return wall_text(value, zone)
        case date():
            return value.isoformat()
        case time():
            return (
                value.isoformat("seconds").removesuffix(":00")
                if not isinstance(row, FestivalRow)
                else value.isoformat()
            )
        case Decimal():
            return f"{value.normalize():f}"
        case tuple():
            return join_items(value)
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
