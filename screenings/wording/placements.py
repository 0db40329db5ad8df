"""Where a screening is, or would be, in words."""

from screenings.timetable.placement import Placement
from screenings.timetable.values import Programme
from screenings.wording.moments import moment_text, night_note, with_notes, zone_note

TRAY = "the tray"
DELETED_HALL = "a hall that has been deleted since"


def placement_text(placement: Placement, programme: Programme, *, separator: str = ", ") -> str:
    """`Sat 12 Oct 20:00, Odeon, Hall 1` on the hall's clock; with the separator ` in `, to go on in a sentence.

    After midnight it says whose night it is; in a hall of another zone than the festival's, whose clock.
    """
    if placement.starts_at is None:
        return TRAY
    hall = programme.context.halls.get(placement.hall) if placement.hall is not None else None
    if hall is None:
        return DELETED_HALL
    calendar = programme.calendar
    night = night_note(placement.starts_at, hall.zone, calendar.day_of(placement.starts_at, hall.zone))
    clock = zone_note(hall.zone) if hall.zone != calendar.zone else ""
    start = with_notes(moment_text(placement.starts_at, hall.zone), night, clock)
    return f"{start}{separator}{hall.name}"
