"""The database's own word: one show at a time in a hall, in every publication."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.serializers import deserialize, serialize
from django.db import IntegrityError, connection, transaction

from screenings.loading import timetable
from screenings.models import Hall, PublishedScreening, Screening
from screenings.models.hall_guard import GUARD
from screenings.publishing import PublishingBlocked, publish
from screenings.timetable.rules import find_conflicts
from screenings.wording.conflicts import conflict_sentence
from tests import world

pytestmark = pytest.mark.django_db
LATER = world.SPRING + timedelta(hours=1)


def two(**kwargs: object) -> tuple[PublishedScreening, PublishedScreening]:
    """Published in one hall, one from 20:00 to 21:30 and the next from 22:00."""
    festival = world.festival()
    hall = world.hall(festival, **kwargs)
    for title, starts in (("Cléo", "2026-10-10 20:00"), ("Vagabond", "2026-10-10 22:00")):
        world.screening(world.film(festival, title), hall, starts)
    world.published(festival)
    first, second = PublishedScreening.objects.order_by("starts_at")
    return first, second


def earlier(row: PublishedScreening, minutes: int) -> None:
    row.starts_at -= timedelta(minutes=minutes)


def test_one_may_begin_the_minute_another_ends_and_no_earlier() -> None:
    _first, second = two()
    earlier(second, 30)
    second.save()
    earlier(second, 1)
    with pytest.raises(IntegrityError, match=GUARD), transaction.atomic():
        second.save()


@pytest.mark.parametrize(
    "change",
    [
        lambda row: setattr(row, "status", "cancelled"),
        lambda row: setattr(row, "hall_is_shared", True),
        lambda row: setattr(row, "hall_slug", "odeon.hall-2"),
        lambda row: setattr(row, "until", 2) or setattr(row, "since", 1),
    ],
    ids=["cancelled", "shared", "elsewhere", "over"],
)
def test_only_what_takes_place_in_that_hall_in_that_publication_is_in_the_way(
    change: Callable[[PublishedScreening], None],
) -> None:
    first, second = two()
    change(first)
    if first.until:
        second.since = first.until
    first.save()
    earlier(second, 60)
    second.save()


def test_a_new_row_is_refused_too() -> None:
    first, _second = two()
    first.pk, first.uid = None, Screening().uid
    with pytest.raises(IntegrityError, match=GUARD), transaction.atomic():
        first.save()


def update(row: PublishedScreening) -> None:
    PublishedScreening.objects.filter(pk=row.pk).update(starts_at=row.starts_at)


def bulk_update(row: PublishedScreening) -> None:
    PublishedScreening.objects.bulk_update([row], ["starts_at"])


def raw_sql(row: PublishedScreening) -> None:
    with connection.cursor() as cursor:
        table = PublishedScreening._meta.db_table
        start = connection.ops.adapt_datetimefield_value(row.starts_at)
        cursor.execute(f"UPDATE {table} SET starts_at = %s WHERE id = %s", [start, row.pk])


def fixture(row: PublishedScreening) -> None:
    for loaded in deserialize("json", serialize("json", [row])):
        loaded.save()


def bulk_create(row: PublishedScreening) -> None:
    row.pk, row.uid = None, uuid4()
    PublishedScreening.objects.bulk_create([row])


def upsert(row: PublishedScreening) -> None:
    PublishedScreening.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["starts_at"]
    )


def again(row: PublishedScreening) -> None:
    """One that was cancelled takes place after all."""
    PublishedScreening.objects.filter(pk=row.pk).update(status="cancelled", starts_at=row.starts_at)
    PublishedScreening.objects.filter(pk=row.pk).update(status="confirmed")


@pytest.mark.parametrize("write", [update, bulk_update, raw_sql, fixture, bulk_create, upsert, again])
def test_no_way_of_writing_goes_round_it(write: Callable[[PublishedScreening], None]) -> None:
    _first, second = two()
    earlier(second, 60)
    with pytest.raises(IntegrityError, match=GUARD), transaction.atomic():
        write(second)


def test_a_shared_hall_publishes_several_at_once_until_it_is_shared_no_more() -> None:
    first, second = two(shared=True)
    Screening.objects.filter(uid=second.uid).update(starts_at=first.starts_at)
    publish(Screening.objects.get(uid=first.uid).festival, at=LATER)
    assert PublishedScreening.objects.filter(until=None, starts_at=first.starts_at).count() == 2

    Hall.objects.update(shared=False)
    with pytest.raises(PublishingBlocked):
        publish(Screening.objects.get(uid=first.uid).festival, at=LATER + timedelta(hours=1))


def test_a_hall_that_is_shared_no_more_is_guarded_from_the_next_publication_on() -> None:
    two(shared=True)
    Hall.objects.update(shared=False)
    outcome = publish(Screening.objects.all()[0].festival, at=LATER)
    assert outcome.changes == ()
    assert set(PublishedScreening.objects.filter(until=None).values_list("hall_is_shared", flat=True)) == {False}


def test_its_refusal_names_both_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two()
    festival = Screening.objects.all()[0].festival
    Screening.objects.filter(uid=second.uid).update(starts_at=first.starts_at + timedelta(minutes=60))
    # Rules that overlook it.
    monkeypatch.setattr(timetable, "find_conflicts", lambda programme, **_kwargs: find_conflicts(programme)[:0])
    with pytest.raises(PublishingBlocked) as stop:
        publish(festival, at=LATER)
    (clash,) = stop.value.conflicts
    assert conflict_sentence(clash) == (
        "Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:30, but Vagabond starts Sat 10 Oct 21:00, "
        "30 min too early. Move one of them."
    )
    assert festival.publications.count() == 1
    assert PublishedScreening.objects.get(uid=second.uid, until=None).starts_at == second.starts_at
