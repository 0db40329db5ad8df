"""Where a screening is, or would be, in words."""

from screenings.timetable.days import is_ambiguous, offset_text
from screenings.timetable.drift import Place
from screenings.timetable.house import HallFacts
from screenings.timetable.values import Calendar, Programme
from screenings.wording.moments import day_text, moment_text

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
    """`Sun 13 Oct 00:30 (night of Sat 12 Oct)`; with its offset where the clock shows that time twice."""
    assert place.starts_at is not None
    said = moment_text(place.starts_at, hall.zone)
    local = place.starts_at.astimezone(hall.zone)
    offset = local.utcoffset()
    assert offset is not None
    if is_ambiguous(place.starts_at, hall.zone):
        said += offset_text(offset)
    notes = []
    day = calendar.day_of(place.starts_at, hall.zone)
    if day != local.date():
        notes.append(f"night of {day_text(day)}")
    if hall.zone != calendar.zone:
        notes.append(f"clock of {hall.zone.key}")
    return f"{said} ({', '.join(notes)})" if notes else said
