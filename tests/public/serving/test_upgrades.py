"""A copy of the software is changed, and what a browser keeps is compared with what it gets from the changed one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PAGES = (
    "/strangers/", "/strangers/screenings/", "/strangers/screenings/?section=competition", "/strangers/changes/",
    "/strangers/films/", "/strangers/films/all-of-us-strangers/", "/strangers/timetable/", "/sitemap.xml",
)  # fmt: skip
FEEDS = (
    "/strangers/screenings.ics", "/strangers/screenings.json", "/strangers/screenings.csv", "/strangers/schedule.xml",
    "/strangers/changes.atom", "/strangers/films/all-of-us-strangers.ics",
)  # fmt: skip
OTHERS = ("/strangers/icon.svg", "/strangers/icon.png", "/favicon.ico")
# As a server that has just started: nothing is kept in it yet.
ASK = """
import json, sys
from hashlib import sha256
from festival.wsgi import application
from django.test import Client
found = {}
for address in json.loads(sys.argv[1]):
    answer = Client(headers={"host": "127.0.0.1"}).get(address)
    body = sha256(answer.content).hexdigest() if answer.status_code == 200 else answer.status_code
    found[address] = answer.headers.get("ETag"), answer.headers.get("Last-Modified"), body
print(json.dumps(found))
"""
Found = dict[str, list[str]]


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(copy: Path) -> None:
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(copy: Path) -> None:
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


class Site:
    """A copy of the software with the demo festival, and a server that starts for each question."""

    def __init__(self, folder: Path) -> None:
        self.copy = folder / "software"
        for name in ("festival", "screenings", "fixtures"):
            shutil.copytree(ROOT / name, self.copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("manage.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.copy)
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
        self.environment = {**kept, "DEMO": "1", "DATA_DIR": str(folder / "data"), "WORKER": "none"}
        self.run("manage.py", "demo", "--no-serve")

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.copy,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self) -> Found:
        return json.loads(self.run("-c", ASK, json.dumps(ALL)))


ALL = (*PAGES, *FEEDS, *OTHERS)
# What is changed, how, which tags have to follow and which may not.
CHANGES: dict[str, tuple[Callable[[Path], None], tuple[str, ...], tuple[str, ...]]] = {
    "nothing": (lambda copy: None, (), ALL),
    "a page's template": (append("screenings/templates/screenings/_run.html", "<!-- new -->"), PAGES, FEEDS + OTHERS),
    "an asset": (append("screenings/static/screenings/site.css", "\n.new { color: red; }\n"), PAGES, FEEDS + OTHERS),
    "a desk's template": (append("screenings/templates/admin/index.html", "<!-- new -->"), (), ALL),
    "the calendars' writer": (
        replace("screenings/feeds/ical.py", "-//Festival Scheduler//", "-//Festival Planner//"), PAGES + FEEDS, OTHERS
    ),
    "the mark": (replace("screenings/images/icon.py", 'r="7"', 'r="8"'), ("/strangers/icon.svg",), ()),
}  # fmt: skip


def test_equal_tags_mean_equal_bytes_whatever_was_upgraded(tmp_path: Path) -> None:
    site = Site(tmp_path)
    before = site.ask()
    named = {(address, tag): body for address, (tag, _, body) in before.items()}
    for what, (change, follow, stay) in CHANGES.items():
        change(site.copy)
        if what == "an asset":
            site.run("manage.py", "collectstatic", "--no-input")
        after = site.ask()
        for address, (tag, modified, body) in after.items():
            assert named.setdefault((address, tag), body) == body, (what, address)
            if body != before[address][2]:
                assert modified is None or modified != before[address][1], (what, address)
        changed = {address for address in after if after[address][0] != before[address][0]}
        assert set(follow) <= changed, what
        assert changed & set(stay) == set(), what
        before = after
