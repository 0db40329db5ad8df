"""A festival's tokens, and values that are made once for one token and kept in this process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections

from screenings.reliability.version_triggers import TABLE

Value = TypeVar("Value")


class FestivalVersion(NamedTuple):
    """What names all that is read of a festival now; `reliability/version_triggers.py` says which token names what.

    `is_writing`: this transaction has written on PostgreSQL, which renews tokens at its end. What it reads is its own.
    """

    festival_id: int
    working: str
    live: str
    public: str
    is_writing: bool


def version_of(festival_id: int) -> FestivalVersion | None:
    """None where there is no such festival. One query."""
    found = _read("festival.id = %s", (festival_id,))
    return found[0] if found else None


def tokens_of(festival_id: int, *names: str) -> tuple[str, ...] | None:
    """These tokens of a festival, as the name of what is read of it; None inside a transaction, which reads what it has
    written itself. One query.
    """
    version = None if in_transaction() else version_of(festival_id)
    return version and tuple(getattr(version, name) for name in names)


def in_transaction() -> bool:
    """Nothing that is read in one is kept."""
    return connections[DEFAULT_DB_ALIAS].in_atomic_block


def version_at(slug: str) -> FestivalVersion | None:
    """Of the festival at that address, None where there is none. One query."""
    found = _read("festival.slug = %s", (slug,))
    return found[0] if found else None


def versions_up_to(slug: str) -> tuple[FestivalVersion, ...]:
    """Of the festival at that address, and behind it of those that began before; none where there is no such festival.
    One query.
    """
    began = "festival.starts_on < (SELECT own.starts_on FROM screenings_festival AS own WHERE own.slug = %s)"
    return tuple(_read(f"festival.slug = %s OR {began}", (slug, slug), first="festival.starts_on DESC,"))


def all_versions() -> tuple[FestivalVersion, ...]:
    """Of every festival, by its key. One query."""
    return tuple(_read("1 = 1", ()))


def _read(condition: str, parameters: tuple[Any, ...], *, first: str = "") -> list[FestivalVersion]:
    database = connections[DEFAULT_DB_ALIAS]
    with database.cursor() as cursor:
        cursor.execute(_sql(database.vendor, condition, first), parameters)
        return [FestivalVersion._make((*row[:4], bool(row[4]))) for row in cursor.fetchall()]


@cache
def _sql(vendor: str, condition: str, first: str) -> str:
    # SQLite renews a token at once, so that it names what this very transaction reads too.
    writing = "pg_current_xact_id_if_assigned() IS NOT NULL" if vendor == "postgresql" else "0"
    return f"""SELECT festival.id, version.working, version.live, version.public, {writing}
        FROM screenings_festival AS festival JOIN {TABLE} AS version ON version.festival_id = festival.id
        WHERE {condition} ORDER BY {first} festival.id"""  # noqa: S608 - nothing but the constants of this module


class VersionedValues(Generic[Value]):
    """Values made once for what names them, kept in this process; the least used go first beyond a total weight.

    A value is kept only if the name was the same before and after it was made, so that no row was written between: who
    reads rows that are being written makes a value of their own, and keeps none.
    """

    def __init__(self, limit: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        """A value that weighs more than `limit` is never kept."""
        self.limit = limit
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, tuple[Hashable, int, Value]] = OrderedDict()
        self._lock = Lock()

    def get_or_make(
        self,
        key: Hashable,
        name: Callable[[], Hashable | None],
        make: Callable[[], Value],
        *,
        named: Hashable | None = None,
    ) -> Value:
        """Under `key` the value of `name()`, which is None where nothing may be kept. Asks for the name twice where it
        is made, once where it is kept; once less where what it says has just been read, and is given as `named`.
        """
        if named is None:
            named = name()
        if named is None:
            return make()
        with self._lock:
            if (kept := self._kept.get(key)) and kept[0] == named:
                self._kept.move_to_end(key)
                return kept[2]
        value = make()
        if (weight := self._weigh(value)) <= self.limit and name() == named:
            with self._lock:
                self._kept.pop(key, None)
                self._kept[key] = (named, weight, value)
                while sum(each[1] for each in self._kept.values()) > self.limit:
                    self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
