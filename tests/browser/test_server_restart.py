"""The server stops and starts again while somebody is at work: nothing twice, nothing lost, and the page says so."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.signing_in import sign_in
from tests.browser.test_worksheet import cell
from tests.faults.servers import SERVE, free_port, started
from tests.races.conftest import environment as empty_database
from tests.races.conftest import told

__all__ = ["empty_database"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FAULTS = "tests.faults.ground"


class Site:
    """A server that can be stopped, and started again at its address."""

    def __init__(self, environment: dict[str, str], stack: ExitStack) -> None:
        self.environment, self.stack, self.port = environment, stack, free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.running = self.stack.enter_context(ExitStack())
        self.running.enter_context(started(self.environment, *SERVE, port=self.port))

    def stop(self) -> None:
        self.running.close()

    def there(self) -> dict[str, Any]:
        """What is in its database."""
        return told(self.environment, FAULTS, "look")


@pytest.fixture
def environment(empty_database: dict[str, str]) -> dict[str, str]:
    """The site's own settings, which serve the scripts from where they lie."""
    return {**empty_database, "DJANGO_SETTINGS_MODULE": "festival.settings", "HTTPS": "0"}


@pytest.fixture
def keys(environment: dict[str, str]) -> dict[str, Any]:
    return told(environment, FAULTS, "make")


@pytest.fixture
def site(environment: dict[str, str], keys: dict[str, Any]) -> Iterator[Site]:
    with ExitStack() as stack:
        made = Site(environment, stack)
        made.start()
        yield made


def test_a_board_outlasts_a_restart_and_says_what_was_not_moved(page: Page, site: Site, keys: dict[str, Any]) -> None:
    page.set_viewport_size({"width": 1200, "height": 1400})
    sign_in(page, site.address, reverse("admin:board-day", args=[keys["festival"], "2026-10-10"]))
    card = page.locator(f"#s-{keys['screening']}")

    def carry_up() -> None:
        card.locator(".face").focus()
        page.keyboard.press(" ")
        for _two_hours in range(4):
            page.keyboard.press("Shift+ArrowUp")
        page.keyboard.press("Enter")

    expect(page.locator("#board.has-script")).to_be_visible()
    site.stop()
    carry_up()
    expect(page.locator(".board-messages li").first).to_contain_text("The server could not be reached.")
    expect(page.locator(".connection-status")).to_contain_text("The server does not answer", timeout=15_000)
    expect(card).to_contain_text("20:00")
    site.start()
    expect(page.locator(".connection-status")).to_have_text("", timeout=15_000)
    assert site.there()["moves"] == 0
    carry_up()
    expect(page.locator(".board-messages li").first).to_contain_text("Moved: Cléo, Sat 10 Oct 18:00")
    expect(card).to_contain_text("18:00")
    found = site.there()
    assert (found["moves"], found["publications"]) == (1, 1)


def test_what_is_typed_into_the_table_outlasts_a_restart(page: Page, site: Site) -> None:
    sign_in(page, site.address, reverse("admin:screening-table"))
    cell(page, 0, "Time").click()
    page.keyboard.type("6 pm")
    page.keyboard.press("Enter")
    site.stop()
    page.get_by_role("button", name="Check and save…").click()
    page.wait_for_url("chrome-error://**")
    site.start()
    page.goto(site.address + reverse("admin:screening-table"))
    expect(cell(page, 0, "Time")).to_have_text("6 pm")
    page.get_by_role("button", name="Check and save…").click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    # And once more, between the check and the save: the browser sends the form again.
    site.stop()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("chrome-error://**")
    site.start()
    page.reload()
    expect(page.get_by_text("Saved: 1 cell in 1 row.")).to_be_visible()
    expect(cell(page, 0, "Time")).to_have_text("18:00")
    assert site.there()["moves"] == 1


def test_publish_that_meets_a_restart_is_sent_again_and_publishes_once(
    page: Page, site: Site, keys: dict[str, Any]
) -> None:
    sign_in(page, site.address, reverse("admin:screening-table"))
    cell(page, 0, "Time").click()
    page.keyboard.type("6 pm")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Check and save…").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(site.address + reverse("admin:publish-review", args=[keys["festival"]]))
    button = page.get_by_role("button", name="Publish", exact=True)
    expect(button).to_be_visible()
    site.stop()
    button.click()
    page.wait_for_url("chrome-error://**")
    site.start()
    page.reload()
    expect(page.locator(".messagelist").first).to_contain_text("publication 2")
    page.go_back()
    assert site.there()["publications"] == 2
