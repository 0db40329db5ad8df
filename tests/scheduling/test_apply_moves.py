"""A proposal is taken over as it was judged, or not at all, whatever happened to the timetable meanwhile."""

from collections.abc import Callable

import pytest

from screenings.loading import load_timetable
from screenings.models import Festival, Hall, Screening, Status
from screenings.scheduling import StaleChange, apply_proposal
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests import world

pytestmark = pytest.mark.django_db
EIGHT, ELEVEN = world.at("2026-10-10 20:00"), world.at("2026-10-10 23:00")


@pytest.fixture
def harbour(db: None) -> Festival:
    """Cléo and Jaws lie in the tray, Vagabond has a place at eleven."""
    festival = world.festival()
    odeon, _ = world.hall(festival), world.hall(festival, "Salon")
    world.screening(world.film(festival, "Vagabond"), odeon, "2026-10-10 23:00")
    world.screening(world.film(festival, "Cléo"))
    world.screening(world.film(festival, "Jaws"))
    return festival


def row(title: str) -> Screening:
    return Screening.objects.get(film__title=title)


def moves(festival: Festival) -> list[Move]:
    """Cléo at eight, and Vagabond into the other hall."""
    odeon, salon = Hall.objects.filter(venue__festival=festival).order_by("pk")
    return [Move(row("Cléo").uid, Placement(odeon.pk, EIGHT)), Move(row("Vagabond").uid, Placement(salon.pk, ELEVEN))]


def in_the_way(festival: Festival) -> None:
    """Somebody else is quicker, with another film."""
    Screening.objects.filter(film__title="Jaws").update(starts_at=EIGHT, hall=world.hall(festival))


def out_of_the_way(festival: Festival) -> None:
    Screening.objects.filter(film__title="Jaws").update(starts_at=ELEVEN, hall=world.hall(festival))


def hall_is_gone(festival: Festival) -> None:
    Hall.objects.get(name="Salon").delete()


def pinned(festival: Festival) -> None:
    Screening.objects.filter(film__title="Vagabond").update(pinned=True)


def cancelled(festival: Festival) -> None:
    Screening.objects.filter(film__title="Vagabond").update(status=Status.CANCELLED)


def places() -> list[tuple[object, ...]]:
    return list(Screening.objects.order_by("pk").values_list("hall", "starts_at", "status", "pinned"))


@pytest.mark.parametrize("meanwhile", [in_the_way, hall_is_gone, pinned, cancelled])
def test_a_change_that_matters_refuses_it_whole(harbour: Festival, meanwhile: Callable[[Festival], None]) -> None:
    seen, proposed = load_timetable(harbour).programme, moves(harbour)
    meanwhile(harbour)
    before = places()

    with pytest.raises(StaleChange, match="Nothing was changed; propose again"):
        apply_proposal(harbour, seen, proposed, by=None, at=world.SPRING)
    assert places() == before


def test_a_change_that_does_not_is_left_as_it_is(harbour: Festival) -> None:
    """Jaws has come to where Vagabond goes away from."""
    seen, proposed = load_timetable(harbour).programme, moves(harbour)
    out_of_the_way(harbour)
    apply_proposal(harbour, seen, proposed, by=None, at=world.SPRING)

    assert (row("Cléo").starts_at, row("Vagabond").hall, row("Jaws").starts_at) == (
        EIGHT, Hall.objects.get(name="Salon"), ELEVEN,
    )  # fmt: skip
