"""Rows are put in order by dragging and by keyboard, in a real browser; the numbers are saved."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from screenings.models import Credit, Film, Hall, Role, Screening, Section
from tests.browser.at_the_board import finger
from tests.browser.pages import faults, follow
from tests.browser.signing_in import sign_in
from tests.desk.forms import form_of
from tests.world import person, section

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(evening: Screening) -> Film:
    """Cléo with Corinne, Antoine and Dorothée, in this order."""
    shown = evening.film
    for order, name in enumerate(("Corinne Marchand", "Antoine Bourseiller", "Dorothée Blank"), 1):
        Credit.objects.create(film=shown, person=person(name), role=Role.CAST, order=order)
    return shown


def people(shown: Film) -> list[tuple[str, int]]:
    return [(credit.person.name.split()[0], credit.order) for credit in shown.credits.select_related("person")]


def rows(page: Page) -> Locator:
    return page.locator("#credits-group tr.form-row:not(.empty-form)")


def drag(page: Page, row: Locator, to: Locator) -> None:
    """By its grip to just above another row's middle, a little at a time as a hand does."""
    row.scroll_into_view_if_needed()
    start, end = row.get_by_title("Drag the row to its place").bounding_box(), to.bounding_box()
    assert start
    assert end
    across = start["x"] + start["width"] / 2
    page.mouse.move(across, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(across, (start["y"] + end["y"]) / 2, steps=4)
    page.mouse.move(across, end["y"] + 2, steps=4)
    page.mouse.up()


def test_a_credit_is_dragged_to_the_top(page: Page, desk: str, cast: Film) -> None:
    sign_in(page, desk, form_of(cast))
    drag(page, rows(page).nth(2), rows(page).nth(0))
    expect(rows(page).nth(0)).to_contain_text("Dorothée Blank")
    assert faults(page, within=["#credits-group"]) == []
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    assert people(cast) == [("Dorothée", 1), ("Corinne", 2), ("Antoine", 3)]


def test_escape_leaves_the_order_as_it_was(page: Page, desk: str, cast: Film, complaints: list[str]) -> None:
    sign_in(page, desk, form_of(cast))
    grip, first = rows(page).nth(2).get_by_title("Drag the row to its place"), rows(page).nth(0)
    grip.hover()
    page.mouse.down()
    first.hover()
    expect(rows(page).nth(0)).to_contain_text("Dorothée Blank")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(rows(page).nth(2)).to_contain_text("Dorothée Blank")
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    assert people(cast) == [("Corinne", 1), ("Antoine", 2), ("Dorothée", 3)]


def test_new_rows_go_between_saved_ones_by_keyboard_and_blank_ones_count_for_nothing(
    page: Page, desk: str, cast: Film, complaints: list[str]
) -> None:
    """One added, carried up past a saved one and filled in; another added and left blank, a third taken out again."""
    sign_in(page, desk, form_of(cast))
    for _three in range(3):
        page.get_by_text("Add another Credit").click()
    for _two in range(2):
        rows(page).nth(3 if _two == 0 else 2).get_by_role("button", name="Move the row up").press("Enter")
    expect(page.locator("#credits-group").get_by_role("status")).to_have_text("Row 2 of 6.")
    person("Michel Legrand")
    added = rows(page).nth(1)
    added.get_by_role("combobox", name="Person").click()
    page.locator(".select2-search__field").last.fill("Legrand")
    page.get_by_role("option", name="Michel Legrand").click()
    added.get_by_role("combobox", name="Role").select_option("Composer")
    rows(page).nth(5).locator(".inline-deletelink").click()
    expect(rows(page).nth(1)).to_contain_text("Michel Legrand")
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    assert [name for name, _order in people(cast)] == ["Corinne", "Michel", "Antoine", "Dorothée"]


def test_halls_of_a_venue_are_put_in_order(page: Page, desk: str, evening: Screening, complaints: list[str]) -> None:
    """Both had no number of their own."""
    assert evening.hall
    sign_in(page, desk, form_of(evening.hall.venue))
    halls = page.locator("#halls-group tr.form-row:not(.empty-form)")
    halls.nth(0).get_by_role("button", name="Move the row down").click()
    follow(page, page.get_by_role("button", name="Save and continue editing"))
    assert [(row.name, row.order) for row in Hall.objects.all()] == [("Hall 2", 1), ("Hall 1", 2)]


def test_sections_are_put_in_order_in_their_list(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    Section.objects.update(order=1)
    for order, name in enumerate(("Midnight", "Shorts"), 2):
        section(evening.festival, name, order=order)
    sign_in(page, desk, reverse("admin:screenings_section_changelist"))
    listed = page.locator("#result_list tbody tr")
    drag(page, listed.nth(2), listed.nth(0))
    follow(page, page.get_by_role("button", name="Save", exact=True))
    assert next(row.name for row in Section.objects.all()) == "Shorts"
    page.goto(f"{page.url}?o=1")
    expect(listed.nth(0).get_by_role("spinbutton", name="Order")).to_be_visible()  # in another order, numbers are typed


def test_a_finger_drags_a_section_to_the_top_on_a_phone_in_the_dark(
    browser: Browser, desk: str, evening: Screening
) -> None:
    for order, name in enumerate(("Midnight", "Shorts"), 2):
        section(evening.festival, name, order=order)
    context = browser.new_context(
        bypass_csp=True, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740}, color_scheme="dark"
    )
    page = context.new_page()
    sign_in(page, desk, reverse("admin:screenings_section_changelist"))
    listed = page.locator("#result_list tbody tr")
    grip = listed.nth(2).get_by_title("Drag the row to its place")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), listed.nth(0).bounding_box()
    assert start
    assert end
    assert start["x"] + start["width"] <= 360
    touch = finger(page)
    across = start["x"] + start["width"] / 2
    touch("touchStart", across, start["y"] + 5)
    for share in (0.3, 0.6, 1.0):
        touch("touchMove", across, start["y"] + share * (end["y"] + 2 - start["y"]))
    expect(listed.nth(0)).to_contain_text("Shorts")
    expect(listed.nth(0)).to_have_class("is-carried")
    touch("touchEnd")
    assert faults(page, ["#changelist"]) == []
    follow(page, page.get_by_role("button", name="Save", exact=True))
    assert next(row.name for row in Section.objects.all()) == "Shorts"
    context.close()
