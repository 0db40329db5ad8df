"""The further tables of the import format: what belongs to a film, a hall, a person or the festival."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from screenings.importing import cells
from screenings.importing.codes import country_code, language_code
from screenings.importing.columns import ProgrammeRow, column, linked_column, reference
from screenings.models import LinkKind, PictureKind, PrintFormat, Role, RuleSeverity, Weekday
from screenings.models.festivals import language_choices
from screenings.models.fields import EARLIEST, LATEST

_line = cells.visible_line
_day = cells.day_between(EARLIEST, LATEST)
_order = cells.integer(0, 32_767, "place in the order", 1)
_points = cells.integer(1, 10_000, "number of points", 10)
_FILM = "the id of a film"
_HALL = "the id of a hall"


@dataclass(frozen=True, slots=True)
class SectionRow(ProgrammeRow):
    """`id` is its part of the address; films name it by its name."""

    id: str = column(cells.address_part, attribute="slug")
    name: str = column(_line, example="the section's name")
    colour: str = column(cells.line_of_text, "")
    order: int = column(_order, 0)
    about: str = column(cells.prose, "")
    line_up_hold: str = column(_line, "", optional=True)


@dataclass(frozen=True, slots=True)
class VenueRow(ProgrammeRow):
    """What the halls' table does not say of a venue; from `address` on, what it says itself where there are halls."""

    venue: str = column(_line, attribute="name", example="the cinema's name")
    slug: str = column(cells.address_part, "", optional=True)
    website: str = column(_line, "")
    phone: str = column(_line, "")
    access_notes: str = column(cells.prose, "")
    address: str = column(_line, "", optional=True)
    city: str = column(_line, "", optional=True)
    country: str = column(country_code, "", optional=True)
    latitude: Decimal | None = column(cells.degrees(90), None, optional=True)
    longitude: Decimal | None = column(cells.degrees(180), None, optional=True)
    timezone: str = column(cells.zone_name, "", optional=True)


@dataclass(frozen=True, slots=True)
class PersonRow(ProgrammeRow):
    """`id` is their part of the address."""

    id: str = column(cells.address_part, attribute="slug")
    name: str = column(_line, example="the person's name")
    sort_name: str = column(_line, "")
    biography: str = column(cells.prose, "")
    website: str = column(_line, "")
    filmography: tuple[str, ...] = column(cells.lines_of_text, (), optional=True)


@dataclass(frozen=True, slots=True)
class CreditRow(ProgrammeRow):
    """A film's credits, all of them where one is there."""

    film: str = reference("film", example=_FILM)
    person: str = reference("person", example="a name")
    role: str = column(cells.choice(Role.choices, noun="role"), example="a role, such as composer")
    character: str = column(cells.line_of_text, "")
    order: int = column(_order, 0)


@dataclass(frozen=True, slots=True)
class LinkRow(ProgrammeRow):
    film: str = reference("film", example=_FILM)
    kind: str = column(cells.choice(LinkKind.choices, noun="kind of link"), example="a kind, such as trailer")
    label: str = column(_line, example="what the link says")
    url: str = column(_line, "")
    order: int = column(_order, 0)
    leads_to: str = reference("film", "", optional=True)


@dataclass(frozen=True, slots=True)
class QuoteRow(ProgrammeRow):
    film: str = reference("film", example=_FILM)
    text: str = column(cells.prose, example="what was written")
    source: str = column(_line, example="who wrote it")
    url: str = column(_line, "")
    order: int = column(_order, 0)


@dataclass(frozen=True, slots=True)
class ImageRow(ProgrammeRow):
    """`picture` is a file's path beside the tables."""

    film: str = reference("film", example=_FILM)
    picture: str = linked_column(cells.line_of_text, "")
    caption: str = column(_line, "")
    copyright: str = column(_line, "")
    order: int = column(_order, 0)
    kind: str = column(
        cells.choice(PictureKind.choices, noun="kind of picture"), PictureKind.STILL.value, optional=True
    )
    focus_x: int = column(cells.FOCUS, 50, optional=True)
    focus_y: int = column(cells.FOCUS, 50, optional=True)


@dataclass(frozen=True, slots=True)
class AcknowledgementRow(ProgrammeRow):
    """A conflict is known again by its rule, its screenings and its sentence: other facts make another sentence.

    Without a sentence it has lapsed: it stands for nothing any more, and is kept as what was said.
    """

    rule: str = linked_column(cells.line_of_text, example="the rule, such as hall-too-small")
    reason: str = column(_line, example="why it is as it should be")
    at: datetime = column(cells.instant, example="since when", write=datetime.isoformat)
    screenings: tuple[str, ...] = linked_column(cells.lines_of_text, ())
    conflict: str = linked_column(cells.line_of_text, "")


@dataclass(frozen=True, slots=True)
class PrintRow(ProgrammeRow):
    id: str = linked_column(None)
    film: str = reference("film", example=_FILM)
    label: str = column(_line, "")
    format: str = column(cells.choice(PrintFormat.choices, noun="format"), PrintFormat.DCP.value)
    subtitles: tuple[str, ...] = column(cells.list_of(language_code), ())
    available_from: date | None = column(_day, None)
    available_until: date | None = column(_day, None)
    notes: str = column(cells.prose, "")


@dataclass(frozen=True, slots=True)
class HoursRow(ProgrammeRow):
    """On the venue's clock; closing at or before opening is after midnight."""

    hall: str = reference("hall", example=_HALL)
    weekday: int = column(cells.weekday, example="a weekday, such as Monday", write=lambda day: Weekday(day).label)
    opens: time = column(cells.time_of_day, example="when it opens, such as 09:00")
    closes: time = column(cells.time_of_day, example="when it closes, such as 01:00")


@dataclass(frozen=True, slots=True)
class ClosureRow(ProgrammeRow):
    hall: str = reference("hall", example=_HALL)
    first_day: date = column(_day, example="the first day, such as 2024-10-09")
    last_day: date = column(_day, example="the last day, such as 2024-10-09")
    reason: str = column(_line, "")


@dataclass(frozen=True, slots=True)
class TravelRow(ProgrammeRow):
    origin: str = reference("venue", example="the name of a venue")
    destination: str = reference("venue", example="the name of a venue")
    minutes: int = column(cells.minutes(1, example=15), example="minutes from door to door")
    by: str = column(_line, "")


@dataclass(frozen=True, slots=True)
class GuestRow(ProgrammeRow):
    """Moments in UTC, read and written on the festival's clock."""

    person: str = reference("person", example="a name")
    arrives: datetime | None = column(None, None, attribute="arrives_at")
    departs: datetime | None = column(None, None, attribute="departs_at")
    notes: str = column(cells.prose, "")
    language: str = column(cells.choice(language_choices, noun="language"), "", optional=True)


@dataclass(frozen=True, slots=True)
class HoldRow(ProgrammeRow):
    screening: str = reference("screening", example="the id of a screening")
    reason: str = column(_line, example="why it is on hold")
    since: datetime = column(cells.instant, example="since when", write=datetime.isoformat)


@dataclass(frozen=True, slots=True)
class AddressRow(ProgrammeRow):
    """An address that something or somebody had before, and that leads on; to the festival where it names nothing."""

    slug: str = column(cells.line_of_text, example="the part of the address that was")
    film: str = reference("film", "")
    section: str = reference("section", "")
    venue: str = reference("venue", "")
    hall: str = reference("hall", "")
    person: str = reference("person", "", optional=True)


@dataclass(frozen=True, slots=True)
class RuleRow(ProgrammeRow):
    rule: str = column(cells.line_of_text, attribute="code", example="the rule, such as hall-busy")
    severity: str = column(
        cells.choice(((each.value, each.value) for each in RuleSeverity), noun="severity"), example="a severity"
    )


@dataclass(frozen=True, slots=True)
class WeightRow(ProgrammeRow):
    term: str = column(cells.line_of_text, attribute="name", example="what is weighed")
    weight: int = column(cells.integer(0, 10_000, "number of points", 10), example="points for each")


@dataclass(frozen=True, slots=True)
class WishRow(ProgrammeRow):
    """Where the screenings of one section, one film or one screening should be placed, or should not."""

    section: str = reference("section", "")
    film: str = reference("film", "")
    screening: str = reference("screening", "")
    avoid: bool = column(cells.yes_or_no, False)
    hall: str = reference("hall", "")
    day: date | None = column(_day, None)
    begins: time | None = column(cells.time_of_day, None)
    until: time | None = column(cells.time_of_day, None)
    points: int | None = column(_points, None)


@dataclass(frozen=True, slots=True)
class PhraseRow(ProgrammeRow):
    """A wish in a phrase, which every search of the festival goes by."""

    wish: str = column(cells.line_of_text, attribute="name", example="what is wished for, as --wish names it")
    section: str = reference("section", "")


@dataclass(frozen=True, slots=True)
class OrderRow(ProgrammeRow):
    """That one screening, or a film's, should begin after another is over."""

    first_film: str = reference("film", "")
    first_screening: str = reference("screening", "")
    then_film: str = reference("film", "")
    then_screening: str = reference("screening", "")
    at_once: bool = column(cells.yes_or_no, False)
    after: int = column(cells.minutes(0, 720), 0)
    within: int | None = column(cells.minutes(0, 720), None)
    least: int = column(cells.integer(0, 100, "number of days", 1), 0)
    most: int | None = column(cells.integer(0, 100, "number of days", 1), None)
    points: int | None = column(_points, None)
