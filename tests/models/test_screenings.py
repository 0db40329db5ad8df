"""Screenings: lengths, ends and the questions a queryset answers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from screenings.models import FilmPart, Screening
from tests import world

pytestmark = pytest.mark.django_db


def test_a_show_is_as_long_as_introduction_film_and_discussion() -> None:
    festival = world.festival()
    row = world.screening(world.film(festival), world.hall(festival, changeover=20), "2026-10-10 20:00", intro=5, qa=25)
    assert row.ends_at == world.at("2026-10-10 22:00")
    assert row.hall_free_at == world.at("2026-10-10 22:20")
    row.stated_length = 100
    assert row.ends_at == world.at("2026-10-10 21:40")


def test_an_unknown_runtime_counts_as_the_festivals_default_and_stays_unknown() -> None:
    festival = world.festival(default_runtime=110)
    row = world.screening(world.film(festival, runtime=None), world.hall(festival), "2026-10-10 20:00")
    assert (row.length, row.length_is_known) == (110, False)
    row.stated_length = 95
    assert (row.length, row.length_is_known) == (95, True)


def test_a_programme_is_as_long_as_its_parts_and_the_pauses_between_them() -> None:
    festival = world.festival()
    shorts = [world.film(festival, f"Short {n}", runtime=n) for n in (10, 20, 30)]
    bill = world.programme(festival, "Shorts", *shorts, gap=2)
    assert (bill.running_time.minutes, bill.running_time.is_known) == (64, True)
    shorts[0].runtime = None
    world.saved(shorts[0])
    bill.refresh_from_db()
    assert (bill.running_time.minutes, bill.running_time.is_known) == (100, False)
    bill.runtime = 66
    assert (bill.running_time.minutes, bill.running_time.is_known) == (66, True)


def test_a_programme_is_one_level_deep() -> None:
    festival = world.festival()
    one, two = world.film(festival, "One"), world.film(festival, "Two")
    bill = world.programme(festival, "Bill", one)
    with pytest.raises(ValidationError, match="is itself a programme"):
        FilmPart(programme=two, part=bill).full_clean()
    with pytest.raises(ValidationError, match="is a part of another programme"):
        FilmPart(programme=one, part=two).full_clean()
    with pytest.raises(ValidationError, match="cannot be a part of itself"):
        FilmPart(programme=two, part=two).full_clean()


def test_a_film_through_the_autumn_night_takes_as_long_as_it_does_on_any_other() -> None:
    festival = world.festival(starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 30))
    row = world.screening(world.film(festival), world.hall(festival), "2026-10-25 01:30")
    assert row.starts_at
    assert row.ends_at == row.starts_at + timedelta(minutes=90)
    assert row.ends_at.astimezone(world.BERLIN).strftime("%H:%M %z") == "02:00 +0100"


def test_a_venue_has_its_own_zone_where_it_says_so() -> None:
    festival = world.festival()
    lisbon = world.hall(festival, venue="Lisbon Screen", timezone="Europe/Lisbon")
    row = world.screening(world.film(festival), lisbon, "2026-10-10 20:00")
    assert row.starts_at == world.at("2026-10-10 21:00")
    assert str(row) == "Cléo, Sat 10 Oct 20:00, Lisbon Screen, Hall 1"


def test_a_day_is_written_without_a_zero_as_everywhere_else() -> None:
    festival = world.festival()
    row = world.screening(world.film(festival), world.hall(festival), "2026-10-05 20:00")
    assert str(row) == "Cléo, Mon 5 Oct 20:00, Odeon, Hall 1"


def test_querysets_answer_in_adjectives() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    evening = world.screening(film, hall, "2026-10-10 20:00")
    late = world.screening(film, hall, "2026-10-11 00:30")
    cancelled = world.screening(film, hall, "2026-10-11 20:00", status="cancelled")
    tray = world.screening(film)
    ask = Screening.objects.of(festival)
    assert list(ask.on(date(2026, 10, 10), festival)) == [evening, late]
    assert list(ask.placed().planned().in_time_order()) == [evening, late]
    assert list(ask.cancelled()) == [cancelled]
    assert list(ask.unplaced()) == [tray]
    assert list(ask.in_time_order())[-1] == tray


def test_a_screening_stays_within_its_festival() -> None:
    festival, other = world.festival(), world.festival("Other", slug="other")
    film = world.film(festival)
    with pytest.raises(ValidationError) as problem:
        Screening(
            festival=festival, film=world.film(other), hall=world.hall(other), starts_at=world.at("2026-10-10 20:00")
        ).full_clean()
    assert set(problem.value.message_dict) == {"film", "hall"}
    print_of_another = world.film(festival, "Sans toit").prints.create()
    with pytest.raises(ValidationError, match="print of another film"):
        Screening(festival=festival, film=film, print=print_of_another).full_clean()


def test_rows_for_a_timetable_cost_the_same_for_one_and_for_three(django_assert_num_queries: object) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    for count in (1, 3):
        world.screening(
            world.programme(festival, f"Bill {count}", world.film(festival, f"Part {count}")),
            hall,
            f"2026-10-1{count} 20:00",
        )
        world.screening(world.film(festival, f"Film {count}"), hall, f"2026-10-1{count} 23:00")
        with django_assert_num_queries(3):  # type: ignore[operator]
            assert all(row.ends_at and row.hall_free_at and str(row) for row in Screening.objects.for_timetable())
