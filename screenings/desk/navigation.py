"""Where everything of the admin is: under what people do, those first whose work it is."""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from screenings.desk.editions import working_festival
from screenings.desk.staff_pages import may_bring_in
from screenings.models import Festival

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # of the stubs alone


class StaffPage(NamedTuple):
    """A page of the festival that is worked on: the name of its address, and the permission that it takes."""

    route: str
    name: "_StrPromise"
    purpose: "_StrPromise"
    permission: str
    working: tuple[str, "_StrPromise"] | None = None  # the purpose for whoever has that permission too


BOARD = StaffPage(
    "board",
    _("Board"),
    _("what is on where, day by day"),
    "view_screening",
    ("change_screening", _("place and move screenings")),
)
SCENARIOS = StaffPage(
    "scenarios",
    _("Scenarios"),
    _("other timetables that are being tried"),
    "view_scenario",
    ("add_scenario", _("try another timetable, compare, take over")),
)
PROPOSALS = StaffPage(
    "proposals",
    _("Proposals"),
    _("what searches for places have found"),
    "view_scenario",
    ("add_scenario", _("search for places, or for a repair")),
)
CONFLICTS = StaffPage("conflicts", _("Conflicts"), _("what clashes, and what can be done"), "view_festivalrules")
REVIEW = StaffPage("publish-review", _("Review"), _("what the public would read next"), "view_festival")
SHEETS = StaffPage("sheets", _("Sheets"), _("run sheets, turnaround lists, itineraries"), "view_screening")
DOOR = StaffPage("door", _("At the door"), _("one hall today, on a phone"), "view_screening")
TIMETABLE_PAGES = (BOARD, SCENARIOS, PROPOSALS, CONFLICTS, REVIEW)


class Area(NamedTuple):
    """What people do: pages, then models by their names."""

    key: str
    name: "_StrPromise"
    pages: tuple[StaffPage, ...]
    models: tuple[str, ...]


AREAS = (
    Area("programme", _("Programme"), (), ("Film", "Section", "Person", "Guest", "Print")),
    Area(
        "timetable",
        _("Timetable"),
        (BOARD, CONFLICTS, PROPOSALS, SCENARIOS),
        ("Screening", "FestivalWishes", "Acknowledgement"),
    ),
    Area("house", _("House"), (SHEETS, DOOR), ("Venue", "Hall", "TravelTime")),
    Area("public", _("Public"), (REVIEW,), ("Publication", "PublishedScreening")),
    Area("set-up", _("Set-up"), (), ("Festival", "FestivalRules", "User", "Group", "Merge")),
)
# Of who may not change screenings: the permission that shows where their work is, and the area.
_OWN_AREAS = (
    ("change_film", "programme"),
    ("change_guest", "programme"),
    ("change_hall", "house"),
    ("admit_screening", "house"),
)


def may(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"screenings.{permission}")


def own_area(request: HttpRequest) -> str:
    """The area that this person works in; nothing for who works in several."""
    if may(request, "change_screening"):
        return ""
    return next((area for permission, area in _OWN_AREAS if may(request, permission)), "")


def reads_only(request: HttpRequest) -> bool:
    """Whether this person looks, and changes nothing of a festival."""
    user = request.user
    rights = (right.partition(".") for right in user.get_all_permissions()) if not user.is_superuser else ()
    return not user.is_superuser and not any(
        app == "screenings" and not right.startswith("view_") for app, _dot, right in rights
    )


def grouped_models(request: HttpRequest, apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The models that Django lists by app, by what people do, between the pages that are no model's. In somebody's own
    area, what they change comes first.

    A model that no area names is part of the set-up. No query beyond the one for the editions.
    """
    models = {model["object_name"]: model for app in apps for model in app["models"]}
    festival = working_festival(request)
    areas = []
    own = own_area(request)
    for area in sorted(AREAS, key=lambda area: area.key != own):
        named = [models.pop(name) for name in area.models if name in models]
        pages = [_page_item(page, festival) for page in area.pages if may(request, page.permission)] if festival else []
        items = [*pages, *named]
        if area.key == own:
            items.sort(key=lambda item: not item["perms"].get("change"))
        areas.append((area, items))
    return [
        {
            "name": area.name,
            "app_label": area.key,
            "app_url": f"{reverse('admin:index')}#{area.key}",
            "has_module_perms": True,
            "models": [*items, *(models.values() if area.key == "set-up" else ())],
        }
        for area, items in areas
        if items or (area.key == "set-up" and models)
    ]


def _page_item(page: StaffPage, festival: Festival) -> dict[str, Any]:
    """As Django describes a model to its templates."""
    return {
        "name": page.name,
        "object_name": page.route,
        "perms": {"view": True},
        "admin_url": reverse(f"admin:{page.route}", args=[festival.pk]),
        "add_url": None,
        "view_only": True,
    }


def timetable_pages(request: HttpRequest, festival: Festival) -> list[dict[str, Any]]:
    """Where one works on the timetable, with what for."""
    bring_in = StaffPage("bring-in", _("Bring in a programme"), _("from any spreadsheet, table or schedule"), "")
    pages = [page for page in TIMETABLE_PAGES if may(request, page.permission)]
    if may_bring_in(request.user):
        pages.insert(0, bring_in)
    return [
        {
            "name": page.name,
            "purpose": _purpose(request, page),
            "address": reverse(f"admin:{page.route}", args=[festival.pk]),
        }
        for page in pages
    ]


def _purpose(request: HttpRequest, page: StaffPage) -> "_StrPromise":
    return page.working[1] if page.working and may(request, page.working[0]) else page.purpose
