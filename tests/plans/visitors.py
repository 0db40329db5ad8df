"""Film-goers at the Harbour Film Festival, with a browser each."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from screenings.models import Festival, Screening
from tests import pages
from tests.world import festival, film, hall, published, screening

PLAN = "/harbour/plan/"


def small_programme() -> tuple[Festival, dict[str, Screening]]:
    """Saturday at the Odeon and at the Gloria, 20 minutes apart on foot: Cléo twice, Vagabond and Le Bonheur once."""
    of = festival()
    odeon = hall(of)
    gloria = hall(of, "Hall 1", "Gloria")
    of.venues.filter(name="Odeon").update(latitude=53.55, longitude=10.0)
    of.venues.filter(name="Gloria").update(latitude=53.56, longitude=10.0)
    cleo, vagabond, bonheur = film(of, "Cléo"), film(of, "Vagabond", runtime=105), film(of, "Le Bonheur", runtime=80)
    shows = {
        "cleo": screening(cleo, odeon, "2026-10-10 18:00", uid=UUID(int=1)),
        "vagabond": screening(vagabond, gloria, "2026-10-10 19:00", uid=UUID(int=2)),
        "bonheur": screening(bonheur, gloria, "2026-10-10 21:00", uid=UUID(int=3)),
        "again": screening(cleo, odeon, "2026-10-11 18:00", uid=UUID(int=4)),
    }
    published(of)
    return of, shows


def star(client: Client, what: str, rank: str = "want") -> Any:
    """`films/cleo` or the uid of a screening."""
    name = what if "/" in what else f"screenings/{what}"
    answer = client.post(f"{PLAN}star/{name}/", {"rank": rank})
    assert answer.status_code == 302, answer.status_code
    return answer


def plan_page(client: Client) -> pages.Element:
    answer = client.get(PLAN)
    assert answer.status_code == 200
    return pages.read(answer)


def day(page: pages.Element, name: str) -> list[str]:
    """The titles of what is planned on that day."""
    return [part.text for part in page.section(name).all("p", of_class="title")]


def press(client: Client, page: pages.Element, button: str) -> None:
    """That button of the plan's form."""
    found = page.only(button, "button")
    assert client.post(PLAN, {found["name"]: found["value"]}).status_code == 302


@pytest.fixture
def programme(db: None, spring: None) -> dict[str, Screening]:
    return small_programme()[1]
