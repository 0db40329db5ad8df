"""All public pages together: hostile text stays text, secrets stay secret, no address breaks anything."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils.text import slugify
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenings.public.listings import QUERY_NAMES
from screenings.urls import urlpatterns
from tests import world
from tests.public.crowd import HOSTILE, PAGES, crowd
from tests.public.pages import Page, publish_many

pytestmark = pytest.mark.django_db


def is_page(route: str) -> bool:
    """A page that is the same for everybody; a visitor's plan is theirs."""
    return route.endswith("/") and "/plan/" not in route


def test_every_page_is_among_these_and_in_the_sitemap(client: Client) -> None:
    crowd("harmless")
    routes = {pattern.name: str(pattern.pattern) for pattern in urlpatterns}
    pages = {name for name, route in routes.items() if route.startswith("<slug:festival>/") and is_page(route)}
    tried = {resolve(f"/harbour/{path.partition('?')[0]}").url_name for path in PAGES}
    assert not pages - tried, f"Add an address of {sorted(pages - tried)} to PAGES in tests/public/crowd.py."
    listed = re.findall(r"<loc>[^<]*?(/harbour/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    # The bare timetable is the page of one of its days, and what others embed is the listing.
    missing = pages - {resolve(path).url_name for path in listed} - {"timetable", "embed"}
    assert not missing, f"Add {sorted(missing)} to PAGES, or to public_pages, in screenings/public/sitemap.py."


def test_every_page_is_kept() -> None:
    pages = {str(each.pattern): each.callback for each in urlpatterns if is_page(str(each.pattern))}
    rendered_anew = [route for route, view in pages.items() if not hasattr(view, "kept_page")]
    assert not rendered_anew, f"Write @kept_page() above the views of {rendered_anew}."


def shape(client: Client, path: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a page with the names of their attributes, whatever the text in them."""
    response = client.get(f"/harbour/{path}")
    assert response.status_code == 200, path
    return Page(response).elements


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute_to_any_page(client: Client, text: str) -> None:
    with transaction.atomic():
        crowd("harmless")
        expected = {path: shape(client, path) for path in PAGES}
        transaction.set_rollback(True)
    crowd(text)
    for path in PAGES:
        assert shape(client, path) == expected[path], path


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_hostile_text_in_the_address_adds_no_element_to_the_listing(client: Client, text: str) -> None:
    crowd("harmless")
    for name in (*QUERY_NAMES, "sort"):
        queries = [client.get("/harbour/screenings/", {name: value}) for value in ("nothing!?", text)]
        harmless, hostile = (Page(response).elements for response in queries)
        assert hostile == harmless, name


def crawl(client: Client, start: str) -> dict[str, HttpResponse]:
    """Every page and calendar that can be reached by links on this site."""
    found: dict[str, HttpResponse] = {}
    todo = [start]
    while todo:
        path = todo.pop()
        if path in found:
            continue
        found[path] = response = client.get(path, follow=True)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            here, seen = urlsplit(path).path, Page(response).links
            links = (here + link if link.startswith("?") else link for link in seen)
            # The administration has its own tests; addresses of other sites and fragments are not ours to follow.
            todo += [link for link in links if link.startswith("/") and not link.startswith("/admin/")]
            todo += [link.partition("harbour.example")[2] for link in seen if "harbour.example/" in link]
    return found


def test_every_link_leads_somewhere(client: Client) -> None:
    crowd("harmless")
    found = crawl(client, "/")
    assert len(found) > 30
    assert {path: response.status_code for path, response in found.items() if response.status_code != 200} == {}


SECRETS = (
    "nightjar", "lupino", "kotiranta", "whispering", "finland", "finnish", "swedish", "fogbank", "heron",
    "guest of honour", "midnight mass",
)  # fmt: skip


def test_nothing_tells_the_film_of_a_secret_an_unannounced_a_private_or_an_unpublished_screening(
    client: Client,
) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    section = world.section(festival, "Heron Prize")
    world.screening(world.film(festival, "Open"), hall, "2026-10-10 20:00")
    part = world.film(festival, "Fogbank", directors=("Kotiranta",))
    films = [
        world.film(festival, "Nightjar", original_title="Whispering", directors=("Ida Lupino",), countries=["FI"],
                   languages=("fi",), subtitles=("sv",), section=section, synopsis="Whispering"),
        world.programme(festival, "Midnight Mass", part, section=section),
    ]  # fmt: skip
    for number, film in enumerate(films):
        day = 11 + number
        shown = world.screening(film, hall, f"2026-10-{day} 10:00", billing="secret")
        shown.guests.add(world.guest(festival, f"Guest of honour {number}"))
        world.screening(film, hall, f"2026-10-{day} 15:00", billing="tba")
        world.screening(film, hall, f"2026-10-{day} 20:00", audience="private")
        world.screening(film)
    world.published(festival)
    world.screening(films[0], hall, "2026-10-15 20:00")
    found = crawl(client, "/harbour/")
    guesses = (
        "films/nightjar/", "films/nightjar.ics", "films/fogbank/", "films/midnight-mass/", "people/ida-lupino/",
        "people/kotiranta/", "people/guest-of-honour-0/", "sections/heron-prize/", "screenings.ics",
    )  # fmt: skip
    for guess in guesses:
        found[guess] = client.get(f"/harbour/{guess}")
        assert (found[guess].status_code == 404) == (guess != "screenings.ics"), guess
    for word in SECRETS:
        # The page repeats what was searched for, so the search is judged by its count.
        for name, value in (("q", word), ("country", word[:2]), ("language", word[:2]), ("section", slugify(word))):
            answer = client.get("/harbour/screenings/", {name: value})
            assert "No screening fits." in Page(answer).text, (name, word)
    told = {
        (path, word)
        for path, response in found.items()
        for word in SECRETS
        if word in response.content.decode().lower()
    }
    assert told == set()
    assert len(found) > 20


@pytest.mark.parametrize(
    "path",
    [
        "/%00/", "/%ff/", "/harbour/films/%00/", "/harbour/films/%2e%2e%2f/", "/harbour/films/../../etc/passwd",
        "/harbour/venues/'--/", "/harbour/people/x' OR 1=1/", "/harbour/sections/%F0%9F%8E%AC/",
        "/harbour/screenings/00000000-0000-0000-0000-000000000000.ics", "/" + "x" * 5000 + "/",
        "/harbour/films/" + "x" * 5000 + "/", "/harbour/screenings/1.ics",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_not_found(client: Client, path: str) -> None:
    crowd("harmless")
    assert client.get(path).status_code == 404


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from((*QUERY_NAMES, "page", "sort", "per_page", "next")),
            st.one_of(
                st.text(max_size=60), st.sampled_from(("-1", "2027-02-30", "\x00", "\ud7ff", "9" * 30, "2" * 3000))
            ),
        ),
        max_size=6,
    )
)
def test_no_query_breaks_the_listing(client: Client, few: None, pairs: list[tuple[str, str]]) -> None:
    query: dict[str, list[str]] = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    assert client.get("/harbour/screenings/", query).status_code in (200, 302, 404)


@pytest.fixture
def few(db: None) -> None:
    festival = world.festival()
    world.screening(world.film(festival, countries=["FR"]), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)


def test_pages_keep_to_the_content_security_policy(client: Client) -> None:
    crowd("harmless")
    for path in PAGES:
        response = client.get(f"/harbour/{path}")
        assert "default-src 'self'" in response["Content-Security-Policy"]
        page = Page(response)
        assert {names for tag, names in page.elements if tag == "script"} <= {("src", "type"), ("type",)}
        # Structured data is no script to a browser, though it stands in the element of that name.
        assert set(page.kinds) <= {"module", "application/ld+json"}
        assert "style" not in {tag for tag, _ in page.elements}
        attributes = {name for _, names in page.elements for name in names}
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_absolute_addresses_are_the_sites_own_and_not_those_of_the_request(client: Client) -> None:
    crowd("harmless")
    for path in PAGES:
        content = client.get(f"/harbour/{path}", headers={"host": "localhost"}).content.decode()
        assert "localhost" not in content, path
    assert client.get("/harbour/", headers={"host": "evil.example"}).status_code == 400


def test_links_to_other_sites_hand_over_no_window(client: Client) -> None:
    crowd("harmless")
    for path in PAGES:
        content = client.get(f"/harbour/{path}").content.decode()
        outside = [
            tag
            for tag in content.split("<a ")[1:]
            if tag.startswith('href="http') or ' href="http' in tag.split(">")[0]
        ]
        for tag in outside:
            assert "noopener" in tag.split(">")[0], (path, tag[:120])


def test_pages_are_read_and_nothing_else(client: Client) -> None:
    crowd("harmless")
    for path in PAGES:
        address = f"/harbour/{path}"
        assert client.post(address).status_code == 405, path
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b""), path


def test_a_big_festivals_home_names_smaller_calendars_too(client: Client) -> None:
    publish_many(world.festival(), 1401)
    said = Page(client.get("/harbour/")).text
    assert "Choose a day, a section or a venue instead: each page has its own calendar." in said
