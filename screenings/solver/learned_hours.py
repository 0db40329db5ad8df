"""Opening hours of halls that state none, learned from a timetable: the festival's own, or its last edition's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import Final

from screenings.timetable.context import Opening
from screenings.timetable.days import DAY, HOUR
from screenings.timetable.shape import QUARTER, wall_minutes
from screenings.timetable.values import PlacedShowing, Programme

HallHours = Mapping[int, tuple[Opening, ...]]

SATURDAY: Final = 5  # as date.weekday() counts
WEEKDAYS: Final = {False: range(SATURDAY), True: range(SATURDAY, 7)}  # by whether they are a weekend's
MIN_DAYS: Final = 2  # on which a hall played; fewer are no habit
MAX_LOAD: Final = 0.8  # of all hours; fuller ones would leave the search no choice


def learned_hours(timetable: Programme) -> HallHours:
    """By hall, from its first start to its last end on weekdays and on weekends, to full quarters of an hour.

    A hall that played on fewer than two such days has the hours of all halls together. Halls that state their hours are
    left out.
    """
    spans: defaultdict[tuple[int | None, bool], list[PlacedShowing]] = defaultdict(list)
    for show in timetable.scheduled:
        if not show.hall.shared and not timetable.calendar.is_special(show.day):
            weekend = show.day.weekday() >= SATURDAY
            spans[show.hall.id, weekend].append(show)
            spans[None, weekend].append(show)
    found: dict[int, tuple[Opening, ...]] = {}
    for hall in timetable.context.halls.values():
        if hall.openings or hall.shared:
            continue
        kinds = {weekend: _hours(spans[hall.id, weekend]) or _hours(spans[None, weekend]) for weekend in WEEKDAYS}
        if all(kinds.values()):
            found[hall.id] = tuple(
                Opening(weekday, *hours) for weekend, hours in kinds.items() if hours for weekday in WEEKDAYS[weekend]
            )
    return found


def have_room_for(hours: HallHours, programme: Programme) -> bool:
    """Whether everything that takes place would fill no more than four fifths of these hours."""
    first, last = programme.calendar.starts_on, programme.calendar.ends_on
    days = [(first + timedelta(days=number)).weekday() for number in range((last - first).days + 1)]
    minutes = sum(_minutes(opening) * days.count(opening.weekday) for of in hours.values() for opening in of)
    changeover = max((hall.changeover for hall in programme.context.halls.values()), default=0)
    needed = sum(showing.length + changeover for showing in programme.showings if not showing.cancelled)
    return needed <= MAX_LOAD * minutes


def _hours(shows: Iterable[PlacedShowing]) -> tuple[time, time] | None:
    shows = list(shows)
    if len({show.day for show in shows}) < MIN_DAYS:
        return None
    opens = min(wall_minutes(show) for show in shows) // QUARTER * QUARTER
    closes = -(-max(wall_minutes(show) + show.showing.length for show in shows) // QUARTER) * QUARTER
    return (_clock(opens), _clock(closes)) if closes - opens < DAY else None


def _clock(minutes: int) -> time:
    return time(minutes % DAY // HOUR, minutes % HOUR)


def _minutes(opening: Opening) -> int:
    opens, closes = (clock.hour * HOUR + clock.minute for clock in (opening.opens, opening.closes))
    return closes - opens if opens < closes else closes + DAY - opens
