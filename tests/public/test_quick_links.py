"""What is one tap away, and when."""

import pytest

from screenings.models import Festival, Publication
from screenings.public.publication_index import publication_index
from screenings.public.quick_links import quick_links, soon_query
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    festival = world.festival()
    hall, film = world.hall(festival), world.film(festival)
    world.screening(film, hall, "2026-10-09 20:00")
    visit = world.screening(film, hall, "2026-10-10 10:00")
    visit.guests.add(world.guest(festival))
    world.screening(world.film(festival, "Sold"), hall, "2026-10-11 20:00", sold_out=True)
    world.published(festival)
    return festival


@pytest.mark.parametrize(
    ("moment", "links"),
    [
        ("2026-10-01 12:00", ["with=guest", "last=showing", "tickets=left"]),
        (
            "2026-10-09 12:00",
            ["day=2026-10-09&time=evening&time=night", "when=soon", "with=guest", "last=showing", "tickets=left"],
        ),
        ("2026-10-09 21:30", ["when=soon", "with=guest", "last=showing", "tickets=left"]),
        ("2026-10-10 11:30", ["when=soon", "last=showing"]),
        ("2026-10-11 21:30", []),
    ],
)
def test_they_lead_to_what_one_can_still_see(festival: Festival, moment: str, links: list[str]) -> None:
    index = publication_index(Publication.objects.current(festival))
    assert [link.query for link in quick_links(festival, index, world.at(moment))] == links


def test_the_next_two_hours_are_said_in_times_of_the_festivals_clock() -> None:
    festival = Festival(timezone="Europe/Berlin")
    assert soon_query(festival, world.at("2026-10-09 18:03")) == "from=2026-10-09T18%3A00&until=2026-10-09T20%3A00"
    # The hour that the clock shows twice is named with its offset.
    twice = soon_query(festival, world.at("2026-10-25 01:00"))
    assert twice == "from=2026-10-25T01%3A00&until=2026-10-25T02%3A00%2B01%3A00"
