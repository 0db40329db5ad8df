"""Whatever encoding a request claims to be in: UTF-8 is read, anything else that is sent is refused, nothing breaks."""

from encodings.aliases import aliases
from typing import Any

import pytest
from django.test import Client

from tests import world
from tests.addresses import the_house, visitor

pytestmark = pytest.mark.django_db
ODD = ("ascii", "undefined", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "unknown", "é", "a\x00b")
CHARSETS = sorted({*aliases.values(), *ODD, "x" * 5000} - {"utf_8"})
UTF8 = ("utf-8", "UTF8", "utf_8", "U8", '"utf-8"', "")
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
BODIES = {
    FORM: b"username=caf%C3%A9",
    PARTS: b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\ncaf\xc3\xa9\r\n--x--\r\n',
}
# RFC 2231: a parameter may name an encoding of its own.
UNREADABLE = ("text/plain; a*=foo''x", "text/plain; charset*=undefined''x", "multipart/form-data; boundary*=idna''x")
READ = ("/harbour/screenings/", "/harbour/screenings.ics", "/harbour/changes/", "/harbour/", "/healthz", "/nothing/")


@pytest.fixture
def client() -> Client:
    """As a server asks: what is raised is an error page."""
    festival = world.festival()
    world.screening(world.film(festival, "Café"), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    return Client(raise_request_exception=False)


def asked(client: Client, address: str, content_type: str) -> Any:
    return client.generic("GET", address, content_type=content_type)


def sent(client: Client, content_type: str, body: bytes, address: str = "/admin/login/") -> Any:
    return client.generic("POST", address, body, content_type=content_type)


def test_a_question_is_read_as_utf8_whatever_encoding_it_names(client: Client) -> None:
    query = "?q=caf%C3%A9&undefined"
    right = {address: client.get(address + query).status_code for address in READ}
    assert set(right.values()) == {200, 404}
    for content_type in (*(f"text/plain; charset={name}" for name in CHARSETS), *UNREADABLE):
        odd = content_type.endswith(ODD)
        for address in READ if odd else ("/harbour/screenings.ics",):
            answer = asked(client, address + query, content_type)
            assert answer.status_code == right[address], (address, content_type)
    listed = asked(client, "/harbour/screenings/" + query, "text/plain; charset=utf-16")
    assert "Café" in listed.content.decode()


def test_more_parameters_than_are_read_are_refused_with_an_encoding_too(client: Client) -> None:
    answer = asked(client, f"/harbour/screenings/?{'&'.join(['q=1'] * 1100)}", "text/plain; charset=utf-8")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")


@pytest.mark.parametrize("form", BODIES)
def test_a_form_in_another_encoding_is_refused_and_one_in_utf8_read(client: Client, form: str) -> None:
    body = BODIES[form]
    for name in CHARSETS:
        answer = sent(client, f"{form}; charset={name}", body)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store"), name
        assert "could not be read" in answer.content.decode(), name
    for name in UTF8:
        answer = sent(client, f"{form}; charset={name}", body)
        assert answer.status_code == 200, name
        assert 'value="café"' in answer.content.decode(), name


@pytest.mark.parametrize("content_type", [*UNREADABLE, "multipart/form-data", "multipart/form-data; boundary=é"])
def test_a_form_whose_kind_cannot_be_read_is_refused(client: Client, content_type: str) -> None:
    answer = sent(client, content_type, b"username=a")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (400, "no-store")


def test_staff_are_answered_no_worse() -> None:
    the_house()
    desk = visitor("superuser")
    desk.raise_request_exception = False
    for name in ("ascii", "undefined", "base64_codec", "unknown"):
        for address in ("/admin/screenings/film/1/change/", "/admin/screenings/festival/1/board/moves/"):
            assert sent(desk, f"{FORM}; charset={name}", b"title=x", address).status_code == 400, (address, name)
        assert asked(desk, "/admin/screenings/film/?q=caf%C3%A9", f"a/b; charset={name}").status_code == 200, name
