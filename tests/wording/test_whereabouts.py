"""Where a screening is, in words: by the hall's clock, on any night."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from screenings.timetable.context import HallFacts, House
from screenings.timetable.three_way_diff import Place
from screenings.timetable.values import Calendar, Programme
from screenings.wording.whereabouts import whereabouts_text
from tests.world import BERLIN, at

LISBON = ZoneInfo("Europe/Lisbon")
HALLS = {1: HallFacts(1, "Odeon, Hall 1", 1, BERLIN), 2: HallFacts(2, "Cais", 2, LISBON)}
PROGRAMME = Programme(Calendar(date(2026, 10, 9), date(2026, 10, 30), BERLIN, time(6)), (), House(halls=HALLS))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(), "the tray"),
        (Place(None, at("2026-10-10 20:00")), "a hall that has been deleted since"),
        (Place(7, at("2026-10-10 20:00")), "a hall that has been deleted since"),
        (Place(1, at("2026-10-10 20:00")), "Sat 10 Oct 20:00, Odeon, Hall 1"),
        (Place(1, at("2026-10-11 00:30")), "Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1"),
        (Place(1, at("2026-10-11 06:00")), "Sun 11 Oct 06:00, Odeon, Hall 1"),
        (Place(2, at("2026-10-10 20:00")), "Sat 10 Oct 19:00 (clock of Europe/Lisbon), Cais"),
        (
            Place(2, at("2026-10-11 00:30", LISBON)),
            "Sun 11 Oct 00:30 (night of Sat 10 Oct, clock of Europe/Lisbon), Cais",
        ),
        (Place(1, at("2026-10-25 02:30")), "Sun 25 Oct 02:30 CEST (night of Sat 24 Oct), Odeon, Hall 1"),
        (Place(1, at("2026-10-25 03:30")), "Sun 25 Oct 03:30 (night of Sat 24 Oct), Odeon, Hall 1"),
    ],
)
def test_a_place_is_told_by_the_halls_clock(place: Place, words: str) -> None:
    assert whereabouts_text(place, PROGRAMME) == words
