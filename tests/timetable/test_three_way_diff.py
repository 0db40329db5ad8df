"""Who has moved a showing since the copy was made: every case there is."""

from datetime import UTC, datetime
from itertools import product

from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff

NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
A, B, C = Placement(1, NOON), Placement(2, NOON), Placement()


def test_every_way_to_drift_apart_is_told_by_who_left_the_common_place() -> None:
    for base, here, there in product((A, B, C), repeat=3):
        left = {name for name, place in (("here", here), ("there", there)) if place != base}
        expected = {
            frozenset(): None, frozenset({"here"}): ChangedSide.OURS, frozenset({"there"}): ChangedSide.THEIRS,
            frozenset({"here", "there"}): None if here == there else ChangedSide.BOTH,
        }[frozenset(left)]  # fmt: skip
        assert ThreeWayDiff(base, here, there).changed_side is expected, (base, here, there)


def test_a_mark_names_a_place_and_no_other() -> None:
    places = [A, B, C, Placement(12, NOON), Placement(None, NOON), Placement(1, NOON.replace(second=1))]
    assert len({place.version_token for place in places}) == len(places)
    assert [place.is_lost for place in places] == [False, False, False, False, True, False]
