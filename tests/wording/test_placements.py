"""Where a screening is, in words: by the hall's clock, on any night."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from screenings.timetable.context import RuleContext, RuleHall
from screenings.timetable.placement import Placement
from screenings.timetable.values import FestivalCalendar, Programme
from screenings.wording.placements import placement_text
from tests.world import BERLIN, at

LISBON = ZoneInfo("Europe/Lisbon")
HALLS = {1: RuleHall(1, "Odeon, Hall 1", 1, BERLIN), 2: RuleHall(2, "Cais", 2, LISBON)}
PROGRAMME = Programme(
    FestivalCalendar(date(2026, 10, 9), date(2026, 10, 30), BERLIN, time(6)), (), RuleContext(halls=HALLS)
)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Placement(), "the tray"),
        (Placement(None, at("2026-10-10 20:00")), "a hall that has been deleted since"),
        (Placement(7, at("2026-10-10 20:00")), "a hall that has been deleted since"),
        (Placement(1, at("2026-10-10 20:00")), "Sat 10 Oct 20:00, Odeon, Hall 1"),
        (Placement(1, at("2026-10-11 00:30")), "Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1"),
        (Placement(1, at("2026-10-11 06:00")), "Sun 11 Oct 06:00, Odeon, Hall 1"),
        (Placement(2, at("2026-10-10 20:00")), "Sat 10 Oct 19:00 (clock of Europe/Lisbon), Cais"),
        (
            Placement(2, at("2026-10-11 00:30", LISBON)),
            "Sun 11 Oct 00:30 (night of Sat 10 Oct, clock of Europe/Lisbon), Cais",
        ),
        (Placement(1, at("2026-10-25 02:30")), "Sun 25 Oct 02:30 CEST (night of Sat 24 Oct), Odeon, Hall 1"),
        (Placement(1, at("2026-10-25 03:30")), "Sun 25 Oct 03:30 (night of Sat 24 Oct), Odeon, Hall 1"),
    ],
)
def test_a_place_is_told_by_the_halls_clock(place: Placement, words: str) -> None:
    assert placement_text(place, PROGRAMME) == words
