"""A publication in memory: which screenings its words find, which is a film's last, whose and how many there are."""

import random
from datetime import timedelta

import pytest
from django.db.models import Count, Q
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.loading import public_screenings_from_rows
from screenings.models import Credit, Festival, Film, Publication, Screening, Venue
from screenings.public.listings import in_time_order, public_rows
from screenings.public.publication_index import PublicationIndex, publication_index
from screenings.publishing import publish
from tests import world
from tests.world import SPRING

pytestmark = pytest.mark.django_db


def index(festival: Festival) -> PublicationIndex:
    return publication_index(Publication.objects.current(festival))


def titles(found: PublicationIndex, query: str) -> list[str]:
    keys = found.matching(query)
    return [value.title for row, value in zip(found.rows, found.values, strict=True) if row.pk in keys]


@pytest.fixture
def festival() -> Festival:
    festival = world.festival()
    film = world.film(
        festival, "Cléo", directors=("Agnès Varda",), genres=["Drama"], section=world.section(festival, "Galas")
    )
    world.saved(Credit(film=film, person=world.person("Corinne Marchand"), role="cast", character="Florence"))
    visit = world.screening(film, world.hall(festival), "2026-10-09 20:00", public_note="On the roof.")
    visit.guests.add(world.guest(festival, "Ida Lupino"))
    other = world.hall(festival, "Main", "Paris Theater")
    world.screening(world.film(festival, "Other"), other, "2026-10-09 20:00")
    world.screening(film, other, "2026-10-10 20:00", billing="secret", public_title="Surprise")
    world.published(festival)
    return festival


@pytest.mark.parametrize(
    "query", ["cleo", "varda", "marchand", "florence", "corine marchand", "lupino", "drama", "galas", "odeon", "roof"]
)
def test_titles_people_with_their_parts_guests_genres_sections_venues_and_notes_are_found(
    festival: Festival, query: str
) -> None:
    assert titles(index(festival), query) == ["Cléo"]


def test_a_secret_film_is_found_by_nothing_that_names_it(festival: Festival) -> None:
    assert titles(index(festival), "surprise") == ["Surprise"]
    for query in ("cleo paris", "varda paris", "drama paris", "galas paris"):
        assert titles(index(festival), query) == []


def test_what_was_published_is_found_until_the_next_publication(festival: Festival) -> None:
    film = Screening.objects.get(public_note="On the roof.").film
    film.credits.filter(role="cast").delete()
    assert titles(index(festival), "florence") == ["Cléo"]
    publish(festival, at=SPRING + timedelta(hours=1))
    film.genres = ("Comedy",)
    film.save()
    publish(festival, at=SPRING + timedelta(hours=2))
    assert titles(index(festival), "florence") == []
    assert titles(index(festival), "comedy") == ["Cléo"]


def test_the_last_showing_is_one_that_everybody_can_go_to() -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    for day, options in ((9, {}), (10, {}), (11, {"status": "cancelled"}), (12, {"audience": "press"})):
        world.screening(film, hall, f"2026-10-{day:02} 20:00", **options)
    world.published(festival)
    found = index(festival)
    last = [row.facets for row in found.rows if "showing" in {value for values in row.facets for value in values}]
    assert [next(iter(facets[0])) for facets in last] == ["2026-10-10"]


def test_it_is_read_once_for_each_publication(
    festival: Festival, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publication = Publication.objects.current(festival)
    publication_index(publication)
    with django_assert_num_queries(0):
        publication_index(publication)
    assert publication_index(None).rows == ()


def test_the_feed_of_a_search_holds_what_the_page_lists(client: Client, festival: Festival) -> None:
    for query in ("q=corine+marchand", "q=drama&venue=odeon&venue=paris-theater", "with=guest&time=evening&time=night"):
        feed = client.get(f"/harbour/screenings.ics?{query}").content.decode()
        assert feed.count("BEGIN:VEVENT") == 1, query
        assert "SUMMARY:Cléo" in feed
        assert "1 screening " in client.get(f"/harbour/screenings/?{query}").content.decode()


@pytest.fixture
def many(festival: Festival) -> Festival:
    """Shows that begin together, in two zones, and late; films of programmes, and guests of some."""
    chance = random.Random(11)
    festival.screenings.all().delete()
    festival.films.all().delete()
    halls = [world.hall(festival, f"Hall {number}", f"Cinema {number % 2}") for number in range(4)]
    Venue.objects.filter(slug="cinema-1").update(timezone="America/New_York")
    films = [world.film(festival, title) for title in ("Éclat", "zebra", "Ash", "ahoy")]
    films.append(world.programme(festival, "Shorts", *films[:2]))
    guests = [world.guest(festival, name) for name in ("Ann Hui", "Lav Diaz")]
    films.append(world.film(festival, "Alone"))
    for number in range(24):
        start = f"2026-10-{9 + number // 8:02} {(18, 23)[number // 4 % 2]}:30"
        shown = world.screening(chance.choice(films), halls[number % 4], start)
        shown.guests.set(guests[number % 4 :][:1])
    world.published(festival)
    return festival


def test_films_guests_days_and_order_are_those_that_the_database_finds(many: Festival) -> None:
    known, rows = index(many), in_time_order(public_rows(many))
    assert list(known.in_time_order) == public_screenings_from_rows(rows)
    assert len({row.starts_at for row in known.values}) < len(known.values), "nothing begins at the same time"
    slugs = {*rows.values_list("film_slug", flat=True)} | {"eclat", "nobody", ""}
    for slug in slugs:
        of_film = rows.filter(Q(film_slug=slug) | Q(part_slugs__has=slug)) if slug else rows.none()
        assert list(known.of_film(slug)) == public_screenings_from_rows(of_film), slug
    for guest in many.guests.all():
        found = known.of_guest(guest.person_id)
        assert found, "a guest of nothing is no test"
        assert list(found) == public_screenings_from_rows(rows.with_guest(guest.person))
    for name in ("day", "venue_slug", "hall_slug", "section_slug"):
        assert known.counts(name) == dict(rows.order_by().values_list(name).annotate(Count("pk")))


def test_rows_of_a_newer_publication_are_read_from_it(many: Festival) -> None:
    before, rows = index(many), in_time_order(public_rows(many))
    assert before.values_of(rows) == public_screenings_from_rows(rows)
    Film.objects.filter(slug="ash").update(title="Ash and after", sort_title="ash and after")
    publish(many, at=SPRING + timedelta(days=1))
    after = before.values_of(rows.all())
    assert after == public_screenings_from_rows(rows.all())
    assert "Ash and after" in {row.title for row in after}


def test_rows_that_are_in_memory_are_asked_for_by_their_keys_alone(
    many: Festival, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known = index(many)
    with django_assert_num_queries(1) as asked:
        found = known.values_of(in_time_order(public_rows(many)))
    assert len(found) == 24 + 3, "those that were deleted stand as cancelled"
    assert "title" not in asked.captured_queries[0]["sql"].partition("FROM")[0]
