"""Two browsers at one timetable, double clicks and answers that are lost: nothing twice, nothing lost."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, Route, expect

from screenings.models import BoardMove, Festival, Publication, Screening, TriedPlace
from tests.board.boards import an_evening
from tests.browser.at_the_board import card, drag, open_board, said, start
from tests.browser.pages import follow
from tests.browser.signing_in import PASSWORD, sign_in
from tests.browser.test_worksheet import cell
from tests.world import at, film, hall, published, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLE = reverse("admin:screening-table")


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Cléo in Hall 1, and Vagabond in Hall 2; both public, each save goes public."""
    row = an_evening(harbour)
    screening(film(harbour, "Vagabond"), hall(harbour, "Hall 2"), "2026-10-10 12:00")
    published(harbour)
    Festival.objects.update(publishing="as-saved")
    return row


@pytest.fixture
def grace(browser: Browser, desk: str) -> Iterator[Page]:
    """A colleague at another machine."""
    User.objects.create_superuser("grace", password=PASSWORD)
    context = browser.new_context()
    yield context.new_page()
    context.close()


def vagabond() -> Screening:
    return Screening.objects.get(film__title="Vagabond")


def bar(page: Page) -> Locator:
    return page.locator("#bar .public-state")


def answer_is_lost(page: Page, address: str) -> Callable[[], None]:
    """The server does what it is asked there, and the browser never hears of it; until the returned is called."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
        route.abort()

    page.route(address, lose)
    return lambda: page.unroute(address, lose)


def test_two_who_try_at_once_share_one_pause_and_its_end(
    page: Page, grace: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    open_board(grace, desk, evening.festival)
    drag(page, evening, "Hall 1", "17:00")
    drag(grace, vagabond(), "Hall 2", "14:00")
    expect(said(grace).first).to_contain_text("Moved: Vagabond")
    expect(bar(page)).to_contain_text("2 changes not public", timeout=10_000)
    expect(bar(grace)).to_contain_text("2 changes not public")
    assert (Publication.objects.count(), TriedPlace.objects.count()) == (1, 2)
    # Both press Publish; the second has not heard of the first.
    grace.route("**/pulse/", lambda route: route.abort())
    follow(page, bar(page).get_by_role("button", name="Publish", exact=True))
    expect(page.locator(".messagelist").first).to_contain_text("Public now, as publication 2: 2 moved.")
    follow(grace, bar(grace).get_by_role("button", name="Publish", exact=True))
    expect(grace.get_by_text("so nothing was published")).to_be_visible()
    assert Publication.objects.count() == 2
    assert not Festival.objects.get().is_paused


def test_of_two_who_put_back_the_second_is_told_and_nothing_is_put_back_twice(
    page: Page, grace: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 1", "17:00")
    expect(bar(page)).to_contain_text("1 change not public")
    address = desk + reverse("admin:put-back", args=[evening.festival_id])
    sign_in(grace, desk, reverse("admin:put-back", args=[evening.festival_id]))
    page.goto(address)
    follow(page, page.get_by_role("button", name="Put back"))
    expect(page.locator(".messagelist").first).to_contain_text("Put back: 1 screening.")
    follow(grace, grace.get_by_role("button", name="Put back"))
    expect(grace.locator(".messagelist").first).not_to_contain_text("Put back: 1 screening.")
    assert start(evening) == at("2026-10-10 20:00")
    assert BoardMove.objects.count() == 2  # there and back
    assert Publication.objects.count() == 1


def test_who_publishes_while_another_puts_back_is_shown_what_is_there_now(
    page: Page, grace: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    open_board(grace, desk, evening.festival)
    drag(page, evening, "Hall 1", "17:00")
    expect(bar(grace)).to_contain_text("1 change not public", timeout=10_000)
    grace.route("**/pulse/", lambda route: route.abort())
    follow(page, page.get_by_role("link", name="Put back"))
    follow(page, page.get_by_role("button", name="Put back"))
    follow(grace, bar(grace).get_by_role("button", name="Publish", exact=True))
    expect(grace.get_by_text("so nothing was published")).to_be_visible()
    assert Publication.objects.count() == 1
    assert start(evening) == at("2026-10-10 20:00")


def test_a_move_without_a_connection_moves_nothing_and_can_be_made_again(
    page: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    moves = "**/board/moves/"
    page.route(moves, lambda route: route.abort("internetdisconnected"))
    drag(page, evening, "Hall 1", "17:00")
    expect(said(page).first).to_contain_text("The server could not be reached.")
    expect(card(page, evening)).to_contain_text("20:00")
    assert (start(evening), BoardMove.objects.count()) == (at("2026-10-10 20:00"), 0)
    page.unroute(moves)
    drag(page, evening, "Hall 1", "17:00")
    expect(said(page).first).to_contain_text("Moved: Cléo")
    assert (start(evening), BoardMove.objects.count()) == (at("2026-10-10 17:00"), 1)


def test_a_move_whose_answer_is_lost_is_shown_where_it_is_and_not_made_twice(
    page: Page, desk: str, evening: Screening
) -> None:
    open_board(page, desk, evening.festival)
    found_again = answer_is_lost(page, "**/board/moves/")
    drag(page, evening, "Hall 1", "17:00")
    expect(said(page).first).to_contain_text("The board shows where everything is as soon as it answers again.")
    found_again()
    expect(card(page, evening)).to_contain_text("17:00", timeout=10_000)
    assert (start(evening), BoardMove.objects.count()) == (at("2026-10-10 17:00"), 1)
    page.get_by_role("button", name="Undo").click()
    expect(said(page).first).to_contain_text("Taken back: Cléo")
    assert start(evening) == at("2026-10-10 20:00")


def test_publish_pressed_twice_in_haste_publishes_once(page: Page, desk: str, evening: Screening) -> None:
    open_board(page, desk, evening.festival)
    drag(page, evening, "Hall 1", "17:00")
    expect(bar(page)).to_contain_text("1 change not public")
    bar(page).get_by_role("button", name="Publish", exact=True).dblclick()
    expect(page.locator(".messagelist").first).to_contain_text("Public now, as publication 2: 1 moved.")
    assert Publication.objects.count() == 2


def type_into(page: Page, row: int, column: str, text: str) -> None:
    cell(page, row, column).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def check(page: Page) -> None:
    follow(page, page.get_by_role("button", name="Check and save…"))


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def test_two_at_the_table_keep_each_others_cells_and_are_asked_about_the_same_one(
    page: Page, grace: Page, desk: str, evening: Screening
) -> None:
    sign_in(page, desk, TABLE)
    sign_in(grace, desk, TABLE)
    type_into(page, 1, "Notes", "Two chairs.")
    type_into(page, 1, "Q&A", "30")
    type_into(grace, 1, "Q&A", "40")
    type_into(grace, 1, "Price", "9 €")
    check(grace)
    check(page)
    follow(page, save(page))
    # What was checked before is refused by now, and still there.
    follow(grace, save(grace))
    expect(grace.get_by_role("alert")).to_contain_text("Somebody else wrote “30” here meanwhile, in place of “20”.")
    expect(cell(grace, 1, "Q&A")).to_have_text("40")
    expect(cell(grace, 1, "Price")).to_have_text("9 €")
    check(grace)
    follow(grace, save(grace))
    row = Screening.objects.get(pk=evening.pk)
    assert (row.notes, row.qa, row.price) == ("Two chairs.", 40, "9 €")


def test_save_pressed_twice_in_haste_saves_once(page: Page, desk: str, evening: Screening) -> None:
    sign_in(page, desk, TABLE)
    type_into(page, 1, "Q&A", "30")
    check(page)
    save(page).dblclick()
    expect(page.get_by_text("Saved:")).to_be_visible()
    assert evening.history.filter(qa=30).count() == 1
    assert Publication.objects.count() == 2


def test_what_is_typed_outlasts_a_connection_that_is_lost(page: Page, desk: str, evening: Screening) -> None:
    sign_in(page, desk, TABLE)
    type_into(page, 1, "Q&A", "30")
    page.route("**/screening/table/**", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Check and save…").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/screening/table/**")
    page.goto(desk + TABLE)
    expect(page.get_by_role("status")).to_contain_text("1 cell that was typed here earlier is not saved.")
    expect(cell(page, 1, "Q&A")).to_have_text("30")
    check(page)
    follow(page, save(page))
    expect(page.get_by_text("Saved:")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("2 rows")
    assert Screening.objects.get(pk=evening.pk).qa == 30


def test_a_save_whose_answer_is_lost_is_not_made_twice(page: Page, desk: str, evening: Screening) -> None:
    sign_in(page, desk, TABLE)
    type_into(page, 1, "Time", "9 pm")
    check(page)
    found_again = answer_is_lost(page, "**/screening/table/**")
    save(page).click()
    page.wait_for_url("chrome-error://**")
    found_again()
    page.goto(desk + TABLE)
    page.get_by_role("button", name="Check and save…").click()
    expect(page.get_by_text("Nothing differs from what is saved.")).to_be_visible()
    expect(cell(page, 1, "Time")).to_have_text("21:00")
    assert (start(evening), BoardMove.objects.count()) == (at("2026-10-10 21:00"), 1)
    page.reload()
    expect(page.get_by_role("status")).to_have_text("2 rows")


def test_what_is_typed_outlasts_signing_in_again_and_is_left_where_that_is_wanted(
    page: Page, desk: str, evening: Screening
) -> None:
    sign_in(page, desk, TABLE)
    type_into(page, 1, "Q&A", "30")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Check and save…").click()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(desk + TABLE)
    expect(cell(page, 1, "Q&A")).to_have_text("30")
    check(page)
    follow(page, page.get_by_role("link", name="Leave everything as it is"))
    expect(cell(page, 1, "Q&A")).to_have_text("20")
    page.reload()
    expect(cell(page, 1, "Q&A")).to_have_text("20")
