"""The table to work in: what it shows, what it takes, what it says before it saves, and what it leaves to others."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import BoardMove, Festival, Film, Hall, PublishedScreening, Screening
from tests.desk.forms import said
from tests.pages import read
from tests.staff import member, staff_client
from tests.worksheet.table_pages import FILMS, SCREENINGS, Cell, changed, problems, send, sheet
from tests.world import film, hall, published, screening, section


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Cléo, 90 minutes from 20:00 in Hall 1; public."""
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    hall(harbour, "Hall 2")
    published(harbour)
    return row


def test_it_shows_every_screening_as_its_form_would_take_it(desk: Client, evening: Screening) -> None:
    screening(film(evening.festival, "Daguerréotypes"), audience="press", sold_out=True, format=["35 mm", "DCP"])

    placed, waiting = sheet(desk.get(SCREENINGS))

    assert (placed["Film"], placed["Festival day"], placed["Time"]) == ("Cléo", "2026-10-10", "20:00")
    assert (placed["Hall"], placed["Q&A"], placed["Audience"]) == ("Odeon, Hall 1", "0", "Public")
    assert (waiting["Festival day"], waiting["Time"], waiting["Hall"]) == ("", "", "")
    assert (waiting["Audience"], waiting["Sold out"], waiting["Formats"]) == ("Press & industry", "yes", "35 mm; DCP")


def test_what_would_be_saved_is_shown_first_and_then_saved(desk: Client, evening: Screening) -> None:
    cells: list[Cell] = [
        (evening, "time", "20:00", "9:15 pm"),
        (evening, "qa", "0", "20"),
        (evening, "notes", "", "Bring flowers."),
    ]

    shown = send(desk, *cells)

    assert changed(shown) == [["Time", "20:00", "21:15"], ["Q&A", "0", "20"], ["Notes", "–", "Bring flowers."]]
    assert "For the public: 1 moves." in read(shown).text
    assert Screening.objects.get(pk=evening.pk).starts_at == evening.starts_at
    kept = read(shown).all("input")
    edits = next(field["value"] for field in kept if field["name"] == "edits")
    saved = desk.post(SCREENINGS, {"edits": edits, "_save": "1"})
    assert [strip_tags(line) for line in said(saved)] == [
        "Saved: 3 cells in 1 row.", "Public now, as publication 2: 1 moved.",
    ]  # fmt: skip
    row = Screening.objects.get(pk=evening.pk)
    assert (f"{row.starts_at:%d %H:%M}", row.qa, row.notes) == ("10 19:15", 20, "Bring flowers.")
    assert PublishedScreening.objects.current(row.festival).get(uid=row.uid).qa == 20
    assert {entry.history_change_reason for entry in row.history.all()} >= {"Changed in the table"}
    assert LogEntry.objects.get().change_message == "Changed in the table: Time, Q&A, Notes."


def test_a_place_that_was_typed_is_taken_back_on_the_board(desk: Client, evening: Screening) -> None:
    send(desk, (evening, "hall", "Odeon, Hall 1", "hall 2"), (evening, "qa", "0", "15"), button="_save")
    assert Screening.objects.get(pk=evening.pk).hall == Hall.objects.get(name="Hall 2")

    desk.post(reverse("admin:board-moves", args=[evening.festival_id]), {"do": "undo", "on": "2026-10-10"})

    row = Screening.objects.get(pk=evening.pk)
    assert (row.hall, row.qa, BoardMove.objects.count()) == (evening.hall, 15, 1)


def test_a_clash_is_told_before_it_is_saved_and_marked_in_the_row_after(desk: Client, evening: Screening) -> None:
    late = screening(film(evening.festival, "Vagabond"), evening.hall, "2026-10-10 22:30")

    shown = send(desk, (late, "time", "22:30", "21:00"))

    assert read(shown).section("This breaks (1)").items[0].startswith("Error. Odeon, Hall 1 is double-booked")
    send(desk, (late, "time", "22:30", "21:00"), button="_save")
    assert [row["Conflicts"].partition(":")[0] for row in sheet(desk.get(SCREENINGS))] == ["Error", "Error"]
    assert [row["Conflicts"].partition(":")[0] for row in sheet(desk.get(FILMS))] == ["Error", "Error"]


@pytest.mark.parametrize(
    ("column", "was", "typed", "message"),
    [
        ("time", "20:00", "half eight", "Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00."),
        ("festival day", "2026-10-10", "10/10/26", "Write the day as 2024-10-12."),
        ("festival day", "2026-10-10", "9999-12-31", "Choose a day between 1900-01-01 and 2200-01-01."),
        ("festival day", "2026-10-10", "2031-10-10", "Choose a day from 2026-03-23 to 2027-05-08."),
        ("hall", "Odeon, Hall 1", "Hall 9", "There is no “Hall 9” here, or more than one."),
        ("hall", "Odeon, Hall 1", "", "Write day, time and hall, or leave all three empty: Hall is empty."),
        ("qa", "0", "soon", "Enter a whole number."),
        ("qa", "0", "900", "Ensure this value is less than or equal to 240."),
        ("status", "Planned", "perhaps", "Write one of: Planned, Cancelled."),
        ("sold_out", "", "perhaps", "Write yes or no."),
        ("access", "", "braille", "“braille” is none of: Open captions"),
        ("ticket_url", "", "javascript:alert(1)", "Enter a valid URL."),
        ("public_note", "", "x" * 400, "Ensure this value has at most 300 characters"),
        ("notes", "", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_a_cell_that_cannot_be_says_why_and_nothing_is_saved(
    desk: Client, evening: Screening, column: str, was: str, typed: str, message: str
) -> None:
    name = "day" if column == "festival day" else column
    answer = send(desk, (evening, name, was, typed), (evening, "intro", "0", "5"), button="_save")

    assert message in problems(answer)[0]
    assert column.partition("_")[0] in problems(answer)[0].lower().replace("q&a", "qa")
    assert Screening.objects.get(pk=evening.pk).intro == 0
    # Both edits are still there, to be put right.
    edits = next(field["value"] for field in read(answer).all("input") if field["name"] == "edits")
    assert [edit[1:] for edit in json.loads(edits)] == [[name, was, typed], ["intro", "0", "5"]]


def test_all_three_cells_of_a_place_emptied_put_it_in_the_tray(desk: Client, evening: Screening) -> None:
    cells = [(evening, "day", "2026-10-10", ""), (evening, "time", "20:00", ""), (evening, "hall", "Odeon, Hall 1", "")]
    send(desk, *cells, button="_save")

    assert Screening.objects.get(pk=evening.pk).hall is None


def test_a_night_belongs_to_the_evening_before_and_a_clock_set_back_is_asked(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-17 20:00")
    send(desk, (row, "time", "20:00", "0:30"), button="_save")
    assert sheet(desk.get(SCREENINGS))[0]["Festival day"] == "2026-10-17"
    assert f"{Screening.objects.get().starts_at:%d %H:%M}" == "17 22:30"

    Festival.objects.update(ends_on="2026-10-26")
    answer = send(desk, (row, "day", "2026-10-17", "2026-10-24"), (row, "time", "00:30", "2:30"))
    assert "Write 02:30+02:00 or 02:30+01:00." in problems(answer)[0]
    send(desk, (row, "day", "2026-10-17", "2026-10-24"), (row, "time", "00:30", "02:30+01:00"), button="_save")
    assert f"{Screening.objects.get().starts_at:%d %H:%M}" == "25 01:30"
    assert sheet(desk.get(SCREENINGS))[0]["Time"] == "02:30+01:00"


def test_what_somebody_else_wrote_meanwhile_is_told_and_not_overwritten(desk: Client, evening: Screening) -> None:
    Screening.objects.update(qa=30, intro=10)

    answer = send(desk, (evening, "qa", "0", "20"), (evening, "notes", "", "Flowers."), button="_save")

    assert problems(answer) == [
        "Cléo, Sat 10 Oct 20:00, Odeon, Hall 1, Q&A: “20”. Somebody else wrote “30” here meanwhile, in place of “0”."
    ]
    assert Screening.objects.get().notes == ""
    # Their other cells are theirs; whoever has seen what they wrote may write over it.
    edits = next(field["value"] for field in read(answer).all("input") if field["name"] == "edits")
    desk.post(SCREENINGS, {"edits": edits, "_save": "1"})
    row = Screening.objects.get()
    assert (row.qa, row.intro, row.notes) == (20, 10, "Flowers.")


def test_a_row_deleted_meanwhile_is_told(desk: Client, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"))
    pk = other.pk
    other.delete()
    other.pk = pk
    answer = send(desk, (other, "qa", "0", "20"), (evening, "qa", "0", "20"), button="_save")
    assert "This row was deleted meanwhile. Leave it out." in problems(answer)[0]
    assert Screening.objects.get().qa == 0


def test_the_same_save_sent_twice_counts_once(desk: Client, evening: Screening) -> None:
    for _twice in range(2):
        send(desk, (evening, "qa", "0", "20"), button="_save", form_token="once")
    assert LogEntry.objects.count() == 1
    assert "Nothing differs" in said(send(desk, (evening, "qa", "0", "20"), button="_save"))[-1]


def test_a_field_is_set_for_the_chosen_rows(desk: Client, evening: Screening) -> None:
    others = [screening(film(evening.festival, name)) for name in ("Vagabond", "Jacquot")]

    shown = send(
        desk, button="_set", chosen=[evening.pk, others[0].pk], **{"set-column": "audience", "set-text": "private"}
    )

    assert changed(shown) == [["Audience", "Public", "Private"]] * 2


def test_the_form_without_scripts_takes_the_same(desk: Client, evening: Screening) -> None:
    page = desk.get(SCREENINGS, {"form": "1"})
    assert sheet(page)[0]["Time"] == "20:00"
    fields = {field["name"]: field["value"] for field in read(page).all("input") if field["name"]}
    assert fields[f"cell:{evening.pk}:hall"] == "Odeon, Hall 1"

    typed = {name: value for name, value in fields.items() if name.startswith("cell:")}
    shown = desk.post(SCREENINGS, {**typed, "shown": fields["shown"], f"cell:{evening.pk}:qa": "25", "_check": "1"})

    assert changed(shown) == [["Q&A", "0", "25"]]


def test_it_is_sorted_and_filtered_by_any_column(desk: Client, evening: Screening) -> None:
    for name, qa in (("Vagabond", 5), ("Jacquot", 30)):
        screening(film(evening.festival, name), qa=qa)

    def titles(**asked: str) -> list[str]:
        return [row["Film"] for row in sheet(desk.get(SCREENINGS, asked))]

    assert titles(sort="qa") == ["Cléo", "Vagabond", "Jacquot"]
    assert titles(**{"in-film": "cleo"}) == ["Cléo"]
    assert titles(**{"in-hall": "hall 1", "in-time": "20"}) == ["Cléo"]
    assert titles(**{"in-film": "nothing"}) == []


def test_films_are_edited_by_names_and_not_by_codes(desk: Client, harbour: Festival) -> None:
    section(harbour, "Competition")
    row = film(harbour, "Cléo", languages=["fr"], countries=["FR"])
    assert sheet(desk.get(FILMS))[0]["Languages"] == "French"

    cells = [
        (row, "languages", "French", "french, Dutch"),
        (row, "countries", "France", "Belgium"),
        (row, "year", "", "1962"),
        (row, "section", "", "competition"),
        (row, "title", "Cléo", "Cléo from 5 to 7"),
        (row, "embargo_until", "", "2026-10-10"),
    ]
    send(desk, *cells, button="_save", address=FILMS)

    row = Film.objects.get()
    assert (row.title, row.year, row.languages) == ("Cléo from 5 to 7", 1962, ("fr", "nl"))
    assert ([each.code for each in row.countries], str(row.section)) == (["BE"], "Competition")
    assert Film.objects.filter(search_text__contains="5 to 7").exists()
    assert (
        "is no language known here"
        in problems(send(desk, (row, "languages", "French; Dutch", "Frensh"), address=FILMS))[0]
    )
    assert problems(send(desk, (row, "title", row.title, ""), address=FILMS))[0].endswith("This field is required.")


def test_readers_read_and_the_front_of_house_writes_its_own_columns(desk: Client, evening: Screening) -> None:
    reader = staff_client("grace", ["view_screening"])
    assert sheet(reader.get(SCREENINGS))[0]["Film"] == "Cléo"
    assert not [part for part in read(reader.get(SCREENINGS)).all("input") if part["type"] in ("text", "checkbox")]
    assert send(reader, (evening, "qa", "0", "20"), button="_save").status_code == 403
    assert staff_client("alan", ["view_film"]).get(SCREENINGS).status_code == 403

    doors = member("front of house")
    page = read(doors.get(SCREENINGS))
    own = page.by_id("own-columns").text
    assert own.startswith("What you change here: ")
    assert own.split(": ")[1].split(". ")[0].split(", ") == [
        head.text for head in page.all("th") if "data-editable" in head
    ]
    assert {"Sold out", "Standby"} < set(own.split(": ")[1].split(". ")[0].split(", "))
    assert not any("What you change here" in read(each.get(SCREENINGS)).text for each in (desk, reader))
    assert send(doors, (evening, "qa", "0", "20"), button="_save").status_code == 400
    send(doors, (evening, "access", "", "captions"), (evening, "sold_out", "", "yes"), button="_save")
    row = Screening.objects.get()
    assert (row.qa, row.access, row.sold_out) == (0, ("captions",), True)


@pytest.mark.parametrize(
    "edits",
    ["[", "{}", "[[1]]", '[["1","qa","",""]]', '[[1,"uid","","x"]]', '[[1,"film","Cléo","x"]]', "[[true,1,2,3]]"],
)
def test_what_no_page_has_sent_is_refused(desk: Client, evening: Screening, edits: str) -> None:
    assert desk.post(SCREENINGS, {"edits": edits, "_save": "1"}).status_code in (302, 400)
    assert Screening.objects.get().history.count() == 1


def test_hostile_text_is_text(desk: Client, evening: Screening) -> None:
    hostile = '"><script>alert(1)</script>'
    send(desk, (evening, "notes", "", hostile), button="_save")
    assert sheet(desk.get(SCREENINGS))[0]["Notes"] == hostile
    assert b"<script>alert" not in desk.get(SCREENINGS).content
    assert b"<script>alert" not in send(desk, (evening, "notes", hostile, hostile + hostile)).content


def test_the_lists_lead_to_it(desk: Client, evening: Screening) -> None:
    for model, address in (("screening", SCREENINGS), ("film", FILMS)):
        page = read(desk.get(reverse(f"admin:screenings_{model}_changelist")))
        assert [link["href"] for link in page.all("a") if link.text == "As a table"] == [address]


@pytest.mark.parametrize("read_or_saved", ["read", "checked", "saved"])
def test_nine_rows_cost_as_many_queries_as_two(desk: Client, evening: Screening, read_or_saved: str) -> None:
    act: dict[str, Callable[[list[Screening], int], Any]] = {
        "read": lambda rows, minutes: desk.get(SCREENINGS),
        "checked": lambda rows, qa: send(desk, *((row, "qa", str(row.qa), str(qa)) for row in rows)),
        "saved": lambda rows, qa: send(desk, *((row, "qa", str(row.qa), str(qa)) for row in rows), button="_save"),
    }

    def cost(minutes: int) -> int:
        rows = list(Screening.objects.all())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act[read_or_saved](rows, minutes)
        return len(queries)

    screening(film(evening.festival, "Vagabond"), evening.hall, "2026-10-11 20:00")
    cost(1)
    few = cost(2)
    for number in range(7):
        screening(film(evening.festival, f"Film {number}"), evening.hall, f"2026-10-1{number + 2} 20:00")
    cost(3)
    assert cost(4) == few
