"""Conditional GET (RFC 9110 §13): 304 where the client holds the bytes already, else the whole response.

While the database is away, the last bytes with their own validator are better than an error.
"""

import logging
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from screenings.public.serving.cache import CachedResponse, CompressedBody, ResponseCache, Source
from screenings.reliability.outages import outage_of

logger = logging.getLogger(__name__)
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def etagged_response(
    request: HttpRequest, name: str, build: Callable[[], HttpResponseBase], headers: Mapping[str, str]
) -> HttpResponse:
    """304 where the client holds what has that name, without building it; else the response. Both get the headers."""
    etag = quote_etag(name)
    response: Any = get_conditional_response(request, etag=etag) or build()
    for header, value in {"ETag": etag, **headers}.items():
        response.headers[header] = value
    return response


def body_response(
    request: HttpRequest,
    tag: str,
    body: Callable[[], CompressedBody],
    *,
    headers: Mapping[str, str],
    content_type: str | None = None,
    last_modified: int | None = None,
) -> HttpResponse:
    """304 where the client holds either body of that tag, before it is built; else the body, compressed if accepted.

    If-None-Match wins over If-Modified-Since (RFC 9110 §13.1). `last_modified` is seconds since the epoch.
    """
    plain, zipped = etags(tag)
    if any(condition in request.META for condition in _CONDITIONS):
        given = request.META.get("HTTP_IF_NONE_MATCH", "")
        # First the one that is named, as most clients hold one of them: Django takes all conditions apart each time.
        for etag in sorted((plain, zipped), key=lambda each: each not in given):
            unchanged = get_conditional_response(request, etag=etag, last_modified=last_modified)
            if isinstance(unchanged, HttpResponseNotModified):
                return _with_headers(unchanged, etag, headers, last_modified)
    zip_it = accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    built = body()
    content = built.gzipped if zip_it else built.plain
    response = HttpResponse(content, content_type)
    # CommonMiddleware, which would set it, never sees a feed.
    response.headers["Content-Length"] = str(len(content))
    if zip_it:
        response.headers["Content-Encoding"] = "gzip"
    return _with_headers(response, zipped if zip_it else plain, headers, last_modified)


def _with_headers(
    response: HttpResponse, etag: str, headers: Mapping[str, str], last_modified: int | None
) -> HttpResponse:
    response.headers["ETag"] = etag
    if last_modified is not None:
        response.headers["Last-Modified"] = _http_date(last_modified)
    for header, value in headers.items():
        response.headers[header] = value
    return response


_http_date = lru_cache(maxsize=64)(http_date)  # every subscriber is sent the same


def stale_if_error(
    request: HttpRequest,
    cache: ResponseCache[Source],
    key: Hashable,
    respond: Callable[[], HttpResponse],
    respond_stale: Callable[[CachedResponse[Source]], HttpResponse],
    *,
    after_any_error: bool = False,
) -> HttpResponse:
    """What `respond` returns; during an outage of the database what was last built for that key.

    `after_any_error`: also where the database answers with another error than an outage.
    """
    try:
        return respond()
    except Error as problem:
        stale = cache.last_built(key) if after_any_error or outage_of(problem) else None
        if stale is None:
            raise
        logger.warning("The database does not answer; %s is served as it was.", request.path)
    return respond_stale(stale)


def etags(tag: str) -> tuple[str, str]:
    """Of the plain and of the compressed body: other bytes, so another strong validator."""
    return f'"{tag}"', f'"{tag}-gzip"'


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether the client names gzip and does not refuse it with q=0 (RFC 9110 §12.5.3)."""
    for offer in accept_encoding.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
