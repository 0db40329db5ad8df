"""Calendar feeds over HTTP: one query for a 304, no rendering, and an answer even while the database is away."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import NoReturn
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from screenings.calendars import Body, Current, Shelf, current_publication, feed_bytes
from screenings.feeds.ical import Heading, calendar_text
from screenings.filters import ScreeningFilter, canonical_query
from screenings.listings import choices
from screenings.models import Festival, PublishedScreening
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.programme import site_address

logger = logging.getLogger(__name__)
SHELF = Shelf()
# When a calendar that was never published was last changed: earlier than any publication.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
CONTENT_TYPE = "text/calendar; charset=utf-8"
# Every subscriber asks each time and is mostly told 304. While the site is down, old bytes beat an error.
CACHE_CONTROL = "public, max-age=0, must-revalidate, stale-if-error=604800"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which feed: of which festival, of what (`kind`), and which one or which filter of it (`part`)."""

    festival: str
    kind: str
    part: str = ""

    @property
    def file_name(self) -> str:
        return "-".join(filter(None, (self.festival, self.part if self.kind in ("film", "venue") else "screenings")))


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a feed, what it is of in words, the path of its page and its own, with their query."""

    rows: PublishedScreeningQuerySet
    label: str
    page: str
    address: str


Find = Callable[[Festival, PublishedScreeningQuerySet], Found]


@require_safe
def listing_feed(request: HttpRequest, festival: str) -> HttpResponse:
    """Every screening, or those of a filter of the listing. One that matches nothing yet is an empty calendar.

    A value that cannot be read is a 404: it must not subscribe someone to the whole festival.
    """
    query = canonical_query(request.GET) if request.META.get("QUERY_STRING") else ""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        page, address = reverse("listing", args=[of.slug]), reverse("listing-feed", args=[of.slug])
        if not query:
            return Found(rows, "", page, address)
        chosen = ScreeningFilter(QueryDict(query), rows, festival=of, choices=choices(of))
        if chosen.problems:
            raise Http404(" ".join(f"{problem.label}: {problem.message}" for problem in chosen.problems))
        label = ", ".join(chosen.words(name) for name in chosen.chosen)
        return Found(chosen.qs, label, f"{page}?{query}", f"{address}?{query}")

    return _answer(request, Asked(festival, "listing", query), find)


@require_safe
def film_feed(request: HttpRequest, festival: str, film: str) -> HttpResponse:
    """A film's showings, those of the programmes it plays in among them."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(Q(film_slug=film) | Q(part_slugs__has=film))
        row = rows.first() or _nothing("film", film)
        titles = {**dict(zip(row.part_slugs, row.parts, strict=False)), row.film_slug: row.title}
        args = [of.slug, film]
        return Found(rows, titles[film], reverse("film", args=args), reverse("film-feed", args=args))

    return _answer(request, Asked(festival, "film", film), find)


@require_safe
def venue_feed(request: HttpRequest, festival: str, venue: str) -> HttpResponse:
    """Everything in one cinema."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(venue_slug=venue)
        row = rows.first() or _nothing("venue", venue)
        args = [of.slug, venue]
        return Found(rows, row.venue, reverse("venue", args=args), reverse("venue-feed", args=args))

    return _answer(request, Asked(festival, "venue", venue), find)


@require_safe
def screening_feed(request: HttpRequest, festival: str, uid: UUID) -> HttpResponse:
    """One screening: a file to open, or a subscription that follows it."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(uid=uid)
        row = rows.first() or _nothing("screening", str(uid))
        slug, address = of.slug, reverse("screening-feed", args=[of.slug, uid])
        page = reverse("film", args=[slug, row.film_slug]) if row.film_slug else reverse("listing", args=[slug])
        return Found(rows, row.title, page, address)

    return _answer(request, Asked(festival, "screening", str(uid)), find)


def _nothing(kind: str, name: str) -> NoReturn:
    raise Http404(f"The festival has published no {kind} {name}.")


def _answer(request: HttpRequest, asked: Asked, find: Find) -> HttpResponse:
    """304 after one query; else the body this publication and filter always have, built once in this process.

    Where the database does not answer, the last body of this feed: an error would end subscriptions for good.
    """
    try:
        current = current_publication(asked.festival)
        if current is None:
            return _unpublished(asked)
        tag = current.tag(asked.kind, asked.part)
        if unchanged := _unchanged(request, current, tag):
            return unchanged
        body = SHELF.get(asked, current, tag, partial(_build, current, find))
    except DatabaseError:
        kept = SHELF.last(asked)
        if kept is None:
            raise
        logger.warning("The database does not answer; %s is served as it was.", request.path)
        current, tag, body = kept.current, kept.tag, kept.body
        if unchanged := _unchanged(request, current, tag):
            return unchanged
    return _full(request, asked, current, tag, body)


def _build(current: Current, find: Find) -> bytes:
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
    return feed_bytes(found.rows, heading)


def _unpublished(asked: Asked) -> HttpResponse:
    """Before the first publication: a calendar without events, so that who subscribes early stays subscribed."""
    festival = get_object_or_404(Festival, slug=asked.festival)
    page, address = reverse("listing", args=[festival.slug]), reverse("listing-feed", args=[festival.slug])
    site = site_address(festival)
    heading = Heading(festival.name, site + page, site + address, festival.timezone, LONG_AGO, festival.colour)
    response = HttpResponse(calendar_text((), heading=heading, zones={}), CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def _etags(tag: str) -> tuple[str, str]:
    """Of the plain and of the compressed body: other bytes, so another strong validator."""
    return f'"{tag}"', f'"{tag}-gzip"'


def _unchanged(request: HttpRequest, current: Current, tag: str) -> HttpResponse | None:
    """A 304 where the client holds either body already; RFC 9110 §13.1: If-None-Match wins over If-Modified-Since."""
    if "HTTP_IF_NONE_MATCH" not in request.META and "HTTP_IF_MODIFIED_SINCE" not in request.META:
        return None
    modified = int(current.published_at.timestamp())
    for etag in _etags(tag):
        answer = get_conditional_response(request, etag=etag, last_modified=modified)
        if isinstance(answer, HttpResponseNotModified):
            _put_headers(answer, current, etag)
            return answer
    return None


def _full(request: HttpRequest, asked: Asked, current: Current, tag: str, body: Body) -> HttpResponse:
    plain, zipped = _etags(tag)
    zip_it = _takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(body.zipped if zip_it else body.plain, CONTENT_TYPE)
    # CommonMiddleware, which would say it, does not come to see a feed.
    response.headers["Content-Length"] = str(len(response.content))
    if zip_it:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = f'inline; filename="{asked.file_name}.ics"'
    _put_headers(response, current, zipped if zip_it else plain)
    return response


def _put_headers(response: HttpResponse, current: Current, etag: str) -> None:
    headers = response.headers
    headers["ETag"] = etag
    headers["Last-Modified"] = http_date(current.published_at.timestamp())
    headers["Cache-Control"] = CACHE_CONTROL
    headers["Vary"] = "Accept-Encoding"


def _takes_gzip(accepted: str) -> bool:
    """Whether the client names gzip and does not refuse it with q=0 (RFC 9110 §12.5.3)."""
    for offer in accepted.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
