"""What there is nothing to search for is refused, with the way out."""

import pytest

from screenings.models import Festival, PublishedScreening, Screening, SearchRun
from screenings.proposals.searches import request_search
from screenings.scheduling import ChangeRefused
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db


def ask(of: Festival, kind: str, *, keep_published: bool = False) -> SearchRun:
    run = request_search(
        of, kind=kind, seconds=1, by=None, at=SPRING, enqueue=lambda _pk: None, keep_published=keep_published
    )
    run.delete()
    return run


@pytest.fixture
def of(db: None) -> Festival:
    """Two that are placed, both public."""
    made = world.festival()
    for title, day in (("Cléo", 10), ("Jaws", 11)):
        world.screening(world.film(made, title), world.hall(made), f"2026-10-{day} 20:00")
    world.published(made)
    return made


@pytest.mark.parametrize("kind", ["all", "repair"])
def test_where_everything_is_pinned_nothing_may_move(of: Festival, kind: str) -> None:
    ask(of, kind)
    Screening.objects.update(pinned=True)
    with pytest.raises(ChangeRefused, match="Everything is pinned, so nothing may move"):
        ask(of, kind)
    assert not SearchRun.objects.exists()


@pytest.mark.parametrize("kind", ["all", "repair"])
def test_where_all_is_public_and_is_to_stay_nothing_may_move(of: Festival, kind: str) -> None:
    ask(of, kind)
    with pytest.raises(ChangeRefused, match="what is not pinned is public, and is to be left where it is"):
        ask(of, kind, keep_published=True)
    world.screening(world.film(of, "Aftersun"), world.hall(of), "2026-10-12 20:00")
    ask(of, kind, keep_published=True)
    assert PublishedScreening.objects.current(of).count() == 2


def test_what_lies_in_the_tray_may_move_whatever_is_pinned(of: Festival) -> None:
    Screening.objects.update(pinned=True)
    world.screening(world.film(of, "Aftersun"))
    for kind in ("all", "unplaced"):
        ask(of, kind, keep_published=True)
