"""What an import writes over is locked first, and is still what the tables were compared with.

SQLite lets one write at a time, from before the comparison on. On PostgreSQL others save meanwhile. Everybody locks the
rows they change first and the festival last, where they publish: so nobody waits for somebody who waits for them.
"""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Model

from screenings.loading.versions import version_of
from screenings.models import Festival

_BATCH = 500
Tokens = tuple[str, ...]


class ChangedMeanwhile(Exception):
    """Somebody saved something of the festival between the comparison and the lock: compare again."""


def tokens_before(festival: Festival | None) -> Tokens | None:
    """What names all that the comparison is about to read; None where nobody else can write until it is written."""
    if festival is None or not connection.features.has_select_for_update:
        return None
    version = version_of(festival.pk)
    return version and (version.working, version.live)


def lock_rows(festival: Festival, rows: Mapping[type[Model], Iterable[int]], tokens: Tokens | None) -> None:
    """The rows by these keys, kind after kind in the order of their keys, and then the festival. In a transaction.

    Raises ChangedMeanwhile where `tokens` are given and no longer the festival's.
    """
    if not connection.features.has_select_for_update or festival.pk is None:
        return
    for model, pks in rows.items():
        in_order = sorted(pks)
        for start in range(0, len(in_order), _BATCH):
            _lock(model, in_order[start : start + _BATCH])
    # Two imports at once take turns. Without its key, so that a film may be added meanwhile.
    _lock(Festival, [festival.pk])
    if tokens is not None and tokens_before(festival) != tokens:
        raise ChangedMeanwhile


def _lock(model: type[Model], pks: list[int]) -> None:
    rows = model._default_manager.filter(pk__in=pks).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
