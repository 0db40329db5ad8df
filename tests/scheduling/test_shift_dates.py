"""The run moved to another time of the calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from screenings.models import Closure, Festival, Film, Guest, Hall, Print, Screening
from screenings.scheduling.shift_dates import days_to_make_current, shift_festival
from tests import world

PACIFIC = ZoneInfo("America/Los_Angeles")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("away", [*range(-30, 31), 700, 3650])
def test_the_run_is_on_afterwards_and_weekdays_stay(away: int) -> None:
    run = Festival(starts_on=date(2024, 10, 9), ends_on=date(2024, 10, 20), timezone="America/Los_Angeles")
    now = datetime(2024, 10, 9, 12, tzinfo=PACIFIC) + timedelta(days=away)

    days = days_to_make_current(run, at=now)

    assert run.starts_on + timedelta(days=days) <= now.date() <= run.ends_on + timedelta(days=days)
    assert days % 7 == 0


def test_a_run_that_is_on_is_left_alone(demo: Festival) -> None:
    assert [days_to_make_current(demo, at=datetime(2024, 10, day, 12, tzinfo=PACIFIC)) for day in (9, 14, 20)] == [
        0,
        0,
        0,
    ]


def test_after_midnight_it_is_still_the_evening_before(demo: Festival) -> None:
    assert days_to_make_current(demo, at=datetime(2024, 10, 21, 2, tzinfo=PACIFIC)) == 0
    assert days_to_make_current(demo, at=datetime(2024, 10, 21, 7, tzinfo=PACIFIC)) == 7


def test_a_weekend_s_festival_starts_on_the_very_day() -> None:
    harbour = world.festival(ends_on=world.OPENING + timedelta(days=1))  # a Friday and a Saturday

    assert days_to_make_current(harbour, at=datetime(2026, 10, 14, 12, tzinfo=world.BERLIN)) == 5


def walls(festival: Festival) -> dict[str, datetime]:
    return {
        screening.ref: screening.starts_at.astimezone(screening.zone).replace(tzinfo=None)
        for screening in Screening.objects.of(festival).placed()
        if screening.starts_at
    }


@pytest.mark.parametrize("days", [7, 28, 91, 700, -70])
def test_every_screening_keeps_its_hour_and_its_uid_across_the_clock_change(demo: Festival, days: int) -> None:
    before, uids = walls(demo), list(Screening.objects.order_by("pk").values_list("uid", flat=True))

    shift_festival(demo, days=days)

    assert walls(demo) == {ref: wall + timedelta(days=days) for ref, wall in before.items()}
    assert list(Screening.objects.order_by("pk").values_list("uid", flat=True)) == uids
    assert Screening.objects.unplaced().count() == 2


def test_everything_dated_moves_with_it(demo: Festival) -> None:
    film = Film.objects.get(slug="aftersun")
    film.embargo_until = date(2024, 10, 9)
    film.save()
    Closure.objects.create(hall=Hall.objects.first(), first_day=date(2024, 10, 15), last_day=date(2024, 10, 16))

    shift_festival(demo, days=14)

    demo.refresh_from_db()
    assert (demo.starts_on, demo.ends_on) == (date(2024, 10, 23), date(2024, 11, 3))
    guest = Guest.objects.get(person__name="Andrew Haigh")
    assert guest.arrives_at == datetime(2024, 10, 23, 13, tzinfo=PACIFIC)
    assert guest.departs_at == datetime(2024, 10, 28, 11, tzinfo=PACIFIC)
    copy = Print.objects.get(film__slug="a-ghost-story")
    assert (copy.available_from, copy.available_until) == (date(2024, 10, 22), date(2024, 11, 4))
    assert Closure.objects.values_list("first_day", "last_day").get() == (date(2024, 10, 29), date(2024, 10, 30))
    film.refresh_from_db()
    assert film.embargo_until == date(2024, 10, 23)


def test_another_festival_stays_where_it_is(demo: Festival) -> None:
    harbour = world.festival()
    film = world.film(harbour)
    screening = world.screening(film, world.hall(harbour), "2026-10-10 20:00")

    shift_festival(demo, days=7)

    harbour.refresh_from_db()
    screening.refresh_from_db()
    assert (harbour.starts_on, screening.starts_at) == (world.OPENING, world.at("2026-10-10 20:00"))


def test_an_hour_the_clock_jumps_over_becomes_the_one_after() -> None:
    harbour = world.festival(starts_on=date(2027, 3, 19), ends_on=date(2027, 3, 30))
    screening = world.screening(world.film(harbour), world.hall(harbour), "2027-03-21 02:30")

    shift_festival(harbour, days=7)

    screening.refresh_from_db()
    assert screening.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 03:30 in Berlin
