"""Every page, public and of the staff: legible on a telephone, in big type, in forced colours and on paper."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Film, FilmImage, FilmPart, Hall, Venue
from tests.addresses import table, the_house
from tests.browser.layout import ALSO_PUBLIC, MODES, too_small, unfit, untold
from tests.browser.pages import faults
from tests.browser.signing_in import PASSWORD, sign_in
from tests.world import film, hall, published, saved, screening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HALLS = 21
DAY = "2026-10-10"
# Of these every model has one, and all are made alike.
NO_PAGE = re.compile(r"\.\w+$|/(?:healthz|jsi18n/|pulse/|progress/|places/1/)$|/(?:autocomplete|ends)/")
ALIKE = re.compile(r"/(?:history|delete|add|export)/$")
CHOOSING = (
    "/harbour/screenings/?day=2026-10-10", "/harbour/screenings/?section=competition", f"/harbour/timetable/{DAY}/",
    f"/admin/screenings/festival/1/board/{DAY}/", "/admin/screenings/film/?kind__exact=film",
    f"/admin/screenings/screening/?day={DAY}",
)  # fmt: skip


@pytest.fixture
def house() -> dict[str, int | str]:
    """A festival that is no easy one: many halls, screenings of minutes, long names, a programme, a picture to come."""
    Group.objects.get_or_create(name="programmer")  # gone with what the browser test before had written
    names = the_house()
    of = Festival.objects.get()
    Film.objects.filter(pk=1).update(title="The Extraordinary and Unabridged Afternoon of Cléo, from Five to Seven")
    saved(FilmPart(programme=Film.objects.get(pk=2), part=Film.objects.get(pk=1), order=2))
    saved(FilmImage(film=Film.objects.get(pk=1), caption="Cléo in the park", copyright="© Ciné Tamaris"))
    one, other = film(of, "Week/end", runtime=10), film(of, "M", runtime=15)
    for number in range(HALLS):
        room = hall(of, f"Biopalatset {number}", "Biopalatset" if number % 2 else "Sala Llevant")
        screening(one, room, f"{DAY} 10:00", intro=5)
        screening(other, room, f"{DAY} 10:45", qa=5)
    screening(Film.objects.get(pk=2), hall(of, "Hall 2"), f"{DAY} 18:00")
    User.objects.filter(username="ada").update(password="")
    ada = User.objects.get(username="ada")
    ada.set_password(PASSWORD)
    ada.save()
    published(of)
    return names


def addresses(house: dict[str, int | str]) -> Iterator[str]:
    """Of the table of all addresses, what a superuser may read: a new page is among them by itself."""
    for row in table().values():
        skipped = NO_PAGE.search(row.address) or (ALIKE.search(row.address) and "/film/" not in row.address)
        if row.reading[-1] == 200 and not skipped:
            yield row.address.format(**house)
    yield from ("/harbour/films/shorts/", "/harbour/films/nothing/", "/admin/nothing/")


def test_every_page_fits_a_telephone_and_big_type_and_can_be_hit(
    page: Page, live_server: LiveServer, house: dict[str, int | str]
) -> None:
    sign_in(page, live_server.url, "/admin/")
    found, seen = [], 0
    for address in addresses(house):
        page.goto(live_server.url + address)
        page.evaluate(
            "for (const each of document.querySelectorAll('main details:not(.filters-sheet)')) each.open = true"
        )
        seen += 1
        found += faults(page, rules=("target-size",))
        if address.startswith("/admin/"):
            found += unfit(page, MODES)
        else:
            found += [*too_small(page), *unfit(page, ALSO_PUBLIC)]
    assert "\n".join(found) == ""
    assert seen > 80


def test_what_is_chosen_can_be_told_in_forced_colours(
    page: Page, live_server: LiveServer, house: dict[str, int | str]
) -> None:
    sign_in(page, live_server.url, "/admin/")
    page.emulate_media(forced_colors="active")
    found = []
    for address in CHOOSING:
        page.goto(live_server.url + address)
        assert page.locator("[aria-current], [aria-sort], .selected").count(), address
        found += untold(page)
    assert "\n".join(found) == ""


def test_no_hall_is_lost_on_paper_and_what_is_wide_lies_across(
    page: Page, live_server: LiveServer, house: dict[str, int | str]
) -> None:
    of = Festival.objects.get()
    sign_in(page, live_server.url, "/admin/")
    halls = {room.name for room in Hall.objects.filter(venue__festival=of)}
    assert len(halls) == HALLS + 2
    venue = Venue.objects.get(name="Biopalatset")
    for address, expected in (
        (f"/harbour/timetable/{DAY}/", halls),
        (reverse("admin:board-day", args=[of.pk, DAY]), halls),
        (reverse("admin:board-overview", args=[of.pk]), halls),
        (reverse("admin:run-sheets", args=[of.pk, DAY, venue.pk]), {room.name for room in venue.halls.all()}),
        ("/harbour/screenings/", halls - {"Hall 1"}),
    ):
        page.goto(live_server.url + address)
        paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
        text = "".join("".join(sheet.extract_text() for sheet in paper.pages).split())
        assert [name for name in sorted(expected) if "".join(name.split()) not in text] == [], address
        first = paper.pages[0].mediabox
        assert (first.width > first.height) == ("timetable" in address or "board" in address), address


def test_on_paper_times_are_the_venues_alone(page: Page, live_server: LiveServer, house: dict[str, int | str]) -> None:
    page.goto(f"{live_server.url}/harbour/timetable/{DAY}/")
    assert page.locator(".own").count() > HALLS
    page.emulate_media(media="print")
    assert not any(own.is_visible() for own in page.locator(".own").all())
