"""The wishes that searches go by: stated in one click, listed with who stated them, taken off again."""

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, SearchRun, StatedWish
from tests import world
from tests.desk.forms import said
from tests.pages import read
from tests.proposals import harbour_festival
from tests.staff import staff_client

pytestmark = pytest.mark.django_db
SEARCHES = ["add_scenario", "change_screening", "view_scenario"]


@pytest.fixture
def harbour(db: None) -> Festival:
    return harbour_festival.harbour()


def panel(client: Client, of: Festival) -> str:
    page = read(client.get(reverse("admin:proposals", args=[of.pk])))
    return page.only("What a search goes by", "section").text


def sent(client: Client, of: Festival, **fields: object) -> str:
    """What the page says after it."""
    answer = client.post(reverse("admin:proposal-wishes", args=[of.pk]), fields)
    assert answer.status_code == 302
    return said(answer)[-1]


def test_a_wish_is_stated_listed_with_who_stated_it_and_taken_off(desk: Client, harbour: Festival) -> None:
    assert sent(desk, harbour, wish="not-so-late") == "Wished for: Not so late. The next search goes by it."
    text = panel(desk, harbour)
    assert text.startswith(
        "What a search goes by Not so late Starts before ten in the evening, but for midnight sections. Stated by"
    )
    assert text.count("Not so late") == 1
    assert sent(desk, harbour, off=StatedWish.objects.get().pk) == "No longer wished for: Not so late."
    assert "No wishes yet." in panel(desk, harbour)


def test_a_wish_for_a_section_names_it_and_the_others_are_still_offered(desk: Client, harbour: Festival) -> None:
    gala, shorts = world.section(harbour, "Gala"), world.section(harbour, "Shorts")
    assert sent(desk, harbour, wish="weekends") == "Choose the section that the wish is for."
    assert sent(desk, harbour, wish="weekends", section=gala.pk).startswith("Wished for: Gala on weekends.")
    page = read(desk.get(reverse("admin:proposals", args=[harbour.pk])))
    options = page.only("The section to be on weekends", "select").all("option")
    assert [option.text for option in options] == ["Shorts"]
    elsewhere = world.section(world.festival("Elsewhere", slug="elsewhere"), "Theirs")
    assert sent(desk, harbour, wish="weekends", section=elsewhere.pk) == "Choose the section that the wish is for."
    assert list(StatedWish.objects.values_list("section", flat=True)) == [gala.pk]
    assert shorts.pk != gala.pk


def test_two_who_state_or_take_off_the_same_have_what_they_wanted(desk: Client, harbour: Festival) -> None:
    colleague = staff_client("colleague", SEARCHES)
    for client in (desk, colleague):
        sent(client, harbour, wish="more-air")
    row = StatedWish.objects.get()
    assert str(row.by) != "colleague"
    address = reverse("admin:proposal-wishes", args=[harbour.pk])
    for client in (desk, colleague):
        assert client.post(address, {"off": row.pk}).status_code == 302
    assert not StatedWish.objects.exists()


def test_it_leads_back_to_a_page_of_this_site_only(desk: Client, harbour: Festival) -> None:
    address, board = (reverse(f"admin:{name}", args=[harbour.pk]) for name in ("proposal-wishes", "board"))
    for asked, led in ((board, board), ("https://elsewhere.example/", reverse("admin:proposals", args=[harbour.pk]))):
        assert desk.post(address, {"wish": "more-air", "next": asked}).headers["Location"] == led


def test_who_only_looks_reads_the_wishes_and_cannot_state_any(desk: Client, harbour: Festival) -> None:
    sent(desk, harbour, wish="press-days")
    reader = staff_client("reader", ["view_scenario"])
    text = panel(reader, harbour)
    assert "Keep the press days" in text
    assert "Take off" not in text
    assert "Not so late" not in text
    address = reverse("admin:proposal-wishes", args=[harbour.pk])
    assert reader.post(address, {"wish": "more-air"}).status_code == 403
    assert sent(desk, harbour, wish="magic") == "Choose one of the wishes."


def test_a_search_goes_by_what_is_stated_and_says_how_far_it_is_kept(desk: Client, harbour: Festival) -> None:
    sent(desk, harbour, wish="not-so-late")
    desk.post(reverse("admin:proposals", args=[harbour.pk]), {"kind": "all", "seconds": "1"})
    harbour_festival.work()
    run = SearchRun.objects.get()
    page = read(desk.get(reverse("admin:proposal", args=[harbour.pk, run.pk])))
    rows = page.only("How far the wishes are kept", "section").all("tr")
    assert [row.text for row in rows] == [
        "Wish Not kept by Now Then",
        "Not so late Screenings that start at ten in the evening or later, but for midnight sections 0 0",
    ]
