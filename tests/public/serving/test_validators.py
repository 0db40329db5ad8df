"""Validators name what bytes are made from: nobody is told "unchanged" after an upgrade that changed something."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from screenings.fingerprints import software
from screenings.images import fonts
from screenings.models import Publication
from screenings.public.serving import feed_response, pages
from screenings.publishing import publish
from screenings.sheets import private_calendars, private_feed
from tests import addresses, world

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(software.__file__).parents[2]
# Their tag is the digest of the very bytes, so it needs to name nothing else.
BY_CONTENT = {"/<slug:festival>/house/<slug:token>.ics"}
SCHEMA = "/programme.schema.json"  # by its content too, which is a file of this software
PAGES = {
    "/",  # it leads to the festival's
    "/sitemap.xml",
    *(
        f"/<slug:festival>/{page}"
        for page in (
            "", "changes/", "embed/", "films/", "films/<slug:slug>/", "people/",
            "people/<slug:slug>/", "programme.json", "screenings/", "sections/", "sections/<slug:slug>/",
            "suggestions.json", "timetable/", "timetable/<slug:day>/",
            "timetable/overview/", "venues/", "venues/<slug:slug>/",
        )
    ),
}  # fmt: skip


def forget() -> None:
    """As after a start."""
    feed_response.FEED_CACHE.clear()
    pages.PAGE_CACHE.clear()
    private_feed.FALLBACK_CACHE.__init__()  # type: ignore[misc]
    fonts.drawing_fingerprint.cache_clear()


@pytest.fixture
def places() -> Iterator[dict[str, str]]:
    """An address of every public route, as nobody asks for it."""
    forget()
    facts = addresses.the_house()
    table = addresses.table().items()
    yield {route: row.address.format(**facts) for route, row in table if not route.startswith("/admin/")}
    forget()


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Any:
    def upgraded(**named: str) -> None:
        for name, value in named.items():
            monkeypatch.setattr(fonts if name == "DRAWING" else software, name, value)
        forget()

    return upgraded


def with_validators(client: Client, places: dict[str, str]) -> dict[str, HttpResponse]:
    """What is answered with a validator, by route; where an address leads on, what is there.

    Not a visitor's own pages, which go by cookies: see tests/plans.
    """
    answered = {route: client.get(address, follow=True) for route, address in places.items()}
    return {
        route: response
        for route, response in answered.items()
        if response.status_code == 200
        and response.headers.keys() & {"ETag", "Last-Modified"}
        and not route.startswith("/<slug:festival>/plan/")
    }


def test_after_an_upgrade_no_validator_is_what_it_was_and_nobody_is_told_that_nothing_changed(
    places: dict[str, str], client: Client, upgrade: Any
) -> None:
    before = with_validators(client, places)
    assert len(before) >= 17
    upgrade(FEEDS_DIGEST="new", PAGES_DIGEST="new", DRAWING="new")
    for route, response in before.items():
        if route in BY_CONTENT or route == SCHEMA:
            continue
        told = client.get(places[route], follow=True, headers={"if-none-match": response.headers["ETag"]})
        assert (told.status_code, told.headers["ETag"] != response.headers["ETag"]) == (200, True), route
        for moment in (response.headers.get("Last-Modified"), "Fri, 01 Jan 2100 00:00:00 GMT"):
            if moment:
                told = client.get(places[route], follow=True, headers={"if-modified-since": moment})
                assert told.status_code == 200, route


def test_without_an_upgrade_each_is_told_that_nothing_changed(places: dict[str, str], client: Client) -> None:
    """The control of the test above, also after a restart."""
    before = with_validators(client, places)
    forget()
    for route, response in before.items():
        headers = {"if-none-match": response.headers["ETag"]}
        told = client.get(places[route], follow=True, headers=headers)
        assert (told.status_code, told.headers["ETag"]) == (304, response.headers["ETag"]), route
        if moment := response.headers.get("Last-Modified"):
            assert client.get(places[route], headers={"if-modified-since": moment}).status_code == 304, route


def test_what_is_named_by_its_content_has_another_name_once_its_writer_writes_otherwise(
    places: dict[str, str], client: Client, upgrade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {route: with_validators(client, places)[route] for route in BY_CONTENT}
    calendar = private_calendars.calendar_bytes
    monkeypatch.setattr(private_calendars, "calendar_bytes", lambda *args, **named: calendar(*args, **named) + b"\r\n")
    upgrade(FEEDS_DIGEST="new")
    for route, response in before.items():
        assert client.get(places[route]).content != response.content, route
        for name, asked in (("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")):
            if name in response.headers:
                told = client.get(places[route], headers={asked: response.headers[name]})
                assert told.status_code == 200, (route, asked)


def test_a_page_template_changes_the_pages_tags_and_no_feeds(
    places: dict[str, str], client: Client, upgrade: Any
) -> None:
    before = with_validators(client, places)
    upgrade(PAGES_DIGEST="new")
    after = with_validators(client, places)
    changed = {route for route, response in before.items() if after[route].headers["ETag"] != response.headers["ETag"]}
    assert changed == PAGES
    assert all(
        after[route].headers.get("Last-Modified") == before[route].headers.get("Last-Modified") for route in after
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SITE_URL", "https://other.example"),
        ("MEDIA_URL", "/pictures/"),
        ("STATIC_URL", "/assets/"),
        ("LANGUAGE_CODE", "de"),
    ],
)
def test_a_setting_that_shows_in_pages_is_in_their_tags(
    places: dict[str, str], client: Client, settings: Any, setting: str, value: str
) -> None:
    before = with_validators(client, places)
    setattr(settings, setting, value)
    after = with_validators(client, places)
    assert {route for route in PAGES if after[route].headers["ETag"] == before[route].headers["ETag"]} == set()


def test_templates_that_an_installation_puts_before_ours_are_in_the_pages_tags(
    places: dict[str, str], client: Client, settings: Any, tmp_path: Path
) -> None:
    before = with_validators(client, places)
    (tmp_path / "screenings").mkdir()
    (tmp_path / "screenings" / "_run.html").write_text("all summer")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    forget()
    after = with_validators(client, places)
    assert {route for route in PAGES if after[route].headers["ETag"] == before[route].headers["ETag"]} == set()


def test_a_new_publication_knows_its_moment_again_after_an_upgrade(
    places: dict[str, str], client: Client, upgrade: Any
) -> None:
    upgrade(FEEDS_DIGEST="new")
    feed = places["/<slug:festival>/screenings.ics"]
    assert "Last-Modified" not in client.get(feed).headers
    festival = Publication.objects.get().festival
    late = world.film(festival, "Late", pk=9)
    world.screening(late, world.hall(festival), "2026-10-12 20:00", pk=9)
    publish(festival, at=world.SPRING.replace(hour=13))
    assert client.get(feed).headers["Last-Modified"] == "Wed, 01 Apr 2026 13:00:00 GMT"


def test_while_a_developer_edits_no_page_is_kept(client: Client, places: dict[str, str], settings: Any) -> None:
    settings.DEBUG = True
    assert PAGES & with_validators(client, places).keys() == set()


# The body is the tag itself, or the tag is the digest of the very bytes.
DESK_BY_CONTENT = {
    "/admin/screenings/festival/<str:object_id>/board/pulse/",
    "/admin/screenings/festival/<str:object_id>/board/colours.css",
    "/admin/screenings/festival/<str:object_id>/scenarios/<str:scenario>/board/pulse/",
    "/admin/screenings/festival/<str:object_id>/scenarios/<str:scenario>/board/colours.css",
}


def test_after_an_upgrade_no_part_of_the_desk_is_taken_for_what_it_was(upgrade: Any) -> None:
    facts = addresses.the_house()
    client = addresses.visitor("superuser")
    table = addresses.table().items()
    desk = {route: row.address.format(**facts) for route, row in table if re.search("board|proposals|sheets", route)}
    before = with_validators(client, desk)
    assert len(before) > len(DESK_BY_CONTENT)
    upgrade(FEEDS_DIGEST="new", PAGES_DIGEST="new", DESK_DIGEST="new", DRAWING="new")
    after = with_validators(client, desk)
    same = {route for route, response in before.items() if after[route].headers["ETag"] == response.headers["ETag"]}
    assert same == DESK_BY_CONTENT


def imported(module: str) -> Iterator[str]:
    """The modules of ours that it asks for."""
    for node in ast.walk(ast.parse(path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.startswith("screenings.") and path_of(name).exists())


def path_of(module: str) -> Path:
    folder = ROOT.joinpath(*module.split("."))
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def test_whatever_a_feed_is_written_by_is_in_the_feeds_digest() -> None:
    reached, to_read = set(), ["screenings.public_middleware", "screenings.public.views.changes"]
    while to_read:
        module = to_read.pop()
        if module not in reached:
            reached.add(module)
            to_read += imported(module)
    left_out = [ROOT / "screenings" / name for name in (*software.STAFF_PATHS, *software.PAGE_ONLY_PATHS)]
    assert [folder for folder in left_out if not folder.exists()] == []
    # The rules' interface names the solver, which writes nothing that a feed says.
    solver = ROOT / "screenings" / "solver"
    missed = {path_of(module) for module in reached if any(path_of(module).is_relative_to(name) for name in left_out)}
    assert {path for path in missed if not path.is_relative_to(solver)} == set()
    assert len(reached) > 60


# They read what comes in, serve what is there, or keep the desk; no byte of a page or feed is theirs.
WRITE_NOTHING = {
    "charset-normalizer", "defusedxml", "django-axes", "django-csp", "django-environ",
    "django-simple-history", "django-tasks-db", "granian", "markdown-it-py", "openpyxl", "whitenoise",
}  # fmt: skip


def test_every_library_is_named_by_the_digests_or_known_to_write_nothing() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[<>=; ]", each)[0] for each in project["dependencies"]}
    assert needed - set(software.LIBRARIES) - WRITE_NOTHING == set()
    assert {name for name in software.LIBRARIES if not software.library_version(name)} == set()


@pytest.mark.parametrize("change", ["a byte", "a new file", "a file's name"])
def test_files_of_another_content_or_name_have_another_digest(tmp_path: Path, change: str) -> None:
    (tmp_path / "one.txt").write_text("one")
    (tmp_path / "left out").mkdir()
    (tmp_path / "__pycache__").mkdir()
    before = software.files_digest(tmp_path, exclude=("left out",))
    (tmp_path / "left out" / "two.txt").write_text("two")
    (tmp_path / "__pycache__" / "one.pyc").write_text("two")
    assert software.files_digest(tmp_path, exclude=("left out",)) == before
    if change == "a byte":
        (tmp_path / "one.txt").write_text("One")
    elif change == "a new file":
        (tmp_path / "empty.txt").touch()
    else:
        (tmp_path / "one.txt").rename(tmp_path / "two.txt")
    assert software.files_digest(tmp_path, exclude=("left out",)) != before
