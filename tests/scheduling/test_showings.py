"""Showings made from films, and showings copied."""

import pytest
from django.contrib.auth.models import User

from screenings.models import Festival, Screening
from screenings.scheduling import ChangeRefused
from screenings.scheduling.showings import add_placed_showing, add_showings, copy_showing
from screenings.scheduling.undo import MoveResult, undo
from tests.world import at, festival, film, hall, screening

pytestmark = pytest.mark.django_db
NOON = at("2026-10-01 12:00")


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


def test_a_film_gets_as_many_as_are_asked_for_without_a_place(harbour: Festival) -> None:
    made = add_showings(film(harbour), times=3)
    assert [(str(row), row.festival) for row in Screening.objects.order_by("pk")] == [
        ("Cléo, not placed yet", harbour)
    ] * 3
    assert len({row.uid for row in made}) == 3
    with pytest.raises(ChangeRefused, match="from 1 to 20"):
        add_showings(made[0].film, times=21)


def test_one_that_is_added_at_a_place_waits_in_the_tray_once_that_is_taken_back(harbour: Festival, ada: User) -> None:
    row, start = film(harbour), at("2026-10-10 20:00")
    made = add_placed_showing(harbour, row.pk, hall=hall(harbour), starts_at=start, by=ada, at=NOON)
    assert (Screening.objects.get().starts_at, made.row.hall) == (start, hall(harbour))
    undo(harbour, by=ada)
    assert Screening.objects.get().starts_at is None


def test_nothing_is_made_where_the_place_is_none_or_the_film_another_festivals(harbour: Festival, ada: User) -> None:
    elsewhere = festival("Next Year", slug="next")
    row, other = film(harbour), film(elsewhere)
    for pk, day in ((other.pk, "2026-10-10"), (row.pk, "2031-10-10")):
        with pytest.raises(ChangeRefused):
            add_placed_showing(harbour, pk, hall=hall(harbour), starts_at=at(f"{day} 20:00"), by=ada, at=NOON)
    assert not Screening.objects.exists()


def test_a_copy_is_another_showing_of_the_same_kind_and_leaves_the_first_where_it_is(
    harbour: Festival, ada: User
) -> None:
    first = screening(
        film(harbour), hall(harbour), "2026-10-10 20:00", qa=20, pinned=True, ticket_url="https://a.example/"
    )
    made = copy_showing(harbour, first.pk, hall=hall(harbour), starts_at=at("2026-10-11 20:00"), by=ada, at=NOON)
    assert isinstance(made, MoveResult)
    copy = Screening.objects.exclude(pk=first.pk).get()
    assert (copy.starts_at, copy.qa, copy.pinned, copy.ticket_url) == (at("2026-10-11 20:00"), 20, False, "")
    assert Screening.objects.get(pk=first.pk).starts_at == at("2026-10-10 20:00")
    waiting = copy_showing(harbour, first.pk, hall=None, starts_at=None, by=ada, at=NOON)
    assert isinstance(waiting, Screening)
    assert waiting.starts_at is None
