"""How the board looks: zoomed, on paper, to assistive technology, and what a drag costs."""

import json
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Screening
from tests.benchmarks.festivals import large_festival
from tests.browser.at_the_board import board_of, card, corner, open_board
from tests.browser.pages import faults
from tests.browser.signing_in import PASSWORD, sign_in
from tests.world import film, hall, screening, section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_zoom_stays_after_a_reload_and_makes_cards_longer(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    heights = []
    for name in ("Small", "Medium", "Large"):
        zoom = page.get_by_role("link", name=name, exact=True)
        zoom.click()
        expect(zoom).to_have_attribute("aria-current", "true")
        page.reload()
        expect(zoom).to_have_attribute("aria-current", "true")
        box = card(page, evening).bounding_box()
        assert box is not None
        heights.append(round(box["height"]))
    assert heights == [54, 90, 162]


def test_on_paper_a_day_is_one_page_of_cards_without_controls(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    expect(card(page, evening)).to_be_visible()
    for control in (".tools", ".view", ".days", ".side", ".hint"):
        expect(page.locator(control).first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_assistive_technology_finds_no_fault_in_the_board(
    page: Page, desk: str, evening: Screening, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-10 21:00")
    screening(film(evening.festival, "Lola", runtime=170))
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").click()
    expect(page.locator("#opened-head")).to_have_text("Cléo")
    assert faults(page, ["#content"]) == []


def test_a_drag_lays_the_board_out_at_its_ends_and_in_no_frame_between(
    page: Page, browser: Browser, live_server: LiveServer, db: None
) -> None:
    """1,000 screenings in 25 halls. A frame may lay out the words of the tip, and nothing of the board."""
    of = large_festival(1000, shows_a_hall=40)
    User.objects.create_superuser("ada", password=PASSWORD)
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in(page, live_server.url, board_of(of))
    first = page.locator(".sheet .card[data-movable]").nth(2)
    x, y = corner(first)
    page.mouse.move(x + 20, y + 10)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached(timeout=20_000)
    page.wait_for_timeout(300)
    browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"])
    for number in range(60):
        page.mouse.move(x + 30 + number * 8, y + 20 + number % 20 * 6)
    trace = json.loads(browser.stop_tracing())
    page.keyboard.press("Escape")
    page.mouse.up()
    layouts = [
        event for event in trace["traceEvents"] if event["name"] == "Layout" and "beginData" in event.get("args", {})
    ]
    dirty = [event["args"]["beginData"]["dirtyObjects"] for event in layouts]
    total = max((event["args"]["beginData"]["totalObjects"] for event in layouts), default=0)
    spent = sum(event.get("dur", 0) for event in layouts) / 1000
    frames = sum(event["name"] == "FireAnimationFrame" for event in trace["traceEvents"])
    print(
        f"{frames} frames, {len(layouts)} layouts of {max(dirty, default=0)} objects of {total}, {spent:.1f} ms in all"
    )
    assert frames > 20
    assert max(dirty, default=0) <= 12, sorted(dirty)[-5:]


def test_on_paper_twenty_five_halls_are_two_pages_each_with_its_hours(
    page: Page, desk: str, harbour: Festival, complaints: list[str]
) -> None:
    strand = section(harbour, "Retrospective")
    for number in range(1, 26):
        row = film(harbour, f"The Film with the Long Name {number}", section=strand)
        screening(row, hall(harbour, f"Screen {number:02}"), f"2026-10-10 {10 + number % 12}:00")
    open_board(page, desk, harbour)
    expect(page.locator(".gutter.again")).to_be_hidden()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2
    page.emulate_media(media="print")
    boxes = [each.bounding_box() for each in page.locator(".sheet .hall").all()]
    assert {round(box["x"]) for box in boxes[:12]} >= {round(box["x"]) for box in boxes[13:] if box}  # type: ignore[index]
    expect(page.locator(".gutter.again .hour-mark").first).to_be_visible()


def test_twice_the_text_makes_the_board_twice_as_long(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })"
    )
    open_board(page, desk, evening.festival)
    box = card(page, evening).bounding_box()
    assert box is not None
    assert round(box["height"]) == 180


def test_where_the_system_chooses_colours_a_section_keeps_its_shape_and_trouble_its_border(
    page: Page, desk: str, evening: Screening
) -> None:
    screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-10 21:00")
    page.emulate_media(forced_colors="active")
    open_board(page, desk, evening.festival)
    paper = "getComputedStyle(document.body).backgroundColor"
    shape = card(page, evening).locator(".shape")
    assert shape.evaluate("each => getComputedStyle(each).backgroundColor") != page.evaluate(paper)
    assert card(page, evening).locator(".face").evaluate("each => getComputedStyle(each).borderTopWidth") == "3px"


def test_cards_beside_each_other_are_narrow_only_where_they_are(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-10 21:00")
    alone = screening(film(evening.festival, "Lola"), hall(evening.festival), "2026-10-10 12:00")
    open_board(page, desk, evening.festival)
    narrow, wide = card(page, evening).bounding_box(), card(page, alone).bounding_box()
    assert narrow is not None
    assert wide is not None
    assert abs(wide["width"] - 2 * narrow["width"]) < 8


def test_a_short_says_its_name_in_one_line(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    shorts = [
        screening(film(evening.festival, f"Short {n}", runtime=3), hall(evening.festival), f"2026-10-10 12:{n * 5:02}")
        for n in range(4)
    ]
    open_board(page, desk, evening.festival)
    faces = [card(page, row).locator(".face").bounding_box() for row in shorts]
    boxes = [box for box in faces if box]
    assert all(box["height"] >= 14 for box in boxes)
    for one, other in pairwise(sorted(boxes, key=lambda box: (box["x"], box["y"]))):
        assert one["x"] + one["width"] <= other["x"] + 1 or one["y"] + one["height"] <= other["y"] + 1


def test_on_a_telephone_what_is_tapped_and_what_is_said_of_it_are_in_sight(
    browser: Browser, desk: str, evening: Screening
) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    expect(page.locator("#board.has-script")).to_be_visible()
    card(page, evening).locator(".face").tap()
    expect(page.locator("#opened-head")).to_be_in_viewport()
    page.get_by_role("button", name="Details").tap()
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Close").tap()
    expect(page.locator("#opened-head")).to_have_count(0)
    context.close()
