"""What was chosen for a file is remembered, and asked on the command line in words that answer it."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screenings.models import Film, ImportMapping, Screening
from tests.assistant.bring import harbour, timetable, workbook
from tests.importing.sample_programme import folder

pytestmark = pytest.mark.django_db
HEADER = ["Title", "When", "Clock", "Cinema"]


def run(path: Path, *args: str) -> list[str]:
    out = StringIO()
    call_command("import_programme", str(path), "--festival", "harbour", *args, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()


def refusal(path: Path, *args: str) -> list[str]:
    with pytest.raises(CommandError) as refused:
        run(path, *args)
    return str(refused.value).splitlines()


@pytest.fixture
def ambiguous(tmp_path: Path) -> Path:
    """April and May are both the festival's."""
    harbour(starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31))
    return workbook(
        tmp_path / "a.xlsx", P=[["Title", "Date", "Time", "Cinema"], ["Flow", "04/05/26", "20:00", "Odeon 1"]]
    )


def test_a_question_is_printed_with_the_words_that_answer_it(ambiguous: Path) -> None:
    assert refusal(ambiguous, "--mapping", "cinema") == [
        "Nothing was written. 1 question:",
        'sheet P, B2: "04/05/26" can be read in two ways, and both fit the whole column. Which day is it?',
        "    --answer date-order=day-first  Mon 4 May 2026",
        "    --answer date-order=month-first  Sun 5 April 2026",
    ]
    assert not Film.objects.exists()


def test_an_answer_is_remembered_under_the_mappings_name(ambiguous: Path) -> None:
    assert run(ambiguous, "--mapping", "cinema", "--answer", "date-order=day-first")[0] == (
        "Harbour Film Festival: added 1 film, 1 hall and 1 screening."
    )
    assert run(ambiguous, "--mapping", "cinema")[0].startswith("Harbour Film Festival: nothing changes.")
    assert refusal(ambiguous, "--mapping", "another")[0] == "Nothing was written. 1 question:"
    assert ImportMapping.objects.get(name="cinema").answers == {"date-order": "day-first"}


def test_a_dry_run_writes_neither_rows_nor_a_mapping(ambiguous: Path) -> None:
    said = run(ambiguous, "--mapping", "cinema", "--answer", "date-order=day-first", "--dry-run")

    assert said[-1].endswith("Nothing was written.")
    assert not Film.objects.exists()
    assert not ImportMapping.objects.exists()


def test_columns_of_names_nobody_knows_are_said_once(tmp_path: Path) -> None:
    harbour()
    row = ["Flow", "2024-10-04", "20:00", "Odeon 1", "Baltic"]
    book = workbook(tmp_path / "a.xlsx", P=[["Title", "Date", "Time", "Cinema", "Sidebar of ours"], row])
    run(book, "--mapping", "ours", "--column", "Sidebar of ours=section")
    Screening.objects.all().delete()
    Film.objects.all().delete()
    run(book, "--mapping", "ours")

    section = Film.objects.get().section
    assert section is not None
    assert section.name == "Baltic"


def test_a_sheet_is_left_out_by_choice(tmp_path: Path) -> None:
    harbour()
    header = ["Title", "Date", "Time", "Cinema"]
    sheets = {
        "Final": [header, ["Flow", "2024-10-04", "20:00", "Odeon 1"]],
        "Draft": [header, ["Flow", "2024-10-05", "20:00", "Odeon 1"]],
    }
    run(workbook(tmp_path / "a.xlsx", **sheets), "--mapping", "ours", "--sheet", "Draft=left-out")

    assert [row[2] for row in timetable()] == ["2024-10-04 20:00"]


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--column", "Title=nonsense", '"nonsense" is none of title'),
        ("--sheet", "P=nonsense", '"nonsense" is none of list, grid, left-out.'),
        ("--answer", "nonsense", 'has no "="'),
    ],
)
def test_a_choice_that_is_none_is_refused(option: str, value: str, message: str, ambiguous: Path) -> None:
    with pytest.raises(CommandError, match=message):
        run(ambiguous, "--mapping", "cinema", option, value)


def test_a_remark_at_a_titles_end_is_taken_as_what_it_means_where_suggestions_are_welcome(tmp_path: Path) -> None:
    harbour()
    rows = [["Title", "Date", "Time", "Cinema"], ["Flow (35mm) (OmU)", "2024-10-04", "20:00", "Odeon 1"]]
    book = workbook(tmp_path / "a.xlsx", P=rows)

    assert refusal(book, "--mapping", "ours")[2:4] == [
        "    --answer remark:omu=means  subtitles: de",
        "    --answer remark:omu=title  it is part of the title",
    ]
    run(book, "--mapping", "ours", "--suggested")
    screening = Screening.objects.get()
    assert (screening.film.title, screening.format, screening.subtitles) == ("Flow", ("35 mm",), ("de",))


def test_our_own_folder_is_read_as_it_is(tmp_path: Path) -> None:
    out = StringIO()
    harbour()
    call_command("import_programme", str(folder(tmp_path / "given")), "--mapping", "ours", stdout=out)

    assert Screening.objects.count() == 4


def test_what_is_wrong_is_said_at_the_cells_own_address(tmp_path: Path) -> None:
    harbour()
    rows = [["Title", "Date", "Time", "Cinema", "Running time"], ["Flow", "2025-10-04", "20:00", "Odeon 1", "1.000"]]

    assert refusal(workbook(tmp_path / "a.xlsx", P=rows), "--mapping", "ours") == [
        "Nothing was written. 2 problems:",
        'sheet P, E2, runtime: "1.000" has separators in it. Write 1 or 1000.',
        (
            'sheet P, B2, start: "2025-10-04T20:00" lies outside the festival. Write a day from 2024-03-17 to '
            "2025-05-01, or correct starts_on and ends_on of the festival."
        ),
    ]
