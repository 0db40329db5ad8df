"""What a spreadsheet merges, hides and turns into something else: nothing of it is lost or guessed in silence."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.workbooks import read_all_sheets
from screenings.models import Festival, Film, Screening
from screenings.publishing import publish
from tests.importing.sample_programme import folder, with_part, workbook
from tests.world import SPRING

FILMS = [["id", "title", "section"], ["1", "Alpha", "Shorts"], ["2", "Beta", "Shorts"]]
HALLS = [["id", "venue", "hall"], ["h1", "Odeon", "Hall 1"]]
SCREENINGS = [
    ["id", "film", "hall", "start", "audience"],
    ["s1", "1", "h1", "2026-10-21T18:00", "private"],
    ["s2", "2", "h1", "2026-10-22T18:00", "private"],
    ["s3", "2", "h1", "2026-10-23T18:00", "public"],
]


def book(at: Path, change: Callable[[Workbook], object]) -> Path:
    """A workbook of the three tables, changed as somebody would in a spreadsheet."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in (("films", FILMS), ("halls", HALLS), ("screenings", SCREENINGS)):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(made)
    made.save(at)
    return at


def bring_in(path: Path) -> ImportResult:
    if not Festival.objects.exists():
        import_programme(folder(path.parent / "given", films=None, halls=None, screenings=None))
    return import_programme(path, festival_slug="harbour")


def remarks(result: ImportResult) -> list[str]:
    return [str(remark) for remark in result.warnings]


@pytest.mark.django_db
def test_a_hall_merged_over_three_rows_is_the_hall_of_all_three_and_nothing_is_cancelled(tmp_path: Path) -> None:
    bring_in(book(tmp_path / "a.xlsx", lambda made: None))
    publish(Festival.objects.get(), at=SPRING)

    result = bring_in(book(tmp_path / "b.xlsx", lambda made: made["screenings"].merge_cells("C2:C4")))

    assert result.diff.is_empty
    assert remarks(result) == [
        "sheet screenings, line 2: the cells C2:C4 are merged; what is in C2 counts for each of them."
    ]
    assert not Screening.objects.filter(hall=None).exists()


@pytest.mark.django_db
def test_an_audience_merged_over_two_rows_leaves_the_second_private(tmp_path: Path) -> None:
    bring_in(book(tmp_path / "a.xlsx", lambda made: made["screenings"].merge_cells("E2:E3")))

    assert [row.audience for row in Screening.objects.order_by("ref")] == ["private", "private", "public"]


@pytest.mark.django_db
def test_a_section_merged_over_two_films_is_the_section_of_both(tmp_path: Path) -> None:
    bring_in(book(tmp_path / "a.xlsx", lambda made: made["films"].merge_cells("C2:C3")))

    assert [film.section.name for film in Film.objects.all() if film.section] == ["Shorts", "Shorts"]


@pytest.mark.django_db
def test_a_merged_day_that_a_spreadsheet_holds_as_a_number_counts_for_all_rows(tmp_path: Path) -> None:
    def merge_starts(made: Workbook) -> None:
        made["screenings"]["D2"] = datetime(2026, 10, 21, 18)  # noqa: DTZ001 - Excel knows no zones
        made["screenings"].merge_cells("D2:D3")
        made["halls"].append(["h2", "Odeon", "Hall 2"])
        made["screenings"]["C3"] = "h2"

    bring_in(book(tmp_path / "a.xlsx", merge_starts))

    assert len({row.starts_at for row in Screening.objects.filter(ref__in=("s1", "s2"))}) == 1


@pytest.mark.django_db
def test_hidden_rows_columns_and_sheets_are_read_and_named(tmp_path: Path) -> None:
    def hide(made: Workbook) -> None:
        made["films"].row_dimensions[3].hidden = True
        made["films"].column_dimensions["C"].hidden = True
        made["halls"].sheet_state = "veryHidden"

    result = bring_in(book(tmp_path / "a.xlsx", hide))

    assert Film.objects.count() == 2
    assert set(remarks(result)) == {
        "sheet films, line 3: hidden rows are read like any other: 3.",
        "sheet films: hidden columns are read like any other: C.",
        "sheet halls: the sheet is hidden in the workbook, and is read like any other.",
    }


def put(value: object, shown_as: str = "General", cell: str = "B2", sheet: str = "films") -> Callable[[Workbook], None]:
    def change(made: Workbook) -> None:
        there: Worksheet = made[sheet]
        there[cell] = value
        there[cell].number_format = shown_as

    return change


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            put(datetime(1977, 5, 25), "m-d-yy"),  # noqa: DTZ001 - Excel knows no zones
            "sheet films, line 2, title: the spreadsheet holds a date here, 1977-05-25, and no text.",
        ),
        (put(True), "sheet films, line 2, title: the spreadsheet holds a truth value here, TRUE, and no text."),
        (
            put(time(12, 8), "h:mm"),
            "sheet films, line 2, title: the spreadsheet holds a time here, 12:08, and no text.",
        ),
        (
            put(datetime(2026, 12, 6), "d/m", "C2", "halls"),  # noqa: DTZ001
            "sheet halls, line 2, hall: the spreadsheet holds a date here, 2026-12-06, and no text.",
        ),
        (
            put(False, cell="E2", sheet="screenings"),
            "sheet screenings, line 2, audience: the spreadsheet holds a truth value here, FALSE, and no text.",
        ),
    ],
)
def test_what_a_spreadsheet_took_for_something_else_is_refused_with_the_way_out(
    tmp_path: Path, change: Callable[[Workbook], None], complaint: str
) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        bring_in(book(tmp_path / "a.xlsx", change))

    assert str(refused.value) == f"{complaint} Format the cell as text, and type it again."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "shown_as", "title"),
    [
        (3.1, "0.00", "3.10"),
        (7, "000", "007"),
        (2046, "General", "2046"),
        (-3.5, "00.0", "-03.5"),
        (8.5, "0.0#", "8.5"),
    ],
)
def test_a_number_in_a_column_of_texts_is_read_as_it_is_shown(
    tmp_path: Path, value: float, shown_as: str, title: str
) -> None:
    bring_in(book(tmp_path / "a.xlsx", put(value, shown_as)))

    assert Film.objects.get(ref="1").title == title


def test_merges_without_end_are_refused_before_they_are_filled(tmp_path: Path) -> None:
    rows = [["id", *["x"] * 9] for _ in range(2_000)]
    merges = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % line for line in range(1, 1_000))
    plain = workbook(tmp_path / "a.xlsx", films=rows)
    bomb = with_part(plain, tmp_path / "b.xlsx", "sheet1.xml", b"</sheetData>", b"</sheetData>" + merges)

    with pytest.raises(ProgrammeRefused, match="its merged cells are too many"):
        read_all_sheets(bomb)
