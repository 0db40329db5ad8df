"""A scenario in a real browser: tried on its board, compared, taken over and taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from screenings.models import Festival, Scenario, ScenarioPlace, Screening
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.browser.at_the_board import card, drag, open_board, said
from tests.browser.pages import faults
from tests.browser.signing_in import sign_in
from tests.world import SPRING, at, film, hall, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(evening: Screening) -> Scenario:
    """A swap, and one that is moved onto another."""
    of = evening.festival
    two = hall(of, "Hall 2")
    other = screening(film(of, "Vagabond"), two, "2026-10-10 15:00")
    moves = [
        Move(evening.uid, Placement(two.pk, other.starts_at)),
        Move(other.uid, Placement(evening.hall_id, evening.starts_at)),
        Move(screening(film(of, "Lola")).uid, Placement(two.pk, at("2026-10-10 15:30"))),
    ]
    return copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)


def address_of(plan: Scenario) -> str:
    return reverse("admin:scenario", args=[plan.festival_id, plan.pk])


def test_one_click_from_the_board_and_a_drag_there_leave_the_timetable_alone(
    page: Page, desk: str, evening: Screening, complaints: list[str]
) -> None:
    open_board(page, desk, evening.festival)
    page.get_by_role("button", name="Try in a scenario").click()
    expect(page.get_by_text("Nothing here is in the working timetable.")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Board of Saturday 10 October")
    drag(page, evening, "Hall 2", "17:00")
    expect(said(page).first).to_have_text("Moved: Cléo, Sat 10 Oct 17:00, Odeon, Hall 2.")
    expect(card(page, evening).locator(".face")).to_contain_text("Now: Sat 10 Oct 20:00, Odeon, Hall 1")
    assert ScenarioPlace.objects.get().starts_at == at("2026-10-10 17:00")
    assert Screening.objects.get().starts_at == at("2026-10-10 20:00")
    page.get_by_role("button", name="Undo").click()
    expect(card(page, evening).locator(".now")).to_have_count(0)
    page.get_by_role("link", name="Compare and take over").click()
    expect(page.get_by_text("The working timetable stands as this scenario has it.")).to_be_visible()


def test_a_swap_is_ticked_looked_at_taken_over_and_taken_back_by_keyboard(
    page: Page, desk: str, plan: Scenario, complaints: list[str]
) -> None:
    sign_in(page, desk, address_of(plan))
    page.get_by_label("Lola", exact=True).focus()
    page.keyboard.press(" ")
    # Enter on a box asks, and writes nothing.
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="If the 2 ticked are taken over")).to_be_visible()
    assert Screening.objects.get(film__title="Cléo").starts_at == at("2026-10-10 20:00")
    page.get_by_role("button", name="Take over what is ticked").press("Enter")
    expect(page.get_by_text("Taken over: 2 moves.")).to_be_visible()
    assert Screening.objects.get(film__title="Cléo").starts_at == at("2026-10-10 15:00")
    page.get_by_role("button", name="Take it back").press("Enter")
    expect(page.get_by_text("Taken back: 2 moves.")).to_be_visible()
    assert Screening.objects.get(film__title="Cléo").starts_at == at("2026-10-10 20:00")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_assistive_technology_finds_no_fault(page: Page, desk: str, plan: Scenario, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    Screening.objects.filter(film__title="Vagabond").update(pinned=True)
    sign_in(page, desk, address_of(plan))
    names = ("scenarios", "scenario-board-overview", "scenario-edit", "scenario-delete")
    args = [[plan.festival_id], *([[plan.festival_id, plan.pk]] * 3)]
    day = reverse("admin:scenario-board-day", args=[plan.festival_id, plan.pk, "2026-10-10"])
    others = [reverse(f"admin:{name}", args=each) for name, each in zip(names, args, strict=True)]
    for address in (address_of(plan), day, *others):
        page.goto(f"{desk}{address}")
        if page.locator("summary", has_text="could not have all of").count():
            page.locator(".score summary").click()
        assert faults(page, ["#content"]) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_without_javascript_it_all_works(browser: Browser, desk: str, plan: Scenario, harbour: Festival) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk, reverse("admin:board-day", args=[harbour.pk, "2026-10-10"]))
    page.get_by_role("link", name="Scenarios").first.click()
    page.get_by_role("link", name="Plan B", exact=True).click()
    page.get_by_role("button", name="Take over Lola alone").click()
    expect(page.get_by_text("Taken over: Lola, Sat 10 Oct 15:30, Odeon, Hall 2.")).to_be_visible()
    context.close()
