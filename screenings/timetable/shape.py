"""What kind of timetable one is: measures by which a proposal is laid beside the real one, or one year beside another.

docs/good-timetables.md says what each is worth and why. They are of what takes place: neither unplaced nor cancelled.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from math import ceil
from statistics import median

from screenings.timetable.context import PRESS, PUBLIC, RuleContext, RuleHall
from screenings.timetable.days import DAY, HOUR, daypart
from screenings.timetable.values import PlacedShowing, Programme

LATE_START = time(17)  # a hall that opens no earlier has stood empty all day
QUARTER = 15  # minutes
# What a section of late films is called, in the languages festivals name them in.
LATE_WORDS = (
    "midnight",
    "late night",
    "mitternacht",
    "minuit",
    "medianoche",
    "mezzanotte",
    "middernacht",
    "meia-noite",
)
LARGE_SHARE = 3  # the halls that hold at least a third of what the largest holds are large


@dataclass(frozen=True, slots=True)
class Spread:
    """A tenth lies at or below `low`, half at or below `middle`, a tenth at or above `high`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The first and the last start in one hall on one day, in minutes after midnight of that day by the venue's clock.

    What starts after midnight and belongs to the evening before counts on: 00:30 is 1470.
    """

    hall: int
    day: date
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class StartsAtOnce:
    """The most shows that start in one minute: in one venue where `venue` is its id, else in the whole festival."""

    count: int
    moment: datetime
    venue: int | None = None


@dataclass(frozen=True)
class TimetableShape:
    """Shares are between 0 and 1, and None where there is nothing to share; minutes are whole.

    `gaps` are the minutes in a hall from one end to the next start on the same festival day; they are negative where
    two shows overlap. `evening_seats`: of the people expected (the seats of the hall where nobody has said), those
    who come between 17:00 and 22:00. `press_before_public`: of the films with both, those whose press comes to see it
    first. `late_titles_at_night`: of the shows of a section with midnight in its name, those that start at 22:00 or
    later. `repeats_on_other_days`, `…_dayparts` and `…_halls`: of the films shown publicly more than once, those whose
    shows are all on different days, at more than one time of the day, in more than one hall. `firsts_in_large_halls`:
    of the films' first public shows, those in a hall with at least a third of the seats of the largest. `guest_shows`:
    the most shows any guest has on one day.
    """

    placed: int
    unplaced: int
    at_once: StartsAtOnce | None
    at_once_in_a_venue: StartsAtOnce | None
    spans: tuple[DaySpan, ...]
    late_days: float | None
    gaps: Spread | None
    off_the_quarter: float | None
    evening_starts: float | None
    evening_seats: float | None
    press_evenings: float | None
    press_mornings: float | None
    press_before_public: float | None
    late_titles_at_night: float | None
    shows_a_day: tuple[int, int] | None
    repeats_on_other_days: float | None
    repeats_at_other_dayparts: float | None
    repeats_in_other_halls: float | None
    firsts_in_large_halls: float | None
    guest_shows: int


def timetable_shape(programme: Programme) -> TimetableShape:
    """The measures of a timetable, real or proposed. One sort of its shows; the rest grows with their number."""
    shows = programme.scheduled
    press = [show for show in shows if show.showing.audience == PRESS]
    spans = tuple(_spans(shows))
    days = Counter(show.day for show in shows if not programme.calendar.is_special(show.day))
    films = _public_by_film(shows)
    several = [of for of in films.values() if len(of) > 1]
    return TimetableShape(
        placed=len(shows),
        unplaced=sum(not showing.cancelled for showing in programme.showings) - len(shows),
        at_once=_most_at_once((None, show.start) for show in shows),
        at_once_in_a_venue=_most_at_once((show.hall.venue, show.start) for show in shows),
        spans=spans,
        late_days=_share(span.first >= LATE_START.hour * HOUR for span in spans),
        gaps=_spread(_gaps(shows)),
        off_the_quarter=_share(wall_minutes(show) % QUARTER != 0 for show in shows),
        evening_starts=_share(_daypart(programme, show) == "evening" for show in shows),
        evening_seats=_evening_seats(programme, shows),
        press_evenings=_share(_daypart(programme, show) == "evening" for show in press),
        press_mornings=_share(_daypart(programme, show) == "morning" for show in press),
        press_before_public=_press_before_public(press, films),
        late_titles_at_night=_late_titles_at_night(programme, shows),
        shows_a_day=(min(days.values()), max(days.values())) if days else None,
        repeats_on_other_days=_share(len({show.day for show in of}) == len(of) for of in several),
        repeats_at_other_dayparts=_share(len({_daypart(programme, show) for show in of}) > 1 for of in several),
        repeats_in_other_halls=_share(len({show.hall.id for show in of}) > 1 for of in several),
        firsts_in_large_halls=_firsts_in_large_halls(programme, films),
        guest_shows=max(
            Counter((guest, show.day) for show in shows for guest in show.showing.guests).values(), default=0
        ),
    )


def wall_minutes(show: PlacedShowing) -> int:
    """Its start in minutes after midnight of its festival day, by the venue's clock."""
    wall = show.start.astimezone(show.hall.zone)
    return (wall.date() - show.day).days * DAY + wall.hour * HOUR + wall.minute


def _share(answers: Iterable[bool]) -> float | None:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else None


def _spread(values: Iterable[float]) -> Spread | None:
    """By rank, without interpolation: each is a value that occurs, but for the median of an even number."""
    ordered = sorted(values)
    if not ordered:
        return None
    last = len(ordered) - 1
    low, high = ordered[ceil(len(ordered) / 10) - 1], ordered[last - (ceil(len(ordered) / 10) - 1)]
    return Spread(low, median(ordered), high)


def _daypart(programme: Programme, show: PlacedShowing) -> str:
    return daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


def _by_hall_and_day(shows: Iterable[PlacedShowing]) -> dict[tuple[int, date], list[PlacedShowing]]:
    found: dict[tuple[int, date], list[PlacedShowing]] = defaultdict(list)
    for show in shows:
        found[show.hall.id, show.day].append(show)
    return found


def _spans(shows: Iterable[PlacedShowing]) -> Iterable[DaySpan]:
    for (hall, day), of in sorted(_by_hall_and_day(shows).items(), key=lambda each: (each[0][1], each[0][0])):
        yield DaySpan(hall, day, wall_minutes(of[0]), wall_minutes(of[-1]))


def _gaps(shows: Iterable[PlacedShowing]) -> Iterable[float]:
    """In halls that hold one show at a time."""
    for of in _by_hall_and_day(show for show in shows if not show.hall.shared).values():
        for before, after in pairwise(of):
            yield (after.start - before.end).total_seconds() / 60


def _most_at_once(starts: Iterable[tuple[int | None, datetime]]) -> StartsAtOnce | None:
    """The earliest of those with the most."""
    counts = Counter(starts)
    if not counts:
        return None
    (venue, moment), count = min(counts.items(), key=lambda each: (-each[1], each[0][1], each[0][0] or 0))
    return StartsAtOnce(count, moment, venue)


def _evening_seats(programme: Programme, shows: Iterable[PlacedShowing]) -> float | None:
    in_all = in_the_evening = 0
    for show in shows:
        expected = show.expected_attendance
        people = (show.hall.capacity or 0) if expected is None else expected
        in_all += people
        in_the_evening += people if _daypart(programme, show) == "evening" else 0
    return in_the_evening / in_all if in_all else None


def _public_by_film(shows: Iterable[PlacedShowing]) -> dict[int, list[PlacedShowing]]:
    """By film, its public shows by start."""
    found: dict[int, list[PlacedShowing]] = defaultdict(list)
    for show in shows:
        if show.showing.audience == PUBLIC:
            found[show.film.id].append(show)
    return found


def _press_before_public(press: Sequence[PlacedShowing], films: dict[int, list[PlacedShowing]]) -> float | None:
    first = {show.film.id: show.start for show in reversed(press)}
    return _share(start < films[film][0].start for film, start in first.items() if film in films)


def late_sections(context: RuleContext) -> frozenset[int]:
    """The sections whose name says that their films are shown late at night."""
    names = context.sections.items()
    return frozenset(section for section, name in names if any(word in name.casefold() for word in LATE_WORDS))


def _late_titles_at_night(programme: Programme, shows: Iterable[PlacedShowing]) -> float | None:
    late = late_sections(programme.context)
    return _share(_daypart(programme, show) == "night" for show in shows if show.film.section in late)


def is_large_hall(context: RuleContext, hall: RuleHall) -> bool:
    """Whether it has a third of the seats of the largest or more; also where nobody has said how many it has."""
    return hall.capacity is None or hall.capacity * LARGE_SHARE >= context.most_seats


def _firsts_in_large_halls(programme: Programme, films: dict[int, list[PlacedShowing]]) -> float | None:
    firsts = [of[0].hall for of in films.values() if of[0].hall.capacity is not None]
    return _share(is_large_hall(programme.context, hall) for hall in firsts) if programme.context.most_seats else None
