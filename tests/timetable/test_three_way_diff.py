"""Who has moved a showing since the copy was made: every case there is."""

from datetime import UTC, datetime
from itertools import product

from screenings.timetable.three_way_diff import Drift, Mover, Place

NOON = datetime(2026, 10, 10, 12, tzinfo=UTC)
A, B, C = Place(1, NOON), Place(2, NOON), Place()


def test_every_way_to_drift_apart_is_told_by_who_left_the_common_place() -> None:
    for base, here, there in product((A, B, C), repeat=3):
        left = {name for name, place in (("here", here), ("there", there)) if place != base}
        expected = {
            frozenset(): None, frozenset({"here"}): Mover.ORIGINAL, frozenset({"there"}): Mover.COPY,
            frozenset({"here", "there"}): None if here == there else Mover.BOTH,
        }[frozenset(left)]  # fmt: skip
        assert Drift(base, here, there).mover is expected, (base, here, there)


def test_a_mark_names_a_place_and_no_other() -> None:
    places = [A, B, C, Place(12, NOON), Place(None, NOON), Place(1, NOON.replace(second=1))]
    assert len({place.mark for place in places}) == len(places)
    assert [place.is_lost for place in places] == [False, False, False, False, True, False]
