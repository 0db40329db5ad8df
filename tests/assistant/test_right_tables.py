"""Tables in our own format: the right rows come in, the others come back in their tables."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.bring_in import MappingChoices, bring_in_file
from screenings.desk.export_tables import table_file
from screenings.importing.export import programme_files
from screenings.importing.importer import import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Festival, Film, FilmLink, FilmPart, Hall, Screening
from tests import world
from tests.importing.sample_programme import FILES, FILMS, HALLS, SCREENINGS, folder, zipped

pytestmark = pytest.mark.django_db
WRONG = {
    "films": FILMS.replace("1962,90", "1962,1h30"),
    "halls": HALLS.replace("h3,Pier,Pier,,", "h3,Pier,Pier,many,"),
    "screenings": SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h2,late"),
}


def right_rows(path: Path, **kwargs: Any) -> BroughtIn:
    return bring_in_file(path, festival="harbour", choices=MappingChoices(), right_rows=True, **kwargs)


def packed(at: Path, **changed: str) -> Path:
    return zipped(folder(at / "given", **changed), at / "programme.zip")


def tables(result: BroughtIn, at: Path) -> dict[str, list[list[str]]]:
    """The rows of the archive that was given back, by its files' names."""
    assert result.given_back is not None
    at.write_bytes(result.given_back.file())
    with ZipFile(at) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")}
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def mended(path: Path, at: Path, right: Mapping[str, str]) -> Path:
    with ZipFile(path) as given, ZipFile(at, "w") as made:
        for name in given.namelist():
            text = given.read(name).decode("utf-8-sig")
            for wrong, mend in right.items():
                text = text.replace(wrong, mend)
            made.writestr(name, text)
    return at


@pytest.fixture
def harbour(tmp_path: Path) -> Festival:
    """What the festival's own file says, without a programme."""
    at = tmp_path / "own"
    at.mkdir()
    (at / "festival.toml").write_text(FILES["festival.toml"])
    return import_programme(at).festival


def test_the_right_rows_and_then_the_mended_ones_are_the_right_tables_at_once(
    harbour: Festival, tmp_path: Path
) -> None:
    first = right_rows(packed(tmp_path, **WRONG))

    assert first.result is not None
    assert set(Film.objects.values_list("ref", flat=True)) == {"f2"}
    assert set(Hall.objects.values_list("ref", flat=True)) == {"h1", "h2"}
    assert not Screening.objects.exists()
    given = tables(first, tmp_path / "back.zip")
    assert {row[0]: row[-1].partition(" Write")[0] for rows in given.values() for row in rows[1:]} == {
        "f1": 'runtime: "1h30" is not a number of minutes.', "f3": "This row waits for f1.",
        "h3": 'capacity: "many" is no number of seats.', "s1": "This row waits for f1.",
        "s2": 'start: "late" is no date and time.', "s3": "This row waits for f3.",
        "s4": "This row waits for f1. This row waits for h3.",
    }  # fmt: skip
    again = mended(tmp_path / "back.zip", tmp_path / "b.zip", {"1h30": "90", "late": "2026-10-22T00:30", "many": ""})
    assert right_rows(again).given_back is None

    partly = programme_files(harbour)
    for model in (Screening, FilmPart, Film, Hall):
        model.objects.all().delete()
    import_programme(folder(tmp_path / "right"))
    assert sorted(partly["screenings.csv"].splitlines()) == sorted(
        programme_files(harbour)["screenings.csv"].splitlines()
    )
    assert sorted(partly["films.csv"].splitlines()) == sorted(programme_files(harbour)["films.csv"].splitlines())


def test_a_workbook_comes_back_as_one_with_the_version_it_was_made_from(harbour: Festival, tmp_path: Path) -> None:
    world.film(harbour, "Cl\u00e9o", ref="f1")
    world.film(harbour, "Vagabond", ref="f2")
    (tmp_path / "a.xlsx").write_bytes(table_file(harbour, ("films",), "xlsx"))
    book = load_workbook(tmp_path / "a.xlsx")
    headings = [cell.value for cell in book["films"][1]]
    book["films"].cell(2, headings.index("runtime") + 1).value = "long"
    book["films"].cell(3, headings.index("runtime") + 1).value = 95
    book.save(tmp_path / "a.xlsx")
    back = right_rows(tmp_path / "a.xlsx").given_back

    assert back is not None
    assert (back.right, back.count, back.ending) == (1, 1, ".xlsx")
    assert Film.objects.get(ref="f2").runtime == 95
    (tmp_path / "b.xlsx").write_bytes(back.file())
    given = load_workbook(tmp_path / "b.xlsx")
    assert [cell.value for cell in given["films"][1]][-1] == "What to mend"
    Film.objects.filter(ref="f1").update(rating="U")
    given["films"].cell(2, headings.index("runtime") + 1).value = 91
    given.save(tmp_path / "b.xlsx")
    right_rows(tmp_path / "b.xlsx")
    film = Film.objects.get(ref="f1")
    assert (film.runtime, film.rating) == (91, "U")


def test_a_table_that_was_exported_alone_is_merged_by_its_version_and_comes_back_as_one(
    harbour: Festival, tmp_path: Path
) -> None:
    for number, title in enumerate(("Cl\u00e9o", "Vagabond", "Jacquot"), 1):
        world.film(harbour, title, ref=f"f{number}", runtime=90)
    data = table_file(harbour, ("films",), "csv").decode("utf-8-sig")
    Film.objects.filter(ref="f1").update(rating="U")
    file = tmp_path / "harbour-films.csv"
    file.write_text(
        data.replace("f2,Vagabond,,,90", "f2,Vagabond,,,long").replace("f3,Jacquot,,,90", "f3,Jacquot,,,95")
    )
    back = right_rows(file).given_back

    assert back is not None
    assert (back.right, back.count, back.ending) == (2, 1, ".csv")
    assert list(Film.objects.order_by("ref").values_list("runtime", "rating")) == [(90, "U"), (90, ""), (95, "")]
    file.write_bytes(back.file().replace(b"long", b"91"))
    Film.objects.filter(ref="f2").update(rating="12A")
    right_rows(file)
    assert list(Film.objects.order_by("ref").values_list("runtime", "rating")) == [(90, "U"), (91, "12A"), (95, "")]


def test_a_list_waits_whole(harbour: Festival, tmp_path: Path) -> None:
    for number in (1, 2):
        film = world.film(harbour, f"Film {number}", ref=f"f{number}")
        world.saved(FilmLink(film=film, kind="trailer", label="Trailer", url="https://a.example/"))
    rows = "film,kind,label,url\nf1,trailer,Teaser,https://b.example/\nf1,clip,Clip,nowhere\nf2,trailer,Teaser,\n"
    at = tmp_path / "given"
    at.mkdir()
    (at / "links.csv").write_text(rows)
    result = right_rows(zipped(at, tmp_path / "a.zip"))

    assert [row[:3] for row in tables(result, tmp_path / "back.zip")["links.csv"][1:]] == [
        ["f1", "trailer", "Teaser"], ["f1", "clip", "Clip"],
    ]  # fmt: skip
    assert list(FilmLink.objects.order_by("film", "pk").values_list("label", flat=True)) == ["Trailer", "Teaser"]


@pytest.mark.parametrize(
    "changed",
    [
        {"films": FILMS.replace("id,title", "id,titel")},
        {"festival": FILES["festival.toml"].replace("Europe/Berlin", "Berlin")},
        {"films": FILMS.splitlines()[0] + "\nf1,Cl\u00e9o,,soon,,,,,,,,,,,,,\n", "halls": None, "screenings": None},
    ],
)
def test_what_is_wrong_in_no_row_or_in_all_stops_the_file(
    harbour: Festival, tmp_path: Path, changed: dict[str, str]
) -> None:
    with pytest.raises(ProgrammeRefused):
        right_rows(packed(tmp_path, **changed))
    assert not Film.objects.exists()


def test_a_dry_run_writes_nothing(harbour: Festival, tmp_path: Path) -> None:
    result = right_rows(packed(tmp_path, **WRONG), dry_run=True)

    assert result.result is not None
    assert not result.result.written
    assert result.given_back is not None
    assert not Film.objects.exists()
