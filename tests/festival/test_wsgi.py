"""What a server and a command load before they are asked for anything."""

import os
import subprocess
import sys
from pathlib import Path

from django.urls import reverse

from festival.garbage_collection import THRESHOLDS
from screenings.loading.public import PUBLIC_URLS

ROOT = Path(__file__).parents[2]
# What few requests and commands want, and what only the tests have.
HEAVY = {"charset_normalizer", "highspy", "hypothesis", "markdown_it", "numpy", "openpyxl", "scipy"}
# What the listing wants when it is first made; the last by way of the others, where it is installed.
TABLES = {"django_tables2", "django.contrib.postgres", "psycopg"}


def printed(statement: str, folder: Path) -> str:
    """By a fresh Python on SQLite."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "festival.settings", "SECRET_KEY": "x", "DATABASE_URL": ""}
    ended = subprocess.run(
        [sys.executable, "-c", statement],
        env={**environment, "DATA_DIR": str(folder), "WORKER": "none"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout


def loaded(statement: str, folder: Path) -> set[str]:
    """The modules after the statement."""
    return set(printed(f"{statement}\nimport sys\nprint(*sys.modules)", folder).split())


PAGES = {"festival.urls", "screenings.urls", "screenings.admin"}


def test_a_server_has_every_page_ready_and_nothing_that_is_rarely_wanted(tmp_path: Path) -> None:
    modules = loaded("import festival.wsgi", tmp_path)

    assert modules >= PAGES
    assert modules & (HEAVY | TABLES) == set()


def test_a_command_loads_no_page_and_nothing_that_is_rarely_wanted(tmp_path: Path) -> None:
    modules = loaded("import django; django.setup()", tmp_path)

    assert "screenings.models" in modules
    assert modules & (PAGES | HEAVY | TABLES) == set()


def test_a_command_that_publishes_loads_the_public_pages_alone(tmp_path: Path) -> None:
    """They name each film's address, which is the same on the whole site."""
    asked = (
        f"import django; django.setup()\nfrom django.urls import reverse\nreverse('film', '{PUBLIC_URLS}', args='ab')"
    )
    modules = loaded(asked, tmp_path)

    assert "screenings.public.views.films" in modules
    assert modules & {"festival.urls", "screenings.admin", "screenings.board", *HEAVY} == set()
    assert reverse("film", PUBLIC_URLS, args="ab") == reverse("film", args="ab")


def test_a_server_does_not_look_through_all_that_is_loaded_again_and_again(tmp_path: Path) -> None:
    asked = "import gc, festival.wsgi\nprint(*gc.get_threshold(), gc.get_freeze_count(), len(gc.get_objects()))"
    *thresholds, left_out, looked_through = map(int, printed(asked, tmp_path).split())

    assert tuple(thresholds) == THRESHOLDS
    assert left_out > 10 * looked_through
