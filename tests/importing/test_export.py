"""What goes out comes in again as it was, and no spreadsheet computes any of it."""

import csv
import io
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from screenings.importing.export import programme_files
from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import (
    Credit,
    ExportedVersion,
    Festival,
    Film,
    FilmPart,
    Hall,
    Person,
    Role,
    Screening,
    Section,
    Venue,
)
from screenings.text.cleaning import is_visible, many_lines, one_line
from screenings.text.spreadsheet import safe_cell
from tests import world
from tests.importing.sample_programme import FILMS, folder

pytestmark = pytest.mark.django_db
TABLES: tuple[type[Model], ...] = (Section, Venue, Hall, Film, FilmPart, Credit, Person, Screening)
# Any text a title can be: surrogates and NUL are refused wherever text comes in.
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
tricky = st.text(alphabet="'=+-@\t\r\n|\\()\",;# aé＝\u2028", max_size=12)
title = (any_text | tricky | tricky.map(lambda text: f"={text}")).map(one_line).filter(is_visible)
maybe_title = title | st.just("")
QUERIES = 30  # of an export of something new: 3 of them keep what it says
prose = (any_text | tricky).map(many_lines)


def everything() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def parsed(data: bytes) -> list[dict[str, str]]:
    """By the standard library alone."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def test_the_files_say_what_the_festival_holds() -> None:
    festival = world.festival(name='The "Harbour" \\ Festival', day_starts_at=time(5, 30), publishing="as-saved")
    hall = world.hall(festival, "Hall 1", venue="Odeon", ref="h1", changeover=0, formats=("DCP", "35 mm"))
    Venue.objects.update(latitude="-33.9", longitude="18.42", country="DE")
    film = world.film(
        festival, "=SUM(A1)", ref="-f1", directors=("Agnès Varda", "A|B"), countries=("FR", "BE"),
        synopsis="One.\n\nTwo.",
    )  # fmt: skip
    world.saved(Credit(film=film, person=world.person("Corinne (C.)"), role=Role.CAST, character="Cléo"))
    shorts = world.programme(festival, "Shorts", film, ref="f2")
    world.screening(film, hall, world.at("2026-10-10T20:00"), ref="s1", stated_length=100, qa=15, access=("captions",))
    world.screening(shorts, ref="s2", notes="@home")
    files = programme_files(festival)

    assert tomllib.loads(files["festival.toml"].decode()) == {
        "name": 'The "Harbour" \\ Festival', "slug": "harbour", "timezone": "Europe/Berlin",
        "starts_on": date(2026, 10, 9), "ends_on": date(2026, 10, 20), "day_starts_at": time(5, 30),
        "publishing": "as-saved", "site_url": "https://harbour.example",
        "version": ExportedVersion.objects.get().mark,
    }  # fmt: skip
    filled = [{key: cell for key, cell in row.items() if cell} for row in parsed(files["films.csv"])]
    assert filled == [
        {
            "id": "'-f1", "title": "'=SUM(A1)", "runtime": "90", "countries": "BE|FR", "synopsis": "One.\n\nTwo.",
            "directors": "Agnès Varda|A\\|B", "cast": "Corinne \\(C.\\) (Cléo)", "kind": "film",
        },
        {"id": "f2", "title": "Shorts", "parts": "'-f1", "kind": "programme"},
    ]  # fmt: skip
    assert [{key: cell for key, cell in row.items() if cell} for row in parsed(files["halls.csv"])] == [
        {
            "id": "h1", "venue": "Odeon", "hall": "Hall 1", "changeover": "0", "formats": "DCP|35 mm", "country": "DE",
            "latitude": "-33.9", "longitude": "18.42",
        }
    ]  # fmt: skip
    assert [{key: cell for key, cell in row.items() if cell} for row in parsed(files["screenings.csv"])] == [
        {
            "id": "s1", "film": "'-f1", "hall": "h1", "start": "2026-10-10T20:00", "end": "2026-10-10T21:40",
            "audience": "public", "status": "planned", "qa": "15", "access": "captions",
        },
        {"id": "s2", "film": "f2", "audience": "public", "status": "planned", "notes": "'@home"},
    ]  # fmt: skip


def test_what_was_imported_goes_out_and_comes_back_without_a_change(tmp_path: Path) -> None:
    festival = import_programme(folder(tmp_path / "given")).festival
    before = everything()
    export_programme(festival, tmp_path / "out")

    assert import_programme(tmp_path / "out").diff.summary() == (
        "1 festival, 3 films, 3 halls, 4 screenings, 2 sections and 3 people unchanged"
    )
    assert everything() == before


def test_an_empty_database_gets_the_same_programme_from_what_went_out(tmp_path: Path) -> None:
    festival = import_programme(folder(tmp_path / "given")).festival
    out = programme_files(festival)
    export_programme(festival, tmp_path / "out")
    wipe()

    assert programme_files(import_programme(tmp_path / "out").festival) == out


def test_the_demo_goes_out_and_comes_back_without_a_change(tmp_path: Path, demo: Festival) -> None:
    before = everything()
    export_programme(demo, tmp_path / "out")
    imported = import_programme(tmp_path / "out")

    assert list(imported.diff.lines()) == []
    assert everything() == before


def test_the_demos_tickets_go_out_and_come_into_an_empty_festival(tmp_path: Path, demo: Festival) -> None:
    def tickets(festival: Festival) -> list[tuple[Any, ...]]:
        rows = Screening.objects.of(festival).order_by("ref")
        return list(rows.values_list("ref", "ticket_url", "sold_out", "standby", "price"))

    before = tickets(demo)
    table = {row["id"]: row for row in parsed(programme_files(demo)["screenings.csv"])}
    assert (table["S26"]["sold_out"], table["S26"]["standby"]) == ("yes", "yes")
    assert {row["standby"] for key, row in table.items() if key != "S26"} == {""}
    export_programme(demo, tmp_path / "out")
    toml = tmp_path / "out" / "festival.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace(f'slug = "{demo.slug}"', 'slug = "elsewhere"'), encoding="utf-8")
    elsewhere = import_programme(tmp_path / "out").festival

    assert elsewhere != demo
    assert tickets(elsewhere) == before


def test_the_night_of_two_equal_hours_goes_out_with_offsets(tmp_path: Path) -> None:
    festival = world.festival(ends_on=date(2026, 10, 31))
    film, hall = world.film(festival), world.hall(festival)
    for utc in ("2026-10-25T00:30+00:00", "2026-10-25T01:30+00:00"):
        world.screening(film, hall, world.datetime.fromisoformat(utc), stated_length=60)
    rows = parsed(programme_files(festival)["screenings.csv"])

    assert [(row["start"], row["end"]) for row in rows] == [
        ("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T03:30"),
    ]
    export_programme(festival, tmp_path / "out")
    assert import_programme(tmp_path / "out").diff.is_empty


def test_a_hall_in_another_time_zone_goes_out_with_it(tmp_path: Path) -> None:
    festival = world.festival()
    film = world.film(festival)
    world.screening(film, world.hall(festival), "2026-10-10T20:00")
    abroad = world.hall(festival, "Screen 1", venue="Greenwich", timezone="Europe/London")
    world.screening(film, abroad, "2026-10-10T20:00")
    out = programme_files(festival)

    assert [(row["id"], row["timezone"]) for row in parsed(out["halls.csv"])] == [
        ("odeon/hall-1", ""), ("greenwich/screen-1", "Europe/London"),
    ]  # fmt: skip
    assert [row["start"] for row in parsed(out["screenings.csv"])] == ["2026-10-10T20:00"] * 2
    instants = list(Screening.objects.order_by("pk").values_list("starts_at", flat=True))
    export_programme(festival, tmp_path / "out")
    assert import_programme(tmp_path / "out").diff.is_empty
    wipe()
    import_programme(tmp_path / "out")
    assert list(Screening.objects.order_by("pk").values_list("starts_at", flat=True)) == instants
    assert Venue.objects.get(name="Greenwich").timezone == "Europe/London"


def test_ids_of_things_made_by_hand_are_unlike_all_others(tmp_path: Path) -> None:
    festival = world.festival()
    world.film(festival, "Weekend", ref="aftersun")
    by_hand = world.film(festival, "Aftersun")
    again = world.film(festival, "Aftersun")
    hall = world.hall(festival, "Hall 1")
    screening = world.screening(by_hand, hall, world.at("2026-10-10T20:00"))
    files = programme_files(festival)

    assert [row["id"] for row in parsed(files["films.csv"])] == ["aftersun", "aftersun~", "aftersun-2"]
    assert (by_hand.slug, again.slug) == ("aftersun", "aftersun-2")
    assert [row["id"] for row in parsed(files["halls.csv"])] == ["odeon/hall-1"]
    assert [(row["id"], row["film"]) for row in parsed(files["screenings.csv"])] == [(str(screening.uid), "aftersun~")]
    export_programme(festival, tmp_path / "out")
    assert import_programme(tmp_path / "out").diff.is_empty


def test_the_same_festival_gives_the_same_bytes_at_the_same_cost(
    tmp_path: Path, django_assert_num_queries: Any
) -> None:
    festival = import_programme(folder(tmp_path / "given")).festival
    with django_assert_num_queries(QUERIES):
        first = programme_files(festival)
    films = FILMS + "".join(f"g{number},Film {number},,,,,,,,,Someone {number},,,,,,\n" for number in range(20))
    import_programme(folder(tmp_path / "given", films=films))
    with django_assert_num_queries(QUERIES):
        second = programme_files(festival)

    assert first["screenings.csv"] == second["screenings.csv"]
    assert first["films.csv"] == second["films.csv"][: len(first["films.csv"])]


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=title, original=maybe_title, section=maybe_title, synopsis=prose,
    rating=maybe_title.map(lambda text: one_line(text[:40])),
    names=st.lists(title, max_size=3, unique=True), characters=st.lists(maybe_title, max_size=3),
    genres=st.lists(title.map(lambda t: one_line(t.replace("|", " "))).filter(is_visible), max_size=3, unique=True),
    notes=prose, hall=title, city=maybe_title, key=title,
)  # fmt: skip
def test_any_text_in_any_field_comes_back_through_csv_and_through_a_workbook(
    tmp_path: Path,
    title: str,
    original: str,
    section: str,
    synopsis: str,
    rating: str,
    names: list[str],
    characters: list[str],
    genres: list[str],
    notes: str,
    hall: str,
    city: str,
    key: str,
) -> None:
    wipe()
    festival = world.festival(name=title[:120].strip() or "x")
    place = world.hall(festival, hall, venue=hall, ref=key)
    Venue.objects.update(city=city)
    film = world.film(
        festival, title, ref=key, original_title=original, synopsis=synopsis, rating=rating, genres=tuple(genres),
        section=world.section(festival, section) if section else None, directors=tuple(names),
    )  # fmt: skip
    for order, (name, character) in enumerate(zip(names, characters, strict=False)):
        world.saved(Credit(film=film, person=world.person(name), role=Role.CAST, character=character, order=order))
    world.screening(film, place, world.at("2026-10-10T20:00"), ref=key, notes=notes)
    before = everything()

    export_programme(festival, tmp_path / "out")
    assert list(import_programme(tmp_path / "out").diff.lines()) == []
    book = as_workbook(programme_files(festival), tmp_path / "out.xlsx")
    assert list(import_programme(book).diff.lines()) == []
    assert everything() == before


def wipe() -> None:
    for model in (Screening, FilmPart, Credit, Film, Hall, Venue, Section, Person, Festival):
        model._default_manager.all().delete()


def as_workbook(files: Any, at: Path) -> Path:
    """The tables as a spreadsheet would keep them: all text."""
    book = Workbook()
    for name in ("films", "halls", "screenings"):
        sheet = book.create_sheet(name)
        for number, row in enumerate(csv.reader(io.StringIO(files[f"{name}.csv"].decode(), newline="")), start=1):
            for column, cell in enumerate(row, start=1):
                written = sheet.cell(number, column, cell or None)
                assert written.data_type != "f", safe_cell(cell)
    book.save(at)
    return at
