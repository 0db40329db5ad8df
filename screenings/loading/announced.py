"""What each screening was last announced as, of which most is what it still is: read is only what holds need."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from screenings.loading.holds import AnnouncedFacts, facts_to_announce
from screenings.models import AnnouncedScreening
from screenings.timetable.values import Showing

_NULLABLE = ("stated_length", "print_id")
_COMPARED = tuple(name for name in AnnouncedFacts._fields if name not in ("guests", *_NULLABLE))
# Of a screening: whether its own columns, guests aside, are those that were last announced. To read them and to compare
# them here would take a tenth of the time of a publication.
IS_AS_ANNOUNCED = ExpressionWrapper(
    Q(
        *(Q((f"announced__{name}", F(name))) for name in _COMPARED),
        *(Q((f"announced__{name}", F(name))) | Q((f"announced__{name}", None), (name, None)) for name in _NULLABLE),
    ),
    output_field=BooleanField(null=True),
)
BATCH = 500
# The guests where a screening was announced at all, else None.
ANNOUNCED_GUESTS = "announced__guests"


class AnnouncedUnread(Exception):
    """What this screening was announced as has to be read first: `all_read` does."""


@dataclass(frozen=True, slots=True, eq=False)
class LastAnnounced(Mapping[UUID, AnnouncedFacts]):
    """By uid: those of `unchanged` are as the showings say, those of `changed` as they say themselves, and of those of
    `unread` no more is known than that they were announced as something else.
    """

    showings: Mapping[UUID, Showing] = field(default_factory=dict)
    unchanged: frozenset[UUID] = frozenset()
    changed: Mapping[UUID, AnnouncedFacts] = field(default_factory=dict)
    unread: frozenset[UUID] = frozenset()

    def __getitem__(self, uid: UUID) -> AnnouncedFacts:
        """Raises AnnouncedUnread where it was not read, KeyError where nothing was announced."""
        if uid in self.unread:
            raise AnnouncedUnread(uid)
        return facts_to_announce(self.showings[uid]) if uid in self.unchanged else self.changed[uid]

    def __contains__(self, uid: object) -> bool:
        return uid in self.unchanged or uid in self.changed or uid in self.unread

    def __iter__(self) -> Iterator[UUID]:
        yield from self.unchanged
        yield from self.changed
        yield from self.unread

    def __len__(self) -> int:
        return len(self.unchanged) + len(self.changed) + len(self.unread)

    def all_read(self) -> "LastAnnounced":
        """The same without anything unread. A query for each few hundred that were unread."""
        read = _read(self.unread)
        return LastAnnounced(self.showings, self.unchanged, {**self.changed, **read})


def load_announced(showings: Mapping[UUID, Showing], rows: Iterable[Any]) -> LastAnnounced:
    """`rows` are the screenings' with `is_as_announced`, `ANNOUNCED_GUESTS` and since when they are on hold. Only of
    those on hold is it read what they were announced as: one query for each few hundred that have changed.
    """
    unchanged: set[UUID] = set()
    held: set[UUID] = set()
    unread: set[UUID] = set()
    for row in rows:
        if row.announced__guests is None:
            continue
        if row.is_as_announced and row.announced__guests == tuple(map(str, showings[row.uid].guests)):
            unchanged.add(row.uid)
        else:
            (held if row.hold__since else unread).add(row.uid)
    return LastAnnounced(showings, frozenset(unchanged), _read(held), frozenset(unread))


def _read(uids: Iterable[UUID]) -> dict[UUID, AnnouncedFacts]:
    wanted, found = sorted(uids), {}
    for start in range(0, len(wanted), BATCH):
        rows = AnnouncedScreening.objects.filter(screening__uid__in=wanted[start : start + BATCH]).order_by()
        columns = rows.values_list("screening_id", *AnnouncedFacts._fields)
        found.update({uid: AnnouncedFacts(*facts) for uid, *facts in columns})
    return found
