"""import_programme on the command line: what it prints, what it answers, and what becomes public."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from screenings.models import Festival, Publication, PublishedScreening, Screening
from screenings.publishing import publish
from tests.importing.sample_programme import FILMS, SCREENINGS, folder

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 4, 1, 12, tzinfo=UTC)

STATED = "Cléo (Wed 21 Oct 20:00, Odeon, Hall 1) is stated to last 105 min,"


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
        "It would bring 1 conflict:",
        f"- notice: {STATED} 9 min more than 5 min introduction and 91 min film.",
        "It would mend 1 conflict:",
        f"- notice: {STATED} 10 min more than 5 min introduction and 90 min film.",
        (
            "Harbour Film Festival, would be: added 1 film; changed 1 film; "
            "1 festival, 2 films, 3 halls and 4 screenings unchanged. Nothing was written."
        ),
    ]
    assert Festival.objects.get().films.count() == 3


def test_what_changes_is_printed_and_public_at_once_where_the_festival_publishes_as_saved(tmp_path: Path) -> None:
    run(folder(tmp_path / "given"))
    festival = Festival.objects.get()
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
    publish(Festival.objects.get(), at=SPRING)
    clash = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30,,press", "s2,f2,h1,2026-10-21T20:30,,public")
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        said = run(folder(tmp_path / "given", screenings=clash))

    assert said[2] == "Not public: these are to be settled first."
    assert said[3].startswith("- ")
    assert "Hall 1" in said[3]
    assert Publication.objects.count() == 1


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
    assert said[-3:-1] == ["It would bring 1 conflict:", clash]
    assert Screening.objects.get(ref="s2").hall.name == "Hall 2"  # type: ignore[union-attr]  # it is placed

    run(folder(tmp_path / "given", screenings=earlier))
    said = run(folder(tmp_path / "given"), "--dry-run")
    assert said[-3:-1] == ["It would mend 1 conflict:", clash]
    assert Screening.objects.get(ref="s2").hall.name == "Hall 1"  # type: ignore[union-attr]


def test_a_dry_run_of_a_new_festival_says_its_conflicts_and_makes_nothing(tmp_path: Path) -> None:
    clash = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h1,2026-10-21T21:30")
    said = run(folder(tmp_path / "given", screenings=clash), "--dry-run")
    assert "It would bring 2 conflicts:" in said
    assert not Festival.objects.exists()
