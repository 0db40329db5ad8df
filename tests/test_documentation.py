"""What docs/ says of the code is so: the way from a row to a feed, the classes of the glossary, the index."""

import ast
import builtins
import re
import sys
import zoneinfo
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from django.test import Client

from screenings.importing.importer import import_programme
from screenings.publishing import publish
from tests.importing.sample_programme import folder

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
WAY_TO_A_FEED = PAGES["architecture.md"].partition("## From a row to a feed")[2].partition("\n## ")[0]
NAMED = re.findall(r"^\| `([\w.]+)` \|", WAY_TO_A_FEED, re.MULTILINE)


def test_a_row_becomes_a_feed_by_the_functions_the_page_names_in_their_order(db: None, tmp_path: Path) -> None:
    called: list[str] = []

    def note(frame: FrameType, event: str, _value: object) -> None:
        if event == "call" and (module := frame.f_globals.get("__name__", "")).startswith("screenings."):
            name = f"{module.removeprefix('screenings.')}.{frame.f_code.co_qualname}"
            if name not in called and name in NAMED:
                called.append(name)

    given = folder(tmp_path / "given")
    sys.setprofile(note)
    try:
        imported = import_programme(given)
        publish(imported.festival, at=datetime(2026, 4, 1, tzinfo=UTC))
        answer = Client().get("/harbour/screenings.ics")
    finally:
        sys.setprofile(None)

    assert answer.status_code == 200
    assert len(NAMED) > 15
    assert called == NAMED


def test_every_class_of_the_glossary_is_there() -> None:
    classes = set(re.findall(r"`([A-Z]\w+)`", PAGES["glossary.md"]))
    defined = {
        name
        for path in (ROOT / "screenings").rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert classes - defined == set()


def test_the_index_names_every_page_once() -> None:
    listed = re.findall(r"^\| \[[^]]+\]\(([\w-]+\.md)\)", PAGES["README.md"], re.MULTILINE)

    assert sorted(listed) == sorted(PAGES.keys() - {"README.md"})


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([\w./-]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []


def test_what_a_docstring_says_is_raised_is_the_name_of_an_exception() -> None:
    code = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "screenings").rglob("*.py")}
    nodes = [(path, node) for path, tree in code.items() for node in ast.walk(tree)]
    known = {*dir(builtins), *dir(zoneinfo)}
    known |= {node.name for _path, node in nodes if isinstance(node, ast.ClassDef)}
    known |= {
        alias.asname or alias.name for _path, node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    documented = [
        (path.name, name)
        for path, node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for raised in re.findall(r"[Rr]aises? [^.]*", ast.get_docstring(node) or "")
        for name in re.findall(r"(?:[Rr]aises? |, (?:and |or )?|and |or )([A-Z][a-z]\w+)", raised)
    ]
    assert len(documented) > 60
    assert [(file, name) for file, name in documented if name not in known] == []
