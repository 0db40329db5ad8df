"""The timetable in a browser: what stays in sight, where it opens, how it looks on paper, and that nothing jumps."""

import re
from io import BytesIO

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from screenings.models import Hall, Pick, Screening
from screenings.publishing import publish
from tests.benchmarks.festivals import large_festival
from tests.browser.layout import ALSO_PUBLIC, too_small, unfit, untold
from tests.browser.pages import faults
from tests.world import SPRING, at, festival, film, hall, published, screening, section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = "2026-10-10"
PLACES = (f"timetable/{DAY}/", f"timetable/{DAY}/?by=venue", "timetable/overview/", "")
MAX_SHIFT = 0.02
SLOWDOWN = 4


@pytest.fixture
def long_day(live_server: LiveServer) -> str:
    """From ten in the morning until two in the night, in two halls of one cinema and in twelve others."""
    of = festival()
    works = [
        film(of, f"The Film of Number {number}", runtime=95, section=section(of, f"Section {number}"), languages=["fr"])
        for number in range(3)
    ]
    short = film(of, "Nine Minutes", runtime=9)
    halls = [hall(of, "Hall 1"), hall(of, "Hall 2"), *(hall(of, "Screen", f"Cinema {n}") for n in range(12))]
    for room in halls:
        for number, starts in enumerate((f"{DAY} 10:00", f"{DAY} 20:00", "2026-10-11 00:15")):
            screening(works[number], room, starts, qa=20 if number else 0, subtitles=["en"], access=["captions"])
        screening(short, room, f"{DAY} 15:00")
    screening(works[0], halls[0], "2026-10-12 18:00")
    published(of)
    return f"{live_server.url}/harbour/"


def left(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["x"]


def top(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"]


def hour(page: Page, text: str) -> Locator:
    """At the edge, by the festival's clock."""
    return page.locator(".timetable-hour").filter(has=page.locator("time", has_text=text))


def moved_to(page: Page, moment: str) -> None:
    """What the browser takes for now."""
    page.clock.set_fixed_time(at(moment))


def test_it_opens_at_now_with_a_line_there(page: Page, long_day: str, complaints: list[str]) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    moved_to(page, f"{DAY} 20:30")
    page.goto(f"{long_day}timetable/{DAY}/")
    line, grid = page.locator(".timetable-now"), page.locator(".timetable-grid")
    expect(line).to_be_visible()
    eight, nine = hour(page, "20:00"), hour(page, "21:00")
    assert left(line) == pytest.approx((left(eight) + left(nine)) / 2, abs=2)
    assert left(page.locator(".timetable-hall").first) + 100 < left(eight) < left(line)
    assert grid.evaluate("(each) => each.scrollLeft") > 300


@pytest.mark.parametrize("moment", ["2026-10-10 09:30", "2026-10-11 03:00", "2026-04-01 12:00"])
def test_at_another_time_there_is_no_line_and_the_day_begins_at_its_beginning(
    page: Page, long_day: str, moment: str
) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    moved_to(page, moment)
    page.goto(f"{long_day}timetable/{DAY}/")
    expect(page.locator(".timetable-now")).to_be_hidden()
    assert page.locator(".timetable-grid").evaluate("(each) => each.scrollLeft") == 0


def test_hours_and_halls_stay_in_sight(page: Page, long_day: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"{long_day}timetable/{DAY}/")
    grid = page.locator(".timetable-grid")
    grid.evaluate("(each) => each.scrollIntoView()")
    head, name = hour(page, "20:00"), page.locator("tbody th", has_text="Cinema 6")
    before = top(head), left(name)
    grid.evaluate("(each) => each.scrollTo(400, 500)")
    assert (top(head), left(name)) == before
    expect(name).to_be_in_viewport()


def test_without_javascript_links_lead_to_the_parts_of_the_day(browser: Browser, long_day: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.goto(f"{long_day}timetable/{DAY}/")
    late = hour(page, "22:00")
    expect(late).not_to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Late", exact=True).click()
    expect(late).to_be_in_viewport()
    assert left(late) > left(page.locator("thead .timetable-hall")) + 100
    expect(page.get_by_role("link", name="The Film of Number 1").first).to_be_visible()
    context.close()


def test_the_keyboard_scrolls_the_grid(page: Page, long_day: str) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"{long_day}timetable/{DAY}/")
    grid = page.get_by_role("region", name="Saturday 10 October 2026")
    grid.focus()
    for _press in range(50):  # one that comes while the page is being laid out may move nothing
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(100)
        if page.evaluate("document.querySelector('.timetable-grid').scrollLeft"):
            return
    raise AssertionError("the arrow moves nothing")


def test_a_day_of_fourteen_hours_is_in_sight_at_once(page: Page, live_server: LiveServer) -> None:
    of = festival()
    for number, hour in enumerate(("10:00", "14:00", "18:00", "22:30")):
        screening(film(of, f"Film {number}", runtime=85), hall(of), f"{DAY} {hour}")
    published(of)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/harbour/timetable/{DAY}/")
    assert page.locator(".timetable-grid").evaluate("(each) => each.scrollWidth - each.clientWidth") == 0
    expect(page.locator(".timetable-grid").get_by_role("link", name="Film 3", exact=True)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("navigation", name="Hours")).to_be_hidden()


def test_the_words_of_a_short_showing_fit_its_box(page: Page, long_day: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{long_day}timetable/{DAY}/")
    boxes = page.locator(".slot.is-short > div")
    assert boxes.count() == 14
    assert boxes.evaluate_all("(all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length") == 0
    ground = page.locator(".slot-ground").first.bounding_box()
    box = boxes.first.bounding_box()
    assert ground is not None
    assert box is not None
    assert ground["width"] / box["width"] == pytest.approx(9 / 90, abs=0.03)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_day_of_thirty_halls_is_one_page_of_paper_with_room_for_notes(
    page: Page, live_server: LiveServer, paper: str
) -> None:
    of = large_festival(900, shows_a_hall=30)
    publish(of, at=SPRING)
    assert Hall.objects.filter(venue__festival=of).count() == 30
    page.goto(f"{live_server.url}/large/timetable/2026-10-10/")
    sheets = PdfReader(BytesIO(page.pdf(format=paper, landscape=True))).pages
    assert len(sheets) == 1
    assert sheets[0].mediabox.width > sheets[0].mediabox.height
    text = "".join(sheets[0].extract_text().split())
    shown = Screening.objects.filter(festival=of, starts_at__range=(at(f"{DAY} 12:00"), at("2026-10-11 12:00")))
    assert shown.count() == 150
    missing = {row.film.title for row in shown if "".join(row.film.title.split()) not in text}
    assert missing == set()
    assert "Notes" in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1060, "height": 730})
    notes = page.locator(".timetable-notes").bounding_box()
    assert notes is not None
    assert notes["height"] > 40


def test_a_festival_of_900_screenings_in_30_halls_can_be_read(page: Page, live_server: LiveServer) -> None:
    publish(large_festival(900, shows_a_hall=30), at=SPRING)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("timetable/2026-10-10/", "timetable/overview/"):
            page.goto(f"{live_server.url}/large/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.locator(".overview .entry").count() == 900


def test_a_telephone_shows_the_links_of_the_header_on_one_line(page: Page, long_day: str) -> None:
    links = page.get_by_role("navigation", name="Festival").get_by_role("link")
    for width in (320, 360, 390, 430):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(long_day)
        assert links.count() == 5
        assert len({round(top(link)) for link in links.all()}) == 1, width


def test_it_fits_big_type_and_can_be_hit(page: Page, long_day: str) -> None:
    found = []
    for place in PLACES:
        page.goto(long_day + place)
        found += [*too_small(page), *unfit(page, ALSO_PUBLIC)]
    assert "\n".join(found) == ""


@pytest.mark.parametrize(
    ("width", "scheme", "colours"), [(360, "dark", "none"), (1440, "light", "none"), (1440, "light", "active")]
)
def test_assistive_technology_finds_no_fault_while_the_festival_runs(
    page: Page, long_day: str, width: int, scheme: str, colours: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, forced_colors=colours)  # type: ignore[arg-type]
    with time_machine.travel(at(f"{DAY} 20:30")):
        moved_to(page, f"{DAY} 20:30")
        for place in PLACES:
            page.goto(long_day + place)
            assert faults(page) == []
            if colours == "active":
                assert untold(page) == []


def test_one_tap_on_a_star_puts_a_showing_into_the_plan_and_the_page_stays(page: Page, long_day: str) -> None:
    address = f"{long_day}timetable/{DAY}/"
    page.goto(address)
    star = page.locator(".slot").get_by_role("link", name=re.compile("Add to my plan ?: The Film of Number 1")).first
    star.click()
    expect(
        page.locator(".slot").get_by_role("link", name=re.compile("In my plan ?: The Film of Number 1"))
    ).to_have_count(1)
    assert page.url == address
    assert Pick.objects.count() == 1
    page.goto(f"{long_day}plan/")
    expect(page.get_by_role("main")).to_contain_text("The Film of Number 1")
    page.goto(address)
    expect(
        page.locator(".slot").get_by_role("link", name=re.compile("In my plan ?: The Film of Number 1"))
    ).to_have_count(1)


WATCH = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(shift), 500);
})"""


def shift(browser: Browser, address: str, width: int, zone: str) -> float:
    """How much moved in one visit with a slow processor."""
    context = browser.new_context(viewport={"width": width, "height": 800}, timezone_id=zone)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(address)
    found: float = page.evaluate(WATCH)
    context.close()
    return found


@pytest.mark.parametrize(("width", "zone"), [(360, "Asia/Tokyo"), (1440, "America/Los_Angeles")])
def test_nothing_moves_while_a_page_is_loaded_by_a_slow_device(
    browser: Browser, long_day: str, width: int, zone: str
) -> None:
    shifts = {place: shift(browser, long_day + place, width, zone) for place in PLACES}
    assert {place: moved for place, moved in shifts.items() if moved >= MAX_SHIFT} == {}
