"""What a hall can bear: one show at a time, time between two, its hours, its formats, and as many as it seats."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations
from operator import attrgetter
from uuid import UUID

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
    """Two shows in one hall at one time; shared halls hold several.

    A hall is free again when a show of known length ends. An assumed end gives way to the next start in its hall, as
    it does in a publication and for the guard of the database: running into that is a warning at most. Two that begin
    in the same minute are together however long they are.
    """
    for shows in group_shows(programme, by_hall).values():
        for earlier, later in close_pairs(shows, focus_uid=programme.focus_uid):
            yield _busy(earlier, later)


def changeover_too_short(programme: Programme) -> Iterator[Conflict]:
    """Two shows in one hall, one after the other, with less than its changeover between them.

    Whether they overlap is for hall-busy to say. After an assumed end it is a warning at most.
    """
    for shows in group_shows(programme, by_hall).values():
        for earlier, later in close_pairs(shows, shows[0].hall.changeover, programme.focus_uid):
            if earlier.end <= later.start:
                yield _hurried(earlier, later)


def by_hall(programme: Programme, show: PlacedShowing) -> tuple[int, ...]:
    return () if show.hall.shared else (show.hall.id,)


def _busy(earlier: PlacedShowing, later: PlacedShowing) -> Conflict:
    is_sure = earlier.showing.length_is_known or earlier.start == later.start
    facts = {**_facts_of_pair(earlier, later, is_sure=is_sure), "overlap": ceil_minutes(earlier.end - later.start)}
    severity = Severity.ERROR if is_sure else Severity.WARNING
    return Conflict("hall-busy", _uids(earlier, later), facts, _names_of_pair(earlier, later), severity, not is_sure)


def _hurried(earlier: PlacedShowing, later: PlacedShowing) -> Conflict:
    """With the severest that it may be: `run_rule` lowers it to what the festival has set for the rule."""
    is_sure = earlier.showing.length_is_known
    severity = Severity.ERROR if is_sure else Severity.WARNING
    facts = _facts_of_pair(earlier, later, is_sure=is_sure)
    return Conflict("changeover-too-short", _uids(earlier, later), facts, _names_of_pair(earlier, later), severity)


def _facts_of_pair(earlier: PlacedShowing, later: PlacedShowing, *, is_sure: bool) -> dict[str, str | int]:
    hall = earlier.hall
    return {
        "hall": hall.id,
        "films": f"{earlier.film.id} {later.film.id}",
        "first_ends": earlier.end.isoformat(),
        "second_starts": later.start.isoformat(),
        "changeover": hall.changeover,
        "missing": ceil_minutes(timedelta(minutes=hall.changeover) - (later.start - earlier.end)),
        "assumed": int(not is_sure),
    }


def _uids(earlier: PlacedShowing, later: PlacedShowing) -> tuple[UUID, UUID]:
    return earlier.uid, later.uid


def _names_of_pair(earlier: PlacedShowing, later: PlacedShowing) -> dict[str, str]:
    return {**earlier.names_for_wording("first_"), **later.names_for_wording("second_")}


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
    always open. A start at which it is open and an end that is only assumed are a warning at most.
    """
    known: dict[tuple[int, date], OpenSpans] = {}
    for show in programme.scheduled:
        if closed := next((days for days in show.hall.closures if _touches(show, days, programme)), None):
            minutes = ceil_minutes(show.end - show.start)
            conflict = _closed(show, "closure", minutes, f"{closed[0]} {closed[1]}")
            yield conflict if show.showing.length_is_known or closed[0] <= show.day else conflict.as_assumed()
        elif show.hall.openings and (missing := _outside(show, hours := _hours_around(show, known))):
            today = _hours_on(show, programme)
            times = " ".join(f"{opens.isoformat()}/{closes.isoformat()}" for opens, closes in today)
            conflict = _closed(show, "hours", missing, times)
            starts_inside = any(opens <= show.start < closes for opens, closes in hours)
            yield conflict if show.showing.length_is_known or not starts_inside else conflict.as_assumed()


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

    Those stated for the screening count, every one of them, else that of its print. Where no print is chosen, one of
    the film's has to fit; in a programme of films that has no print of its own, one of each part's.
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
    Rule(
        "changeover-too-short",
        changeover_too_short,
        Severity.WARNING,
        DependsOn.HALL | DependsOn.OTHERS,
        group_by=by_hall,
        only_nearby=True,
    ),
    Rule("hall-closed", hall_closed, Severity.WARNING, DependsOn.HALL | DependsOn.DAY | DependsOn.HOUR),
    Rule("hall-lacks-format", hall_lacks_format, Severity.WARNING, DependsOn.HALL),
    Rule("hall-too-small", hall_too_small, Severity.WARNING, DependsOn.HALL),
)
