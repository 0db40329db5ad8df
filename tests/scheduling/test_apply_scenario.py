"""A scenario's moves into the working timetable: whole or not at all, and back again in one step."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User

from screenings.loading.scenario import load_scenario_placements
from screenings.loading.timetable import load_timetable
from screenings.models import BoardMove, Hall, Scenario, Screening
from screenings.scheduling import ChangeRefused, StaleChange, copy_timetable
from screenings.scheduling.apply_scenario import ChosenMove, apply_scenario_moves
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.undo import MAX_UNDO_ENTRIES, MoveResult, redo, undo, undo_stack
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.world import SPRING, at, festival, film, hall, screening


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def two(db: None) -> tuple[Screening, Screening]:
    of = festival()
    return (
        screening(film(of), hall(of), "2026-10-10 20:00"),
        screening(film(of, "Lola"), hall(of, "Hall 2"), "2026-10-11 18:00"),
    )


def scenario_with(*moves: tuple[Screening, Hall | None, datetime | None]) -> Scenario:
    of = moves[0][0].festival
    made = [Move(row.uid, Placement(where.pk if where else None, start)) for row, where, start in moves]
    return copy_timetable(of, f"Plan {Scenario.objects.count()}", by=None, at=SPRING, moves=made)


def swapped(two: tuple[Screening, Screening]) -> Scenario:
    first, second = two
    return scenario_with((first, second.hall, second.starts_at), (second, first.hall, first.starts_at))


def seen(of: Scenario) -> list[ChosenMove]:
    """Every difference as its page would show it now."""
    places = load_scenario_placements(of)
    drifts = {showing.pk: places.diff(showing) for showing in load_timetable(of.festival).showings.values()}
    return [
        ChosenMove(pk, drift.ours.version_token, drift.theirs.version_token)
        for pk, drift in drifts.items()
        if drift.changed_side
    ]


def take(of: Scenario, by: User, chosen: list[ChosenMove] | None = None) -> MoveResult:
    return apply_scenario_moves(of, seen(of) if chosen is None else chosen, by=by, at=SPRING)


def places(*rows: Screening) -> list[tuple[int | None, datetime | None]]:
    return [(row.hall_id, row.starts_at) for row in (Screening.objects.get(pk=row.pk) for row in rows)]


def test_a_swap_is_taken_over_taken_back_and_done_again(two: tuple[Screening, Screening], ada: User) -> None:
    before = places(*two)
    of = swapped(two)
    taken = take(of, ada)
    assert places(*two) == before[::-1]
    assert {row.history.latest().history_change_reason for row in two} == {  # type: ignore[attr-defined]
        "Taken over from the scenario “Plan 0”"
    }
    known = undo_stack(of.festival, by=ada)
    assert (known.undo, known.redo) == (taken.undo_entry, None)
    assert str(known.undo) == "2 moves made together"
    undo(of.festival, by=ada)
    assert places(*two) == before
    assert two[0].history.latest().history_change_reason == "Taken back"  # type: ignore[attr-defined]
    redo(of.festival, by=ada)
    assert places(*two) == before[::-1]


def test_one_move_alone_leaves_the_others_where_they_are(two: tuple[Screening, Screening], ada: User) -> None:
    of = swapped(two)
    take(of, ada, seen(of)[:1])
    assert places(*two) == [(two[1].hall_id, two[1].starts_at)] * 2
    take(of, ada)
    assert places(*two) == [(two[1].hall_id, two[1].starts_at), (two[0].hall_id, two[0].starts_at)]


def test_the_second_of_two_who_take_over_the_same_is_told(two: tuple[Screening, Screening], ada: User) -> None:
    of = swapped(two)
    shown = seen(of)
    take(of, ada, shown)
    with pytest.raises(StaleChange, match="in the timetable it is now Cléo, Sun 11 Oct 18:00, Odeon, Hall 2"):
        take(of, User.objects.create_user("bob"), shown)
    assert BoardMove.objects.count() == 2


def test_where_one_of_them_was_moved_meanwhile_none_is_taken_over(two: tuple[Screening, Screening], ada: User) -> None:
    of = swapped(two)
    shown = seen(of)
    Screening.objects.filter(pk=two[1].pk).update(starts_at=at("2026-10-12 12:00"))
    with pytest.raises(StaleChange, match="Lola, Mon 12 Oct 12:00") as refused:
        take(of, ada, shown)
    assert "Cléo" not in str(refused.value)
    assert places(two[0]) == [(two[0].hall_id, two[0].starts_at)]
    assert not BoardMove.objects.exists()


def test_where_the_scenario_was_changed_meanwhile_nothing_is(two: tuple[Screening, Screening], ada: User) -> None:
    of = swapped(two)
    shown = seen(of)
    move_on_board(
        two[0].festival,
        two[0].pk,
        hall=None,
        starts_at=None,
        version_token=shown[0].theirs_token,
        by=ada,
        at=SPRING,
        scenario=of,
    )
    with pytest.raises(StaleChange, match="in the scenario it is now Cléo, not placed yet"):
        take(of, ada, shown)
    of.delete()
    with pytest.raises(StaleChange, match="was deleted meanwhile"):
        take(of, ada, shown)


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"pinned": True}, "is pinned"), ({"status": "cancelled"}, "cancelled")]
)
def test_what_was_pinned_or_cancelled_since_stops_it_all(
    two: tuple[Screening, Screening], ada: User, changed: dict[str, object], sentence: str
) -> None:
    of = swapped(two)
    Screening.objects.filter(pk=two[1].pk).update(**changed)
    with pytest.raises(ChangeRefused, match=sentence):
        take(of, ada)
    assert places(two[0]) == [(two[0].hall_id, two[0].starts_at)]


def test_a_deed_that_somebody_broke_up_is_not_taken_back_in_part(two: tuple[Screening, Screening], ada: User) -> None:
    of = swapped(two)
    take(of, ada)
    Screening.objects.filter(pk=two[0].pk).update(starts_at=at("2026-10-12 12:00"))
    with pytest.raises(StaleChange, match=r"2 moves cannot be taken back together.*Cléo, Mon 12 Oct 12:00"):
        undo(of.festival, by=ada)
    assert places(two[1]) == [(two[0].hall_id, two[0].starts_at)]
    with pytest.raises(ChangeRefused, match="no move of yours"):
        undo(of.festival, by=ada)


def test_the_last_deeds_are_remembered_whole(two: tuple[Screening, Screening], ada: User) -> None:
    of = two[0].festival
    for _ in range(MAX_UNDO_ENTRIES):
        take(swapped(two), ada)
        for row in two:
            row.refresh_from_db()
    row = Screening.objects.get(pk=two[0].pk)
    move_on_board(
        row.festival, row.pk, hall=None, starts_at=None, version_token=row.placement.version_token, by=ada, at=SPRING
    )
    assert BoardMove.objects.count() == 2 * (MAX_UNDO_ENTRIES - 1) + 1
    undo(of, by=ada)
    undo(of, by=ada)


def test_what_was_deleted_since_goes_with_its_move_and_the_rest_is_taken_back(
    two: tuple[Screening, Screening], ada: User
) -> None:
    of = swapped(two)
    take(of, ada)
    Screening.objects.get(pk=two[1].pk).delete()
    undone = undo(of.festival, by=ada)
    assert [str(row) for row in undone.rows] == ["Cléo, Sat 10 Oct 20:00, Odeon, Hall 1"]
    assert [gone.title for gone in load_scenario_placements(of).orphaned] == ["Lola"]


def test_nothing_chosen_is_said(two: tuple[Screening, Screening], ada: User) -> None:
    with pytest.raises(ChangeRefused, match="Nothing is ticked"):
        take(swapped(two), ada, [])


@pytest.mark.parametrize("text", ["", "1", "1~", "x~tray~tray", "1~~tray", f"{10**30}~tray~tray"])
def test_what_no_page_has_written_is_refused(text: str) -> None:
    with pytest.raises(ChangeRefused, match="cannot be read"):
        ChosenMove.parse(text)
