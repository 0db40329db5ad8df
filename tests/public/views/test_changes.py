"""What changed, as a page and as an Atom feed."""

from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from screenings.models import Festival, Publication, Screening
from screenings.publishing import publish
from tests import world
from tests.public.pages import Page
from tests.world import SPRING

pytestmark = pytest.mark.django_db
NS = {"a": "http://www.w3.org/2005/Atom"}
HOUR = timedelta(hours=1)


@pytest.fixture
def harbour() -> Festival:
    """Three screenings, public since publication 1."""
    of = world.festival()
    for number, title in enumerate(("Cléo", "Vagabond", "Le Bonheur"), 10):
        world.screening(world.film(of, title), world.hall(of), f"2026-10-{number} 20:00")
    world.published(of)
    return of


def change(title: str, **values: object) -> None:
    Screening.objects.filter(film__title=title).update(**values)


def second_publication(of: Festival) -> Publication:
    """One moved, one cancelled, one sold out, one added, with a note."""
    other = world.hall(of, "Hall 2")
    change("Cléo", hall=other, starts_at=world.at("2026-10-12 21:30"))
    change("Vagabond", status="cancelled", public_note="The print is late.")
    change("Le Bonheur", sold_out=True)
    world.screening(world.film(of, "Daguerréotypes"), other, "2026-10-11 18:00")
    outcome = publish(of, at=SPRING + HOUR, note="The ferry does not run.")
    assert outcome.publication
    return outcome.publication


SENTENCES = {
    "Cléo": "Moved from Sat 10 Oct 20:00, Odeon, Hall 1 to Mon 12 Oct 21:30, Odeon, Hall 2.",
    "Vagabond": "Cancelled: Sun 11 Oct 20:00, Odeon, Hall 1. The print is late.",
    "Le Bonheur": "Mon 12 Oct 20:00, Odeon, Hall 1. Sold out.",
    "Daguerréotypes": "Added: Sun 11 Oct 18:00, Odeon, Hall 2.",
}


def entries(response: HttpResponse) -> list[tuple[str, str, str]]:
    """Title, id and content of each entry."""
    names = ("title", "id", "content")
    found = ET.fromstring(response.content).findall("a:entry", NS)
    return [tuple(entry.findtext(f"a:{name}", "", NS) for name in names) for entry in found]  # type: ignore[misc]


def test_the_page_tells_every_change_in_words_the_newest_publication_first(client: Client, harbour: Festival) -> None:
    second_publication(harbour)
    page = Page(client.get("/harbour/changes/"))
    for title, sentence in SENTENCES.items():
        assert f"{title} {sentence}" in page.text
    assert page.text.index("1 screening added, 1 moved, 1 cancelled, 1 changed") < page.text.index(
        "The programme: 3 screenings"
    )
    assert "The ferry does not run." in page.text
    assert "Wed 1 Apr 2026, 15:00" in page.text
    assert "/harbour/films/cleo/" in page.links
    assert "/harbour/changes.atom" in page.links


def test_the_feed_is_atom_with_ids_that_stay(client: Client, harbour: Festival) -> None:
    made = second_publication(harbour)
    answer = client.get("/harbour/changes.atom")
    feed = ET.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert feed.findtext("a:title", "", NS) == "Harbour Film Festival: what changed"
    assert feed.findtext("a:updated", "", NS) == "2026-04-01T13:00:00Z"
    assert feed.findtext("a:author/a:name", "", NS) == "Harbour Film Festival"
    assert answer.headers["Content-Disposition"] == 'inline; filename="harbour-changes.atom"'
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", NS)}
    assert links == {
        "self": "https://harbour.example/harbour/changes.atom",
        "alternate": "https://harbour.example/harbour/changes/",
    }
    (newest, first) = entries(answer)
    assert newest[:2] == ("1 screening added, 1 moved, 1 cancelled, 1 changed", f"urn:uuid:{UUID(made.token)}")
    assert newest[2].startswith("<p>The ferry does not run.</p><ul><li>")
    for title, sentence in SENTENCES.items():
        assert f"<li><b>{title}</b>: {sentence}</li>" in newest[2]
    assert first[0] == "The programme: 3 screenings"
    before = feed.findtext("a:id", "", NS)
    change("Cléo", sold_out=True)
    publish(harbour, at=SPRING + 2 * HOUR)
    later = client.get("/harbour/changes.atom")
    assert ET.fromstring(later.content).findtext("a:id", "", NS) == before
    assert entries(later)[1:] == [newest, first]
    assert entries(later)[0][0] == "Cléo: Mon 12 Oct 21:30, Odeon, Hall 2. Sold out."


def test_the_feed_answers_304_until_something_is_published(client: Client, harbour: Festival) -> None:
    first = client.get("/harbour/changes.atom")
    tag, moment = first.headers["ETag"], first.headers["Last-Modified"]
    assert client.get("/harbour/changes.atom", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/harbour/changes.atom", headers={"If-Modified-Since": moment}).status_code == 304
    assert client.get("/harbour/changes.atom").content == first.content
    second_publication(harbour)
    answer = client.get("/harbour/changes.atom", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.headers["ETag"] != tag) == (200, True)


def test_markup_and_control_characters_in_a_title_stay_text(client: Client, harbour: Festival) -> None:
    world.screening(world.film(harbour, "<b>A & B</b>"), world.hall(harbour), "2026-10-14 20:00")
    publish(harbour, at=SPRING + HOUR, note="1 < 2\n\n<script>")
    title, _, content = entries(client.get("/harbour/changes.atom"))[0]
    assert title == "<b>A & B</b>: Added: Wed 14 Oct 20:00, Odeon, Hall 1."
    assert content == (
        "<p>1 &lt; 2</p><p>&lt;script&gt;</p>"
        "<ul><li><b>&lt;b&gt;A &amp; B&lt;/b&gt;</b>: Added: Wed 14 Oct 20:00, Odeon, Hall 1.</li></ul>"
    )
    assert "<script>" not in client.get("/harbour/changes/").content.decode().partition("<main")[2]


def test_a_secret_film_is_not_named(client: Client, harbour: Festival) -> None:
    world.screening(world.film(harbour, "Psycho"), world.hall(harbour), "2026-10-14 20:00", billing="secret")
    publish(harbour, at=SPRING + HOUR)
    for address in ("/harbour/changes/", "/harbour/changes.atom"):
        text = client.get(address).content.decode()
        assert ("Secret screening" in text, "sycho" in text) == (True, False)


def test_what_was_named_by_mistake_is_named_nowhere_once_it_is_secret(client: Client, harbour: Festival) -> None:
    """Neither when it was added, nor when it was moved, nor when its name was taken back; until it is revealed."""
    film = world.film(harbour, "Psycho", directors=("Alfred Hitchcock",), runtime=108)
    row = world.screening(film, world.hall(harbour), "2026-10-14 20:00")
    steps = ({}, {"starts_at": world.at("2026-10-14 21:00")}, {"billing": "secret", "sold_out": True},
             {"starts_at": world.at("2026-10-14 22:00")}, {"status": "cancelled"})  # fmt: skip
    for number, values in enumerate(steps, 1):
        Screening.objects.filter(pk=row.pk).update(**values)
        publish(harbour, at=SPRING + number * HOUR)
        told = [client.get(address).content.decode() for address in ("/harbour/changes/", "/harbour/changes.atom")]
        assert ["sycho" in text for text in told] == [number < 3] * 2
    assert [title for title, *_ in entries(client.get("/harbour/changes.atom"))] == [
        "Secret screening: Cancelled: Wed 14 Oct 22:00, Odeon, Hall 1.",
        "Secret screening: Moved from Wed 14 Oct 21:00, Odeon, Hall 1 to Wed 14 Oct 22:00, Odeon, Hall 1.",
        "Secret screening: Wed 14 Oct 21:00, Odeon, Hall 1. Sold out.",
        "Secret screening: Moved from Wed 14 Oct 20:00, Odeon, Hall 1 to Wed 14 Oct 21:00, Odeon, Hall 1.",
        "Secret screening: Added: Wed 14 Oct 20:00, Odeon, Hall 1.",
        "The programme: 3 screenings",
    ]
    Screening.objects.filter(pk=row.pk).update(billing="title", status="planned")
    publish(harbour, at=SPRING + 6 * HOUR)
    newest = entries(client.get("/harbour/changes.atom"))[0][0]
    assert newest == (
        "Psycho: Takes place after all: Wed 14 Oct 22:00, Odeon, Hall 1. "
        "It was called Secret screening: Wed 14 Oct 22:00, Odeon, Hall 1."
    )


@pytest.mark.parametrize("billing", ["secret", "tba"])
def test_a_name_taken_back_is_no_news_by_itself(client: Client, harbour: Festival, billing: str) -> None:
    change("Cléo", billing=billing)
    publish(harbour, at=SPRING + HOUR)
    assert [title for title, *_ in entries(client.get("/harbour/changes.atom"))] == ["The programme: 3 screenings"]
    assert "called" not in Page(client.get("/harbour/changes/")).text


def test_a_film_is_a_link_while_it_has_a_page(client: Client, harbour: Festival) -> None:
    second_publication(harbour)
    page = Page(client.get("/harbour/changes/"))
    assert "/harbour/films/vagabond/" in page.links, "cancelled, and still told"
    change("Cléo", billing="tba")
    publish(harbour, at=SPRING + 2 * HOUR)
    films = [link for link in Page(client.get("/harbour/changes/")).links if "/films/" in link and link.count("/") == 4]
    assert [client.get(link).status_code for link in films] == [200] * len(films)
    assert "/harbour/films/cleo/" not in films


@pytest.mark.django_db(transaction=True)
def test_the_page_is_kept_until_something_is_published(client: Client, harbour: Festival) -> None:
    first = client.get("/harbour/changes/")
    tag = first.headers["ETag"]
    assert client.get("/harbour/changes/", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/harbour/changes/").content == first.content
    second_publication(harbour)
    assert client.get("/harbour/changes/", headers={"If-None-Match": tag}).status_code == 200


def test_another_zone_than_the_festivals_is_named(client: Client, harbour: Festival) -> None:
    abroad = world.hall(harbour, "Screen 1", venue="Tate", timezone="Europe/London")
    row = world.screening(world.film(harbour, "Jubilee"), abroad, "2026-10-14 20:00")
    publish(harbour, at=SPRING + HOUR)
    assert entries(client.get("/harbour/changes.atom"))[0][0] == "Jubilee: Added: Wed 14 Oct 20:00 BST, Tate, Screen 1."
    Screening.objects.filter(pk=row.pk).update(hall=world.hall(harbour))
    publish(harbour, at=SPRING + 2 * HOUR)
    assert (
        "Jubilee Moved from Wed 14 Oct 20:00 BST, Tate, Screen 1 to Wed 14 Oct 21:00 CEST, Odeon, Hall 1."
        in Page(client.get("/harbour/changes/")).text
    )


def test_before_the_first_publication_both_say_nothing(client: Client) -> None:
    world.festival()
    assert "not published yet" in Page(client.get("/harbour/changes/")).text
    empty = client.get("/harbour/changes.atom")
    assert entries(empty) == []
    assert ET.fromstring(empty.content).findtext("a:title", "", NS) == "Harbour Film Festival: what changed"
    assert client.get("/sunset/changes/").status_code == client.get("/sunset/changes.atom").status_code == 404


def test_a_publication_without_news_is_left_out(client: Client, harbour: Festival) -> None:
    harbour.colour = "#123456"
    world.saved(harbour)
    assert publish(harbour, at=SPRING + HOUR).publication is not None
    assert len(entries(client.get("/harbour/changes.atom"))) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_for_one_publication_as_for_many(
    client: Client, harbour: Festival, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for index in range(number):
        change("Cléo", sold_out=index % 2 == 0)
        publish(harbour, at=SPRING + (index + 1) * HOUR)
    visitor = Client(headers={"Cookie": "any=thing"})  # whose page is not kept
    with django_assert_num_queries(9):
        assert Page(visitor.get("/harbour/changes/")).text.count("1 screening changed") == number


def test_older_publications_are_on_further_pages(client: Client, harbour: Festival) -> None:
    for index in range(21):
        change("Cléo", sold_out=index % 2 == 0)
        publish(harbour, at=SPRING + (index + 1) * HOUR)
    first, second = (Page(client.get(f"/harbour/changes/?page={page}")) for page in (1, 2))
    assert first.text.count("1 screening changed") == 20
    assert (second.text.count("1 screening changed"), "The programme: 3 screenings" in second.text) == (1, True)


def test_an_entry_of_the_feed_leads_to_where_it_is_told(client: Client, harbour: Festival) -> None:
    for index in range(45):
        change("Cléo", sold_out=index % 2 == 0)
        publish(harbour, at=SPRING + (index + 1) * HOUR)
    feed = ET.fromstring(client.get("/harbour/changes.atom").content)
    links = [entry.find("a:link", NS) for entry in feed.findall("a:entry", NS)]
    assert len(links) == 46
    for link in (links[0], links[19], links[20], links[40], links[45]):
        assert link is not None
        address, _hash, anchor = link.get("href", "").partition("#")
        page = client.get(address.removeprefix("https://harbour.example"))
        assert f'id="{anchor}"' in page.content.decode()
    assert "?page=2" in Page(client.get("/harbour/changes/?publication=46")).links
    assert client.get(f"/harbour/changes/?publication={'9' * 40}").status_code == 200


def test_a_new_site_address_a_colour_and_a_ticket_link_are_public_and_news_to_nobody(
    client: Client, harbour: Festival
) -> None:
    row = Screening.objects.get(film__title="Cléo")
    told = Page(client.get("/harbour/changes/")).text.partition("The timetable as published")[0]
    harbour.site_url, harbour.colour = "https://elsewhere.example", "#445566"
    harbour.save()
    change("Cléo", ticket_url="https://tickets.example/1")
    outcome = publish(harbour, at=SPRING + HOUR)
    assert outcome.publication is not None
    assert (outcome.changes, outcome.publication.counts) == ((), {})
    entry = client.get(f"/harbour/screenings/{row.uid}.ics").content.decode().replace("\r\n ", "")
    assert "SEQUENCE:1" in entry
    assert "https://elsewhere.example/harbour/films/cleo/" in entry
    assert Page(client.get("/harbour/changes/")).text.partition("The timetable as published")[0] == told
    assert client.get("/harbour/changes.atom").content.count(b"<entry>") == 1
