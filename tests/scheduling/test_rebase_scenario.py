"""A scenario brought up to date: what only the timetable has moved comes in, and goes back in one step."""

from collections.abc import Iterable
from datetime import datetime
from itertools import cycle, product
from typing import Any

import pytest
from django.contrib.auth.models import User

from screenings.loading.scenario import load_scenario_placements
from screenings.loading.timetable import load_timetable
from screenings.models import BoardMove, Scenario, ScenarioPlace, Screening
from screenings.scheduling import ChangeRefused, StaleChange, copy_timetable
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.rebase_scenario import RebaseResult, rebase
from screenings.scheduling.undo import redo, undo, undo_stack
from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ChangedSide
from screenings.timetable.what_if import Move
from tests.world import SPRING, at, festival, film, hall, screening

NOON, EVENING, NIGHT = (at(f"2026-10-{time}") for time in ("10 12:00", "10 20:00", "11 00:30"))


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def rows(db: None) -> dict[str, Screening]:
    of = festival()
    return {title: screening(film(of, title), hall(of), "2026-10-10 20:00") for title in ("Boy", "Cléo", "Tea")}


def copy(rows: dict[str, Screening], **moved: datetime) -> Scenario:
    moves = [Move(rows[title].uid, Placement(rows[title].hall_id, start)) for title, start in moved.items()]
    return copy_timetable(rows["Boy"].festival, "Plan B", by=None, at=SPRING, moves=moves)


def put(row: Screening, start: datetime | None, **more: Any) -> None:
    where = {} if start else {"hall": None}
    Screening.objects.filter(pk=row.pk).update(starts_at=start, **where, **more)


def movers(of: Scenario) -> dict[str, ChangedSide]:
    places = load_scenario_placements(of)
    found = (
        (showing.title, places.diff(showing).changed_side) for showing in load_timetable(of.festival).showings.values()
    )
    return {title: mover for title, mover in found if mover}


def starts(of: Scenario) -> dict[str, datetime | None]:
    return dict(of.places.order_by("title").values_list("title", "starts_at"))


def up(of: Scenario, by: User) -> RebaseResult:
    return rebase(of, by=by, at=SPRING)


def test_what_only_the_timetable_moved_comes_in_and_the_scenarios_own_stays(
    rows: dict[str, Screening], ada: User
) -> None:
    of = copy(rows, Boy=NOON, Cléo=NOON)
    put(rows["Cléo"], NIGHT)
    put(rows["Tea"], NIGHT)
    assert movers(of) == {"Boy": ChangedSide.THEIRS, "Cléo": ChangedSide.BOTH, "Tea": ChangedSide.OURS}
    done = up(of, ada)
    assert ([str(row) for row in done.updated], done.kept_count, done.added_count, done.deleted_titles) == (
        ["Tea, Sun 11 Oct 00:30, Odeon, Hall 1"], 1, 0, (),
    )  # fmt: skip
    assert movers(of) == {"Boy": ChangedSide.THEIRS, "Cléo": ChangedSide.BOTH}
    assert starts(of) == {"Boy": NOON, "Cléo": NOON, "Tea": NIGHT}
    assert not up(of, ada)
    assert {row.film.title: row.starts_at for row in Screening.objects.select_related("film")} == {
        "Boy": EVENING, "Cléo": NIGHT, "Tea": NIGHT,
    }  # fmt: skip


def test_it_is_taken_back_and_done_again_with_what_the_scenario_holds_for_the_timetables_place(
    rows: dict[str, Screening], ada: User
) -> None:
    of = copy(rows, Boy=NOON)
    put(rows["Tea"], NIGHT)
    put(rows["Cléo"], None, pinned=True)
    done = up(of, ada)
    assert str(undo_stack(of.festival, by=ada, scenario=of).undo) == "bringing 2 screenings up to date"
    assert undo_stack(of.festival, by=ada).undo is None
    undo(of.festival, by=ada, scenario=of, batch=done.undo_entry and done.undo_entry.batch)
    assert movers(of) == {"Boy": ChangedSide.THEIRS, "Cléo": ChangedSide.OURS, "Tea": ChangedSide.OURS}
    redo(of.festival, by=ada, scenario=of)
    assert movers(of) == {"Boy": ChangedSide.THEIRS}
    assert starts(of) == {"Boy": NOON, "Cléo": None, "Tea": NIGHT}


def test_what_was_moved_there_since_is_not_taken_back(rows: dict[str, Screening], ada: User) -> None:
    of = copy(rows)
    put(rows["Tea"], NIGHT)
    up(of, ada)
    bob = User.objects.create_user("bob")
    mark = Placement(rows["Tea"].hall_id, NIGHT).version_token
    move_on_board(
        rows["Tea"].festival,
        rows["Tea"].pk,
        hall=None,
        starts_at=None,
        version_token=mark,
        by=bob,
        at=SPRING,
        scenario=of,
    )
    with pytest.raises(
        StaleChange, match="Your move cannot be taken back: somebody moved it since: Tea, not placed yet"
    ):
        undo(of.festival, by=ada, scenario=of)
    assert movers(of) == {"Tea": ChangedSide.THEIRS}


def test_a_move_of_the_scenario_that_the_timetable_made_too_is_still_the_scenarios(
    rows: dict[str, Screening], ada: User
) -> None:
    """As when it was taken over: once that is taken back, the scenario has it still."""
    of = copy(rows, Boy=NOON)
    put(rows["Boy"], NOON)
    assert not up(of, ada)
    put(rows["Boy"], EVENING)
    assert movers(of) == {"Boy": ChangedSide.THEIRS}


def test_what_is_new_comes_in_and_what_was_deleted_is_let_go(rows: dict[str, Screening], ada: User) -> None:
    of = copy(rows)
    late = screening(film(of.festival, "Late"), hall(of.festival), "2026-10-10 12:00")
    rows["Tea"].delete()
    done = up(of, ada)
    assert (done.updated, done.added_count, done.deleted_titles, done.undo_entry) == ((), 1, ("Tea",), None)
    assert load_scenario_placements(of).orphaned == ()
    put(late, NIGHT)
    assert movers(of) == {"Late": ChangedSide.OURS}
    assert not BoardMove.objects.exists()


def test_a_place_in_a_hall_that_was_deleted_gives_way_to_the_timetables(rows: dict[str, Screening], ada: User) -> None:
    of = copy(rows)
    old, new = rows["Boy"].hall, hall(rows["Boy"].festival, "Hall 2")
    assert old is not None
    Screening.objects.filter(pk__in=[rows["Boy"].pk, rows["Cléo"].pk]).update(hall=new)
    put(rows["Tea"], None)
    old.delete()
    assert [str(row) for row in up(of, ada).updated][1:] == [
        "Cléo, Sat 10 Oct 20:00, Odeon, Hall 2",
        "Tea, not placed yet",
    ]
    assert movers(of) == {}
    undo(of.festival, by=ada, scenario=of)
    assert movers(of) == {"Boy": ChangedSide.OURS, "Cléo": ChangedSide.OURS}
    # The hall is gone: there is no older place to go back to but the tray.
    assert {place.starts_at for place in of.places.all()} == {None}


def test_the_second_of_two_finds_it_done(rows: dict[str, Screening], ada: User) -> None:
    of = copy(rows)
    put(rows["Tea"], NIGHT)
    assert up(of, ada)
    assert not up(of, User.objects.create_user("bob"))
    of.delete()
    of.pk = 10**6
    with pytest.raises(StaleChange, match="deleted meanwhile"):
        up(of, ada)


def test_nothing_left_to_take_back_is_said(rows: dict[str, Screening], ada: User) -> None:
    with pytest.raises(ChangeRefused, match="no move of yours"):
        undo(rows["Boy"].festival, by=ada, scenario=copy(rows))


def test_every_way_the_two_can_have_parted_against_each_by_hand(ada: User) -> None:
    of = festival()
    spots: list[tuple[Any, Any]] = [(None, None), *product((hall(of), hall(of, "Hall 2")), (NOON, NIGHT))]
    cleo = film(of)
    made = {row.uid: row for row in (screening(cleo, *base) for base in spots for _ in range(25))}
    ways = dict(zip(made, cycle(product(spots, spots)), strict=False))
    moves = [Move(uid, Placement(there and there.pk, start)) for uid, ((there, start), _) in ways.items()]
    plan = copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)
    expected = {}
    for uid, (there, here) in ways.items():
        Screening.objects.filter(uid=uid).update(hall=here[0], starts_at=here[1])
        base = made[uid].hall, made[uid].starts_at
        expected[uid] = here if base == there else there
    before = _rows(plan.places.order_by("pk"))
    done = up(plan, ada)
    found = {
        place.screening.uid: (place.hall, place.starts_at) for place in plan.places.select_related("screening", "hall")
    }  # type: ignore[union-attr]
    assert found == expected
    assert len(done.updated) == len(spots) * (len(spots) - 1)
    undo(of, by=ada, scenario=plan)
    assert _rows(plan.places.order_by("pk")) == before


def _rows(places: Iterable[ScenarioPlace]) -> list[tuple[Any, ...]]:
    return [(p.pk, p.hall_id, p.starts_at, p.base_hall_id, p.base_starts_at) for p in places]


def test_many_take_few_queries(ada: User, django_assert_max_num_queries: Any, rows: dict[str, Screening]) -> None:
    of = rows["Boy"].festival
    Screening.objects.bulk_create(
        Screening(festival=of, film=rows["Boy"].film, hall=rows["Boy"].hall, starts_at=EVENING) for _ in range(150)
    )
    plan = copy(rows)
    Screening.objects.update(starts_at=NIGHT)
    with django_assert_max_num_queries(20):
        assert len(up(plan, ada).updated) == 153
    assert {row.placement for row in Screening.objects.all()} == {Placement(rows["Boy"].hall_id, NIGHT)}
