"""Public pages, kept in this process under the name of everything they are made from.

They are the same for everybody, whatever cookie or query parameter of its own a browser sends.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from screenings.fingerprints.outputs import page_fingerprint
from screenings.fingerprints.software import content_digest
from screenings.images.fonts import drawing_fingerprint
from screenings.loading.versions import FestivalVersion, all_versions, in_transaction, version_at
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
    """How a page is kept: the query parameters it reads, what its bytes are, and whether it tells of every festival."""

    parameters: frozenset[str]
    content_type: str
    of_all_festivals: bool


def kept_page(
    *, parameters: Collection[str] = (), content_type: str = HTML, of_all_festivals: bool = False
) -> Callable[[View], View]:
    """For the view of a public page: made once for each state of the festival, and told 304 where it is known already.

    Its 404 and redirects are not kept. One query where it is kept. Without the middleware it does the same, later.
    """
    kept = KeptPage(frozenset(parameters), content_type, of_all_festivals)

    def decorate(view: View) -> View:
        @wraps(view)
        def serve(request: HttpRequest, **arguments: Any) -> HttpResponse:
            return _serve(request, kept, view, arguments)

        serve.kept_page = kept  # type: ignore[attr-defined]  # by which the middleware knows it
        return serve

    return decorate


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

    def versions() -> tuple[FestivalVersion, ...]:
        found = all_versions() if kept.of_all_festivals else (version_at(arguments["festival"]),)
        return tuple(each for each in found if each is not None)

    def respond() -> HttpResponse:
        read = versions()
        if settings.DEBUG or len(query) > MAX_QUERY_LENGTH or not read:
            return _unkept(view(request, **arguments))
        tag = _tag(key, read, None if kept.of_all_festivals else _time_slot(read[0], timezone.now()))

        def build() -> bytes:
            response = view(request, **arguments)
            if response.status_code != 200 or versions() != read:
                raise _NotKept(response)
            return response.content

        try:
            return page(tag, lambda: PAGE_CACHE.get_or_build(key, None, tag, build))
        except _NotKept as own:
            return _unkept(own.response)

    def page(tag: str, body: Callable[[], CompressedBody]) -> HttpResponse:
        return body_response(request, tag, body, headers=HEADERS, content_type=kept.content_type)

    return stale_if_error(request, PAGE_CACHE, key, respond, lambda stale: page(stale.tag, lambda: stale.body))


def _unkept(response: HttpResponse) -> HttpResponse:
    if response.status_code == 200:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _known(query: QueryDict, names: Collection[str]) -> QueryDict:
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


def _time_slot(version: FestivalVersion, at: datetime) -> Hashable:
    """The festival day, and between which starts and ends of screenings it is: in one slot every page says the same."""
    clock = _festival_clock(version.festival_id, version.live, version.public)
    return clock.calendar.day_of(at), bisect_right(clock.moments, at)


class _FestivalClock(NamedTuple):
    """`moments`: when a public screening begins or ends, in order."""

    calendar: FestivalCalendar
    moments: tuple[datetime, ...]


@lru_cache(maxsize=32)
def _festival_clock(festival_id: int, live: str, public: str) -> _FestivalClock:
    """Two queries, once for each state. Where rows are written meanwhile, nobody asks for those tokens again, and the
    page that is being made is not kept.
    """
    festival = Festival.objects.get(pk=festival_id)
    rows = PublishedScreening.objects.current(festival).order_by().values_list("starts_at", "ends_at")
    return _FestivalClock(festival.calendar, tuple(sorted({moment for row in rows for moment in row})))
