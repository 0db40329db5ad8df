"""Another program holds the lock that every write needs; four people save, move and log in, and a feed is asked for."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.browser.signing_in import PASSWORD
from tests.faults.browser_user import BrowserUser, TimedResponse
from tests.faults.conftest import UNGUARDED
from tests.races.conftest import told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HELD = 3.0  # seconds; many times what a feed takes, and less than stock software waits
FEED, LISTING = "/harbour/screenings.ics", "/harbour/screenings/"


@contextmanager
def lock_held(environment: dict[str, str]) -> Iterator[None]:
    """As long as it lasts nobody else writes."""
    address = environment["DATABASE_URL"]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(address.replace("postgres:", "postgresql:", 1)) as holding:
        tables = holding.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        holding.execute(f"LOCK TABLE {', '.join(name for (name,) in tables)} IN EXCLUSIVE MODE".encode())
        yield
        holding.rollback()


def four_writers(port: int, keys: dict[str, Any]) -> list[tuple[str, Callable[[], TimedResponse]]]:
    """A save, a move on the board, a new film and a login, each ready to be sent."""
    people = [BrowserUser(port).sign_in(name) for name in ("ada", "ben", "cem")]
    change, add = f"/admin/screenings/film/{keys['film']}/change/", "/admin/screenings/film/add/"
    board = f"/admin/screenings/festival/{keys['festival']}/board/moves/"
    forms = [people[0].get(change).fields(), people[1].get(add).fields()]
    place = {"do": "move", "screening": keys["screening"], "hall": keys["hall"], "time": "22:00", "on": "2026-10-10"}
    token = {"X-CSRFToken": people[2].cookies["csrftoken"], "Accept": "application/json"}
    guest = BrowserUser(port)
    login = guest.get("/admin/login/").fields()
    move = {**place, "day": "2026-10-10", "seen": _seen(people[2], keys)}
    return [
        ("Typed over", lambda: people[0].post(change, {**forms[0], "title": "Typed over", "_save": "1"})),
        ("Typed anew", lambda: people[1].post(add, {**forms[1], "title": "Typed anew", "_save": "1"})),
        ("nothing was saved", lambda: people[2].post(board, move, **token)),
        ("dua", lambda: guest.post("/admin/login/", {**login, "username": "dua", "password": PASSWORD})),
    ]


def _seen(person: BrowserUser, keys: dict[str, Any]) -> str:
    board = person.get(f"/admin/screenings/festival/{keys['festival']}/board/2026-10-10/?open={keys['screening']}")
    return str(board.fields()["seen"])


def meanwhile(
    port: int, writers: list[tuple[str, Callable[[], TimedResponse]]]
) -> tuple[list[TimedResponse], list[TimedResponse]]:
    """The writers' answers, all sent at once, and those that readers got before the last of them was answered."""
    with ThreadPoolExecutor(len(writers)) as pool:
        sent: list[Future[TimedResponse]] = [pool.submit(write) for _, write in writers]
        reader, read = BrowserUser(port), []
        while not all(each.done() for each in sent):
            read += [reader.get(FEED), reader.get(LISTING)]
    return [each.result() for each in sent], read


def test_writers_are_told_so_and_readers_are_served_meanwhile(
    serve: Callable[..., BrowserUser], environment: dict[str, str], keys: dict[str, Any]
) -> None:
    nobody = serve()
    assert nobody.get(FEED).status == nobody.get(LISTING).status == 200
    writers = four_writers(nobody.port, keys)
    before = told(environment, "tests.faults.ground", "look")
    with lock_held(environment):
        answers, read = meanwhile(nobody.port, writers)
    for (typed, _), answer in zip(writers, answers, strict=True):
        assert (answer.status, int(answer.headers["Retry-After"]) > 0) == (503, True), answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert typed in answer.text
    assert "application/json" in answers[2].headers["Content-Type"]
    assert PASSWORD not in answers[3].text
    assert {answer.status for answer in read} == {200}
    slowest, longest = max(answer.seconds for answer in read), max(answer.seconds for answer in answers)
    print(connection.vendor, "readers:", len(read), f"slowest {slowest:.2f} s; writers: {longest:.2f} s at most")
    assert slowest < longest / 3
    assert told(environment, "tests.faults.ground", "look") == before
    # And now they are let in, each with what the page had kept for them.
    assert [write().status for _, write in writers] == [302, 302, 200, 302]
    after = told(environment, "tests.faults.ground", "look")
    assert (after["titles"], after["moves"]) == (["Typed anew", "Typed over"], 1)


def test_a_command_gives_up_with_one_line_and_has_written_nothing(
    environment: dict[str, str], keys: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "films.csv").write_text("id,title\n1,Typed\n", encoding="utf-8")
    before = told(environment, "tests.faults.ground", "look")
    with lock_held(environment):
        running = [
            subprocess.Popen(
                [sys.executable, "manage.py", *command],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for command in (
                ["publish", "--note", "A word"],
                ["import_programme", str(tmp_path), "--festival", "harbour"],
            )
        ]
        ends = [(each.communicate()[1], each.returncode) for each in running]
    for errors, code in ends:
        assert (code, errors.count("\n")) == (75, 1), errors
        assert errors.startswith("The database is busy: another program has been writing to it for too long.")
    assert told(environment, "tests.faults.ground", "look") == before


def test_without_the_guard_they_keep_everybody_waiting(
    serve: Callable[..., BrowserUser], environment: dict[str, str], keys: dict[str, Any]
) -> None:
    nobody = serve(UNGUARDED)
    nobody.get(FEED)
    writers = four_writers(nobody.port, keys)
    with ThreadPoolExecutor(len(writers) + 1) as pool:
        with lock_held(environment):
            sent = [pool.submit(write) for _, write in writers]
            sleep(HELD / 2)
            feed = pool.submit(nobody.get, FEED)
            sleep(HELD)
            hung = not feed.done()
        assert [each.result().status for each in (*sent, feed)]
    assert hung
