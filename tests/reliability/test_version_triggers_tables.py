"""Whatever the timetable and the public pages are made from renews the token they are kept under."""

import re
from collections.abc import Callable, Iterable
from functools import partial

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.loading.timetable import load_timetable, timetable_version
from screenings.models import Festival
from screenings.publishing import preview_publication
from screenings.reliability.version_triggers import RENEWS
from screenings.sheets.loading import load_sheets
from tests.loading.rich_festival import rich
from tests.public.crowd import PAGES, crowd
from tests.world import SPRING, published

pytestmark = pytest.mark.django_db

TABLES = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
# What staff pages read beside the timetable, each time anew.
READ_EACH_TIME = {
    "auth_user": "who is asking",
    "auth_group": "what they may do",
    "auth_permission": "what they may do",
    "django_content_type": "what they may do",
    "django_session": "who is asking",
    "django_admin_log": "what they did last",
    "screenings_boardmove": "what they may undo",
    "screenings_chosenedition": "which edition they work on",
    "screenings_formsubmission": "whether a form was sent twice",
    "screenings_scenario": "has a version of its own",
    "screenings_scenarioplace": "has a version of its own",
    "screenings_searchrun": "what a search has found",
    "screenings_statedwish": "what the next search goes by",
}


def tables_read(read: Callable[[], object]) -> set[str]:
    with CaptureQueriesContext(connection) as queries:
        read()
    named = re.findall(r'\b(?:FROM|JOIN) "?(\w+)"?', " ".join(query["sql"] for query in queries))
    return {table for table in named if table in TABLES and "historical" not in table}


def renewing(*tokens: str) -> set[str]:
    return {table for table, renewal in RENEWS.items() if set(renewal.tokens) & set(tokens)}


def unrenewed(tables: Iterable[str], *tokens: str) -> str:
    return "".join(
        f"{table} is read, and no write to it renews {' or '.join(tokens)}. Add it to RENEWS in "
        "screenings/reliability/version_triggers.py, as CONTRIBUTING.md says of a table. "
        for table in sorted(set(tables) - renewing(*tokens))
    )


@pytest.fixture
def full(harbour: Festival) -> Festival:
    """With something of everything, and public."""
    rich(harbour)
    published(harbour)
    return harbour


def test_all_that_the_timetable_is_made_from_renews_working_and_nothing_else_does(full: Festival) -> None:
    tables = tables_read(lambda: load_timetable(full)) | tables_read(lambda: timetable_version(full.pk))
    assert not unrenewed(tables, "working")
    # The festival itself is handed over, as a part of the name.
    assert renewing("working") - tables - {"screenings_festival"} == {"screenings_filmimage"}


def test_all_that_sheets_and_calendars_of_the_house_are_made_from_renews_working_or_public(full: Festival) -> None:
    tables = tables_read(lambda: load_sheets(full).shows)
    assert not unrenewed(tables, "working", "public")


def test_all_that_a_publication_is_made_from_renews_a_token(full: Festival) -> None:
    tables = tables_read(lambda: preview_publication(full, at=SPRING))
    assert "screenings_filmimage" in tables  # a still, which is published with its film
    assert not unrenewed(tables, "working", "public")


def test_all_that_a_public_page_or_feed_is_made_from_renews_live_or_public(client: Client) -> None:
    festival = crowd("harmless")
    feeds = ("screenings.ics", "screenings.json", "screenings.csv", "schedule.xml", "changes.atom", "films/film.ics")
    paths = ["/", "/sitemap.xml", "/robots.txt", *(f"/{festival.slug}/{path}" for path in (*PAGES, *feeds))]
    tables: set[str] = set()
    for path in paths:
        read = tables_read(partial(client.get, path))
        assert not unrenewed(read, "live", "public"), path
        tables |= read
    assert renewing("live", "public") == tables


def test_staff_pages_read_the_rest_each_time(desk: Client, full: Festival) -> None:
    tables: set[str] = set()
    for path in (
        reverse("admin:index"),
        reverse("admin:board-day", args=[full.pk, "2026-10-10"]),
        reverse("admin:board-overview", args=[full.pk]),
        reverse("admin:publish-review", args=[full.pk]),
        f"/admin/screenings/festivalrules/{full.pk}/conflicts/",
    ):
        read = tables_read(partial(desk.get, path))
        assert not unrenewed(read - READ_EACH_TIME.keys(), "working", "live", "public"), path
        tables |= read
    assert "screenings_screening" in tables


def test_a_table_that_was_forgotten_is_named(full: Festival, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RENEWS, "screenings_closure")
    assert unrenewed(tables_read(lambda: load_timetable(full)), "working").startswith("screenings_closure is read, and")
