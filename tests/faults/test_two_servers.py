"""Two servers with folders of their own on one PostgreSQL: what the one has shown is done by the other."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import connection
from django.http import HttpResponse

from tests.benchmarks.served import served
from tests.faults.browser_user import BrowserUser, TimedResponse
from tests.faults.servers import wait_until
from tests.pages import Element, read
from tests.races.conftest import told

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite takes one server"),
]


class AtTwo:
    """Somebody behind a balancer: each request goes to the other server than the last."""

    def __init__(self, one: int, other: int) -> None:
        self.user, self.ports = BrowserUser(one), (one, other)
        self.user.sign_in()

    def get(self, path: str) -> TimedResponse:
        return self._elsewhere().get(path)

    def send(self, page: TimedResponse, path: str, /, *, file: bytes | None = None, **typed: str) -> TimedResponse:
        """The form of the page with what is typed over it."""
        fields, files = {**page.fields(), **typed}, {"file": file} if file else None
        return self._elsewhere().post(path, fields, files, ending="csv")

    def _elsewhere(self) -> BrowserUser:
        one, other = self.ports
        self.user.port = other if self.user.port == one else one
        return self.user


@pytest.fixture
def ada(environment: dict[str, str], keys: dict[str, Any], tmp_path: Path) -> Any:
    with ExitStack() as stack:
        ports = []
        for name in ("one", "other"):
            folder = tmp_path / name
            folder.mkdir()
            given = {**environment, "DATA_DIR": str(folder)}
            ports.append(stack.enter_context(served(given, tmp_path / f"{name}.log")))
        yield AtTwo(*ports)


def titles(environment: dict[str, str]) -> list[str]:
    found: list[str] = told(environment, "tests.faults.ground", "look")["titles"]
    return found


def page(answer: TimedResponse) -> Element:
    assert answer.status == 200, answer.text
    return read(cast(HttpResponse, answer))


def test_what_is_shown_here_is_done_there(ada: AtTwo, environment: dict[str, str], keys: dict[str, Any]) -> None:
    assistant = f"/admin/screenings/festival/{keys['festival']}/bring-in/"
    pasted = "Title\tDate\tTime\tCinema\nLola\t12.10.2026\t20:00\tOdeon, Hall 1\n"
    checked = ada.send(ada.get(assistant), assistant, pasted=pasted)
    checked = ada.send(checked, f"{assistant}check/")
    assert "added 1 film and 1 screening" in page(checked).text
    assert titles(environment) == ["Cléo"]
    assert ada.send(checked, f"{assistant}write/").status == 302
    assert titles(environment) == ["Cléo", "Lola"]

    films = "/admin/screenings/film/"
    shown = ada.send(ada.get(f"{films}import/"), f"{films}import/", file=b"id,title\n7,Ida\n")
    assert "Ida" in page(shown).text
    assert ada.send(shown, f"{films}process_import/").status == 302
    assert titles(environment) == ["Cléo", "Ida", "Lola"]

    table = "/admin/screenings/film/table/"
    checked = ada.send(ada.get(table), table, edits=f'[[{keys["film"]}, "title", "Cléo", "Cleo"]]', _check="1")
    assert "Cleo" in page(checked).text
    assert ada.send(checked, table, _save="1").status == 302
    assert titles(environment) == ["Cleo", "Ida", "Lola"]

    ticked = {"action": "hold", "_selected_action": str(keys["film"]), "reason": "Rights"}
    shown = ada.send(ada.get(films), films, **ticked, _show="1")
    assert "On hold. The public keeps this time and place." in page(shown).text
    assert ada.send(shown, films, _do="1").status == 302
    assert "by ada: Rights" in page(ada.get("/admin/screenings/screening/?hold=yes")).text


def test_a_proposal_that_is_sought_here_is_looked_at_and_taken_over_there(
    ada: AtTwo, environment: dict[str, str], keys: dict[str, Any]
) -> None:
    add = "/admin/screenings/screening/add/"
    assert ada.send(ada.get(add), add, film=str(keys["film"]), _save="1").status == 302
    below = f"/admin/screenings/festival/{keys['festival']}/proposals/"
    asked = ada.send(ada.get(below), below, kind="unplaced", seconds="1")
    assert asked.status == 302, page(asked).text
    run = asked.headers["Location"]
    for _server in ada.ports:
        wait_until(lambda: "is-over" in ada.get(f"{run}progress/").text)
    scenario = page(ada.get(run)).only("Compare with the timetable, and take it over", "a")["href"]
    assert ada.send(ada.get(scenario), scenario, do="ticked").status == 302
    assert "Taken over: " in page(ada.get(scenario)).text
    assert told(environment, "tests.faults.ground", "look")["moves"] == 1
