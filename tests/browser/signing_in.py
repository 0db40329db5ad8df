"""Ada comes to her desk."""

from playwright.sync_api import Page

from tests.browser.pages import follow

PASSWORD = "only for this test"


def sign_in(page: Page, desk: str, then: str) -> None:
    page.goto(desk + then)
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Log in"))
    assert page.url == desk + then
