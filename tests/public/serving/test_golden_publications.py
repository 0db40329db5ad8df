"""Whole feeds, before and after: what subscribers read once a publication has changed something.

After a change that is meant, `UPDATE_GOLDEN=1 pytest -n0 tests/public/serving/test_golden_publications.py` writes
them anew; read the difference before you keep it.
"""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from screenings.models import Festival, Film, Hall, Screening
from screenings.public.serving.feed_response import FEED_CACHE
from screenings.publishing import publish
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parents[2] / "golden" / "publications"
CHANGED, STEADY = UUID(int=1), UUID(int=2)
STEADY_UID = f"UID:{STEADY}".encode()


def harbour() -> Festival:
    """A screening that will change, and one beside it that must not."""
    festival = world.festival()
    film = world.film(festival, "Cléo", year=1962, directors=("Agnès Varda",), languages=("fr",), subtitles=("en",))
    night = world.film(festival, "Night and Fog", runtime=32)
    first, second = world.hall(festival), world.hall(festival, "Hall 2")
    world.screening(film, first, "2026-10-10 20:00", uid=CHANGED)
    world.screening(night, second, "2026-10-11 18:00", uid=STEADY)
    return festival


def screening() -> Screening:
    return Screening.objects.get(uid=CHANGED)


def moved() -> None:
    row = screening()
    row.starts_at, row.hall = world.at("2026-10-12 23:30"), Hall.objects.get(name="Hall 2")
    world.saved(row)


def cancelled() -> None:
    row = screening()
    row.status, row.public_note = "cancelled", "The print is lost at sea."
    world.saved(row)


def removed() -> None:
    screening().delete()


def retitled() -> None:
    film = Film.objects.get(title="Cléo")
    film.title = "Cléo de 5 à 7"
    world.saved(film)


def runtime_changed() -> None:
    film = Film.objects.get(title="Cléo")
    film.runtime = 105
    world.saved(film)


def hall_renamed() -> None:
    hall = Hall.objects.get(name="Hall 1")
    hall.name = "Great Hall"
    world.saved(hall)


def moved_and_back() -> None:
    """Twice published: the calendar must not stay at the place between."""
    moved()
    publish(Festival.objects.get(), at=SPRING + timedelta(hours=1))
    row = screening()
    row.starts_at, row.hall = world.at("2026-10-10 20:00"), Hall.objects.get(name="Hall 1")
    world.saved(row)


def feed(client: Client) -> bytes:
    FEED_CACHE.clear()
    response = client.get("/harbour/screenings.ics", headers={"accept-encoding": "identity"})
    assert response.status_code == 200
    return bytes(response.content)


def kept(name: str, body: bytes) -> bytes:
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_bytes(body)
    return path.read_bytes()


CHANGES: tuple[Callable[[], None], ...] = (
    moved, cancelled, removed, retitled, runtime_changed, hall_renamed, moved_and_back,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_changed_feed_is_its_golden_file_to_the_byte(change: Callable[[], None], client: Client) -> None:
    festival = harbour()
    world.published(festival)
    before = feed(client)
    assert before == kept("before", before)
    change()
    publish(festival, at=SPRING + timedelta(days=1))
    after = feed(client)
    assert after == kept(change.__name__, after)
    steady = [event for event in re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", before, re.DOTALL) if STEADY_UID in event]
    assert len(steady) == 1
    assert steady[0] in after, "the other screening reads as before, to the byte"


def test_every_golden_file_belongs_to_a_change() -> None:
    assert {path.stem for path in GOLDEN.glob("*.ics")} == {"before", *(change.__name__ for change in CHANGES)}
