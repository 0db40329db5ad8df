"""Film pages: everything the model knows, and nothing of a film that is not public."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Credit, Festival, FilmImage, FilmLink, PressQuote, Role, Screening
from screenings.publishing import publish
from tests import world
from tests.pages import read
from tests.public.pages import films_page
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db


def test_a_film_page_shows_everything_there_is(client: Client) -> None:
    festival = world.festival()
    film = world.film(
        festival, "Cléo from 5 to 7", original_title="Cléo de 5 à 7", year=1962, directors=("Agnès Varda",),
        section=world.section(festival), genres=("Drama",), countries=["FR", "IT"], languages=("fr",),
        subtitles=("en",), synopsis="A singer waits.\n\nFor a result.", companies=("Ciné Tamaris",),
        distributor="Athos", based_on="an idea", rating="PG", minimum_age=12, premiere="national",
        content_notes="Speaks of illness.",
    )  # fmt: skip
    saved(Credit(film=film, person=world.person("Corinne Marchand"), role=Role.CAST, character="Cléo", order=2))
    saved(Credit(film=film, person=world.person("Michel Legrand"), role=Role.COMPOSER, order=1))
    saved(Credit(film=film, person=world.person("Raymond Cauchetier"), role=Role.OTHER, character="stills", order=3))
    saved(PressQuote(film=film, text="A jewel.", source="The Paper", url="https://paper.example/1"))
    saved(FilmLink(film=film, kind="trailer", label="Trailer", url="https://video.example/1"))
    saved(FilmLink(film=film, kind="stream", label="A service"))
    saved(FilmImage(film=film, caption="Cléo in the park", copyright="© Ciné Tamaris"))
    showing = world.screening(film, world.hall(festival), "2026-10-10 20:00", qa=20, ticket_url="https://t.example/1")
    showing.guests.add(world.guest(festival))
    world.published(festival)
    found = films_page(client, "cleo-from-5-to-7/")
    for said in (
        (
            "Competition National premiere Cléo from 5 to 7 Cléo de 5 à 7 Directed by Agnès Varda "
            "1962 · France, Italy · Drama · 90 min Next: Sat 10 Oct, 20:00 to 21:50 Odeon, Hall 1 "
            "Tickets for the next showing ☆ Add to my plan: Cléo from 5 to 7 "
            "Showings Sat 10 Oct, 20:00 to 21:50 Odeon, Hall 1 "
            "French · English subtitles Q&A after the film with Agnès Varda "
            "Tickets for Cléo from 5 to 7 Calendar file of Cléo from 5 to 7"
        ),
        "Cléo in the park",
        "About the film A singer waits. For a result. Content notes Speaks of illness.",
        "From the press A jewel. The Paper",
        (
            "Credits Director Agnès Varda Cast Corinne Marchand as Cléo Composer Michel Legrand "
            "Taking part Raymond Cauchetier (stills) Details"
        ),
        (
            "Original title Cléo de 5 à 7 Year 1962 Running time 90 min Countries France, Italy Genre Drama "
            "Dialogue French Subtitles English Based on an idea Production Ciné Tamaris Distributor Athos Rating PG "
            "Minimum age 12"
        ),
        "Watch and read Trailer Trailer Streams on A service (no address yet)",
    ):
        assert said in found.text
    # Whoever took the picture did not draw what stands in its place.
    assert "Cléo in the park Not shown here: © Ciné Tamaris" in found.text
    assert {
        "https://paper.example/1", "https://video.example/1", "https://t.example/1", "/harbour/sections/competition/",
        "/harbour/people/agnes-varda/", f"/harbour/screenings/{showing.uid}.ics",
        "webcal://harbour.example/harbour/films/cleo-from-5-to-7.ics",
    } <= set(found.links)  # fmt: skip


def test_an_unknown_running_time_is_said_to_be_unknown_and_is_no_number(client: Client) -> None:
    festival = world.festival()
    part = world.film(festival, "Part", runtime=None)
    world.screening(
        world.programme(festival, "Shorts", part, world.film(festival, "Known")),
        world.hall(festival),
        "2026-10-10 20:00",
    )
    world.published(festival)
    assert "Running time to be confirmed" in films_page(client, "shorts/").text
    assert (
        "In this programme Known, 90 min Part, running time to be confirmed" not in films_page(client, "shorts/").text
    )
    assert "In this programme Part, running time to be confirmed Known, 90 min" in films_page(client, "shorts/").text
    assert " 0 min" not in films_page(client, "part/").text
    assert (
        "Known 90 min Next: Sat 10 Oct, 20:00 to about 21:40 Odeon, Hall 1 ☆ Add to my plan: Known "
        "Part running time to be confirmed Next: Sat 10 Oct, 20:00 to about 21:40 Odeon, Hall 1 "
        "☆ Add to my plan: Part Shorts running time to be confirmed"
    ) in films_page(client, "").text


def test_a_conversation_and_its_film_lead_to_each_other(client: Client) -> None:
    festival = world.festival()
    film, other = world.film(festival), world.film(festival, "Vagabond")
    talk = world.film(festival, "A Talk", kind="event")
    for one in (film, other):
        saved(FilmLink(film=one, kind="conversation", label="Varda talks", leads_to=talk))
    for number, one in enumerate((film, talk)):
        world.screening(one, world.hall(festival), f"2026-10-1{number} 20:00")
    world.screening(other, world.hall(festival), "2026-10-13 20:00", billing="secret")
    world.published(festival)
    assert "Filmed conversation Varda talks" in films_page(client, "cleo/").text
    assert "no address yet" not in films_page(client, "cleo/").text
    assert "/harbour/films/a-talk/" in films_page(client, "cleo/").links
    assert "90 min Accompanies Cléo Next:" in films_page(client, "a-talk/").text
    assert "/harbour/films/cleo/" in films_page(client, "a-talk/").links
    assert "Vagabond" not in films_page(client, "a-talk/").text


def test_a_link_to_what_is_secret_says_no_more_than_one_without_an_address(client: Client) -> None:
    festival = world.festival()
    film, talk = world.film(festival), world.film(festival, "Nightjar", kind="event")
    saved(FilmLink(film=film, kind="conversation", label="A surprise", leads_to=talk))
    world.screening(film, world.hall(festival), "2026-10-10 20:00")
    world.screening(talk, world.hall(festival), "2026-10-11 20:00", billing="secret")
    world.published(festival)
    found = films_page(client, "cleo/")
    assert "Filmed conversation A surprise (no address yet)" in found.text
    assert "nightjar" not in " ".join((found.text, *found.links)).casefold()


@pytest.mark.parametrize("where", ["itself", "elsewhere"])
def test_a_link_leads_to_another_film_of_the_same_festival(where: str) -> None:
    film = world.film(world.festival())
    there = film if where == "itself" else world.film(world.festival("Elsewhere", slug="elsewhere"))
    with pytest.raises(ValidationError, match=r"itself|another festival"):
        FilmLink(film=film, kind="clip", label="A clip", leads_to=there).full_clean()


def test_a_part_names_the_programme_it_plays_in_and_a_programme_its_published_parts_in_order(client: Client) -> None:
    festival = world.festival()
    first, second, added = (world.film(festival, title) for title in ("Zebra", "Ape", "Added later"))
    shorts = world.programme(festival, "Shorts", first, second)
    world.screening(shorts, world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    shorts.film_parts.create(part=added, order=0)
    assert "In this programme Zebra, 90 min Ape, 90 min Details" in films_page(client, "shorts/").text
    of_part = films_page(client, "ape/")
    assert "As part of a programme Sat 10 Oct, 20:00 to 23:00 Shorts Odeon, Hall 1" in of_part.text
    assert "No showing is announced" not in of_part.text
    assert client.get("/harbour/films/added-later/").status_code == 404


def test_cancelled_and_moved_showings_are_marked(client: Client) -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    moved = world.screening(film, hall, "2026-10-10 20:00")
    world.screening(film, hall, "2026-10-11 20:00", status="cancelled", ticket_url="https://t.example/1")
    world.published(festival)
    Screening.objects.filter(pk=moved.pk).update(starts_at=world.at("2026-10-12 20:00"))
    publish(festival, at=SPRING + timedelta(days=1))
    found = films_page(client, "cleo/")
    assert [row.partition(" Calendar")[0] for row in found.rows] == [
        "Sun 11 Oct, 20:00 to 21:30 Cancelled Odeon, Hall 1",
        "Mon 12 Oct, 20:00 to 21:30 Moved Odeon, Hall 1 Before: Sat 10 Oct, 20:00, Odeon, Hall 1",
    ]
    assert "https://t.example/1" not in found.links


@pytest.mark.parametrize("billing", ["secret", "tba"])
def test_a_film_that_is_only_shown_in_secret_has_no_page(client: Client, billing: str) -> None:
    festival = world.festival()
    world.screening(world.film(festival, "Nightjar"), world.hall(festival), "2026-10-10 20:00", billing=billing)
    world.film(festival, "Unplaced")
    world.published(festival)
    assert client.get("/harbour/films/nightjar/").status_code == 404
    assert client.get("/harbour/films/unplaced/").status_code == 404
    assert "Nightjar" not in films_page(client, "").text


def test_a_film_shown_openly_and_in_secret_names_the_open_showing_alone(client: Client) -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 20:00")
    world.screening(film, hall, "2026-10-11 20:00", billing="secret")
    world.published(festival)
    assert [row.partition(" Calendar")[0] for row in films_page(client, "cleo/").rows] == [
        "Sat 10 Oct, 20:00 to 21:30 Odeon, Hall 1"
    ]


def test_the_address_of_a_film_that_is_gone_still_shows_what_was_published(client: Client) -> None:
    festival = world.festival()
    film = world.film(festival)
    showing = world.screening(film, world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    showing.delete()
    film.delete()
    found = films_page(client, "cleo/")
    assert "Cléo There is no page of its own here any more. These are the screenings last published:" in found.text
    assert len(found.rows) == 1


def fill(festival: Festival, number: int) -> None:
    """A film with that many of everything, and as many films beside it."""
    film = world.film(festival, directors=tuple(f"Director {index}" for index in range(number)))
    parts = tuple(world.film(festival, f"Part {index}", directors=(f"Director {index}",)) for index in range(number))
    both = world.programme(festival, "Shorts", *parts)
    for index in range(number):
        hall = world.hall(festival, f"Hall {index}")
        saved(PressQuote(film=film, text="Yes.", source=f"Paper {index}"))
        saved(FilmLink(film=film, kind="trailer", label=f"Trailer {index}"))
        saved(FilmImage(film=film, caption=f"Image {index}"))
        world.screening(film, hall, "2026-10-10 20:00")
        world.screening(both, hall, "2026-10-11 20:00")
    world.published(festival)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 10), ("cleo/", 15), ("shorts/", 16), ("part-0/", 15)])
def test_the_queries_do_not_grow_with_the_programme(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int, path: str, queries: int
) -> None:
    fill(world.festival(), number)
    with django_assert_num_queries(queries):
        films_page(client, path)


def test_what_is_over_comes_last_folded_and_offers_no_tickets(client: Client) -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    for day in (10, 11, 12):
        status = "cancelled" if day == 11 else "planned"
        world.screening(film, hall, f"2026-10-{day} 20:00", status=status, ticket_url="https://t.example/")
    world.published(festival)
    for moment, days, said, with_tickets in (
        ("2026-10-08 12:00", "10 11 12", "", "10 12"),
        ("2026-10-10 21:29", "10 11 12", "", "10 12"),
        ("2026-10-10 21:30", "11 12 10", "1 showing is over", "12"),
        ("2026-10-12 23:00", "10 11 12", "3 showings are over", ""),
        ("2026-11-01 12:00", "10 11 12", "3 showings are over", ""),
    ):
        with time_machine.travel(world.at(moment), tick=False):
            found = films_page(client, "cleo/")
        assert " ".join(row.split()[1] for row in found.rows) == days, moment
        assert " ".join(row.split()[1] for row in found.rows if "Tickets" in row) == with_tickets, moment
        assert [words for words in ("1 showing is over", "3 showings are over") if words in found.text] == (
            [said] if said else []
        ), moment


def test_what_only_the_press_can_see_stands_apart(client: Client) -> None:
    festival = world.festival()
    film, hall = world.film(festival), world.hall(festival)
    world.screening(film, hall, "2026-10-10 10:00", audience="press")
    world.screening(film, hall, "2026-10-10 20:00")
    world.published(festival)
    with time_machine.travel(world.at("2026-10-09 12:00"), tick=False):
        found = films_page(client, "cleo/")
    assert [row.partition(" to ")[0] for row in found.rows] == ["Sat 10 Oct, 20:00", "Sat 10 Oct, 10:00"]
    assert found.text.index("20:00") < found.text.index("For press and industry only") < found.text.index("10:00")


@pytest.mark.parametrize(
    ("languages", "lang"),
    [(("fr",), "fr"), (("pt-BR",), "pt-BR"), (("fr", "en"), ""), ((), ""), (("zxx",), ""), (("und",), "")],
)
def test_an_original_title_names_its_language_where_that_is_known(
    client: Client, languages: tuple[str, ...], lang: str
) -> None:
    festival = world.festival()
    cleo = world.film(festival, "Cléo from 5 to 7", slug="cleo", original_title="Cléo de 5 à 7", languages=languages)
    world.screening(cleo, world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    page = read(client.get("/harbour/films/cleo/"))

    originals = [part for part in page.all("bdi", "dd") if part.text == "Cléo de 5 à 7"]

    assert [part["lang"] for part in originals] == [lang, lang]
