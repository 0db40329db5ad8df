"""The pages of conflicts, rules, publications and changes in a real browser: readable and usable by keyboard."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Acknowledgement, Festival, Publication, Screening
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests.browser.pages import faults
from tests.browser.signing_in import PASSWORD, sign_in
from tests.desk.forms import form_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, published_demo: Festival) -> str:
    User.objects.create_superuser("ada", password=PASSWORD)
    return live_server.url


def test_enter_in_the_reason_acknowledges_what_is_ticked(
    page: Page, desk: str, published_demo: Festival, complaints: list[str]
) -> None:
    sign_in(page, desk, reverse("admin:conflicts", args=[published_demo.pk]))
    number = len(load_conflict_statuses(published_demo).statuses)
    page.get_by_role("checkbox").first.check()
    page.get_by_label("We know, because").fill("Both were asked for.")
    page.get_by_label("We know, because").press("Enter")
    expect(page.get_by_text("Acknowledged: 1, until the facts change.")).to_be_visible()
    expect(page.get_by_text("Both were asked for. (ada,")).to_be_visible()
    # Another one: Enter must not press the button that takes the first back.
    page.get_by_role("checkbox").first.check()
    page.get_by_label("We know, because").fill("So were these.")
    page.get_by_label("We know, because").press("Enter")
    expect(page.get_by_text("So were these. (ada,")).to_be_visible()
    assert Acknowledgement.objects.count() == 2
    page.get_by_role("button", name="Withdraw").first.click()
    expect(page.get_by_text("Withdrawn.")).to_be_visible()
    page.get_by_label("Acknowledged").select_option("no")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("checkbox")).to_have_count(number - 1)
    assert Acknowledgement.objects.count() == 1


def test_a_look_at_what_a_move_breaks_saves_nothing(page: Page, desk: str, published_demo: Festival) -> None:
    first, second = Screening.objects.filter(hall__isnull=False).order_by("hall", "starts_at")[:2]
    assert first.starts_at is not None
    sign_in(page, desk, form_of(second))
    page.get_by_label("Day", exact=True).fill(f"{first.starts_at.astimezone(first.zone):%Y-%m-%d}")
    page.get_by_label("Time", exact=True).fill(f"{first.starts_at.astimezone(first.zone):%H:%M}")
    page.get_by_role("button", name="Show what it breaks").click()
    expect(page.locator(".preview")).to_contain_text("Nothing is saved yet.")
    expect(page.locator(".preview")).to_contain_text("double-booked")
    assert faults(page) == []
    assert Screening.objects.get(pk=second.pk).starts_at == second.starts_at


def test_axe_finds_nothing_wrong_with_the_pages(page: Page, desk: str, published_demo: Festival) -> None:
    made = Publication.objects.get()
    addresses = [
        reverse("admin:conflicts", args=[published_demo.pk]),
        reverse("admin:screenings_festivalrules_change", args=[published_demo.pk]),
        reverse("admin:compare-publications", args=[made.pk]),
        reverse("admin:publish-review", args=[published_demo.pk]),
    ]
    sign_in(page, desk, addresses[0])
    for address in addresses:
        page.goto(desk + address)
        assert faults(page) == []
    page.goto(f"{desk}/strangers/changes/")
    assert faults(page) == []
