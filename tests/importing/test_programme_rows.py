"""What comes out of one database and goes into another is the same festival, row by row."""

from pathlib import Path
from typing import Any

import pytest

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Festival, Person
from tests import world
from tests.importing.random_festival import random_festival
from tests.importing.sample_programme import zipped
from tests.importing.snapshots import CARRIED, EXCEPTIONS, NOT_CARRIED, models_of_a_festival, snapshot
from tests.loading.rich_festival import rich

pytestmark = pytest.mark.django_db


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
