"""What was handed in, as values: a row of the format, where it stood, and which of its columns were there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from screenings.importing.problems import Problem
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow

R = TypeVar("R", FestivalRow, FilmRow, HallRow, ScreeningRow)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands, for messages about it."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """Only the columns named in `stated` count: one that was left out says nothing of what is there already."""

    row: R
    place: Place
    stated: frozenset[str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A programme without a problem in itself. `remarks` are what somebody should know and need not correct."""

    festival: Entry[FestivalRow] | None = None
    films: tuple[Entry[FilmRow], ...] = ()
    halls: tuple[Entry[HallRow], ...] = ()
    screenings: tuple[Entry[ScreeningRow], ...] = ()
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the festival holds already: a file may speak of it without bringing it along.

    Films (with the ids of their parts) and halls by id, venues by name in folded case; the zone of a hall or venue
    is None where its clock is the festival's.
    """

    zone: ZoneInfo | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    day_starts_at: time = time(6)
    films: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    halls: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
    venues: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
