"""What was handed in, as values, and what of the festival is needed to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from screenings.importing.pictures import NO_PICTURES, Pictures
from screenings.importing.problems import ImportProblem
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow


@dataclass(frozen=True, slots=True)
class ParsedProgramme:
    """A programme without a problem in itself. `warnings` are what somebody should know and need not correct."""

    festival: FestivalRow | None = None
    films: tuple[FilmRow, ...] = ()
    halls: tuple[HallRow, ...] = ()
    screenings: tuple[ScreeningRow, ...] = ()
    details: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # the further tables' rows by their names
    warnings: tuple[ImportProblem, ...] = ()
    pictures: Pictures = NO_PICTURES


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What the festival holds already: a file may speak of it without bringing it along.

    Films (with the ids of their parts) and halls by id, venues by name in folded case; the zone of a hall or venue
    is None where its clock is the festival's. `hall_venues` are the names of the halls' venues, in folded case too;
    `film_titles` and `hall_names` are what people call them, by their ids. `exported_films` and `exported_halls` are
    ids by what people called them when the file was made, which count before.
    """

    zone: ZoneInfo | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    day_starts_at: time = time(6)
    film_parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hall_zones: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
    hall_venues: Mapping[str, str] = field(default_factory=dict)
    film_titles: Mapping[str, str] = field(default_factory=dict)
    hall_names: Mapping[str, str] = field(default_factory=dict)
    venue_zones: Mapping[str, ZoneInfo | None] = field(default_factory=dict)
    exported_films: Mapping[str, str] = field(default_factory=dict)
    exported_halls: Mapping[str, str] = field(default_factory=dict)
