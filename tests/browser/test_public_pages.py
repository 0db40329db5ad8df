"""The public pages in a real browser: nothing is cut off, nothing is unreachable, and no JavaScript is needed."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Person, Venue
from tests.browser.pages import faults, follow, unfold
from tests.world import film, hall, published, screening, section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "", "screenings/", "screenings/?venue=landmark-sunset&q=strangers", "screenings/?venue=nowhere&day=never&sort=x",
    "screenings/?sort=title", "films/", "films/all-of-us-strangers/", "venues/", "venues/landmark-sunset/",
    "people/andrew-haigh/", "timetable/2024-10-12/", "changes/", "sections/ghosts-and-memory/", "films/double-bill/",
    "people/", "sections/", "films/?section=galas&q=strangers",
)  # fmt: skip


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 1920])
def test_no_page_is_wider_than_the_screen(page: Page, site: str, complaints: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(site + path)
        for with_sheet in (False, True):
            unfold(page, with_sheet=with_sheet)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_name_of_one_long_word_makes_no_page_wider(page: Page, live_server: LiveServer, harbour: Festival) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    of = film(harbour, long, directors=(long,), section=section(harbour, long))
    screening(of, hall(harbour, long[:60], long), "2026-10-10 20:00", public_note=long)
    published(harbour)
    own = [each.get_absolute_url() for each in (of, of.section, Venue.objects.get(), Person.objects.get())]
    lists = [f"{harbour.get_absolute_url()}{name}" for name in ("", "screenings/", "films/", "timetable/", "venues/")]
    wide = []
    for width in (360, 1100, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        for path in (*own, *lists):
            answer = page.goto(live_server.url + path)
            assert answer is not None, path
            assert answer.status == 200, path
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    assert wide == []


def test_type_of_twice_the_size_fits_as_well(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 640, "height": 800})
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light"), (1440, "dark")])
def test_assistive_technology_finds_no_fault(page: Page, site: str, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in PAGES:
        page.goto(site + path)
        for with_sheet in (False, True) if page.locator(".filters-sheet").count() else (False,):
            unfold(page, with_sheet=with_sheet)
            assert faults(page) == []


def test_a_visitor_without_javascript_finds_a_film_and_its_calendar(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("link", name="Screenings", exact=True).click()
    page.get_by_label("Search").fill("STRANGERS haigh")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_text("Venue", exact=True).first.click()
    page.get_by_label("Landmark Sunset").check()
    follow(page, page.get_by_role("button", name="Show screenings"))
    assert page.url == f"{site}screenings/?q=STRANGERS+haigh&venue=landmark-sunset"
    expect(page.get_by_label("Chosen filters").get_by_role("listitem")).to_have_count(3)
    page.get_by_text("Add these screenings to your calendar").click()
    expect(page.get_by_role("link", name="Google Calendar")).to_be_visible()
    expect(page.locator("svg.qr")).to_be_visible()
    page.get_by_role("table").get_by_role("link", name="All of Us Strangers", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All of Us Strangers")
    context.close()


def test_the_keyboard_reaches_the_content_first(page: Page, site: str) -> None:
    page.goto(f"{site}screenings/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("All days")


def test_printed_pages_hold_the_programme_and_no_controls(page: Page, site: str) -> None:
    page.goto(f"{site}screenings/")
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    for control in (".filters", ".calendar", ".masthead nav"):
        expect(page.locator(control).first).to_be_hidden()


def test_no_page_asks_another_site_for_anything(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(site + path, wait_until="networkidle")
    own = site.partition("/strangers/")[0]
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith((f"{own}/", "data:"))] == []


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Los_Angeles", []),
        ("America/Tijuana", []),  # another name, the same time
        ("America/New_York", ["8:00\u00a0pm your time"]),
        ("Asia/Tokyo", ["Sat 9:00\u00a0am your time"]),
    ],
)
def test_a_visitor_from_elsewhere_reads_their_own_time_beside_the_venues(
    browser: Browser, site: str, zone: str, expected: list[str]
) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(f"{site}screenings/?day=2024-10-11")
    assert page.locator(".listing tbody .col-time").first.locator(".when-start").inner_text() == "5:00\u00a0pm"
    assert page.locator(".listing tbody .col-time").first.locator(".own").all_inner_texts() == expected
    context.close()


@pytest.mark.parametrize("colour", ["#ffe600", "#000000", "#ffffff", "#777777"])
def test_whatever_colour_a_festival_chooses_its_pages_can_be_read(
    page: Page, site: str, published_demo: Festival, colour: str
) -> None:
    Festival.objects.filter(pk=published_demo.pk).update(colour=colour)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in ("", "screenings/?day=2024-10-12"):
            page.goto(site + path)
            assert faults(page) == []
