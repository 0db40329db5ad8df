"""What was tried on the board since the pause goes back, but for what was moved otherwise since."""

import pytest
from django.contrib.auth.models import User

from screenings.models import Festival, Screening, change_reason
from screenings.publishing import publish_after_save
from screenings.scheduling import ChangeRefused, StaleChange
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.put_back import LeftBecause, plan_put_back, put_back
from screenings.scheduling.undo import redo, undo
from tests.world import SPRING, at, film, hall, published, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    hall(harbour, "Hall 2")
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return row


def tries(row: Screening, starts: str | None, by: User, where: str = "Hall 1") -> None:
    row.refresh_from_db()
    moved = move_on_board(
        row.festival,
        row.pk,
        hall=hall(row.festival, where) if starts else None,
        starts_at=at(starts) if starts else None,
        version_token=row.placement.version_token,
        by=by,
        at=SPRING,
    )
    publish_after_save(row.festival, at=SPRING, by=by, tried=moved)


def place(row: Screening) -> tuple[object, object]:
    row.refresh_from_db()
    return row.hall and row.hall.name, row.starts_at


def left(of: Festival) -> list[tuple[str, LeftBecause, str]]:
    return [(each.row.film.title, each.why, each.by) for each in plan_put_back(of).left]


def test_all_that_was_tried_goes_back_in_one_step_whoever_tried_it(evening: Screening, ada: User) -> None:
    bob = User.objects.create_user("bob")
    other = screening(film(evening.festival, "Vagabond"))
    tries(evening, "2026-10-11 18:00", ada, "Hall 2")
    tries(evening, None, bob)
    tries(other, "2026-10-12 18:00", ada)
    plan = plan_put_back(evening.festival)
    assert plan.tried_by == ("bob", "ada")
    done = put_back(evening.festival, token=plan.token, by=ada, at=SPRING)[1]
    assert (place(evening), place(other)) == (("Hall 1", at("2026-10-10 20:00")), (None, None))
    assert done is not None
    assert undo(evening.festival, by=ada).undo_entry == done.undo_entry
    assert (place(evening), place(other)) == ((None, None), ("Hall 1", at("2026-10-12 18:00")))
    redo(evening.festival, by=ada)
    assert place(evening) == ("Hall 1", at("2026-10-10 20:00"))


def test_what_was_undone_on_the_board_is_where_it_was(evening: Screening, ada: User) -> None:
    tries(evening, "2026-10-11 18:00", ada)
    publish_after_save(evening.festival, at=SPRING, by=ada, tried=undo(evening.festival, by=ada))
    plan = plan_put_back(evening.festival)
    assert (plan.changes, plan.left) == ((), ())
    assert put_back(evening.festival, token=plan.token, by=ada, at=SPRING)[1] is None


def test_an_undo_of_what_was_public_already_is_put_back_too(evening: Screening, ada: User) -> None:
    """The pause begins with it."""
    Festival.objects.update(publishing="live")
    tries(evening, "2026-10-11 18:00", ada)
    Festival.objects.update(publishing="as-saved")
    publish_after_save(evening.festival, at=SPRING, by=ada, tried=undo(evening.festival, by=ada))
    put_back(evening.festival, token=plan_put_back(evening.festival).token, by=ada, at=SPRING)
    assert place(evening) == ("Hall 1", at("2026-10-11 18:00"))


def test_what_was_moved_otherwise_since_stays_and_it_says_by_whom(evening: Screening, ada: User) -> None:
    bob = User.objects.create_user("bob")
    tries(evening, "2026-10-11 18:00", ada)
    evening.refresh_from_db()
    evening.starts_at = at("2026-10-12 18:00")
    with change_reason("by hand", by=bob):
        evening.save()
    assert plan_put_back(evening.festival).changes == ()
    assert left(evening.festival) == [("Cléo", LeftBecause.MOVED, "bob")]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [("pinned", True, LeftBecause.PINNED), ("status", "cancelled", LeftBecause.CANCELLED)],
)
def test_what_is_fixed_since_stays(evening: Screening, ada: User, field: str, value: object, why: LeftBecause) -> None:
    tries(evening, "2026-10-11 18:00", ada)
    Screening.objects.update(**{field: value})
    assert [each[:2] for each in left(evening.festival)] == [("Cléo", why)]


def test_there_is_no_way_back_into_a_deleted_hall_nor_to_a_deleted_screening(evening: Screening, ada: User) -> None:
    other = screening(film(evening.festival, "Vagabond"))
    tries(other, "2026-10-12 18:00", ada, "Hall 2")
    tries(evening, "2026-10-11 18:00", ada, "Hall 2")
    hall(evening.festival).delete()
    Screening.objects.filter(pk=other.pk).delete()
    assert [each[:2] for each in left(evening.festival)] == [("Cléo", LeftBecause.HALL_DELETED)]


def test_what_was_not_looked_at_is_not_put_back(evening: Screening, ada: User) -> None:
    tries(evening, "2026-10-11 18:00", ada)
    seen = plan_put_back(evening.festival).token
    tries(evening, "2026-10-12 18:00", ada)
    with pytest.raises(StaleChange, match="Something was moved since you looked"):
        put_back(evening.festival, token=seen, by=ada, at=SPRING)
    assert place(evening) == ("Hall 1", at("2026-10-12 18:00"))
    with pytest.raises(ChangeRefused):
        put_back(evening.festival, token="", by=ada, at=SPRING)
