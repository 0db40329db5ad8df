"""An import writes the difference: whole or not at all, and nothing twice."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Credit, Festival, Film, Hall, Person, Screening, Section, Venue
from tests import world
from tests.importing.run_import import EIGHT, EVERYTHING, lines, refusal, rows, run_import
from tests.importing.sample_programme import FESTIVAL, FILMS, SCREENINGS, folder, workbook, zipped

pytestmark = pytest.mark.django_db


def test_a_new_festival_is_made_with_all_that_the_tables_say(tmp_path: Path) -> None:
    imported = run_import(tmp_path)

    festival = Festival.objects.get()
    assert (imported.festival, imported.written) == (festival, True)
    assert imported.diff.summary() == "added 1 festival, 3 films, 3 halls and 4 screenings"
    assert (festival.name, festival.slug, festival.timezone) == ("Harbour Film Festival", "harbour", "Europe/Berlin")
    assert (festival.starts_on, festival.ends_on) == (date(2026, 10, 20), date(2026, 10, 31))
    assert festival.day_starts_at == time(6)
    assert list(Section.objects.values_list("name", "slug")) == [("Classics", "classics"), ("Shorts", "shorts")]
    odeon, pier = Venue.objects.order_by("name")
    assert (odeon.name, odeon.slug, odeon.address, odeon.city, odeon.country.code) == (
        "Odeon", "odeon", "Quay 1", "Hamburg", "DE",
    )  # fmt: skip
    assert (odeon.latitude, odeon.longitude, pier.latitude) == (Decimal("53.5436"), Decimal("9.9669"), None)
    assert list(Hall.objects.order_by("ref").values_list("ref", "venue__name", "name", "slug", "capacity")) == [
        ("h1", "Odeon", "Hall 1", "hall-1", 250),
        ("h2", "Odeon", "Hall 2", "hall-2", 80),
        ("h3", "Pier", "Pier", "pier", None),
    ]  # fmt: skip
    first = Hall.objects.get(ref="h1")
    assert (first.changeover, first.formats) == (20, ("DCP", "35 mm"))
    cleo, equals, shorts = Film.objects.order_by("ref")
    assert (cleo.title, cleo.slug, cleo.sort_title, cleo.search_text) == ("Cléo", "cleo", "cleo", "cleo cleo de 5 a 7")
    assert (cleo.year, cleo.runtime, cleo.genres, cleo.languages, cleo.subtitles, cleo.rating) == (
        1962, 90, ("Drama", "Romance"), ("fr",), ("en",), "12A",
    )  # fmt: skip
    assert [country.code for country in equals.countries] == ["GB", "US"]
    assert (equals.title, equals.premiere, equals.section) == ("=Equals, and more", "world", cleo.section)
    assert [link.part for link in shorts.film_parts.order_by("order")] == [cleo, equals]
    credits_in_order = Credit.objects.order_by("film__ref", "role", "order")
    assert list(credits_in_order.values_list("film__ref", "role", "person__name", "character")) == [
        ("f1", "cast", "Corinne Marchand", "Cléo"),
        ("f1", "director", "Agnès Varda", ""),
        ("f2", "director", "Andrew Haigh", ""),
        ("f2", "director", "Agnès Varda", ""),
    ]  # fmt: skip
    assert list(Person.objects.order_by("slug").values_list("slug", "sort_key")) == [
        ("agnes-varda", "agnes varda"),
        ("andrew-haigh", "andrew haigh"),
        ("corinne-marchand", "corinne marchand"),
    ]
    first_show, night, unplaced, cancelled = Screening.objects.order_by("ref")
    assert (first_show.hall, first_show.starts_at, first_show.stated_length) == (
        first, datetime(2026, 10, 21, 18, tzinfo=UTC), 105,
    )  # fmt: skip
    assert (first_show.intro, first_show.format, first_show.subtitles, first_show.access, first_show.notes) == (
        5, ("35 mm",), ("de",), ("captions", "relaxed"), "Bring the reel",
    )  # fmt: skip
    assert (night.audience, night.qa, night.stated_length) == ("press", 20, None)
    assert (unplaced.hall, unplaced.starts_at, unplaced.film) == (None, None, shorts)
    assert cancelled.status == "cancelled"


def test_everything_that_was_written_passes_the_checks_of_every_form(tmp_path: Path) -> None:
    run_import(tmp_path)

    for model in EVERYTHING:
        for row in model._default_manager.all():
            try:
                row.full_clean()
            except ValidationError as error:
                pytest.fail(f"{model.__name__} {row}: {error}")


@pytest.mark.parametrize("pack", ["folder", "zip"])
def test_a_second_import_changes_nothing(tmp_path: Path, pack: str) -> None:
    run_import(tmp_path)
    before = rows()
    given = folder(tmp_path / "given")
    imported = import_programme(zipped(given, tmp_path / "a.zip") if pack == "zip" else given)

    assert lines(imported) == []
    assert imported.diff.summary() == "1 festival, 3 films, 3 halls and 4 screenings unchanged"
    assert imported.diff.is_empty
    assert rows() == before


def test_rows_no_longer_in_the_file_are_reported_and_kept(tmp_path: Path) -> None:
    run_import(tmp_path)
    before = rows()
    imported = run_import(
        tmp_path, screenings=SCREENINGS.replace("s4,f1,h3,2026-10-23T18:00,,public,cancelled,,,,,,\n", "")
    )

    assert lines(imported) == ['= screening s4 "Cléo" is not in the file and stays as it is']
    assert imported.diff.summary() == (
        "1 festival, 3 films, 3 halls and 3 screenings unchanged; 1 screening not in the file, kept"
    )
    assert rows() == before


def test_a_dry_run_shows_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    first = run_import(tmp_path, dry_run=True)
    assert (first.written, first.festival.pk, Festival.objects.count()) == (False, None, 0)
    assert lines(first) == [
        '+ festival harbour "Harbour Film Festival"',
        '+ hall h1 "Odeon, Hall 1"',
        '+ hall h2 "Odeon, Hall 2"',
        '+ hall h3 "Pier"',
        '+ film f1 "Cléo"',
        '+ film f2 "=Equals, and more"',
        '+ film f3 "Harbour Shorts"',
        '+ screening s1 "Cléo"',
        '+ screening s2 "=Equals, and more"',
        '+ screening s3 "Harbour Shorts"',
        '+ screening s4 "Cléo"',
    ]
    run_import(tmp_path)
    before = rows()
    changed = run_import(tmp_path, dry_run=True, films=FILMS.replace("1962,90", "1962,91"))
    assert lines(changed) == ['~ film f1 "Cléo": runtime "90" → "91"']
    assert rows() == before


def test_one_wrong_row_and_nothing_at_all_is_written(tmp_path: Path) -> None:
    assert refusal(tmp_path, films=FILMS.replace("1962,90", "1962,1h30")) == (
        'films.csv, line 2, runtime: "1h30" is not a number of minutes. Write 90.'
    )
    run_import(tmp_path)
    assert "unclosed" not in refusal(tmp_path, screenings=SCREENINGS.replace("2026-10-21T20:00", "2026-10-25T02:30"))
    assert refusal(tmp_path, screenings=SCREENINGS.replace("s2,f2,h2", "s2,f2,h7")).startswith(
        'screenings.csv, line 3, hall: there is no hall with the id "h7".'
    )


@pytest.mark.parametrize(
    ("films", "message"),
    [
        (f"id,title\nf1,{'x' * 201}\n", "films.csv, line 2, title: Ensure this value has at most 200 characters"),
        (f"id,title\n{'f' * 101},x\n", "films.csv, line 2, id: Ensure this value has at most 100 characters"),
        (f"id,title,directors\nf1,x,{'y' * 161}\n", "films.csv, line 2, directors and cast: Ensure this value has"),
        (f"id,title,section\nf1,x,{'y' * 121}\n", "films.csv, line 2, section: Ensure this value has at most 120"),
        (f"id,title,rating\nf1,x,{'y' * 41}\n", "films.csv, line 2, rating: Ensure this value has at most 40"),
    ],
)
def test_what_the_models_refuse_is_a_problem_of_its_row(tmp_path: Path, films: str, message: str) -> None:
    assert refusal(tmp_path, films=films, screenings=None).startswith(message)


@pytest.mark.parametrize(
    ("festival", "slug", "message"),
    [
        (
            None,
            "harbour",
            'festival.toml: there is no festival "harbour" yet. Add festival.toml to the folder, or correct',
        ),
        (
            None,
            None,
            'festival.toml, slug: There is no festival yet: write slug = "our-festival-2026", or say --festival.',
        ),
        ("slug = 'a'\n", None, "festival.toml, ends_on: the festival is new and needs it. Write ends_on = 2024-10-20."),
        (
            FESTIVAL,
            "other",
            'festival.toml, line 2, slug: the file is for "harbour", the command for "other". Correct one.',
        ),
        (FESTIVAL.replace('"harbour"', '"Har bour"'), None, "festival.toml, line 1, slug: Enter a valid “slug”"),
    ],
)
def test_a_festival_that_cannot_be_told_is_refused(
    tmp_path: Path, festival: str | None, slug: str | None, message: str
) -> None:
    assert refusal(tmp_path, slug, festival=festival).startswith(message)


def test_the_only_festival_is_meant_where_none_is_named(tmp_path: Path) -> None:
    run_import(tmp_path)
    assert run_import(tmp_path, festival=None).diff.is_empty
    assert run_import(tmp_path, festival=FESTIVAL.replace('slug = "harbour"\n', "")).diff.is_empty
    world.festival(slug="second")

    assert refusal(tmp_path, festival=None).startswith("festival.toml, slug: There are several festivals: write slug")


def test_another_festival_is_left_alone(tmp_path: Path) -> None:
    other = world.festival(slug="other")
    hall = world.hall(other, ref="h1", venue="Odeon")
    film = world.film(other, ref="f1")
    run_import(tmp_path)

    assert list(other.venues.all()) == [hall.venue]
    assert list(other.films.all()) == [film]
    # People are the same in every edition.
    assert Festival.objects.get(slug="harbour").films.count() == 3


def test_a_workbook_with_real_dates_and_numbers_is_the_same_programme(tmp_path: Path) -> None:
    run_import(tmp_path)
    book = workbook(
        tmp_path / "a.xlsx",
        festival=[["starts_on", date(2026, 10, 20)], ["ends_on", date(2026, 10, 31)], ["day_starts_at", time(6)]],
        films=[["id", "title", "runtime", "year"], ["f1", "Cléo", 90.0, 1962], ["f2", "'=Equals, and more", 105, None]],
        screenings=[
            ["id", "film", "hall", "start", "end"],
            ["s1", "f1", "h1", EIGHT, EIGHT + timedelta(minutes=105)],
        ],
    )  # fmt: skip
    imported = import_programme(book)

    assert imported.diff.is_empty
    assert imported.diff.unchanged == {"festival": 1, "film": 2, "screening": 1}


def test_the_number_of_queries_does_not_grow_with_the_programme(tmp_path: Path, django_assert_num_queries: Any) -> None:
    def films(count: int, runtime: int) -> str:
        return "id,title,runtime\n" + "".join(f"f{number},Film {number},{runtime}\n" for number in range(count))

    run_import(tmp_path, films=films(1, 90), screenings=None)
    # Where others write meanwhile: its tokens before and after, and the locks of the festival and of what changes.
    compared, locks = (3, 1) if connection.features.has_select_for_update else (0, 0)
    # A savepoint and its release, the festival, seven for what it holds, and everybody for the credits.
    with django_assert_num_queries(11 + compared):
        run_import(tmp_path, films=films(1, 90), screenings=None)
    run_import(tmp_path, films=films(30, 90), screenings=None)
    with django_assert_num_queries(11 + compared):
        run_import(tmp_path, films=films(30, 90), screenings=None)
    # Two more write all that changes, and its history.
    with django_assert_num_queries(13 + compared + locks):
        run_import(tmp_path, films=films(30, 91), screenings=None)
    with django_assert_num_queries(13 + compared + locks):
        run_import(tmp_path, films=films(1, 92), screenings=None)


def test_progress_is_reported_by_stage(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_programme(folder(tmp_path / "given"), on_progress=lambda *stage: told.append(stage))

    assert told[:2] == [("reading", 0, 0), ("comparing", 0, 0)]
    assert {stage for stage, _done, _total in told[2:]} == {"writing"}
    written = [done for _stage, done, _total in told[2:]]
    assert written == sorted(written)
    assert told[-1][1] == told[-1][2] > 0


def test_a_special_months_later_comes_in_and_does_not_stretch_the_run(tmp_path: Path) -> None:
    special = "s5,f1,h3,2027-02-14T20:00,,,,,,,,,\n"
    imported = run_import(tmp_path, screenings=SCREENINGS + special)
    festival = Festival.objects.get()
    assert (festival.starts_on, festival.ends_on) == (date(2026, 10, 20), date(2026, 10, 31))
    assert Screening.objects.get(ref="s5").starts_at == datetime(2027, 2, 14, 19, tzinfo=UTC)
    export_programme(imported.festival, tmp_path / "out")
    assert "ends_on = 2026-10-31" in (tmp_path / "out" / "festival.toml").read_text(encoding="utf-8")
    assert import_programme(tmp_path / "out").diff.is_empty


def test_another_year_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    slip = SCREENINGS.replace("2026-10-23T18:00", "2027-10-23T18:00")
    assert "lies outside the festival. Write a day from 2026-04-03 to 2027-05-19" in refusal(tmp_path, screenings=slip)


def test_sections_that_come_without_a_colour_get_one_each_that_is_not_the_festivals(tmp_path: Path) -> None:
    run_import(tmp_path)
    colours = set(Section.objects.values_list("colour", flat=True))
    assert len(colours) == 2
    assert not colours & {"", Festival.objects.get().colour}
    run_import(tmp_path)
    assert set(Section.objects.values_list("colour", flat=True)) == colours


@pytest.mark.parametrize("cell", ['"16mm,DCP"', "16 mm|DCP", "16 mm | dcp | 16mm"])
def test_a_screening_may_come_in_several_formats_and_goes_out_in_them(tmp_path: Path, cell: str) -> None:
    given = SCREENINGS.replace(",35 mm,", f",{cell},")
    imported = run_import(tmp_path, screenings=given)
    assert Screening.objects.get(ref="s1").format == ("16 mm", "DCP")
    export_programme(imported.festival, tmp_path / "out")
    assert ",16 mm|DCP," in (tmp_path / "out" / "screenings.csv").read_text(encoding="utf-8")
    assert import_programme(tmp_path / "out").diff.is_empty


def test_a_format_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    wrong = refusal(tmp_path, screenings=SCREENINGS.replace(",35 mm,", ',"DCP,VHS",'))
    assert 'format: "VHS" is no format. Write one of: DCP, 35 mm, 16 mm, 70 mm, file.' in wrong


def test_sections_of_a_table_without_colours_get_one_each_and_keep_it(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    (given / "sections.csv").write_text(
        "id,name,colour\nclassics,Classics,\nshorts,Shorts,\nnight,Night,#112233\n", encoding="utf-8"
    )
    import_programme(given)
    colours = dict(Section.objects.values_list("slug", "colour"))
    assert colours["night"] == "#112233"
    assert len({*colours.values(), Festival.objects.get().colour}) == 4
    assert "" not in colours.values()
    assert import_programme(given).diff.is_empty
