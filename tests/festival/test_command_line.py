"""The command line before Django speaks: no installation, a wrong environment, and production's own."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from festival import __version__
from festival.garbage_collection import THRESHOLDS

ROOT = Path(__file__).parents[2]
TO_RUN = "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e ."
TO_TEST = '.venv/bin/pip install -c constraints.txt -e ".[test]"'
PRODUCTION = {
    "SECRET_KEY": "a-key-of-fifty-and-more-characters-0123456789-only-for-tests",
    "SITE_URL": "https://festival.example",
    "ALLOWED_HOSTS": "festival.example",
}

CHECK = ("check", "--deploy", "--database", "default", "--fail-level", "WARNING")


def run(*command: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """With nothing of this run's environment but the path."""
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=600, check=False)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "manage.py", *arguments, **environment)


def test_without_django_it_says_how_to_install_and_nothing_else() -> None:
    done = run(sys.executable, "-s", "-S", "manage.py", "demo")

    assert done.returncode == 1
    assert (done.stdout, f"{TO_RUN} && " in done.stderr, "Traceback" in done.stderr) == ("", True, False)


def test_an_installation_that_lost_a_package_says_how_to_mend_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "festival", tmp_path / "festival")
    done = run(sys.executable, "-s", "-S", "-m", "festival", "demo", folder=tmp_path)

    assert done.returncode == 1
    assert done.stderr == (
        "The festival's software is not installed for this Python: django is missing. Run:\n\n"
        f"    {sys.executable} -m pip install --force-reinstall festival-scheduler=={__version__}\n\n"
    )


def test_the_readme_holds_the_two_commands_and_ci_runs_them() -> None:
    blocks = [block.strip() for block in (ROOT / "README.md").read_text(encoding="utf-8").split("```")[1::2]]
    to_run, to_test = f"{TO_RUN} && .venv/bin/python manage.py demo", f"{TO_TEST} && .venv/bin/python -m pytest"
    assert blocks[:2] == [to_run, to_test]

    # In CI the environment has another folder, and the demo ends by itself.
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    as_ci_has_them = [
        command.replace("python3", '"$1"').replace(" .venv ", ' "$2" ').replace(".venv/bin/", '"$2"/bin/')
        for command in (TO_RUN, TO_TEST)
    ]
    assert [command for command in as_ci_has_them if command not in ci] == []


def test_the_version_is_told() -> None:
    assert manage("--version").stdout.startswith(f"festival-scheduler {__version__}, Django ")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not understood."),
        ({"DATABASE_URL": "sqlite:///own.sqlite3"}, "DATABASE_URL names own.sqlite3, which is another file"),
        ({"HTTPS": "enabled"}, 'HTTPS is "enabled". Write 1 or 0.'),
        ({"CONN_MAX_AGE": "1h"}, 'CONN_MAX_AGE is "1h". Write a whole number, such as 600.'),
        ({"WORKER": "two"}, 'WORKER is "two". Write one of embedded, none.'),
        ({"MEDIA_STORAGE": "no.such.Storage"}, 'MEDIA_STORAGE is "no.such.Storage", and there is no such module here.'),
        ({"MEDIA_STORAGE_OPTIONS": "bucket=secret"}, "MEDIA_STORAGE_OPTIONS is no JSON object. Write one, such as {"),
        ({"MEDIA_STORAGE_OPTIONS": '{"a": 1}'}, "MEDIA_STORAGE_OPTIONS is set, but MEDIA_STORAGE is not."),
        ({"LOG_LEVEL": "loud"}, 'LOG_LEVEL is "LOUD". Write one of CRITICAL, '),
        ({"DATA_DIR": "/dev/null/data"}, "The data directory /dev/null/data cannot be made: Not a directory."),
    ],
)
def test_a_wrong_environment_is_one_line_and_exit_78(environment: dict[str, str], message: str) -> None:
    done = manage("check", **environment)

    assert done.returncode == 78
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_a_setting_left_empty_counts_as_left_out(tmp_path: Path) -> None:
    """As a template of an environment file leaves them."""
    empty = dict.fromkeys(("SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "HTTPS", "DEBUG"), "")
    shown = "from django.conf import settings as s; print(s.HTTPS, s.DEBUG, s.SITE_URL, s.ALLOWED_HOSTS[0])"
    done = manage("shell", "--no-imports", "-c", shown, DATA_DIR=str(tmp_path), **empty)

    assert done.stdout == "True False http://127.0.0.1:8000 127.0.0.1\n", done.stderr


def test_names_may_have_spaces_between_them(tmp_path: Path) -> None:
    shown = "from django.conf import settings as s; print(s.ALLOWED_HOSTS)"
    hosts = " festival.example , www.festival.example,"
    done = manage("shell", "--no-imports", "-c", shown, DATA_DIR=str(tmp_path), ALLOWED_HOSTS=hosts)

    assert done.stdout == "['festival.example', 'www.festival.example']\n", done.stderr


def test_an_empty_environment_is_safe(tmp_path: Path) -> None:
    names = "DEBUG, s.DEMO, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS, len(s.SECRET_KEY) > 49"
    shown = f"from django.conf import settings as s; print(s.{names})"
    done = manage("shell", "--no-imports", "-c", shown, DATA_DIR=str(tmp_path))

    assert done.stdout.split("\n")[0] == "False False True True ['127.0.0.1', 'localhost', '[::1]'] True", done.stderr


def test_two_starts_without_a_key_share_none(tmp_path: Path) -> None:
    shown = ("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    keys = [manage(*shown, DATA_DIR=str(tmp_path)).stdout for _ in range(2)]

    assert keys[0] != keys[1]


@pytest.mark.slow
def test_production_deploys_without_a_warning(tmp_path: Path) -> None:
    assert manage("collectstatic", "--no-input", DATA_DIR=str(tmp_path), **PRODUCTION).returncode == 0
    assert manage("migrate", "--verbosity", "0", DATA_DIR=str(tmp_path), **PRODUCTION).returncode == 0
    done = manage(*CHECK, DATA_DIR=str(tmp_path), **PRODUCTION)

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


@pytest.mark.slow
def test_the_pages_and_ci_have_the_database_looked_into_which_alone_finds_a_trigger_that_is_missing(
    tmp_path: Path,
) -> None:
    places = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / ".ci" / "run"]
    run_there = [line for place in places for line in place.read_text(encoding="utf-8").splitlines()
                 if re.search(r"(manage\.py|festival-site) check --deploy", line) and "`" not in line]  # fmt: skip
    assert len(run_there) == 4
    assert [line for line in run_there if " ".join(CHECK[:4]) not in line] == []

    assert manage("collectstatic", "--no-input", DATA_DIR=str(tmp_path), **PRODUCTION).returncode == 0
    assert manage("migrate", "--verbosity", "0", DATA_DIR=str(tmp_path), **PRODUCTION).returncode == 0
    with closing(sqlite3.connect(tmp_path / "festival.sqlite3")) as database, database:
        like = "name LIKE 'festival_version_%screenings_film_update'"
        (name,) = database.execute(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND {like}").fetchone()
        database.execute(f"DROP TRIGGER {name}")
    codes = [
        (done.returncode, "screenings.W011" in done.stderr)
        for command in (CHECK, [word for word in CHECK if word not in ("--database", "default")])
        for done in [manage(*command, DATA_DIR=str(tmp_path), **PRODUCTION)]
    ]
    assert codes == [(1, True), (0, False)]


def test_an_untold_production_is_warned(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert [code for code in ("W002", "W003", "W004", "W008") if f"screenings.{code}" not in done.stderr] == []


def test_every_model_has_its_migration(tmp_path: Path) -> None:
    done = manage("makemigrations", "--check", "--dry-run", DATA_DIR=str(tmp_path))

    assert (done.returncode, done.stdout) == (0, "No changes detected\n")


@pytest.mark.parametrize("command", [("help",), ("migrate", "--plan")])
def test_who_stops_reading_gets_no_traceback(command: tuple[str, ...], tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA_DIR": str(tmp_path)}
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run(
            (sys.executable, "manage.py", *command),
            cwd=ROOT, env=env, stdout=writes, stderr=subprocess.PIPE, text=True, timeout=600, check=False,
        )  # fmt: skip
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.slow
@pytest.mark.parametrize("command", [("publish",), ("conflicts",), ("migrate",), ("tidy_uploads",)])
def test_a_database_that_does_not_answer_is_one_line_and_exit_75(command: tuple[str, ...], tmp_path: Path) -> None:
    done = manage(*command, **PRODUCTION, DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/festival.sqlite3")

    assert (done.returncode, done.stdout.count("Traceback")) == (75, 0)
    assert done.stderr == (
        "The database does not answer. Check that it runs and that DATABASE_URL is right, and run this again. "
        "(unable to open database file)\n"
    )


def test_a_command_seldom_looks_through_what_it_has_loaded() -> None:
    asked = "import gc, sys; from festival.command_line import main; sys.argv[1:] = ['--version']; main()"
    said = run(sys.executable, "-c", f"{asked}; print(*gc.get_threshold())").stdout.splitlines()

    assert said[-1] == " ".join(map(str, THRESHOLDS))
