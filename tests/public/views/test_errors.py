"""Where there is no page, the way on is there: the festival's navigation for visitors, the desk for its staff."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.test import Client

from screenings.public.views import errors, timetable
from tests import world
from tests.addresses import visitor
from tests.public.pages import Page

pytestmark = pytest.mark.django_db
NAVIGATION = [f"/harbour/{part}" for part in ("", "screenings/", "timetable/", "films/", "venues/")]


def navigation(found: Page) -> list[str]:
    return [link for link in found.links if link in NAVIGATION]


@pytest.mark.parametrize(
    "path",
    ["/harbour/films/nothing/", "/harbour/timetable/1999-01-01/", "/harbour/a/b/c", "/nowhere/", "/a.php"],
)
def test_a_missing_page_keeps_the_navigation_of_its_festival(client: Client, path: str) -> None:
    world.published(world.festival())
    world.festival("Newer Festival", slug="newer", starts_on=world.OPENING.replace(year=2027), ends_on="2027-11-01")

    answer = client.get(path)

    found = Page(answer)
    assert answer.status_code == 404
    assert navigation(found) == [*NAVIGATION, "/harbour/"], path
    assert "There is nothing at this address." in found.text
    assert ("robots", "noindex") in found.meta


def test_a_form_without_its_token_says_what_to_do_and_keeps_the_navigation(client: Client) -> None:
    world.published(world.festival())
    client.handler.enforce_csrf_checks = True

    answer = client.post("/harbour/films/")

    assert answer.status_code == 403
    assert "Go back, reload the page and send the form again." in Page(answer).text
    assert navigation(Page(answer)) == [*NAVIGATION, "/harbour/"]


def test_whoever_works_on_the_festival_keeps_the_desk_around_them() -> None:
    world.published(world.festival())
    User.objects.create_superuser("ada")
    programmer = visitor("programmer")
    refused, missing = programmer.get("/admin/screenings/festival/add/"), programmer.get("/admin/nothing/")
    programmer.handler.enforce_csrf_checks = True
    unsent = programmer.post("/admin/screenings/film/add/")

    assert [answer.status_code for answer in (refused, missing, unsent)] == [403, 404, 403]
    for answer, said in (
        (refused, "Your account may not do this."),
        (missing, "It may have been deleted or renamed."),
        (unsent, "Go back, reload the page and send the form again."),
    ):
        found = Page(answer)
        assert said in found.text
        # The list of models at the side, and the board above: what this person may open.
        assert {"/admin/", "/admin/screenings/film/", "/admin/screenings/festival/board/"} <= set(found.links)
        assert "/admin/screenings/festival/add/" not in found.links


def test_a_fault_keeps_the_navigation_and_a_fault_of_the_navigation_too_leaves_a_link(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    world.published(world.festival())
    client.raise_request_exception = False
    monkeypatch.setattr(timetable, "overview", broken)
    monkeypatch.setattr(timetable, "publication_index", broken)
    fault = client.get("/harbour/timetable/")
    monkeypatch.setattr(errors, "_festival", broken)
    worse = client.get("/harbour/timetable/")

    assert [answer.status_code for answer in (fault, worse)] == [500, 500]
    assert "The fault is ours" in Page(fault).text
    assert "The fault is ours" in Page(worse).text
    assert navigation(Page(fault)) == [*NAVIGATION, "/harbour/"]
    assert Page(worse).links == ["/"]


def test_a_foreign_host_learns_nothing_of_who_is_logged_in() -> None:
    world.published(world.festival())
    User.objects.create_superuser("ada")

    answer = visitor("superuser").get("/admin/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert "nothing was changed" in Page(answer).text
    assert "/admin/screenings/film/" not in Page(answer).links


def test_a_missing_page_is_said_to_be_missing_while_the_database_is_away(client: Client) -> None:
    def away(*arguments: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(away):
        answer = client.get("/harbour/nothing/at/all")

    assert answer.status_code == 404
    assert "There is nothing at this address." in Page(answer).text
    assert Page(answer).links == ["#main", "/"]
