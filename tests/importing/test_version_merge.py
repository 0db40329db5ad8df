"""A file that was exported from here comes back, and meanwhile somebody has changed the festival."""

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from screenings.desk.export_tables import table_file
from screenings.importing.both_changed import EVERYWHERE, VersionChoice
from screenings.importing.export import programme_files
from screenings.importing.export_folder import export_programme
from screenings.importing.exported_versions import KEPT
from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import ExportedVersion, Festival, Film, FilmLink, Hall, Screening, Section, Venue, change_reason
from tests import world
from tests.importing.both_edit import TABLES, Cells, cells, edit_at_random, edited, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Festival:
    """Three films, two halls, four screenings, one of them without a place."""
    festival = world.festival()
    halls = [world.hall(festival, f"Hall {number}", ref=f"h{number}", capacity=100) for number in (1, 2)]
    competition = world.section(festival)
    films = [
        world.film(festival, title, ref=f"f{number}", section=competition, directors=("Agnès Varda",))
        for number, title in enumerate(("Cléo", "Vagabond", "Jacquot"))
    ]
    for number, film in enumerate((*films, films[0])):
        place = (halls[number % 2], f"2026-10-1{number} 20:00") if number < 3 else ()
        world.screening(film, *place, ref=f"s{number}")
    return festival


def back(at: Path, choice: str = "", **kwargs: Any) -> ImportResult:
    choices = {EVERYWHERE: choice} if choice else {}
    return import_programme(at, festival_slug="harbour", **{"version_choices": choices, **kwargs})


def merged_cell(before: str, in_file: str, held: str, choice: VersionChoice) -> str:
    if in_file in (before, held):
        return held
    return in_file if held == before or choice == VersionChoice.FILE else held


@pytest.mark.parametrize("seed", range(10))
def test_each_cell_is_merged_by_what_either_side_made_of_it(harbour: Festival, tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    files = programme_files(harbour)
    base = cells(files)
    given = edit_at_random(base, random)
    here = cells(programme_files(harbour))
    choice = random.choice(list(VersionChoice))
    expected: Cells = {table: {} for table in TABLES}
    for table, key in [(name, key) for name in TABLES for key in base[name]]:
        before, in_file, held = base[table][key], given[table][key], here[table].get(key)
        if held:
            expected[table][key] = {
                name: merged_cell(before[name], in_file[name], held[name], choice) for name in before
            }
        elif in_file != before and choice == VersionChoice.FILE:
            expected[table][key] = in_file

    back(write(tmp_path / "back", files, given), choice)

    assert cells(programme_files(harbour)) == expected


def test_the_same_file_twice_changes_nothing(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    Film.objects.filter(ref="f1").update(rating="12A")
    folder = edited(files, tmp_path / "back", f0__runtime="95", f1__runtime="85")

    assert [str(entry) for entry in back(folder).diff.changed] == ['film f0 "Cléo"', 'film f1 "Vagabond"']
    assert back(folder).diff.is_empty
    assert Film.objects.get(ref="f1").rating == "12A"


def test_what_was_changed_here_alone_stays_and_is_said(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    Film.objects.filter(ref="f1").update(rating="12A", runtime=91)

    result = back(edited(files, tmp_path / "back"))
    assert result.diff.is_empty
    assert [str(warning) for warning in result.warnings] == [
        "films.csv, line 3: what was changed here since the export stays: runtime, rating."
    ]


def test_what_both_changed_is_refused_with_its_cell_until_somebody_says_whose_counts(
    harbour: Festival, tmp_path: Path
) -> None:
    files = programme_files(harbour)
    film = Film.objects.get(ref="f1")
    film.runtime = 91
    with change_reason("", by=None):
        film.save()
    folder = edited(files, tmp_path / "back", f1__runtime="95", f0__runtime="80")

    preview = back(folder, dry_run=True)
    assert [each.key for each in preview.undecided] == ["both/films/f1/runtime"]
    with pytest.raises(ProgrammeRefused) as refused:
        back(folder)
    assert str(refused.value).startswith(
        'films.csv, line 3, runtime: runtime of "Vagabond" was "90". It is "91" here and "95" in the file. '
        "It was changed here last "
    )
    assert "--both-changed file" in str(refused.value)
    assert Film.objects.get(ref="f0").runtime == 90

    back(folder, version_choices={"both/films/f1/runtime": "here"})
    assert [row.runtime for row in Film.objects.order_by("ref")] == [80, 91, 90]
    back(folder, version_choices={"both/films/f1/runtime": "file"})
    assert Film.objects.get(ref="f1").runtime == 95


def test_what_was_deleted_here_stays_deleted_unless_the_file_changed_it(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    Screening.objects.filter(film__ref="f2").delete()
    Film.objects.filter(ref="f2").delete()

    result = back(edited(files, tmp_path / "untouched"))
    assert result.diff.is_empty
    assert 'films.csv, line 4: "Jacquot" was deleted here since the export, and stays deleted.' in map(
        str, result.warnings
    )
    touched = edited(files, tmp_path / "touched", s2__intro="5")
    asked = back(touched, dry_run=True).undecided
    assert [each.text.partition(" It was")[0] for each in asked] == [
        'the screening of "Jacquot" on 2026-10-12 20:00 was deleted here and changed in the file since its export.'
    ]
    back(touched, "here")
    assert not Film.objects.filter(ref="f2").exists()
    back(touched, "file")
    assert Screening.objects.get(film__ref="f2").intro == 5


def test_a_place_is_whole_whatever_either_side_made_of_it(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    Screening.objects.filter(ref="s3").update(hall=Hall.objects.get(ref="h2"), starts_at=world.at("2026-10-15 18:00"))
    Screening.objects.filter(ref="s0").update(starts_at=world.at("2026-10-10 21:00"))
    folder = edited(files, tmp_path / "back", s3__notes="a", s0__hall="", s0__start="")

    assert [each.key for each in back(folder, dry_run=True).undecided] == ["both/screenings/s0/start"]
    back(folder, "here")
    assert Screening.objects.get(ref="s3").hall == Hall.objects.get(ref="h2")
    assert Screening.objects.get(ref="s0").starts_at == world.at("2026-10-10 21:00")
    back(folder, "file")
    assert Screening.objects.get(ref="s0").hall is None


def test_a_list_is_one_cell(harbour: Festival, tmp_path: Path) -> None:
    film, other = Film.objects.get(ref="f0"), Film.objects.get(ref="f1")
    for each in (film, other):
        world.saved(FilmLink(film=each, kind="trailer", label="Trailer", url="https://a.example/"))
    files = programme_files(harbour)
    FilmLink.objects.update(url="https://b.example/")
    folder = edited(files, tmp_path / "back")
    assert back(folder).diff.is_empty

    links = folder / "links.csv"
    links.write_text(links.read_text().replace("f1,trailer,Trailer", "f1,trailer,Teaser"))
    assert [each.key for each in back(folder, dry_run=True).undecided] == ["both/links/f1/"]
    back(folder, "file")
    assert list(FilmLink.objects.order_by("film").values_list("label", "url")) == [
        ("Trailer", "https://b.example/"), ("Teaser", "https://a.example/"),
    ]  # fmt: skip


def test_the_festivals_own_facts_are_cells_too(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    Festival.objects.update(name="Harbour Festival", tagline="By the sea")
    folder = edited(files, tmp_path / "back")
    toml = folder / "festival.toml"
    assert back(folder).diff.is_empty

    toml.write_text(toml.read_text().replace("Harbour Film Festival", "The Harbour"), encoding="utf-8")
    (asked,) = back(folder, dry_run=True).undecided
    assert asked.text == (
        'name of Harbour Festival was "Harbour Film Festival". '
        'It is "Harbour Festival" here and "The Harbour" in the file.'
    )


def test_a_hall_that_moved_to_another_clock_keeps_it_and_the_files_times_count_there(
    harbour: Festival, tmp_path: Path
) -> None:
    files = programme_files(harbour)
    Venue.objects.update(timezone="Europe/London")
    for day in range(3):
        Screening.objects.filter(ref=f"s{day}").update(starts_at=world.at(f"2026-10-1{day} 21:00"))  # 20:00 in London
    folder = edited(files, tmp_path / "back", s1__start="2026-10-11T22:00")
    back(folder)

    assert Screening.objects.get(ref="s0").starts_at == world.at("2026-10-10 21:00")
    assert Screening.objects.get(ref="s1").starts_at == world.at("2026-10-11 23:00")


def test_a_workbook_that_calls_films_and_halls_by_names_is_merged_by_those_it_was_made_with(
    harbour: Festival, tmp_path: Path
) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(table_file(harbour, ("screenings",), "xlsx"))
    first, second = Film.objects.get(ref="f0"), Film.objects.get(ref="f1")
    for film, title in ((first, "-"), (second, "Cléo"), (first, "Vagabond")):
        Film.objects.filter(pk=film.pk).update(title=title)
    Hall.objects.filter(ref="h2").update(name="Great Hall")
    edited_book = load_workbook(book)
    sheet = edited_book["screenings"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, headings.index("film") + 1).value == "Cléo"
    sheet.cell(2, headings.index("intro") + 1).value = 10
    edited_book.save(book)

    assert [str(entry) for entry in back(book).diff.changed] == ['screening s0 "Vagabond"']
    assert Screening.objects.get(ref="s0").film == first
    assert Screening.objects.get(ref="s0").intro == 10


def test_a_table_that_went_out_alone_bears_its_version(harbour: Festival, tmp_path: Path) -> None:
    data = table_file(harbour, ("films",), "csv")
    Film.objects.filter(ref="f1").update(runtime=91)
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "films.csv").write_bytes(data.replace(b"Jacquot", b"Jacquot de Nantes"))

    assert [str(entry) for entry in back(tmp_path / "back").diff.changed] == ['film f2 "Jacquot"']


def test_the_newest_versions_are_kept(harbour: Festival) -> None:
    for number in range(KEPT + 3):
        Film.objects.filter(ref="f0").update(runtime=60 + number)
        last = tomllib.loads(programme_files(harbour)["festival.toml"].decode())["version"]
        assert programme_files(harbour)["festival.toml"].decode().endswith(f'version = "{last}"\n')

    assert ExportedVersion.objects.count() == KEPT
    assert ExportedVersion.objects.filter(mark=last).exists()


def test_a_file_without_a_version_is_compared_as_it_is(harbour: Festival, tmp_path: Path) -> None:
    files = dict(programme_files(harbour))
    files["festival.toml"] = b"".join(
        line for line in files["festival.toml"].splitlines(True) if not line.startswith(b"version")
    )
    Film.objects.filter(ref="f1").update(runtime=91)

    result = back(edited(files, tmp_path / "back"))
    assert [str(change) for entry in result.diff.changed for change in entry.fields] == ['runtime "91" → "90"']


def test_a_version_that_is_not_known_here_is_said(harbour: Festival, tmp_path: Path) -> None:
    files = programme_files(harbour)
    ExportedVersion.objects.all().delete()
    Film.objects.filter(ref="f1").update(runtime=91)

    result = back(edited(files, tmp_path / "back"))
    assert [str(change) for entry in result.diff.changed for change in entry.fields] == ['runtime "91" → "90"']
    assert str(result.warnings[0]) == (
        "festival.toml, version: the version that the file was made from is not known here, "
        "so what differs counts as the file says."
    )


def test_an_export_goes_elsewhere_as_before(harbour: Festival, tmp_path: Path) -> None:
    export_programme(harbour, tmp_path / "out")
    before = programme_files(harbour)
    for model in (Screening, Film, Hall, Venue, Section, Festival):
        model.objects.all().delete()

    assert import_programme(tmp_path / "out").warnings == ()
    assert programme_files(Festival.objects.get()) == before
