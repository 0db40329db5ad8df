"""A column of the import format is declared once; what is forgotten then fails here, and says what to add where."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from screenings.importing.columns import ProgrammeRow, columns_of, model_fields
from screenings.importing.export import programme_tables
from screenings.importing.importer import import_programme
from screenings.importing.rows import TABLES, FestivalRow, FilmRow, HallRow, ScreeningRow
from screenings.models import Festival, Film, Hall, Screening
from tests.importing.sample_programme import FESTIVAL

DOCS = Path(__file__).parents[2] / "docs" / "import-format.md"
# One row of each table with something in every cell, as an export writes it.
CELLS = {
    "films": {
        "id": "f1", "title": "Harbour Shorts", "original_title": "Hafenkino", "year": "1962", "runtime": "90",
        "section": "Classics", "genres": "Drama|Romance", "countries": "BE|FR", "languages": "fr|de",
        "subtitles": "en", "directors": "Agnès Varda", "cast": "Corinne Marchand (Cléo)",
        "synopsis": "Two hours\nin Paris.", "parts": "f2", "kind": "event", "rating": "12A", "premiere": "world",
    },
    "halls": {
        "id": "h1", "venue": "Odeon", "hall": "Hall 1", "capacity": "250", "changeover": "0", "formats": "DCP|35 mm",
        "address": "Quay 1", "city": "Hamburg", "country": "DE", "latitude": "53.5436", "longitude": "9.9669",
        "timezone": "Europe/Lisbon",
    },
    "screenings": {
        "id": "s1", "film": "f1", "hall": "h1", "start": "2026-10-21T20:00", "end": "2026-10-21T21:45",
        "audience": "press", "status": "cancelled", "intro": "5", "qa": "20", "format": "35 mm", "subtitles": "de",
        "access": "captions|relaxed", "notes": "Bring the reel",
    },
}  # fmt: skip
MODELS: tuple[tuple[type[ProgrammeRow], type[Model]], ...] = (
    (FestivalRow, Festival),
    (FilmRow, Film),
    (HallRow, Hall),
    (ScreeningRow, Screening),
)


def test_the_columns_are_those_of_the_format() -> None:
    for table, row_type in TABLES.items():
        names = list(columns_of(row_type))
        assert names == list(CELLS[table]), (
            f"{table}.csv has the columns {names}. Add a cell for a new one to CELLS in {Path(__file__).name}, in that "
            "order; one that is gone makes every festival's own tables unreadable."
        )


@pytest.mark.django_db
def test_every_column_comes_in_and_goes_out_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "festival.toml").write_text(FESTIVAL, encoding="utf-8")
    for table, cells in CELLS.items():
        with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows((cells.keys(), cells.values()))
            if table == "films":
                writer.writerow(["f2", "A Part", *[""] * (len(cells) - 2)])

    exported = programme_tables(import_programme(tmp_path).festival)

    for table, cells in CELLS.items():
        assert dict(zip(exported[table].columns, exported[table].rows[0], strict=True)) == cells


@pytest.mark.parametrize(("row_type", "model"), MODELS)
def test_a_field_keeps_the_value_of_every_column(row_type: type[ProgrammeRow], model: type[Model]) -> None:
    owners = {column.owner for column in columns_of(row_type).values()}
    for owner in owners:
        kept_by = model._meta.get_field(owner).related_model if owner else model
        for column, field in model_fields(row_type, owner).items():
            try:
                kept_by._meta.get_field(field)
            except FieldDoesNotExist:
                pytest.fail(
                    f"{row_type.__name__}.{column}: {kept_by.__name__} has no field {field}. Add it under "
                    "screenings/models/, with a migration; or name the one that keeps it: column(…, attribute=…)."
                )


@pytest.mark.parametrize("table", TABLES)
def test_the_documentation_explains_every_column(table: str) -> None:
    section = DOCS.read_text(encoding="utf-8").split(f"## {table}.csv\n")[1].split("\n## ")[0]
    for column in columns_of(TABLES[table]):
        assert f"`{column}`" in section, f"Explain `{column}` in the table of {table}.csv in docs/import-format.md."


def test_a_column_that_does_not_say_how_it_is_read_stops_the_start() -> None:
    @dataclass(frozen=True)
    class PrintRow(ProgrammeRow):
        reels: int = 1

    with pytest.raises(TypeError, match=r"PrintRow\.reels does not say how its cells are read\. In screenings/"):
        columns_of(PrintRow)
