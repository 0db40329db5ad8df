"""Small random festivals that are full of trouble: crowded hours, midnight, nights on which the clock changes.

They are made from a seed, not from a hundred draws each: that is ten times faster and leaves none of them half empty.
Hypothesis shrinks the number of showings.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from screenings.timetable.conflicts import Severity
from screenings.timetable.context import (
    CLASH_KINDS,
    Opening,
    RuleContext,
    RuleFilm,
    RuleGuest,
    RuleHall,
    RuleLimits,
    RulePrint,
)
from screenings.timetable.placement import Placement
from screenings.timetable.rules import CODES
from screenings.timetable.travel import Travel
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.timetable.what_if import Move

Item = TypeVar("Item")
# Each clock with nights on which it jumps forward and back.
ZONES = {
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/Los_Angeles": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "Asia/Kolkata": (date(2026, 10, 10),),
    "UTC": (date(2026, 12, 31),),
}
# Berlin's centre, a street on, across town, and another town.
POINTS = ((52.5200, 13.4050), (52.5213, 13.4101), (52.4980, 13.3410), (52.3989, 13.0657))
FORMATS = ("DCP", "35 mm", "35MM", "16 mm")
LENGTHS = (1, 10, 30, 60, 90, 95, 120, 300, 1500)
DEFAULT_RUNTIME = 90
VENUES = PEOPLE = (1, 2, 3)
# Many, as they cost little; and a busy machine is no failure.
unhurried = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])


def festivals() -> st.SearchStrategy[Programme]:
    """A programme of up to fourteen showings."""
    return st.builds(random_festival, seeds(), st.integers(1, 14))


def changed_festivals() -> st.SearchStrategy[tuple[Programme, Move | Showing]]:
    """A festival, and a move, another state of one of its showings, or a new showing."""
    return st.builds(random_change, festivals(), seeds())


def seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**40)


def random_festival(seed: int, size: int) -> Programme:
    make = _Maker(Random(seed))
    shows = tuple(make.showing(number) for number in range(1, size + 1))
    return Programme(make.calendar, shows, make.house)


def random_change(programme: Programme, seed: int) -> tuple[Programme, Move | Showing]:
    random = Random(seed)
    number = random.randint(1, len(programme.showings))
    make = _Maker(random, programme)
    if random.random() < 0.5:
        hall = make.maybe(random.choice(sorted(programme.context.halls)), unless=0.1)
        return programme, Move(UUID(int=number), Placement(hall, make.moment() if hall else None))
    return programme, make.showing(random.choice((number, len(programme.showings) + 1)))


class _Maker:
    """Draws what a festival is made of, one after the other."""

    def __init__(self, random: Random, of: Programme | None = None) -> None:
        self.random = random
        self.zone = ZoneInfo(random.choice(tuple(ZONES)))
        self.calendar = of.calendar if of else self._calendar()
        self.house = of.context if of else self._house()

    def maybe(self, item: Item, *, unless: float = 0.4) -> Item | None:
        return None if self.random.random() < unless else item

    def some(self, items: Sequence[Item], most: int) -> tuple[Item, ...]:
        """Up to so many different ones of these."""
        return tuple(self.random.sample(items, self.random.randint(0, min(most, len(items)))))

    def _calendar(self) -> FestivalCalendar:
        first = self.random.choice(ZONES[self.zone.key]) - timedelta(days=1)
        starts_at = self.random.choice((time(6), time(6), time(0), time(4, 30)))
        return FestivalCalendar(first, first + timedelta(days=self.random.randint(0, 2)), self.zone, starts_at)

    def moment(self) -> datetime:
        """Mostly within the same ten hours, else from the day before the festival to the day after it."""
        first = datetime.combine(self.calendar.starts_on, time(0), self.calendar.zone).astimezone(UTC)
        if self.random.random() < 0.7:
            return first + timedelta(hours=19, minutes=10 * self.random.randint(0, 60))
        return first + timedelta(minutes=10 * self.random.randint(-144, 576))

    def day(self) -> date:
        return self.calendar.starts_on + timedelta(days=self.random.randint(-1, 3))

    def _house(self) -> RuleContext:
        choose = self.random.choice
        films, prints = self._works()
        return RuleContext(
            halls=self._halls(),
            films=films,
            prints=prints,
            guests={guest.id: guest for guest in map(self._guest, self.some(PEOPLE, 3))},
            people={person: f"Person {person}" for person in PEOPLE},
            sections={1: "Competition", 2: "Night"},
            travel=self._travel(),
            severities={code: choose(list(Severity)) for code in self.some(CODES, 4)},
            limits=RuleLimits(
                repeats=choose(("day", "daypart")),
                clashes=choose((CLASH_KINDS, CLASH_KINDS[:1], CLASH_KINDS[1:], ())),
                children_until=choose((time(21), time(2, 30), time(1, 45), time(0))),
                children_below=choose((12, 7)),
            ),
        )

    def _halls(self) -> dict[int, RuleHall]:
        """Up to four in up to three venues, each venue on one clock, mostly the festival's."""
        choose = self.random.choice
        zones = {venue: self.zone if self.random.random() < 0.6 else ZoneInfo(choose(tuple(ZONES))) for venue in VENUES}
        made = {}
        for number in range(1, self.random.randint(1, 4) + 1):
            venue, closed_from = choose(VENUES), self.day()
            made[number] = RuleHall(
                id=number,
                name=f"Hall {number}",
                venue=venue,
                zone=zones[venue],
                changeover=choose((0, 10, 15, 45)),
                capacity=self.maybe(self.random.randint(50, 60)),
                formats=self.some(FORMATS, 2),
                shared=self.random.random() < 0.25,
                openings=self._openings(),
                closures=choose(((), (), ((closed_from, closed_from + timedelta(days=self.random.randint(0, 1))),))),
            )
        return made

    def _openings(self) -> tuple[Opening, ...]:
        """The same hours on most days: evenings, nights, both, around the clock, or none said."""
        choose = self.random.choice
        opens = choose((time(9), time(20), time(2, 30), time(1, 45), time(0)))
        closes = choose((time(23), time(1), time(2, 30), time(1, 45), time(9), time(0)))
        weekdays = sorted(set(self.some(range(7), 6)) | {5, 6})
        found = [Opening(day, opens, closes) for day in weekdays]
        late = [Opening(day, time(2, 10), time(5)) for day in weekdays]
        return tuple(choose(((), found, found, [*found, *late])))

    def _works(self) -> tuple[dict[int, RuleFilm], dict[int, RulePrint]]:
        """Three films, and up to two programmes of some of them, with prints of either."""
        choose, numbers = self.random.choice, range(1, 4 + self.random.randint(0, 2))
        prints = {}
        for number in range(1, self.random.randint(0, 5) + 1):
            first, last = sorted((self.day(), self.day()))
            named = choose((*FORMATS, ""))
            made = RulePrint(number, choose(numbers), "A print", named, self.maybe(first), self.maybe(last))
            prints[number] = made
        films = {}
        for number in numbers:
            films[number] = RuleFilm(
                id=number,
                title=f"Film {number}",
                parts=self.some((1, 2, 3), 3) if number > 3 else (),
                section=choose((None, 1, 2)),
                directors=self.some(PEOPLE, 2),
                countries=self.some(("DE", "FR"), 2),
                runtime=choose((None, *LENGTHS)),
                minimum_age=choose((None, 0, 6, 12, 18)),
                premiere=choose(("", "world")),
                embargo_until=self.maybe(self.day(), unless=0.7),
                expected_audience=self.maybe(self.random.randint(50, 60)),
                prints=tuple(each.id for each in prints.values() if each.film == number),
            )
        # Not shown, but part of the selection, so that a section or a country may be large or small.
        for number in range(100, 100 + choose((0, 0, 8, 40))):
            films[number] = RuleFilm(
                number, f"Film {number}", section=choose((None, 1, 2)), countries=self.some(("DE", "FR"), 1)
            )
        return films, prints

    def _guest(self, person: int) -> RuleGuest:
        comes, goes = sorted((self.moment(), self.moment()))
        return RuleGuest(10 + person, person, f"Person {person}", self.maybe(comes), self.maybe(goes))

    def _travel(self) -> Travel:
        choose = self.random.choice
        points = {venue: choose(POINTS) for venue in VENUES if self.random.random() < 0.8}
        ways = [(one, other) for one in VENUES for other in VENUES if one != other]
        stated = {both: (choose((5, 10, 40, 90)), "by tram") for both in self.some(ways, 3)}
        return Travel(points, stated)

    def showing(self, number: int) -> Showing:
        choose = self.random.choice
        film = choose([film for film in self.house.films.values() if film.id < 100])
        intro, qa = choose(((0, 0), (0, 20), (5, 0)))
        stated = self.maybe(choose(LENGTHS), unless=0.6)
        is_placed = self.random.random() < 0.9
        prints = [each.id for each in self.house.prints.values() if each.film in film.film_ids]
        return Showing(
            uid=UUID(int=number),
            film=film.id,
            title=film.title,
            length=stated if stated is not None else intro + (film.runtime or DEFAULT_RUNTIME) + qa,
            starts_at=self.moment() if is_placed else None,
            hall=choose(sorted(self.house.halls)) if is_placed else None,
            cancelled=self.random.random() < 0.1,
            audience=choose(("public", "public", "public", "press", "private")),
            intro=intro,
            qa=qa,
            stated_length=stated,
            length_is_known=stated is not None or film.runtime is not None,
            format=choose(((), (), *((each,) for each in FORMATS), FORMATS[:2], FORMATS[2:])),
            print=self.maybe(choose(prints)) if prints else None,
            guests=self.some(sorted(self.house.guests), 2),
            expected_audience=self.maybe(self.random.randint(50, 60)),
        )
