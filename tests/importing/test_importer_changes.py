"""A second import of a programme that was edited: what changes, and what does not."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screenings.models import Festival, Film, FilmPart, Hall, Screening, Venue
from tests.importing.run_import import lines, rows, run_import
from tests.importing.sample_programme import FESTIVAL, FILMS, HALLS, SCREENINGS

pytestmark = pytest.mark.django_db


def test_a_changed_row_changes_that_row_only_and_keeps_the_uid(tmp_path: Path) -> None:
    run_import(tmp_path)
    before = rows()
    moved = SCREENINGS.replace("s2,f2,h2,2026-10-22T00:30", "s2,f2,h3,2026-10-25T02:30+01:00")
    imported = run_import(tmp_path, screenings=moved)

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
    run_import(tmp_path)
    films = FILMS.splitlines()
    people = "Andrew Haigh,Anna Karina (Anna)|Jean-Luc"
    films[1:3] = [f"f1,Cleo,Cléo,1961,91,Restored,Comedy,BE,de,fr|nl,{people},Short.,,short,PG,local"]
    imported = run_import(tmp_path, films="\n".join(films) + "\n")

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
    assert run_import(tmp_path, films="\n".join(films) + "\n").diff.is_empty
    cleo = Film.objects.get(ref="f1")
    assert (cleo.slug, cleo.sort_title, cleo.search_text) == ("cleo", "cleo", "cleo cleo")


def test_parts_change_and_their_order_counts(tmp_path: Path) -> None:
    run_import(tmp_path)
    imported = run_import(tmp_path, films=FILMS.replace("f1|f2", "f2|f1"))

    assert lines(imported) == ['~ film f3 "Harbour Shorts": parts "f1|f2" → "f2|f1"']
    parts = FilmPart.objects.filter(programme__ref="f3").order_by("order")
    assert list(parts.values_list("part__ref", "order")) == [("f2", 0), ("f1", 1)]


def test_halls_and_venues_change(tmp_path: Path) -> None:
    run_import(tmp_path)
    halls = HALLS.replace("Hall 2,80", "Blue Hall,81").replace("Quay 1", "Quay 7").replace("53.5436", "53.5")
    imported = run_import(tmp_path, halls=halls)

    assert lines(imported) == [
        '~ hall h1 "Odeon, Hall 1": address "Quay 1" → "Quay 7"; latitude "53.5436" → "53.5"',
        '~ hall h2 "Odeon, Blue Hall": hall "Hall 2" → "Blue Hall"; capacity "80" → "81"',
    ]
    assert Venue.objects.get(name="Odeon").address == "Quay 7"
    assert run_import(tmp_path, halls=halls).diff.is_empty


def test_a_venue_whose_halls_all_bear_a_new_name_is_renamed(tmp_path: Path) -> None:
    run_import(tmp_path)
    odeon = Venue.objects.get(name="Odeon")
    imported = run_import(tmp_path, halls=HALLS.replace("Odeon", "Odeon Palace"))

    assert lines(imported) == ['~ hall odeon "Odeon": venue "Odeon" → "Odeon Palace"']
    assert next(iter(Venue.objects.order_by("pk").values_list("pk", "name", "slug"))) == (
        odeon.pk,
        "Odeon Palace",
        "odeon",
    )
    assert Venue.objects.count() == 2
    assert run_import(tmp_path, halls=HALLS.replace("Odeon", "Odeon Palace")).diff.is_empty


def test_one_hall_of_two_moves_to_another_venue(tmp_path: Path) -> None:
    run_import(tmp_path)
    halls = HALLS.replace("h2,Odeon,Hall 2", "h2,Pier,Hall 2")
    imported = run_import(tmp_path, halls=halls)

    assert lines(imported) == ['~ hall h2 "Pier, Hall 2": venue "Odeon" → "Pier"']
    assert list(Hall.objects.filter(venue__name="Pier").order_by("ref").values_list("ref", "slug")) == [
        ("h2", "hall-2"), ("h3", "pier"),
    ]  # fmt: skip
    assert run_import(tmp_path, halls=halls).diff.is_empty


def test_a_venue_written_in_other_capitals_is_the_same_one(tmp_path: Path) -> None:
    run_import(tmp_path)
    halls = HALLS.replace("Odeon", "ODEON").replace("h3,Pier,Pier,,,,,,,,\n", "h4,PIER,Deck,,,,,,,,\n")
    imported = run_import(tmp_path, halls=halls)

    assert lines(imported) == [
        '+ hall h4 "Pier, Deck"',
        '~ hall odeon "Odeon": venue "Odeon" → "ODEON"',
        '= hall h3 "Pier" is not in the file and stays as it is',
    ]
    assert sorted(Venue.objects.values_list("name", flat=True)) == ["ODEON", "Pier"]
    assert run_import(tmp_path, halls=halls).diff.is_empty


def test_a_column_that_is_left_out_leaves_what_is_there_and_an_empty_cell_does_not(tmp_path: Path) -> None:
    run_import(tmp_path)
    imported = run_import(tmp_path, films="id,title,year\nf1,Cléo,\n", halls=None, screenings="id,film,notes\ns1,f1,\n")

    assert [line for line in lines(imported) if line.startswith("~")] == [
        '~ film f1 "Cléo": year "1962" → nothing',
        '~ screening s1 "Cléo": notes "Bring the reel" → nothing',
    ]
    screening = Screening.objects.get(ref="s1")
    assert (screening.film.runtime, screening.stated_length, screening.intro) == (90, 105, 5)


def test_a_screening_that_loses_its_place_keeps_the_length_it_was_given(tmp_path: Path) -> None:
    run_import(tmp_path)
    off = SCREENINGS.replace("s1,f1,h1,2026-10-21T20:00,2026-10-21T21:45", "s1,f1,,,")
    imported = run_import(tmp_path, screenings=off)

    assert lines(imported) == ['~ screening s1 "Cléo": hall "h1" → nothing; start "2026-10-21T20:00" → nothing']
    screening = Screening.objects.get(ref="s1")
    assert (screening.hall, screening.starts_at, screening.stated_length) == (None, None, 105)


def test_an_end_stays_stated_even_where_film_and_pauses_say_the_same(tmp_path: Path) -> None:
    run_import(tmp_path, screenings=SCREENINGS.replace("2026-10-21T21:45", "2026-10-21T21:35"))

    assert Screening.objects.get(ref="s1").stated_length == 95  # 5 + 90


def test_the_facts_of_the_festival_change(tmp_path: Path) -> None:
    run_import(tmp_path)
    festival = FESTIVAL.replace("2026-10-31", "2026-11-05").replace("06:00:00", "05:30:00")
    later = SCREENINGS.replace("2026-10-23T18:00", "2026-11-04T18:00")
    imported = run_import(tmp_path, festival=festival, screenings=later)

    assert lines(imported) == [
        (
            '~ festival harbour "Harbour Film Festival": ends_on "2026-10-31" → "2026-11-05"; '
            'day_starts_at "06:00:00" → "05:30:00"'
        ),
        '~ screening s4 "Cléo": start "2026-10-23T18:00" → "2026-11-04T18:00"',
    ]
    assert Festival.objects.get().ends_on == date(2026, 11, 5)
