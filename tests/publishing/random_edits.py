"""A festival from a seed, and one edit of it after another: what staff do, whatever of it the public sees.

Nothing in it stops a publication: every hall has its slots, four hours apart, and nothing in them runs longer.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from uuid import UUID

from screenings.models import Festival, Film, Hall, Print, RuleSetting, Screening, Section, Venue
from screenings.timetable.rules import CODES
from tests import world

FIRST = world.at("2026-10-09 10:00")
SLOTS = [timedelta(days=day, hours=4 * number) for day, number in product(range(3), range(4))]
TITLES = ["Cléo", "Vagabond", "Le Bonheur", "Jacquot", "Daguerréotypes", "Lola", "Atlantique"]
PEOPLE = ["Agnès Varda", "Jacques Demy", "Mati Diop"]


def editable_festival(random: Random) -> Festival:
    """Four halls, one of them shared, films, a programme of two, and a dozen screenings, two of them unplaced."""
    of = world.festival(default_runtime=100)
    for code in CODES:
        world.saved(RuleSetting(festival=of, code=code, severity="off"))
    for number, venue in enumerate(("Odeon", "Odeon", "Pier", "Gloria")):
        world.hall(of, f"Hall {number}", venue, shared=number == 3)
    Venue.objects.filter(name="Gloria").update(timezone="Europe/London", latitude="52.5", longitude="13.4")
    sections = [None, world.section(of, "Competition", colour="#336699"), world.section(of, "Night")]
    films = [
        world.film(of, title, runtime=random.choice([None, 60, 95]), section=random.choice(sections),
                   directors=random.choice([(), ("Agnès Varda",), ("Jacques Demy", "Mati Diop")]), languages=("fr",))
        for title in TITLES[:-1]
    ]  # fmt: skip
    world.programme(of, "Shorts", *films[:2], gap=5)
    for film in films[:3]:
        world.saved(Print(film=film, format=random.choice(["DCP", "35 mm"]), label="a"))
    for name in PEOPLE:
        world.guest(of, name)
    for _ in range(12):
        add(of, random)
    for row in some(of, random)[:2]:
        unplace(of, random, row)
    return of


def some(of: Festival, random: Random) -> list[Screening]:
    """All of its screenings, in no order."""
    rows = list(Screening.objects.filter(festival=of).order_by("pk"))
    random.shuffle(rows)
    return rows


def free_slot(of: Festival, random: Random) -> tuple[Hall, datetime]:
    halls = list(Hall.objects.filter(venue__festival=of).order_by("pk"))
    taken = set(Screening.objects.filter(festival=of, hall__isnull=False).values_list("hall", "starts_at"))
    free = [(hall, FIRST + slot) for hall in halls for slot in SLOTS if (hall.pk, FIRST + slot) not in taken]
    return random.choice(free)


def add(of: Festival, random: Random) -> None:
    hall, starts_at = free_slot(of, random)
    film = random.choice(list(Film.objects.filter(festival=of).order_by("pk")))
    world.screening(film, hall, starts_at, uid=UUID(int=random.getrandbits(128)), qa=random.choice([0, 20]))


def unplace(_of: Festival, _random: Random, row: Screening) -> None:
    Screening.objects.filter(pk=row.pk).update(hall=None, starts_at=None)


def move(of: Festival, random: Random, row: Screening) -> None:
    hall, starts_at = free_slot(of, random)
    Screening.objects.filter(pk=row.pk).update(hall=hall, starts_at=starts_at)


def change(of: Festival, random: Random, row: Screening) -> None:
    """One column of a screening."""
    prints = [None, *Print.objects.filter(film=row.film).order_by("pk")]
    columns = {
        "status": ["planned", "planned", "cancelled"],
        "audience": ["public", "press", "private"],
        "billing": ["title", "secret", "tba"],
        "public_title": ["", "Surprise"],
        "public_note": ["", "With an introduction."],
        "sold_out": [True, False],
        "standby": [True, False],
        "price": ["", "€12"],
        "qa": [0, 20],
        "stated_length": [None, 80],
        "access": [(), ("captions",), ("captions", "sign")],
        "subtitles": [(), ("en",)],
        "ticket_url": ["", "https://tickets.example/1"],
        "format": ["", "35 mm"],
        "print": prints,
        "notes": ["", "for the staff"],
        "pinned": [True, False],
    }
    name = random.choice(sorted(columns))
    Screening.objects.filter(pk=row.pk).update(**{name: random.choice(columns[name])})


def invite(of: Festival, random: Random, row: Screening) -> None:
    guests = list(of.guests.order_by("pk"))
    row.guests.set(random.sample(guests, random.randint(0, len(guests))))


def delete(_of: Festival, _random: Random, row: Screening) -> None:
    row.delete()


def change_film(of: Festival, random: Random, row: Screening) -> None:
    columns = {
        "title": TITLES,
        "original_title": ["", "Das Glück"],
        "runtime": [None, 50, 95, 110],
        "year": [None, 1962],
        "countries": [[], ["FR"], ["FR", "IT"]],
        "languages": [(), ("fr",), ("fr", "de")],
        "subtitles": [(), ("en",)],
        "section": [None, *Section.objects.filter(festival=of).order_by("pk")],
        "slug": [f"{row.film.pk}-a", f"{row.film.pk}-b"],
        "synopsis": ["", "A sentence."],
    }
    name = random.choice(sorted(columns))
    Film.objects.filter(pk=row.film_id).update(**{name: random.choice(columns[name])})


def change_place(of: Festival, random: Random, _row: Screening) -> None:
    """A hall's or a cinema's name, address, point or clock; a shared hall stays shared, as shows may overlap there."""
    venue = random.choice(list(Venue.objects.filter(festival=of).order_by("pk")))
    hall = random.choice(list(venue.halls.order_by("pk")))
    edits: list[Callable[[], object]] = [
        lambda: Hall.objects.filter(pk=hall.pk).update(name=f"Screen {random.randint(1, 9)} of {hall.pk}"),
        lambda: Hall.objects.filter(pk=hall.pk).update(slug=f"screen-{random.randint(1, 9)}-{hall.pk}"),
        lambda: Venue.objects.filter(pk=venue.pk).update(name=f"Cinema {random.randint(1, 9)} of {venue.pk}"),
        lambda: Venue.objects.filter(pk=venue.pk).update(city=random.choice(["", "Berlin"])),
        lambda: Venue.objects.filter(pk=venue.pk).update(latitude=Decimal("48.25"), longitude=Decimal("2.125")),
        lambda: Venue.objects.filter(pk=venue.pk).update(timezone=random.choice(["", "Europe/London"])),
    ]
    random.choice(edits)()


def change_festival(of: Festival, random: Random, _row: Screening) -> None:
    columns = {
        "name": ["Harbour Film Festival", "Haven Film Festival"],
        "day_starts_at": ["06:00", "11:00"],
        "default_runtime": [60, 100, 150],
        "site_url": ["https://harbour.example", "https://haven.example"],
        "colour": ["", "#123456"],
    }
    name = random.choice(sorted(columns))
    Festival.objects.filter(pk=of.pk).update(**{name: random.choice(columns[name])})


def rename_section(of: Festival, random: Random, _row: Screening) -> None:
    rows = Section.objects.filter(festival=of).order_by("pk")
    Section.objects.filter(pk=random.choice(list(rows)).pk).update(colour=random.choice(["#112233", "#445566"]))


EDITS = [move, move, move, change, change, change, change, invite, delete, unplace, change_film, change_film,
         change_place, change_festival, rename_section]  # fmt: skip


def edit(of: Festival, random: Random) -> str:
    """One edit, and what it was."""
    rows = some(of, random)
    if len(rows) < 6:
        add(of, random)
        return "add"
    chosen = random.choice(EDITS)
    chosen(of, random, rows[0])
    return f"{chosen.__name__} {rows[0].uid}"
