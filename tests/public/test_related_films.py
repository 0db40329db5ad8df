"""Related films, and that none of them is one that nobody may know of."""

import random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival, Film, FilmLink
from tests import world
from tests.pages import read
from tests.world import saved

pytestmark = pytest.mark.django_db


def related(client: Client, slug: str) -> list[str]:
    page = read(client.get(f"/harbour/films/{slug}/"))
    if "Related films" not in page.headings:
        return []
    return [part.text for part in page.section("Related films").all("p", of_class="title")]


def shown(festival: Festival, *films: Film, **kwargs: str) -> None:
    for number, film in enumerate(films):
        world.screening(film, world.hall(festival, f"Hall {film.pk}"), f"2026-10-1{number} 20:00", **kwargs)


def test_the_directors_films_come_first_then_those_of_its_themes_then_those_of_its_section(client: Client) -> None:
    festival = world.festival()
    night = world.section(festival, "Night")
    asked = world.film(festival, "Asked", directors=("A", "B"), section=night, tags=("Grief", "Sea"))
    others = [
        world.film(festival, "By both", directors=("B", "A")),
        world.film(festival, "By one", directors=("A",)),
        world.film(festival, "Of both themes", tags=("sea", "GRIEF")),
        world.film(festival, "Of one theme and the section", tags=("Sea",), section=night),
        world.film(festival, "Of one theme", tags=("Sea",)),
        world.film(festival, "Of the section", section=night),
        world.film(festival, "Of nothing", directors=("C",), tags=("Snow",), section=world.section(festival, "Day")),
    ]
    shown(festival, asked, *others)
    world.published(festival)
    assert related(client, "asked") == ["By both", "By one", "Of both themes", "Of one theme and the section"]
    assert related(client, "of-the-section") == ["Asked", "Of one theme and the section"]
    assert related(client, "of-nothing") == []


def test_what_is_secret_private_or_not_published_is_related_to_nothing(client: Client) -> None:
    festival = world.festival()
    shown(festival, world.film(festival, "Open", directors=("A",)))
    shown(festival, world.film(festival, "Secret", directors=("A",)), billing="secret")
    shown(festival, world.film(festival, "Announced later", directors=("A",)), billing="tba")
    shown(festival, world.film(festival, "Private", directors=("A",)), audience="private")
    world.published(festival)
    shown(festival, world.film(festival, "Not out yet", directors=("A",)))
    assert related(client, "open") == []


def test_neither_its_parts_nor_its_programmes_are_named_once_more(client: Client) -> None:
    festival = world.festival()
    first, second, alone = (world.film(festival, title, directors=("A",)) for title in ("First", "Second", "Alone"))
    both = world.programme(festival, "Both", first, second, directors=("A",))
    shown(festival, both, alone)
    world.published(festival)
    assert related(client, "both") == ["Alone"]
    assert related(client, "first") == ["Alone", "Second"]


def test_a_title_that_is_corrected_is_at_once_that_of_the_related_film(client: Client) -> None:
    festival = world.festival()
    one, two = (world.film(festival, title, directors=("A",)) for title in ("One", "Two"))
    shown(festival, one, two)
    world.published(festival)
    assert related(client, "one") == ["Two"]
    Film.objects.filter(pk=two.pk).update(title="Zwei", slug="zwei")
    assert related(client, "one") == ["Zwei"]


def test_it_is_the_order_of_the_rule_for_any_films(client: Client) -> None:
    """The oracle asks pair by pair: whether one is nearer than the other."""
    chance = random.Random(7)
    festival = world.festival()
    sections = [world.section(festival, name) for name in ("Main", "Night")]
    films = []
    for number in range(9):
        made = tuple(name for name in "AB" if chance.random() < 0.3)
        tags = tuple(tag for tag in ("Sea", "Snow", "Sun") if chance.random() < 0.4)
        section = chance.choice([*sections, None])
        films.append(world.film(festival, f"Film {number}", directors=made, tags=tags, section=section))
        shown(festival, films[-1])
    world.published(festival)

    def points(one: Film, other: Film) -> int:
        people = {credit.person_id for credit in one.credits.all()} & {
            credit.person_id for credit in other.credits.all()
        }
        near = one.section is not None and one.section == other.section
        return 100 * len(people) + 10 * len({*one.tags} & {*other.tags}) + near

    for film in films:
        expected = [(points(film, other), other.title) for other in films if other != film]
        best = sorted((each for each in expected if each[0]), key=lambda each: (-each[0], each[1]))[:4]
        assert related(client, film.slug) == [title for _points, title in best], film.title


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_do_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    festival = world.festival()
    shown(festival, *(world.film(festival, f"Film {index}", directors=("A",)) for index in range(number + 1)))
    world.published(festival)
    client.get("/harbour/films/film-0/")
    with django_assert_num_queries(14):
        assert len(related(client, "film-0")) == number


@pytest.mark.django_db(transaction=True)
def test_a_page_of_a_festival_that_is_known_takes_twelve_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Two of them ask for its version; what only changes with a version is not asked for again."""
    festival = world.festival()
    films = [world.film(festival, f"Film {number}", directors=("A",), year=2020) for number in range(6)]
    saved(FilmLink(film=films[2], kind="conversation", label="A talk", leads_to=films[0]))
    shown(festival, *films)
    world.published(festival)
    with django_assert_num_queries(22):
        assert len(related(client, "film-5")) == 4
    for film in films[:5]:
        with django_assert_num_queries(12):
            assert len(related(client, film.slug)) == 4
    page = read(client.get("/harbour/films/film-0/"))
    assert [part.text for part in page.all("p", of_class="accompanies")] == ["Accompanies Film 2"]
    Film.objects.filter(slug="film-3").update(title="Another name")
    assert "Another name" in related(client, "film-4")
