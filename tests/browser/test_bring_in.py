"""From an empty festival to a published timetable in a browser: the pages and clicks it takes, whatever the file."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from screenings.models import Publication, PublishedScreening, Screening
from tests import world
from tests.assistant.bring import harbour
from tests.browser.handed_in import MADE_UP, rewritten
from tests.browser.pages import follow
from tests.browser.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROGRAMMES = Path(__file__).parents[2].parent / "shared" / "programmes"
MOST_PAGES, MOST_CLICKS = 6, 10  # and a click for each question
REAL = sorted(PROGRAMMES.iterdir()) if PROGRAMMES.is_dir() else []


@dataclass
class Sitting:
    """Somebody with a file. The page on which they begin is the first."""

    page: Page
    pages: int = 1
    clicks: int = 0
    questions: int = 0

    def press(self, control: Locator) -> None:
        follow(self.page, control)
        self.pages, self.clicks = self.pages + 1, self.clicks + 1

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def answer(self) -> None:
        """What is likely is chosen already; else the first, or that it is none of those that are here."""
        for question in self.page.get_by_role("group").filter(has=self.page.get_by_role("radio")).all():
            if not question.get_by_role("radio", checked=True).count():
                likeness = question.filter(has_text="much like").count()
                question.get_by_role("radio").nth(-1 if likeness else 0).check()
                self.questions, self.clicks = self.questions + 1, self.clicks + 1

    def publish(self, file: Path) -> None:
        self.press(self.page.get_by_role("link", name="Bring in a programme").first)
        self.page.get_by_label("File").set_input_files(file)
        self.clicks += 1
        self.press(self.button("Show how it is read"))
        if not self.button("Bring it in").count():
            self.answer()
            self.press(self.button("Take these answers"))
        self.press(self.button("Bring it in"))
        holding_back = self.button("Publish the rest")
        self.press(
            holding_back if holding_back.count() else self.page.get_by_role("button", name="Publish", exact=True)
        )
        expect(self.page.get_by_text("Public now, as publication 1")).to_be_visible()
        assert self.pages <= MOST_PAGES
        assert self.clicks - self.questions <= MOST_CLICKS


def at_the_desk(page: Page, live_server: LiveServer) -> Sitting:
    User.objects.create_superuser("ada", password=PASSWORD)
    sign_in(page, live_server.url, reverse("admin:index"))
    return Sitting(page)


@pytest.mark.parametrize(("make", "number"), MADE_UP, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_handed_in_is_public_within_six_pages(
    make: Callable[[Path], Path], number: int, page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    harbour()
    at_the_desk(page, live_server).publish(make(tmp_path))

    assert PublishedScreening.objects.going_ahead().count() == number
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("form", range(4), ids=("archive", "workbook", "list", "grid"))
@pytest.mark.parametrize("programme", REAL, ids=lambda path: path.name)
def test_a_real_programme_is_public_within_six_pages(
    programme: Path, form: int, page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    facts = tomllib.loads((programme / "festival.toml").read_text(encoding="utf-8"))
    world.festival(**{name: facts[name] for name in ("name", "slug", "timezone", "starts_on", "ends_on")})
    at_the_desk(page, live_server).publish(list(rewritten(programme, tmp_path))[form])

    assert PublishedScreening.objects.count() >= Screening.objects.count() - 4
