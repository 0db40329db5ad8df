"""propose_timetable with a loss that is only tried: a hall, a guest, a print."""

import re

import pytest
from django.core.management import CommandError

from screenings.models import Festival, Print, Screening
from tests import world
from tests.management.proposing import one_hall, places, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(db: None) -> Festival:
    return one_hall()


def test_a_loss_may_be_tried_without_being_entered(harbour: Festival) -> None:
    """Vagabond and Cléo are in one hall too close already: that is left alone."""
    world.hall(harbour, "Salon")
    before = places()
    lines = told("--hall-lost", "hall 1", "2026-10-10").splitlines()

    assert [line[:2] for line in lines[:1]] == ["~ "]
    assert "Salon" in lines[0]
    assert places() == before


def test_a_guest_who_leaves_and_a_print_that_comes_late_may_be_tried(harbour: Festival) -> None:
    guest = world.guest(harbour, "Agnès Varda")
    vagabond = Screening.objects.get(film__title="Vagabond")
    Screening.objects.filter(pk=vagabond.pk).update(starts_at=world.at("2026-10-11 20:30"))
    vagabond.guests.add(guest)
    world.saved(Print(film=vagabond.film, format="DCP"))

    assert (
        told("--guest-leaves", "varda", "2026-10-11T12:00").splitlines()[0].startswith("~ Vagabond: Sun 11 Oct 20:30")
    )
    assert told("--print-late", "Vagabond", "2026-10-12").splitlines()[0].startswith("~ Vagabond: Sun 11 Oct 20:30")
    assert "0 of them" in told("--guest-comes", "varda", "2026-10-11T20:30")


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        (
            ("--hall-lost", "Nowhere", "2026-10-10"),
            "No one is called “Nowhere”. Name one hall of these: Odeon, Hall 1.",
        ),
        (("--hall-lost", "Odeon", "tomorrow"), "“tomorrow” is no day. Write it as 2024-10-12."),
        (("--guest-leaves", "Varda", "2026-10-10T12:00"), "Name one guest of these: there is none."),
        (("--print-late", "Cléo", "2026-10-10"), "Name one film with a print of these: there is none."),
    ],
)
def test_a_loss_that_nobody_knows_is_refused(harbour: Festival, loss: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        told(*loss)
