"""Festivals as rows, full of trouble, from a seed: programmes, chosen prints, secrets, cancelled and unplaced ones."""

from datetime import time, timedelta
from random import Random

from screenings.models import Closure, Festival, Film, Hall, OpeningHours, Print, RuleSetting, TravelTime
from tests.world import OPENING, at, festival, film, guest, hall, programme, saved, screening, section

FORMATS = ["DCP", "35 mm", "16 mm"]
CODES = ["hall-busy", "hall-closed", "hall-lacks-format", "repeat-too-close", "print-unavailable"]
PEOPLE = ["Agnès Varda", "Jacques Demy", "Chantal Akerman", "Věra Chytilová", "Mati Diop"]


def random_festival_rows(seed: int, size: int = 24) -> Festival:
    random = Random(seed)
    of = festival(
        f"Random {seed}",
        slug=f"random-{seed}",
        repeats=random.choice(["day", "daypart"]),
        ends_on=OPENING + timedelta(days=2),
    )
    halls = [_hall(of, number, random) for number in range(4)]
    _travel(halls, random)
    films = _films(of, random)
    guests = [
        guest(of, name, arrives_at=random.choice([None, at("2026-10-10 12:00")])) for name in random.sample(PEOPLE, 3)
    ]
    for code in random.sample(CODES, 2):
        saved(RuleSetting(festival=of, code=code, severity=random.choice(["off", "notice", "warning", "error"])))
    for number in range(size):
        shown = random.choice(films)
        copies = list(Print.objects.filter(film__in=[shown, *shown.parts.all()]).order_by("pk"))
        is_placed = random.random() < 0.9
        starts = at("2026-10-09 10:00") + timedelta(days=random.randint(0, 2), minutes=5 * random.randint(0, 160))
        row = screening(
            shown,
            random.choice(halls) if is_placed else None,
            starts if is_placed else None,
            ref=str(number + 1),
            intro=random.choice([0, 0, 5]),
            qa=random.choice([0, 0, 20]),
            stated_length=random.choice([None, None, None, 95]),
            print=random.choice([None, *copies]),
            format=random.choice(["", "", "", "35 mm"]),
            audience=random.choice(["public", "public", "press", "private"]),
            billing=random.choice(["title", "title", "secret", "tba"]),
            status="cancelled" if random.random() < 0.1 else "planned",
            expected_audience=random.choice([None, None, 55]),
        )
        row.guests.add(*random.sample(guests, random.choice([0, 0, 1, 2])))
    return of


def _hall(of: Festival, number: int, random: Random) -> Hall:
    made = hall(
        of,
        f"Hall {number}",
        random.choice(["Odeon", "Gloria", "Pier"]),
        capacity=random.choice([None, 50, 120]),
        formats=random.sample(FORMATS, random.choice([0, 0, 1, 2])),
        changeover=random.choice([None, 0, 10, 20]),
        shared=random.random() < 0.2,
    )
    if random.random() < 0.4:
        for weekday in range(7):
            saved(OpeningHours(hall=made, weekday=weekday, opens=time(10), closes=time(random.choice([22, 1]))))
    if random.random() < 0.3:
        saved(Closure(hall=made, first_day=OPENING, last_day=OPENING))
    return made


def _travel(halls: list[Hall], random: Random) -> None:
    venues = list({where.venue_id: where.venue for where in halls}.values())
    for venue in venues:
        venue.latitude, venue.longitude = f"{52.4 + random.random() * 0.2:.6f}", f"{13.3 + random.random() * 0.3:.6f}"
        saved(venue)
    for origin in venues:
        for destination in venues:
            if origin != destination and random.random() < 0.3:
                minutes = random.choice([5, 25, 60])
                saved(TravelTime(origin=origin, destination=destination, minutes=minutes, by="tram 3"))


def _films(of: Festival, random: Random) -> list[Film]:
    """Eight films and three programmes of two or three of them, with prints of either."""
    sections = [None, section(of, "Competition"), section(of, "Night")]
    films = [
        film(
            of,
            f"Film {number}",
            runtime=random.choice([None, 12, 60, 90, 119]),
            directors=tuple(random.sample(PEOPLE, random.randint(0, 2))),
            section=random.choice(sections),
            countries=random.sample(["DE", "FR", "IT"], random.randint(0, 2)),
            rating=random.choice(["", "FSK 6", "FSK 16"]),
            minimum_age=random.choice([None, None, 6, 18]),
            premiere=random.choice(["", "world"]),
            embargo_until=random.choice([None, None, OPENING + timedelta(days=1)]),
            expected_audience=random.choice([None, 60, 130]),
        )
        for number in range(8)
    ]
    bills = [
        programme(of, f"Programme {number}", *random.sample(films, random.randint(2, 3)), gap=random.choice([0, 3]))
        for number in range(3)
    ]
    for each in (*films, *bills):
        for copy in range(random.choice([0, 0, 1] if each in bills else [0, 1, 2])):
            first_day = random.choice([None, OPENING + timedelta(days=1)])
            saved(Print(film=each, format=random.choice(FORMATS), label=f"copy {copy}", available_from=first_day))
    return [*films, *bills]
