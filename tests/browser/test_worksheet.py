"""The table to work in, with a keyboard and a clipboard, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from screenings.models import Screening
from tests.browser.clipboard import PASTE
from tests.browser.pages import faults, follow
from tests.browser.signing_in import sign_in
from tests.world import film, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = reverse("admin:screening-table")


@pytest.fixture
def three(evening: Screening) -> Screening:
    """Cléo in Hall 1, and two of Vagabond that wait."""
    for _twice in range(2):
        screening(film(evening.festival, "Vagabond"))
    return evening


def cell(page: Page, row: int, column: str) -> Locator:
    heads = [text.strip() for text in page.locator("#worksheet thead tr").first.locator("th").all_inner_texts()]
    return page.locator("#worksheet tbody tr").nth(row).locator(":scope > *").nth(heads.index(column))


def saved(page: Page) -> None:
    page.get_by_role("button", name="Check and save…").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved:")).to_be_visible()


def test_cells_are_typed_by_keyboard_checked_and_saved(
    page: Page, desk: str, three: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, TABLE)
    cell(page, 0, "Time").click()
    page.keyboard.type("9 pm")
    page.keyboard.press("Tab")
    expect(cell(page, 0, "Hall")).to_be_focused()
    for _to_qa in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(cell(page, 1, "Q&A")).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    expect(cell(page, 1, "Q&A")).to_have_text("0")
    expect(page.get_by_role("status")).to_contain_text("2 cells are changed and not saved.")
    saved(page)
    row = Screening.objects.get(pk=three.pk)
    assert (f"{row.starts_at:%H:%M}", row.qa) == ("19:00", 20)


def test_a_block_is_pasted_taken_back_and_refused_where_it_has_no_room(
    page: Page, desk: str, three: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, TABLE)
    cell(page, 1, "Festival day").click()
    page.evaluate(PASTE, '2026-10-11\t7:30 pm\t"Odeon, Hall 2"\r\n2026-10-11\t22h\tHall 2\r\n')
    expect(cell(page, 2, "Time")).to_have_text("22h")
    page.keyboard.press("Control+z")
    expect(cell(page, 2, "Time")).to_have_text("")
    page.evaluate(PASTE, "1\n2\n3\n")
    expect(page.get_by_role("status")).to_contain_text("Nothing was pasted: the block has 3 rows")
    page.evaluate(PASTE, '2026-10-11\t7:30 pm\t"Odeon, Hall 2"\r\n2026-10-11\t22h\tHall 2\r\n')
    saved(page)
    assert sorted(f"{row.starts_at:%d %H:%M} {row.hall}" for row in Screening.objects.exclude(pk=three.pk)) == [
        "11 17:30 Odeon, Hall 2", "11 20:00 Odeon, Hall 2",
    ]  # fmt: skip


def test_what_is_wrong_is_marked_where_it_was_typed_and_kept(
    page: Page, desk: str, three: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, TABLE)
    cell(page, 0, "Q&A").click()
    page.keyboard.type("soon")
    page.keyboard.press("Enter")
    with page.expect_response(lambda response: response.status == 422):
        page.get_by_role("button", name="Check and save…").click()
    expect(page.get_by_role("alert")).to_contain_text("“soon”. Enter a whole number.")
    expect(cell(page, 0, "Q&A")).to_have_text("soon")
    expect(cell(page, 0, "Q&A")).to_have_attribute("aria-invalid", "true")
    # The browser's own word about the answer's status is no fault of the page.
    complaints[:] = [text for text in complaints if "422" not in text]


def test_rows_are_sorted_filtered_and_set_together(
    page: Page, desk: str, three: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, TABLE)
    page.get_by_role("button", name="Film").click()
    page.get_by_role("button", name="Film").click()
    expect(cell(page, 0, "Film")).to_have_text("Vagabond")
    page.get_by_label("Only rows with this in Film").fill("vaga")
    expect(page.get_by_role("status")).to_contain_text("2 rows")
    for number in range(2):
        cell(page, number, "Time").click()
        page.keyboard.press("Space")
    page.get_by_label("For the chosen, set").select_option("audience")
    page.get_by_label("to", exact=True).fill("private")
    page.get_by_role("button", name="Set", exact=True).click()
    saved(page)
    assert list(Screening.objects.order_by("pk").values_list("audience", flat=True)) == ["public", "private", "private"]


def test_assistive_technology_finds_nothing_to_stumble_over(page: Page, desk: str, three: Screening) -> None:
    """In the table as it opens, with a changed cell and while one is edited, in the check, and in the form."""
    sign_in(page, desk, TABLE)
    found = faults(page)
    cell(page, 0, "Q&A").click()
    page.keyboard.type("20")
    found += faults(page)
    page.keyboard.press("Enter")
    found += faults(page)
    follow(page, page.get_by_role("button", name="Check and save…"))
    found += faults(page)
    follow(page, page.get_by_role("button", name="Back to the table"))
    expect(cell(page, 0, "Q&A")).to_have_text("20")
    page.once("dialog", lambda dialog: dialog.accept())
    follow(page, page.get_by_role("link", name="As a form, without scripts"))
    assert found + faults(page) == []
