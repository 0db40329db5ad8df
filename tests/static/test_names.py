"""Style sheets and scripts name what there is: every class is on some page, every data-attribute read is written."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django.contrib.admin
import django.forms
import pytest

ROOT = Path(__file__).parents[2] / "screenings"
STATIC = ROOT / "static"
SHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
TEMPLATES = sorted(ROOT.rglob("*.html"))
DJANGO = [Path(module.__file__).parent for module in (django.contrib.admin, django.forms)]
HOLE = "\0"  # what a template, a script or an f-string fills in
NAME = rf"-?[A-Za-z_][\w{HOLE}-]*"


def read(path: Path) -> str:
    return re.sub(r"/\*.*?\*/|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def selectors(path: Path) -> Iterator[str]:
    for prelude in re.findall(r"([^{};]+)\{", read(path)):
        if not prelude.strip().startswith("@"):
            yield prelude


def in_template(path: Path) -> Iterator[str]:
    """The values of class attributes, and of the admin's block for the body's."""
    filled = re.sub(r"\{\{.*?\}\}", HOLE, read(path))
    text = re.sub(r"\{%(?! (?:end)?block).*?%\}", " ", filled)
    for value, body in re.findall(r'\bclass="([^"]*)"|\{% block bodyclass %\}(.*?)\{% endblock', text, re.DOTALL):
        yield from f"{value} {body}".split()


def in_script(path: Path) -> Iterator[str]:
    """What is set; a selector sets nothing."""
    for text in re.findall(r"(?:className = |classList\.\w+\()[\"`](.*?)[\"`]", read(path)):
        yield from re.sub(r"\$\{.*?\}", HOLE, text).split()


def in_python(path: Path) -> Iterator[str]:
    """Words with a hyphen, and what a widget, a message, a picture or a piece of a page is given as its class."""
    text = path.read_text(encoding="utf-8")
    for names in re.findall(r"\"class\": \"([\w -]+)\"|class=\"([\w -]+)\"", text):
        yield from " ".join(names).split()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Constant(value=str() as text):
                found = text
            case ast.JoinedStr(values=values):
                found = "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in values)
            case _:
                continue
        yield from (word for names in re.findall(r'\bclass="([^"]*)"', found) for word in names.split())
        yield from (word for word in found.split() if "-" in word)


@pytest.fixture(scope="module")
def given() -> re.Pattern[str]:
    """Every class that a page of ours may have."""
    found = {
        *(name for path in TEMPLATES for name in in_template(path)),
        *(name for path in SCRIPTS for name in in_script(path)),
        *(name for path in ROOT.rglob("*.py") for name in in_python(path)),
    }
    names = (re.escape(name).replace(HOLE, r"[\w-]+") for name in found if re.fullmatch(NAME, name))
    return re.compile("|".join(("model-[a-z]+", *sorted(names))))  # the admin names the model in its body's class


@pytest.fixture(scope="module")
def of_django() -> set[str]:
    paths = (path for root in DJANGO for kind in ("html", "css", "js", "py") for path in root.rglob(f"*.{kind}"))
    return {name for path in paths for name in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: str(path.relative_to(STATIC)))
def test_every_class_of_a_style_sheet_is_on_some_page(sheet: Path, given: re.Pattern[str], of_django: set[str]) -> None:
    bare = (re.sub(r"\[[^\]]*\]", "", selector) for selector in selectors(sheet))
    classes = {name for selector in bare for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector)}
    assert {name for name in classes if not given.fullmatch(name)} <= of_django


def kebab(names: Iterable[str]) -> set[str]:
    return {re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in names}


def test_every_data_attribute_that_is_read_is_written_and_the_other_way_round() -> None:
    scripts = "\n".join(map(read, SCRIPTS))
    set_by_script = set(re.findall(r"dataset\.(\w+) = ", scripts))
    read_by_script = {
        *re.findall(r"dataset\.(\w+)(?! = )\b", scripts),
        *re.findall(r'"(\w+)" in [\w.()\[\]]*dataset', scripts),
        *(name for names in re.findall(r"\{([\w, ]+)\} = [\w.()]*dataset;", scripts) for name in names.split(", ")),
    }
    selected = set(re.findall(r"\[data-([\w-]+)", scripts + "\n".join(map(read, SHEETS))))
    pages = [*map(read, TEMPLATES), *(read(path) for path in ROOT.rglob("*.py"))]
    written = {name for page in pages for name in re.findall(r"[\s\"]data-([a-z-]+)\b(?=[=\s\"{>])", page)}
    asked = {name.strip() for name in kebab(read_by_script) | selected}
    of_others = {"theme", "popup-opener", "ajax--url"}  # Django's own admin writes or reads them
    assert asked - written - kebab(set_by_script) - of_others == set()
    assert written - asked - of_others == set()
