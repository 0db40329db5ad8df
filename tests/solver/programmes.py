"""A festival of any size as values: what a proposal begins with."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.values import FestivalCalendar, Programme, Showing

BERLIN = ZoneInfo("Europe/Berlin")
OPENING = date(2026, 10, 9)
COUNTRIES = ("AR", "BE", "BR", "CA", "CN", "DE", "DK", "ES", "FR", "GB", "IN", "IR", "IT", "JP", "KR", "MX", "PL", "US")


def at(text: str) -> datetime:
    """The instant at which Berlin's clock shows `10-09 20:00` of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN).astimezone(UTC)


def hall(number: int, **kwargs: Any) -> RuleHall:
    return RuleHall(number, f"Hall {number}", **{"venue": number, "zone": BERLIN, "changeover": 15, **kwargs})


def film(number: int, **kwargs: Any) -> RuleFilm:
    return RuleFilm(number, f"Film {number}", **{"runtime": 100, **kwargs})


def showing(number: int, of: int, starts: str = "", where: int = 0, **kwargs: Any) -> Showing:
    place = {"starts_at": at(starts), "hall": where} if starts else {}
    return Showing(UUID(int=number), of, f"Film {of}", **{"length": 100, **place, **kwargs})


def programme(
    *showings: Showing, halls: tuple[RuleHall, ...], films: tuple[RuleFilm, ...], days: int = 3, **house: Any
) -> Programme:
    calendar = FestivalCalendar(OPENING, OPENING + timedelta(days=days - 1), BERLIN, time(6))
    facts = RuleContext(halls={each.id: each for each in halls}, films={each.id: each for each in films}, **house)
    return Programme(calendar, showings, facts)


def large(screenings: int, *, load: float = 0.7, days: int = 11, seed: int = 1) -> Programme:
    """Two or three unplaced showings a film, in ten sections, and the halls they fill to that share of 14 h a day."""
    random = Random(seed)
    minutes = screenings * (112 + 15)
    count = max(1, round(minutes / (load * 14 * 60 * days)))
    halls = tuple(hall(n, venue=n // 3, capacity=random.choice((120, 200, 350, 600))) for n in range(count))
    films, showings = [], []
    while len(showings) < screenings:
        number, runtime = len(films), random.randrange(80, 146)
        draws = {"section": number % 10, "directors": (number,), "countries": (random.choice(COUNTRIES),)}
        films.append(film(number, runtime=runtime, expected_audience=random.choice((80, 150, 300)), **draws))
        for _ in range(min(random.choice((2, 3)), screenings - len(showings))):
            showings.append(showing(len(showings) + 1, number, length=runtime))
    names = {
        "people": {n: f"Person {n}" for n in range(len(films))},
        "sections": {n: f"Section {n}" for n in range(10)},
    }
    return programme(*showings, halls=halls, films=tuple(films), days=days, **names)


def emptied(whole: Programme) -> Programme:
    """The same with all times taken away."""
    return replace(whole, showings=tuple(replace(each, starts_at=None, hall=None) for each in whole.showings))
