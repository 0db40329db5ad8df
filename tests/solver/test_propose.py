"""A proposal and the rules agree; what was not to be moved stays; what is wished is kept."""

from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from screenings.solver.api import Preferences, Progress, SlotConstraint, propose, unplaced_uids
from screenings.solver.model.showings import SLOT_INDEPENDENT
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleGuest, RulePrint
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move
from screenings.timetable.with_moves import with_moves
from tests.solver.placements import places, steps
from tests.solver.programmes import OPENING, at, film, hall, large, programme, showing
from tests.timetable.random_festivals import festivals, seeds, unhurried


@pytest.mark.slow
@unhurried
@given(festivals(), seeds())
def test_what_is_proposed_breaks_no_rule_held_as_an_error_and_leaves_the_rest_alone(
    given: Programme, seed: int
) -> None:
    """On festivals full of trouble. Half of their showings are placed afresh; what a visitor picked is not asked."""
    free = {s.uid for s in given.showings if not s.cancelled and (s.uid.int + seed) % 2}
    found = propose(given, effort=steps(512), movable=free, seed=seed)

    after = with_moves(given, [Move(uid) for uid in found.unplaced])
    after = with_moves(after, found.moves)
    assert found.programme == after
    assert found.conflicts == find_conflicts(after)
    assert [
        c for c in found.conflicts
        if c.severity is Severity.ERROR and c.code not in SLOT_INDEPENDENT and not free.isdisjoint(c.uids)
    ] == []  # fmt: skip
    kept = {s.uid: s for s in given.showings if s.uid not in free}
    assert {s.uid: s for s in found.programme.showings if s.uid not in free} == kept
    assert {move.uid for move in found.moves} <= free
    assert set(found.unplaced) == {uid for uid in unplaced_uids(found.programme) if uid in free}


def test_all_of_a_festival_is_placed_without_a_warning() -> None:
    found = propose(large(150), effort=steps(60_000))

    assert (found.unplaced, len(found.moves)) == ((), 150)
    assert {c.severity for c in found.conflicts} <= {Severity.NOTICE}
    assert {c.code for c in found.conflicts} <= {"audience-clash"}
    starts = [s.starts_at for s in found.programme.showings if s.starts_at]
    assert {moment.minute % 5 for moment in starts} == {0}


def test_the_same_seed_and_steps_give_the_same_proposal() -> None:
    given = large(60)
    first, again, other = (propose(given, effort=steps(4096), seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first.moves != other.moves


def test_a_search_tells_how_far_it_is_and_may_be_stopped_at_any_time() -> None:
    told: list[Progress] = []

    def stop_at_1024(done: int) -> float:
        return 1.0 if done >= 1024 else done / 100_000

    found = propose(large(60), effort=stop_at_1024, on_progress=told.append, progress_interval=0)

    assert [progress.spent for progress in told] == [0, 0.00256, 0.00512, 0.00768, 1]
    assert [progress.points for progress in told] == sorted((p.points or 0 for p in told), reverse=True)
    assert {(progress.placed or 0) + (progress.unplaced or 0) for progress in told} == {60}
    assert len(told[0].best or ()) == len(told[-1].best or ()) == 60
    assert told[0].conflicts is not None
    assert None not in {progress.score for progress in told}
    assert found.steps == 1024
    assert found.moves


def test_what_stays_where_it_is_keeps_its_hall_and_its_changeover() -> None:
    fixed = showing(1, 1, "10-09 12:00", 1)
    given = programme(
        fixed, showing(2, 2), showing(3, 3), halls=(hall(1, openings=(Opening(4, time(9), time(17)),)),),
        films=(film(1), film(2), film(3)), days=1,
    )  # fmt: skip
    found = propose(given, effort=steps(2048))

    assert places(found.programme)[1] == (1, "10-09 12:00")
    assert sorted(clock for _, clock in places(found.programme).values() if clock) == [
        "10-09 09:15", "10-09 12:00", "10-09 14:30",
    ]  # fmt: skip
    assert found.conflicts == ()


def test_what_is_impossible_on_its_face_stays_without_a_place() -> None:
    """The only print is gone before the festival; the other film is longer than the hall is ever open."""
    gone = RulePrint(1, 1, "35 mm", available_until=date(2026, 10, 1))
    given = programme(
        showing(1, 1, print=1), showing(2, 2, length=500), showing(3, 3),
        halls=(hall(1, openings=tuple(Opening(day, time(18), time(22)) for day in range(7))),),
        films=(film(1, prints=(1,)), film(2, runtime=500), film(3)), prints={1: gone},
    )  # fmt: skip
    found = propose(given, effort=steps(2048))

    assert [uid.int for uid in found.unplaced] == [1, 2]
    assert [move.uid.int for move in found.moves] == [3]
    assert [one.uids[0].int for one in found.infeasibilities] == [1, 2]


def test_a_guest_is_there_and_in_one_place_at_a_time() -> None:
    guests = {1: RuleGuest(1, 1, "Agnès Varda", at("10-10 11:00"), at("10-10 23:00"))}
    shows = [showing(number, number, guests=(1,)) for number in (1, 2, 3)]
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1), film(2), film(3)), guests=guests)
    found = propose(given, effort=steps(8192))

    assert found.unplaced == ()
    assert found.conflicts == ()
    assert {clock[:5] for _, clock in places(found.programme).values() if clock} == {"10-10"}


def test_repeats_lie_on_other_days_in_another_part_of_the_day_and_another_hall() -> None:
    given = programme(*(showing(n, 1) for n in (1, 2, 3)), halls=(hall(1), hall(2), hall(3)), films=(film(1),), days=6)
    found = propose(given, effort=steps(8192))

    placed = sorted((clock, where) for where, clock in places(found.programme).values() if clock)
    assert len({clock[:5] for clock, _ in placed}) == 3
    assert all(first != then for (_, first), (_, then) in pairwise(placed))
    assert "17:00" <= placed[0][0][6:] < "22:00"
    assert {one.term.name for one in found.contributions if one.points} <= {"idle-evening", "late-opening"}


def test_wishes_are_kept_and_musts_never_broken() -> None:
    one, two = frozenset({1}), frozenset({2})
    wishes = (
        SlotConstraint(sections=one, halls=two),
        SlotConstraint(films=frozenset({3}), start_from=time(20), start_before=time(21)),
        SlotConstraint(uids=frozenset({UUID(int=4)}), days=frozenset({OPENING}), avoid=True),
    )
    shows = [showing(number, number) for number in (1, 2, 3, 4)]
    films = (film(1, section=1), film(2, section=1), film(3), film(4))
    given = programme(*shows, halls=(hall(1), hall(2)), films=films, days=2, sections={1: "Shorts"})
    found = places(propose(given, effort=steps(8192), preferences=Preferences(slot_constraints=wishes)).programme)

    assert (found[1][0], found[2][0]) == (2, 2)
    assert "10-09 20:00" <= str(found[3][1]) < "10-10 21:00"
    assert str(found[3][1])[6:] >= "20:00"
    assert str(found[4][1])[:5] == "10-10"


def test_a_wish_with_points_gives_way_where_it_cannot_be_met() -> None:
    wish = SlotConstraint(
        films=frozenset({1, 2}), days=frozenset({OPENING}), start_from=time(20), start_before=time(21), penalty=10
    )
    given = programme(showing(1, 1), showing(2, 2), halls=(hall(1),), films=(film(1), film(2)), days=2)
    found = propose(given, effort=steps(8192), preferences=Preferences(slot_constraints=(wish,)))

    assert found.unplaced == ()
    assert {one.term.name: one.points for one in found.contributions}["wishes"] == 10


def test_the_night_the_clock_is_set_back_is_an_hour_longer() -> None:
    """Open from 22:00 to 04:00 by the clock on 24 October are seven hours: three films of two hours and a quarter."""
    berlin = ZoneInfo("Europe/Berlin")
    night = (Opening(5, time(22), time(4)),)
    shows = [showing(number, number, length=120) for number in (1, 2, 3)]
    given = programme(*shows, halls=(hall(1, openings=night),), films=(film(1), film(2), film(3)))
    autumn = replace(given, calendar=replace(given.calendar, starts_on=date(2026, 10, 24), ends_on=date(2026, 10, 24)))
    found = propose(autumn, effort=steps(4096))

    assert found.unplaced == ()
    starts = [s.starts_at for s in found.programme.showings if s.starts_at]
    clocks = sorted(start.astimezone(berlin).strftime("%H:%M%z") for start in starts)
    assert clocks == ["00:30+0200", "02:00+0100", "22:00+0200"]


def test_without_a_hall_or_a_showing_there_is_nothing_to_propose() -> None:
    nothing = programme(halls=(hall(1),), films=())
    homeless = programme(showing(1, 1), showing(2, 1, cancelled=True), halls=(), films=(film(1),))

    assert propose(nothing, effort=steps(256)).moves == ()
    found = propose(homeless, effort=steps(256))
    assert (found.moves, found.unplaced, found.placed_count({UUID(int=1)})) == ((), (UUID(int=1),), 0)
    assert [(one.kind, one.uids, one.unplaceable) for one in found.infeasibilities] == [("halls", (UUID(int=1),), 1)]


def test_a_film_of_no_length_is_no_trouble() -> None:
    given = programme(showing(1, 1, length=0), halls=(hall(1, changeover=0),), films=(film(1),))
    assert propose(given, effort=steps(256)).unplaced == ()


@pytest.mark.parametrize("weights", [{"colour": 3}, {"clashes": -1}])
def test_weights_that_make_no_sense_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"no such term: colour|a weight below 0"):
        Preferences(weights=weights)
