"""What the whole festival of 1,000 asks of a browser's one thread: opening it, and carrying a card over it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Min
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Screening
from tests.benchmarks.festivals import large_festival
from tests.browser.at_the_board import board_of, corner
from tests.browser.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
INTERACTIVE = "(({ domContentLoadedEventEnd: end, responseStart }) => end - responseStart)"
SLOWDOWN = 4


@pytest.fixture
def many(page: Page, live_server: LiveServer) -> Festival:
    """1,000 screenings in 25 halls; somebody is signed in."""
    User.objects.create_superuser("ada", password=PASSWORD)
    page.set_viewport_size({"width": 1440, "height": 900})
    of = large_festival(1000, shows_a_hall=40)
    sign_in(page, live_server.url, board_of(of, "overview"))
    return of


def thin_out(of: Festival) -> None:
    """One screening in each hall stays."""
    Screening.objects.of(of).exclude(
        pk__in=Screening.objects.of(of).values("hall").annotate(Min("pk")).values("pk__min")
    ).delete()


def best_of(times: int, cost: Callable[[], float]) -> float:
    """Other processes only add."""
    return min(cost() for _ in range(times))


def processor_time(page: Page, address: str) -> float:
    """Milliseconds of the page's thread until it is drawn."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _busy(session)
    page.goto(address)
    page.evaluate(DRAWN)
    spent = _busy(session) - before
    session.detach()
    return 1000 * spent


def _busy(session: Any) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def slowed_down(page: Page, address: str) -> float:
    """Milliseconds from the first byte until it can be worked with, on a processor that is slowed down."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.goto(address)
    spent = page.evaluate(f"{INTERACTIVE}(performance.getEntriesByType('navigation')[0])")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return float(spent)


def longest_task_of_a_drag(page: Page, browser: Browser, address: str) -> float:
    """Milliseconds of the page's thread, of what it does in one go while a card is carried across."""
    page.goto(address)
    x, y = corner(page.locator(".mini-card[data-movable]").first)
    page.mouse.move(x + 20, y + 4)
    page.mouse.down()
    page.mouse.move(x + 30, y + 14, steps=2)
    browser.start_tracing(page=page, categories=["devtools.timeline", "toplevel"])
    for number in range(60):
        page.mouse.move(x + 30 + number * 12, y + 20 + number % 20 * 15)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.keyboard.press("Escape")
    page.mouse.up()
    (thread,) = {(each["pid"], each["tid"]) for each in events if each["name"] == "FireAnimationFrame"}
    tasks = [each for each in events if each["name"].endswith("RunTask") and (each["pid"], each["tid"]) == thread]
    assert len(tasks) > 60
    return max(each.get("tdur", 0) for each in tasks) / 1000


def test_a_thousand_screenings_are_drawn_and_ready_at_a_few_times_what_the_page_takes_without_them(
    page: Page, live_server: LiveServer, many: Festival
) -> None:
    address = live_server.url + board_of(many, "overview")

    def costs() -> tuple[float, float]:
        return best_of(5, lambda: processor_time(page, address)), best_of(5, lambda: slowed_down(page, address))

    thread, ready = costs()
    thin_out(many)
    few_thread, few_ready = costs()
    print(
        f"25 and 1,000 screenings: {few_thread:.0f} and {thread:.0f} ms of the thread; "
        f"ready, {SLOWDOWN} times slower, in {few_ready:.0f} and {ready:.0f} ms"
    )
    assert thread < 5 * few_thread


def test_carrying_a_card_over_a_thousand_is_not_felt(
    page: Page, browser: Browser, live_server: LiveServer, many: Festival
) -> None:
    address = live_server.url + board_of(many, "overview")
    longest = best_of(3, lambda: longest_task_of_a_drag(page, browser, address))
    thin_out(many)
    few = best_of(3, lambda: longest_task_of_a_drag(page, browser, address))
    print(f"the longest task of a drag over 25 and over 1,000 screenings: {few:.1f} and {longest:.1f} ms")
    assert longest < 5 * few
