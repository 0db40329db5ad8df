"""What the house works from: a show as the booth and the doors read it, and what lies between two of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.text.cleaning import place_name
from screenings.timetable.context import DOORS_OPEN_MINUTES, PUBLIC
from screenings.timetable.days import Span
from screenings.timetable.rules.sweep import ceil_minutes
from screenings.timetable.travel import Journey, Travel

# Halls that let out no farther apart than this fill one foyer.
EXIT_WINDOW = timedelta(minutes=10)
OVERNIGHT_MINUTES = 12 * 60  # minutes


@dataclass(frozen=True, slots=True)
class SheetFilmPart:
    """A film of a programme of films: minutes, or None while unknown, and which copies there are of it."""

    title: str
    minutes: int | None
    prints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetHall:
    """A hall as a sheet names it; `hall` and `venue` are ids, `address` is one line.

    The audience is let in `doors` minutes before the start, or as soon as the hall is empty.
    """

    hall: int
    venue: int
    name: str
    venue_name: str
    zone: ZoneInfo
    address: str = ""
    changeover: int = 0
    doors: int = DOORS_OPEN_MINUTES
    capacity: int | None = None
    shared: bool = False

    @property
    def full_name(self) -> str:
        """Venue and hall, the name once where they are the same."""
        return place_name(self.venue_name, self.name)


@dataclass(frozen=True, slots=True)
class SheetShow:
    """A screening with all that the house has to know; `title` is the real one, `announced_as` what the public reads.

    Instants are UTC. `print` is the chosen copy in words; where none is chosen, `copies` are those it may be shown
    from. `next_print_use` is when and where it is needed next, where that is another hall. `film_end` and `end` are
    estimates where `is_estimate`: nobody knows the running time yet.
    """

    uid: UUID
    pk: int
    title: str
    place: SheetHall
    day: date
    start: datetime
    end: datetime
    film_start: datetime
    film_end: datetime
    is_estimate: bool = False
    intro: int = 0
    qa: int = 0
    cancelled: bool = False
    announced_as: str = ""
    film_parts: tuple[SheetFilmPart, ...] = ()
    format: str = ""
    languages: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    print: str = ""
    print_notes: str = ""
    next_print_use: tuple[datetime, SheetHall] | None = None
    copies: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    audience: str = PUBLIC
    access: tuple[str, ...] = ()
    expected: int | None = None
    sold_out: bool = False
    standby: bool = False
    note: str = ""
    notes: str = ""

    @property
    def doors_open_at(self) -> datetime:
        """When the audience is let in, if nothing is on in the hall."""
        return self.start - timedelta(minutes=self.place.doors)

    @property
    def free_at(self) -> datetime:
        """When the hall is ready for the next show."""
        return self.end + timedelta(minutes=self.place.changeover)

    @property
    def people(self) -> int | None:
        """How many come at most, as far as anybody knows: a full house, those expected, else every seat."""
        seats = self.place.capacity
        if self.sold_out or self.expected is None:
            return seats if seats is not None else self.expected
        return self.expected if seats is None else min(self.expected, seats)


def film_span(span: Span, *, intro: int, qa: int, runtime: int | None) -> Span:
    """When the film itself runs; without a running time, all that introduction and Q&A leave of the show."""
    start = min(span.start + timedelta(minutes=intro), span.end)
    if runtime is None:
        return Span(start, max(start, span.end - timedelta(minutes=qa)))
    return Span(start, min(start + timedelta(minutes=runtime), span.end))


@dataclass(frozen=True, slots=True)
class Turnaround:
    """A show in its hall. `minutes_until_next`, from its end to the next start, is negative where they overlap.

    `following` and `minutes_until_next` are None for the last one, for a cancelled one, and where a hall holds several
    at once.
    """

    show: SheetShow
    doors_at: datetime
    following: SheetShow | None = None
    minutes_until_next: int | None = None

    @property
    def is_short(self) -> bool:
        """Less than the hall's changeover."""
        return self.minutes_until_next is not None and self.minutes_until_next < self.show.place.changeover

    @property
    def is_last_of_day(self) -> bool:
        """Nothing follows on its festival day, nor so soon on the next that somebody has to hurry."""
        return self.following is None or (self.following.day != self.show.day and not self.is_short)

    def state(self, at: datetime) -> str:
        """`now` from the doors to the end; before and after that `to come` and `over`."""
        return "to come" if at < self.doors_at else "now" if at < self.show.end else "over"


def turnarounds_of(shows: Iterable[SheetShow]) -> tuple[Turnaround, ...]:
    """The shows by start, each with its doors and what follows it in its hall, on the next festival day too."""
    turnarounds = {turn.show.uid: turn for hall in _by_hall(shows) for turn in _turnarounds_in_hall(hall)}
    return tuple(
        sorted(turnarounds.values(), key=lambda turn: (turn.show.start, turn.show.place.name, turn.show.uid.int))
    )


def _by_hall(shows: Iterable[SheetShow]) -> Iterable[list[SheetShow]]:
    halls: dict[int, list[SheetShow]] = {}
    for show in sorted(shows, key=lambda show: (show.start, show.uid.int)):
        halls.setdefault(show.place.hall, []).append(show)
    return halls.values()


def _turnarounds_in_hall(shows: Sequence[SheetShow]) -> Iterator[Turnaround]:
    yield from (Turnaround(show, show.doors_open_at) for show in shows if show.cancelled or show.place.shared)
    live = [show for show in shows if not (show.cancelled or show.place.shared)]
    busy_until: datetime | None = None
    for show, following in zip(live, [*live[1:], None], strict=False):
        doors = show.doors_open_at
        if busy_until is not None:
            doors = max(doors, min(busy_until, show.start))
        busy_until = max(filter(None, (busy_until, show.end)))
        pause = None if following is None else (following.start - show.end) // timedelta(minutes=1)
        yield Turnaround(show, doors, following, pause)


@dataclass(frozen=True, slots=True)
class ExitCrowd:
    """Several halls that let out at about the same time. `people` counts those whose number is known."""

    shows: tuple[SheetShow, ...]
    people: int
    all_counted: bool

    @property
    def first(self) -> datetime:
        return self.shows[0].end

    @property
    def last(self) -> datetime:
        return self.shows[-1].end


def exit_crowds(shows: Iterable[SheetShow], *, within: timedelta = EXIT_WINDOW) -> tuple[ExitCrowd, ...]:
    """Every crowd: ends of which each follows the one before by `within` at most, in two halls or more."""
    ending = sorted((show for show in shows if not show.cancelled), key=lambda show: (show.end, show.place.name))
    return tuple(
        crowd
        for crowd in map(_exit_crowd, _close_endings(ending, within))
        if len({s.place.hall for s in crowd.shows}) > 1
    )


def _close_endings(ending: Iterable[SheetShow], within: timedelta) -> Iterator[list[SheetShow]]:
    group: list[SheetShow] = []
    for show in ending:
        if group and show.end - group[-1].end > within:
            yield group
            group = []
        group.append(show)
    if group:
        yield group


def _exit_crowd(shows: Sequence[SheetShow]) -> ExitCrowd:
    counts = [show.people for show in shows if show.people is not None]
    return ExitCrowd(tuple(shows), sum(counts), len(counts) == len(shows))


@dataclass(frozen=True, slots=True)
class GuestTransfer:
    """From one appointment to the next: the way, the minutes there are for it, and how many are missing."""

    way: Journey
    available_minutes: int
    missing_minutes: int


@dataclass(frozen=True, slots=True)
class GuestStop:
    """One of a guest's screenings, and the way to the next one that takes place."""

    show: SheetShow
    transfer: GuestTransfer | None = None

    @property
    def is_followed_soon(self) -> bool:
        """Overnight nobody walks from one to the next."""
        return self.transfer is not None and self.transfer.available_minutes < OVERNIGHT_MINUTES


def guest_stops(shows: Iterable[SheetShow], travel: Travel) -> tuple[GuestStop, ...]:
    """A guest's screenings by start. From a cancelled one nobody has to go anywhere."""
    ordered = sorted(shows, key=lambda show: (show.start, show.uid.int))
    live = [show for show in ordered if not show.cancelled]
    after = dict(zip((show.uid for show in live), live[1:], strict=False))
    return tuple(GuestStop(show, _transfer(show, after.get(show.uid), travel)) for show in ordered)


def _transfer(show: SheetShow, following: SheetShow | None, travel: Travel) -> GuestTransfer | None:
    if following is None:
        return None
    way = travel.journey(show.place.venue, following.place.venue)
    spare = (following.start - show.end) // timedelta(minutes=1)
    short = show.end + timedelta(minutes=way.minutes) - following.start
    return GuestTransfer(way, spare, max(0, ceil_minutes(short)))
