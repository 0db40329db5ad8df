"""The board of a real house: a multiplex on one screen, folded away what is not needed, and all of it on paper."""

import pytest
from playwright.sync_api import Page, expect

from screenings.models import Festival, Screening
from tests.browser.at_the_board import board_of, card, drag, open_board, said
from tests.browser.pages import faults
from tests.browser.signing_in import sign_in
from tests.world import film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRAY, HEADER, EMPTY = "Tray", "Header", "Empty halls"
# Of each element, whether all lines of its text that hold a digit are inside of it, as they are painted.
NUMBERS_IN_SIGHT = """elements => elements.map((element) => {
  const box = element.getBoundingClientRect(), seen = [];
  const words = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    for (const found of node.data.matchAll(/[0-9][0-9:]*/gu)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const { left, right, top, bottom, width } = range.getBoundingClientRect();
      if (width) seen.push(left >= box.left && right <= box.right + 0.5 && top >= box.top && bottom <= box.bottom + 1);
    }
  }
  return seen.length > 0 && seen.every(Boolean);
})"""


@pytest.fixture
def multiplex(harbour: Festival) -> list[Screening]:
    """21 halls of two cinemas, every third without a card."""
    screens = [hall(harbour, f"Screen {number}", "Grand Harbour Multiplex") for number in range(1, 21)]
    halls = [*screens, hall(harbour)]
    return [
        screening(film(harbour, f"Film {n}"), each, f"2026-10-10 {12 + n % 8}:00")
        for n, each in enumerate(halls)
        if n % 3
    ]


def test_twenty_one_halls_fit_a_screen_and_the_cinema_stands_once_over_them(
    page: Page, desk: str, multiplex: list[Screening], complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, desk, board_of(multiplex[0].festival))
    sheet = page.locator("#sheet")
    wide = "each => each.scrollWidth - each.clientWidth"
    assert sheet.evaluate(wide) > 0
    page.get_by_role("link", name="Fit", exact=True).click()
    for name in (TRAY, HEADER):
        page.get_by_label(name, exact=True).uncheck()
    assert sheet.evaluate(wide) == 0
    expect(page.locator("#header, .breadcrumbs, .hint, #tray").filter(visible=True)).to_have_count(0)
    heads = page.locator(".sheet .hall .head").all()
    assert all(head.evaluate("each => each.scrollWidth <= each.clientWidth") for head in heads)
    screens = page.locator(".sheet .venue").first.locator(".hall .head")
    assert screens.evaluate_all(NUMBERS_IN_SIGHT) == [True] * 20
    assert [name.inner_text() for name in page.locator(".venue-name").all()] == ["Grand Harbour Multiplex", "Odeon"]
    assert faults(page, ["#content"]) == []
    page.reload()
    expect(page.get_by_label(TRAY, exact=True)).not_to_be_checked()
    assert sheet.evaluate(wide) == 0
    page.get_by_label(TRAY, exact=True).check()
    expect(page.locator("#tray")).to_be_visible()


def test_an_open_card_and_what_is_said_are_seen_while_the_tray_is_folded(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    page.get_by_label(TRAY, exact=True).uncheck()
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_contain_text("Moved")
    expect(said(page).first).to_be_in_viewport()
    card(page, evening).locator(".face").click()
    expect(page.get_by_role("button", name="Move", exact=True)).to_be_in_viewport()


def test_halls_without_a_card_are_hidden_and_arrows_pass_over_them(
    page: Page, desk: str, multiplex: list[Screening], complaints: list[str]
) -> None:
    open_board(page, desk, multiplex[0].festival)
    page.get_by_label(EMPTY, exact=True).uncheck()
    assert page.locator(".sheet .hall").filter(visible=True).count() == len(multiplex)
    card(page, multiplex[1]).locator(".face").focus()
    with page.expect_response("**/places/**"):
        page.keyboard.press(" ")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("Screen 5.")
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    expect(page.locator(".sheet .hall").filter(visible=True)).to_have_count(21)


def test_the_whole_festival_fits_its_halls_too(
    page: Page, desk: str, multiplex: list[Screening], complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, desk, board_of(multiplex[0].festival, "overview"))
    grid = page.locator("#festival-grid")
    wide = "each => each.scrollWidth - each.clientWidth"
    assert grid.evaluate(wide) > 0
    page.get_by_role("link", name="Fit", exact=True).click()
    assert grid.evaluate(wide) == 0
    assert page.locator(".mini-card").evaluate_all(NUMBERS_IN_SIGHT) == [True] * len(multiplex)
    assert page.locator("thead tr + tr th").evaluate_all(NUMBERS_IN_SIGHT) == [True] * 21
    page.get_by_label(EMPTY, exact=True).uncheck()
    widths = [
        cell.evaluate("each => each.offsetWidth") for cell in page.locator("tr[data-day]").first.locator("td").all()
    ]
    assert [bool(width) for width in widths] == [n % 3 > 0 for n in range(21)]
    assert grid.evaluate(wide) == 0
    assert faults(page, ["#content"]) == []
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 3
