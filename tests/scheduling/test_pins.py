"""Pins set on the board: in the working timetable, with their entry in the history."""

import pytest

from screenings.models import Festival, Screening
from screenings.scheduling import ChangeRefused, copy_timetable
from screenings.scheduling.pins import pin_on_board
from screenings.scheduling.screening_change import StaleChange
from tests.world import SPRING, film, hall, screening


def test_a_pin_is_set_once_and_taken_out_and_the_history_has_both(harbour: Festival) -> None:
    row = screening(film(harbour, "Jaws"), hall(harbour), "2026-10-10 20:00")
    for pinned in (True, True, False):
        pin_on_board(harbour, row.pk, pinned=pinned, scenario=None)
        assert Screening.objects.get(pk=row.pk).pinned == pinned
    kept = row.history.order_by("history_id").values_list("pinned", flat=True)  # type: ignore[attr-defined]
    assert list(kept) == [False, True, False]


def test_nothing_is_pinned_that_has_no_place_is_gone_or_is_another_festivals(harbour: Festival) -> None:
    row = screening(film(harbour, "Jaws"))
    with pytest.raises(ChangeRefused, match="Put it on the board first"):
        pin_on_board(harbour, row.pk, pinned=True, scenario=None)
    for key in (row.pk + 1000, None):
        with pytest.raises(StaleChange):
            pin_on_board(harbour, key, pinned=True, scenario=None)
    placed = screening(film(harbour, "Lola"), hall(harbour), "2026-10-10 20:00")
    scenario = copy_timetable(harbour, "Plan B", by=None, at=SPRING)
    with pytest.raises(ChangeRefused, match="pins are its own"):
        pin_on_board(harbour, placed.pk, pinned=True, scenario=scenario)
    assert not Screening.objects.filter(pinned=True).exists()
