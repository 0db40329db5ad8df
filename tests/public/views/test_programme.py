"""programme.json: it keeps to its schema, says all that the pages say, and nothing that they do not."""

import json
from copy import deepcopy
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from jsonschema import Draft202012Validator
from pytest_django import DjangoAssertNumQueries

from screenings.feeds.programme_json import CreditEntry, FilmEntry, ImageEntry, LinkEntry, QuoteEntry
from screenings.models import Credit, Festival, Film, FilmImage, FilmLink, PressQuote, Screening
from screenings.publishing import publish
from tests import world
from tests.public.crowd import HOSTILE, crowd
from tests.public.pages import Page
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db
ADDRESS = "/harbour/programme.json"
SCHEMA_ADDRESS = "/programme.schema.json"
FOR_OTHERS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Disposition, ETag"}


def document(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    """Checked against the published schema, and against the same with no name that is not in it."""
    found: dict[str, Any] = json.loads(client.get(address).content)
    schema: dict[str, Any] = json.loads(client.get(SCHEMA_ADDRESS).content)
    Draft202012Validator.check_schema(schema)
    for each in (schema, without_other_names(schema)):
        validator = Draft202012Validator(each, format_checker=Draft202012Validator.FORMAT_CHECKER)
        problems = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(found)]
        assert problems == []
    return found


def without_other_names(schema: Any) -> Any:
    """Readers have to pass over names they do not know; here every name has to be described."""
    strict = deepcopy(schema)

    def close(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                node["additionalProperties"] = False
            for each in node.values():
                close(each)
        elif isinstance(node, list):
            for each in node:
                close(each)

    close(strict)
    return strict


@pytest.fixture
def festival() -> Festival:
    return crowd("harmless")


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_festival_writes_keeps_to_the_schema(client: Client, text: str) -> None:
    crowd(text)
    found = document(client)
    assert found["films"][0]["title"] == text
    assert found["films"][0]["synopsis"] == text


def test_the_demo_keeps_to_the_schema_and_names_what_its_pages_name(published_demo: Festival, client: Client) -> None:
    found = document(client, "/strangers/programme.json")
    assert len(found["screenings"]) == len(json.loads(client.get("/strangers/screenings.json").content)["screenings"])
    for kind, entries in (("films", found["films"]), ("venues", found["venues"]), ("sections", found["sections"]),
                          ("people", found["people"])):  # fmt: skip
        listed = [
            address.partition(f"/{kind}/")[2].rstrip("/")
            for address in client.get("/sitemap.xml").content.decode().replace("<", ">").split(">")
            if f"/strangers/{kind}/" in address and not address.endswith(f"/{kind}/")
        ]
        assert sorted(entry["slug"] for entry in entries) == sorted(listed), kind
        for entry in entries[:8]:
            page = Page(client.get(f"/strangers/{kind}/{entry['slug']}/"))
            assert (entry.get("title") or entry["name"]) in page.text, entry["url"]


def test_a_film_says_what_its_page_says(client: Client) -> None:
    festival = world.festival()
    cleo = world.film(
        festival, "Cléo", directors=("Agnès Varda",), year=1962, countries=["FR"], languages=("fr",),
        subtitles=("en",), original_title="Cléo de 5 à 7", synopsis="Two hours.\n\nA singer.", genres=("Drama",),
        section=world.section(festival), companies=("Ciné Tamaris",), distributor="Lotus", based_on="A walk",
        rating="12A", minimum_age=12, premiere="world", content_notes="Flashing light.",
        tags=("Waiting",), releases=("April 1962",), statement="I walked.",
    )  # fmt: skip
    fog = world.film(festival, "Night and Fog", runtime=32)
    saved(Credit(film=cleo, person=world.person("Corinne Marchand"), role="cast", character="Cléo", order=2))
    saved(PressQuote(film=cleo, text="A marvel.", source="The Paper", url="https://paper.example/1"))
    saved(FilmLink(film=cleo, kind="trailer", label="Trailer"))
    saved(FilmLink(film=cleo, kind="conversation", label="A talk", leads_to=fog, order=1))
    saved(FilmImage(film=cleo, caption="Nothing to see yet"))
    hall = world.hall(festival, capacity=120)
    world.screening(cleo, hall, "2026-10-10 20:00", sold_out=True)
    world.screening(world.programme(festival, "Double Bill", cleo, fog, gap=5), hall, "2026-10-12 20:00")
    world.published(festival)
    found = document(client)
    films = {film["slug"]: film for film in found["films"]}
    assert films["cleo"] == {
        "slug": "cleo", "title": "Cléo", "url": "https://harbour.example/harbour/films/cleo/",
        "original_title": "Cléo de 5 à 7", "kind": "film", "year": 1962, "runtime": 90, "section": "competition",
        "genres": ["Drama"], "countries": ["FR"], "languages": ["fr"], "subtitles": ["en"],
        "synopsis": "Two hours.\n\nA singer.", "companies": ["Ciné Tamaris"], "distributor": "Lotus",
        "based_on": "A walk", "rating": "12A", "minimum_age": 12, "premiere": "world",
        "content_notes": "Flashing light.", "tags": ["Waiting"], "releases": ["April 1962"], "statement": "I walked.",
        "parts": [],
        "credits": [
            {"role": "director", "role_name": "Director", "person": "agnes-varda", "name": "Agnès Varda",
             "character": ""},
            {"role": "cast", "role_name": "Cast", "person": "corinne-marchand", "name": "Corinne Marchand",
             "character": "Cléo"},
        ],
        "quotes": [{"text": "A marvel.", "source": "The Paper", "url": "https://paper.example/1"}],
        "links": [
            {"kind": "trailer", "label": "Trailer", "url": "", "film": ""},
            {"kind": "conversation", "label": "A talk", "url": "", "film": "night-and-fog"},
        ],
        "images": [],
    }  # fmt: skip
    assert (films["double-bill"]["parts"], films["double-bill"]["runtime"]) == (["cleo", "night-and-fog"], 127)
    assert found["publication"] == {"number": 1, "published_at": "2026-04-01T12:00:00Z"}
    assert found["days"] == ["2026-10-10", "2026-10-12"]
    assert [hall["capacity"] for hall in found["venues"][0]["halls"]] == [120]
    assert [person["name"] for person in found["people"]] == ["Agnès Varda", "Corinne Marchand"]
    assert found["screenings"] == json.loads(client.get("/harbour/screenings.json").content)["screenings"]


# What no page shows of it, or what another name of the document says.
LEFT_OUT = {
    Film: {"id", "festival_id", "ref", "sort_title", "search_text", "gap", "section_id", "embargo_until",
           "expected_audience", "line_up_hold"},
    FilmImage: {"id", "film_id", "file", "order"},
    FilmLink: {"id", "film_id", "leads_to_id", "order"},
    PressQuote: {"id", "film_id", "order"},
    Credit: {"id", "film_id", "person_id", "order"},
}  # fmt: skip
ENTRIES = {
    Film: FilmEntry, FilmImage: ImageEntry, FilmLink: LinkEntry, PressQuote: QuoteEntry, Credit: CreditEntry,
}  # fmt: skip


@pytest.mark.parametrize("model", LEFT_OUT, ids=lambda model: model.__name__)
def test_every_field_of_a_film_is_in_it_or_left_out_on_purpose(model: type[Model]) -> None:
    named = {field.name for field in fields(ENTRIES[model])}
    missing = {field.attname for field in model._meta.concrete_fields} - named - LEFT_OUT[model]
    assert not missing, (
        f"Give {ENTRIES[model].__name__} in screenings/feeds/programme_json.py {sorted(missing)}, say in "
        "programme.schema.json what it is, and fill it in screenings/public/programme.py; or name it in LEFT_OUT here."
    )


def test_what_is_not_public_is_not_in_it(client: Client) -> None:
    """A secret film with people, links and pictures of its own, one for the jury, and one that nobody shows."""
    festival = world.festival()
    hall, section = world.hall(festival), world.section(festival, "Hush")
    hidden = world.film(festival, "Mumword", directors=("Quiet Person",), section=section, synopsis="Mumword it is.")
    jury = world.film(festival, "Juryonly", directors=("Another Silent",))
    world.film(festival, "Unshown", directors=("Nobody Yet",))
    world.screening(hidden, hall, "2026-10-10 20:00", billing="secret")
    world.screening(jury, world.hall(festival, "Den", venue="Hideout"), "2026-10-11 20:00", audience="private")
    world.screening(world.film(festival, "Cléo"), hall, "2026-10-12 20:00", notes="Staff only words")
    world.published(festival)
    found = json.dumps(document(client), ensure_ascii=False)
    for word in ("umword", "Quiet", "uryonly", "Silent", "nshown", "Nobody", "Hush", "Hideout", "Staff only"):
        assert word not in found, word
    assert "Secret screening" in found


def test_before_the_first_publication_it_is_a_festival_without_a_programme(client: Client) -> None:
    world.film(world.festival(), "Cléo")
    found = document(client)
    assert (found["publication"], found["festival"]["slug"]) == ({"number": 0, "published_at": None}, "harbour")
    assert [found[name] for name in ("days", "sections", "venues", "films", "people", "screenings")] == [[]] * 6


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_until_something_in_it_changes(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with time_machine.travel(SPRING):
        festival = crowd("harmless")
        first = client.get(ADDRESS)
        known = {"if-none-match": first.headers["ETag"]}
        with django_assert_num_queries(1):
            assert client.get(ADDRESS, headers=known).status_code == 304
    # A page would be another by now; this says nothing of what is over.
    with time_machine.travel(SPRING + timedelta(days=200)), django_assert_num_queries(1):
        assert client.get(ADDRESS, headers=known).status_code == 304
    film = festival.films.get(slug="film")
    film.synopsis = "Told anew."
    saved(film)
    assert json.loads(client.get(ADDRESS, headers=known).content)["films"][0]["synopsis"] == "Told anew."
    second = {"if-none-match": client.get(ADDRESS).headers["ETag"]}
    saved(Screening.objects.get(starts_at=world.at("2026-10-11 20:00"))).delete()
    publish(festival, at=SPRING + timedelta(days=2))
    statuses = {each["status"] for each in json.loads(client.get(ADDRESS, headers=second).content)["screenings"]}
    assert statuses == {"confirmed", "cancelled"}


def test_its_queries_do_not_grow_with_the_programme(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    festival = crowd("harmless")
    with django_assert_num_queries(13):
        client.get(ADDRESS)
    for number in range(3):
        film = world.film(festival, f"Film {number}", directors=(f"Director {number}",))
        saved(PressQuote(film=film, text="Good.", source="Paper"))
        world.screening(film, world.hall(festival, f"Screen {number}", venue=f"Cinema {number}"), "2026-10-14 20:00")
    publish(festival, at=SPRING + timedelta(days=2))
    with django_assert_num_queries(13):
        client.get(ADDRESS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [ADDRESS, SCHEMA_ADDRESS, "/sitemap.xml", "/harbour/changes.atom"])
def test_pages_of_other_sites_may_read_all_data_by_script(festival: Festival, client: Client, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in FOR_OTHERS} == FOR_OTHERS
    again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
    asked = client.options(address)
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")


def test_another_festivals_page_and_what_is_no_data_stay_their_own(festival: Festival, client: Client) -> None:
    assert client.get("/elsewhere/programme.json").status_code == 404
    for address in ("/harbour/", "/harbour/plan/", "/admin/login/"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_the_documentation_names_where_it_is() -> None:
    text = (Path(__file__).parents[3] / "docs" / "data.md").read_text(encoding="utf-8")
    assert "`/<festival>/programme.json`" in text
    assert "`/programme.schema.json`" in text
