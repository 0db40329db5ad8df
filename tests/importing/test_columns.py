"""A column of the import format is declared once; what is forgotten then fails here, and says what to add where."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from screenings.importing.columns import ProgrammeRow, columns_of, model_fields
from screenings.importing.detail_rows import CreditRow, PersonRow
from screenings.importing.details import DETAILS
from screenings.importing.export import programme_tables
from screenings.importing.importer import import_programme
from screenings.importing.rows import TABLES, FestivalRow, FilmRow, HallRow, ScreeningRow
from screenings.models import Credit, Festival, Film, Hall, Person, Screening
from tests.importing.sample_programme import FESTIVAL

DOCS = Path(__file__).parents[2] / "docs" / "import-format.md"
# One row of each table with something in every cell, as an export writes it.
CELLS = {
    "films": {
        "id": "f1", "title": "Harbour Shorts", "original_title": "Hafenkino", "year": "1962", "runtime": "90",
        "section": "Classics", "genres": "Drama|Romance", "countries": "BE|FR", "languages": "fr|de",
        "subtitles": "en", "directors": "Agnès Varda", "cast": "Corinne Marchand (Cléo)",
        "synopsis": "Two hours\nin Paris.", "parts": "f2", "kind": "event", "rating": "12A", "premiere": "world",
        "gap": "5", "companies": "Ciné-Tamaris|Rome Paris Films", "distributor": "Hafenfilm", "based_on": "A letter",
        "minimum_age": "0", "embargo_until": "2026-10-20", "expected_audience": "120", "content_notes": "Illness",
        "tags": "Waiting|Paris", "releases": "In cinemas in France, April 1962", "statement": "I walked.\n\nShe waits.",
        "line_up_hold": "The line-up is out on Thursday", "slug": "shorts-of-the-harbour",
    },
    "halls": {
        "id": "h1", "venue": "Odeon", "hall": "Hall 1", "capacity": "250", "changeover": "0", "formats": "DCP|35 mm",
        "address": "Quay 1", "city": "Hamburg", "country": "DE", "latitude": "53.5436", "longitude": "9.9669",
        "timezone": "Europe/Lisbon", "wheelchair_spaces": "0", "doors": "0", "shared": "yes", "order": "2",
        "slug": "big",
    },
    "screenings": {
        "id": "s1", "film": "f1", "hall": "h1", "start": "2026-10-21T20:00", "end": "2026-10-21T21:45",
        "audience": "press", "status": "cancelled", "intro": "5", "qa": "20", "format": "35 mm", "subtitles": "de",
        "access": "captions|relaxed", "notes": "Bring the reel", "length": "", "expected_audience": "80",
        "ticket_url": "https://tickets.example/s1", "sold_out": "yes", "standby": "yes", "price": "€12, concessions €9",
        "billing": "secret",
        "public_title": "A surprise", "public_note": "In the presence of guests", "pinned": "yes", "print": "p1",
        "guests": "Agnès Varda|Corinne Marchand", "uid": "",
    },
    "sections": {
        "id": "the-classics", "name": "Classics", "colour": "#336699", "order": "3", "about": "Films that stay.",
        "line_up_hold": "The line-up is out on Thursday",
    },
    "venues": {
        "venue": "Odeon", "slug": "the-odeon", "website": "https://odeon.example", "phone": "040 123",
        "access_notes": "A lift.\n\nNo steps.", "address": "Quay 1", "city": "Hamburg", "country": "DE",
        "latitude": "53.5436", "longitude": "9.9669", "timezone": "Europe/Lisbon",
    },
    "people": {
        "id": "varda", "name": "Agnès Varda", "sort_name": "Varda, Agnès", "biography": "Born in Ixelles.",
        "website": "https://varda.example", "filmography": "1955, La Pointe Courte, director|1965, Le Bonheur",
    },
    "credits": {"film": "f1", "person": "Agnès Varda", "role": "director", "character": "Herself", "order": "7"},
    "links": {
        "film": "f1", "kind": "trailer", "label": "Trailer", "url": "https://video.example/1", "order": "1",
        "leads_to": "f2",
    },
    "quotes": {
        "film": "f1", "text": "A walk.\n\nA wait.", "source": "The Paper", "url": "https://paper.example", "order": "2",
    },
    "prints": {
        "id": "p1", "film": "f1", "label": "Copy A", "format": "35 mm", "subtitles": "de|en",
        "available_from": "2026-10-20", "available_until": "2026-10-25", "notes": "In two cans",
    },
    "images": {
        "film": "f1", "picture": "", "caption": "Cléo, waiting", "copyright": "Ciné-Tamaris", "order": "1",
        "kind": "poster", "focus_x": "0", "focus_y": "100",
    },
    "hours": {"hall": "h1", "weekday": "Wednesday", "opens": "09:30", "closes": "01:00"},
    "closures": {"hall": "h1", "first_day": "2026-10-28", "last_day": "2026-10-29", "reason": "A concert"},
    "travel": {"origin": "Odeon", "destination": "Pier", "minutes": "12", "by": "on foot"},
    "guests": {
        "person": "Agnès Varda", "arrives": "2026-10-20T12:00", "departs": "2026-10-25T02:30+01:00",
        "notes": "No meat.\nNo fish.", "language": "nl",
    },
    "addresses": {"slug": "harbour-shorts", "film": "f1", "section": "", "venue": "", "hall": "", "person": ""},
    "holds": {"screening": "s1", "reason": "Not before Thursday", "since": "2026-04-01T12:00:00+00:00"},
    "rules": {"rule": "hall-busy", "severity": "warning"},
    "weights": {"term": "unplaced", "weight": "90"},
    "wishes": {
        "section": "", "film": "f1", "screening": "", "avoid": "yes", "hall": "h1", "day": "2026-10-21",
        "begins": "18:00", "until": "22:30", "points": "5",
    },
    "phrases": {"wish": "weekends", "section": "Classics"},
    "orders": {
        "first_film": "f1", "first_screening": "", "then_film": "", "then_screening": "s1", "at_once": "",
        "after": "", "within": "", "least": "1", "most": "3", "points": "8",
    },
    "acknowledgements": {
        "rule": "hall-closed", "reason": "They open for us", "at": "2026-04-01T12:00:00+00:00", "screenings": "s1",
        "conflict": "The hall is closed.",
    },
}  # fmt: skip
# What they name besides, in further rows.
OTHERS = {
    "films": ({"id": "f2", "title": "A Part"},),
    "venues": ({"venue": "Pier"},),
    "people": ({"id": "marchand", "name": "Corinne Marchand"},),
    "credits": ({"film": "f1", "person": "Corinne Marchand", "role": "cast", "character": "Cléo", "order": "9"},),
    "guests": ({"person": "Corinne Marchand"},),
}  # fmt: skip
MODELS: tuple[tuple[type[ProgrammeRow], type[Model]], ...] = (
    (FestivalRow, Festival),
    (FilmRow, Film),
    (HallRow, Hall),
    (ScreeningRow, Screening),
    (PersonRow, Person),
    (CreditRow, Credit),
    *((table.row_type, table.model) for table in DETAILS.values()),
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
            writer = csv.DictWriter(file, cells.keys(), restval="")
            writer.writeheader()
            writer.writerows((cells, *OTHERS.get(table, ())))

    exported = programme_tables(import_programme(tmp_path).festival)

    for table, cells in CELLS.items():
        if table == "acknowledgements":
            continue  # of a conflict that there is: test_plan_acknowledgements.py
        first = dict(zip(exported[table].columns, exported[table].rows[0], strict=True))
        assert first == {column: cell for column, cell in cells.items() if cell or column in first}


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
