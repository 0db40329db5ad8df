"""Private calendars over HTTP: the contract of the feeds, and nothing for caches, search engines and strangers."""

import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.public.serving.cache import CompressedBody
from screenings.public.serving.conditional import body_response
from screenings.public.views.errors import plain_not_found
from screenings.reliability.write_queue import best_effort_write
from screenings.sheets.private_addresses import find_address, note_fetch, token_digest
from screenings.sheets.private_calendars import calendar_body, refresh_calendar

logger = logging.getLogger(__name__)
MAX_CACHED_CALENDARS = 64  # answers remembered for while the database is away, some 300 kB each at most


@dataclass(frozen=True, slots=True)
class CachedCalendar:
    """What a subscriber is told. `digest`: of the entries it was made from.

    The validator is the body's own, so it holds though somebody brings the calendar up to date while it is read.
    """

    digest: str
    changed_at: datetime
    body: bytes

    @property
    def tag(self) -> str:
        return sha256(self.body).hexdigest()[:24]


class CalendarFallbackCache:
    """The last whole answer of each address, by the digest of its secret; forgotten once the address is refused."""

    def __init__(self) -> None:
        self._calendars: OrderedDict[str, CachedCalendar] = OrderedDict()
        self._lock = Lock()

    def store(self, name: str, cached: CachedCalendar) -> None:
        with self._lock:
            self._calendars[name] = cached
            self._calendars.move_to_end(name)
            while len(self._calendars) > MAX_CACHED_CALENDARS:
                self._calendars.popitem(last=False)

    def get(self, name: str) -> CachedCalendar | None:
        with self._lock:
            return self._calendars.get(name)

    def forget(self, name: str) -> None:
        with self._lock:
            self._calendars.pop(name, None)


FALLBACK_CACHE = CalendarFallbackCache()


@require_safe
def private_feed(request: HttpRequest, festival: str, token: str) -> HttpResponse:
    """Not found, alike, for a secret that never was, one that was revoked and one of another festival.

    It costs three queries while nothing has changed. Where the database does not answer, what was last said.
    """
    name = token_digest(f"{festival}/{token}")
    try:
        answer = _current_calendar(festival, token, name)
    except Http404:
        return _keep_private(plain_not_found(request), "no-store")
    except Error:
        kept = FALLBACK_CACHE.get(name)
        if kept is None:
            raise
        logger.warning("The database does not answer; a private calendar is served as it was.")
        answer = kept
    response = body_response(
        request,
        answer.tag,
        lambda: CompressedBody.of(answer.body),
        headers={"Vary": "Accept-Encoding"},
        content_type="text/calendar; charset=utf-8",
        last_modified=int(answer.changed_at.timestamp()),
    )
    if response.status_code == 200:
        response.headers["Content-Disposition"] = f'inline; filename="{festival}-private.ics"'
    return _keep_private(response, "private, max-age=0, must-revalidate")


def _current_calendar(festival: str, token: str, name: str) -> CachedCalendar:
    at = timezone.now()
    address = find_address(festival, token)
    if address is None:
        FALLBACK_CACHE.forget(name)
        raise Http404("There is no such calendar.")
    calendar = address.calendar
    # Where nothing can be written, it is as it was when it last could.
    with best_effort_write():
        calendar = refresh_calendar(calendar, at=at)
        note_fetch(address, at=at)
    cached = FALLBACK_CACHE.get(name)
    if cached is not None and cached.digest == calendar.digest:
        return cached
    answer = CachedCalendar(calendar.digest, calendar.changed_at, calendar_body(calendar, token))
    FALLBACK_CACHE.store(name, answer)
    return answer


def _keep_private(response: HttpResponse, cache_control: str) -> HttpResponse:
    """No search engine lists the address, no page is told of it, and no cache in between keeps what is at it."""
    headers = response.headers
    headers["Cache-Control"] = cache_control
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    headers["Referrer-Policy"] = "no-referrer"
    return response
