"""A programme of a few showings, minutes after one noon."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.values import FestivalCalendar, Programme, Showing

CALENDAR = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), ZoneInfo("Europe/Berlin"), time(6))
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
# As many films as showings in any test, so that no rule but those of the halls has anything to say.
FILMS = {number: RuleFilm(number, f"Film {number}") for number in range(1, 16)}


def hall(number: int = 1, changeover: int = 0, *, shared: bool = False) -> RuleHall:
    return RuleHall(number, f"Hall {number}", zone=CALENDAR.zone, changeover=changeover, shared=shared)


def showing(number: int, starts: int | None, length: int, *, hall: int | None = 1, cancelled: bool = False) -> Showing:
    """Number `number`, starting `starts` minutes after noon."""
    return Showing(
        uid=UUID(int=number),
        film=number,
        title=f"Film {number}",
        length=length,
        starts_at=None if starts is None else NOON + timedelta(minutes=starts),
        hall=hall,
        cancelled=cancelled,
    )


def programme(*showings: Showing, halls: Iterable[RuleHall] = (hall(),)) -> Programme:
    return Programme(CALENDAR, showings, RuleContext(halls={each.id: each for each in halls}, films=FILMS))
