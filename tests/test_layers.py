"""The rooms: imports point down one line, neighbours do not know each other, and a room that it does not name fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What may import what, as one line: a room knows those to its left. Neighbours, between commas, do not know each other.
LINE = (
    "text < timetable, fingerprints < images, solver, itinerary, feeds < models < migrations, reliability"
    " < loading, wording < scheduling < publishing, importing, audit < assistant < public < desk < templatetags"
    " < board, proposals, worksheet, plans < scenarios, sheets < admin, management, public_middleware"
    " < checks < apps, urls"
)
# A room is the first name below `screenings`; what is inside a room may import the rest of it.
LAYERS = {room.strip(): layer for layer, rooms in enumerate(LINE.split("<")) for room in rooms.split(",")}
# These speak in values alone: no clock, no database, no settings, no web.
WITHOUT_DJANGO = {"text", "timetable", "solver", "itinerary", "feeds", "images"}
# Whatever opens a connection. Django itself asks the database, the cache and the uploads' storage that settings name.
NETWORK = (
    "aiohttp", "asyncio", "boto3", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc", "django.core.mail",
)  # fmt: skip
REACHING_OUT = tuple(f"{name}." for name in NETWORK)
# They listen, or ask for this machine's name.
LISTEN = {"screenings.management.server", "screenings.management.server_start", "screenings.reliability.search_workers"}
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")

# Django's migrations call nothing else before and after themselves.
MIGRATE_SIGNALS = {
    "screenings.apps": ("django.db.models.signals.pre_migrate", "django.db.models.signals.post_migrate"),
}


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names an import statement asks for; `from a import b` asks for `a.b`, which may be a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def room_of(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


def violations(module: str, source: str) -> Iterator[str]:
    """What `source`, were it the module of that dotted name, does against the layers."""
    lines = source.splitlines()
    tree = ast.parse(source)
    top_level = {id(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            top_level -= {id(node) for node in ast.walk(function)}
    for node in ast.walk(tree):
        for name in imported(node):
            yield from _against_layers(module, name)
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top_level and not _reason(lines, node):
            yield f"{module}, line {node.lineno}: an import inside a function without its reason beside it"


def _reason(lines: list[str], node: ast.Import | ast.ImportFrom) -> bool:
    """A comment on the import's own lines or on the line above."""
    return any("#" in line for line in lines[max(0, node.lineno - 2) : node.end_lineno])


def _against_layers(module: str, name: str) -> Iterator[str]:
    package = name.partition(".")[0]
    if name.startswith("."):
        yield f"{module}: {name} is a relative import"
    elif package == "festival":
        yield f"{module}: {name} belongs to the wiring, which the app does not know"
    elif name.startswith(SIGNALS) and name not in MIGRATE_SIGNALS.get(module, ()):
        yield f"{module}: {name} is a signal; call what is to happen instead"
    elif f"{name}.".startswith(tuple(f"{known}." for known in NETWORK)) and (
        module not in LISTEN or package != "socket"
    ):
        yield f"{module}: {name} reaches out; nothing that people send us is ever fetched"
    elif package == "django" and room_of(module) in WITHOUT_DJANGO:
        yield f"{module}: {name} is Django's, and this package is plain Python"
    elif package == "screenings" and room_of(module) and room_of(name):
        own, other = room_of(module), room_of(name)
        if own != other and LAYERS.get(own, 0) <= LAYERS.get(other, 99):
            yield f"{module} imports {name}: {own} does not know {other}"


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "screenings").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def test_every_import_points_down() -> None:
    found = [wrong for module, path in modules() for wrong in violations(module, path.read_text(encoding="utf-8"))]

    assert found == []


def test_every_room_has_its_place_in_the_line() -> None:
    rooms = {room_of(module) for module, _ in modules()} - {""}

    assert rooms ^ LAYERS.keys() == set()


def picture() -> str:
    """The line as docs/architecture.md shows it: a storey for each step, the ground below."""
    storeys = ["     ".join(room.strip() for room in rooms.split(",")) for rooms in reversed(LINE.split("<"))]
    width = max(len(storey) for storey in storeys) + 4
    floors = [f"│{storey.center(width)}│" for storey in storeys]
    edge = "─" * width
    return "\n".join((f"┌{edge}┐", f"\n├{edge}┤\n".join(floors), f"└{edge}┘"))


def test_the_picture_of_the_rooms_is_the_line() -> None:
    assert f"<!-- rooms -->\n```\n{picture()}\n```" in ARCHITECTURE, f"docs/architecture.md, show:\n{picture()}"


def test_the_page_says_of_every_room_what_is_in_it() -> None:
    table = ARCHITECTURE.partition("| room |")[2].partition("\n\n")[0]
    described = [
        room for row in table.splitlines() for room in re.findall(r"`(\w+)`", row.split("|")[1] if "|" in row else "")
    ]

    assert sorted(described) == sorted(LAYERS)


def test_the_solver_is_entered_by_its_documented_entry() -> None:
    """Aside from its protocol with a child process, which serves whatever a process is to do, and from what a festival
    may prefer or wish for, which the models ask for: a command that searches nothing does not load the search.
    """
    entries = tuple(f"screenings.solver.{name}." for name in ("api", "preferences", "wishes", "worker_process"))
    past_it = [
        f"{module} imports {name}"
        for module, path in modules()
        if room_of(module) != "solver"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
        if name.startswith("screenings.solver.") and not name.startswith(entries)
    ]

    assert past_it == []


def test_nothing_imports_what_needs_the_app_that_guards_logins() -> None:
    """Another project may lack axes: settings name these two, and whatever else imported them would stop it there."""
    guards = ("screenings.desk.logins", "screenings.desk.password_checks")
    found = [
        f"{module} imports {name}"
        for module, path in modules()
        if module not in guards
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
        if f"{name}.".startswith(("axes.", *(f"{guard}." for guard in guards)))
    ]

    assert found == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "services", "misc"}

    assert [module for module, _ in modules() if module.rpartition(".")[2] in drawers] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("screenings.timetable.rules", "from screenings.models import Film"),
        ("screenings.timetable.rules", "from django.utils import timezone"),
        ("screenings.timetable.rules", "from screenings import models"),
        ("screenings.feeds.ical", "import screenings.models"),
        ("screenings.feeds.ical", "from django.conf import settings"),
        ("screenings.solver.propose", "from screenings.feeds.ical import event_text"),
        ("screenings.loading", "from screenings.publishing import publish"),
        ("screenings.publishing", "from screenings.public.listings import shown"),
        ("screenings.public.listings", "from screenings.desk.search import folded"),
        ("screenings.public.views.films", "from screenings.admin import films"),
        ("screenings.public.views.films", "from screenings.urls import urlpatterns"),
        ("screenings.public.views.films", "from festival.settings import DEBUG"),
        ("screenings.public.views.films", "import festival.settings"),
        ("screenings.public.views.films", "from . import listings"),
        ("screenings.public.views.films", "from ..models import Film"),
        ("screenings.models.films", "from django.db.models.signals import post_save"),
        ("screenings.models.films", "from django.db.models import signals"),
        ("screenings.models.films", "from django.dispatch import receiver"),
        ("screenings.public.views.films", "def film():\n    from screenings.models import Film\n"),
        ("screenings.public.views.films", "class Films:\n    async def get(self):\n        import json\n"),
        ("screenings.public.views.films", "if True:\n    from screenings.urls import urlpatterns\n"),
        ("screenings.importing.sources", "from urllib.request import urlopen"),
        ("screenings.importing.sources", "from urllib import request"),
        ("screenings.importing.sources", "import http.client"),
        ("screenings.importing.sources", "import requests"),
        ("screenings.importing.sources", "import socket"),
        ("screenings.management.server_start", "import ssl"),
        ("screenings.brand_new", "from screenings.models import Film"),
        ("screenings.public.views.films", "from screenings.brand_new import film"),
    ],
)
def test_a_violation_is_seen(module: str, source: str) -> None:
    assert len(list(violations(module, source))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("screenings.timetable.rules", "from screenings.timetable.values import Showing"),
        ("screenings.models.films", "from screenings.models.fields import LineField\nfrom django.db import models"),
        ("screenings.loading", "from screenings.models import Film\nfrom screenings.timetable import days"),
        ("screenings.public.views.films", "from screenings.public.views import listings"),
        ("screenings.apps", "from screenings import checks"),
        ("screenings.models.fields", "from urllib.parse import urlsplit"),
        ("screenings.management.server_start", "import socket"),
        ("screenings.urls", "from screenings.public.views import films\nfrom screenings.admin import films as admin"),
        (
            "screenings.importing.workbooks",
            "def write():\n    import openpyxl  # heavy: only when asked for\n",
        ),
        (
            "screenings.importing.workbooks",
            "def write():\n    # heavy: only when asked for\n    import openpyxl\n",
        ),
    ],
)
def test_what_points_down_is_let_be(module: str, source: str) -> None:
    assert list(violations(module, source)) == []
