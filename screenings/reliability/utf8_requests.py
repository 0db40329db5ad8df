"""Requests are read as UTF-8, whatever a `charset=` in their Content-Type asks for.

Django takes any codec of Python's there, `undefined`, `punycode` and `base64` too, and decodes the query with it while
the request is being made: before any middleware, error page or log can see what comes of it.
"""

import codecs
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

BODILESS_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
UNREADABLE = "unreadable"  # no name of a codec


def _set_content_type_params(self: HttpRequest, meta: dict[str, Any]) -> None:
    """Django's, without the encoding; and a Content-Type that cannot be read is none."""
    try:
        content_type = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
    except (LookupError, ValueError):
        content_type = "", {"charset": UNREADABLE}
    self.content_type, self.content_params = content_type


def read_requests_as_utf8() -> None:
    """There is no setting for it, and a class of our own would not be the one that each server and test makes."""
    WSGIRequest._set_content_type_params = _set_content_type_params  # type: ignore[attr-defined]  # Django's own name


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False


class RefusesOtherCharsets:
    """What is sent in another encoding is refused: read as UTF-8 it would be saved in wrong letters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "")
        if request.method not in BODILESS_METHODS and charset and not _is_utf8(charset):
            # As Django does it: the page that says so must not try to read the form again.
            request._mark_post_parse_error()  # type: ignore[attr-defined]  # Django's own
            raise BadRequest("What is sent here has to be UTF-8.")
        return self.get_response(request)
