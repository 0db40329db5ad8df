"""What a publication would bring, without making one: what differs from what is public, and what stops it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from screenings.loading import as_public, load_details, load_timetable, published_rows, site_address
from screenings.loading.details import TimetableDetails
from screenings.loading.public import as_cancelled
from screenings.loading.published import PublishedRow, PublishedRows
from screenings.loading.timetable import WorkingTimetable
from screenings.models import Festival, Publication
from screenings.timetable.changes import PublicChange, changes_between, is_moved
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.values import CANCELLED, PublicScreening

CANCELLED_KEPT_FOR = timedelta(days=30)
PublicByUid = dict[UUID, PublicScreening]


@dataclass(frozen=True, slots=True)
class PublicationPreview:
    """What a publication would bring. `is_empty`: nothing to publish, and something is public already.

    `changed_uids` are the screenings whose public row is written anew: those of `changes`, and those in which only
    something derived differs, such as the festival day after `day_starts_at` was changed; all in another language.
    `forgotten_uids` were cancelled long enough ago to be forgotten.
    """

    timetable: WorkingTimetable
    details: TimetableDetails
    current: Publication | None
    changes: tuple[PublicChange, ...]
    blocking: tuple[Conflict, ...]
    acknowledged: tuple[Conflict, ...]
    public_after: PublicByUid
    current_rows: PublishedRows
    changed_uids: tuple[UUID, ...]
    forgotten_uids: tuple[UUID, ...]
    festival_columns: dict[str, str]

    @property
    def heading_changed(self) -> bool:
        """The festival's own name, zone, colour, language or address differs from what its calendars say."""
        return self.current is not None and any(
            getattr(self.current, name) != value for name, value in self.festival_columns.items()
        )

    @property
    def is_empty(self) -> bool:
        return self.current is not None and not (self.changed_uids or self.heading_changed or self.forgotten_uids)

    @property
    def kept_back(self) -> tuple[str, ...]:
        """The titles of what is on hold and is another in the timetable than in public."""
        return tuple(
            self.timetable.showings[uid].title for uid in self.timetable.holds if self.timetable.differs_on_hold(uid)
        )


@dataclass(frozen=True, slots=True)
class CheckedTimetable:
    """A working timetable, and what the rules find in its outcome: every error, whether or not the rest."""

    timetable: WorkingTimetable
    conflicts: Iterable[Conflict]


Check = Callable[[Festival], CheckedTimetable]
"""Loads a festival's working timetable and runs the rules. Whoever needs more of either than a publication does hands
in its own, so that both are done once."""


def check_errors(festival: Festival) -> CheckedTimetable:
    """As many queries as `load_timetable`."""
    timetable = load_timetable(festival)
    return CheckedTimetable(timetable, timetable.outcome_errors)


def partition_errors(checked: CheckedTimetable) -> tuple[tuple[Conflict, ...], tuple[Conflict, ...]]:
    """The errors that stop a publication, and those that somebody has acknowledged. No query."""
    blocking: list[Conflict] = []
    acknowledged: list[Conflict] = []
    for conflict in checked.conflicts:
        if conflict.severity is Severity.ERROR:
            fingerprints = checked.timetable.acknowledged_fingerprints
            is_known = conflict.acknowledgeable and conflict.fingerprint in fingerprints
            (acknowledged if is_known else blocking).append(conflict)
    return tuple(blocking), tuple(acknowledged)


def preview_publication(festival: Festival, *, at: datetime, check: Check = check_errors) -> PublicationPreview:
    """What publish() would do now, without doing it. Nine queries, eight where `published_rows` are kept."""
    checked = check(festival)
    timetable, details = checked.timetable, load_details(festival, with_prints=False, with_people=True)
    blocking, acknowledged = partition_errors(checked)
    current = Publication.objects.current(festival)
    rows = published_rows(current)
    after = dict(_public_after(festival, timetable, details, rows, at))
    # In another language each entry reads differently, though no value of it differs.
    is_translated = current is not None and current.language != festival.language
    changed = tuple(
        uid for uid, value in after.items() if is_translated or (row := rows.get(uid)) is None or row.value != value
    )
    forgotten = tuple(uid for uid in rows if uid not in after)
    before = {uid: row.value for uid in (*changed, *forgotten) if (row := rows.get(uid))}
    return PublicationPreview(
        timetable=timetable,
        details=details,
        current=current,
        changes=changes_between(before, {uid: after[uid] for uid in changed}),
        blocking=blocking,
        acknowledged=acknowledged,
        public_after=after,
        current_rows=rows,
        changed_uids=changed,
        forgotten_uids=forgotten,
        festival_columns=_festival_columns(festival),
    )


def _festival_columns(festival: Festival) -> dict[str, str]:
    return {
        "festival_name": festival.name,
        "timezone": festival.timezone,
        "colour": festival.colour,
        "language": festival.language,
        "site_url": site_address(festival),
    }


def _public_after(
    festival: Festival,
    timetable: WorkingTimetable,
    details: TimetableDetails,
    rows: PublishedRows,
    at: datetime,
) -> Iterator[tuple[UUID, PublicScreening]]:
    """The public timetable after a publication: the working one, moves marked, and what was taken out, as cancelled."""
    shown = as_public(festival, timetable, details)
    for uid, new in shown.items():
        row = rows.get(uid)
        yield uid, _with_moved_from(new, row.value) if row else new
    gone = {uid: row for uid, row in rows.items() if uid not in shown and not _is_forgotten(festival, row, at)}
    yield from as_cancelled(festival, timetable, {uid: row.value for uid, row in gone.items()}).items()


def _with_moved_from(new: PublicScreening, old: PublicScreening) -> PublicScreening:
    """With the place it was last announced at, once it has been moved."""
    if is_moved(old, new):
        return replace(new, moved_from_starts_at=old.starts_at, moved_from_hall=old.place)
    former = old.moved_from_starts_at, old.moved_from_hall
    if former == (new.moved_from_starts_at, new.moved_from_hall):
        return new
    return replace(new, moved_from_starts_at=former[0], moved_from_hall=former[1])


def _is_forgotten(festival: Festival, row: PublishedRow, at: datetime) -> bool:
    """Whether it was taken out long enough ago: 30 days after the festival, and 30 days after subscribers were told."""
    over = datetime.combine(festival.ends_on, festival.day_starts_at, festival.zone) + timedelta(days=1)
    return row.value.status == CANCELLED and at > max(over.astimezone(UTC), row.revised_at) + CANCELLED_KEPT_FOR
