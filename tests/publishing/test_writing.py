"""publish(): what the public sees, what subscribers are told, and what never leaks."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading import published_screenings
from screenings.models import Festival, Film, Publication, PublishedScreening, Screening
from screenings.publishing import PublishingBlocked, preview_publication, publish
from screenings.scheduling.acknowledgements import acknowledge
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


def revision(screening: Screening) -> tuple[int, datetime, str]:
    """SEQUENCE, the moment of revision and STATUS, as the calendar entry says them; the three stamps move together."""
    row = PublishedScreening.objects.current(screening.festival).get(uid=screening.uid)
    lines = dict(re.findall(r"^(SEQUENCE|DTSTAMP|LAST-MODIFIED|STATUS):(.*?)\r$", row.vevent, re.MULTILINE))
    assert lines["DTSTAMP"] == lines["LAST-MODIFIED"] == f"{row.revised_at:%Y%m%dT%H%M%SZ}"
    assert int(lines["SEQUENCE"]) == row.sequence
    return row.sequence, row.revised_at, lines["STATUS"]


def kinds(festival: Festival, when: datetime = LATER) -> dict[str, tuple[str, ...]]:
    return {change.after.title: change.kinds for change in publish(festival, at=when).changes}


def test_the_first_publication_adds_every_placed_screening_that_is_not_private() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    shown = world.screening(film, hall, "2026-10-10 20:00")
    press = world.screening(film, hall, "2026-10-11 10:00", audience="press")
    world.screening(film, hall, "2026-10-12 20:00", audience="private")
    world.screening(film)
    publication = world.published(festival)
    assert (publication.number, publication.counts) == (1, {"added": 2})
    assert set(published_screenings(festival)) == {shown.uid, press.uid}
    assert revision(shown) == (0, SPRING, "CONFIRMED")


def test_nothing_changed_is_no_publication() -> None:
    festival = world.festival()
    world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    assert publish(festival, at=LATER).publication is None
    assert Publication.objects.count() == 1


def test_a_moved_screening_is_revised_and_says_where_it_was_and_no_other_is_touched() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    moved = world.screening(film, hall, "2026-10-10 20:00")
    other = world.screening(film, hall, "2026-10-11 20:00")
    world.published(festival)
    before = PublishedScreening.objects.current(festival).get(uid=other.uid)
    moved.starts_at = world.at("2026-10-10 21:00")
    world.saved(moved)
    assert kinds(festival) == {"Cléo": ("moved",)}
    row = published_screenings(festival)[moved.uid]
    assert (row.moved_from_starts_at, row.moved_from_hall) == (world.at("2026-10-10 20:00"), "Odeon, Hall 1")
    assert revision(moved) == (1, LATER, "CONFIRMED")
    assert PublishedScreening.objects.current(festival).get(uid=other.uid).pk == before.pk


@pytest.mark.parametrize("way", ["cancelled", "deleted", "unplaced", "private"])
def test_what_no_longer_takes_place_is_cancelled_for_subscribers(way: str) -> None:
    festival = world.festival()
    gone = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    if way == "deleted":
        Screening.objects.filter(pk=gone.pk).delete()
    else:
        changed = {"cancelled": {"status": "cancelled"}, "unplaced": {"hall": None, "starts_at": None}}
        for name, value in changed.get(way, {"audience": "private"}).items():
            setattr(gone, name, value)
        world.saved(gone)
    assert kinds(festival) == {"Cléo": ("cancelled",)}
    assert revision(gone) == (1, LATER, "CANCELLED")
    assert publish(festival, at=LATER + timedelta(days=1)).publication is None, "it stays as it is"


def test_a_removed_one_comes_back_under_the_same_uid() -> None:
    festival = world.festival()
    screening = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    place = screening.hall, screening.starts_at
    screening.hall = screening.starts_at = None
    world.saved(screening)
    publish(festival, at=LATER)
    screening.hall, screening.starts_at = place
    world.saved(screening)
    assert kinds(festival, LATER + timedelta(hours=1)) == {"Cléo": ("restored",)}
    assert revision(screening) == (2, LATER + timedelta(hours=1), "CONFIRMED")


def test_a_removed_one_is_forgotten_a_month_after_the_festival_and_goes_on_counting_if_it_returns() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    gone = world.screening(film, hall, "2026-10-10 20:00")
    world.published(festival)
    uid = gone.uid
    gone.delete()
    publish(festival, at=LATER)
    assert publish(festival, at=datetime(2026, 11, 20, 3, tzinfo=UTC)).publication is None
    assert publish(festival, at=datetime(2026, 11, 20, 6, tzinfo=UTC)).publication is not None
    assert published_screenings(festival) == {}
    back = world.screening(film, hall, "2026-10-10 20:00", uid=uid)
    publish(festival, at=datetime(2026, 12, 1, tzinfo=UTC))
    assert revision(back)[0] == 2


def test_a_cancellation_after_the_festival_is_told_for_a_month_too() -> None:
    festival = world.festival()
    gone = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    late = datetime(2027, 6, 1, tzinfo=UTC)
    publish(festival, at=late)
    gone.delete()
    publish(festival, at=late + timedelta(days=1))
    assert publish(festival, at=late + timedelta(days=30)).publication is None
    assert [row.status for row in published_screenings(festival).values()] == ["cancelled"]


def test_a_films_runtime_and_a_halls_name_revise_what_shows_them() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    screening = world.screening(film, hall, "2026-10-10 20:00")
    world.published(festival)
    Film.objects.filter(pk=film.pk).update(runtime=100)
    assert kinds(festival) == {"Cléo": ("changed",)}
    assert published_screenings(festival)[screening.uid].ends_at == world.at("2026-10-10 21:40")
    hall.name = "Great Hall"
    world.saved(hall)
    kinds(festival, LATER + timedelta(hours=1))
    assert revision(screening) == (2, LATER + timedelta(hours=1), "CONFIRMED")


def test_what_no_calendar_shows_goes_public_without_a_revision() -> None:
    festival = world.festival()
    section = world.section(festival, slug="competition")
    screening = world.screening(world.film(festival, section=section), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    section.slug = "main-competition"
    world.saved(section)
    assert kinds(festival) == {}, "and is news to nobody"
    assert published_screenings(festival)[screening.uid].section_slug == "main-competition"
    assert revision(screening) == (0, SPRING, "CONFIRMED")


@pytest.mark.parametrize("billing", ["secret", "tba"])
def test_a_secret_film_leaves_no_trace_in_what_is_public(billing: str) -> None:
    festival = world.festival()
    section = world.section(festival, "Whispers")
    part = world.film(festival, "Partword", directors=("Hidden Hand",))
    film = world.programme(festival, "Mumword", part, original_title="Stummwort", section=section,
                           countries=["IS"], languages=("is",), subtitles=("fo",), year=1967)  # fmt: skip
    guest = world.guest(festival, "Veiled Visitor")
    # A random one holds 1967 now and then.
    uid = UUID(int=0)
    screening = world.screening(film, world.hall(festival), "2026-10-10 20:00", billing=billing, uid=uid)
    screening.guests.add(guest)
    world.published(festival)
    row = PublishedScreening.objects.current(festival).get()
    text = " ".join(str(getattr(row, f.attname)) for f in row._meta.fields)
    for secret in ("Mumword", "mumword", "Stummwort", "Partword", "Hidden", "Veiled", "Whispers", "whispers",
                   "Icelandic", "Faroese", "'is'", "'fo'", "'IS'", "1967"):  # fmt: skip
        assert secret not in text
    assert revision(screening)[2] == ("TENTATIVE" if billing == "tba" else "CONFIRMED")


@pytest.mark.parametrize("billing", ["title", "secret", "tba"])
def test_an_assumed_end_is_cut_at_the_halls_next_start_and_stops_nothing(billing: str) -> None:
    festival = world.festival()
    grand, film = world.hall(festival), world.film(festival, runtime=None)
    first = world.screening(film, grand, "2026-10-10 20:00", billing=billing)
    world.screening(world.film(festival, "Vagabond"), grand, "2026-10-10 21:00")
    world.screening(world.film(festival, "Lola"), grand, "2026-10-10 20:30", status="cancelled")
    world.screening(world.film(festival, "Jacquot"), world.hall(festival, "Hall 2"), "2026-10-10 20:15")
    elsewhere = world.screening(film, world.hall(festival, "Hall 3"), "2026-10-11 20:00", status="cancelled")
    world.screening(world.film(festival, "Kung-Fu Master!"), world.hall(festival, "Hall 3"), "2026-10-11 20:30")
    world.published(festival)
    shown = published_screenings(festival)
    assert (shown[first.uid].ends_at, shown[first.uid].end_is_estimated) == (world.at("2026-10-10 21:00"), True)
    assert shown[elsewhere.uid].ends_at == world.at("2026-10-11 21:40"), "what is cancelled is in nobody's way"


def test_the_foyer_that_holds_several_cuts_nothing() -> None:
    festival = world.festival()
    foyer = world.hall(festival, "Foyer", shared=True)
    first = world.screening(world.film(festival, runtime=None), foyer, "2026-10-10 20:00")
    world.screening(world.film(festival, "Vagabond"), foyer, "2026-10-10 21:00")
    world.published(festival)
    assert published_screenings(festival)[first.uid].ends_at == world.at("2026-10-10 21:40")


def test_two_of_unknown_length_that_start_together_stop_it() -> None:
    festival = world.festival()
    grand = world.hall(festival)
    for title in ("Cléo", "Vagabond"):
        world.screening(world.film(festival, title, runtime=None), grand, "2026-10-10 20:00")
    with pytest.raises(PublishingBlocked) as blocked:
        world.published(festival)
    assert [(c.code, c.acknowledgeable) for c in blocked.value.conflicts] == [("hall-busy", False)]


def test_a_double_booking_stops_it_and_nothing_is_written() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    first = world.screening(film, hall, "2026-10-10 20:00")
    second = world.screening(film, hall, "2026-10-10 21:00")
    with pytest.raises(PublishingBlocked) as stopped:
        publish(festival, at=SPRING)
    (conflict,) = stopped.value.conflicts
    assert (conflict.code, conflict.uids, conflict.acknowledgeable) == ("hall-busy", (first.uid, second.uid), False)
    assert not Publication.objects.exists()
    assert not PublishedScreening.objects.exists()


def test_a_short_changeover_is_published_once_acknowledged_and_asks_again_when_it_gets_shorter() -> None:
    festival = world.changeovers_are_errors(world.festival())
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    second = world.screening(film, hall, "2026-10-10 21:40")
    blocking = preview_publication(festival, at=SPRING).blocking
    assert [c.facts["missing"] for c in blocking] == [5]
    acknowledge(festival, blocking, reason="Same audience, no cleaning.", by=None, at=SPRING)
    world.published(festival)
    second.starts_at = world.at("2026-10-10 21:35")
    world.saved(second)
    with pytest.raises(PublishingBlocked):
        publish(festival, at=LATER)


def test_publications_are_a_second_apart_even_when_the_clock_goes_back() -> None:
    festival = world.festival()
    screening = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    screening.public_note = "With an introduction."
    world.saved(screening)
    publish(festival, at=SPRING - timedelta(hours=1))
    assert revision(screening) == (1, SPRING + timedelta(seconds=1), "CONFIRMED")


def test_an_earlier_publication_can_still_be_read() -> None:
    festival = world.festival()
    screening = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    first = world.published(festival)
    seen = published_screenings(festival)
    screening.status = "cancelled"
    world.saved(screening)
    publish(festival, at=LATER)
    assert published_screenings(festival, first) == seen != published_screenings(festival)


def test_a_festival_day_that_starts_later_is_published_though_no_screening_has_changed() -> None:
    festival = world.festival()
    screening = world.screening(world.film(festival), world.hall(festival), "2026-10-10 07:00")
    world.published(festival)
    festival.day_starts_at = time(8)
    world.saved(festival)
    outcome = publish(festival, at=LATER)
    assert outcome.publication is not None
    assert outcome.changes == ()
    assert published_screenings(festival)[screening.uid].day == date(2026, 10, 9)
    assert revision(screening) == (1, LATER, "CONFIRMED"), "the entry names the evening it belongs to"
    assert publish(festival, at=LATER).publication is None


def test_the_festivals_own_name_is_published_too() -> None:
    festival = world.festival()
    world.published(festival)
    festival.name = "Haven Film Festival"
    world.saved(festival)
    outcome = publish(festival, at=LATER)
    assert outcome.publication is not None
    assert (outcome.publication.festival_name, outcome.changes) == ("Haven Film Festival", ())


@pytest.mark.parametrize("count", [1, 12])
def test_publishing_costs_the_same_queries_for_one_screening_and_for_twelve(count: int) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    for number in range(count):
        part = world.film(festival, f"Part {number}")
        film = world.programme(festival, f"Film {number}", part)
        guest = world.guest(festival, f"Guest {number}")
        day, hour = divmod(number, 5)
        world.screening(film, hall, f"2026-10-{10 + day} {10 + 2 * hour}:00").guests.add(guest)
    with CaptureQueriesContext(
        connection,
    ) as first:
        world.published(festival)
    Screening.objects.update(qa=5)
    with CaptureQueriesContext(connection) as second:
        publish(festival, at=LATER)
    assert (len(first), len(second)) == (17, 17)
