"""Every rule has a few words for a place, and every reason has its sentence."""

import re
from uuid import UUID

import pytest

from screenings.board.reason_texts import slot_conflict_text
from screenings.timetable.conflicts import Conflict
from screenings.timetable.rules import CODES, find_conflicts
from tests.timetable.random_festivals import random_festival


def conflicts() -> dict[str, list[Conflict]]:
    """Some of each rule, found on random festivals, two by two as a place is told."""
    found: dict[str, list[Conflict]] = {}
    for seed in range(300):
        for conflict in find_conflicts(random_festival(seed, 12), pairwise=True):
            found.setdefault(conflict.code, []).append(conflict)
    return found


def test_every_rule_is_told_in_a_few_words_to_either_of_two() -> None:
    found = conflicts()
    assert found.keys() == set(CODES)
    for each in (conflict for some in found.values() for conflict in some):
        for uid in each.uids:
            words = slot_conflict_text(each, uid)
            assert 0 < len(words) < 90
            assert "{" not in words


@pytest.mark.parametrize(("uid", "other"), [(1, "Late 18:00–19:00"), (2, "Early 17:00–18:30")])
def test_the_other_of_two_is_named_with_its_hours(uid: int, other: str) -> None:
    names = {
        "first_film": "Early", "first_hall": "Odeon", "first_starts": "2026-10-10T15:00+00:00",
        "first_ends": "2026-10-10T16:30+00:00", "first_zone": "Europe/Berlin", "first_day": "2026-10-10",
        "second_film": "Late", "second_hall": "Odeon", "second_starts": "2026-10-10T16:00+00:00",
        "second_ends": "2026-10-10T17:00+00:00", "second_zone": "Europe/Berlin",
        "second_day": "2026-10-10",
    }  # fmt: skip
    conflict = Conflict("hall-busy", (UUID(int=1), UUID(int=2)), {}, names, acknowledgeable=False)
    assert slot_conflict_text(conflict, UUID(int=uid)) == f"Double-booked: {other}"


def test_one_on_another_day_is_named_with_its_day() -> None:
    """As a repeat at the same time of the day is."""
    told = {
        slot_conflict_text(conflict, uid)
        for conflict in conflicts()["repeat-too-close"]
        for uid in conflict.uids
        if conflict.facts["same"] == "daypart"
    }
    assert told
    assert all(re.fullmatch(r"Too close to Film \d \w{3} \d+ \w{3} \d\d:\d\d–\d\d:\d\d\??", words) for words in told)
