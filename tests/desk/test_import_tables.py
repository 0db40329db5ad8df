"""Tables out of the admin and in again: seen before they are written, whole or not at all, and never computed."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import Workbook, load_workbook

from screenings.desk.pending_imports import PendingImportGone, PendingImportStorage
from screenings.models import ExportedVersion, Festival, Film, PendingImport, Screening
from tests.desk.forms import SENT_TWICE, said, shown_messages
from tests.desk.uploads import confirm, exported, problems, uploaded, words
from tests.pages import errors, read
from tests.staff import staff_client
from tests.world import at, festival, film, hall, published, screening


@pytest.fixture
def autumn(db: None) -> Festival:
    """Runs over the night in which Berlin's clocks go back; one show is at the second half past two of it."""
    of = festival(ends_on=date(2026, 11, 10), publishing="as-saved")
    row = film(of, '=HYPERLINK("http://evil.example")', ref="f1", directors=("@Varda",), synopsis="One.\nTwo.")
    screening(
        row, hall(of, ref="h1", capacity=80), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), ref="s1", notes="+1 seat"
    )
    return of


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", ["film", "hall", "venue", "screening"])
def test_what_comes_out_goes_in_again_and_changes_nothing(
    model: str, kind: str, desk: Client, autumn: Festival
) -> None:
    shown = uploaded(desk, model, exported(desk, model, kind), f"table.{kind}")
    assert "nothing changes" in words(shown)
    assert 'value="Import"' not in shown.content.decode()


@pytest.mark.parametrize("kind", ["zip", "xlsx"])
def test_a_whole_programme_comes_out_and_goes_in_again(kind: str, desk: Client, autumn: Festival) -> None:
    shown = uploaded(desk, "festival", exported(desk, "festival", kind), f"programme.{kind}")
    assert "nothing changes. 1 festival, 1 film, 1 hall, 1 screening and 1 person unchanged" in words(shown)
    Screening.objects.all().delete()
    shown = uploaded(desk, "festival", exported(desk, "festival", kind), f"programme.{kind}")
    assert "nothing changes" in words(shown)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_second_half_past_two_survives_the_round_trip(kind: str, desk: Client, autumn: Festival) -> None:
    data = exported(desk, "screening", kind)
    row = Screening.objects.get()
    Screening.objects.update(starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), notes="")
    ExportedVersion.objects.all().delete()  # too old to be merged
    shown = uploaded(desk, "screening", data, f"table.{kind}")
    changes = [tuple(row[-3:]) for row in read(shown).section("Changed").rows]
    assert changes == [("start", "2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"), ("notes", "—", "+1 seat")]
    assert confirm(desk, "screening", shown).status_code == 302
    again = Screening.objects.get()
    assert (again.starts_at, again.notes, again.uid) == (row.starts_at, "+1 seat", row.uid)


def test_no_cell_is_a_formula(desk: Client, autumn: Festival) -> None:
    for model, kind in (("film", "xlsx"), ("screening", "xlsx"), ("festival", "xlsx")):
        for sheet in load_workbook(io.BytesIO(exported(desk, model, kind))):
            assert "f" not in {cell.data_type for row in sheet for cell in row}
    [row] = csv.DictReader(io.StringIO(exported(desk, "film", "csv").decode("utf-8-sig")))
    assert (row["title"], row["directors"]) == ('\'=HYPERLINK("http://evil.example")', "'@Varda")


def test_numbers_are_numbers_and_the_sheet_has_its_name(desk: Client, autumn: Festival) -> None:
    sheet = load_workbook(io.BytesIO(exported(desk, "hall", "xlsx")))["halls"]
    header, first = (list(row) for row in sheet.iter_rows(values_only=True))
    assert dict(zip(header, first, strict=True))["capacity"] == 80


def test_differences_are_seen_before_anything_is_written(desk: Client, autumn: Festival) -> None:
    published(autumn)
    table = "id,title,runtime\nf1,Cléo,95\nf2,Daguerréotypes,80\n"
    shown = uploaded(desk, "film", table)
    text = words(shown)
    assert (
        "table.csv for Harbour Film Festival would be: added 1 film; changed 1 film. Nothing was written yet." in text
    )
    for said_of in ("runtime 90 95", "Daguerréotypes film f2"):
        assert said_of in text
    assert list(Film.objects.values_list("runtime", flat=True)) == [90]
    done = confirm(desk, "film", shown)
    assert [strip_tags(line) for line in said(done)] == [
        "Harbour Film Festival: added 1 film; changed 1 film.",
        "Public now, as publication 2: 1 retitled.",
    ]
    assert list(Film.objects.order_by("pk").values_list("title", "runtime")) == [("Cléo", 95), ("Daguerréotypes", 80)]
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.get_change_message()) == (
        "ada",
        "Imported a table: added 1 film; changed 1 film.",
    )
    # Sending the confirmation once more does nothing, and from another page the file is gone.
    assert shown_messages(desk, confirm(desk, "film", shown))[0] == SENT_TWICE
    again = confirm(desk, "film", shown, form_token="another")
    assert said(again)[-1:] == ["That file is no longer here, and nothing was written. Choose it again."]


def test_the_conflicts_it_would_bring_and_mend_are_shown_first_worst_first(desk: Client, autumn: Festival) -> None:
    row = film(autumn, "Vagabond", ref="f2")
    screening(row, hall(autumn), "2026-10-12 20:00", ref="s2")
    screening(row, hall(autumn), "2026-10-13 20:00", ref="s3")
    data = "id,film,hall,start\n{},f2,h1,{}\n".format
    brings = uploaded(desk, "screening", data("s3", "2026-10-12T21:00"))
    first, second = read(brings).section("This breaks (2)").items
    assert first.startswith("Error. Odeon, Hall 1 is double-booked")
    assert second.startswith("Notice. Vagabond is shown twice on one day")
    assert "This breaks (2) Error. Odeon, Hall 1 is double-booked: Vagabond ends Mon 12 Oct 21:30" in words(brings)
    assert Screening.objects.get(ref="s3").starts_at == at("2026-10-13 20:00")
    confirm(desk, "screening", brings)
    mends = uploaded(desk, "screening", data("s3", "2026-10-13T20:00"))
    assert ("This resolves (2)" in words(mends), "This breaks" in words(mends)) == (True, False)


def test_what_is_wrong_is_told_with_its_line_and_nothing_is_written(desk: Client, autumn: Festival) -> None:
    shown = uploaded(desk, "film", "id,title,runtime\nf1,Cléo,1h30\nf2,,80\n")
    assert problems(shown) == [
        'films.csv, line 2, runtime: "1h30" is not a number of minutes. Write 90.',
        "films.csv, line 3, title: the cell is empty. Write its title.",
    ]
    assert "Nothing was written of table.csv. 2 problems:" in words(shown)
    assert Film.objects.count() == 1


def test_what_changed_meanwhile_is_shown_again(desk: Client, autumn: Festival) -> None:
    shown = uploaded(desk, "film", "id,title,runtime\nf1,Cléo,95\n")
    Film.objects.update(runtime=94)
    again = confirm(desk, "film", shown)
    assert "the festival has changed since you looked" in words(again)
    assert Film.objects.get().runtime == 94
    assert confirm(desk, "film", again).status_code == 302
    assert Film.objects.get().runtime == 95


def test_a_table_brings_in_its_own_rows_alone(desk: Client, autumn: Festival) -> None:
    workbook = Workbook()
    workbook.active.title = "films"  # type: ignore[union-attr]
    for row in (["id", "title"], ["f1", "Cléo"]):
        workbook["films"].append(row)
    workbook.create_sheet("screenings")
    for row in (["id", "film", "status"], ["s1", "f1", "cancelled"]):
        workbook["screenings"].append(row)
    data = io.BytesIO()
    workbook.save(data)
    programmer = staff_client(
        "grace",
        [
            f"{verb}_{model}"
            for model in ("film", "filmpart", "section", "person", "credit")
            for verb in ("add", "change")
        ],
    )
    shown = uploaded(programmer, "film", data.getvalue(), "programme.xlsx")
    assert confirm(programmer, "film", shown).status_code == 302
    assert (Film.objects.get().title, Screening.objects.get().status) == ("Cléo", "planned")
    assert uploaded(programmer, "screening", data.getvalue(), "programme.xlsx").status_code == 403
    halls = uploaded(desk, "hall", data.getvalue(), "programme.xlsx")
    assert problems(halls)[0].endswith("there is no table of halls in it.")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("table.pdf", b"%PDF", "Hand in a file of .xlsx or .ods or .csv or .zip."),
        ("table", b"id,title", "Hand in a file of .xlsx or .ods or .csv or .zip."),
        ("table.csv", b"", "The submitted file is empty."),
    ],
)
def test_a_file_of_another_kind_is_refused(name: str, data: bytes, why: str, desk: Client, autumn: Festival) -> None:
    shown = uploaded(desk, "film", data, name)
    assert errors(shown) == [why]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("table.xlsx", b"PK not one"),
        ("table.zip", b"nothing"),
        ("table.csv", b"\xff\xfe\x00"),
        ("table.csv", b"\x00,\x00"),
    ],
)
def test_a_broken_file_is_told_as_one(name: str, data: bytes, desk: Client, autumn: Festival) -> None:
    assert problems(uploaded(desk, "film", data, name))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "x.csv", f"{'0' * 32}.csv", f"{'0' * 32}.csv/../x", "", "\x00"]
)
def test_a_confirmation_reads_no_other_file(name: str, desk: Client, autumn: Festival) -> None:
    sent = {"festival": autumn.pk, "upload": name, "seen": "x"}
    answer = desk.post(reverse("admin:screenings_film_process_import"), sent)
    assert said(answer) == ["That file is no longer here, and nothing was written. Choose it again."]
    with pytest.raises(PendingImportGone):
        PendingImportStorage(name=name).read()


@pytest.mark.django_db
def test_files_that_nobody_confirmed_are_cleared_away() -> None:
    waiting = PendingImportStorage(name=".csv")
    waiting.save(b"id")
    assert waiting.read() == b"id"
    PendingImport.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
    PendingImportStorage(name=".csv").save(b"id,title")
    with pytest.raises(PendingImportGone):
        waiting.read()


def test_the_lists_offer_both_to_who_may(desk: Client, autumn: Festival) -> None:
    page = desk.get(reverse("admin:screenings_film_changelist")).content.decode()
    for name in ("import", "export", "add"):
        assert f'href="{reverse(f"admin:screenings_film_{name}")}' in page.replace("'", '"')
    reader = staff_client("grace", ["view_film"])
    page = reader.get(reverse("admin:screenings_film_changelist")).content.decode()
    assert "import_link" not in page
    assert reader.get(reverse("admin:screenings_film_import")).status_code == 403
    assert reader.get(reverse("admin:screenings_film_export")).status_code == 403
