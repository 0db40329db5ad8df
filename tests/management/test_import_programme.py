"""import_programme on the command line: what it prints, what it answers, and what becomes public."""

import re
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from screenings.importing.export_folder import export_programme
from screenings.models import Festival, Publication, PublishedScreening, Screening
from screenings.publishing import publish
from tests import world
from tests.assistant.bring import harbour, workbook
from tests.importing.sample_programme import FILMS, SCREENINGS, folder

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 4, 1, 12, tzinfo=UTC)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(path: Path, *args: str, **options: Any) -> list[str]:
    out = StringIO()
    call_command("import_programme", str(path), *args, stdout=out, **{"stderr": StringIO(), **options})
    return out.getvalue().splitlines()


def test_a_new_programme_is_counted_and_not_public_before_somebody_decides(tmp_path: Path) -> None:
    assert run(folder(tmp_path / "given")) == [
        "Harbour Film Festival: added 1 festival, 3 films, 3 halls and 4 screenings.",
        "3 changes are not public yet: 2 added, 1 cancelled. Publish: publish --festival harbour",
    ]
    assert not Publication.objects.exists()


def test_a_second_import_says_that_nothing_changes(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    run(given)

    assert run(given)[0] == (
        "Harbour Film Festival: nothing changes. 1 festival, 3 films, 3 halls and 4 screenings unchanged."
    )


def test_a_dry_run_prints_every_change_and_writes_nothing(tmp_path: Path) -> None:
    run(folder(tmp_path / "given"))
    changed = FILMS.replace("1962,90", "1962,91") + "f4,New,,,,,,,,,,,,,,,\n"

    assert run(folder(tmp_path / "given", films=changed), "--dry-run") == [
        '+ film f4 "New"',
        '~ film f1 "Cléo": runtime "90" → "91"',
        (
            "Harbour Film Festival, would be: added 1 film; changed 1 film; "
            "1 festival, 2 films, 3 halls and 4 screenings unchanged. Nothing was written."
        ),
    ]
    assert Festival.objects.get().films.count() == 3


def test_what_changes_is_printed_and_public_at_once_where_the_festival_publishes_as_saved(tmp_path: Path) -> None:
    run(folder(tmp_path / "given"))
    festival = Festival.objects.get()
    Festival.objects.update(publishing="as-saved")
    publish(festival, at=SPRING)
    moved = SCREENINGS.replace(
        "s1,f1,h1,2026-10-21T20:00,2026-10-21T21:45", "s1,f1,h1,2026-10-21T21:00,2026-10-21T22:45"
    )
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        said = run(folder(tmp_path / "given", screenings=moved))

    assert said == [
        (
            '~ screening s1 "Cléo": start "2026-10-21T20:00" → "2026-10-21T21:00"; '
            'end "2026-10-21T21:45" → "2026-10-21T22:45"'
        ),
        "Harbour Film Festival: changed 1 screening; 1 festival, 3 films, 3 halls and 3 screenings unchanged.",
        "Moved: Cléo, from Wed 21 Oct 20:00, Odeon, Hall 1 to Wed 21 Oct 21:00, Odeon, Hall 1.",
        "Public now: Harbour Film Festival, publication 2.",
    ]
    shown = PublishedScreening.objects.current(festival).get(uid=Screening.objects.get(ref="s1").uid)
    assert shown.starts_at == datetime(2026, 10, 21, 19, tzinfo=UTC)


def test_a_clash_in_a_hall_is_imported_named_and_not_published(tmp_path: Path) -> None:
    run(folder(tmp_path / "given"))
    Festival.objects.update(publishing="as-saved")
    publish(Festival.objects.get(), at=SPRING)
    clash = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30,,press", "s2,f2,h1,2026-10-21T20:30,,public")
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        said = run(folder(tmp_path / "given", screenings=clash))

    assert said[2] == "Not public: these are to be settled first."
    assert said[3].startswith("- ")
    assert "Hall 1" in said[3]
    assert Publication.objects.count() == 1


def test_what_would_stop_the_first_publication_is_said_at_once_by_hall_and_day(tmp_path: Path) -> None:
    doubles = [f"d{n},f1,h1,2026-10-22T18:00,2026-10-22T19:30,,,,,,,,\n" for n in range(4)]
    said = run(folder(tmp_path / "given", screenings=SCREENINGS + "".join(doubles)))
    assert said[1:3] == [
        "7 changes are not public yet: 6 added, 1 cancelled. These are to be settled before it can be published:",
        "Odeon, Hall 1, Thu 22 Oct (6):",
    ]
    assert said[3] == (
        "- Odeon, Hall 1 is double-booked: Cléo twice at Thu 22 Oct 18:00. Move one of them, or take it out. (6 times)"
    )
    command = f"publish --festival {Festival.objects.get().slug}"
    assert said[4:] == [
        f"To put on hold what blocks publishing and publish the rest: {command} --hold-conflicts",
        f"To keep one of those that are the same: {command} --keep-one",
        f'If Odeon, Hall 1 is a foyer, an open-air ground or several screens: {command} --share-hall "Odeon, Hall 1"',
    ]


def test_problems_are_an_error_that_lists_them(tmp_path: Path) -> None:
    bad = SCREENINGS.replace("s1,f1,h1", "s1,f1,h9").replace("2026-10-22T00:30", "2026-10-25T02:30")
    with pytest.raises(CommandError) as refused:
        run(folder(tmp_path / "given", screenings=bad))

    assert (refused.value.returncode, str(refused.value).splitlines()) == (
        1,
        [
            "Nothing was written. 2 problems:",
            (
                'screenings.csv, line 2, hall: there is no hall with the id "h9". '
                "Add it to halls.csv, or write the id of one that is there."
            ),
            (
                "screenings.csv, line 3, start: 2026-10-25T02:30 happens twice in Europe/Berlin that night; "
                "write 2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00."
            ),
        ],
    )
    assert not Festival.objects.exists()


def test_a_long_list_of_problems_is_cut(tmp_path: Path) -> None:
    films = "id,title,runtime\n" + "".join(f"f{number},T,x\n" for number in range(60))
    with pytest.raises(CommandError) as refused:
        run(folder(tmp_path / "given", films=films, screenings=None))

    said = str(refused.value).splitlines()
    assert (said[0], len(said), said[-1]) == ("Nothing was written. 60 problems:", 52, "… and 10 more.")


def test_the_encoding_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    (given / "films.csv").write_bytes(FILMS.encode("cp1252"))
    with pytest.raises(CommandError, match="or add --encoding cp1252"):
        run(given)
    run(given, "--encoding", "cp1252")

    assert Festival.objects.get().films.get(ref="f1").original_title == "Cléo de 5 à 7"


def test_what_was_understood_with_a_doubt_is_noted(tmp_path: Path) -> None:
    doubtful = SCREENINGS.replace("2026-10-21T21:45", "2026-10-21T20:00")

    assert run(folder(tmp_path / "given", screenings=doubtful))[0] == (
        "Note: screenings.csv, line 2, end: it ends when it starts, which counts as an end that is not known."
    )


def test_progress_goes_to_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    terminal, pipe = Terminal(), StringIO()
    run(folder(tmp_path / "given"), stderr=pipe)
    run(folder(tmp_path / "given", films=FILMS.replace("1962,90", "1962,91")), stderr=terminal)

    assert pipe.getvalue() == ""
    assert terminal.getvalue().splitlines()[:2] == ["reading …", "comparing …"]
    assert terminal.getvalue().splitlines()[-1] == "writing … 1 of 1"


def test_a_dry_run_says_which_conflicts_it_would_bring_and_mend(tmp_path: Path) -> None:
    run(folder(tmp_path / "given"))
    earlier = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h1,2026-10-21T21:30")
    clash = (
        "- error: Odeon, Hall 1 is double-booked: Cléo ends Wed 21 Oct 21:45, but =Equals, and more starts "
        "Wed 21 Oct 21:30, 15 min too early. Move one of them."
    )

    said = run(folder(tmp_path / "given", screenings=earlier), "--dry-run")
    stops = "1 of them would stop a publication of Harbour Film Festival until settled."
    assert said[-4:-1] == ["It would bring 1 conflict:", clash, stops]
    assert Screening.objects.get(ref="s2").hall.name == "Hall 2"  # type: ignore[union-attr]  # it is placed

    run(folder(tmp_path / "given", screenings=earlier))
    said = run(folder(tmp_path / "given"), "--dry-run")
    assert said[-3:-1] == ["It would resolve 1 conflict:", clash]
    assert Screening.objects.get(ref="s2").hall.name == "Hall 1"  # type: ignore[union-attr]


def test_a_dry_run_of_a_new_festival_says_its_conflicts_and_makes_nothing(tmp_path: Path) -> None:
    clash = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h1,2026-10-21T21:30")
    said = run(folder(tmp_path / "given", screenings=clash), "--dry-run")
    assert "It would bring 2 conflicts:" in said
    assert not Festival.objects.exists()


@pytest.fixture
def list_with_a_wrong_row(tmp_path: Path) -> Path:
    harbour()
    file = tmp_path / "list.csv"
    rows = ("Title;Date;Time;Cinema", "Flow;4 Oct;20:00;Odeon 1", "Bill;4 Oct;late;Odeon 2")
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def test_the_right_rows_come_in_and_the_others_go_into_a_file(list_with_a_wrong_row: Path, tmp_path: Path) -> None:
    rest = tmp_path / "rest.csv"
    arguments = ("--mapping", "ours", "--festival", "harbour")
    said = run(list_with_a_wrong_row, *arguments, "--right-rows", str(rest))

    assert 'list.csv, A3: "late" is no time of day. Write 20:00.' in said
    assert f"1 row waits in {rest}. Mend it and bring it in with --mapping ours." in said
    assert "Harbour Film Festival: added 1 film, 1 hall and 1 screening." in said
    assert rest.read_text(encoding="utf-8-sig").splitlines() == [
        "Title;Date;Time;Cinema;What to mend",
        'Bill;4 Oct;late;Odeon 2;"""late"" is no time of day. Write 20:00."',
    ]
    rest.write_text(rest.read_text(encoding="utf-8-sig").replace("4 Oct;late", "4 Oct;22:00"), encoding="utf-8")
    run(rest, *arguments)
    assert Screening.objects.count() == 2


def test_a_dry_run_leaves_no_file_of_rows_behind(list_with_a_wrong_row: Path, tmp_path: Path) -> None:
    rest = tmp_path / "rest.csv"
    said = run(list_with_a_wrong_row, "--mapping", "ours", "--right-rows", str(rest), "--dry-run")

    assert any(line.startswith("Harbour Film Festival, would be: added 1 film") for line in said)
    assert not rest.exists()
    assert not Screening.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("list.csv", "is there already"),
        ("rest.xlsx", 'Name it "rest.csv"'),
        ("nowhere/rest.csv", "cannot be written"),
    ],
)
def test_a_file_for_the_rest_that_cannot_be_is_refused_before_anything_is_written(
    list_with_a_wrong_row: Path, tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(list_with_a_wrong_row, "--mapping", "ours", "--right-rows", str(tmp_path / name))
    assert not Screening.objects.exists()
    assert list_with_a_wrong_row.read_text(encoding="utf-8").startswith("Title;")


def test_right_rows_need_a_mapping(list_with_a_wrong_row: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="needs --mapping NAME"):
        run(list_with_a_wrong_row, "--right-rows", str(tmp_path / "rest.csv"))


@pytest.mark.parametrize("name", ["timetable.xlsx", "timetable.csv", "schedule.xml"])
def test_a_file_in_a_form_of_its_own_is_told_how_it_comes_in(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".xlsx"):
        workbook(path, Plan=[["Title", "Date"], ["Flow", "4 Oct"]])
    else:
        path.write_text("Title,Date\nFlow,4 Oct\n", encoding="utf-8")

    with pytest.raises(CommandError, match=rf"with --mapping NAME, such as --mapping '{path.stem}'\.$"):
        run(path)


def test_a_wrong_cell_of_our_own_format_is_no_reason_to_name_a_mapping(tmp_path: Path) -> None:
    path = workbook(tmp_path / "ours.xlsx", films=[["id", "title", "runtime"], ["1", "Flow", "long"]])

    with pytest.raises(CommandError) as refused:
        run(path)
    assert "--mapping" not in str(refused.value)


def test_what_both_changed_is_refused_unless_the_command_says_whose_counts(tmp_path: Path) -> None:
    film = world.film(harbour(), "Vagabond", ref="f1", runtime=100)
    export_programme(film.festival, tmp_path / "out")
    table = tmp_path / "out" / "films.csv"
    table.write_text(table.read_text().replace(",100,", ",95,"))
    film.runtime = 105
    film.save()

    said = 'films.csv, line 2, runtime: runtime of "Vagabond" was "100". It is "105" here and "95" in the file.'
    with pytest.raises(CommandError, match=re.escape(said)):
        run(tmp_path / "out")
    assert any(said in line for line in run(tmp_path / "out", "--dry-run"))
    run(tmp_path / "out", "--both-changed", "here")
    film.refresh_from_db()
    assert film.runtime == 105
    run(tmp_path / "out", "--both-changed", "file")
    film.refresh_from_db()
    assert film.runtime == 95
