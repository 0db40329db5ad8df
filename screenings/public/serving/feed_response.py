"""How a feed is answered: one query for a 304, no rendering, and an answer even while the database is away."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial, wraps

from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from screenings.feeds.ical import FeedMetadata
from screenings.fingerprints.outputs import feed_fingerprint
from screenings.loading import site_address
from screenings.models import Festival, PublishedScreening
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.former_addresses import festival_now_at
from screenings.public.serving.cache import (
    CachedResponse,
    CompressedBody,
    CurrentPublication,
    ResponseCache,
    current_publication,
)
from screenings.public.serving.conditional import body_response, stale_if_error
from screenings.text.translation import in_language

FEED_CACHE: ResponseCache[CurrentPublication] = ResponseCache()
_KINDS_NAMING_FILES = ("schedule", "changes")  # what the downloaded file is called by
# When a feed that was never published was last changed: earlier than any publication.
NEVER_PUBLISHED = datetime(2000, 1, 1, tzinfo=UTC)
# Every subscriber asks each time and is mostly told 304. While the site is down, old bytes beat an error.
CACHE_CONTROL = "public, max-age=0, must-revalidate, stale-if-error=604800"
# A page of another site may read a feed by script, as there is nothing to log in to; and ask whether it has changed.
CORS_HEADERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Disposition, ETag"}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """Which feed: of which festival, of what (`kind`), which one or which filter of it (`part`), how written."""

    festival: str
    kind: str
    part: str = ""
    suffix: str = "ics"

    @property
    def file_name(self) -> str:
        part = (
            self.part.replace(".", "-")
            if self.kind in ("film", "venue", "section", "day", "hall")
            else self.kind
            if self.kind in _KINDS_NAMING_FILES
            else "screenings"
        )
        return f"{'-'.join(filter(None, (self.festival, part)))}.{self.suffix}"


@dataclass(frozen=True, slots=True)
class FeedContent:
    """The rows of a feed, what it is of in words, the path of its page and its own, with their query."""

    rows: PublishedScreeningQuerySet
    label: str
    page_path: str
    feed_path: str


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """How a feed is written. `write` gets the rows, the metadata, and the festival's slug and publication number.

    The number is 0 before the first publication.
    """

    content_type: str
    write: Callable[[PublishedScreeningQuerySet, FeedMetadata, str, int], bytes]
    disposition: str = "inline"


FeedLoader = Callable[[Festival, PublishedScreeningQuerySet], FeedContent]


def cross_origin_feed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A feed's view: read by GET and HEAD, and by pages of other sites, which also learn what went wrong."""
    safe = require_safe(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**CORS_HEADERS, **PREFLIGHT_HEADERS})
        try:
            response = safe(request, *args, **kwargs)
        except Http404 as missing:
            # In place, as some programs follow no redirect, and others take one for good.
            festival = festival_now_at(str(kwargs["festival"])) if kwargs.get("festival") else ""
            response = (
                answered(request, *args, **{**kwargs, "festival": festival})
                if festival and festival != kwargs["festival"]
                else response_for_exception(request, missing)
            )
        for name, value in CORS_HEADERS.items():
            response.headers[name] = value
        return response

    return answered


def feed_response(
    request: HttpRequest, feed_request: FeedRequest, load: FeedLoader, feed_format: FeedFormat
) -> HttpResponse:
    """304 after one query; else the body this publication and filter always have, built once in this process.

    Where the database does not answer, the last body of this feed: an error would end subscriptions for good.
    """

    writer = feed_fingerprint()

    def respond() -> HttpResponse:
        current = current_publication(feed_request.festival)
        if current is None:
            return _unpublished(request, feed_request, feed_format)
        tag = current.tag(writer, feed_request.kind, feed_request.part, feed_request.suffix)
        build = partial(_build, feed_request, current, load, feed_format)
        return whole_or_304(current, tag, lambda: FEED_CACHE.get_or_build(feed_request, current, tag, build))

    def respond_stale(stale: CachedResponse[CurrentPublication]) -> HttpResponse:
        return whole_or_304(stale.source, stale.tag, lambda: stale.body)

    def whole_or_304(current: CurrentPublication, tag: str, body: Callable[[], CompressedBody]) -> HttpResponse:
        response = body_response(
            request,
            tag,
            body,
            headers={"Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"},
            content_type=feed_format.content_type,
            last_modified=_modified(current, writer),
        )
        if response.status_code == 200:
            response.headers["Content-Disposition"] = f'{feed_format.disposition}; filename="{feed_request.file_name}"'
        return response

    return stale_if_error(request, FEED_CACHE, feed_request, respond, respond_stale, after_any_error=True)


def _build(feed_request: FeedRequest, current: CurrentPublication, load: FeedLoader, feed_format: FeedFormat) -> bytes:
    festival = Festival.objects.get(pk=current.festival_id)
    with in_language(current.language), translation.override(current.language):
        return _written(festival, feed_request, current, load, feed_format)


def _written(
    festival: Festival,
    feed_request: FeedRequest,
    current: CurrentPublication,
    load: FeedLoader,
    feed_format: FeedFormat,
) -> bytes:
    content = load(festival, PublishedScreening.objects.in_publication(current.festival_id, current.number))
    metadata = FeedMetadata(
        name=f"{current.festival_name}: {content.label}" if content.label else current.festival_name,
        page_url=current.site_url + content.page_path,
        feed_url=current.site_url + content.feed_path,
        timezone=current.timezone,
        colour=current.colour,
        last_modified=current.published_at,
        language=current.language,
    )
    return feed_format.write(content.rows, metadata, feed_request.festival, current.number)


def _unpublished(request: HttpRequest, feed_request: FeedRequest, feed_format: FeedFormat) -> HttpResponse:
    """Before the first publication: a feed without screenings, so that who subscribes early stays subscribed."""
    festival = get_object_or_404(Festival, slug=feed_request.festival)
    site, page = site_address(festival), reverse("listing", args=[festival.slug])
    metadata = FeedMetadata(
        festival.name, site + page, site + request.path, festival.timezone, NEVER_PUBLISHED, festival.colour
    )
    metadata = replace(metadata, language=festival.language)
    with festival.as_read():
        body = feed_format.write(PublishedScreening.objects.none(), metadata, festival.slug, 0)
    response = HttpResponse(body, feed_format.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _modified(current: CurrentPublication, writer: str) -> int | None:
    """When these bytes came to be, as a time of the clock; None where nobody knows.

    That is the publication's moment while what wrote then still writes. After an upgrade the bytes may be others, and
    which second they are of cannot be told: the tag alone names them, until the next publication.
    """
    return int(current.published_at.timestamp()) if current.writer == writer else None
