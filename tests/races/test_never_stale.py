"""No answer is older than a save that was acknowledged before it was asked for, on every server there is.

One process saves revision after revision and publishes some, somebody saves others by a form; everybody else reads.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import sleep
from typing import Any, NamedTuple

import pytest
from django.db import connection

from tests.faults.browser_user import BrowserUser, TimedResponse
from tests.faults.servers import GRANIAN, ROOT, SERVE, free_port, started
from tests.races.conftest import told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = float(os.environ.get("RACE_SECONDS", "60")) / 2
CONTROL_SECONDS = 6.0
ENOUGH = 10  # answers of a kind
DEAF = tuple("tests.races.deaf_wsgi:application" if part == "festival.wsgi:application" else part for part in GRANIAN)
REVISION = re.compile(r"Revision (\d+)")
EDITION = re.compile(r"Edition (\d+)")


@dataclass
class Acknowledged:
    """What somebody has been told is saved: the revision, the one that is public, the edition by form; and the board's
    version at each revision.
    """

    saved: int = 0
    public: int = 0
    edition: int = 0
    versions: dict[str, int] = field(default_factory=dict)


class Page(NamedTuple):
    """Where it is, what was acknowledged of it, and which of it an answer shows, the oldest where it shows several."""

    path: str
    acknowledged: Callable[[Acknowledged], int]
    shown: Callable[[str, Acknowledged], int]


def heading(number: re.Pattern[str]) -> Callable[[str, Acknowledged], int]:
    return lambda text, _: int(number.findall(text.partition("<h1")[2].partition("</h1>")[0])[0])


def oldest(text: str, _: Acknowledged) -> int:
    return min(map(int, REVISION.findall(text)))


def of_version(text: str, acknowledged: Acknowledged) -> int:
    """A version that is seen for the first time may be of one save that was not acknowledged yet, and of none after."""
    return acknowledged.versions.setdefault(json.loads(text)["version"], acknowledged.saved + 1)


def pages(keys: dict[str, Any]) -> dict[str, Page]:
    board = f"/admin/screenings/festival/{keys['festival']}/board"
    return {
        "film": Page("/harbour/films/revision/", lambda said: said.saved, heading(REVISION)),
        "film by form": Page("/harbour/films/edition/", lambda said: said.edition, heading(EDITION)),
        "board": Page(f"{board}/2026-10-10/", lambda said: said.saved, oldest),
        "pulse": Page(f"{board}/pulse/", lambda said: said.saved, of_version),
        "timetable": Page("/harbour/timetable/2026-10-10/", lambda said: said.public, oldest),
        "section": Page("/harbour/sections/section/", lambda said: said.public, oldest),
        "listing": Page("/harbour/screenings/", lambda said: said.public, oldest),
        "calendar": Page("/harbour/screenings.ics", lambda said: said.public, oldest),
        "JSON": Page("/harbour/screenings.json", lambda said: said.public, oldest),
    }


class Found(NamedTuple):
    """How many answers of each kind, of them how many told that nothing has changed, and how many were too old."""

    asked: Counter[str]
    unchanged: Counter[str]
    stale: Counter[str]


def read(reader: BrowserUser, kind: str, page: Page, said: Acknowledged, found: Found, over: Event) -> None:
    """Every other time with the validator of what it has."""
    tag, has = "", 0
    while not over.is_set():
        due = page.acknowledged(said)
        conditional = {"If-None-Match": tag} if tag and found.asked[kind] % 2 else {}
        answer: TimedResponse = reader.get(page.path, **conditional)
        assert answer.status in (200, 304), answer.text
        found.asked[kind] += 1
        if answer.status == 304:
            found.unchanged[kind] += 1
        else:
            tag, has = answer.headers.get("ETag", ""), page.shown(answer.text, said)
        found.stale[kind] += has < due


def revise(environment: dict[str, str], seconds: float, said: Acknowledged) -> None:
    command = [sys.executable, "-m", "tests.races.revising", str(seconds)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            given = json.loads(line)
            said.versions[given["version"]] = given["saved"]
            said.saved, said.public = given["saved"], given["public"]
    assert process.returncode == 0


def edit(ada: BrowserUser, film: int, said: Acknowledged, over: Event) -> None:
    address = f"/admin/screenings/film/{film}/change/"
    while not over.is_set():
        form = ada.get(address).fields()
        if ada.post(address, {**form, "title": f"Edition {said.edition + 1}", "_save": "1"}).status == 302:
            said.edition += 1
        sleep(0.2)


@contextmanager
def threads(*work: Callable[[], object]) -> Iterator[None]:
    """Ends when the body does and the work is over. What one of them raises is raised."""
    faults: list[BaseException] = []

    def run(each: Callable[[], object]) -> None:
        try:
            each()
        except BaseException as fault:
            faults.append(fault)

    running = [Thread(target=run, args=(each,)) for each in work]
    for thread in running:
        thread.start()
    try:
        yield
    finally:
        for thread in running:
            thread.join()
    if faults:
        raise faults[0]


def under_load(environment: dict[str, str], command: tuple[str, ...], seconds: float) -> Found:
    """On PostgreSQL of two servers, on SQLite of the one there may be."""
    keys = told(environment, "tests.races.revising", "make")
    said, over, found = Acknowledged(), Event(), Found(Counter(), Counter(), Counter())
    with ExitStack() as stack:
        ports = [free_port() for _ in range(2 if connection.vendor == "postgresql" else 1)]
        for port in ports:
            stack.enter_context(started(environment, *command, port=port))
        ada = BrowserUser(ports[0]).sign_in()
        readers = []
        for port in ports:
            for kind, page in pages(keys).items():
                reader = BrowserUser(port)
                reader.cookies = dict(ada.cookies)
                readers.append(lambda args=(reader, kind, page, said, found, over): read(*args))
        with threads(*readers, lambda: edit(ada, keys["by_form"], said, over)):
            try:
                revise(environment, seconds, said)
            finally:
                over.set()
    print(connection.vendor, command[2], said.saved, said.public, said.edition, found)
    assert min(said.saved, said.public, said.edition + 1) > 1
    return found


def test_no_answer_is_older_than_what_was_saved_before_it_was_asked_for(environment: dict[str, str]) -> None:
    found = under_load(environment, SERVE, SECONDS)
    assert found.stale.total() == 0
    assert min(found.asked.values()) > ENOUGH
    assert {"film", "listing", "calendar", "pulse"} <= {kind for kind, number in found.unchanged.items() if number}


def test_servers_that_read_the_tokens_once_answer_with_what_is_too_old(environment: dict[str, str]) -> None:
    """The control, in which nothing but that is other."""
    found = under_load(environment, DEAF, CONTROL_SECONDS)
    assert {kind for kind, number in found.stale.items() if number} == set(found.asked)
