"""How a feed is answered: one query for a 304, no rendering, and an answer even while the database is away."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial, wraps

from django.core.handlers.exception import response_for_exception
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from screenings.feeds.ical import Heading
from screenings.fingerprints.writers import feed_writer
from screenings.loading import site_address
from screenings.models import Festival, PublishedScreening
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.serving.cache import Body, Current, Shelf, current_publication

logger = logging.getLogger(__name__)
SHELF = Shelf()
_OWN_NAMES = ("schedule", "changes")  # what the downloaded file is called by
# When a feed that was never published was last changed: earlier than any publication.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# Every subscriber asks each time and is mostly told 304. While the site is down, old bytes beat an error.
CACHE_CONTROL = "public, max-age=0, must-revalidate, stale-if-error=604800"
# A page of another site may read a feed by script, as there is nothing to log in to; and ask whether it has changed.
FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Disposition, ETag"}
FOR_ANY_QUESTION = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which feed: of which festival, of what (`kind`), which one or which filter of it (`part`), how written."""

    festival: str
    kind: str
    part: str = ""
    suffix: str = "ics"

    @property
    def file_name(self) -> str:
        part = self.part if self.kind in ("film", "venue") else self.kind if self.kind in _OWN_NAMES else "screenings"
        return f"{'-'.join(filter(None, (self.festival, part)))}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a feed, what it is of in words, the path of its page and its own, with their query."""

    rows: PublishedScreeningQuerySet
    label: str
    page: str
    address: str


@dataclass(frozen=True, slots=True)
class Form:
    """How a feed is written. `write` gets the rows, the heading, and the festival's slug and publication number.

    The number is 0 before the first publication.
    """

    content_type: str
    write: Callable[[PublishedScreeningQuerySet, Heading, str, int], bytes]
    disposition: str = "inline"


Find = Callable[[Festival, PublishedScreeningQuerySet], Found]


def for_any_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A feed's view: read by GET and HEAD, and by pages of other sites, which also learn what went wrong."""
    safe = require_safe(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**FOR_ANY_PAGE, **FOR_ANY_QUESTION})
        try:
            response = safe(request, *args, **kwargs)
        except Http404 as missing:
            response = response_for_exception(request, missing)
        for name, value in FOR_ANY_PAGE.items():
            response.headers[name] = value
        return response

    return answered


def answer(request: HttpRequest, asked: Asked, find: Find, form: Form) -> HttpResponse:
    """304 after one query; else the body this publication and filter always have, built once in this process.

    Where the database does not answer, the last body of this feed: an error would end subscriptions for good.
    """
    try:
        current = current_publication(asked.festival)
        if current is None:
            return _unpublished(request, asked, form)
        tag = current.tag(feed_writer(), asked.kind, asked.part, asked.suffix)
        if unchanged := _unchanged(request, current, tag):
            return unchanged
        body = SHELF.get(asked, current, tag, partial(_build, asked, current, find, form))
    except Error:
        kept = SHELF.last(asked)
        if kept is None:
            raise
        logger.warning("The database does not answer; %s is served as it was.", request.path)
        current, tag, body = kept.current, kept.tag, kept.body
        if unchanged := _unchanged(request, current, tag):
            return unchanged
    return _full(request, asked, form, current, tag, body)


def _build(asked: Asked, current: Current, find: Find, form: Form) -> bytes:
    festival = Festival.objects.get(pk=current.festival_id)
    found = find(festival, PublishedScreening.objects.of(current.festival_id, current.number))
    heading = Heading(
        name=f"{current.festival_name}: {found.label}" if found.label else current.festival_name,
        url=current.site_url + found.page,
        source=current.site_url + found.address,
        timezone=current.timezone,
        colour=current.colour,
        last_modified=current.published_at,
    )
    return form.write(found.rows, heading, asked.festival, current.number)


def _unpublished(request: HttpRequest, asked: Asked, form: Form) -> HttpResponse:
    """Before the first publication: a feed without screenings, so that who subscribes early stays subscribed."""
    festival = get_object_or_404(Festival, slug=asked.festival)
    site, page = site_address(festival), reverse("listing", args=[festival.slug])
    heading = Heading(festival.name, site + page, site + request.path, festival.timezone, LONG_AGO, festival.colour)
    response = HttpResponse(form.write(PublishedScreening.objects.none(), heading, festival.slug, 0), form.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def etags(tag: str) -> tuple[str, str]:
    """Of the plain and of the compressed body: other bytes, so another strong validator."""
    return f'"{tag}"', f'"{tag}-gzip"'


def _unchanged(request: HttpRequest, current: Current, tag: str) -> HttpResponse | None:
    """A 304 where the client holds either body already; RFC 9110 §13.1: If-None-Match wins over If-Modified-Since."""
    if "HTTP_IF_NONE_MATCH" not in request.META and "HTTP_IF_MODIFIED_SINCE" not in request.META:
        return None
    modified = _modified(current)
    for etag in etags(tag):
        unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
        if isinstance(unchanged, HttpResponseNotModified):
            _put_headers(unchanged, current, etag)
            return unchanged
    return None


def _modified(current: Current) -> int | None:
    """When these bytes came to be, as a time of the clock; None where nobody knows.

    That is the publication's moment while what wrote then still writes. After an upgrade the bytes may be others, and
    which second they are of cannot be told: the tag alone names them, until the next publication.
    """
    return int(current.published_at.timestamp()) if current.writer == feed_writer() else None


def _full(request: HttpRequest, asked: Asked, form: Form, current: Current, tag: str, body: Body) -> HttpResponse:
    plain, zipped = etags(tag)
    zip_it = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(body.zipped if zip_it else body.plain, form.content_type)
    # CommonMiddleware, which would say it, does not come to see a feed.
    response.headers["Content-Length"] = str(len(response.content))
    if zip_it:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = f'{form.disposition}; filename="{asked.file_name}"'
    _put_headers(response, current, zipped if zip_it else plain)
    return response


def _put_headers(response: HttpResponse, current: Current, etag: str) -> None:
    headers = response.headers
    headers["ETag"] = etag
    if (modified := _modified(current)) is not None:
        headers["Last-Modified"] = http_date(modified)
    headers["Cache-Control"] = CACHE_CONTROL
    headers["Vary"] = "Accept-Encoding"


def takes_gzip(accepted: str) -> bool:
    """Whether the client names gzip and does not refuse it with q=0 (RFC 9110 §12.5.3)."""
    for offer in accepted.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
