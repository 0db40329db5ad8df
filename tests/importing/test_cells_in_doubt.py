"""A cell that may mean two things is refused, with both ways to write it."""

from datetime import date
from pathlib import Path

import pytest

from screenings.importing.importer import import_programme
from screenings.importing.problems import ProgrammeRefused
from tests.importing.run_import import refusal, run_import
from tests.importing.sample_programme import workbook

pytestmark = pytest.mark.django_db


def test_a_date_cell_whose_format_shows_no_time_is_no_midnight(tmp_path: Path) -> None:
    run_import(tmp_path)
    header = ["id", "film", "hall", "start"]
    book = workbook(tmp_path / "a.xlsx", screenings=[header, ["s1", "f1", "h1", date(2026, 10, 24)]])

    with pytest.raises(ProgrammeRefused) as refused:
        import_programme(book, festival_slug="harbour")
    assert str(refused.value) == (
        'sheet screenings, line 2, start: "2026-10-24" is a day without a time. '
        "Write 2026-10-24T19:30, or 2026-10-24T00:00 for midnight."
    )


def test_a_thousand_with_a_point_is_no_seat_for_one(tmp_path: Path) -> None:
    assert refusal(tmp_path, halls="id,venue,hall,capacity\nh1,Odeon,Hall 1,1.000\n").splitlines()[0] == (
        'halls.csv, line 2, capacity: "1.000" has separators in it. Write 1 or 1000.'
    )
