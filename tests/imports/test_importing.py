"""An import writes the difference: whole or not at all, and nothing twice."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from screenings.imports.importing import Imported, import_programme
from screenings.imports.problems import ProgrammeRefused
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Screening, Section, Venue
from tests import world
from tests.imports.handed_in import FESTIVAL, FILMS, HALLS, SCREENINGS, folder, workbook, zipped

pytestmark = pytest.mark.django_db
EIGHT = datetime.fromisoformat("2026-10-21T20:00")  # as a spreadsheet holds it, without a zone
EVERYTHING: tuple[type[Model], ...] = (
    Festival, Section, Venue, Hall, Person, Film, FilmPart, Credit, Screening,
)  # fmt: skip


def bring_in(at: Path, *, slug: str | None = None, dry_run: bool = False, **changed: str | None) -> Imported:
    return import_programme(folder(at / "given", **changed), festival_slug=slug, dry_run=dry_run)


def lines(imported: Imported) -> list[str]:
    return list(imported.difference.lines())


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every column of every row, in the order of the keys."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in EVERYTHING}


def refusal(at: Path, slug: str | None = None, **changed: str | None) -> str:
    """Why it was refused; nothing at all was written."""
    before = rows()
    with pytest.raises(ProgrammeRefused) as refused:
        bring_in(at, slug=slug, **changed)
    assert rows() == before
    return str(refused.value)


def test_a_new_festival_is_made_with_all_that_the_tables_say(tmp_path: Path) -> None:
    imported = bring_in(tmp_path)

    festival = Festival.objects.get()
    assert (imported.festival, imported.written) == (festival, True)
    assert imported.difference.summary() == "added 1 festival, 3 films, 3 halls and 4 screenings"
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
        5, "35 mm", ("de",), ("captions", "relaxed"), "Bring the reel",
    )  # fmt: skip
    assert (night.audience, night.qa, night.stated_length) == ("press", 20, None)
    assert (unplaced.hall, unplaced.starts_at, unplaced.film) == (None, None, shorts)
    assert cancelled.status == "cancelled"


def test_everything_that_was_written_passes_the_checks_of_every_form(tmp_path: Path) -> None:
    bring_in(tmp_path)

    for model in EVERYTHING:
        for row in model._default_manager.all():
            try:
                row.full_clean()
            except ValidationError as error:
                pytest.fail(f"{model.__name__} {row}: {error}")


@pytest.mark.parametrize("pack", ["folder", "zip"])
def test_a_second_import_changes_nothing(tmp_path: Path, pack: str) -> None:
    bring_in(tmp_path)
    before = rows()
    given = folder(tmp_path / "given")
    imported = import_programme(zipped(given, tmp_path / "a.zip") if pack == "zip" else given)

    assert lines(imported) == []
    assert imported.difference.summary() == "1 festival, 3 films, 3 halls and 4 screenings unchanged"
    assert imported.difference.is_empty
    assert rows() == before


def test_a_changed_row_changes_that_row_only_and_keeps_the_uid(tmp_path: Path) -> None:
    bring_in(tmp_path)
    before = rows()
    moved = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h3,2026-10-25T02:30+01:00")
    imported = bring_in(tmp_path, screenings=moved)

    assert lines(imported) == [
        '~ screening s2 "=Equals, and more": hall "h2" → "h3"; start "2026-10-22T00:30" → "2026-10-25T02:30+01:00"'
    ]
    after = rows()
    screening = Screening.objects.get(ref="s2")
    assert (screening.hall, screening.starts_at) == (
        Hall.objects.get(ref="h3"),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    for table, old, new in ((name, before[name], after[name]) for name in before):
        differing = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        assert len(differing) == (table == "Screening")
    old_row = next(row for row in before["Screening"] if row["ref"] == "s2")
    new_row = next(row for row in after["Screening"] if row["ref"] == "s2")
    assert {key for key in old_row if old_row[key] != new_row[key]} == {"hall_id", "starts_at"}


def test_every_column_of_a_film_can_change(tmp_path: Path) -> None:
    bring_in(tmp_path)
    films = FILMS.splitlines()
    people = "Andrew Haigh,Anna Karina (Anna)|Jean-Luc"
    films[1:3] = [f"f1,Cleo,Cléo,1961,91,Restored,Comedy,BE,de,fr|nl,{people},Short.,,short,PG,local"]
    imported = bring_in(tmp_path, films="\n".join(films) + "\n")

    (line,) = lines(imported)
    assert line.removeprefix('~ film f1 "Cléo": ').split("; ") == [
        'title "Cléo" → "Cleo"',
        'original_title "Cléo de 5 à 7" → "Cléo"',
        'year "1962" → "1961"',
        'runtime "90" → "91"',
        'section "Classics" → "Restored"',
        'genres "Drama|Romance" → "Comedy"',
        'countries "FR" → "BE"',
        'languages "fr" → "de"',
        'subtitles "en" → "fr|nl"',
        'directors "Agnès Varda" → "Andrew Haigh"',
        'cast "Corinne Marchand (Cléo)" → "Anna Karina (Anna)|Jean-Luc"',
        'synopsis "Two hours in Paris." → "Short."',
        'kind "film" → "short"',
        'rating "12A" → "PG"',
        'premiere nothing → "local"',
    ]
    assert bring_in(tmp_path, films="\n".join(films) + "\n").difference.is_empty
    cleo = Film.objects.get(ref="f1")
    assert (cleo.slug, cleo.sort_title, cleo.search_text) == ("cleo", "cleo", "cleo cleo")


def test_parts_change_and_their_order_counts(tmp_path: Path) -> None:
    bring_in(tmp_path)
    imported = bring_in(tmp_path, films=FILMS.replace("f1|f2", "f2|f1"))

    assert lines(imported) == ['~ film f3 "Harbour Shorts": parts "f1|f2" → "f2|f1"']
    parts = FilmPart.objects.filter(programme__ref="f3").order_by("order")
    assert list(parts.values_list("part__ref", "order")) == [("f2", 0), ("f1", 1)]


def test_halls_and_venues_change(tmp_path: Path) -> None:
    bring_in(tmp_path)
    halls = HALLS.replace("Hall 2,80", "Blue Hall,81").replace("Quay 1", "Quay 7").replace("53.5436", "53.5")
    imported = bring_in(tmp_path, halls=halls)

    assert lines(imported) == [
        '~ hall h1 "Odeon, Hall 1": address "Quay 1" → "Quay 7"; latitude "53.5436" → "53.5"',
        '~ hall h2 "Odeon, Blue Hall": hall "Hall 2" → "Blue Hall"; capacity "80" → "81"',
    ]
    assert Venue.objects.get(name="Odeon").address == "Quay 7"
    assert bring_in(tmp_path, halls=halls).difference.is_empty


def test_a_venue_whose_halls_all_bear_a_new_name_is_renamed(tmp_path: Path) -> None:
    bring_in(tmp_path)
    odeon = Venue.objects.get(name="Odeon")
    imported = bring_in(tmp_path, halls=HALLS.replace("Odeon", "Odeon Palace"))

    assert lines(imported) == ['~ hall odeon "Odeon": venue "Odeon" → "Odeon Palace"']
    assert next(iter(Venue.objects.order_by("pk").values_list("pk", "name", "slug"))) == (
        odeon.pk,
        "Odeon Palace",
        "odeon",
    )
    assert Venue.objects.count() == 2
    assert bring_in(tmp_path, halls=HALLS.replace("Odeon", "Odeon Palace")).difference.is_empty


def test_one_hall_of_two_moves_to_another_venue(tmp_path: Path) -> None:
    bring_in(tmp_path)
    halls = HALLS.replace("h2,Odeon,Hall 2", "h2,Pier,Hall 2")
    imported = bring_in(tmp_path, halls=halls)

    assert lines(imported) == ['~ hall h2 "Pier, Hall 2": venue "Odeon" → "Pier"']
    assert list(Hall.objects.filter(venue__name="Pier").order_by("ref").values_list("ref", "slug")) == [
        ("h2", "hall-2"), ("h3", "pier"),
    ]  # fmt: skip
    assert bring_in(tmp_path, halls=halls).difference.is_empty


def test_a_venue_written_in_other_capitals_is_the_same_one(tmp_path: Path) -> None:
    bring_in(tmp_path)
    halls = HALLS.replace("Odeon", "ODEON").replace("h3,Pier,Pier,,,,,,,,\n", "h4,PIER,Deck,,,,,,,,\n")
    imported = bring_in(tmp_path, halls=halls)

    assert lines(imported) == [
        '+ hall h4 "Pier, Deck"',
        '~ hall odeon "Odeon": venue "Odeon" → "ODEON"',
        '= hall h3 "Pier" is not in the file and stays as it is',
    ]
    assert sorted(Venue.objects.values_list("name", flat=True)) == ["ODEON", "Pier"]
    assert bring_in(tmp_path, halls=halls).difference.is_empty


def test_rows_no_longer_in_the_file_are_reported_and_kept(tmp_path: Path) -> None:
    bring_in(tmp_path)
    before = rows()
    imported = bring_in(
        tmp_path, screenings=SCREENINGS.replace("s4,f1,h3,2026-10-23T18:00,,public,cancelled,,,,,,\n", "")
    )

    assert lines(imported) == ['= screening s4 "Cléo" is not in the file and stays as it is']
    assert imported.difference.summary() == (
        "1 festival, 3 films, 3 halls and 3 screenings unchanged; 1 screening not in the file, kept"
    )
    assert rows() == before


def test_a_column_that_is_left_out_leaves_what_is_there_and_an_empty_cell_does_not(tmp_path: Path) -> None:
    bring_in(tmp_path)
    imported = bring_in(tmp_path, films="id,title,year\nf1,Cléo,\n", halls=None, screenings="id,film,notes\ns1,f1,\n")

    assert [line for line in lines(imported) if line.startswith("~")] == [
        '~ film f1 "Cléo": year "1962" → nothing',
        '~ screening s1 "Cléo": notes "Bring the reel" → nothing',
    ]
    screening = Screening.objects.get(ref="s1")
    assert (screening.film.runtime, screening.stated_length, screening.intro) == (90, 105, 5)


def test_a_screening_that_loses_its_place_keeps_the_length_it_was_given(tmp_path: Path) -> None:
    bring_in(tmp_path)
    off = SCREENINGS.replace("s1,f1,h1,2026-10-21T20:00,2026-10-21T21:45", "s1,f1,,,")
    imported = bring_in(tmp_path, screenings=off)

    assert lines(imported) == ['~ screening s1 "Cléo": hall "h1" → nothing; start "2026-10-21T20:00" → nothing']
    screening = Screening.objects.get(ref="s1")
    assert (screening.hall, screening.starts_at, screening.stated_length) == (None, None, 105)


def test_an_end_stays_stated_even_where_film_and_pauses_say_the_same(tmp_path: Path) -> None:
    bring_in(tmp_path, screenings=SCREENINGS.replace("2026-10-21T21:45", "2026-10-21T21:35"))

    assert Screening.objects.get(ref="s1").stated_length == 95  # 5 + 90


def test_a_dry_run_shows_the_difference_and_writes_nothing(tmp_path: Path) -> None:
    first = bring_in(tmp_path, dry_run=True)
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
    bring_in(tmp_path)
    before = rows()
    changed = bring_in(tmp_path, dry_run=True, films=FILMS.replace("1962,90", "1962,91"))
    assert lines(changed) == ['~ film f1 "Cléo": runtime "90" → "91"']
    assert rows() == before


def test_one_wrong_row_and_nothing_at_all_is_written(tmp_path: Path) -> None:
    assert refusal(tmp_path, films=FILMS.replace("1962,90", "1962,1h30")) == (
        'films.csv, line 2, runtime: "1h30" is not a number of minutes. Write 90.'
    )
    bring_in(tmp_path)
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
    bring_in(tmp_path)
    assert bring_in(tmp_path, festival=None).difference.is_empty
    assert bring_in(tmp_path, festival=FESTIVAL.replace('slug = "harbour"\n', "")).difference.is_empty
    world.festival(slug="second")

    assert refusal(tmp_path, festival=None).startswith("festival.toml, slug: There are several festivals: write slug")


def test_the_facts_of_the_festival_change(tmp_path: Path) -> None:
    bring_in(tmp_path)
    festival = FESTIVAL.replace("2026-10-31", "2026-11-05").replace("06:00:00", "05:30:00")
    later = SCREENINGS.replace("2026-10-23T18:00", "2026-11-04T18:00")
    imported = bring_in(tmp_path, festival=festival, screenings=later)

    assert lines(imported) == [
        (
            '~ festival harbour "Harbour Film Festival": ends_on "2026-10-31" → "2026-11-05"; '
            'day_starts_at "06:00:00" → "05:30:00"'
        ),
        '~ screening s4 "Cléo": start "2026-10-23T18:00" → "2026-11-04T18:00"',
    ]
    assert Festival.objects.get().ends_on == date(2026, 11, 5)


def test_another_festival_is_left_alone(tmp_path: Path) -> None:
    other = world.festival(slug="other")
    hall = world.hall(other, ref="h1", venue="Odeon")
    film = world.film(other, ref="f1")
    bring_in(tmp_path)

    assert list(other.venues.all()) == [hall.venue]
    assert list(other.films.all()) == [film]
    # People are the same in every edition.
    assert Festival.objects.get(slug="harbour").films.count() == 3


def test_people_are_the_same_in_every_film_and_edition(tmp_path: Path) -> None:
    varda = world.person("Agnès Varda")
    bring_in(tmp_path)

    assert Person.objects.filter(name="Agnès Varda").get() == varda
    assert sorted(varda.credits.values_list("film__ref", flat=True)) == ["f1", "f2"]


def test_what_was_made_by_hand_is_known_by_its_address(tmp_path: Path) -> None:
    festival = world.festival()
    film = world.film(festival, "By hand", runtime=80)
    hall = world.hall(festival, "Hall 1", venue="Odeon")
    screening = world.screening(film, hall, "2026-10-21T20:00")
    imported = import_programme(
        folder(
            tmp_path / "given", festival=None, films="id,title,runtime\nby-hand,By hand,81\n",
            halls="id,venue,hall,capacity\nodeon/hall-1,Odeon,Hall 1,99\n",
            screenings=f"id,film,hall,start,qa\n{screening.uid},by-hand,odeon/hall-1,2026-10-21T20:00,10\n",
        )
    )  # fmt: skip

    assert lines(imported) == [
        '~ hall odeon/hall-1 "Odeon, Hall 1": capacity nothing → "99"',
        '~ film by-hand "By hand": runtime "80" → "81"',
        f'~ screening {screening.uid} "By hand": qa nothing → "10"',
    ]
    assert (Film.objects.get().ref, Hall.objects.get().ref, Screening.objects.get().ref) == ("", "", "")


def test_a_hall_made_by_hand_takes_the_id_of_the_file_with_its_name(tmp_path: Path) -> None:
    festival = world.festival(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31))
    hall = world.hall(festival, "Hall 1", venue="Odeon")
    imported = bring_in(tmp_path)

    (line,) = [line for line in lines(imported) if line.startswith("~ hall")]
    assert line.startswith('~ hall h1 "Odeon, Hall 1": capacity nothing → "250"; changeover nothing → "20"; ')
    assert '; id nothing → "h1"; address nothing → "Quay 1"; ' in line
    hall.refresh_from_db()
    assert (hall.ref, hall.capacity) == ("h1", 250)
    assert bring_in(tmp_path).difference.is_empty


def test_a_hall_that_goes_by_another_id_is_refused(tmp_path: Path) -> None:
    bring_in(tmp_path)

    assert refusal(tmp_path, halls=HALLS.replace("h2,Odeon", "x2,Odeon"), screenings=None) == (
        'halls.csv, line 3, id: "Odeon, Hall 2" is there with the id "h2". Write that one.'
    )


def test_a_venue_with_its_own_clock_keeps_it(tmp_path: Path) -> None:
    festival = world.festival()
    world.hall(festival, "Hall 1", venue="Odeon", ref="h1", timezone="America/Los_Angeles")
    bring_in(tmp_path)

    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 22, 3, tzinfo=UTC)
    assert bring_in(tmp_path).difference.is_empty


def test_a_venue_gets_its_clock_from_the_file_and_loses_it(tmp_path: Path) -> None:
    bring_in(tmp_path)
    halls = "id,venue,hall,timezone\nh1,Odeon,Hall 1,Europe/London\nh2,Odeon,Hall 2,\n"
    imported = bring_in(tmp_path, halls=halls)

    assert [line for line in lines(imported) if line.startswith("~")] == [
        '~ hall h1 "Odeon, Hall 1": timezone nothing → "Europe/London"',
        (
            '~ screening s1 "Cléo": start "2026-10-21T19:00" → "2026-10-21T20:00"; '
            'end "2026-10-21T20:45" → "2026-10-21T21:45"'
        ),
        '~ screening s2 "=Equals, and more": start "2026-10-21T23:30" → "2026-10-22T00:30"',
    ]
    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 21, 19, tzinfo=UTC)
    assert bring_in(tmp_path, halls=halls).difference.is_empty
    bring_in(tmp_path, halls=halls.replace("Europe/London", ""))
    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 21, 18, tzinfo=UTC)
    assert Venue.objects.get(name="Odeon").timezone == ""


def test_sections_that_differ_in_their_capitals_alone_stay_two(tmp_path: Path) -> None:
    festival = world.festival(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31))
    world.section(festival, "classics")
    world.section(festival, "Classics")
    bring_in(tmp_path)

    assert Film.objects.get(ref="f1").section == Section.objects.get(name="Classics")
    assert Section.objects.count() == 3


def test_names_that_change_places_are_refused_and_not_an_error(tmp_path: Path) -> None:
    bring_in(tmp_path)
    swapped = HALLS.replace("Hall 1", "Hall x").replace("Hall 2", "Hall 1").replace("Hall x", "Hall 2")

    assert "import the first with a name of its own" in refusal(tmp_path, halls=swapped)


def test_a_workbook_with_real_dates_and_numbers_is_the_same_programme(tmp_path: Path) -> None:
    bring_in(tmp_path)
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

    assert imported.difference.is_empty
    assert imported.difference.unchanged == {"festival": 1, "film": 2, "screening": 1}


def test_the_number_of_queries_does_not_grow_with_the_programme(tmp_path: Path, django_assert_num_queries: Any) -> None:
    def films(count: int, runtime: int) -> str:
        return "id,title,runtime\n" + "".join(f"f{number},Film {number},{runtime}\n" for number in range(count))

    bring_in(tmp_path, films=films(1, 90), screenings=None)
    # A savepoint and its release, the festival, and seven for what it holds.
    with django_assert_num_queries(10):
        bring_in(tmp_path, films=films(1, 90), screenings=None)
    bring_in(tmp_path, films=films(30, 90), screenings=None)
    with django_assert_num_queries(10):
        bring_in(tmp_path, films=films(30, 90), screenings=None)
    # Two more write all that changes, and its history.
    with django_assert_num_queries(12):
        bring_in(tmp_path, films=films(30, 91), screenings=None)
    with django_assert_num_queries(12):
        bring_in(tmp_path, films=films(1, 92), screenings=None)


def test_progress_is_reported_by_stage(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_programme(folder(tmp_path / "given"), report=lambda *stage: told.append(stage))

    assert told[:2] == [("reading", 0, 0), ("comparing", 0, 0)]
    assert {stage for stage, _done, _total in told[2:]} == {"writing"}
    written = [done for _stage, done, _total in told[2:]]
    assert written == sorted(written)
    assert told[-1][1] == told[-1][2] > 0
