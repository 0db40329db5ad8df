"""Moves on the board: nothing is overwritten unseen, and each takes back their own."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.models import BoardMove, Festival, Hall, Screening
from screenings.scheduling import ChangeRefused, StaleChange, plan_restore_publication, restore_publication
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.undo import MAX_UNDO_ENTRIES, MoveResult, redo, undo, undo_stack
from tests.world import SPRING, at, festival, film, hall, published, screening


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob")


@pytest.fixture
def evening(db: None) -> Screening:
    of = festival()
    hall(of, "Hall 2")
    return screening(film(of), hall(of), "2026-10-10 20:00")


def moved(
    row: Screening, by: User, starts: str | None, where: Hall | None = None, seen: str | None = None
) -> MoveResult:
    """As if dragged there from where it is now, unless it was seen elsewhere."""
    row.refresh_from_db()
    return move_on_board(
        row.festival,
        row.pk,
        hall=(where or hall(row.festival)) if starts else None,
        starts_at=at(starts) if starts else None,
        version_token=row.placement.version_token if seen is None else seen,
        by=by,
        at=SPRING,
    )


def start(row: Screening) -> datetime | None:
    return Screening.objects.get(pk=row.pk).starts_at


def test_a_move_is_made_and_remembered_in_one(evening: Screening, ada: User) -> None:
    done = moved(evening, ada, "2026-10-11 18:00", hall(evening.festival, "Hall 2"))
    assert str(done.row) == "Cléo, Sun 11 Oct 18:00, Odeon, Hall 2"
    known = undo_stack(evening.festival, by=ada)
    assert (known.undo, known.redo) == (done.undo_entry, None)
    (made,) = done.undo_entry.moves
    assert (made.before_starts_at, made.after_starts_at) == (
        at("2026-10-10 20:00"),
        at("2026-10-11 18:00"),
    )
    assert (made.by, made.at) == (ada, SPRING)


def test_it_goes_back_to_the_tray_and_out_again(evening: Screening, ada: User) -> None:
    moved(evening, ada, None)
    assert start(evening) is None
    undo(evening.festival, by=ada)
    assert start(evening) == at("2026-10-10 20:00")
    redo(evening.festival, by=ada)
    assert start(evening) is None


def test_on_stale_ground_nothing_moves_and_it_says_where_it_is(evening: Screening, ada: User, bob: User) -> None:
    seen = evening.placement.version_token
    moved(evening, bob, "2026-10-11 18:00")
    with pytest.raises(StaleChange) as refused:
        moved(evening, ada, "2026-10-12 18:00", seen=seen)
    assert str(refused.value) == (
        "Somebody else moved this meanwhile: Cléo, Sun 11 Oct 18:00, Odeon, Hall 1. Nothing was changed; look again."
    )
    assert start(evening) == at("2026-10-11 18:00")
    assert not BoardMove.objects.filter(by=ada).exists()


def test_one_that_was_deleted_meanwhile_is_refused(evening: Screening, ada: User) -> None:
    seen = evening.placement.version_token
    Screening.objects.all().delete()
    with pytest.raises(StaleChange, match="no longer in the timetable"):
        move_on_board(evening.festival, evening.pk, hall=None, starts_at=None, version_token=seen, by=ada, at=SPRING)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("pinned", True, "It is pinned. Unpin it first, on its card or on its own page."),
        ("status", "cancelled", "It is cancelled. Take the cancellation back first, on its card or on its own page."),
    ],
)
def test_pinned_and_cancelled_ones_stay(
    evening: Screening, ada: User, field: str, value: object, sentence: str
) -> None:
    done = moved(evening, ada, "2026-10-11 18:00")
    Screening.objects.update(**{field: value})
    for act in (lambda: moved(evening, ada, "2026-10-12 18:00"), lambda: undo(evening.festival, by=ada)):
        with pytest.raises(ChangeRefused) as refused:
            act()
        assert str(refused.value) == f"“Cléo” cannot be moved. {sentence}"
    assert start(evening) == at("2026-10-11 18:00")
    assert BoardMove.objects.get() == done.undo_entry.moves[0]


def test_far_outside_the_festival_is_no_place(evening: Screening, ada: User) -> None:
    with pytest.raises(ChangeRefused, match="Choose a day from 2026-03-23 to 2027-05-08"):
        moved(evening, ada, "2027-10-10 20:00")
    assert not BoardMove.objects.exists()


def test_several_moves_are_taken_back_one_by_one_and_done_again(evening: Screening, ada: User) -> None:
    starts = ["2026-10-10 20:00", "2026-10-11 18:00", "2026-10-12 18:00", "2026-10-13 18:00"]
    for each in starts[1:]:
        moved(evening, ada, each)
    for each in reversed(starts[:-1]):
        undo(evening.festival, by=ada)
        assert start(evening) == at(each)
    with pytest.raises(ChangeRefused, match="no move of yours left"):
        undo(evening.festival, by=ada)
    for each in starts[1:]:
        redo(evening.festival, by=ada)
        assert start(evening) == at(each)
    with pytest.raises(ChangeRefused, match="nothing to do again"):
        redo(evening.festival, by=ada)


def test_a_new_move_ends_what_could_be_done_again(evening: Screening, ada: User) -> None:
    moved(evening, ada, "2026-10-11 18:00")
    undo(evening.festival, by=ada)
    moved(evening, ada, "2026-10-12 18:00")
    assert undo_stack(evening.festival, by=ada).redo is None
    assert BoardMove.objects.count() == 1


def test_one_takes_back_ones_own_moves_alone(evening: Screening, ada: User, bob: User) -> None:
    moved(evening, bob, "2026-10-11 18:00")
    with pytest.raises(ChangeRefused, match="no move of yours"):
        undo(evening.festival, by=ada)
    assert start(evening) == at("2026-10-11 18:00")


def test_what_a_colleague_moved_since_is_not_taken_back_but_what_was_before_it_is(
    evening: Screening, ada: User, bob: User
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-10 14:00")
    moved(other, ada, "2026-10-10 15:00")
    moved(evening, ada, "2026-10-11 18:00")
    moved(evening, bob, "2026-10-12 18:00")
    with pytest.raises(StaleChange) as refused:
        undo(evening.festival, by=ada)
    assert str(refused.value) == (
        "Your move cannot be taken back: somebody moved it since: Cléo, Mon 12 Oct 18:00, Odeon, Hall 1."
    )
    undo(evening.festival, by=ada)
    assert (start(evening), start(other)) == (at("2026-10-12 18:00"), at("2026-10-10 14:00"))


def test_so_many_moves_are_kept_and_no_more(evening: Screening, ada: User) -> None:
    for number in range(MAX_UNDO_ENTRIES + 3):
        moved(evening, ada, f"2026-10-11 18:{number % 60:02d}")
    assert BoardMove.objects.count() == MAX_UNDO_ENTRIES


def test_remembering_is_one_query(evening: Screening, ada: User) -> None:
    for each in ("2026-10-11 18:00", "2026-10-12 18:00"):
        moved(evening, ada, each)
    of: Festival = evening.festival
    with CaptureQueriesContext(connection) as queries:
        assert str(undo_stack(of, by=ada).undo) == "the move of Cléo"
    assert len(queries) == 1


def restored(row: Screening, by: User) -> MoveResult:
    """As it was published on the 10th, after it was moved, cancelled and pinned."""
    first = published(row.festival)
    Screening.objects.filter(pk=row.pk).update(
        starts_at=at("2026-10-12 18:00"),
        status="cancelled",
        public_note="Ill",
        pinned=True,
    )
    return restore_publication(row.festival, plan_restore_publication(first), by=by, at=SPRING)


def state(row: Screening) -> tuple[object, ...]:
    row.refresh_from_db()
    return row.starts_at, row.status, row.public_note, row.pinned


def test_a_restoration_is_an_entry_like_any_other(evening: Screening, ada: User) -> None:
    """With status and note, and of what nobody could move by hand."""
    done = restored(evening, ada)
    assert state(evening) == (at("2026-10-10 20:00"), "planned", "", True)
    assert str(undo_stack(evening.festival, by=ada).undo) == "restoring 1 screening"
    assert undo(evening.festival, by=ada).undo_entry == done.undo_entry
    assert state(evening) == (at("2026-10-12 18:00"), "cancelled", "Ill", True)
    redo(evening.festival, by=ada)
    assert state(evening) == (at("2026-10-10 20:00"), "planned", "", True)


def test_a_restoration_is_taken_back_by_anybody_and_a_move_is_not(evening: Screening, ada: User, bob: User) -> None:
    batch = restored(evening, ada).undo_entry.batch
    with pytest.raises(ChangeRefused, match="no move of yours"):
        undo(evening.festival, by=bob)
    undo(evening.festival, by=bob, batch=batch)
    assert state(evening) == (at("2026-10-12 18:00"), "cancelled", "Ill", True)


@pytest.mark.parametrize(
    "changed", [{"starts_at": at("2026-10-13 18:00")}, {"status": "cancelled"}, {"public_note": "!"}]
)
def test_what_was_restored_and_changed_since_is_not_taken_back(
    evening: Screening, ada: User, changed: dict[str, object]
) -> None:
    restored(evening, ada)
    Screening.objects.update(**changed)
    before = state(evening)
    with pytest.raises(StaleChange, match=r"^It was changed since: Cléo, "):
        undo(evening.festival, by=ada)
    assert state(evening) == before


def test_what_a_move_did_not_change_may_be_changed_since(evening: Screening, ada: User) -> None:
    moved(evening, ada, "2026-10-11 18:00")
    Screening.objects.update(public_note="In the presence of the director")
    undo(evening.festival, by=ada)
    assert state(evening) == (at("2026-10-10 20:00"), "planned", "In the presence of the director", False)


def test_there_is_no_way_back_into_a_hall_that_was_deleted(evening: Screening, ada: User) -> None:
    first = evening.hall
    moved(evening, ada, "2026-10-11 18:00", hall(evening.festival, "Hall 2"))
    assert first is not None
    first.delete()
    with pytest.raises(ChangeRefused, match="A hall of then has been deleted since"):
        undo(evening.festival, by=ada)
    assert start(evening) == at("2026-10-11 18:00")
