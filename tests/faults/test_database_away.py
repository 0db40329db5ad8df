"""PostgreSQL is away: what is kept is served, what is sent comes back, and when it is there again all goes on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.browser.signing_in import PASSWORD
from tests.faults.browser_user import BrowserUser, TimedResponse
from tests.faults.conftest import UNGUARDED
from tests.faults.postgres_proxy import PostgresProxy
from tests.races.conftest import told

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file and not away"),
]
KEPT = (
    "/harbour/screenings.ics", "/harbour/screenings/", "/harbour/changes/", "/harbour/screenings.json",
    "/harbour/changes.atom", "/harbour/screenings/?q=cleo",
)  # fmt: skip


@pytest.fixture
def line(environment: dict[str, str]) -> Iterator[PostgresProxy]:
    with psycopg.connect(environment["DATABASE_URL"].replace("postgres:", "postgresql:", 1)) as direct:
        folder, port = direct.info.host, direct.info.port
        if not folder.startswith("/"):
            pytest.skip("PostgreSQL is not on a socket of this machine")
        line = PostgresProxy(f"{folder}/.s.PGSQL.{port}")
    yield line
    with suppress(OSError):
        line.cut()


@pytest.fixture
def through_line(environment: dict[str, str], line: PostgresProxy) -> dict[str, str]:
    """The site's address of it, by whoever runs this."""
    with psycopg.connect(environment["DATABASE_URL"].replace("postgres:", "postgresql:", 1)) as direct:
        user = direct.info.user
    name = urlsplit(environment["DATABASE_URL"]).path.lstrip("/")
    return {"DATABASE_URL": f"postgres://{user}@127.0.0.1:{line.port}/{name}"}


def asked(port: int, number: int) -> list[TimedResponse]:
    """So many of what is kept, four at a time."""
    with ThreadPoolExecutor(4) as pool:
        paths = [path for path, _ in zip(cycle(KEPT), range(number), strict=False)]
        return list(pool.map(BrowserUser(port).get, paths))


def test_what_is_kept_is_served_and_what_is_sent_comes_back(
    serve: Callable[..., BrowserUser], environment: dict[str, str], through_line: dict[str, str], keys: dict[str, Any],
    line: PostgresProxy,
) -> None:  # fmt: skip
    nobody = serve(**through_line)
    ada, guest = BrowserUser(nobody.port).sign_in(), BrowserUser(nobody.port)
    address = f"/admin/screenings/film/{keys['film']}/change/"
    board = f"/admin/screenings/festival/{keys['festival']}/board/moves/"
    form, login = ada.get(address).fields(), guest.get("/admin/login/").fields()
    bodies = {path: nobody.get(path).content for path in KEPT}
    line.cut()
    answers = asked(nobody.port, 120)
    assert [answer.status for answer in answers] == [200] * 120
    assert {answer.content for answer in answers} == set(bodies.values())
    saved = ada.post(address, {**form, "title": "Typed over", "_save": "1"})
    moved = ada.post(board, {"do": "undo"}, Accept="application/json", **{"X-CSRFToken": ada.cookies["csrftoken"]})
    logged_in = guest.post("/admin/login/", {**login, "username": "dua", "password": PASSWORD})
    for answer, words in ((saved, "Typed over"), (moved, "does not answer"), (logged_in, "dua")):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "10"), answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert words in answer.text
    assert PASSWORD not in logged_in.text
    unkept, health = nobody.get("/harbour/films/"), nobody.get("/healthz")
    assert (unkept.status, health.status, health.text) == (503, 503, "the database does not answer\n")
    again = saved.fields()
    line.restore()
    assert nobody.get("/healthz").text == "ok\n"
    assert nobody.get("/harbour/films/").status == 200
    assert ada.post(address, again).status == 302
    assert guest.post("/admin/login/", {**logged_in.fields(), "password": PASSWORD}).status == 302
    assert told(environment, "tests.faults.ground", "look")["titles"] == ["Typed over"]


def test_a_restart_under_load_is_not_noticed_by_who_reads_what_is_kept(
    serve: Callable[..., BrowserUser], through_line: dict[str, str], line: PostgresProxy
) -> None:
    nobody = serve(**through_line)
    for path in KEPT:
        assert nobody.get(path).status == 200
    with ThreadPoolExecutor(1) as pool:
        load = pool.submit(asked, nobody.port, 600)
        for _ in range(5):
            line.cut()
            line.restore()
        statuses = [answer.status for answer in load.result()]
    assert statuses == [200] * 600
    assert nobody.get("/harbour/films/").status == 200


def test_without_the_guard_a_save_is_a_bare_error(
    serve: Callable[..., BrowserUser], through_line: dict[str, str], keys: dict[str, Any], line: PostgresProxy
) -> None:
    nobody = serve(UNGUARDED, **through_line)
    ada = BrowserUser(nobody.port).sign_in()
    address = f"/admin/screenings/film/{keys['film']}/change/"
    form = ada.get(address).fields()
    line.cut()
    answer = ada.post(address, {**form, "title": "Typed over", "_save": "1"})
    assert (answer.status, "Typed over" in answer.text) == (500, False)
