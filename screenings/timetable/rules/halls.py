"""What a hall can bear: one show at a time, in its hours, in its formats, for as many as it seats."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from operator import attrgetter

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import RuleHall
from screenings.timetable.days import day_bounds
from screenings.timetable.formats import can_show, formats_needed
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.rules.sweep import ceil_minutes, close_pairs, group_shows
from screenings.timetable.values import PlacedShowing, Programme, PublicScreening

OpenSpans = tuple[tuple[datetime, datetime], ...]
NOTHING = timedelta(0)


def hall_busy(programme: Programme) -> Iterator[Conflict]:
    """Two shows in one hall at one time, or with less than the changeover between them. Shared halls hold several."""
    for shows in group_shows(programme, by_hall).values():
        for earlier, later in close_pairs(shows, shows[0].hall.changeover, programme.focus_uid):
            yield _busy(earlier, later)


def by_hall(programme: Programme, show: PlacedShowing) -> tuple[int, ...]:
    return () if show.hall.shared else (show.hall.id,)


def _busy(earlier: PlacedShowing, later: PlacedShowing) -> Conflict:
    hall, gap = earlier.hall, later.start - earlier.end
    facts: dict[str, str | int] = {
        "hall": hall.id,
        "films": f"{earlier.film.id} {later.film.id}",
        "first_ends": earlier.end.isoformat(),
        "second_starts": later.start.isoformat(),
        "changeover": hall.changeover,
        "overlap": max(0, ceil_minutes(-gap)),
        "missing": ceil_minutes(timedelta(minutes=hall.changeover) - gap),
    }
    names = {**earlier.names_for_wording("first_"), **later.names_for_wording("second_")}
    return Conflict("hall-busy", (earlier.uid, later.uid), facts, names, acknowledgeable=gap >= NOTHING)


def double_bookings(screenings: Iterable[PublicScreening]) -> Iterator[Conflict]:
    """The same of public screenings, which know no changeover: two in one hall at one time."""
    halls: defaultdict[str, list[PublicScreening]] = defaultdict(list)
    for screening in sorted(screenings, key=attrgetter("starts_at")):
        if not (screening.is_cancelled or screening.hall_is_shared):
            halls[screening.hall_slug].append(screening)
    for shows in halls.values():
        for earlier, later in combinations(shows, 2):
            if later.starts_at < earlier.ends_at:
                yield _double(earlier, later)


def _double(earlier: PublicScreening, later: PublicScreening) -> Conflict:
    missing = ceil_minutes(earlier.ends_at - later.starts_at)
    facts: dict[str, str | int] = {"hall": earlier.hall_slug, "overlap": missing, "missing": missing}
    names = {**_names(earlier, "first_"), **_names(later, "second_")}
    return Conflict("hall-busy", (earlier.uid, later.uid), facts, names, acknowledgeable=False)


def _names(screening: PublicScreening, prefix: str) -> dict[str, str]:
    return {
        f"{prefix}film": screening.title,
        f"{prefix}hall": screening.place,
        f"{prefix}starts": screening.starts_at.isoformat(),
        f"{prefix}ends": screening.ends_at.isoformat(),
        f"{prefix}day": screening.day.isoformat(),
        f"{prefix}zone": screening.timezone,
        f"{prefix}home": screening.timezone,
        f"{prefix}assumed": "",
    }


def hall_closed(programme: Programme) -> Iterator[Conflict]:
    """A show on a day its hall is closed, or not wholly within its opening hours, by the venue's clock.

    A closed day is a festival day: it ends when the next one begins. Hours that meet are one; a hall without any is
    always open.
    """
    known: dict[tuple[int, date], OpenSpans] = {}
    for show in programme.scheduled:
        if closed := next((days for days in show.hall.closures if _touches(show, days, programme)), None):
            minutes = ceil_minutes(show.end - show.start)
            yield _closed(show, "closure", minutes, f"{closed[0]} {closed[1]}")
        elif show.hall.openings and (missing := _outside(show, _hours_around(show, known))):
            today = _hours_on(show, programme)
            yield _closed(show, "hours", missing, " ".join(f"{a.isoformat()}/{b.isoformat()}" for a, b in today))


def _touches(show: PlacedShowing, days: tuple[date, date], programme: Programme) -> bool:
    starts_at = programme.calendar.day_starts_at
    start, _ = day_bounds(days[0], show.hall.zone, starts_at)
    _, end = day_bounds(days[1], show.hall.zone, starts_at)
    return start < show.end and show.start < end


def _day(moment: datetime, show: PlacedShowing) -> date:
    return moment.astimezone(show.hall.zone).date()


def _hours_around(show: PlacedShowing, known: dict[tuple[int, date], OpenSpans]) -> OpenSpans:
    """The opening hours that begin from the day before the show to the day of its end, by their opening."""
    first, last = _day(show.start, show) - timedelta(days=1), _day(show.end, show)
    found: list[tuple[datetime, datetime]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if (show.hall.id, day) not in known:
            known[show.hall.id, day] = opening_hours(show.hall, day)
        found += known[show.hall.id, day]
    return tuple(sorted(found))


def _hours_on(show: PlacedShowing, programme: Programme) -> OpenSpans:
    """The opening hours that begin on the festival day of the show, however late."""
    begun = chain(opening_hours(show.hall, show.day), opening_hours(show.hall, show.day + timedelta(days=1)))
    return tuple(sorted(span for span in begun if programme.calendar.day_of(span[0], show.hall.zone) == show.day))


def opening_hours(hall: RuleHall, day: date) -> OpenSpans:
    """When a hall is open from that calendar day on, as instants in UTC.

    On the nights the clock changes: a time it skips counts by the clock before the jump; of a time it shows twice
    the first opens and the second closes.
    """
    found = []
    for opening in hall.openings:
        if opening.weekday == day.weekday():
            over = day + timedelta(days=1) if opening.closes <= opening.opens else day
            closing = datetime.combine(over, opening.closes, hall.zone)
            opens = datetime.combine(day, opening.opens, hall.zone).astimezone(UTC)
            found.append((opens, max(closing.replace(fold=fold).astimezone(UTC) for fold in (0, 1))))
    return tuple(found)


def _outside(show: PlacedShowing, hours: OpenSpans) -> int:
    """Minutes of the show that no opening hours hold."""
    shut, reached = NOTHING, show.start
    for opens, closes in hours:
        if reached < opens:
            shut += max(NOTHING, min(opens, show.end) - reached)
        reached = max(reached, closes)
    shut += max(NOTHING, show.end - reached)
    return ceil_minutes(shut)


def _closed(show: PlacedShowing, why: str, minutes: int, times: str) -> Conflict:
    """`times`: the first and last day of a closure, or the day's opening hours as start/end pairs."""
    facts: dict[str, str | int] = {
        "hall": show.hall.id,
        "why": why,
        "starts": show.start.isoformat(),
        "ends": show.end.isoformat(),
        "missing": minutes,
        "times": times,
    }
    return Conflict("hall-closed", (show.uid,), facts, show.names_for_wording())


def hall_lacks_format(programme: Programme) -> Iterator[Conflict]:
    """A show in a format its hall does not name.

    The format stated for the screening counts, else that of its print. Where no print is chosen, one of the film's
    has to fit; in a programme of films that has no print of its own, one of each part's.
    """
    for show in programme.scheduled:
        wanted = formats_needed(programme.context, show.showing) if show.hall.formats else ()
        lacking = [formats for formats in wanted if not can_show(show.hall, formats)]
        if lacking:
            needs = "; ".join(" or ".join(formats) for formats in lacking)
            facts: dict[str, str | int] = {
                "hall": show.hall.id,
                "film": show.film.id,
                "needs": needs,
                "offers": ", ".join(sorted(show.hall.formats)),
            }
            yield Conflict("hall-lacks-format", (show.uid,), facts, show.names_for_wording())


def hall_too_small(programme: Programme) -> Iterator[Conflict]:
    """More people are expected than the hall seats.

    What is expected of this screening counts; else, for a public one, what the film is expected to draw.
    """
    for show in programme.scheduled:
        expected = show.expected_attendance
        if expected is not None and show.hall.capacity is not None and expected > show.hall.capacity:
            facts: dict[str, str | int] = {
                "hall": show.hall.id,
                "film": show.film.id,
                "expected": expected,
                "capacity": show.hall.capacity,
                "missing": expected - show.hall.capacity,
            }
            yield Conflict("hall-too-small", (show.uid,), facts, show.names_for_wording())


# The time grid of a search holds hall-closed by itself: it offers open hours only.
RULES = (
    Rule(
        "hall-busy",
        hall_busy,
        Severity.ERROR,
        DependsOn.HALL | DependsOn.OTHERS,
        group_by=by_hall,
        only_nearby=True,
        always_runs=True,
    ),
    Rule("hall-closed", hall_closed, Severity.WARNING, DependsOn.HALL | DependsOn.DAY | DependsOn.HOUR),
    Rule("hall-lacks-format", hall_lacks_format, Severity.WARNING, DependsOn.HALL),
    Rule("hall-too-small", hall_too_small, Severity.WARNING, DependsOn.HALL),
)
