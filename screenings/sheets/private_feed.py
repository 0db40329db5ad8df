"""Private calendars over HTTP: the contract of the feeds, and nothing for caches, search engines and strangers."""

import gzip
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from screenings.public.serving.conditional import etags, takes_gzip
from screenings.public.views.errors import nothing_there
from screenings.reliability.write_queue import if_it_can
from screenings.sheets.private_addresses import digest_of, find_address, note_fetch
from screenings.sheets.private_calendars import body_of, bring_up_to_date

logger = logging.getLogger(__name__)
ROOM = 64  # answers remembered for while the database is away, some 300 kB each at most


@dataclass(frozen=True, slots=True)
class Answer:
    """What a subscriber is told. `digest`: of the entries it was made from.

    The validator is the body's own, so it holds though somebody brings the calendar up to date while it is read.
    """

    digest: str
    changed_at: datetime
    body: bytes

    @property
    def tag(self) -> str:
        return sha256(self.body).hexdigest()[:24]


class Memory:
    """The last whole answer of each address, by the digest of its secret; forgotten once the address is refused."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def keep(self, name: str, answer: Answer) -> None:
        with self._lock:
            self._kept[name] = answer
            self._kept.move_to_end(name)
            while len(self._kept) > ROOM:
                self._kept.popitem(last=False)

    def get(self, name: str) -> Answer | None:
        with self._lock:
            return self._kept.get(name)

    def forget(self, name: str) -> None:
        with self._lock:
            self._kept.pop(name, None)


MEMORY = Memory()


@require_safe
def private_feed(request: HttpRequest, festival: str, token: str) -> HttpResponse:
    """Not found, alike, for a secret that never was, one that was revoked and one of another festival.

    It costs three queries while nothing has changed. Where the database does not answer, what was last said.
    """
    name = digest_of(f"{festival}/{token}")
    try:
        answer = _answer(festival, token, name)
    except Http404:
        return _for_its_holder_alone(nothing_there(request), "no-store")
    except Error:
        kept = MEMORY.get(name)
        if kept is None:
            raise
        logger.warning("The database does not answer; a private calendar is served as it was.")
        answer = kept
    for etag in etags(answer.tag):
        modified = int(answer.changed_at.timestamp())
        unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
        if isinstance(unchanged, HttpResponseNotModified):
            return _with_headers(unchanged, answer, etag)
    return _full(request, festival, answer)


def _answer(festival: str, token: str, name: str) -> Answer:
    at = timezone.now()
    address = find_address(festival, token)
    if address is None:
        MEMORY.forget(name)
        raise Http404("There is no such calendar.")
    calendar = address.calendar
    # Where nothing can be written, it is as it was when it last could.
    with if_it_can():
        calendar = bring_up_to_date(calendar, at=at)
        note_fetch(address, at=at)
    known = MEMORY.get(name)
    if known is not None and known.digest == calendar.digest:
        return known
    answer = Answer(calendar.digest, calendar.changed_at, body_of(calendar, token))
    MEMORY.keep(name, answer)
    return answer


def _full(request: HttpRequest, festival: str, answer: Answer) -> HttpResponse:
    plain, zipped = etags(answer.tag)
    zip_it = takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = gzip.compress(answer.body, 6, mtime=0) if zip_it else answer.body
    response = HttpResponse(body, "text/calendar; charset=utf-8")
    response.headers["Content-Length"] = str(len(body))
    if zip_it:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = f'inline; filename="{festival}-private.ics"'
    return _with_headers(response, answer, zipped if zip_it else plain)


def _with_headers(response: HttpResponse, answer: Answer, etag: str) -> HttpResponse:
    headers = response.headers
    headers["ETag"] = etag
    headers["Last-Modified"] = http_date(answer.changed_at.timestamp())
    headers["Vary"] = "Accept-Encoding"
    return _for_its_holder_alone(response, "private, max-age=0, must-revalidate")


def _for_its_holder_alone(response: HttpResponse, kept: str) -> HttpResponse:
    """No search engine lists the address, no page is told of it, and no cache in between keeps what is at it."""
    headers = response.headers
    headers["Cache-Control"] = kept
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    headers["Referrer-Policy"] = "no-referrer"
    return response
