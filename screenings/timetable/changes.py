"""What changed between two publications. Nothing else computes it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from screenings.timetable.values import PublicScreening

ADDED, MOVED, CANCELLED, RESTORED, RETITLED, CHANGED = (
    "added", "moved", "cancelled", "restored", "retitled", "changed",
)  # fmt: skip
KINDS = (ADDED, MOVED, CANCELLED, RESTORED, RETITLED, CHANGED)

_PLACE = frozenset({"starts_at", "venue_slug", "hall_slug"})
# Follow from other fields, are the mark of an earlier move or nobody's business: never news by themselves.
_DERIVED = frozenset({"day", "moved_from_starts_at", "moved_from_hall", "hall_is_shared"})


@dataclass(frozen=True, slots=True)
class Change:
    """One screening's difference: what kind first, every kind it is, and the names of the fields that differ."""

    uid: UUID
    kinds: tuple[str, ...]
    before: PublicScreening | None
    after: PublicScreening
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.kinds[0]


def differing(before: PublicScreening, after: PublicScreening) -> tuple[str, ...]:
    """The names of the fields in which two states differ, in the order they are declared."""
    return tuple(
        f.name
        for f in fields(PublicScreening)
        if f.name not in _DERIVED and getattr(before, f.name) != getattr(after, f.name)
    )


def _kinds(before: PublicScreening, after: PublicScreening, names: tuple[str, ...]) -> tuple[str, ...]:
    kinds = []
    if after.is_cancelled and not before.is_cancelled:
        kinds.append(CANCELLED)
    if before.is_cancelled and not after.is_cancelled:
        kinds.append(RESTORED)
    if _PLACE & set(names):
        kinds.append(MOVED)
    if "title" in names:
        kinds.append(RETITLED)
    return tuple(kinds) or (CHANGED,)


def changes_between(
    before: Mapping[UUID, PublicScreening], after: Mapping[UUID, PublicScreening]
) -> tuple[Change, ...]:
    """Every screening of `after` that is new or differs, by start. `after` holds the cancelled ones too:
    a screening that simply vanishes from it was dropped for age and is no news."""
    found = []
    for uid, new in after.items():
        old = before.get(uid)
        if old is None:
            found.append(Change(uid, (ADDED,), None, new))
        elif names := differing(old, new):
            found.append(Change(uid, _kinds(old, new, names), old, new, names))
    return tuple(sorted(found, key=lambda change: (change.after.starts_at, str(change.uid))))


def count_kinds(changes: Iterable[Change]) -> dict[str, int]:
    """How many of each kind, by the kind a change is first of all; kinds that do not occur are left out."""
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}
