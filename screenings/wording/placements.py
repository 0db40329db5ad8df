"""Where a screening is, or would be, in words."""

from screenings.timetable.context import RuleHall
from screenings.timetable.placement import Placement
from screenings.timetable.values import FestivalCalendar, Programme
from screenings.wording.moments import moment_text, night_note, with_notes, zone_note

TRAY = "the tray"
DELETED_HALL = "a hall that has been deleted since"


def placement_text(placement: Placement, programme: Programme) -> str:
    """`Sat 12 Oct 20:00, Odeon, Hall 1` on the hall's clock.

    After midnight it says whose night it is; in a hall of another zone than the festival's, whose clock.
    """
    if placement.starts_at is None:
        return TRAY
    hall = programme.context.halls.get(placement.hall) if placement.hall is not None else None
    if hall is None:
        return DELETED_HALL
    return f"{start_with_night_text(placement, hall, programme.calendar)}, {hall.name}"


def start_with_night_text(placement: Placement, hall: RuleHall, calendar: FestivalCalendar) -> str:
    """`Sun 13 Oct 00:30 (night of Sat 12 Oct)`; with its zone where the clock shows that time twice."""
    assert placement.starts_at is not None
    night = night_note(placement.starts_at, hall.zone, calendar.day_of(placement.starts_at, hall.zone))
    clock = zone_note(hall.zone) if hall.zone != calendar.zone else ""
    return with_notes(moment_text(placement.starts_at, hall.zone), night, clock)
