"""What opens a private calendar or a plan is in no line of the log, whatever went wrong."""

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from screenings.models import PrivateAddress
from screenings.sheets import private_feed
from screenings.sheets.private_addresses import revoke_address
from screenings.sheets.secret_addresses import redact_secrets
from tests.addresses import NOON, the_house

TOKEN = "dGhlcmUgaXMgYSBzZWNyZXQg"
WITH_DIGITS = "aB3-xY9_kLmNoPqRsTuVwXyZ"


@pytest.fixture
def written(settings: Any) -> Iterator[StringIO]:
    """All that the handlers of the settings write, each logger's own too, at the loudest level."""
    stream = StringIO()
    loud = {**settings.LOGGING, "root": {**settings.LOGGING["root"], "level": "DEBUG"}}
    logging.config.dictConfig(loud)
    for handler in logging._handlers.values():  # type: ignore[attr-defined]
        if isinstance(handler, logging.StreamHandler) and handler.name in settings.LOGGING["handlers"]:
            handler.setStream(stream)
    yield stream
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def token(db: None) -> str:
    private_feed.FALLBACK_CACHE.__init__()  # type: ignore[misc]
    return str(the_house()["token"])


def broken(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("the disk says no")


def test_no_answer_at_a_private_calendars_address_writes_the_address_down(
    token: str, written: StringIO, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ADMINS = ["ada@harbour.example"]
    client, address = Client(raise_request_exception=False), f"/harbour/house/{token}.ics"
    statuses = {
        "read": client.get(address).status_code,
        "posted to": client.post(address).status_code,
        "another festival's": client.get(f"/other/house/{token}.ics").status_code,
        "with a slash": client.get(f"{address}/").status_code,
        "without its ending": client.get(f"/harbour/house/{token}").status_code,
        "without its room": client.get(f"/harbour/{token}.ics").status_code,
        "in a foreign host": client.get(address, headers={"host": "evil.example"}).status_code,
        "as where one comes from": client.get(
            "/harbour/nothing/", headers={"referer": f"https://testserver{address}"}
        ).status_code,
    }
    revoke_address(PrivateAddress.objects.get(), at=NOON)
    statuses["revoked"] = client.get(address).status_code
    monkeypatch.setattr(private_feed, "find_address", broken)
    statuses["broken"] = client.get(address).status_code
    assert statuses == {
        "read": 200, "posted to": 405, "another festival's": 404, "with a slash": 404, "without its ending": 404,
        "without its room": 404, "in a foreign host": 400, "as where one comes from": 404, "revoked": 404,
        "broken": 500,
    }  # fmt: skip
    log = written.getvalue()
    assert token not in log
    assert mail.outbox == []
    # What went wrong is told all the same.
    for said in (
        "Method Not Allowed (POST): /harbour/house/…",
        "Not Found: /harbour/house/…",
        "the disk says no",
        "Not Found: /harbour/…",
    ):
        assert said in log, said


def test_an_error_at_a_secret_address_is_kept_by_nobody_and_tells_no_page(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = Client(raise_request_exception=False), f"/harbour/house/{token}.ics"
    errors = [client.post(address), client.get(f"{address}/"), client.get(f"/harbour/{token}.ics")]
    monkeypatch.setattr(private_feed, "find_address", broken)
    errors.append(client.get(address))
    for error in errors:
        kept = [error.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")]
        assert kept == ["no-store", "no-referrer", "noindex, nofollow, noarchive"], error.status_code


@pytest.mark.parametrize("name", ["django.request", "django.security.csrf", "django.server", "granian.access", "any"])
def test_every_logger_writes_through_the_filter(name: str, written: StringIO) -> None:
    request = RequestFactory().get(f"/harbour/house/{TOKEN}.ics")
    try:
        raise ValueError(f"https://harbour.example/harbour/plan/{TOKEN}/")
    except ValueError:
        logging.getLogger(name).error(
            "Asked: %s", request.path, exc_info=True, stack_info=True, extra={"request": request}
        )
    assert written.getvalue().count("Asked: /harbour/house/…\n") == 1
    assert "ValueError: https://harbour.example/harbour/plan/…\n" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_a_message_whose_arguments_do_not_fit_is_written_without_its_secret(written: StringIO) -> None:
    logging.getLogger("any").warning("%s %s", *[f"/harbour/house/{TOKEN}.ics"])
    assert TOKEN not in written.getvalue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"GET /harbour/house/{TOKEN}.ics HTTP/1.1", "GET /harbour/house/… HTTP/1.1"),
        (f"(/HARBOUR/House/{TOKEN}.ics?x=1)", "(/HARBOUR/House/…?x=1)"),
        (f"/harbour/plan/{TOKEN}/edit/", "/harbour/plan/…"),
        ("/admin/reset/MQ/c8x3q2-1f0c9a0b/", "/admin/reset/…"),
        (f'"https://harbour.example/{TOKEN}"', '"https://harbour.example/…"'),
        (f"/harbour/house/ {TOKEN}.ics", "/harbour/house/ ….ics"),
        (f"/harbour/house/\n{TOKEN}.ics", "/harbour/house/\n….ics"),
        (f"/harbour/house/<{TOKEN}.ics>", "/harbour/house/<….ics>"),
        (f"/harbour/house/,{TOKEN}.ics", "/harbour/house/,….ics"),
        (f"/harbour/house%2F{TOKEN}.ics", "/harbour/house%2F….ics"),
        (f"/harbour/house?{TOKEN}", "/harbour/house?…"),
        (f"/harbour/hous/%20{WITH_DIGITS}.ics", "/harbour/hous/%20….ics"),
        (f"/harbour/screenings.ics?x={WITH_DIGITS}", "/harbour/screenings.ics?x=…"),
        (f"/harbour/plan?key={TOKEN}&day=1", "/harbour/plan?key=…&day=1"),
        ("/admin/screenings/plan/12/change/", "/admin/screenings/plan/12/change/"),
        (
            "/harbour/films/the-strange-woman-who-came-to-dinner/",
            "/harbour/films/the-strange-woman-who-came-to-dinner/",
        ),
        ("/media/films/0123456789abcdef01234567-480.webp", "/media/films/0123456789abcdef01234567-480.webp"),
        (
            "/strangers/screenings/11111111-1111-4111-8111-111111111111.ics",
            "/strangers/screenings/11111111-1111-4111-8111-111111111111.ics",
        ),
        ("raise ConnectionDoesNotExistError", "raise ConnectionDoesNotExistError"),
        ("/opt/site/screenings/house.py, line 3", "/opt/site/screenings/house.py, line 3"),
    ],
)
def test_secrets_are_hidden_and_other_addresses_told(text: str, told: str) -> None:
    assert redact_secrets(text) == told
