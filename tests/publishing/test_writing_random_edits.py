"""Whatever is edited, what is public is what a publisher would write who makes every row anew and compares entries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

import pytest

from screenings.feeds.ical import screening_vevent_text
from screenings.loading import (
    as_public,
    load_details,
    load_timetable,
    public_screening_from_row,
    published_rows,
    published_screenings,
)
from screenings.loading.public import as_cancelled
from screenings.loading.published import _read_rows
from screenings.models import Festival, Publication, PublishedScreening
from screenings.publishing import publish
from screenings.timetable.changes import is_moved
from screenings.timetable.values import PublicScreening
from tests.publishing.random_edits import edit, editable_festival
from tests.world import SPRING

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


class Entry(NamedTuple):
    """What subscribers have of one screening."""

    value: PublicScreening
    sequence: int
    revised_at: datetime
    vevent: str


def rewritten(of: Festival, before: dict[UUID, Entry], ever: dict[UUID, int], at: datetime) -> dict[UUID, Entry]:
    """`ever` has the last SEQUENCE of all that was public at any time."""
    timetable, details = load_timetable(of), load_details(of, with_people=True)
    values = as_public(of, timetable, details)
    gone = {uid: entry for uid, entry in before.items() if uid not in values and not is_over(of, entry, at)}
    values |= as_cancelled(of, timetable, {uid: entry.value for uid, entry in gone.items()})
    entries = {}
    for uid, value in values.items():
        old = before.get(uid)
        if old and uid not in gone:
            old_place = old.value.moved_from_starts_at, old.value.moved_from_hall
            if is_moved(old.value, value):
                old_place = old.value.starts_at, old.value.place
            value = replace(value, moved_from_starts_at=old_place[0], moved_from_hall=old_place[1])
        if old and old.vevent == screening_vevent_text(value, sequence=old.sequence, revised_at=old.revised_at):
            entries[uid] = old._replace(value=value)
        else:
            sequence = ever.get(uid, -1) + 1
            entries[uid] = Entry(value, sequence, at, screening_vevent_text(value, sequence=sequence, revised_at=at))
    return entries


def is_over(of: Festival, entry: Entry, at: datetime) -> bool:
    """Cancelled, and 30 days after the last festival day and after its cancellation was told."""
    end = datetime.combine(of.ends_on + timedelta(days=1), of.day_starts_at, of.zone).astimezone(UTC)
    return entry.value.is_cancelled and at > end + MONTH and at > entry.revised_at + MONTH


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_a_publisher_writes_who_makes_all_of_it_anew(seed: int) -> None:
    random, at = Random(seed), SPRING
    of = editable_festival(random)
    entries: dict[UUID, Entry] = {}
    ever: dict[UUID, int] = {}
    done: list[str] = []
    for _publication in range(12):
        at += random.choice([timedelta(hours=1), timedelta(days=70)])
        of = Festival.objects.get(pk=of.pk)
        before, entries = entries, rewritten(of, entries, ever, at)
        ever |= {uid: entry.sequence for uid, entry in entries.items()}
        kept = {row.pk for row in published_rows(Publication.objects.current(of)).values()}
        result = publish(of, at=at)
        current = PublishedScreening.objects.current(of)
        public = {
            row.uid: Entry(public_screening_from_row(row), row.sequence, row.revised_at, row.vevent) for row in current
        }
        assert public == entries, done
        newest = Publication.objects.current(of)
        assert newest is not None
        assert published_rows(newest) == _read_rows(newest), "what is kept is what would be read"
        assert published_screenings(of) == {uid: entry.value for uid, entry in entries.items()}
        unchanged = {uid for uid, entry in entries.items() if uid in before and before[uid].value == entry.value}
        assert {row.uid for row in current if row.pk in kept} == unchanged, "no other row is written anew"
        assert (result.publication is not None) >= bool(result.changes)
        done.append(" and ".join(edit(of, random) for _ in range(random.choice([1, 1, 3]))))
