"""The board in a real browser: mouse, finger and keyboard move cards; two people see each other's moves."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Screening
from tests.benchmarks.festivals import large_festival
from tests.browser.test_admin import sign_in
from tests.world import at, festival, film, hall, screening, section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "only for this test"
DAY = "2026-10-10"


@pytest.fixture
def harbour(db: None) -> Festival:
    return festival()


@pytest.fixture
def desk(live_server: LiveServer, harbour: Festival) -> str:
    User.objects.create_superuser("ada", password=PASSWORD)
    return live_server.url


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour, section=section(harbour, colour="#336699")), hall(harbour), "2026-10-10 20:00")
    hall(harbour, "Hall 2")
    return row


def board_of(of: Festival, day: str = DAY) -> str:
    return reverse("admin:board-day", args=[of.pk, day])


def open_board(page: Page, desk: str, of: Festival) -> None:
    page.set_viewport_size({"width": 1200, "height": 1400})
    sign_in(page, desk, board_of(of))
    expect(page.locator("#board.has-script")).to_be_visible()


def card(page: Page, row: Screening) -> Locator:
    return page.locator(f"#s-{row.pk}")


def corner(locator: Locator) -> tuple[float, float]:
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def hour(page: Page, text: str) -> float:
    """How far down the line of that hour is."""
    return corner(page.locator(".tick", has_text=text))[1]


def drag(page: Page, row: Screening, to: str, time: str) -> None:
    """By its corner to another hall and time."""
    x, y = corner(card(page, row))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 30, y + 14, steps=2)
    expect(page.locator(".place").first).to_be_attached()
    left = page.locator(f"#rows-{hall(row.festival, to).pk}").bounding_box()
    assert left is not None
    page.mouse.move(left["x"] + 40, hour(page, time) + 4, steps=4)
    expect(page.locator(".tip")).to_contain_text(f"{time} Odeon, {to}.")
    page.mouse.up()


def start(row: Screening) -> Any:
    return Screening.objects.get(pk=row.pk).starts_at


def said(page: Page) -> Locator:
    return page.locator(".board-said li")


def test_a_card_is_dragged_to_another_hall_and_time(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")
    two = hall(evening.festival, "Hall 2")
    expect(page.locator(f"#rows-{two.pk} #s-{evening.pk}")).to_contain_text("17:00–18:30")
    assert (start(evening), Screening.objects.get().hall) == (at("2026-10-10 17:00"), two)


def test_while_dragging_a_blocked_place_says_why(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 15:00")
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "15:00")
    expect(said(page).nth(1)).to_contain_text("double-booked")
    x, y = corner(card(page, other))
    page.mouse.move(x + 10, y + 10)
    page.mouse.down()
    page.mouse.move(x + 10, y + 30, steps=3)
    expect(page.locator(".tip")).to_contain_text("Double-booked: Cléo 15:00–16:30")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".carry-layer")).to_have_count(0)
    assert start(other) == at("2026-10-10 15:00")


def test_a_move_is_undone_after_a_reload_and_done_again(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_contain_text("Moved")
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect(said(page).first).to_have_text("Taken back: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.")
    assert start(evening) == at("2026-10-10 20:00")
    page.get_by_role("button", name="Redo").click()
    expect(said(page).first).to_have_text("Done again: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")


def test_the_keyboard_does_all_of_it(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    open_board(page, desk, evening.festival)
    card(page, evening).locator(".face").focus()
    page.keyboard.press(" ")
    for key in ("ArrowRight", "Shift+ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(".tip")).to_contain_text("19:25 Odeon, Hall 2. Free")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 19:25, Odeon, Hall 2.")
    expect(card(page, evening).locator(".face")).to_be_focused()
    page.keyboard.press(" ")
    page.keyboard.press("PageDown")
    expect(page.locator("h1")).to_have_text("Board of Sunday 11 October")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(said(page).first).to_have_text("Moved: Cléo, Sun 11 Oct 19:30, Odeon, Hall 2.")
    page.keyboard.press(" ")
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator("#lying .card")).to_contain_text("Cléo")
    assert start(evening) is None


def test_a_card_goes_to_the_tray_and_back_with_the_mouse(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    x, y = corner(card(page, evening))
    tray = page.locator("#tray").bounding_box()
    assert tray is not None
    page.mouse.move(x + 20, y + 10)
    page.mouse.down()
    page.mouse.move(tray["x"] + 50, tray["y"] + 120, steps=4)
    expect(page.locator(".tip")).to_have_text("Into the tray")
    page.mouse.up()
    expect(page.locator("#lying .card")).to_have_count(1)
    assert start(evening) is None
    expect(page.locator("#lying .card")).to_be_visible()
    drag(page, evening, "Hall 1", "16:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 16:00, Odeon, Hall 1.")


def test_a_card_dropped_on_a_day_keeps_its_hall_and_time(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    assert tab is not None
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 10)
    page.mouse.down()
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    expect(page.locator(".tip")).to_have_text("To Mon 12 Oct, the same hall and time")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 20:00, Odeon, Hall 1.")


def test_resting_over_a_day_opens_it_and_the_card_is_put_down_there(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    tab = page.locator(".days a[data-day='2026-10-12']").bounding_box()
    rows = page.locator(f"#rows-{hall(evening.festival, 'Hall 2').pk}").bounding_box()
    assert tab is not None
    assert rows is not None
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(tab["x"] + 20, tab["y"] + 10, steps=3)
    expect(page.locator("h1")).to_have_text("Board of Monday 12 October")
    expect(page.locator(".place").first).to_be_attached()
    page.mouse.move(rows["x"] + 40, hour(page, "12:00") + 4, steps=3)
    expect(page.locator(".tip")).to_contain_text("12:00 Odeon, Hall 2. Free")
    page.mouse.up()
    expect(said(page).first).to_have_text("Moved: Cléo, Mon 12 Oct 12:00, Odeon, Hall 2.")
    expect(card(page, evening)).to_contain_text("12:00–13:30")


def test_the_zoom_stays_after_a_reload_and_makes_cards_longer(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    heights = []
    for name in ("Small", "Medium", "Large"):
        page.get_by_role("link", name=name, exact=True).click()
        page.reload()
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "true")
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
    for control in (".tools", ".days", ".side", ".hint"):
        expect(page.locator(control).first).to_be_hidden()


def test_a_finger_holds_a_card_and_drags_it(browser: Browser, desk: str, evening: Screening) -> None:
    context = browser.new_context(has_touch=True, viewport={"width": 1180, "height": 1400})
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    expect(page.locator("#board.has-script")).to_be_visible()
    finger = context.new_cdp_session(page)
    x, y = corner(card(page, evening))
    down = hour(page, "17:00") + 8

    def touch(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", x + 20, y + 8)
    expect(page.locator(".place").first).to_be_attached()
    touch("touchMove", x + 20, y - 20)
    touch("touchMove", x + 20, down)
    expect(page.locator(".tip")).to_contain_text("17:00 Odeon, Hall 1.")
    touch("touchEnd")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 1.")
    context.close()


def test_two_people_see_each_others_moves_and_overwrite_none(
    page: Page, browser: Browser, desk: str, evening: Screening
) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 12:00")
    open_board(page, desk, evening.festival)
    page.route("**/pulse/", lambda route: route.abort())
    elsewhere = browser.new_context()
    colleague = elsewhere.new_page()
    open_board(colleague, desk, evening.festival)
    drag(colleague, evening, "Hall 2", "17:00")
    expect(said(colleague).first).to_contain_text("Moved")
    # This page has not heard of it yet, and does not overwrite it.
    x, y = corner(card(page, evening))
    page.mouse.move(x + 20, y + 8)
    page.mouse.down()
    page.mouse.move(x + 20, y - 60, steps=3)
    page.mouse.up()
    expect(said(page).first).to_contain_text(
        "Somebody else moved this meanwhile: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2. Nothing was changed"
    )
    expect(card(page, evening)).to_contain_text("17:00")
    assert start(evening) == at("2026-10-10 17:00")
    page.unroute("**/pulse/")
    drag(colleague, other, "Hall 1", "14:00")
    expect(card(page, other)).to_contain_text("14:00", timeout=10_000)
    elsewhere.close()


def test_without_javascript_the_form_moves_it(browser: Browser, desk: str, evening: Screening) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk, board_of(evening.festival))
    page.get_by_role("link", name="Cléo, 20:00–21:30, Odeon, Hall 1").click()
    page.locator("#id_hall").select_option(label="Odeon, Hall 2")
    page.locator("#id_time").fill("18:15")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Moved: Cléo, Sat 10 Oct 18:15, Odeon, Hall 2.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert start(evening) == at("2026-10-10 20:00")
    context.close()


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
    results = Axe().run(page, context={"include": [["#content"]]})
    assert results.violations_count == 0, results.generate_report()


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
    expect(page.locator(".place").first).to_be_attached(timeout=20_000)
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
