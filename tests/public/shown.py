"""A published screening of the cast, of which a test gives what matters to it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from screenings.timetable.values import CONFIRMED, PublicScreening
from tests.world import SPRING


def shown(**values: object) -> PublicScreening:
    """With these values."""
    screening = PublicScreening(
        UUID(int=1), CONFIRMED, "Nightjar", SPRING, SPRING + timedelta(hours=2), "Europe/Berlin", SPRING.date(),
        "Odeon", "odeon", "Hall 1", "odeon.hall-1",
    )  # fmt: skip
    return replace(screening, **values)  # type: ignore[arg-type]  # each test gives fields of the value
