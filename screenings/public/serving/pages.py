"""Public pages, kept in this process under the name of everything they are made from.

They are the same for everybody, whatever cookie or query parameter of its own a browser sends.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable
from datetime import datetime
from functools import partial, wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone

from screenings.fingerprints.outputs import page_fingerprint
from screenings.fingerprints.software import content_digest
from screenings.images.fonts import drawing_fingerprint
from screenings.loading.versions import (
    FestivalVersion,
    VersionedValues,
    all_versions,
    in_transaction,
    tokens_of,
    version_at,
    versions_up_to,
)
from screenings.models import Festival, PublishedScreening
from screenings.public.serving.cache import CompressedBody, ResponseCache
from screenings.public.serving.conditional import body_response, stale_if_error
from screenings.timetable.values import FestivalCalendar

PAGE_CACHE: ResponseCache[None] = ResponseCache(max_bytes=64 * 1024 * 1024)
MAX_QUERY_LENGTH = 300  # characters; what is longer is rare and rendered each time
HTML = "text/html; charset=utf-8"
# A browser and a proxy ask each time, and are mostly told 304. While the site is down, an old page beats an error.
# What stands between many visitors and the site need not let them wait for that (RFC 9213, RFC 5861).
HEADERS = {
    "Cache-Control": "public, max-age=0, stale-if-error=86400",
    "CDN-Cache-Control": "public, max-age=0, stale-while-revalidate=5, stale-if-error=86400",
    "Vary": "Accept-Encoding",
}
View = Callable[..., HttpResponse]


class KeptPage(NamedTuple):
    """How a page is kept: the query parameters it reads, what its bytes are, and whether it tells of every festival.

    `leads_on`: it is a redirect, and what is kept is where to. `by_time`: it depends on what is over by now.
    `with_earlier_editions`: it tells of them, too.
    """

    parameters: frozenset[str]
    content_type: str
    of_all_festivals: bool
    leads_on: bool = False
    by_time: bool = True
    with_earlier_editions: bool = False


def kept_page(
    *,
    parameters: Collection[str] = (),
    content_type: str = HTML,
    of_all_festivals: bool = False,
    by_time: bool = True,
    with_earlier_editions: bool = False,
) -> Callable[[View], View]:
    """For the view of a public page: made once for each state of the festival, and told 304 where it is known already.

    Its 404 and redirects are not kept. One query where it is kept. Without the middleware it does the same, later.
    """
    kept = KeptPage(
        frozenset(parameters),
        content_type,
        of_all_festivals,
        by_time=by_time,
        with_earlier_editions=with_earlier_editions,
    )
    return partial(_decorated, kept)


def kept_redirect(view: View) -> View:
    """For a view that leads to a page, which depends on the festivals there are and on the festival day: found once for
    each state of them all. While the database is away it leads where it last did. One query where it is kept.
    """
    return _decorated(KeptPage(frozenset(), HTML, of_all_festivals=True, leads_on=True), view)


def _decorated(kept: KeptPage, view: View) -> View:
    @wraps(view)
    def serve(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return _serve(request, kept, view, arguments)

    serve.kept_page = kept  # type: ignore[attr-defined]  # by which the middleware knows it
    return serve


class _NotKept(Exception):
    """The answer may be sent to who asked, and to nobody else."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def _serve(request: HttpRequest, kept: KeptPage, view: View, arguments: dict[str, Any]) -> HttpResponse:
    if request.method not in ("GET", "HEAD") or in_transaction():
        return view(request, **arguments)
    # What else was asked for is nobody's, and must not show in a page that others get.
    request.GET = _known(request.GET, kept.parameters)  # type: ignore[assignment]  # nobody changes it
    query = _in_one_order(request.GET)
    key = (request.path, query)

    def respond() -> HttpResponse:
        read = _versions(kept, arguments)
        if settings.DEBUG or len(query) > MAX_QUERY_LENGTH or not read:
            return _unkept(view(request, **arguments))
        slot = _slot(kept, read, timezone.now())
        tag = _tag(key, read, slot)

        def build() -> bytes:
            request.festival_version = read[0]  # type: ignore[attr-defined]  # for version_of_page
            response = view(request, **arguments)
            is_page = response.status_code == (302 if kept.leads_on else 200)
            # It may hold rows, and moments, of before and of after.
            if not is_page or _versions(kept, arguments) != read or _slot(kept, read, timezone.now()) != slot:
                raise _NotKept(response)
            return response.headers["Location"].encode() if kept.leads_on else response.content

        try:
            return page(tag, lambda: PAGE_CACHE.get_or_build(key, None, tag, build))
        except _NotKept as own:
            return _unkept(own.response)

    def page(tag: str, body: Callable[[], CompressedBody]) -> HttpResponse:
        if kept.leads_on:
            return HttpResponseRedirect(body().plain.decode())
        return body_response(request, tag, body, headers=HEADERS, content_type=kept.content_type)

    return stale_if_error(request, PAGE_CACHE, key, respond, lambda stale: page(stale.tag, lambda: stale.body))


def version_of_page(request: HttpRequest) -> FestivalVersion | None:
    """What was read of the festival's version before its page is made; None where it is made to be kept by nobody."""
    return getattr(request, "festival_version", None)


def _versions(kept: KeptPage, arguments: dict[str, Any]) -> tuple[FestivalVersion, ...]:
    """Of what it is made from, its own festival's first. One query."""
    if kept.of_all_festivals:
        return all_versions()
    if kept.with_earlier_editions:
        return versions_up_to(arguments["festival"])
    own = version_at(arguments["festival"])
    return (own,) if own else ()


def _unkept(response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _known(query: QueryDict, names: Collection[str]) -> QueryDict:
    if not query:
        return query
    known = QueryDict(mutable=True)
    for name, values in query.lists():
        if name in names:
            known.setlist(name, values)
    return known


def _in_one_order(query: QueryDict) -> str:
    """With every value that was given: what a page makes of a name given twice is its own affair."""
    return urlencode(sorted(query.lists()), doseq=True)


def _tag(key: Hashable, read: tuple[FestivalVersion, ...], slot: Hashable) -> str:
    # The fonts of this machine are in the addresses of the pictures it draws.
    tokens = [(each.live, each.public) for each in read]
    return content_digest(page_fingerprint(), drawing_fingerprint(), repr((key, tokens, slot)))


def _slot(kept: KeptPage, read: tuple[FestivalVersion, ...], at: datetime) -> Hashable:
    """In one slot of time the page says the same."""
    if kept.leads_on:
        return tuple(calendar.day_of(at) for calendar in _calendars(read))
    return None if kept.of_all_festivals or not kept.by_time else _time_slot(read[0], at)


_CALENDARS: VersionedValues[tuple[FestivalCalendar, ...]] = VersionedValues(1)


def _calendars(read: tuple[FestivalVersion, ...]) -> tuple[FestivalCalendar, ...]:
    """Of every festival, once for each state of them all. Two queries."""

    def name(versions: tuple[FestivalVersion, ...]) -> Hashable:
        return tuple((each.festival_id, each.live) for each in versions)

    def load() -> tuple[FestivalCalendar, ...]:
        return tuple(festival.calendar for festival in Festival.objects.order_by("pk"))

    return _CALENDARS.get_or_make("all", lambda: name(all_versions()), load, named=name(read))


def _time_slot(version: FestivalVersion, at: datetime) -> Hashable:
    """The festival day, and between which starts and ends of screenings it is."""
    clock = _festival_clock(version)
    return clock.calendar.day_of(at), bisect_right(clock.moments, at)


class _FestivalClock(NamedTuple):
    """`moments`: when a public screening begins or ends, in order."""

    calendar: FestivalCalendar
    moments: tuple[datetime, ...]


_CLOCKS: VersionedValues[_FestivalClock] = VersionedValues(32)


def _festival_clock(version: FestivalVersion) -> _FestivalClock:
    """Three queries, once for each state. Of rows that are written meanwhile it is not kept: a backup of them may be
    restored, and its tokens with it.
    """

    def load() -> _FestivalClock:
        festival = Festival.objects.get(pk=version.festival_id)
        rows = PublishedScreening.objects.current(festival).order_by().values_list("starts_at", "ends_at")
        return _FestivalClock(festival.calendar, tuple(sorted({moment for row in rows for moment in row})))

    return _CLOCKS.get_or_make(
        version.festival_id,
        lambda: tokens_of(version.festival_id, "live", "public"),
        load,
        named=(version.live, version.public),
    )
