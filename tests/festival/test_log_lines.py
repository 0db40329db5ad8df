"""What the log says of a refusal and of a fault, through the handler and the formatter the settings name."""

import logging
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

import pytest
from django.http import HttpRequest
from django.test import Client

from festival.log_lines import OneLineFormatter
from screenings.public.views import home
from tests.addresses import the_house, visitor

BOARD = "/admin/screenings/festival/1/board/moves/"
FORM = "application/x-www-form-urlencoded"


class HungUp(BytesIO):
    """The body of a request whose sender is gone."""

    def read(self, size: int | None = -1) -> bytes:
        raise BrokenPipeError("gone")


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the site's own handler writes, in place of standard error."""
    console = next(each for each in logging.getLogger().handlers if each.name == "console")
    assert isinstance(console, logging.StreamHandler)
    stream = StringIO()
    before = console.setStream(stream)
    yield stream
    if before is not None:
        console.setStream(before)


@pytest.fixture
def scheduler(db: None) -> Client:
    the_house()
    return visitor("scheduler")


def hang_up(client: Client) -> int:
    broken = {"wsgi.input": HungUp(), "CONTENT_LENGTH": "9", "CONTENT_TYPE": FORM}
    return client.post(BOARD, **broken).status_code


def without_token(client: Client) -> int:
    client.handler.enforce_csrf_checks = True
    return client.post(BOARD).status_code


REFUSALS: dict[str, tuple[int, Callable[[Client], int]]] = {
    "a page that is not there": (404, lambda client: client.get("/harbour/films/nothing/").status_code),
    "an address with line ends": (404, lambda client: client.get("/x%0A2026-10-10 ERROR forged%0Dx/").status_code),
    "what the group may not do": (403, lambda client: client.get("/admin/screenings/festival/add/").status_code),
    "a form without its token": (403, without_token),
    "a foreign host": (400, lambda client: client.get("/admin/", headers={"host": "evil.example"}).status_code),
    "a lookup that is not allowed": (
        400,
        lambda client: client.get("/admin/screenings/film/?section__festival__films__title=x").status_code,
    ),
    "an unreadable form": (
        400,
        lambda client: client.post(BOARD, data=b"x", content_type="multipart/form-data; boundary=").status_code,
    ),
    "too many fields": (400, lambda client: client.post(BOARD, {f"f{n}": "" for n in range(1001)}).status_code),
    "a form too long": (
        400,
        lambda client: client.post(BOARD, data=b"a=" + b"x" * 2_621_441, content_type=FORM).status_code,
    ),
    "a method it does not take": (405, lambda client: client.post("/harbour/").status_code),
    "a move the board cannot make": (422, lambda client: client.post(BOARD).status_code),
    "somebody who hung up": (500, hang_up),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_of_somebody_logged_in_is_one_line(refusal: str, scheduler: Client, written: StringIO) -> None:
    status, ask = REFUSALS[refusal]
    scheduler.raise_request_exception = False

    assert ask(scheduler) == status

    lines = written.getvalue().splitlines()
    assert len(lines) == 1, written.getvalue()
    assert " WARNING django." in lines[0] or " ERROR django." in lines[0]


def test_a_fault_of_ours_keeps_one_traceback(
    scheduler: Client, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(request: HttpRequest) -> None:
        raise ZeroDivisionError("halves of nothing")

    monkeypatch.setattr(home, "current_festival", broken)
    scheduler.raise_request_exception = False

    assert scheduler.get("/").status_code == 500

    text = written.getvalue()
    assert text.splitlines()[0].endswith(" ERROR django.request: Internal Server Error: /")
    assert text.count("Traceback (most recent call last)") == 1
    assert text.endswith("ZeroDivisionError: halves of nothing\n")


def test_a_message_writes_no_line_of_its_own() -> None:
    """A name typed at the login, an address: whatever a library puts into a message."""
    record = logging.makeLogRecord({"msg": "No %s", "args": ("Ada\n2026-10-10 ERROR forged\r\u2028\x1b[31m",)})

    assert OneLineFormatter("%(message)s").format(record) == "No Ada\\n2026-10-10 ERROR forged\\r\\u2028\\x1b[31m"
