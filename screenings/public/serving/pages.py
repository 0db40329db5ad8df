"""Pages kept ready for visitors nobody knows, under the name of everything they were made from."""

import logging
from collections.abc import Callable, Hashable
from hashlib import sha256

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from screenings.fingerprints.outputs import page_fingerprint
from screenings.images.fonts import drawing_fingerprint
from screenings.models import Festival
from screenings.public.serving.cache import CompressedBody, CurrentPublication, ResponseCache
from screenings.public.serving.conditional import accepts_gzip, etags
from screenings.reliability.outages import outage_of

logger = logging.getLogger(__name__)
PAGE_CACHE = ResponseCache(max_bytes=32 * 1024 * 1024)
MAX_QUERY_LENGTH = 300  # characters; what is longer is rare and rendered each time


def cached_page(
    request: HttpRequest,
    current: CurrentPublication,
    festival: Festival,
    query: Hashable,
    state: Hashable,
    render: Callable[[], HttpResponse],
) -> HttpResponse:
    """The page `render` gives, built once for this publication, festival, `query` and `state`.

    `query` is what was asked for, `state` what else the page depends on, such as what is over by now: a page that reads
    anything live has no place here. Who sends a cookie may be staff, so theirs is rendered each time and never kept.
    Nor is any page while a developer edits the templates.
    """
    if settings.DEBUG or request.COOKIES or len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH:
        return render()
    facts = tuple(getattr(festival, field.attname) for field in festival._meta.concrete_fields)
    key = (request.path, query)
    # The fonts of this machine are in the addresses of the pictures it draws.
    tag = current.tag(
        page_fingerprint(), "page", drawing_fingerprint(), sha256(repr((key, state, facts)).encode()).hexdigest()
    )
    return _not_modified(request, tag) or _full_response(
        request, PAGE_CACHE.get_or_build(key, current, tag, lambda: render().content), tag
    )


def stale_if_error(request: HttpRequest, query: Hashable, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What `view` answers. While the database does not, the page as it was last kept, also for who sends a cookie."""
    try:
        return view()
    except Error as problem:
        kept = PAGE_CACHE.last_built((request.path, query)) if outage_of(problem) else None
        if kept is None:
            raise
        logger.warning("The database does not answer; %s is served as it was.", request.path)
    return _not_modified(request, kept.tag) or _full_response(request, kept.body, kept.tag)


def _not_modified(request: HttpRequest, tag: str) -> HttpResponse | None:
    for etag in etags(tag):
        unchanged = get_conditional_response(request, etag=etag)
        if isinstance(unchanged, HttpResponseNotModified):
            return _with_headers(unchanged, etag)
    return None


def _full_response(request: HttpRequest, body: CompressedBody, tag: str) -> HttpResponse:
    plain, zipped = etags(tag)
    if not accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return _with_headers(HttpResponse(body.plain), plain)
    response = _with_headers(HttpResponse(body.gzipped), zipped)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response
