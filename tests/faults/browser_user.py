"""Somebody at a browser: keeps cookies, follows nothing, and notes how long an answer took."""

import http.client
import http.cookies
import time
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse

from tests.browser.signing_in import PASSWORD
from tests.desk.forms import fields_of

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class TimedResponse:
    status: int
    headers: http.client.HTTPMessage
    content: bytes
    seconds: float
    at: float

    @property
    def text(self) -> str:
        return self.content.decode()

    def fields(self) -> dict[str, Any]:
        """The page's form, with its token."""
        token = self.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        return {**fields_of(cast(HttpResponse, self)), "csrfmiddlewaretoken": token}


class BrowserUser:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> TimedResponse:
        return self._ask("GET", path, None, headers)

    def post(
        self,
        path: str,
        fields: dict[str, Any],
        files: dict[str, bytes] | None = None,
        ending: str = "jpg",
        **headers: str,
    ) -> TimedResponse:
        if not files:
            return self._ask("POST", path, urlencode(fields, doseq=True).encode(), {FORM: URLENCODED, **headers})
        mark = uuid4().hex
        parts = [
            f'name="{name}"\r\n\r\n{value}'.encode()
            for name, values in fields.items()
            for value in ([values] if isinstance(values, str) else values)
        ]
        parts += [
            f'name="{name}"; filename="{name}.{ending}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
            + data
            for name, data in files.items()
        ]
        body = b"".join(f"--{mark}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
        return self._ask(
            "POST", path, body + f"--{mark}--\r\n".encode(), {FORM: f"multipart/form-data; boundary={mark}", **headers}
        )

    def sign_in(self, name: str = "ada") -> "BrowserUser":
        form = self.get("/admin/login/").fields()
        answer = self.post("/admin/login/", {**form, "username": name, "password": PASSWORD})
        assert answer.status == 302, answer.text
        return self

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> TimedResponse:
        start = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Accept": PAGE, **({"Cookie": cookies} if cookies else {}), **headers}
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: each.value for name, each in http.cookies.SimpleCookie(line).items()})
        end = time.monotonic()
        return TimedResponse(response.status, response.headers, content, end - start, end)


FORM, URLENCODED = "Content-Type", "application/x-www-form-urlencoded"
