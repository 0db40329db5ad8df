"""Bodies kept in this process, and what feeds are made from: a publication's finished entries."""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

from screenings.feeds.ical import FeedMetadata, calendar_bytes
from screenings.loading import public_screenings_from_rows
from screenings.models import Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.timetable.values import PublicScreening

MAX_CACHE_BYTES = 64 * 1024 * 1024
Source = TypeVar("Source")


@dataclass(frozen=True, slots=True)
class CurrentPublication:
    """What a feed must know of the publication it is read from."""

    token: str
    festival_id: int
    number: int
    published_at: datetime
    festival_name: str
    timezone: str
    colour: str
    site_url: str
    language: str
    writer: str = ""

    def tag(self, writer: str, *parts: str) -> str:
        """A strong validator: the same publication, writer and filter give the same bytes."""
        return sha256("/".join((self.token, writer, *parts)).encode()).hexdigest()[:24]


def current_publication(festival_slug: str) -> CurrentPublication | None:
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
def _publication(token: str) -> CurrentPublication:
    return CurrentPublication(*Publication.objects.values_list(*CurrentPublication.__slots__).get(token=token))


def calendar_feed_bytes(rows: PublishedScreeningQuerySet, metadata: FeedMetadata) -> bytes:
    """The rows' finished entries in order of start, under the heading. One query and a join."""
    entries = list(rows.order_by("starts_at", "sort_title", "uid").values_list("vevent", "timezone", "starts_at"))
    zones: dict[str, tuple[datetime, datetime]] = {}
    for _, zone, starts_at in entries:
        # In order of start, so the first of a zone is its earliest and the last its latest.
        zones[zone] = (zones[zone][0] if zone in zones else starts_at, starts_at)
    return calendar_bytes((entry[0] for entry in entries), metadata=metadata, zones=zones)


def feed_screenings(rows: PublishedScreeningQuerySet) -> list[PublicScreening]:
    """The rows as values, in the order of the calendar feeds. One query."""
    return public_screenings_from_rows(rows.order_by("starts_at", "sort_title", "uid"))


@dataclass(frozen=True, slots=True)
class CompressedBody:
    """Bytes ready to send, plain and compressed."""

    plain: bytes
    gzipped: bytes

    @classmethod
    def of(cls, plain: bytes) -> "CompressedBody":
        # mtime=0: the same bytes always compress to the same bytes.
        return cls(plain, gzip.compress(plain, 6, mtime=0))

    def __len__(self) -> int:
        return len(self.plain) + len(self.gzipped)


@dataclass(frozen=True, slots=True)
class CachedResponse(Generic[Source]):
    """A body with its validator, and with what of its source an answer needs, such as the publication."""

    source: Source
    tag: str
    body: CompressedBody


class ResponseCache(Generic[Source]):
    """The last body of each address, kept in this process; the least used go first beyond a number of bytes.

    One caller builds a missing body; whoever asks for the same address meanwhile waits for that build.
    """

    def __init__(self, max_bytes: int = MAX_CACHE_BYTES) -> None:
        self.max_bytes = max_bytes
        self.build_count = 0
        self._responses: OrderedDict[Hashable, CachedResponse[Source]] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._builds: dict[Hashable, Lock] = {}

    def get_or_build(self, key: Hashable, source: Source, tag: str, build: Callable[[], bytes]) -> CompressedBody:
        """The body of that validator, built where the shelf holds none or an older one."""
        if (kept := self.last_built(key)) and kept.tag == tag:
            return kept.body
        with self._lock:
            building = self._builds.setdefault(key, Lock())
        try:
            with building:
                if (kept := self.last_built(key)) and kept.tag == tag:
                    return kept.body
                body = CompressedBody.of(build())
                self._store(key, CachedResponse(source, tag, body))
                return body
        finally:
            with self._lock:
                self._builds.pop(key, None)

    def last_built(self, key: Hashable) -> CachedResponse[Source] | None:
        """What was last built for it, of whatever publication."""
        with self._lock:
            if kept := self._responses.get(key):
                self._responses.move_to_end(key)
            return kept

    def clear(self) -> None:
        with self._lock:
            self._responses.clear()
            self._size = 0

    def _store(self, key: Hashable, response: CachedResponse[Source]) -> None:
        with self._lock:
            self.build_count += 1
            if old := self._responses.pop(key, None):
                self._size -= len(old.body)
            self._responses[key] = response
            self._size += len(response.body)
            while self._size > self.max_bytes and len(self._responses) > 1:
                _, dropped = self._responses.popitem(last=False)
                self._size -= len(dropped.body)
