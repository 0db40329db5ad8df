"""Holds in a real browser: the rest is published, what is held is seen on the board, and is released."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from screenings.models import Hold, PublishedScreening, Screening
from tests.browser.pages import faults, follow
from tests.browser.signing_in import sign_in
from tests.world import film, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_rest_is_published_and_what_is_held_is_seen_and_released(page: Page, desk: str, evening: Screening) -> None:
    harbour = evening.festival
    late = screening(film(harbour, "Vagabond"), evening.hall, "2026-10-10 20:30")
    sign_in(page, desk, reverse("admin:publish-review", args=[harbour.pk]))
    assert faults(page) == []
    follow(page, page.get_by_role("button", name="Publish the rest and hold this one"))
    expect(page.get_by_text("On hold: 1 screening.")).to_be_visible()
    assert [row.uid for row in PublishedScreening.objects.all()] == [evening.uid]
    held = page.get_by_role("region", name="On hold (1)")
    expect(held).to_contain_text("by ada: It was blocking a publication")
    assert faults(page) == []
    page.goto(desk + reverse("admin:board-day", args=[harbour.pk, "2026-10-10"]))
    card = page.locator(f"#s-{late.pk}")
    expect(card).to_contain_text("On hold")
    page.goto(desk + reverse("admin:publish-review", args=[harbour.pk]))
    follow(page, page.get_by_role("button", name="Release: Vagabond"))
    follow(page, page.get_by_role("button", name="Release", exact=True))
    expect(page.get_by_text("Released: Vagabond, Sat 10 Oct 20:30, Odeon, Hall 1.")).to_be_visible()
    assert not Hold.objects.exists()


def test_what_a_hold_will_do_is_printed_without_what_one_clicks(page: Page, desk: str, evening: Screening) -> None:
    sign_in(page, desk, reverse("admin:screenings_film_changelist"))
    page.locator("input.action-select").check()
    page.locator("select[name=action]").select_option("hold")
    follow(page, page.get_by_role("button", name="Go", exact=True))
    follow(page, page.get_by_role("button", name="Show what will happen"))
    assert faults(page) == []
    page.emulate_media(media="print")
    expect(page.locator("#header, .breadcrumbs, #nav-sidebar, .submit-row").filter(visible=True)).to_have_count(0)
    expect(page.get_by_role("table")).to_contain_text("On hold. The public does not see it yet.")
