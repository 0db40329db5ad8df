"""What a change would mean is what all the rules say after it, less what they said before."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, find, given, settings

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.placement import Placement
from screenings.timetable.rules import CODES, find_conflicts
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.timetable.what_if import Consequences, Move, WhatIf, consequences_between, consequences_of
from tests.timetable.random_festivals import changed_festivals, festivals, unhurried

Change = Move | Showing
NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)


def changed(programme: Programme, change: Change) -> Programme:
    """The programme after it, every other showing where it was."""
    kept = [showing for showing in programme.showings if showing.uid != change.uid]
    if isinstance(change, Showing):
        return replace(programme, showings=(*kept, change))
    (moved,) = (showing for showing in programme.showings if showing.uid == change.uid)
    return replace(programme, showings=(*kept, replace(moved, hall=change.hall, starts_at=change.starts_at)))


def counted(conflicts: tuple[Conflict, ...]) -> Counter[str]:
    """Each conflict with everything it says, however often."""
    return Counter(
        repr((c.code, c.uids, sorted(c.facts.items()), sorted(c.names.items()), c.severity)) for c in conflicts
    )


def differences(programme: Programme, change: Change, *, pairwise: bool = False) -> tuple[Counter[str], Counter[str]]:
    """A conflict is the same one while its facts and severity are, wherever its showings are said to be."""
    before, after = (
        {(conflict.fingerprint, conflict.severity): conflict for conflict in find_conflicts(each, pairwise=pairwise)}
        for each in (programme, changed(programme, change))
    )
    added = tuple(conflict for mark, conflict in after.items() if mark not in before)
    return counted(added), counted(tuple(conflict for mark, conflict in before.items() if mark not in after))


@unhurried
@given(case=changed_festivals())
def test_the_consequences_are_the_difference_of_all_conflicts_before_and_after(case: tuple[Programme, Change]) -> None:
    for pairwise in (False, True):
        expected = differences(*case, pairwise=pairwise)
        asked = WhatIf(case[0], pairwise).consequences_of(case[1])
        for found in (asked, consequences_between(case[0], changed(*case), pairwise=pairwise)):
            assert (counted(found.added), counted(found.removed)) == expected
        for conflicts in (asked.added, asked.removed):
            numbers = [CODES.index(conflict.code) for conflict in conflicts]
            assert numbers == sorted(numbers)


@pytest.mark.parametrize("code", CODES)
def test_the_random_changes_add_and_remove_conflicts_of_each_rule(code: str) -> None:
    hits = settings(database=None, phases=[Phase.generate], max_examples=2000)
    for side in (0, 1):
        find(changed_festivals(), lambda case, side=side: f"('{code}'" in str(differences(*case)[side]), settings=hits)


@settings(unhurried, max_examples=30)
@given(programme=festivals())
def test_a_move_to_where_it_is_changes_nothing(programme: Programme) -> None:
    for showing in programme.showings:
        found = consequences_of(programme, Move(showing.uid, Placement(showing.hall, showing.starts_at)))
        assert (found.added, found.removed) == ((), ())


@settings(unhurried, max_examples=1)
@given(programme=festivals())
def test_a_move_of_what_is_not_there_or_to_where_nothing_is_is_an_error(programme: Programme) -> None:
    showing = programme.showings[0]
    with pytest.raises(KeyError):
        consequences_of(programme, Move(UUID(int=99)))
    with pytest.raises(KeyError):
        consequences_of(
            replace(programme, showings=(replace(showing, cancelled=False),)), Move(showing.uid, Placement(99, NOON))
        )


def test_the_longest_changeover_of_any_hall_is_near_enough_to_matter() -> None:
    halls = {n: RuleHall(n, f"Hall {n}", changeover=minutes) for n, minutes in ((1, 0), (2, 45))}
    films = {n: RuleFilm(n, f"Film {n}") for n in (1, 2)}
    calendar = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), ZoneInfo("UTC"), time(6))
    shows = tuple(Showing(UUID(int=n), n, "", 90, NOON, n) for n in (1, 2))
    programme = Programme(calendar, shows, RuleContext(halls=halls, films=films))
    for minutes, codes in (
        (-45 - 90, []),
        (-44 - 90, ["changeover-too-short"]),
        (90 + 44, ["changeover-too-short"]),
        (90 + 45, []),
    ):
        found = consequences_of(programme, Move(UUID(int=1), Placement(2, NOON + timedelta(minutes=minutes))))
        assert [conflict.code for conflict in found.added] == codes


def test_a_length_that_does_not_add_up_is_no_news_of_a_move() -> None:
    context = RuleContext(halls={1: RuleHall(1, "Hall 1")}, films={1: RuleFilm(1, "Cléo", runtime=90)})
    calendar = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), ZoneInfo("UTC"), time(6))
    showing = Showing(UUID(int=1), 1, "Cléo", 80, NOON, 1, stated_length=80)
    programme = Programme(calendar, (showing,), context)
    assert [conflict.code for conflict in find_conflicts(programme)] == ["runtime-mismatch"]
    moved = Move(showing.uid, Placement(1, NOON + timedelta(hours=2)))
    assert consequences_of(programme, moved) == consequences_between(programme, changed(programme, moved))
    assert consequences_of(programme, moved) == Consequences()


# All that a conflict states of hours, of minutes and of what its screenings are: the rest is what it is about.
_TIMES = {
    "first_ends", "second_starts", "first_starts", "starts", "ends", "at", "day", "first_day", "last_day", "days",
    "until", "times", "changeover", "missing", "overlap", "way", "at_once", "pairs", "assumed", "stated", "runtime",
    "intro", "qa", "halls", "film", "films", "age", "needs", "offers", "expected", "capacity", "windows", "audience",
    "premiere",
}  # fmt: skip


def subjects(programme: Programme) -> set[tuple[object, ...]]:
    return {
        (each.code, each.severity, frozenset(each.uids), *sorted((n, v) for n, v in each.facts.items() if n in own))
        for each in find_conflicts(programme)
        for own in [each.facts.keys() - _TIMES]
    }


@unhurried
@given(case=changed_festivals())
def test_what_is_told_of_a_change_is_what_it_is_about_before_and_not_after(case: tuple[Programme, Change]) -> None:
    before, after = subjects(case[0]), subjects(changed(*case))
    told = consequences_of(*case).without_same_subjects()

    for conflicts, expected in ((told.added, after - before), (told.removed, before - after)):
        assert len({conflict.subject for conflict in conflicts}) == len(expected)
        assert {(c.code, c.severity, frozenset(c.uids)) for c in conflicts} == {each[:3] for each in expected}


def test_a_quarter_of_an_hour_is_no_news_of_two_showings_on_one_day() -> None:
    """The same notice, whose facts hold the hours, is taken away and brought anew."""
    festival = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 12), ZoneInfo("UTC"), time(6))
    context = RuleContext(halls={1: RuleHall(1, "Hall 1")}, films={1: RuleFilm(1, "Cléo")})
    showings = tuple(Showing(UUID(int=n), 1, "Cléo", 90, NOON + timedelta(hours=4 * n), 1) for n in (1, 2))
    programme = Programme(festival, showings, context)
    earlier = Move(showings[0].uid, Placement(1, NOON + timedelta(hours=3, minutes=45)))

    found = consequences_of(programme, earlier)

    assert [[each.code for each in side] for side in (found.added, found.removed)] == [["repeat-too-close"]] * 2
    assert found.told_of([earlier.uid]) == Consequences()
