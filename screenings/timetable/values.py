"""The values everything else speaks in: a showing as the rules see it, a screening as the public sees it."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.text.cleaning import place_name
from screenings.timetable.context import EMPTY_CONTEXT, PUBLIC, RuleContext, RuleFilm, RuleHall
from screenings.timetable.days import Span, festival_day, to_utc
from screenings.timetable.placement import Placement

ONE_DAY = timedelta(days=1)
CONFIRMED, TENTATIVE, CANCELLED = "confirmed", "tentative", "cancelled"
BILLED_BY_TITLE = "title"  # its film is announced, and neither secret nor to be announced
# All that is public of a screening whose film is secret or not announced yet: a field not named here is withheld.
FIELDS_WITHOUT_FILM = frozenset({
    "uid", "status", "title", "starts_at", "ends_at", "timezone", "day", "venue", "venue_slug", "hall", "hall_slug",
    "hall_is_shared", "address", "latitude", "longitude", "access", "audience", "sold_out", "standby",
    "moved_from_starts_at", "moved_from_hall", "end_is_estimated",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunningTime:
    """Minutes a film, or a whole show, takes. Where `is_known` is false the festival's default stands in."""

    minutes: int
    is_known: bool


def running_time(stated: int | None, *, parts: tuple[int | None, ...] = (), gap: int = 0, default: int) -> RunningTime:
    """The running time of a film, or of a programme from its parts' minutes and the gap between two of them.

    A stated time wins. One unknown part makes the programme unknown: it then counts as the default, or as
    what is known of it where that is longer.
    """
    if stated is not None:
        return RunningTime(stated, True)
    if not parts:
        return RunningTime(default, False)
    known = sum(part for part in parts if part is not None) + gap * (len(parts) - 1)
    if all(part is not None for part in parts):
        return RunningTime(known, True)
    return RunningTime(max(default, known), False)


def show_length(running: RunningTime, *, intro: int = 0, qa: int = 0, stated: int | None = None) -> int:
    """Minutes from the doors' closing to the end: stated for the screening, else intro + film + Q&A."""
    return intro + running.minutes + qa if stated is None else stated


def is_length_known(running: RunningTime, *, stated: int | None = None) -> bool:
    """Whether a show's length is. Where it is not, its end is an estimate."""
    return stated is not None or running.is_known


def expected_attendance(stated: int | None, *, audience: str, film_expects: int | None) -> int | None:
    """Those expected at this very screening; at a public one else as many as the film is expected to draw."""
    return film_expects if stated is None and audience == PUBLIC else stated


def show_end(starts_at: datetime, length: int) -> datetime:
    """When a show ends. The one place an end is derived; counted in elapsed minutes, so DST nights are right."""
    return starts_at + timedelta(minutes=length)


@dataclass(frozen=True, slots=True)
class FestivalCalendar:
    """What a festival's days are measured with."""

    starts_on: date
    ends_on: date
    zone: ZoneInfo
    day_starts_at: time

    def day_of(self, moment: datetime, zone: ZoneInfo | None = None) -> date:
        return festival_day(moment, zone or self.zone, self.day_starts_at)

    def is_special(self, day: date) -> bool:
        """Whether a show on that day stands apart from the run: more than a day before or after it."""
        return not self.starts_on - ONE_DAY <= day <= self.ends_on + ONE_DAY


@dataclass(frozen=True, slots=True)
class Showing:
    """One screening of the working timetable, with all that the rules, the board, the sheets and the public read of it.

    Times are instants; minutes are whole; film, hall, print and guests are ids. `length` is from start to end,
    `stated_length` the length somebody wrote down instead of film, intro and Q&A. `format` is what somebody stated, one
    or several: see `formats_needed` for what it takes. `billing` is how its film is announced; `public_title` and
    `public_note` are for the public, `notes` for the staff alone. `on_hold`: it is where the public was last told, and
    the working timetable may have it elsewhere.
    """

    uid: UUID
    film: int
    title: str
    length: int
    starts_at: datetime | None = None
    hall: int | None = None
    cancelled: bool = False
    audience: str = PUBLIC
    intro: int = 0
    qa: int = 0
    stated_length: int | None = None
    length_is_known: bool = True
    format: tuple[str, ...] = ()
    print: int | None = None
    guests: tuple[int, ...] = ()
    expected_audience: int | None = None
    on_hold: bool = False
    pk: int = 0
    pinned: bool = False
    billing: str = BILLED_BY_TITLE
    public_title: str = ""
    public_note: str = ""
    notes: str = ""
    subtitles: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    ticket_url: str = ""
    sold_out: bool = False
    standby: bool = False
    price: str = ""

    @property
    def span(self) -> Span | None:
        return Span(self.starts_at, show_end(self.starts_at, self.length)) if self.starts_at else None

    @property
    def placement(self) -> Placement:
        return Placement(self.hall, self.starts_at)

    def at(self, placement: Placement) -> "Showing":
        """The same, there."""
        return replace(self, hall=placement.hall, starts_at=placement.starts_at)


class PlacedShowing(NamedTuple):
    """A showing that takes place: when (UTC), on which festival day by the venue's clock, where and of what.

    `home` is the festival's own zone, which may be another than the venue's.
    """

    start: datetime
    end: datetime
    day: date
    showing: Showing
    hall: RuleHall
    film: RuleFilm
    festival_zone: ZoneInfo

    @property
    def uid(self) -> UUID:
        return self.showing.uid

    @property
    def expected_attendance(self) -> int | None:
        """How many are expected."""
        showing = self.showing
        return expected_attendance(
            showing.expected_audience, audience=showing.audience, film_expects=self.film.expected_audience
        )

    def names_for_wording(self, prefix: str = "") -> dict[str, str]:
        """What a sentence calls it: film, hall, start and end (ISO 8601, UTC), festival day, the zone of its clock and
        the festival's, its minutes where they are only assumed, and whether it is there because it is on hold.
        """
        return {
            f"{prefix}film": self.film.title,
            f"{prefix}hall": self.hall.name,
            f"{prefix}starts": self.start.isoformat(),
            f"{prefix}ends": self.end.isoformat(),
            f"{prefix}day": self.day.isoformat(),
            f"{prefix}zone": self.hall.zone.key,
            f"{prefix}home": self.festival_zone.key,
            f"{prefix}assumed": "" if self.showing.length_is_known else str(self.showing.length),
            f"{prefix}held": "yes" if self.showing.on_hold else "",
        }


@dataclass(frozen=True)
class Programme:
    """A festival's working timetable, complete enough for every rule.

    `focus_uid`: only this showing matters; pairs of others that come close to each other need not be found.
    """

    calendar: FestivalCalendar
    showings: tuple[Showing, ...]
    context: RuleContext = EMPTY_CONTEXT
    focus_uid: UUID | None = None

    @cached_property
    def scheduled(self) -> tuple[PlacedShowing, ...]:
        """What takes place, by start: neither unplaced nor cancelled. Every rule goes through it."""
        placed = (self.placed_showing(showing) for showing in self.showings if not showing.cancelled)
        return tuple(sorted(filter(None, placed), key=lambda show: (show.start, show.uid.int)))

    def placed_showing(self, showing: Showing) -> PlacedShowing | None:
        """When and where it would take place; None while it has no place."""
        if showing.starts_at is None or showing.hall is None:
            return None
        hall = self.context.halls[showing.hall]
        start = to_utc(showing.starts_at)
        end, day = show_end(start, showing.length), self.calendar.day_of(start, hall.zone)
        return PlacedShowing(start, end, day, showing, hall, self.context.films[showing.film], self.calendar.zone)


@dataclass(frozen=True, slots=True)
class PublicScreening:
    """Everything a listing or a calendar shows of one screening: nothing here is secret.

    One whose film is secret or not announced yet is as `without_film` leaves it. Instants are UTC;
    `timezone` is the venue's IANA name; `day` is the festival day; `runtime` is None where unknown.
    Codes: countries ISO 3166-1 alpha-2, languages and subtitles BCP 47.
    """

    uid: UUID
    status: str
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    day: date
    venue: str
    venue_slug: str
    hall: str
    hall_slug: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    film_slug: str = ""
    film_url: str = ""
    original_title: str = ""
    year: int | None = None
    runtime: int | None = None
    intro: int = 0
    qa: int = 0
    section: str = ""
    section_slug: str = ""
    section_colour: str = ""
    directors: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_slugs: tuple[str, ...] = ()
    format: str = ""
    access: tuple[str, ...] = ()
    audience: str = "public"
    image_url: str = ""
    ticket_url: str = ""
    sold_out: bool = False
    # Whether those without a ticket may queue at the door; what a ticket costs, in words.
    standby: bool = False
    price: str = ""
    note: str = ""
    # Where it stood before it was moved, while that still matters to someone who noted the old place.
    moved_from_starts_at: datetime | None = None
    moved_from_hall: str = ""
    # Whether its hall holds several shows at once.
    hall_is_shared: bool = False
    # Which people the guests are, one by one: two may bear one name.
    guest_keys: tuple[str, ...] = ()
    # Whether nobody knows yet how long it is, so that `ends_at` rests on an assumption.
    end_is_estimated: bool = False
    # What it is searched and filtered by besides: genres as the festival writes them, from which age one may come where
    # that is known, and who else made it, with a part: "Corinne Marchand (Cléo)".
    genres: tuple[str, ...] = ()
    minimum_age: int | None = None
    people: tuple[str, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def place(self) -> str:
        """Venue and hall; the venue's name once where the hall bears it."""
        return place_name(self.venue, self.hall)

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED


_WITHHELD: dict[str, Any] = {f.name: f.default for f in fields(PublicScreening) if f.name not in FIELDS_WITHOUT_FILM}


def without_film(screening: PublicScreening, *, title: str, length: timedelta) -> PublicScreening:
    """All that may be known while its film is not: neither its link nor its note, and `length` in place of its own."""
    ends_at = screening.starts_at + length
    return replace(screening, title=title, ends_at=ends_at, end_is_estimated=True, **_WITHHELD)
