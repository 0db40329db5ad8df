"""A small festival's timetable and what its page says."""

import re

from django.test import Client

from screenings.models import Festival
from tests import world

ADDRESS = "/harbour/timetable/"


def three_halls() -> Festival:
    """In two cinemas, published: three screenings on one evening, the last past midnight, and one two days later."""
    festival = world.festival()
    hall, other = world.hall(festival, "Hall 2"), world.hall(festival, "Hall 1")
    cleo = world.film(festival, "Cléo", section=world.section(festival))
    world.screening(cleo, hall, "2026-10-10 20:10", qa=20)
    world.screening(world.film(festival, "Night"), other, "2026-10-11 00:30")
    world.screening(world.film(festival, "Away"), world.hall(festival, "Main", "Annex"), "2026-10-10 21:00")
    world.screening(cleo, hall, "2026-10-12 10:00")
    world.published(festival)
    return festival


def grid(client: Client, day: str = "2026-10-10/") -> str:
    """The words of the table."""
    content = client.get(ADDRESS + day).content.decode()
    table = re.search(r"<tbody>\n.*</tbody>", content, re.DOTALL)
    assert table
    return " ".join(re.sub(r"<[^>]*>", " ", table[0]).split())
