"""Everything is found under what people do, and their own work first."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client

from screenings.desk.navigation import AREAS
from screenings.models import Festival
from tests.pages import Element, read
from tests.staff import member, staff_client
from tests.world import film, guest, published, screening

EVERYBODY = ("programmer", "scheduler", "front of house", "guest office", "technician", "reader")


def areas_of(client: Client, address: str = "/admin/") -> dict[str, list[str]]:
    """The names under each heading of the list of everything."""
    page = read(client.get(address))
    modules = [part for part in page.all("div") if part["class"].startswith("app-")]
    return {
        module.all("caption")[0].text: [cell.text for cell in module.all("th") if "id" in cell] for module in modules
    }


def test_everything_is_under_what_people_do(desk: Client, harbour: Festival) -> None:
    assert areas_of(desk) == {
        "Programme": ["Films", "Sections", "People", "Guests", "Prints"],
        "Timetable": [
            "Board", "Conflicts", "Proposals", "Scenarios", "Screenings", "Wishes for proposals", "Acknowledgements",
        ],
        "House": ["Sheets", "At the door", "Venues", "Halls", "Travel times"],
        "Public": ["Review", "Publications", "Published screenings"],
        "Set-up": ["Festivals", "Rules of the timetable", "Users", "Groups", "Merges"],
    }  # fmt: skip


def test_no_model_is_left_out_and_none_is_named_that_there_is_not(db: None) -> None:
    named = {name for area in AREAS for name in area.models}
    assert named == {model.__name__ for model in admin.site._registry}
    assert named <= {model.__name__ for model in apps.get_models()}


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("scheduler", "Programme"),
        ("programmer", "Programme"),
        ("guest office", "Programme"),
        ("technician", "House"),
        ("front of house", "House"),
        ("reader", "Programme"),
    ],
)
def test_a_role_finds_its_own_work_first(role: str, first: str, harbour: Festival) -> None:
    assert next(iter(areas_of(member(role)))) == first


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_link_of_the_navigation_opens(role: str, harbour: Festival) -> None:
    client = member(role)
    for part in read(client.get("/admin/")).all("div"):
        if part["class"].startswith("app-"):
            for link in part.all("table")[0].all("a"):
                if "#" not in link["href"]:
                    assert client.get(link["href"]).status_code == 200, link.text


def test_who_may_nothing_is_told_so(harbour: Festival) -> None:
    client = staff_client("nobody", [])
    assert areas_of(client) == {}


def test_the_page_of_an_app_lists_its_models(desk: Client, harbour: Festival) -> None:
    (models,) = areas_of(desk, "/admin/screenings/").values()
    assert {"Films", "Screenings", "Venues"} <= set(models)


def headings(page: Element) -> list[str]:
    return [part.text for part in page.all("h2")]


@pytest.mark.parametrize(
    ("role", "first", "to_do", "models"),
    [
        ("front of house", "Today", "screening without a place", ["Sheets", "At the door"]),
        ("technician", "Today", "screening without a place", ["Halls", "Travel times", "Sheets", "At the door"]),
        ("reader", "Today", "screening without a place", ["Films", "Sections"]),
        ("guest office", "Still to do", "guest whose arrival is open", ["Guests", "Films"]),
        ("programmer", "Still to do", "films without a screening", ["Films", "Sections", "People", "Prints", "Guests"]),
        ("scheduler", "For the public", "screening without a place", ["Films", "Sections"]),
    ],
)
def test_each_role_sees_its_own_work_first(
    role: str, first: str, to_do: str, models: list[str], harbour: Festival
) -> None:
    published(harbour)
    screening(film(harbour))
    guest(harbour)
    client = member(role)
    page = read(client.get("/admin/"))
    shown = headings(page)
    assert shown[0].startswith(first)
    assert len(shown) == len(set(shown))
    assert page.section("Still to do").links[0][0].partition(" ")[2] == to_do
    assert next(iter(areas_of(client).values()))[: len(models)] == models


@pytest.mark.parametrize(
    ("role", "board"), [("scheduler", "place and move screenings"), ("reader", "what is on where, day by day")]
)
def test_a_page_says_what_it_is_for_to_whoever_looks(role: str, board: str, harbour: Festival) -> None:
    assert f"Board {board}" in read(member(role).get("/admin/")).section("The timetable").items
