"""Pages kept ready for visitors nobody knows, under the name of everything they were made from."""

import logging
from collections.abc import Callable, Hashable
from hashlib import sha256

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from screenings.fingerprints.writers import page_writer
from screenings.images.fonts import identity
from screenings.models import Festival
from screenings.public.serving.cache import Body, Current, Shelf
from screenings.public.serving.conditional import etags, takes_gzip
from screenings.reliability.outages import outage_of

logger = logging.getLogger(__name__)
SHELF = Shelf(room=32 * 1024 * 1024)
LONGEST_QUERY = 300  # characters; what is longer is rare and rendered each time


def kept_page(
    request: HttpRequest,
    current: Current,
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
    if settings.DEBUG or request.COOKIES or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return render()
    facts = tuple(getattr(festival, field.attname) for field in festival._meta.concrete_fields)
    key = (request.path, query)
    # The fonts of this machine are in the addresses of the pictures it draws.
    tag = current.tag(page_writer(), "page", identity(), sha256(repr((key, state, facts)).encode()).hexdigest())
    return _unchanged(request, tag) or _full(request, SHELF.get(key, current, tag, lambda: render().content), tag)


def or_as_it_was(request: HttpRequest, query: Hashable, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What `view` answers. While the database does not, the page as it was last kept, also for who sends a cookie."""
    try:
        return view()
    except Error as problem:
        kept = SHELF.last((request.path, query)) if outage_of(problem) else None
        if kept is None:
            raise
        logger.warning("The database does not answer; %s is served as it was.", request.path)
    return _unchanged(request, kept.tag) or _full(request, kept.body, kept.tag)


def _unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    for etag in etags(tag):
        unchanged = get_conditional_response(request, etag=etag)
        if isinstance(unchanged, HttpResponseNotModified):
            return _with_headers(unchanged, etag)
    return None


def _full(request: HttpRequest, body: Body, tag: str) -> HttpResponse:
    plain, zipped = etags(tag)
    if not takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return _with_headers(HttpResponse(body.plain), plain)
    response = _with_headers(HttpResponse(body.zipped), zipped)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response
