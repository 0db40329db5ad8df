"""Where a screening is, or would be, in words."""

from screenings.timetable.context import HallFacts
from screenings.timetable.three_way_diff import Place
from screenings.timetable.values import Calendar, Programme
from screenings.wording.moments import clock_note, moment_text, night_note, noted

TRAY = "the tray"
LOST = "a hall that has been deleted since"


def whereabouts_text(place: Place, programme: Programme) -> str:
    """`Sat 12 Oct 20:00, Odeon, Hall 1` on the hall's clock.

    After midnight it says whose night it is; in a hall of another zone than the festival's, whose clock.
    """
    if place.starts_at is None:
        return TRAY
    hall = programme.house.halls.get(place.hall) if place.hall is not None else None
    if hall is None:
        return LOST
    return f"{clock_text(place, hall, programme.calendar)}, {hall.name}"


def clock_text(place: Place, hall: HallFacts, calendar: Calendar) -> str:
    """`Sun 13 Oct 00:30 (night of Sat 12 Oct)`; with its zone where the clock shows that time twice."""
    assert place.starts_at is not None
    night = night_note(place.starts_at, hall.zone, calendar.day_of(place.starts_at, hall.zone))
    clock = clock_note(hall.zone) if hall.zone != calendar.zone else ""
    return noted(moment_text(place.starts_at, hall.zone), night, clock)
