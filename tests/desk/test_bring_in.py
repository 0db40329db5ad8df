"""*Bring in a programme*: from an empty festival to a published timetable, without touching the file."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from screenings.desk.export_tables import table_file
from screenings.models import Festival, Film, ImportMapping, PendingImport, Publication, Screening
from tests import world
from tests.assistant.bring import harbour, timetable, workbook
from tests.desk.forms import fields_of
from tests.importing.sample_programme import folder, zipped
from tests.pages import read
from tests.staff import staff_client

GRID = [["Theatre", "1st", "2nd"], ["Odeon 2", "084\nFlow\n20:00-21:25\n→ ", "085\nBill\n23:59"]]
LIST = [["Title", "Date", "Time", "Cinema", "Sidebar of ours"], ["Flow", "04/05/26", "20:00", "Odeon 1", "Baltic"]]


@pytest.fixture
def empty(db: None) -> Festival:
    return harbour()


@pytest.fixture
def spring(db: None) -> Festival:
    """April and May are both the festival's."""
    return harbour(starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 31))


def uploaded(client: Client, path: Path, **typed: str) -> HttpResponse:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    address = reverse("admin:bring-in", args=[Festival.objects.get().pk])
    return client.post(address, {"file": file, "pasted": "", "mapping": "ours", **typed})


def sent(client: Client, page: HttpResponse, view: str, **typed: str) -> HttpResponse:
    address = reverse(f"admin:{view}", args=[Festival.objects.get().pk])
    return client.post(address, {**fields_of(page), **typed})


def text(page: HttpResponse) -> str:
    return read(page).text


def test_a_grid_is_published_from_an_empty_festival_in_six_pages(desk: Client, empty: Festival, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", **{"10.4 Fri": GRID, "Notes": [["call the projectionist"]]})
    front = read(desk.get("/admin/"))
    start = desk.get(front.only("Bring in a programme", "a")["href"])
    checked = uploaded(desk, path)
    assert "would be: added 2 films, 1 hall and 2 screenings. Nothing was written yet." in text(checked)
    assert "For the public: 2 screenings appear." in text(checked)
    assert not Film.objects.exists()

    written = sent(desk, checked, "bring-in-write")
    review = desk.get(written.headers["Location"])
    desk.post(written.headers["Location"], fields_of(review))

    assert start.status_code == 200
    assert [row[:3] for row in timetable()] == [
        ("Flow", "Odeon, Hall 2", "2024-10-04 20:00"),
        ("Bill", "Odeon, Hall 2", "2024-10-04 23:59"),
    ]
    assert Publication.objects.count() == 1


def test_the_first_results_stand_beside_the_cells_they_came_from(desk: Client, empty: Festival, tmp_path: Path) -> None:
    checked = uploaded(desk, workbook(tmp_path / "a.xlsx", **{"10.4 Fri": GRID}))

    assert "Read as a grid, a screening in each cell (hall × slot): 2 found." in text(checked)
    assert "sheet 10.4 Fri, B2 084 Flow 10.4 Fri 20:00-21:25 Odeon 2" in text(checked)


def test_a_question_is_answered_on_the_page_and_a_column_is_named_there(
    desk: Client, spring: Festival, tmp_path: Path
) -> None:
    asked = uploaded(desk, workbook(tmp_path / "a.xlsx", P=LIST))
    assert "To be answered (1)" in text(asked)
    assert "Bring it in" not in text(asked)

    typed = {"answer:date-order": "month-first", "column:sidebar of ours": "section"}
    answered = sent(desk, asked, "bring-in-check", **typed)
    assert "would be: added 1 film, 1 hall and 1 screening." in text(answered)
    sent(desk, answered, "bring-in-write")

    assert timetable()[0][2] == "2026-04-05 20:00"
    section = Film.objects.get().section
    assert section is not None
    assert section.name == "Baltic"


def test_each_column_is_shown_as_what_it_is_read_as(desk: Client, spring: Festival, tmp_path: Path) -> None:
    page = read(uploaded(desk, workbook(tmp_path / "a.xlsx", P=LIST)))
    chosen = [
        [option.text for option in column.all("option") if "selected" in option.attributes]
        for column in page.all("select")
        if column["name"].startswith("column:")
    ]
    assert chosen == [["title"], ["day"], ["time"], ["cinema and hall in one"], ["left out"]]


def test_what_was_chosen_is_taken_again_for_the_next_version(desk: Client, spring: Festival, tmp_path: Path) -> None:
    asked = uploaded(desk, workbook(tmp_path / "a.xlsx", P=LIST))
    answered = sent(desk, asked, "bring-in-check", **{"answer:date-order": "day-first"})
    sent(desk, answered, "bring-in-write")
    later = [LIST[0], ["Flow", "04/05/26", "21:00", "Odeon 1", "Baltic"]]
    again = uploaded(desk, workbook(tmp_path / "b.xlsx", P=later))

    assert ImportMapping.objects.get().name == "ours"
    assert "would be: changed 1 screening" in text(again)
    assert "For the public: 1 moves." in text(again)


def test_cells_are_pasted(desk: Client, empty: Festival) -> None:
    address = reverse("admin:bring-in", args=[empty.pk])
    pasted = "Titel\tDatum\tUhrzeit\tKino\nFlow\tFr 4.10.\t20.00 Uhr\tOdeon 1"
    checked = desk.post(address, {"pasted": pasted, "mapping": "ours"})
    sent(desk, checked, "bring-in-write")

    assert timetable() == [("Flow", "Odeon, Hall 1", "2024-10-04 20:00", "")]


def test_our_own_archive_comes_in_by_the_same_page(desk: Client, db: None, tmp_path: Path) -> None:
    harbour(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31))
    checked = uploaded(desk, zipped(folder(tmp_path / "given"), tmp_path / "a.zip"))
    sent(desk, checked, "bring-in-write")

    assert Screening.objects.count() == 4


def test_a_festival_that_changed_meanwhile_is_shown_anew(desk: Client, empty: Festival, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", **{"10.4 Fri": GRID})
    first, second = uploaded(desk, path), uploaded(desk, path)
    sent(desk, first, "bring-in-write")
    late = sent(desk, second, "bring-in-write")

    assert "Nothing was written: the festival has changed since you looked." in text(late)
    assert Screening.objects.count() == 2


def test_a_file_that_was_written_is_gone(desk: Client, empty: Festival, tmp_path: Path) -> None:
    checked = uploaded(desk, workbook(tmp_path / "a.xlsx", **{"10.4 Fri": GRID}))
    sent(desk, checked, "bring-in-write")
    again = sent(desk, checked, "bring-in-check")

    assert again.headers["Location"] == reverse("admin:bring-in", args=[empty.pk])
    assert [entry.change_message for entry in LogEntry.objects.all()] == [
        "Brought in a.xlsx: added 2 films, 1 hall and 2 screenings."
    ]


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.pdf", b"%PDF", "Hand in a file of .xlsx"),
        ("a.json", b"{", "this is no JSON"),
        ("a.csv", b"a,b\n1,2\n", "there is no film in it"),
    ],
)
def test_what_cannot_be_read_says_so(
    name: str, data: bytes, complaint: str, desk: Client, empty: Festival, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)

    assert complaint in text(uploaded(desk, tmp_path / name))


def test_nothing_chosen_is_said(desk: Client, empty: Festival) -> None:
    page = desk.post(reverse("admin:bring-in", args=[empty.pk]), {"mapping": "ours"})

    assert "Choose a file, or paste cells." in text(page)


def test_whoever_may_not_add_halls_is_not_let_in(empty: Festival) -> None:
    client = staff_client("anna", ("add_film", "change_film", "add_screening", "change_screening", "view_festival"))

    assert client.get(reverse("admin:bring-in", args=[empty.pk])).status_code == 403
    assert "Bring in a programme" not in client.get("/admin/").content.decode()


def test_a_file_of_another_persons_words_stays_words(desk: Client, empty: Festival, tmp_path: Path) -> None:
    """Titles, headings, sheets and file names are shown as text, whatever they hold."""
    evil = "<script>alert(1)</script>"
    rows = [["Title", "Date", "Time", "Cinema", evil], [evil, "2024-10-04", "20:00", evil, evil]]
    page = uploaded(desk, workbook(tmp_path / "a.xlsx", **{"<b>x": rows})).content.decode()

    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<b>x" not in page


WITH_WRONG_ROWS = [
    ["Title", "Date", "Time", "Cinema"], ["Flow", "4 Oct 2024", "20:00", "Odeon 1"],
    ["Bill", "4 Oct 2024", "late", "Odeon 2"], ["Jaws", "5 Oct 2024", "20:00", "Odeon 2"],
]  # fmt: skip


def test_the_right_rows_come_in_and_the_others_are_mended_and_brought_back(
    desk: Client, empty: Festival, tmp_path: Path
) -> None:
    checked = uploaded(desk, workbook(tmp_path / "autumn.xlsx", P=WITH_WRONG_ROWS))
    page = read(checked)
    assert "Not all of it can be brought in: 1 row waits for something to be mended." in page.text
    assert 'sheet P, A3: "late" is no time of day. Write 20:00.' in page.items
    assert page.only("Bring in the 2 right rows", "input")["formaction"] == reverse(
        "admin:bring-in-write", args=[empty.pk]
    )
    assert "Mend and upload again" in dict(page.links)
    assert not Film.objects.exists()

    rest = desk.get(sent(desk, checked, "bring-in-write", right_rows="1").headers["Location"])
    assert [row[0] for row in timetable()] == ["Flow", "Jaws"]
    file = desk.get(read(rest).link("Download autumn to mend.xlsx"))
    assert 'filename="autumn to mend.xlsx"' in file.headers["Content-Disposition"]

    (tmp_path / "back.xlsx").write_bytes(file.content)
    sheet = load_workbook(tmp_path / "back.xlsx")["P"]
    assert [cell.value for cell in sheet[2]] == [
        "Bill", "4 Oct 2024", "late", "Odeon 2", '"late" is no time of day. Write 20:00.',
    ]  # fmt: skip
    sheet["C2"] = "22:00"
    sheet.parent.save(tmp_path / "back.xlsx")
    mended = uploaded(desk, tmp_path / "back.xlsx", mapping=fields_of(rest)["mapping"])
    assert "would be: added 1 film and 1 screening" in text(mended)
    sent(desk, mended, "bring-in-write")

    assert [row[::2] for row in timetable()] == [
        ("Flow", "2024-10-04 20:00"), ("Bill", "2024-10-04 22:00"), ("Jaws", "2024-10-05 20:00"),
    ]  # fmt: skip
    assert ImportMapping.objects.get().name == "ours"


def test_nothing_is_written_where_the_right_rows_are_others_by_now(
    desk: Client, empty: Festival, tmp_path: Path
) -> None:
    checked = uploaded(desk, workbook(tmp_path / "a.xlsx", P=WITH_WRONG_ROWS))
    Film.objects.create(festival=empty, title="Flow", slug="flow")
    late = sent(desk, checked, "bring-in-write", right_rows="1")

    assert "Nothing was written: the festival has changed since you looked." in text(late)
    assert not Screening.objects.exists()


def test_a_file_with_wrong_rows_is_not_brought_in_whole(desk: Client, empty: Festival, tmp_path: Path) -> None:
    checked = uploaded(desk, workbook(tmp_path / "a.xlsx", P=WITH_WRONG_ROWS))
    sent(desk, checked, "bring-in-write")

    assert not Film.objects.exists()


def test_rows_that_were_given_back_are_for_those_who_may_bring_in(
    desk: Client, empty: Festival, tmp_path: Path
) -> None:
    checked = uploaded(desk, workbook(tmp_path / "a.xlsx", P=WITH_WRONG_ROWS))
    rest = sent(desk, checked, "bring-in-write", right_rows="1").headers["Location"]

    assert staff_client("anna", ("view_festival", "add_film")).get(rest).status_code == 403
    PendingImport.objects.all().delete()
    assert desk.get(rest).headers["Location"] == reverse("admin:bring-in", args=[empty.pk])


def test_our_own_workbook_asks_whose_change_counts(desk: Client, empty: Festival, tmp_path: Path) -> None:
    film = world.film(empty, "Vagabond", ref="f1", runtime=100)
    path = tmp_path / "films.xlsx"
    path.write_bytes(table_file(empty, ("films",), "xlsx"))
    book = load_workbook(path)
    cell = next(cell for cell in book["films"][2] if cell.value == 100)
    cell.value = 95
    book.save(path)
    film.runtime = 105
    film.save()

    asked = uploaded(desk, path)
    assert "To be answered (1)" in text(asked)
    assert 'Take the file\'s: "95"' in text(asked)
    answered = sent(desk, asked, "bring-in-check", **{"answer:both/films/f1/runtime": "file"})
    assert "would be: changed 1 film" in text(answered)
    sent(desk, answered, "bring-in-write")

    assert Film.objects.get().runtime == 95
    assert ImportMapping.objects.get().answers == {}


@pytest.mark.parametrize(("whose", "values"), [("file", (95, 2001)), ("here", (105, 1999))])
def test_one_answer_counts_for_all_that_both_changed(
    desk: Client, empty: Festival, tmp_path: Path, whose: str, values: tuple[int, int]
) -> None:
    film = world.film(empty, "Vagabond", ref="f1", runtime=100, year=2000)
    path = tmp_path / "films.xlsx"
    path.write_bytes(table_file(empty, ("films",), "xlsx"))
    book = load_workbook(path)
    for cell in book["films"][2]:
        cell.value = {100: 95, 2000: 2001}.get(cell.value, cell.value)
    book.save(path)
    film.runtime, film.year = 105, 1999
    film.save()

    asked = uploaded(desk, path)
    assert "To be answered (2) 2 values changed here and in the file." in text(asked)
    answered = sent(desk, asked, "bring-in-check", **{"answer:both/": whose})
    if whose == "file":
        sent(desk, answered, "bring-in-write")
    else:
        assert "nothing changes" in text(answered)
    film.refresh_from_db()
    assert (film.runtime, film.year) == values
    assert "both/" not in str(ImportMapping.objects.values_list("answers", flat=True))
