"""publish(): the one way anything becomes public."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from screenings.feeds.ical import screening_vevent_text
from screenings.fingerprints.outputs import feed_fingerprint
from screenings.loading import (
    as_public,
    load_details,
    load_timetable,
    public_screening_from_row,
    published_columns,
    site_address,
)
from screenings.loading.details import TimetableDetails
from screenings.loading.public import as_cancelled
from screenings.loading.timetable import WorkingTimetable
from screenings.models import Acknowledgement, Festival, Publication, PublishedScreening, Publishing
from screenings.models.hall_guard import GUARD
from screenings.models.publications import SORT_TITLE_LENGTH
from screenings.text.cleaning import fold, is_visible, sort_key
from screenings.timetable.changes import PublicChange, changes_between, count_kinds, is_moved
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules.halls import double_bookings
from screenings.timetable.values import CANCELLED, PublicScreening

CANCELLED_KEPT_FOR = timedelta(days=30)
NOTE_LENGTH = 2000  # characters; every reader of the changes and their feed is sent it
BATCH = 500
Item = TypeVar("Item")
PublicByUid = dict[UUID, PublicScreening]


class PublishingBlocked(Exception):
    """Unacknowledged errors block the publication; nothing of `changes` was published."""

    def __init__(self, conflicts: tuple[Conflict, ...], changes: tuple[PublicChange, ...] = ()) -> None:
        super().__init__(f"{len(conflicts)} unacknowledged errors")
        self.conflicts, self.changes = conflicts, changes


@dataclass(frozen=True, slots=True)
class PublicationPreview:
    """What a publication would bring. `is_empty`: nothing to publish, and something is public already.

    `changed_uids` are the screenings whose public row is written anew: those of `changes`, and those in which only
    something derived differs, such as the festival day after `day_starts_at` was changed.
    """

    timetable: WorkingTimetable
    current: Publication | None
    changes: tuple[PublicChange, ...]
    blocking: tuple[Conflict, ...]
    acknowledged: tuple[Conflict, ...]
    public_after: PublicByUid
    current_rows: dict[UUID, PublishedScreening]
    changed_uids: tuple[UUID, ...]
    festival_columns: dict[str, str]

    @property
    def heading_changed(self) -> bool:
        """The festival's own name, zone, colour or address differs from what its calendars say."""
        return self.current is not None and any(
            getattr(self.current, name) != value for name, value in self.festival_columns.items()
        )

    @property
    def is_empty(self) -> bool:
        return self.current is not None and not (self.changed_uids or self.heading_changed or self.forgotten_uids)

    @property
    def forgotten_uids(self) -> set[UUID]:
        """Cancelled long enough ago to be forgotten."""
        return self.current_rows.keys() - self.public_after.keys()


@dataclass(frozen=True, slots=True)
class PublishResult:
    """`publication` is None where there was nothing to publish."""

    publication: Publication | None
    changes: tuple[PublicChange, ...]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a staff member's save meant for the public."""

    state: Literal["published", "waiting", "blocked", "unchanged", "before-first"]
    changes: tuple[PublicChange, ...] = ()
    blocking: tuple[Conflict, ...] = ()
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class CheckedTimetable:
    """A working timetable, and what the rules find in it: every error, whether or not the rest."""

    timetable: WorkingTimetable
    conflicts: Iterable[Conflict]


Check = Callable[[Festival], CheckedTimetable]
"""Loads a festival's working timetable and runs the rules. Whoever needs more of either than a publication does hands
in its own, so that both are done once."""


def check_errors(festival: Festival) -> CheckedTimetable:
    """As many queries as `load_timetable`."""
    timetable = load_timetable(festival)
    return CheckedTimetable(timetable, timetable.errors)


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
    """What publish() would do now, without doing it. Nine queries."""
    checked = check(festival)
    timetable, details = checked.timetable, load_details(festival, with_prints=False)
    blocking, acknowledged = partition_errors(checked)
    current_rows = {row.uid: row for row in PublishedScreening.objects.current(festival)}
    before = {uid: public_screening_from_row(row) for uid, row in current_rows.items()}
    after = dict(_public_after(festival, timetable, details, before, current_rows, at))
    return PublicationPreview(
        timetable=timetable,
        current=Publication.objects.current(festival),
        changes=changes_between(before, after),
        blocking=blocking,
        acknowledged=acknowledged,
        public_after=after,
        current_rows=current_rows,
        changed_uids=tuple(uid for uid, value in after.items() if before.get(uid) != value),
        festival_columns=_festival_columns(festival),
    )


def _festival_columns(festival: Festival) -> dict[str, str]:
    return {
        "festival_name": festival.name,
        "timezone": festival.timezone,
        "colour": festival.colour,
        "site_url": site_address(festival),
    }


def _public_after(
    festival: Festival,
    timetable: WorkingTimetable,
    details: TimetableDetails,
    before: PublicByUid,
    rows: dict[UUID, PublishedScreening],
    at: datetime,
) -> Iterator[tuple[UUID, PublicScreening]]:
    """The public timetable after a publication: the working one, moves marked, and what was taken out, as cancelled."""
    shown = as_public(festival, timetable, details)
    for uid, new in shown.items():
        yield uid, _with_moved_from(new, before.get(uid))
    gone = (uid for uid in before if uid not in shown and not _is_forgotten(festival, rows[uid], at))
    yield from as_cancelled(festival, timetable, details, {uid: before[uid] for uid in gone}).items()


def _with_moved_from(new: PublicScreening, old: PublicScreening | None) -> PublicScreening:
    """With the place it was last announced at, once it has been moved."""
    if old is None:
        return new
    if is_moved(old, new):
        return replace(new, moved_from_starts_at=old.starts_at, moved_from_hall=old.place)
    return replace(new, moved_from_starts_at=old.moved_from_starts_at, moved_from_hall=old.moved_from_hall)


def _is_forgotten(festival: Festival, row: PublishedScreening, at: datetime) -> bool:
    """Whether it was taken out long enough ago: 30 days after the festival, and 30 days after subscribers were told."""
    over = datetime.combine(festival.ends_on, festival.day_starts_at, festival.zone) + timedelta(days=1)
    return row.status == CANCELLED and at > max(over.astimezone(UTC), row.revised_at) + CANCELLED_KEPT_FOR


def publish(
    festival: Festival, *, at: datetime, by: User | None = None, note: str = "", check: Check = check_errors
) -> PublishResult:
    """Freeze the working timetable as the next publication; one transaction, whole or not at all.

    `at` is the moment in UTC. Publications are a whole second apart at least, even when the clock was set back.
    Raises PublishingBlocked while an error is not acknowledged, or where the database itself refuses two screenings in
    one hall, and ValidationError for a note that cannot be one. Costs a fixed number of queries and writes only what
    changed.
    """
    note = cleaned_note(note)
    with transaction.atomic():
        festival = _locked(festival)
        return _publish(festival, preview_publication(festival, at=at, check=check), at=at, by=by, note=note)


def _locked(festival: Festival) -> Festival:
    """As it is now. Two who publish at once take turns; the second sees what the first has published."""
    return Festival.objects.select_for_update().get(pk=festival.pk)


def _publish(
    festival: Festival, preview: PublicationPreview, *, at: datetime, by: User | None, note: str
) -> PublishResult:
    if preview.blocking:
        raise PublishingBlocked(preview.blocking, preview.changes)
    if preview.is_empty:
        return PublishResult(None, ())
    try:
        with transaction.atomic():
            return PublishResult(_write(festival, preview, at=at, by=by, note=note), preview.changes)
    except IntegrityError as refused:
        if GUARD not in str(refused):
            raise
        raise PublishingBlocked(tuple(double_bookings(preview.public_after.values())), preview.changes) from refused


def cleaned_note(text: str) -> str:
    """A note to the public as it is stored: paragraphs without control characters; empty where nothing is visible.

    Raises ValidationError where it is too long, or holds what no file can.
    """
    note = Publication._meta.get_field("note").clean(text, None)
    if len(note) > NOTE_LENGTH:
        raise ValidationError(f"A note to the public has {NOTE_LENGTH} characters at most; this one has {len(note)}.")
    return note if is_visible(note) else ""


def _write(festival: Festival, preview: PublicationPreview, *, at: datetime, by: User | None, note: str) -> Publication:
    at = at.astimezone(UTC).replace(microsecond=0)
    if preview.current:
        at = max(at, preview.current.published_at + timedelta(seconds=1))
    publication = Publication.objects.create(
        festival=festival,
        number=preview.current.number + 1 if preview.current else 1,
        published_at=at,
        published_by=by,
        note=note,
        counts=count_kinds(preview.changes),
        writer=feed_fingerprint(),
        **preview.festival_columns,
    )
    sequences = _former_sequences(festival, (c.uid for c in preview.changes if c.before is None))
    closing = [
        preview.current_rows[uid].pk
        for uid in (*preview.changed_uids, *preview.forgotten_uids)
        if uid in preview.current_rows
    ]
    for pks in _batches(closing):
        PublishedScreening.objects.filter(pk__in=pks).update(until=publication.number)
    PublishedScreening.objects.bulk_create(
        (
            _row(preview.public_after[uid], preview.current_rows.get(uid), publication, sequences.get(uid))
            for uid in preview.changed_uids
        ),
        batch_size=BATCH,
    )
    return publication


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    """Few enough at a time for any database's limit of parameters."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _former_sequences(festival: Festival, uids: Iterable[UUID]) -> dict[UUID, int]:
    """The last SEQUENCE of screenings that come back after their cancellation had been forgotten."""
    sequences: dict[UUID, int] = {}
    for batch in _batches(list(uids)):
        rows = PublishedScreening.objects.filter(festival=festival, uid__in=batch).values("uid")
        sequences.update(rows.annotate(last=Max("sequence")).values_list("uid", "last"))
    return sequences


def _row(
    value: PublicScreening, old: PublishedScreening | None, publication: Publication, former: int | None
) -> PublishedScreening:
    """The row of a new or changed screening. Its revision rises only if its calendar entry reads differently."""
    sequence = old.sequence if old else -1 if former is None else former
    if old and screening_vevent_text(value, sequence=old.sequence, revised_at=old.revised_at) == old.vevent:
        revised_at, vevent = old.revised_at, old.vevent
    else:
        sequence, revised_at = sequence + 1, publication.published_at
        vevent = screening_vevent_text(value, sequence=sequence, revised_at=revised_at)
    return PublishedScreening(
        festival_id=publication.festival_id,
        since=publication.number,
        sort_title=sort_key(value.title)[:SORT_TITLE_LENGTH],
        search_text=fold(" ".join((value.title, value.original_title, *value.directors, *value.parts))),
        sequence=sequence,
        revised_at=revised_at,
        vevent=vevent,
        **published_columns(value),
    )


def publish_after_save(
    festival: Festival, *, at: datetime, by: User | None = None, check: Check = check_errors
) -> SaveResult:
    """After a staff member's save: publish where the festival publishes as saved, else say what waits.

    The first publication is always a decision, so before it nothing goes public.
    """
    with transaction.atomic():
        festival = _locked(festival)
        preview = preview_publication(festival, at=at, check=check)
        if festival.publishing == Publishing.AFTER_REVIEW or preview.current is None:
            return _waiting_result(preview)
        try:
            result = _publish(festival, preview, at=at, by=by, note="")
        except PublishingBlocked as blocked:
            return SaveResult("blocked", changes=blocked.changes, blocking=blocked.conflicts)
    if result.publication is None:
        return SaveResult("unchanged")
    return SaveResult("published", changes=result.changes, publication=result.publication)


def _waiting_result(preview: PublicationPreview) -> SaveResult:
    if preview.current is None:
        return SaveResult("before-first", changes=preview.changes, blocking=preview.blocking)
    return SaveResult(
        "unchanged" if preview.is_empty else "waiting", changes=preview.changes, blocking=preview.blocking
    )


def acknowledge(
    festival: Festival, conflicts: Iterable[Conflict], *, reason: str, by: User | None, at: datetime
) -> int:
    """Record that these conflicts are accepted, and why; how many were recorded. Earlier reasons are kept.

    Raises ValueError where one cannot be acknowledged: two shows in one hall at one time can only be resolved.
    """
    rows = []
    for conflict in conflicts:
        if not conflict.acknowledgeable:
            raise ValueError(f"{conflict.code} cannot be acknowledged; move one of the two screenings.")
        row = Acknowledgement(
            festival=festival, code=conflict.code, fingerprint=conflict.fingerprint, reason=reason, by=by, at=at
        )
        row.full_clean(validate_constraints=False)
        rows.append(row)
    Acknowledgement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
