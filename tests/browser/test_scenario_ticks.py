"""Ticking a scenario's moves by day in a real browser, with the script and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from screenings.models import Festival, Scenario, Screening
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.browser.pages import faults
from tests.browser.signing_in import sign_in
from tests.world import SPRING, at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(harbour: Festival) -> Scenario:
    """Sixty moves, more than are said of each: fifteen on each of four days; one was moved in the timetable since."""
    cleo, two = film(harbour), hall(harbour, "Hall 2")
    rows = Screening.objects.bulk_create(
        Screening(festival=harbour, film=cleo, hall=hall(harbour), starts_at=at("2026-10-09 20:00")) for _ in range(60)
    )
    moves = [Move(row.uid, Placement(two.pk, at(f"2026-10-{10 + n % 4} 12:00"))) for n, row in enumerate(rows)]
    tea = screening(film(harbour, "Tea"), hall(harbour), "2026-10-09 10:00")
    made = copy_timetable(harbour, "Plan B", by=None, at=SPRING, moves=moves)
    Screening.objects.filter(pk=tea.pk).update(starts_at=at("2026-10-15 10:00"))
    return made


def address_of(plan: Scenario) -> str:
    return reverse("admin:scenario", args=[plan.festival_id, plan.pk])


def test_a_day_is_unticked_at_once_and_the_count_follows(
    page: Page, desk: str, plan: Scenario, complaints: list[str]
) -> None:
    sign_in(page, desk, address_of(plan))
    shown, address = page.locator("#count"), page.url
    expect(shown).to_have_text("60 of 61 ticked.")
    page.get_by_role("button", name="Untick all: Sat 10 Oct").press("Enter")
    expect(shown).to_have_text("45 of 61 ticked.")
    expect(page.locator("#spoken")).to_have_text("45 of 61 ticked.")
    expect(page.locator("[data-group='copy:2026-10-10'] [data-count]")).to_have_text("0 of 15 ticked")
    page.locator(".diff-group summary", has_text="Sat 10 Oct").click()
    page.get_by_role("checkbox", name="Cléo").first.check()
    expect(shown).to_have_text("46 of 61 ticked.")
    assert page.url == address
    page.get_by_label("Festival day").select_option(label="Sun 11 Oct")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(shown).to_have_text("46 of 61 ticked, 31 of them not shown.")
    page.get_by_role("button", name="Untick all: Sun 11 Oct").click()
    expect(shown).to_have_text("31 of 61 ticked, 31 of them not shown.")
    page.get_by_role("button", name="… and the 31 not shown").click()
    expect(page.get_by_text("Taken over: 31 moves.")).to_be_visible()


def test_without_a_script_the_server_ticks_and_opens_the_day(browser: Browser, desk: str, plan: Scenario) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk, address_of(plan))
    page.get_by_role("button", name="Untick all: Sat 10 Oct").click()
    expect(page.locator("#count")).to_have_text("45 of 61 ticked.")
    assert page.url.endswith("#copy2026-10-10")
    expect(page.get_by_role("checkbox", name="Cléo")).to_have_count(15)
    page.get_by_role("button", name="Bring the scenario up to date").click()
    expect(page.get_by_text("Where the working timetable has it now: Tea, Thu 15 Oct 10:00")).to_be_visible()
    page.get_by_role("button", name="Take it back: bringing 1 screening up to date").click()
    expect(page.get_by_text("Taken back: 1 screening is where the scenario had it.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_assistive_technology_finds_no_fault(page: Page, desk: str, plan: Scenario, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, desk, address_of(plan))
    page.locator(".diff-group summary", has_text="Sat 10 Oct").click()
    assert faults(page, ["#content"]) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
