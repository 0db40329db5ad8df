"""The workbook of a festival as somebody in an office opens it, changes it and brings it back."""

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from screenings.desk.export_tables import table_file
from screenings.importing.importer import import_programme
from screenings.importing.limits import MAX_ROWS, MAX_WORKBOOK_BYTES, MAX_WORKBOOK_CELLS, MAX_WORKBOOK_TAGS
from screenings.importing.rows import TABLES
from screenings.models import Closure, Festival, OpeningHours, Screening
from tests import world
from tests.importing.run_import import lines

pytestmark = pytest.mark.django_db
ALL = ("festival", *TABLES)


@pytest.fixture
def harbour() -> Festival:
    festival = world.festival()
    hall, other = world.hall(festival), world.hall(festival, "Hall 2")
    alpha = world.film(festival, "Alpha", section=world.section(festival), ref="f1")
    twins = [world.film(festival, "Twin", ref=f"t{number}") for number in (1, 2)]
    world.screening(alpha, hall, "2026-10-10 20:00", ref="s1", qa=15)
    world.screening(twins[0], other, "2026-10-11 00:30", ref="s2")
    world.screening(alpha, ref="s3")
    world.saved(OpeningHours(hall=hall, weekday=0, opens=time(9), closes=time(1)))
    world.saved(Closure(hall=hall, first_day=date(2026, 10, 12), last_day=date(2026, 10, 13)))
    return festival


def book(of: Festival) -> Workbook:
    return load_workbook(io.BytesIO(table_file(of, ALL, "xlsx")))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    header, *others = sheet.iter_rows(values_only=True)
    return [{str(name): cell for name, cell in zip(header, row, strict=True) if cell is not None} for row in others]


def test_films_and_halls_are_called_as_people_call_them_and_times_are_real(harbour: Festival) -> None:
    screenings = rows(book(harbour)["screenings"])

    assert [(row["film"], row.get("hall"), row.get("start")) for row in screenings] == [
        ("Alpha", "Odeon, Hall 1", datetime.fromisoformat("2026-10-10T20:00")),
        # Two films have this title: the id says which.
        ("t1", "Odeon, Hall 2", datetime.fromisoformat("2026-10-11T00:30")),
        ("Alpha", None, None),
    ]
    assert [row["qa"] for row in screenings if "qa" in row] == [15]
    assert rows(book(harbour)["hours"]) == [
        {"hall": "Odeon, Hall 1", "weekday": "Monday", "opens": time(9), "closes": time(1)}
    ]
    assert rows(book(harbour)["closures"])[0]["first_day"] == datetime.fromisoformat("2026-10-12T00:00")


def test_the_header_stays_in_sight_with_filters_and_lists_to_choose_from(harbour: Festival) -> None:
    workbook = book(harbour)
    sheet = workbook["screenings"]

    assert workbook.sheetnames[0] == "read me"
    assert "Leave the ids as they are" in str([cell.value for cell in workbook["read me"]["A"]])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(
        10 <= sheet.column_dimensions[cell.column_letter].width <= 60 for cell in sheet[1] if cell.value == "start"
    )
    choices = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert choices == {"B2:B504": "'lists'!$A$2:$A$2", "C2:C504": "'lists'!$B$2:$B$3"}
    assert rows(workbook["lists"]) == [
        {"film": "Alpha", "hall": "Odeon, Hall 1", "section": "Competition"},
        {"hall": "Odeon, Hall 2"},
    ]


def test_three_changed_cells_come_back(harbour: Festival, tmp_path: Path) -> None:
    workbook = book(harbour)
    sheet = workbook["screenings"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["hall"], "odeon, hall 2")
    sheet.cell(2, columns["start"], datetime.fromisoformat("2026-10-10T21:15"))
    workbook["films"].cell(2, 2, "Alpha and Omega")
    sheet.cell(2, columns["film"], "Alpha and Omega")
    sheet.cell(4, columns["film"], "Alpha and Omega")
    workbook.save(tmp_path / "back.xlsx")

    title, place = lines(import_programme(tmp_path / "back.xlsx"))
    assert title == '~ film f1 "Alpha": title "Alpha" → "Alpha and Omega"'
    assert place.endswith(': hall "odeon/hall-1" → "odeon/hall-2"; start "2026-10-10T20:00" → "2026-10-10T21:15"')
    assert Screening.objects.get(ref="s1").hall == world.hall(harbour, "Hall 2")


def test_the_tables_of_one_list_are_called_alike(harbour: Festival, tmp_path: Path) -> None:
    (tmp_path / "screenings.xlsx").write_bytes(table_file(harbour, ("screenings",), "xlsx"))

    assert load_workbook(tmp_path / "screenings.xlsx").sheetnames == ["read me", "screenings", "lists"]
    assert lines(import_programme(tmp_path / "screenings.xlsx", festival_slug="harbour")) == []


def test_a_title_that_reads_like_an_error_of_a_formula_comes_back(harbour: Festival, tmp_path: Path) -> None:
    world.film(harbour, "#N/A", section=world.section(harbour, "#REF!"), synopsis="#DIV/0!")
    (tmp_path / "book.xlsx").write_bytes(table_file(harbour, ALL, "xlsx"))

    assert {cell.data_type for row in book(harbour)["lists"] for cell in row} <= {"s", "n"}  # "n": empty
    assert lines(import_programme(tmp_path / "book.xlsx")) == []


def measured(of: Festival) -> tuple[int, int, int]:
    """What its workbook unpacks to: bytes, cells, tags."""
    with zipfile.ZipFile(io.BytesIO(table_file(of, ALL, "xlsx"))) as archive:
        parts = [archive.read(entry) for entry in archive.infolist()]
    return (
        sum(map(len, parts)),
        sum(len(re.findall(rb"<c[ >/]", part)) for part in parts),
        sum(part.count(b"<") for part in parts),
    )


def test_the_workbook_of_the_largest_festival_comes_back_in(harbour: Festival) -> None:
    hall, text = world.hall(harbour), "A synopsis of some length. " * 8
    sizes = []
    for more in range(2):
        sizes.append(measured(harbour))
        for number in range(20):
            film = world.film(
                harbour, f"Film {number}", original_title=f"Le film {number}", synopsis=text, genres=["Drama"],
                year=2024, directors=("Kim",), languages=["fr"], subtitles=["en"], countries=["FR"],
            )  # fmt: skip
            world.screening(film, hall, f"2026-10-1{1 + more} {number:02d}:00", intro=5, qa=15, notes="Reel 2 is late")
    sizes.append(measured(harbour))

    for first, last, bound in zip(
        sizes[1], sizes[2], (MAX_WORKBOOK_BYTES, MAX_WORKBOOK_CELLS, MAX_WORKBOOK_TAGS), strict=True
    ):
        assert (last - first) / 20 * MAX_ROWS < bound
