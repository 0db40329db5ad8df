"""Feeds from the current publication: finished entries, joined once for each publication and filter."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from threading import Lock

from django.db import DEFAULT_DB_ALIAS, connections

from screenings.feeds.ical import Heading, calendar_text
from screenings.loading import as_value
from screenings.models import Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.timetable.values import PublicScreening

KEPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Current:
    """What a feed must know of the publication it is read from."""

    token: str
    festival_id: int
    number: int
    published_at: datetime
    festival_name: str
    timezone: str
    colour: str
    site_url: str
    writer: str = ""

    def tag(self, writer: str, *parts: str) -> str:
        """A strong validator: the same publication, writer and filter give the same bytes."""
        return sha256("/".join((self.token, writer, *parts)).encode()).hexdigest()[:24]


def current_publication(festival_slug: str) -> Current | None:
    """The newest publication of the festival at that address, None where there is none yet.

    One small query, by far the most frequent one: its SQL is made once, and what never changes is remembered.
    """
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(_token_sql(database.vendor), [festival_slug])
        row = cursor.fetchone()
    return _publication(row[0]) if row else None


@cache
def _token_sql(vendor: str) -> str:
    newest = Publication.objects.filter(festival__slug="any").order_by("-number").values_list("token")[:1]
    sql, _ = newest.query.sql_with_params()
    return sql


@lru_cache(maxsize=64)
def _publication(token: str) -> Current:
    return Current(*Publication.objects.values_list(*Current.__slots__).get(token=token))


def feed_bytes(rows: PublishedScreeningQuerySet, heading: Heading) -> bytes:
    """The rows' finished entries in order of start, under the heading. One query and a join."""
    entries = list(rows.order_by("starts_at", "sort_title", "uid").values_list("vevent", "timezone", "starts_at"))
    zones: dict[str, tuple[datetime, datetime]] = {}
    for _, zone, starts_at in entries:
        # In order of start, so the first of a zone is its earliest and the last its latest.
        zones[zone] = (zones[zone][0] if zone in zones else starts_at, starts_at)
    return calendar_text((entry[0] for entry in entries), heading=heading, zones=zones)


def public_values(rows: PublishedScreeningQuerySet) -> list[PublicScreening]:
    """The rows as values, in the order of the calendar feeds. One query."""
    return [as_value(row) for row in rows.order_by("starts_at", "sort_title", "uid").defer("vevent", "search_text")]


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes ready to send, plain and compressed."""

    plain: bytes
    zipped: bytes

    @classmethod
    def of(cls, plain: bytes) -> "Body":
        # mtime=0: the same bytes always compress to the same bytes.
        return cls(plain, gzip.compress(plain, 6, mtime=0))

    def __len__(self) -> int:
        return len(self.plain) + len(self.zipped)


@dataclass(frozen=True, slots=True)
class Kept:
    """A body with the publication it was made from and its validator."""

    current: Current
    tag: str
    body: Body


class Shelf:
    """The last body of each feed, kept in this process; the least used go first beyond a number of bytes.

    One caller builds a missing body; whoever asks for the same feed meanwhile waits for that build.
    """

    def __init__(self, room: int = KEPT_BYTES) -> None:
        self.room = room
        self.built = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._builds: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, current: Current, tag: str, build: Callable[[], bytes]) -> Body:
        """The body of that validator, built where the shelf holds none or an older one."""
        if (kept := self.last(key)) and kept.tag == tag:
            return kept.body
        with self._lock:
            building = self._builds.setdefault(key, Lock())
        try:
            with building:
                if (kept := self.last(key)) and kept.tag == tag:
                    return kept.body
                body = Body.of(build())
                self._keep(key, Kept(current, tag, body))
                return body
        finally:
            with self._lock:
                self._builds.pop(key, None)

    def last(self, key: Hashable) -> Kept | None:
        """What was last built for it, of whatever publication."""
        with self._lock:
            if kept := self._kept.get(key):
                self._kept.move_to_end(key)
            return kept

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            self.built += 1
            if old := self._kept.pop(key, None):
                self._size -= len(old.body)
            self._kept[key] = kept
            self._size += len(kept.body)
            while self._size > self.room and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.body)
