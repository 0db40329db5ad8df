"""publish(): the one way anything becomes public."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeVar
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from screenings.feeds.ical import screening_vevent_text
from screenings.fingerprints.outputs import feed_fingerprint
from screenings.loading import published_columns
from screenings.loading.published import PublishedRow, keep_published_rows
from screenings.models import Festival, Publication, PublishedScreening
from screenings.models.hall_guard import GUARD
from screenings.models.publications import SORT_TITLE_LENGTH
from screenings.publishing.announcing import write_announced
from screenings.publishing.pausing import end_pause, note_tried
from screenings.publishing.preview import Check, PublicationPreview, check_errors, preview_publication
from screenings.scheduling.holds import hold_new
from screenings.scheduling.undo import MoveResult
from screenings.text.cleaning import fold, is_visible, sort_key
from screenings.text.translation import in_language
from screenings.timetable.changes import PublicChange, count_kinds
from screenings.timetable.conflicts import Conflict
from screenings.timetable.rules.halls import double_bookings
from screenings.timetable.values import PublicScreening

NOTE_LENGTH = 2000  # characters; every reader of the changes and their feed is sent it
PUBLISHED = "Published, so the pause is over"
BATCH = 500
Item = TypeVar("Item")


class PublishingBlocked(Exception):
    """Unacknowledged errors block the publication; nothing of `changes` was published."""

    def __init__(self, conflicts: tuple[Conflict, ...], changes: tuple[PublicChange, ...] = ()) -> None:
        super().__init__(f"{len(conflicts)} unacknowledged errors")
        self.conflicts, self.changes = conflicts, changes


@dataclass(frozen=True, slots=True)
class PublishResult:
    """`publication` is None where there was nothing to publish. `kept_back` are the titles of what is on hold and is
    another in the timetable.
    """

    publication: Publication | None
    changes: tuple[PublicChange, ...]
    kept_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a staff member's save meant for the public. While it waits, `number` is that of the
    current publication. `has_paused`: it was the first move of something that is tried,
    and has paused publishing.
    """

    state: Literal["published", "waiting", "blocked", "unchanged", "before-first"]
    changes: tuple[PublicChange, ...] = ()
    blocking: tuple[Conflict, ...] = ()
    publication: Publication | None = None
    kept_back: tuple[str, ...] = ()
    number: int = 0
    has_paused: bool = False


def publish(
    festival: Festival, *, at: datetime, by: User | None = None, note: str = "", check: Check = check_errors
) -> PublishResult:
    """Freeze the working timetable as the next publication; one transaction, whole or not at all. What is on hold stays
    as it was last announced, and no hold is changed. A pause ends, also where there is nothing to publish.

    `at` is the moment in UTC. Publications are a whole second apart at least, even when the clock was set back.
    Raises PublishingBlocked while an error is not acknowledged, or where the database itself refuses two screenings in
    one hall, and ValidationError for a note that cannot be one. Costs a fixed number of queries and writes only what
    changed.
    """
    note = cleaned_note(note)
    with transaction.atomic():
        festival = _locked(festival)
        return publish_previewed(festival, preview_publication(festival, at=at, check=check), at=at, by=by, note=note)


def publish_previewed(
    festival: Festival, preview: PublicationPreview, *, at: datetime, by: User | None, note: str
) -> PublishResult:
    """The same of what was previewed since the festival's row was locked, in the transaction that locked it: worked out
    once by who has to look at it before. `note` is a `cleaned_note`.
    """
    return _publish(festival, _with_line_ups_held(festival, preview, at=at), at=at, by=by, note=note)


def _with_line_ups_held(festival: Festival, preview: PublicationPreview, *, at: datetime) -> PublicationPreview:
    """After what is new of a line-up that waits was put on hold, however it was made."""
    line_ups = preview.timetable.line_ups
    new = {uid: reason for uid, reason in line_ups.items() if uid not in preview.current_rows}
    if new and hold_new(new, at=at):
        return preview_publication(festival, at=at)
    return preview


def _locked(festival: Festival) -> Festival:
    """As it is now. Two who publish at once take turns; the second sees what the first has published."""
    return Festival.objects.select_for_update().get(pk=festival.pk)


def _publish(
    festival: Festival, preview: PublicationPreview, *, at: datetime, by: User | None, note: str
) -> PublishResult:
    if preview.blocking:
        raise PublishingBlocked(preview.blocking, preview.changes)
    if preview.is_empty:
        end_pause(festival, why=PUBLISHED, by=by)
        return PublishResult(None, (), preview.kept_back)
    try:
        with transaction.atomic(), in_language(festival.language):
            publication = _write(festival, preview, at=at, by=by, note=note)
            end_pause(festival, why=PUBLISHED, by=by)
            return PublishResult(publication, preview.changes, preview.kept_back)
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
    differing = (*preview.changed_uids, *preview.forgotten_uids)
    closing = {row.pk: uid for uid in differing if (row := preview.current_rows.get(uid))}
    vevents: dict[UUID, str] = {}
    for pks in _batches(list(closing)):
        vevents.update((closing[pk], vevent) for pk, vevent in _close(pks, publication))
    written = PublishedScreening.objects.bulk_create(
        (
            _row(
                value,
                publication,
                old=preview.current_rows.get(uid),
                vevent=vevents.get(uid, ""),
                former=sequences.get(uid),
            )
            for uid, value in ((uid, preview.public_after[uid]) for uid in preview.changed_uids)
        ),
        batch_size=BATCH,
    )
    write_announced(festival, preview)
    keep_published_rows(publication, dict(_rows_after(preview, written)))
    return publication


def _close(pks: list[int], publication: Publication) -> list[tuple[int, str]]:
    """These rows end before that publication; their keys, and their calendar entries, which their successors need.

    Django's update() returns nothing, and to read them first would be one more query.
    """
    table, places = PublishedScreening._meta.db_table, ", ".join(["%s"] * len(pks))
    sql = f"UPDATE {table} SET until = %s WHERE id IN ({places}) RETURNING id, vevent"  # noqa: S608 - keys are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, [publication.number, *pks])
        return cursor.fetchall()


def _rows_after(
    preview: PublicationPreview, written: Iterable[PublishedScreening]
) -> Iterator[tuple[UUID, PublishedRow]]:
    """What is public now, as `published_rows` would read it."""
    new = {row.uid: row for row in written}
    for uid, value in preview.public_after.items():
        if row := new.get(uid):
            yield uid, PublishedRow(row.pk, row.sequence, row.revised_at, value)
        else:
            yield uid, preview.current_rows[uid]


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
    value: PublicScreening, publication: Publication, *, old: PublishedRow | None, vevent: str, former: int | None
) -> PublishedScreening:
    """The row of a new or changed screening. Its revision rises only if its calendar entry reads differently.

    `vevent` is the entry of the row before, `former` the last SEQUENCE of one that comes back.
    """
    sequence = old.sequence if old else -1 if former is None else former
    if old and screening_vevent_text(value, sequence=old.sequence, revised_at=old.revised_at) == vevent:
        revised_at = old.revised_at
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
    festival: Festival,
    *,
    at: datetime,
    by: User | None = None,
    check: Check = check_errors,
    tried: MoveResult | None = None,
) -> SaveResult:
    """After a staff member's save: publish where the festival publishes as saved, else say what waits.

    The first publication is always a decision, so before it nothing goes public. `tried`: it was a move on the board,
    which pauses publishing as saved.
    """
    with transaction.atomic():
        festival = _locked(festival)
        was_paused = festival.is_paused
        if tried:
            note_tried(festival, tried, at=at, by=by)
        elif not was_paused:
            end_pause(festival, why="Publishes otherwise")
        preview = _with_line_ups_held(festival, preview_publication(festival, at=at, check=check), at=at)
        if festival.gathers_changes or preview.current is None:
            return replace(_waiting_result(preview), has_paused=festival.is_paused and not was_paused)
        try:
            result = _publish(festival, preview, at=at, by=by, note="")
        except PublishingBlocked as blocked:
            return SaveResult(
                "blocked", changes=blocked.changes, blocking=blocked.conflicts, kept_back=preview.kept_back
            )
    return saved_result(result)


def saved_result(result: PublishResult) -> SaveResult:
    """What somebody who published at once has to be told."""
    state: Literal["published", "unchanged"] = "published" if result.publication else "unchanged"
    return SaveResult(state, changes=result.changes, publication=result.publication, kept_back=result.kept_back)


def _waiting_result(preview: PublicationPreview) -> SaveResult:
    if preview.current is None:
        state: Literal["before-first", "unchanged", "waiting"] = "before-first"
    else:
        state = "unchanged" if preview.is_empty else "waiting"
    number = preview.current.number if preview.current else 0
    return SaveResult(
        state, changes=preview.changes, blocking=preview.blocking, kept_back=preview.kept_back, number=number
    )
