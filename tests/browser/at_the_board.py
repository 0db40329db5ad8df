"""Hands on the board: what a person at it does, and where they look."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from screenings.models import Festival, Screening
from tests.browser.signing_in import sign_in
from tests.world import hall

DAY = "2026-10-10"


def board_of(of: Festival, day: str = DAY) -> str:
    return reverse("admin:board-day", args=[of.pk, day])


def open_board(page: Page, desk: str, of: Festival, day: str = DAY) -> None:
    page.set_viewport_size({"width": 1200, "height": 1400})
    sign_in(page, desk, board_of(of, day))
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
    return corner(page.locator(".hour-mark", has_text=text))[1]


def drag(page: Page, row: Screening, to: str, time: str) -> None:
    """By its corner to another hall and time."""
    x, y = corner(card(page, row))
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 30, y + 14, steps=2)
    expect(page.locator(".start-slot").first).to_be_attached()
    left = page.locator(f"#rows-{hall(row.festival, to).pk}").bounding_box()
    assert left is not None
    page.mouse.move(left["x"] + 40, hour(page, time) + 4, steps=4)
    expect(page.locator(".tip")).to_contain_text(f"{time} Odeon, {to}.")
    page.mouse.up()


def press_and_see_places(page: Page, key: str) -> None:
    """A key that picks a card up, or takes it to another day: the server is asked which places are free there."""
    with page.expect_response("**/places/**"):
        page.keyboard.press(key)


def start(row: Screening) -> Any:
    return Screening.objects.get(pk=row.pk).starts_at


def said(page: Page) -> Locator:
    return page.locator(".board-messages li")


def finger(page: Page) -> Callable[..., None]:
    """One finger: `touch("touchMove", x, y)`; without a point it is lifted."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def held(page: Page, tool: str) -> Callable[[str, float, float], None]:
    """A mouse or a pen: `pen("mouseMoved", x, y)`, pressed from the first to the last."""
    session = page.context.new_cdp_session(page)

    def point(kind: str, x: float, y: float) -> None:
        down = 0 if kind == "mouseReleased" else 1
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": down, "clickCount": 1, "pointerType": tool}
        session.send("Input.dispatchMouseEvent", event)

    return point
