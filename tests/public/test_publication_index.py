"""A publication in memory: which screenings its words find, and which is a film's last."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Credit, Festival, Publication, Screening
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
