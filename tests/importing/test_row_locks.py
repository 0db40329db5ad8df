"""An import on a database where others save meanwhile."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from django.db import connection

from screenings.importing.importer import ATTEMPTS, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Film
from tests.importing.run_import import run_import
from tests.importing.sample_programme import folder

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def by_somebody_else(write: Callable[[], object]) -> None:
    def save() -> None:
        write()
        connection.close()

    thread = Thread(target=save)
    thread.start()
    thread.join()


def import_while(tmp_path: Path, saves: list[int]) -> list[str]:
    """Each time it compares, somebody else saves the next of these running times; what the import then changes."""

    def on_progress(stage: str, done: int, total: int) -> None:
        if stage == "comparing" and saves:
            runtime = saves.pop(0)
            by_somebody_else(lambda: Film.objects.filter(ref="f1").update(runtime=runtime))

    return list(import_programme(folder(tmp_path / "given"), on_progress=on_progress).diff.lines())


def test_what_is_saved_after_the_comparison_is_compared_too(tmp_path: Path) -> None:
    run_import(tmp_path)
    assert import_while(tmp_path, []) == []
    assert import_while(tmp_path, [95]) == ['~ film f1 "Cléo": runtime "95" → "90"']
    assert Film.objects.get(ref="f1").runtime == 90


def test_of_two_imports_at_once_the_second_finds_what_the_first_has_written(tmp_path: Path) -> None:
    run_import(tmp_path, films="id,title\nf0,Vagabond\n", screenings=None)
    first = [True]

    def on_progress(stage: str, done: int, total: int) -> None:
        if stage == "comparing" and first:
            first.clear()
            by_somebody_else(lambda: run_import(tmp_path / "their"))

    assert import_programme(folder(tmp_path / "given"), on_progress=on_progress).diff.is_empty
    assert Film.objects.count() == 4


def test_an_import_that_somebody_saves_beside_each_time_says_so_and_writes_nothing(tmp_path: Path) -> None:
    run_import(tmp_path)
    saves = list(range(95, 95 + ATTEMPTS))
    with pytest.raises(ProgrammeRefused, match="changed each time it was compared"):
        import_while(tmp_path, saves)
    assert (saves, Film.objects.get(ref="f1").runtime) == ([], 94 + ATTEMPTS)
