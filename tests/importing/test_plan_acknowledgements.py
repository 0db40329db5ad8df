"""An acknowledgement is found again elsewhere by what it stands for, and only while the facts are the same."""

from pathlib import Path

import pytest

from screenings.importing.both_changed import EVERYWHERE, VersionChoice
from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Acknowledgement, Festival, Film
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests import world
from tests.importing.run_import import lines

pytestmark = pytest.mark.django_db


def exported(at: Path) -> Path:
    """A festival with two conflicts, one of which is acknowledged."""
    festival = world.festival()
    hall = world.hall(festival, capacity=20)
    for number, title in enumerate(("Alpha", "Beta")):
        film = world.film(festival, title, expected_audience=300)
        world.screening(film, hall, f"2026-10-1{number} 20:00", ref=f"s{number}")
    conflicts = [status.conflict for status in load_conflict_statuses(festival).statuses]
    assert [conflict.code for conflict in conflicts] == ["hall-too-small"] * 2
    acknowledge(festival, conflicts[:1], reason="Standing room", by=None, at=world.SPRING)
    export_programme(festival, at)
    toml = at / "festival.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace('slug = "harbour"', 'slug = "elsewhere"'), encoding="utf-8"
    )
    return at


def acknowledged(festival: Festival) -> list[tuple[str, bool]]:
    statuses = load_conflict_statuses(Festival.objects.get(pk=festival.pk)).statuses
    return [(status.conflict.code, status.is_acknowledged) for status in statuses]


def test_it_stands_elsewhere_for_the_same_conflict(tmp_path: Path) -> None:
    given = exported(tmp_path)
    result = import_programme(given)

    assert acknowledged(result.festival) == [("hall-too-small", True), ("hall-too-small", False)]
    said = Acknowledgement.objects.get(festival=result.festival)
    assert (said.reason, said.at, said.by) == ("Standing room", world.SPRING, None)
    assert result.warnings == ()
    assert lines(import_programme(given)) == []


def test_another_reason_changes_it(tmp_path: Path) -> None:
    given = exported(tmp_path)
    festival = import_programme(given).festival
    table = given / "acknowledgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Standing room", "Benches"), encoding="utf-8")

    (line,) = lines(import_programme(given))
    assert line.endswith('reason "Standing room" → "Benches"')
    assert Acknowledgement.objects.get(festival=festival).reason == "Benches"


def test_other_facts_are_not_acknowledged_and_the_import_says_so(tmp_path: Path) -> None:
    given = exported(tmp_path)
    films = given / "films.csv"
    films.write_text(films.read_text(encoding="utf-8").replace(",300", ",400"), encoding="utf-8")
    result = import_programme(given)

    assert acknowledged(result.festival) == [("hall-too-small", False), ("hall-too-small", False)]
    (remark,) = map(str, result.warnings)
    assert remark == (
        "acknowledgements.csv, line 2, conflict: there is no such conflict here, so nothing was acknowledged."
    )


def test_a_screening_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    given = exported(tmp_path)
    table = given / "acknowledgements.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",s0,", ",s9,"), encoding="utf-8")

    with pytest.raises(
        ValueError, match=r'acknowledgements\.csv, line 2, screenings: there is no screening with the id "s9"'
    ):
        import_programme(given)


def test_of_an_own_export_each_side_keeps_what_it_alone_changed_of_an_acknowledgement(tmp_path: Path) -> None:
    exported(tmp_path / "first")
    (said,) = Acknowledgement.objects.all()
    export_programme(said.festival, tmp_path / "back")
    table = tmp_path / "back" / "acknowledgements.csv"
    text = table.read_text(encoding="utf-8")

    Acknowledgement.objects.update(reason="Two ushers")
    result = import_programme(tmp_path / "back", festival_slug="harbour")
    assert (lines(result), Acknowledgement.objects.get().reason) == ([], "Two ushers")
    assert [str(each) for each in result.warnings] == [
        "acknowledgements.csv, line 2: what was changed here since the export stays: reason."
    ]

    table.write_text(text.replace("Standing room", "Benches"), encoding="utf-8")
    (asked,) = import_programme(tmp_path / "back", festival_slug="harbour", dry_run=True).undecided
    assert asked.text == (
        'reason of the acknowledgement of "Odeon, Hall 1 seats 20, but 300 people are expected for Alpha (Sat 10 Oct '
        '20:00): 280 seats are missing." was "Standing room". It is "Two ushers" here and "Benches" in the file.'
    )
    for choice, reason in ((VersionChoice.HERE, "Two ushers"), (VersionChoice.FILE, "Benches")):
        import_programme(tmp_path / "back", festival_slug="harbour", version_choices={EVERYWHERE: choice})
        assert Acknowledgement.objects.get().reason == reason


@pytest.mark.parametrize("end", ["taken back", "lapsed"])
def test_what_was_taken_back_or_has_lapsed_here_does_not_return_with_an_older_export(tmp_path: Path, end: str) -> None:
    exported(tmp_path / "first")
    festival = Festival.objects.get()
    export_programme(festival, tmp_path / "back")
    if end == "taken back":
        Acknowledgement.objects.all().delete()
    else:
        Film.objects.update(expected_audience=400)
    result = import_programme(tmp_path / "back", festival_slug="harbour")

    assert lines(result) == []
    assert acknowledged(festival) == [("hall-too-small", False), ("hall-too-small", False)]
    assert (
        'acknowledgements.csv, line 2: the acknowledgement of "Odeon, Hall 1 seats 20, but 300 people are expected for '
        'Alpha (Sat 10 Oct 20:00): 280 seats are missing." was taken back or has lapsed here since the export, and '
        "stays so."
    ) in map(str, result.warnings)


def test_one_that_had_lapsed_comes_in_once_also_where_its_conflict_is_back(tmp_path: Path) -> None:
    exported(tmp_path / "first")
    festival = Festival.objects.get()
    Film.objects.update(expected_audience=400)
    export_programme(festival, tmp_path / "back")
    Film.objects.update(expected_audience=300)

    assert lines(import_programme(tmp_path / "back", festival_slug="harbour")) == []
    assert Acknowledgement.objects.count() == 1
    assert acknowledged(festival) == [("hall-too-small", True), ("hall-too-small", False)]
