"""By what means somebody gets from place to place, in the reader's language."""

import pytest

from screenings.text.translation import in_language
from screenings.timetable.travel import Journey, TravelMode, estimate
from screenings.wording.ways import means_text


@pytest.mark.parametrize("km", [0.05, 0.5, 1 / 1.3, 3.2, 10])
@pytest.mark.parametrize("mode", [None, TravelMode.BIKE, TravelMode.FOOT])
def test_in_english_it_is_what_the_estimate_says(km: float, mode: TravelMode | None) -> None:
    way = estimate(km, mode)
    assert means_text(way) == way.means


def test_an_estimate_is_said_in_the_active_language_and_what_somebody_wrote_is_not() -> None:
    with in_language("nl"):
        assert means_text(estimate(0.5)) == "ongeveer 0,7 km te voet"
        assert means_text(Journey(10, "by tram")) == "by tram"
    with in_language("es"):
        assert means_text(estimate(10)) == "unos 13 km en transporte público"
