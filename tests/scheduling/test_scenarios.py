"""Scenarios: a copy of the working timetable to try something in."""

from collections import Counter
from itertools import cycle, product
from typing import Any

import pytest

from screenings.loading.scenario import load_scenario_placements, with_scenario
from screenings.loading.timetable import load_timetable
from screenings.models import Origin, Scenario, Screening
from screenings.scheduling import ChangeRefused, copy_timetable, free_scenario_name, rename_scenario
from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff
from screenings.timetable.what_if import Move
from tests.world import SPRING, at, festival, film, hall, screening

pytestmark = pytest.mark.django_db


def test_a_copy_holds_every_screening_where_it_is() -> None:
    of = festival()
    placed, lying = screening(film(of), hall(of), "2026-10-10 20:00"), screening(film(of, "Mirror"))
    made = copy_timetable(of, "Plan B", by=None, at=SPRING)
    places = {each.screening_id: each for each in made.places.all()}
    assert {pk: (each.hall_id, each.starts_at) for pk, each in places.items()} == {
        placed.pk: (placed.hall_id, placed.starts_at),
        lying.pk: (None, None),
    }
    assert all((each.base_hall_id, each.base_starts_at) == (each.hall_id, each.starts_at) for each in places.values())


def test_moves_go_into_the_copy_and_leave_the_working_timetable() -> None:
    of = festival()
    row, other = screening(film(of), hall(of), "2026-10-10 20:00"), hall(of, "Hall 2")
    moves = [Move(row.uid, Placement(other.pk, at("2026-10-11 18:00")))]
    made = copy_timetable(of, "Proposal", by=None, at=SPRING, moves=moves, origin=Origin.PROPOSAL)
    place = made.places.get()
    assert (place.hall, place.starts_at) == (other, at("2026-10-11 18:00"))
    assert (place.base_hall_id, place.base_starts_at) == (row.hall_id, row.starts_at)
    row.refresh_from_db()
    assert (row.hall_id, row.starts_at) == (place.base_hall_id, place.base_starts_at)


def test_a_name_is_given_once_in_a_festival() -> None:
    of = festival()
    copy_timetable(of, "Plan B", by=None, at=SPRING)
    with pytest.raises(ChangeRefused, match="“Plan B” already"):
        copy_timetable(of, "Plan B", by=None, at=SPRING)
    copy_timetable(festival("Elsewhere", slug="elsewhere"), "Plan B", by=None, at=SPRING)
    assert Scenario.objects.count() == 2


def test_what_was_seen_is_the_base_of_a_proposal_and_a_hall_gone_since_counts_for_nothing() -> None:
    of = festival()
    row, other = screening(film(of), hall(of), "2026-10-10 20:00"), screening(film(of, "Mirror"))
    gone = hall(of, "Hall 9")
    before = at("2026-10-09 18:00")
    seen = {row.uid: Placement(row.hall_id, before), other.uid: Placement(gone.pk, before)}
    moves = [Move(other.uid, Placement(gone.pk, at("2026-10-11 18:00")))]
    gone.delete()
    made = copy_timetable(of, "Proposal", by=None, at=SPRING, moves=moves, base_places=seen)
    places = {each.screening_id: each for each in made.places.all()}
    assert places[row.pk].starts_at == places[row.pk].base_starts_at == at("2026-10-09 18:00")
    assert (places[other.pk].hall_id, places[other.pk].base_hall_id) == (None, None)


def test_counting_agrees_with_comparing_each_by_hand() -> None:
    of = festival()
    halls = [hall(of), hall(of, "Hall 2")]
    places: list[tuple[Any, Any]] = [(None, None), *product(halls, (at("2026-10-10 20:00"), at("2026-10-11 18:00")))]
    cleo, by_hand = film(of), Counter[ChangedSide | None]()
    rows = {row.uid: row for row in (screening(cleo, *base) for base in places for _ in range(25))}
    targets = dict(zip(rows, cycle(product(places, places)), strict=False))
    moves = [Move(uid, Placement(there and there.pk, start)) for uid, ((there, start), _here) in targets.items()]
    made = copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)
    for uid, (there, here) in targets.items():
        Screening.objects.filter(uid=uid).update(hall=here[0], starts_at=here[1])
        base = rows[uid].hall, rows[uid].starts_at
        by_hand[
            ThreeWayDiff(*(Placement(where and where.pk, when) for where, when in (base, here, there))).changed_side
        ] += 1
    counted = Scenario.objects.with_counts().get(pk=made.pk)
    assert (counted.moved, counted.left_behind) == (  # type: ignore[attr-defined]  # annotated
        by_hand[ChangedSide.THEIRS] + by_hand[ChangedSide.BOTH], by_hand[ChangedSide.OURS],
    )  # fmt: skip
    found = Counter(
        load_scenario_placements(made).diff(showing).changed_side for showing in load_timetable(of).showings.values()
    )
    assert found == by_hand
    assert all(by_hand.values())
    assert len(by_hand) == 4


def test_what_was_deleted_since_is_remembered_by_its_title_and_its_hall_by_its_absence() -> None:
    of = festival()
    row, other, two = screening(film(of), hall(of), "2026-10-10 20:00"), screening(film(of, "Lola")), hall(of, "Hall 2")
    moves = [Move(each.uid, Placement(two.pk, at("2026-10-11 18:00"))) for each in (row, other)]
    made = copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)
    other.delete()
    two.delete()
    places = load_scenario_placements(made)
    assert [(gone.title, gone.placement.theirs.is_lost) for gone in places.orphaned] == [("Lola", True)]
    (showing,) = load_timetable(of).showings.values()
    assert places.diff(showing).theirs == Placement(None, at("2026-10-11 18:00"))
    # On its own board it lies in the tray, which is where it can be taken up again.
    (showing,) = with_scenario(load_timetable(of), places).programme.showings
    assert (showing.hall, showing.starts_at) == (None, None)


def test_another_festivals_scenario_knows_nothing_of_this_one() -> None:
    of, elsewhere = festival(), festival("Elsewhere", slug="elsewhere")
    screening(film(of), hall(of), "2026-10-10 20:00")
    theirs = screening(film(elsewhere), hall(elsewhere), "2026-10-10 20:00")
    made = copy_timetable(elsewhere, "Plan B", by=None, at=SPRING)
    assert list(load_scenario_placements(made).by_screening) == [theirs.pk]


def test_a_free_name_is_the_first_that_nobody_has() -> None:
    of = festival()
    for expected in ("Copy", "Copy (2)", "Copy (3)"):
        name = free_scenario_name(of, "Copy")
        assert name == expected
        copy_timetable(of, name, by=None, at=SPRING)


def test_a_name_stays_when_it_is_renamed_to_itself_and_is_refused_when_it_is_anothers() -> None:
    of = festival()
    made = copy_timetable(of, "Plan B", by=None, at=SPRING)
    copy_timetable(of, "Plan C", by=None, at=SPRING)
    rename_scenario(made, name="Plan B", note="A try")
    assert Scenario.objects.get(pk=made.pk).note == "A try"
    with pytest.raises(ChangeRefused, match="“Plan C” already"):
        rename_scenario(made, name="Plan C", note="")
