"""Which festival is current, and what of the house's rows is public."""

from datetime import UTC, date, datetime

import pytest

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival, Publication, Screening
from screenings.public.former_addresses import publicly_named
from screenings.public.listings import (
    ShowingGroups,
    coming_first,
    current_festival,
    days_with_counts,
    film_index,
    phase,
    public_rows,
    sections_with_counts,
    venues_with_counts,
)
from screenings.public.publication_index import PublicationIndex, publication_index
from tests import world

pytestmark = pytest.mark.django_db


def noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)


def indexed(festival: Festival) -> PublicationIndex:
    return publication_index(Publication.objects.current(festival))


def test_without_a_festival_none_is_current() -> None:
    assert current_festival(noon("2026-10-10")) is None


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        ("2024-06-01", "spring"),  # nothing has been: the next
        ("2025-03-02", "spring"),
        ("2025-06-01", "autumn"),
        ("2025-10-01", "autumn"),
        ("2025-10-05", "nested"),  # two at once: the one that began later
        ("2025-10-20", "autumn"),
        ("2025-10-21", "later"),
        ("2027-01-01", "later"),  # everything has been: the latest
    ],
)
def test_the_current_festival_runs_now_or_is_the_next_or_the_latest(day: str, slug: str) -> None:
    for name, first, last in (
        ("autumn", "2025-10-01", "2025-10-20"),
        ("later", "2026-03-01", "2026-03-10"),
        ("nested", "2025-10-05", "2025-10-06"),
        ("spring", "2025-03-01", "2025-03-10"),
    ):
        world.festival(name, slug=name, starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))
    found = current_festival(noon(day))
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-10-09T03:59", "before"),
        ("2026-10-09T04:00", "during"),  # six in Berlin: its first festival day begins
        ("2026-10-21T03:59", "during"),  # the last night goes on until six
        ("2026-10-21T04:00", "after"),
    ],
)
def test_the_run_begins_and_ends_with_the_festivals_own_day(moment: str, expected: str) -> None:
    assert phase(world.festival(), datetime.fromisoformat(moment).replace(tzinfo=UTC)) == expected


def test_what_one_can_still_see_comes_first_then_what_the_press_can_then_what_is_over() -> None:
    festival = world.festival()
    hall, film = world.hall(festival), world.film(festival)
    for start, audience in (
        ("2026-10-10 10:00", "press"),
        ("2026-10-10 20:00", "public"),
        ("2026-10-11 10:00", "press"),
        ("2026-10-11 20:00", "public"),
    ):
        world.screening(film, hall, start, audience=audience)
    world.published(festival)
    for moment, order, sizes in (
        ("2026-10-10 11:29", [10, 10, 11, 11], (2, 2, 0)),
        ("2026-10-10 11:30", [10, 11, 11, 10], (2, 1, 1)),
        ("2026-10-10 21:30", [11, 11, 10, 10], (1, 1, 2)),
        ("2026-10-12 12:00", [10, 10, 11, 11], (0, 0, 4)),
    ):
        rows = public_screenings_from_rows(coming_first(public_rows(festival), world.at(moment)))
        assert [row.day.day for row in rows] == order, moment
        groups = ShowingGroups.of(rows, world.at(moment))
        assert (len(groups.coming), len(groups.press), len(groups.past)) == sizes, moment


def test_films_are_public_by_a_published_title_or_as_a_published_part() -> None:
    festival = world.festival()
    hall = world.hall(festival)
    shown, secret, unplaced, private, part, new_part = (
        world.film(festival, title) for title in ("Shown", "Secret", "Unplaced", "Private", "Part", "New part")
    )
    shorts = world.programme(festival, "Shorts", part)
    world.screening(shown, hall, "2026-10-10 20:00")
    world.screening(secret, hall, "2026-10-11 20:00", billing="secret")
    world.screening(unplaced)
    world.screening(private, hall, "2026-10-12 20:00", audience="private")
    world.screening(shorts, hall, "2026-10-13 20:00")
    assert indexed(festival).films == {}
    world.published(festival)
    # Added to the programme, but not published with it yet.
    shorts.film_parts.create(part=new_part, order=9)
    shown = indexed(festival).films
    assert set(shown) == {"shown", "shorts", "part"}
    assert [film.slug for film in publicly_named("film", film_index(festival), shown)] == ["part", "shorts", "shown"]


def test_only_venues_and_sections_of_published_screenings_are_public() -> None:
    festival = world.festival()
    shown, hidden = world.section(festival, "Shown", order=2), world.section(festival, "Hidden", order=1)
    hall = world.hall(festival)
    world.screening(world.film(festival, "One", section=shown), hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Two", section=hidden), hall, "2026-10-11 20:00", billing="secret")
    world.hall(festival, venue="Unused")
    world.published(festival)
    index = indexed(festival)
    assert [(venue.slug, count) for venue, count in venues_with_counts(festival, index)] == [("odeon", 2)]
    assert [(section.slug, count) for section, count in sections_with_counts(festival, index)] == [("shown", 1)]


def test_a_day_counts_the_screenings_that_are_listed_on_it_also_the_cancelled_ones() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.screening(film, hall, "2026-10-11 00:30")
    world.screening(film, hall, "2026-10-11 20:00", status="cancelled")
    world.published(festival)
    Screening.objects.all().delete()
    assert days_with_counts(indexed(festival)) == [(date(2026, 10, 10), 2), (date(2026, 10, 11), 1)]
    assert public_rows(festival).count() == 3
