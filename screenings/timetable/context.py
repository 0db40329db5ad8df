"""What the rules need besides the screenings: halls, films, prints, guests, travel times and limits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from screenings.timetable.conflicts import Severity
from screenings.timetable.travel import Travel

PUBLIC, PRESS, PRIVATE = "public", "press", "private"
DOORS_OPEN_MINUTES = 20  # minutes before the start, where nobody says otherwise
BY_DAY, BY_DAYPART = "day", "daypart"
SECTION, DIRECTOR, COUNTRY = "section", "director", "country"
CLASH_KINDS = (SECTION, DIRECTOR, COUNTRY)
USUAL_CLASHES = (SECTION, DIRECTOR)
SMALL_GROUP = 5  # films; so few can be seen one after another in any festival
HALL_SHARE = 0.5  # of one hall: more than that of a section, and two of its films at once are no accident
UTC_ZONE = ZoneInfo("UTC")

AudienceTrait = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours on a weekday (0 is Monday) by the venue's clock; closing at or before opening means the next day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class RuleHall:
    """A hall. Minutes and people are whole; without `openings` it is always open, without `formats` it shows all.

    `closures` are first and last festival days on which it cannot be used.
    """

    id: int
    name: str
    venue: int = 0
    zone: ZoneInfo = UTC_ZONE
    changeover: int = 0
    capacity: int | None = None
    formats: tuple[str, ...] = ()
    shared: bool = False
    openings: tuple[Opening, ...] = ()
    closures: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFilm:
    """A film or a programme of films. `parts`, `section`, `directors` and `prints` are ids; `countries` ISO codes.

    `runtime` is None while unknown; `minimum_age` is that of its rating where none is stated.
    """

    id: int
    title: str
    parts: tuple[int, ...] = ()
    section: int | None = None
    directors: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    runtime: int | None = None
    minimum_age: int | None = None
    premiere: str = ""
    embargo_until: date | None = None
    expected_audience: int | None = None
    prints: tuple[int, ...] = ()

    @property
    def film_ids(self) -> tuple[int, ...]:
        """The ids of what the audience sees: the film, and each film of a programme."""
        return (self.id, *self.parts)


@dataclass(frozen=True, slots=True)
class RulePrint:
    """A copy of a film, and the first and last festival day it is here; None where that is open."""

    id: int
    film: int
    name: str
    format: str = ""
    available_from: date | None = None
    available_until: date | None = None

    def is_here(self, day: date) -> bool:
        after_coming = self.available_from is None or self.available_from <= day
        return after_coming and (self.available_until is None or day <= self.available_until)


@dataclass(frozen=True, slots=True)
class RuleGuest:
    """A person at the festival, from arrival to departure (instants; None where that is open)."""

    id: int
    person: int
    name: str
    arrives_at: datetime | None = None
    departs_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """The limits of the rules, which a festival can set.

    `repeats`: "day" wants repeats on different days, "daypart" also at different times of the day.
    `children_until` is when films for those below `children_below` years are over, by the venue's clock.
    """

    repeats: str = BY_DAY
    clashes: tuple[str, ...] = USUAL_CLASHES
    children_until: time = time(21)
    children_below: int = 12


@dataclass(frozen=True)
class RuleContext:
    """The mappings are by id; `people` and `sections` are names. A rule that `severities` leaves out keeps its own."""

    halls: Mapping[int, RuleHall] = field(default_factory=dict)
    films: Mapping[int, RuleFilm] = field(default_factory=dict)
    prints: Mapping[int, RulePrint] = field(default_factory=dict)
    guests: Mapping[int, RuleGuest] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)
    travel: Travel = field(default_factory=Travel)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    limits: RuleLimits = RuleLimits()

    @cached_property
    def guest_by_person(self) -> dict[int, int]:
        """The guest a person is here as."""
        return {guest.person: guest.id for guest in self.guests.values()}

    @cached_property
    def most_seats(self) -> int:
        """The seats of the largest hall; 0 where nobody has said how many any has."""
        return max((hall.capacity or 0 for hall in self.halls.values()), default=0)

    @cached_property
    def longest_travel_minutes(self) -> int:
        """Minutes that no journey between two of its halls exceeds."""
        return self.travel.longest_minutes(hall.venue for hall in self.halls.values())

    @cached_property
    def traits_by_film(self) -> dict[int, tuple[AudienceTrait, ...]]:
        """By film, what its audience comes for, which can be kept apart: section, directors and countries, those of a
        programme's parts, too.
        """
        every = {film.id: tuple(dict.fromkeys(self._traits(film))) for film in self.films.values()}
        sizes = Counter(trait for traits in every.values() for trait in traits)
        kept = {trait for trait, size in sizes.items() if self._can_be_kept_apart(trait, size)}
        return {film: tuple(trait for trait in traits if trait in kept) for film, traits in every.items()}

    def _can_be_kept_apart(self, trait: AudienceTrait, size: int) -> bool:
        """Whether so many films of one section or country are few enough that no two of them need run at once.

        Where every hall always shows something, they fill as large a part of the halls as they are of the films.
        """
        return trait[0] == DIRECTOR or size <= SMALL_GROUP or size * len(self.halls) <= HALL_SHARE * len(self.films)

    def _traits(self, film: RuleFilm) -> Iterator[AudienceTrait]:
        works = [self.films[work] for work in film.film_ids]
        if SECTION in self.limits.clashes and film.section is not None:
            yield SECTION, film.section
        if DIRECTOR in self.limits.clashes:
            yield from ((DIRECTOR, person) for work in works for person in work.directors)
        if COUNTRY in self.limits.clashes:
            yield from ((COUNTRY, code) for work in works for code in work.countries)

    def titles(self, films: tuple[int, ...]) -> str:
        """One a line, as every name of which a sentence may list several."""
        return "\n".join(self.films[film].title for film in films)


EMPTY_CONTEXT = RuleContext()
