"""What was handed in, as values: a row of the format, where it stood, and which of its columns were there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from screenings.importing.problems import ImportProblem
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow

R = TypeVar("R", FestivalRow, FilmRow, HallRow, ScreeningRow)


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """Where an entry stands, for messages about it."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class ImportRecord(Generic[R]):
    """Only the columns named in `stated` count: one that was left out says nothing of what is there already."""

    row: R
    location: SourceLocation
    stated_columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class ParsedProgramme:
    """A programme without a problem in itself. `remarks` are what somebody should know and need not correct."""

    festival: ImportRecord[FestivalRow] | None = None
    films: tuple[ImportRecord[FilmRow], ...] = ()
    halls: tuple[ImportRecord[HallRow], ...] = ()
    screenings: tuple[ImportRecord[ScreeningRow], ...] = ()
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
