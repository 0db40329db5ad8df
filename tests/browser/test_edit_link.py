"""The way from a public page to its form: shown to who is at the desk, on a page that is the same for everybody."""

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival
from tests.browser.pages import follow
from tests.browser.signing_in import sign_in
from tests.world import film, hall, published, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDIT = "Edit this page"


@pytest.fixture
def film_page(harbour: Festival, live_server: LiveServer) -> str:
    row = film(harbour, "Cléo")
    screening(row, hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return f"{live_server.url}{row.get_absolute_url()}"


def opened(page: Page, address: str) -> Response:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    return answer


def test_staff_see_the_way_to_the_form_and_a_visitor_does_not_though_both_get_the_same_bytes(
    browser: Browser, page: Page, desk: str, film_page: str, complaints: list[str]
) -> None:
    visitor = browser.new_context().new_page()
    for_visitor = opened(visitor, film_page)
    link = visitor.get_by_role("link", name=EDIT)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Cléo")
    expect(link).to_have_count(0)
    expect(visitor.get_by_text(EDIT)).to_be_hidden()

    sign_in(page, desk, "/admin/")
    for_staff = opened(page, film_page)
    expect(page.get_by_role("link", name=EDIT)).to_be_visible()
    assert for_staff.body() == for_visitor.body()
    assert for_staff.header_value("etag") == for_visitor.header_value("etag") != ""

    follow(page, page.get_by_role("link", name=EDIT))
    expect(page.get_by_label("Title:", exact=True)).to_have_value("Cléo")
    follow(page, page.get_by_role("button", name="Log out"))
    opened(page, film_page)
    expect(page.get_by_text(EDIT)).to_be_hidden()
    visitor.context.close()


def test_who_pretends_to_be_at_the_desk_is_led_to_the_login(page: Page, desk: str, film_page: str) -> None:
    page.context.add_cookies([{"name": "at_desk", "value": "1", "url": desk}])
    opened(page, film_page)
    follow(page, page.get_by_role("link", name=EDIT))
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
