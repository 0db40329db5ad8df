"""Screenings are read under a lock, as they are then."""

from threading import Thread

import pytest
from django.db import connection, transaction

from screenings.models import Print, Screening
from screenings.scheduling.screening_change import lock_screenings
from tests.world import festival, film, hall, programme, saved, screening


@pytest.mark.django_db
def test_they_are_read_in_one_query_and_two_where_a_print_is_that_of_a_part(django_assert_num_queries: object) -> None:
    place = hall(festival())
    part = film(place.venue.festival, "Part")
    rows = [
        screening(film(place.venue.festival, "Cléo"), place, "2026-10-10 20:00"),
        screening(programme(place.venue.festival, "Shorts", part), place, "2026-10-11 20:00"),
    ]
    for row, of in zip(rows, (rows[0].film, part), strict=True):
        row.print = saved(Print(film=of))
        row.save()
    for number in (1, 2):
        with django_assert_num_queries(number):  # type: ignore[operator]  # pytest-django's own
            locked = lock_screenings(Screening.objects.all(), [row.pk for row in rows[:number]])
            for row in locked.values():
                row.clean()
        assert list(map(str, locked.values())) == list(map(str, rows[:number]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_who_had_to_wait_sees_what_was_written_meanwhile_with_all_that_it_names() -> None:
    harbour = festival()
    row = screening(film(harbour, "Cléo"), hall(harbour, "Hall 1"), "2026-10-10 20:00")
    other, another = hall(harbour, "Hall 2"), film(harbour, "Vagabond")
    found = []

    def wait() -> None:
        with transaction.atomic():
            found.extend(lock_screenings(Screening.objects.all(), [row.pk]).values())
        connection.close()

    thread = Thread(target=wait)
    with transaction.atomic(), connection.cursor() as cursor:
        Screening.objects.filter(pk=row.pk).update(hall=other, film=another)
        thread.start()
        blocked = False
        while thread.is_alive() and not blocked:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
            (blocked,) = cursor.fetchone()
    thread.join()
    assert blocked
    assert [(each.film, each.hall) for each in found] == [(another, other)]
