"""A form is saved, and published, while an import writes: whoever comes second waits, and neither is broken off."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client

from screenings.models import Festival, Film
from screenings.publishing import publish
from screenings.reliability import version_triggers
from screenings.reliability.version_triggers import RENEWS
from tests.desk.forms import fields_of, form_of
from tests.importing.run_import import run_import
from tests.importing.sample_programme import FILMS
from tests.reliability.tokens import renewed, tokens
from tests.world import SPRING

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]
LONGER = {"f1": FILMS.replace(",1962,90,", ",1962,95,"), "f2": FILMS.replace(",,,105,", ",,,110,")}
PATIENCE = 20.0  # seconds


class Outcome(NamedTuple):
    """What the form was answered, and what the database broke the import off with."""

    form: int
    import_failed: str


@pytest.fixture
def festival(tmp_path: Path) -> Festival:
    """It publishes as saved, and is public."""
    run_import(tmp_path)
    made = Festival.objects.get()
    publish(made, at=SPRING)
    Festival.objects.update(publishing="as-saved")
    return Festival.objects.get()


@contextmanager
def told_of_the_first_write(
    before: Callable[[], object], after: Callable[[], object], *, takes_locks: bool = False
) -> Iterator[None]:
    """Of this thread, to a table of the programme, or of the lock that it takes first."""
    written: list[str] = []

    def execute_and_tell(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        writes = any(sql.startswith((f'INSERT INTO "{table}"', f'UPDATE "{table}"')) for table in RENEWS)
        if is_first := not written and (writes or (takes_locks and "FOR NO KEY UPDATE" in sql)):
            written.append(sql)
            before()
        result = execute(sql, params, many, context)
        if is_first:
            after()
        return result

    with connection.execute_wrapper(execute_and_tell):
        yield


def at_once(folder: Path, form_changes: str, import_changes: str) -> Outcome:
    """The form has written when the import begins, and goes on when the import has written or waits."""
    form_wrote, import_writes = Event(), Event()
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    address = form_of(Film.objects.get(ref=form_changes))
    form = {**fields_of(client.get(address)), "title": "Cléo, again", "_save": "1"}
    found: dict[str, Any] = {"form": 0, "import": ""}

    def wait_for_the_import() -> None:
        form_wrote.set()
        assert import_writes.wait(PATIENCE)
        sleep(0.3)  # by now it waits, if it has to

    def save() -> None:
        with told_of_the_first_write(lambda: None, wait_for_the_import):
            found["form"] = client.post(address, form).status_code
        connection.close()

    def bring_in() -> None:
        assert form_wrote.wait(PATIENCE)
        try:
            with told_of_the_first_write(import_writes.set, lambda: None, takes_locks=True):
                run_import(folder, films=LONGER[import_changes])
        except OperationalError as broken_off:
            found["import"] = str(broken_off).partition("\n")[0]
        import_writes.set()
        connection.close()

    threads = [Thread(target=save), Thread(target=bring_in)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Outcome(found["form"], found["import"])


@pytest.mark.parametrize("import_changes", ["f1", "f2"], ids=["the same film", "another film"])
def test_a_form_and_an_import_at_once_are_both_saved(festival: Festival, tmp_path: Path, import_changes: str) -> None:
    before = tokens(festival)
    assert at_once(tmp_path, "f1", import_changes) == Outcome(302, "")
    assert Film.objects.get(ref=import_changes).runtime in (95, 110)
    assert renewed(before, tokens(festival)) == {"working", "live", "public"}


def test_tokens_that_are_renewed_at_once_break_one_of_them_off(
    festival: Festival, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who has written holds the festival's token, and publishing waits for who waits for that."""

    def at_once_trigger(prefix: str, table: str, events: str) -> str:
        return f"""CREATE TRIGGER {prefix}_{table} AFTER {events} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {version_triggers.PREFIX}_{table}()"""

    with monkeypatch.context() as patched:
        patched.setattr(version_triggers, "_deferred", at_once_trigger)
        version_triggers._statements.cache_clear()
        version_triggers.install(connection)
    try:
        outcome = at_once(tmp_path, "f1", "f2")
    finally:
        version_triggers._statements.cache_clear()
        version_triggers.install(connection)
    assert (outcome.form == 503) != (outcome.import_failed == "deadlock detected"), outcome
    assert version_triggers.missing(connection) == []
