"""Which row of the file is which row that is there: by id, by name, by address."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screenings.importing.importer import import_programme
from screenings.models import Film, Hall, Person, Screening, Section, Venue
from tests import world
from tests.importing.run_import import lines, refusal, run_import
from tests.importing.sample_programme import HALLS, folder

pytestmark = pytest.mark.django_db


def test_people_are_the_same_in_every_film_and_edition(tmp_path: Path) -> None:
    varda = world.person("Agnès Varda")
    run_import(tmp_path)

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
    imported = run_import(tmp_path)

    (line,) = [line for line in lines(imported) if line.startswith("~ hall")]
    assert line.startswith('~ hall h1 "Odeon, Hall 1": capacity nothing → "250"; changeover nothing → "20"; ')
    assert '; id nothing → "h1"; address nothing → "Quay 1"; ' in line
    hall.refresh_from_db()
    assert (hall.ref, hall.capacity) == ("h1", 250)
    assert run_import(tmp_path).diff.is_empty


def test_a_hall_that_goes_by_another_id_is_refused(tmp_path: Path) -> None:
    run_import(tmp_path)

    assert refusal(tmp_path, halls=HALLS.replace("h2,Odeon", "x2,Odeon"), screenings=None) == (
        'halls.csv, line 3, id: "Odeon, Hall 2" is there with the id "h2". Write that one.'
    )


def test_a_venue_with_its_own_clock_keeps_it(tmp_path: Path) -> None:
    festival = world.festival()
    world.hall(festival, "Hall 1", venue="Odeon", ref="h1", timezone="America/Los_Angeles")
    run_import(tmp_path)

    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 22, 3, tzinfo=UTC)
    assert run_import(tmp_path).diff.is_empty


def test_a_venue_gets_its_clock_from_the_file_and_loses_it(tmp_path: Path) -> None:
    run_import(tmp_path)
    halls = "id,venue,hall,timezone\nh1,Odeon,Hall 1,Europe/London\nh2,Odeon,Hall 2,\n"
    imported = run_import(tmp_path, halls=halls)

    # The clock of before is corrected, so the hours that the file states anew are the hours it shows.
    assert [line for line in lines(imported) if line.startswith("~")] == [
        '~ hall h1 "Odeon, Hall 1": timezone nothing → "Europe/London"'
    ]
    assert imported.zone_change is not None
    assert len(imported.zone_change.screenings) == 2
    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 21, 19, tzinfo=UTC)
    assert run_import(tmp_path, halls=halls).diff.is_empty
    run_import(tmp_path, halls=halls.replace("Europe/London", ""))
    assert Screening.objects.get(ref="s1").starts_at == datetime(2026, 10, 21, 18, tzinfo=UTC)
    assert Venue.objects.get(name="Odeon").timezone == ""


def test_a_section_or_venue_in_other_capitals_is_the_one_that_is_there(tmp_path: Path) -> None:
    festival = world.festival(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31))
    section = world.section(festival, "CLASSICS")
    world.hall(festival, "HALL 1", venue="ODEON")
    run_import(tmp_path)

    assert Film.objects.get(ref="f1").section == section
    assert list(Section.objects.order_by("pk").values_list("name", flat=True)) == ["CLASSICS", "Shorts"]
    assert Venue.objects.count() == 2


def test_names_that_change_places_are_refused_and_not_an_error(tmp_path: Path) -> None:
    run_import(tmp_path)
    swapped = HALLS.replace("Hall 1", "Hall x").replace("Hall 2", "Hall 1").replace("Hall x", "Hall 2")

    assert "import the first with a name of its own" in refusal(tmp_path, halls=swapped)
