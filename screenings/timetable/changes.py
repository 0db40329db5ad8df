"""What changed between two publications. Nothing else computes it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from uuid import UUID

from screenings.timetable.values import CANCELLED as OFF
from screenings.timetable.values import PublicScreening

ADDED, MOVED, CANCELLED, RESTORED, RETITLED, CHANGED = (
    "added", "moved", "cancelled", "restored", "retitled", "changed",
)  # fmt: skip
KINDS = (ADDED, MOVED, CANCELLED, RESTORED, RETITLED, CHANGED)

# What a reader is told of where it differs. Every field of a published screening is in one of these two.
REPORTED_FIELDS = frozenset({
    "status", "title", "starts_at", "ends_at", "timezone", "venue", "hall", "address", "original_title", "year",
    "runtime", "intro", "qa", "section", "directors", "guests", "countries", "languages", "subtitles", "parts",
    "format", "access", "audience", "sold_out", "standby", "note",
})  # fmt: skip
# Follows from other fields or from settings, is an address, a picture or a colour, or is the mark of an earlier move:
# a publication carries it, and a calendar that shows it is revised, but nobody is told.
UNREPORTED_FIELDS = frozenset({
    "uid", "day", "venue_slug", "hall_slug", "latitude", "longitude", "film_slug", "film_url", "section_slug",
    "section_colour", "part_slugs", "image_url", "ticket_url", "price", "moved_from_starts_at",
    "moved_from_hall", "hall_is_shared", "guest_keys", "end_is_estimated", "genres", "minimum_age", "people",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One screening's difference: what kind first, every kind it is, and the names of the fields that differ."""

    uid: UUID
    kinds: tuple[str, ...]
    before: PublicScreening | None
    after: PublicScreening
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.kinds[0]


def is_moved(before: PublicScreening, after: PublicScreening) -> bool:
    """Whether it begins at another time or in another hall. A hall's new name alone moves nobody, its new address alone
    neither; where both are new it is taken for another hall."""
    if before.starts_at != after.starts_at:
        return True
    addresses = (before.venue_slug, before.hall_slug) != (after.venue_slug, after.hall_slug)
    return addresses and (before.venue, before.hall) != (after.venue, after.hall)


def changed_fields(before: PublicScreening, after: PublicScreening) -> tuple[str, ...]:
    """The names of the fields in which two states differ and that are news, in the order they are declared."""
    untold = set(_follow_from_settings(before, after))
    return tuple(
        f.name
        for f in fields(PublicScreening)
        if f.name in REPORTED_FIELDS - untold and getattr(before, f.name) != getattr(after, f.name)
    )


def _follow_from_settings(before: PublicScreening, after: PublicScreening) -> Iterator[str]:
    """What else is no news here: another name for the same clock, and another length that the festival assumes."""
    if _offset(before) == _offset(after):
        yield "timezone"
    are_estimates = before.end_is_estimated and after.end_is_estimated
    if are_estimates and (before.starts_at, before.intro, before.qa) == (after.starts_at, after.intro, after.qa):
        yield "ends_at"


def _offset(screening: PublicScreening) -> timedelta | None:
    return screening.starts_at.astimezone(screening.zone).utcoffset()


def _kinds(before: PublicScreening, after: PublicScreening, names: tuple[str, ...]) -> tuple[str, ...]:
    kinds = []
    if after.is_cancelled and not before.is_cancelled:
        kinds.append(CANCELLED)
    if before.is_cancelled and not after.is_cancelled:
        kinds.append(RESTORED)
    if is_moved(before, after):
        kinds.append(MOVED)
    if "title" in names:
        kinds.append(RETITLED)
    return tuple(kinds) or (CHANGED,)


def changes_between(
    before: Mapping[UUID, PublicScreening], after: Mapping[UUID, PublicScreening]
) -> tuple[PublicChange, ...]:
    """Every screening that is new or differs, by start.

    One that is missing from `after` was taken out long ago: news to whoever still knew it as going ahead, and to
    nobody else. One that is cancelled when it is first heard of is told as cancelled.
    """
    found = []
    for uid, new in after.items():
        old = before.get(uid)
        if old is None:
            found.append(PublicChange(uid, (CANCELLED if new.is_cancelled else ADDED,), None, new))
        elif names := changed_fields(old, new):
            found.append(PublicChange(uid, _kinds(old, new, names), old, new, names))
    for uid, old in before.items():
        if uid not in after and not old.is_cancelled:
            found.append(PublicChange(uid, (CANCELLED,), old, replace(old, status=OFF), ("status",)))
    return tuple(sorted(found, key=lambda change: (change.after.starts_at, str(change.uid))))


def count_kinds(changes: Iterable[PublicChange]) -> dict[str, int]:
    """How many of each kind, by the kind a change is first of all; kinds that do not occur are left out."""
    counted = Counter(change.kind for change in changes)
    return {kind: counted[kind] for kind in KINDS if counted[kind]}
