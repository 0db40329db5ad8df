"""A night on which the clock changes is told once, with starts and ends, and how to write them."""

from datetime import date
from pathlib import Path

import pytest

from screenings.importing.clock_nights import by_night
from screenings.importing.importer import import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Screening
from tests import world

pytestmark = pytest.mark.django_db


def given(at: Path, *rows: str) -> Path:
    (at / "screenings.csv").write_text("\n".join(("id,film,hall,start,end", *rows)) + "\n", encoding="utf-8")
    return at


@pytest.fixture
def tallinn() -> None:
    """In the night of 29 March the clock jumps from 03:00 to 04:00, in that of 25 October it is set back from 04:00."""
    of = world.festival(timezone="Europe/Tallinn", starts_on=date(2026, 3, 27), ends_on=date(2026, 10, 28))
    world.film(of, "Flow", runtime=104, ref="f")
    world.hall(of, ref="h")


def said(at: Path) -> list[str]:
    with pytest.raises(ProgrammeRefused) as refused:
        import_programme(at)
    return [str(problem) for problem in by_night(refused.value.problems)]


def test_a_night_on_the_old_clock_is_one_message_that_moves_starts_with_their_ends(
    tmp_path: Path, tallinn: None
) -> None:
    rows = ("a,f,h,2026-03-29T03:15,2026-03-29T04:59", "b,f,h,2026-03-29T03:20,2026-03-29T05:05")
    path = given(tmp_path, *rows, "c,f,h,2026-03-29T02:10,2026-03-29T03:54")

    assert said(path) == [
        (
            "screenings.csv, line 2, start: the clock of Europe/Tallinn jumps forward in the night of 2026-03-29, and "
            "never shows 03:15, 03:20, 03:54. Where the programme goes by the old clock all night, write each start "
            "and its end 60 minutes later: 03:15–04:59 is 04:15–05:59; 03:20–05:05 is 04:20–06:05; 02:10–03:54 is "
            "02:10–04:54."
        )
    ]
    import_programme(given(tmp_path, *(row.replace("T05:05", "T06:05").replace("T04:59", "T05:59")
                     .replace("T03:54", "T04:54").replace("T03:", "T04:") for row in rows)))  # fmt: skip
    assert [row.stated_length for row in Screening.objects.order_by("pk")] == [104, 105]


def test_one_start_alone_names_its_end(tmp_path: Path, tallinn: None) -> None:
    (message,) = said(given(tmp_path, "a,f,h,2026-03-29T03:15,2026-03-29T04:59"))
    assert message.endswith("end 60 minutes later: 03:15–04:59 is 04:15–05:59.")


def test_a_night_that_has_an_hour_twice_is_one_message(tmp_path: Path, tallinn: None) -> None:
    rows = (f"{number},f,h,2026-10-25T03:{number},2026-10-25T05:00" for number in (10, 30, 50))

    assert said(given(tmp_path, *rows)) == [
        (
            "screenings.csv, line 2, start: the clock of Europe/Tallinn is set back in the night of 2026-10-25, and "
            "shows these times twice: 03:10, 03:30, 03:50. Write each with its offset: 2026-10-25T03:10+03:00 for the "
            "first time, 2026-10-25T03:10+02:00 for the second."
        )
    ]


def test_other_problems_and_other_nights_stay_apart(tmp_path: Path, tallinn: None) -> None:
    rows = ("a,f,h,2026-03-29T03:15,", "b,f,h,2026-10-25T03:30,", "c,f,h,tonight,")

    assert [message.partition(": ")[0] for message in said(given(tmp_path, *rows))] == [
        "screenings.csv, line 2, start",
        "screenings.csv, line 3, start",
        "screenings.csv, line 4, start",
    ]
