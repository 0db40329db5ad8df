"""Putting screenings on hold, and releasing them: what the public keeps of them is then no longer what staff edit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Festival, Film, Hold, Screening, Section
from screenings.models.history import create_with_history, update_with_history

BATCH = 500
LINE_UP_REASON = "Line-up not announced yet"
CLASH_REASON = "It was blocking a publication"


def hold(screenings: Iterable[Screening], *, reason: str, by: User | None, at: datetime) -> list[Screening]:
    """Those that were put on hold; what is on hold already keeps its reason, its name and its moment.

    Raises ValidationError for a reason that is none, and then nothing is on hold that was not.
    """
    rows = list(screenings)
    with transaction.atomic():
        _take_turns(rows)
        known = _holds_by_uid(rows)
        new = [row for row in rows if row.uid not in known]
        holds = [Hold(festival_id=row.festival_id, screening=row, reason=reason, by=by, since=at) for row in new]
        for each in holds[:1]:
            each.full_clean(validate_unique=False, validate_constraints=False)
        create_with_history(Hold, holds, batch_size=BATCH)
    return new


def release(screenings: Iterable[Screening]) -> list[Screening]:
    """Those that were on hold; their working columns go public with the next publication."""
    rows = list(screenings)
    with transaction.atomic():
        _take_turns(rows)
        known = _holds_by_uid(rows)
        for each in known.values():
            each.delete()
    return [row for row in rows if row.uid in known]


def hold_line_up(rows: Sequence[Film | Section], *, reason: str) -> list[Film | Section]:
    """Each screening that such a film, or a film of such a section, gets from now on is on hold from the start; an
    empty reason ends that. Screenings that are there already stay as they are. Gives those for which that is new.
    Raises ValidationError.
    """
    done: list[Film | Section] = []
    with transaction.atomic():
        _take_turns(rows)
        for model in (Film, Section):
            chosen = {row.pk: row for row in rows if isinstance(row, model)}
            now = model._default_manager.filter(pk__in=chosen).exclude(line_up_hold=reason) if chosen else ()
            changed = [chosen[row.pk] for row in now]
            for row in changed:
                row.line_up_hold = reason
                row.clean_fields(exclude={each.name for each in model._meta.fields} - {"line_up_hold"})
            update_with_history(model, changed, ["line_up_hold"], batch_size=BATCH)
            done += changed
    return done


def _take_turns(rows: Iterable[Film | Section | Screening]) -> None:
    """Two who hold or release at once go one after the other, and as those who publish do."""
    keys = {row.festival_id for row in rows}
    list(Festival.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def hold_new(reasons: Mapping[UUID, str], *, at: datetime) -> bool:
    """Put on hold, each for its reason, the screenings that never were, whoever made them; whether there was any. What
    was released stays so. Two queries, and the writes.
    """
    rows = [row for keys in _batches(reasons) for row in Screening.objects.filter(uid__in=keys)]
    known: set[UUID] = set()
    for keys in _batches(reasons):
        kept = Hold.history.filter(screening_id__in=keys)  # type: ignore[attr-defined]  # the library's
        known.update(kept.values_list("screening_id", flat=True))
    new = [row for row in rows if row.uid not in known]
    holds = [Hold(festival_id=row.festival_id, screening=row, reason=reasons[row.uid], since=at) for row in new]
    create_with_history(Hold, holds, batch_size=BATCH)
    return bool(new)


def _batches(uids: Iterable[UUID]) -> Iterator[list[UUID]]:
    every = list(uids)
    return (every[start : start + BATCH] for start in range(0, len(every), BATCH))


def hold_alike(screening: Screening, copies: Iterable[Screening]) -> None:
    """A copy of a screening on hold is on hold as it is, so that nothing is announced by copying it."""
    for row in _holds_by_uid([screening]).values():
        holds = [
            Hold(festival_id=row.festival_id, screening=copy, reason=row.reason, by_id=row.by_id, since=row.since)
            for copy in copies
        ]
        create_with_history(Hold, holds, batch_size=BATCH)


def _holds_by_uid(rows: list[Screening]) -> dict[UUID, Hold]:
    found: dict[UUID, Hold] = {}
    for uids in _batches(row.uid for row in rows):
        holds = Hold.objects.filter(screening__uid__in=uids)
        found.update({each.screening_id: each for each in holds})
    return found
