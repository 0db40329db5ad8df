"""Shows of a sheet as values."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.sheets.sheet import (
    SheetHall,
    SheetShow,
    film_span,
)
from screenings.timetable.days import Span

BERLIN = ZoneInfo("Europe/Berlin")
SATURDAY = date(2026, 10, 10)
ONE = SheetHall(hall=1, venue=1, name="Hall 1", venue_name="Odeon", zone=BERLIN, changeover=15, capacity=120)


def instant(text: str) -> datetime:
    """From the clock in Berlin; the day is Saturday's where only the time is given."""
    full = text if "T" in text else f"{SATURDAY}T{text}"
    return datetime.fromisoformat(full).replace(tzinfo=BERLIN).astimezone(UTC)


def show(number: int, start: str, minutes: int = 90, place: SheetHall = ONE, **facts: object) -> SheetShow:
    intro, qa = int(str(facts.get("intro", 0))), int(str(facts.get("qa", 0)))
    begins = instant(start)
    whole = Span(begins, begins + timedelta(minutes=intro + minutes + qa))
    film = film_span(whole, intro=intro, qa=qa, runtime=minutes)
    made = SheetShow(
        uid=UUID(int=number), pk=number, title=f"Film {number}", place=place, day=SATURDAY, start=whole.start,
        end=whole.end, film_start=film.start, film_end=film.end,
    )  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # named by the caller
