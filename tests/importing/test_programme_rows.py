"""What comes out of one database and goes into another is the same festival, row by row."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from screenings.desk.export_tables import table_file
from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.importing.rows import TABLES
from screenings.models import Credit, Festival, Film, Person, Role
from tests import world
from tests.importing.random_festival import random_festival
from tests.importing.sample_programme import zipped
from tests.importing.snapshots import CARRIED, EXCEPTIONS, NOT_CARRIED, models_of_a_festival, snapshot
from tests.loading.rich_festival import rich

pytestmark = pytest.mark.django_db
PROGRAMMES = Path(__file__).parents[2].parent / "shared" / "programmes"


def wipe() -> None:
    for model in reversed(CARRIED):
        model._default_manager.all().delete()
    Person.objects.all().delete()


@pytest.mark.parametrize("seed", range(6))
def test_a_festival_comes_out_whole(settings: Any, tmp_path: Path, seed: int) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    festival = random_festival(seed)
    before = snapshot(festival)
    folder = tmp_path / str(seed)
    export_programme(festival, folder)
    packed = zipped(folder, tmp_path / f"{seed}.zip")
    for same in (folder, packed):
        assert list(import_programme(same).diff.lines()) == []
    assert snapshot(festival) == before

    wipe()
    elsewhere = import_programme(packed).festival

    after = snapshot(Festival.objects.get(pk=elsewhere.pk))
    assert after == before
    assert list(import_programme(folder).diff.lines()) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_festival_comes_out_whole_but_for_pictures_as_a_workbook(settings: Any, tmp_path: Path, seed: int) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    festival = random_festival(seed)
    before = snapshot(festival, with_uids=True, with_pictures=False)
    book = tmp_path / "book.xlsx"
    book.write_bytes(table_file(festival, ("festival", *TABLES), "xlsx", with_uids=True))
    assert list(import_programme(book).diff.lines()) == []
    assert snapshot(festival, with_uids=True, with_pictures=False) == before

    wipe()
    elsewhere = import_programme(book).festival

    after = snapshot(Festival.objects.get(pk=elsewhere.pk), with_uids=True, with_pictures=False)
    assert after == before
    assert list(import_programme(book).diff.lines()) == []


def test_random_festivals_hold_something_in_every_column(settings: Any, tmp_path: Path) -> None:
    """Or a column that gets lost would not be missed."""
    settings.MEDIA_ROOT = tmp_path
    models: tuple[type[Model], ...] = (*CARRIED, Person)
    empty = {(model, field) for model in models for field in model._meta.fields if field.name not in EXCEPTIONS}
    for seed in range(6):
        random_festival(seed)
        for model in models:
            for row in model._default_manager.all():
                empty -= {(model, field) for field in row._meta.fields if _is_told(row, field)}
        wipe()

    assert empty == set()


def _is_told(row: Any, field: Any) -> bool:
    value = getattr(row, field.name)
    return bool(value) and (not field.has_default() or value != field.get_default())


@pytest.mark.parametrize("characters", [("Herself",), ("", "Herself"), ("Herself", ""), ("One", "Two")])
def test_a_director_who_is_said_to_play_somebody_does_so_elsewhere(tmp_path: Path, characters: tuple[str, ...]) -> None:
    """The films' table cannot say it, nor that somebody directs twice."""
    film = world.film(world.festival(), "Cléo")
    for order, character in enumerate(characters):
        credit = Credit(film=film, person=world.person(), role=Role.DIRECTOR, character=character, order=order)
        world.saved(credit)
    export_programme(film.festival, tmp_path)
    wipe()
    import_programme(tmp_path)

    assert list(Credit.objects.order_by("order").values_list("role", "character")) == [
        ("director", character) for character in characters
    ]
    assert list(import_programme(tmp_path).diff.lines()) == []


def test_a_festival_in_which_nothing_clashes_is_one_elsewhere(tmp_path: Path) -> None:
    export_programme(world.festival(clashes=()), tmp_path)
    assert 'clashes = "none"' in (tmp_path / "festival.toml").read_text(encoding="utf-8")
    wipe()

    assert import_programme(tmp_path).festival.clashes == ()


def test_a_film_that_changed_its_address_goes_out_and_comes_back(tmp_path: Path) -> None:
    """Where nobody's address changed: an export leaves out what no row says."""
    film = world.film(world.festival(), "Cléo")
    film.slug = "cleo-from-5-to-7"
    world.saved(film)
    export_programme(film.festival, tmp_path)
    assert "person" not in (tmp_path / "addresses.csv").read_text(encoding="utf-8").splitlines()[0]
    assert list(import_programme(tmp_path).diff.lines()) == []
    wipe()
    import_programme(tmp_path)

    assert list(import_programme(tmp_path).diff.lines()) == []
    assert [str(each) for each in Film.objects.get().former_addresses.all()] == ["cleo"]


def test_a_festival_of_usual_rows_comes_out_whole(tmp_path: Path) -> None:
    festival = world.festival()
    rich(festival)
    before = snapshot(festival)
    export_programme(festival, tmp_path)
    wipe()

    assert snapshot(import_programme(tmp_path).festival) == before


def test_every_table_of_a_festival_is_exported_or_said_to_stay() -> None:
    known = {model.__name__ for model in CARRIED}

    assert models_of_a_festival() == known | NOT_CARRIED.keys(), (
        "Give the new table a place in the import format, or say in NOT_CARRIED why it stays with its site."
    )


def test_every_exception_is_a_field() -> None:
    fields = {field.name for model in (*CARRIED, Person) for field in model._meta.fields}

    assert EXCEPTIONS.keys() <= fields


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMMES.is_dir(), reason="the real programmes are not ours to pass on")
@pytest.mark.parametrize("name", ["goteborg-2026", "hkiff-2026", "sitges-2024"])
def test_a_real_programme_is_the_same_elsewhere_row_by_row(tmp_path: Path, name: str) -> None:
    festival = import_programme(PROGRAMMES / name).festival
    before = snapshot(festival, with_uids=True)
    export_programme(festival, tmp_path / "out", with_uids=True)
    book = tmp_path / "book.xlsx"
    book.write_bytes(table_file(festival, ("festival", *TABLES), "xlsx", with_uids=True))
    for same in (tmp_path / "out", zipped(tmp_path / "out", tmp_path / "out.zip"), book):
        wipe()
        assert snapshot(import_programme(same).festival, with_uids=True) == before
        assert list(import_programme(same).diff.lines()) == []
