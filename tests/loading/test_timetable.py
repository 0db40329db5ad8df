"""The working timetable as it is loaded is what its rows say one by one, in six queries whatever the size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading import load_timetable
from screenings.models import Festival
from tests.loading.by_hand import programme_by_hand
from tests.loading.rich_festival import rich
from tests.world import festival, film, hall, screening


@pytest.mark.django_db
def test_it_is_what_the_rows_say_one_by_one() -> None:
    of = festival()
    evening = rich(of)
    working = load_timetable(of)
    assert working.programme == programme_by_hand(of)
    assert working.acknowledged_fingerprints == {"f" * 32}
    film = working.films[working.showings[evening.uid].film]
    assert film.section_tag == ("competition", "Competition")
    assert film.search_text == "cleo competition agnes varda jacques demy"


def test_it_is_so_of_the_demo_festival_too(demo: Festival) -> None:
    assert load_timetable(demo).programme == programme_by_hand(demo)


@pytest.mark.django_db
def test_another_festival_stays_out_of_it() -> None:
    rich(festival())
    empty = load_timetable(festival("Other", slug="other"))
    assert (empty.showings, empty.programme.context.halls, empty.acknowledged_fingerprints) == ({}, {}, frozenset())


@pytest.mark.parametrize("size", [1, 17])
@pytest.mark.django_db
def test_it_takes_six_queries(size: int) -> None:
    of = festival()
    rich(of)
    for number in range(size):
        screening(
            film(of, f"Film {number}", directors=("Agnès Varda",)), hall(of, f"Hall {number + 2}"), "2026-10-12 20:00"
        )
    with CaptureQueriesContext(connection) as queries:
        load_timetable(of)
    assert len(queries) == 6
