"""What was handed in, as values, and what of the festival is needed to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from screenings.importing.problems import ImportProblem
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow


@dataclass(frozen=True, slots=True)
class ParsedProgramme:
    """A programme without a problem in itself. `warnings` are what somebody should know and need not correct."""

    festival: FestivalRow | None = None
    films: tuple[FilmRow, ...] = ()
    halls: tuple[HallRow, ...] = ()
    screenings: tuple[ScreeningRow, ...] = ()
    warnings: tuple[ImportProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What the festival holds already: a file may speak of it without bringing it along.

    Films (with the ids of their parts) and halls by id, venues by name in folded case; the zone of a hall or venue
    is None where its clock is the festival's.
    """

    zone: ZoneInfo | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    day_starts_at: time = time(6)
    film_parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hall_zones: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
    venue_zones: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
