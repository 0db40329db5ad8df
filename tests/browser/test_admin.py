"""Staff in a real browser: they move a screening, see what became public, and the console stays empty."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Film, Print, PublishedScreening, Screening
from tests.browser.pages import faults, follow
from tests.browser.signing_in import PASSWORD, sign_in
from tests.desk.forms import form_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server: LiveServer, published_demo: Festival) -> str:
    """Where the admin is; ada may sign in there."""
    User.objects.create_superuser("ada", password=PASSWORD)
    return live_server.url


@pytest.fixture
def late_show(published_demo: Festival) -> Screening:
    return Screening.objects.get(film__title="A Ghost Story", starts_at="2024-10-12T07:30Z")


def test_staff_move_a_screening_and_the_listing_has_it(
    page: Page, desk: str, late_show: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, form_of(late_show))
    page.get_by_label("Time", exact=True).fill("23:45")
    page.get_by_label("Day", exact=True).fill("2024-10-11")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Public now, as publication 2: 1 moved.")).to_be_visible()
    expect(page.get_by_text("Sat 12 Oct 1:17 am PDT, after 92 min")).to_be_visible()
    assert PublishedScreening.objects.get(uid=late_show.uid, until__isnull=True).sequence == 1
    page.goto(f"{desk}/strangers/screenings/?day=2024-10-11&q=ghost")
    expect(page.locator("main")).to_contain_text("11:45 pm")


def test_a_double_click_on_save_makes_one_film(page: Page, desk: str, complaints: list[str]) -> None:
    sign_in(page, desk, reverse("admin:screenings_film_add"))
    page.get_by_label("Title:", exact=True).fill("Cléo from 5 to 7")
    page.get_by_role("button", name="Save", exact=True).dblclick(delay=20)
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    assert Film.objects.filter(title="Cléo from 5 to 7").count() == 1


def test_the_end_follows_what_is_typed(page: Page, desk: str, late_show: Screening, complaints: list[str]) -> None:
    sign_in(page, desk, form_of(late_show))
    end = page.locator("output[data-derived=ends]")
    expect(end).to_have_text("Sat 12 Oct 2:02 am PDT, after 92 min")
    page.get_by_label("Time", exact=True).fill("01:00")
    expect(end).to_have_text("Sat 12 Oct 2:32 am PDT, after 92 min")
    page.get_by_label("Q&A").fill("20")
    expect(end).to_have_text("Sat 12 Oct 2:52 am PDT, after 112 min")
    page.get_by_label("Time", exact=True).fill("1")
    expect(end).to_have_text("Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00.")
    page.get_by_label("Time", exact=True).fill("01:00")
    page.locator(".field-film .select2-selection").click()
    page.locator(".select2-dropdown .select2-search__field").fill("weekend")
    offered = page.locator(".select2-results__option[role=option]")
    expect(offered.first).to_have_text("Double Bill: Weekend + 45 Years")
    page.get_by_role("option", name="Weekend (2011)").click()
    expect(end).to_have_text("Sat 12 Oct 2:57 am PDT, after 117 min")


def test_a_screening_is_moved_from_the_list_once_it_was_seen_what_that_breaks(
    page: Page, desk: str, late_show: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, reverse("admin:screenings_screening_changelist") + "?day=2024-10-11")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="A Ghost Story")).last
    row.get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("move_by_minutes")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_label("Minutes:").fill("-240")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("cell", name="Fri 11 Oct 8:30 pm PDT")).to_be_visible()
    expect(page.get_by_role("region", name="This breaks")).to_contain_text("Landmark Sunset, Screen 1")
    page.get_by_label("Minutes:").fill("30")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".messagelist .warning")).to_contain_text("Nothing was done yet")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("Public now, as publication 2: 1 moved.")).to_be_visible()


def test_a_film_is_found_by_typing_a_part_of_its_name(
    page: Page, desk: str, published_demo: Festival, complaints: list[str]
) -> None:
    sign_in(page, desk, reverse("admin:screenings_screening_add"))
    page.locator(".field-film .select2-selection").click()
    offered = page.locator(".select2-results__option[role=option]")
    # One request at a time: the tests' SQLite in memory locks whole tables.
    expect(offered).not_to_have_count(0)
    page.locator(".select2-dropdown .select2-search__field").fill("AFTÉR")
    expect(offered).to_have_text(["Aftersun (2022)"])
    offered.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist li").first).to_contain_text("Aftersun, not placed yet")


def test_a_double_booking_is_shown_on_every_page_until_it_is_mended(
    page: Page, desk: str, late_show: Screening, complaints: list[str]
) -> None:
    sign_in(page, desk, form_of(late_show))
    page.get_by_label("Time", exact=True).fill("20:00")
    page.get_by_label("Day", exact=True).fill("2024-10-11")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist .warning")).to_contain_text("Landmark Sunset, Screen 1 is double-booked")
    expect(page.locator(".messagelist .error")).to_contain_text("Nothing goes public: 1 error")
    page.goto(desk + reverse("admin:index"))
    notice = page.locator(".timetable-notice")
    expect(notice).to_contain_text("Landmark Sunset, Screen 1 is double-booked")
    notice.get_by_role("link", name="A Ghost Story").click()
    page.get_by_label("Time", exact=True).fill("00:30")
    page.get_by_label("Day", exact=True).fill("2024-10-12")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".timetable-notice")).to_have_count(0)


def test_the_october_night_is_asked_about_without_javascript(browser: Browser, desk: str, late_show: Screening) -> None:
    Festival.objects.update(ends_on="2024-11-05")
    Print.objects.update(available_until=None)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, desk, form_of(late_show))
    page.get_by_label("Day", exact=True).fill("2024-11-03")
    page.get_by_label("Time", exact=True).fill("01:30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("First or second 1:30 am?")).to_be_visible()
    page.get_by_label("the second 1:30 am").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Public now, as publication")).to_be_visible()
    assert f"{Screening.objects.get(pk=late_show.pk).starts_at:%d %H:%M}" == "03 09:30"
    context.close()


def test_changes_are_reviewed_and_published(page: Page, desk: str, late_show: Screening, complaints: list[str]) -> None:
    Festival.objects.update(publishing="after-review")
    sign_in(page, desk, form_of(late_show))
    page.get_by_label("Status").select_option("cancelled")
    page.get_by_label("Public note").fill("The print is late.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Review and publish").click()
    expect(page.get_by_role("heading", name="Cancelled (1)")).to_be_visible()
    expect(page.locator("ins")).to_have_text(["cancelled", "The print is late."])
    page.get_by_label("Note to the public").fill("One change.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Public now, as publication 2: 1 cancelled.")).to_be_visible()


def test_a_table_is_uploaded_seen_and_written(page: Page, desk: str, demo: Festival, complaints: list[str]) -> None:
    address = reverse("admin:screenings_film_import")
    sign_in(page, desk, address)
    table = "id,title,runtime\nweekend,Weekend,98\nnew,Lean on Pete,121\n"
    page.get_by_label("File:").set_input_files({"name": "films.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.get_by_role("button", name="Show what will change").click()
    expect(page.get_by_role("region", name="Changed")).to_contain_text("runtime")
    expect(page.get_by_role("region", name="Added")).to_contain_text("Lean on Pete")
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".messagelist li").first).to_contain_text("added 1 film; changed 1 film")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_assistive_technology_finds_no_fault_in_any_page(
    page: Page, desk: str, late_show: Screening, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    neighbour = Screening.objects.get(film__title="Weekend", starts_at="2024-10-12T02:30Z")
    Screening.objects.filter(pk=late_show.pk).update(starts_at=neighbour.ends_at)
    Screening.objects.filter(film__title="45 Years").update(status="cancelled")
    review = reverse("admin:publish-review", args=[late_show.festival_id])
    sign_in(page, desk, review)
    films = reverse("admin:screenings_film_changelist")
    for path in (
        review,
        films,
        reverse("admin:screenings_screening_changelist"),
        reverse("admin:screenings_screening_delete", args=[late_show.pk]),
        form_of(late_show),
        reverse("admin:screenings_film_change", args=[late_show.film_id]),
        reverse("admin:screenings_venue_change", args=[late_show.hall.venue_id]),  # type: ignore[union-attr]
        reverse("admin:screenings_hall_change", args=[late_show.hall_id]),
        reverse("admin:screenings_guest_add"),
        reverse("admin:screenings_film_import"),
        reverse("admin:screenings_film_export"),
    ):
        page.goto(desk + path)
        assert faults(page) == []
    page.goto(desk + reverse("admin:screenings_screening_changelist"))
    page.locator("input.action-select").first.check()
    page.get_by_label("Action:").select_option("cancel")
    follow(page, page.get_by_role("button", name="Go", exact=True))
    follow(page, page.get_by_role("button", name="Show what will happen"))
    assert faults(page) == []
