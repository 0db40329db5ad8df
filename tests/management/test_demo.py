"""`manage.py demo`, run as a visitor of the project runs it: in a process of its own, on a folder of its own."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA_DIR": str(folder), **more}


def demo(folder: Path, *arguments: str, **more: str) -> Done:
    command = [sys.executable, "manage.py", "demo", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, **more), capture_output=True, text=True, timeout=600, check=False
    )


def ask(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "demo.sqlite3", isolation_level=None)) as database:
        return database.execute(query).fetchall()


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    folder = tmp_path_factory.mktemp("demo") / "data"
    return demo(folder, "--no-serve", "--port", "8042"), folder


@pytest.fixture
def folder(first_run: tuple[Done, Path], tmp_path: Path) -> Path:
    """A prepared demo to do anything with."""
    return Path(shutil.copytree(first_run[1], tmp_path / "data"))


def test_it_prepares_everything_and_prints_the_addresses(first_run: tuple[Done, Path]) -> None:
    done, folder = first_run

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Preparing the demo festival …",
        "Drawing its pictures …",
        "The festival:    http://127.0.0.1:8042/strangers/",
        "Its screenings:  http://127.0.0.1:8042/strangers/screenings/",
        "The admin:       http://127.0.0.1:8042/admin/    (log in as demo, password demo)",
        "The calendar:    http://127.0.0.1:8042/strangers/screenings.ics",
        "  to subscribe:  webcal://127.0.0.1:8042/strangers/screenings.ics",
    ]
    assert ask(folder, "SELECT number FROM screenings_publication") == [(1,)]
    # A still at least and a poster of each of the eight films, and the header.
    assert ask(folder, "SELECT count(DISTINCT film_id) FROM screenings_filmimage WHERE file <> ''") == [(8,)]
    assert len(list((folder / "media").rglob("*.jpg"))) == 8 + 1 + 8 + 1
    assert ask(folder, "SELECT username, is_superuser FROM auth_user") == [("demo", 1)]
    assert ask(folder, "SELECT site_url FROM screenings_festival") == [("http://127.0.0.1:8042",)]
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_second_run_keeps_what_was_edited_and_publishes_nothing_new(folder: Path) -> None:
    demo(folder, "--no-serve", "--port", "8042")
    ask(folder, "UPDATE screenings_film SET title = 'Our own title' WHERE slug = 'weekend'")
    ask(folder, "UPDATE auth_user SET password = 'changed'")

    done = demo(folder, "--no-serve", "--port", "8042")

    assert (done.returncode, done.stderr) == (0, "")
    assert "log in as demo, with the password you gave" in done.stdout
    assert ask(folder, "SELECT title FROM screenings_film WHERE slug = 'weekend'") == [("Our own title",)]


@pytest.mark.slow
def test_the_same_run_again_changes_no_publication(folder: Path) -> None:
    demo(folder, "--no-serve", "--port", "8042")

    assert ask(folder, "SELECT count(*) FROM screenings_publication") == [(1,)]


@pytest.mark.slow
def test_another_port_is_published_as_the_new_address(folder: Path) -> None:
    demo(folder, "--no-serve", "--port", "8043")

    assert ask(folder, "SELECT site_url FROM screenings_publication ORDER BY number") == [
        ("http://127.0.0.1:8042",),
        ("http://127.0.0.1:8043",),
    ]


@pytest.mark.slow
def test_fresh_starts_over(folder: Path) -> None:
    ask(folder, "UPDATE screenings_film SET title = 'Our own title' WHERE slug = 'weekend'")

    demo(folder, "--no-serve", "--fresh")

    assert ask(folder, "SELECT title FROM screenings_film WHERE slug = 'weekend'") == [("Weekend",)]


@pytest.mark.slow
def test_shifted_it_is_on_now_and_published_so(folder: Path) -> None:
    starts = "SELECT uid, starts_at FROM screenings_screening WHERE ref = 'S02'"
    (uid, before), *_ = ask(folder, starts)

    done = demo(folder, "--no-serve", "--shift-to-today", "--port", "8042")

    assert (done.returncode, done.stderr) == (0, "")
    zone = ZoneInfo("America/Los_Angeles")
    [(first, last)] = ask(folder, "SELECT starts_on, ends_on FROM screenings_festival")
    today = datetime.now(zone).date()
    assert date.fromisoformat(str(first)) <= today <= date.fromisoformat(str(last))
    assert date.fromisoformat(str(first)).weekday() == date(2024, 10, 9).weekday()
    [(same_uid, after)] = ask(folder, starts)
    walls = [datetime.fromisoformat(f"{text}+00:00").astimezone(zone).time() for text in (before, after)]
    assert (same_uid, walls[0]) == (uid, walls[1])
    assert ask(folder, "SELECT starts_at, sequence FROM screenings_publishedscreening WHERE until IS NULL AND uid = "
               f"'{uid}'") == [(after, 1)]  # fmt: skip

    again = demo(folder, "--no-serve", "--shift-to-today", "--port", "8042")
    assert again.returncode == 0
    assert ask(folder, starts) == [(uid, after)]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "festival.example"])
def test_it_serves_this_machine_alone(tmp_path: Path, host: str) -> None:
    done = demo(tmp_path, "--host", host)

    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: The demo's password is known to all")
    assert not (tmp_path / "demo.sqlite3").exists()


def test_a_port_in_use_is_one_line_that_names_the_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = demo(tmp_path, "--port", str(port), "--fresh")

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"CommandError: Port {port} is in use\. Choose another: --port \d+\n", done.stderr)


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_what_is_no_port_is_refused(tmp_path: Path, port: str) -> None:
    done = demo(tmp_path, f"--port={port}")

    assert (done.returncode, done.stderr) == (
        1, f"CommandError: {port} is no port. Choose one from 1024 to 65535: --port 8001\n",
    )  # fmt: skip


def test_it_never_touches_another_database(tmp_path: Path) -> None:
    done = demo(tmp_path, "--no-serve", DATABASE_URL=f"sqlite:///{tmp_path / 'festival.sqlite3'}")

    assert done.returncode == 1
    assert done.stderr == "CommandError: The demo keeps a database of its own. Run it without DATABASE_URL.\n"
    assert not (tmp_path / "festival.sqlite3").exists()


def test_a_site_that_is_not_the_demo_cannot_start_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)

    with pytest.raises(CommandError, match=r"Start it as: festival demo"):
        call_command("demo", "--no-serve")


@pytest.fixture
def served(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)],
        cwd=ROOT,
        env=environment(folder, GRANIAN_WORKERS="3"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    site = f"http://127.0.0.1:{port}"
    try:
        _wait_for(site, process)
        yield process, site
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait_for(site: str, process: subprocess.Popen[str]) -> None:
    deadline = monotonic() + 60
    while monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{site}/healthz") as response:
                assert response.read() == b"ok\n"
                return
        except URLError:
            sleep(0.1)
    pytest.fail(f"the demo did not start: {process.communicate()[0] if process.poll() is not None else 'no answer'}")


def test_it_serves_the_site_the_admin_and_the_feed_until_ctrl_c(served: tuple[subprocess.Popen[str], str]) -> None:
    process, site = served
    browser = build_opener(HTTPCookieProcessor(jar := CookieJar()))

    for address in ("/", "/strangers/", "/strangers/screenings/", "/strangers/films/all-of-us-strangers/"):
        with browser.open(site + address) as page:
            assert (page.status, "All of Us Strangers" in page.read().decode()) == (200, True), address
    with browser.open(f"{site}/strangers/screenings.ics") as feed:
        text = feed.read().decode()
    assert text.count("BEGIN:VEVENT") == 36
    assert f"SOURCE;VALUE=URI:{site}/strangers/screenings.ics" in text
    login = f"{site}/admin/login/?next=/admin/"
    with browser.open(login) as page:
        styles = re.findall(r'href="(/static/[^"]+\.css)"', page.read().decode())
    for style in styles[:1]:
        with browser.open(site + style) as sheet:
            assert sheet.headers["Content-Type"].startswith("text/css")
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = urlencode({"username": "demo", "password": "demo", "csrfmiddlewaretoken": token}).encode()
    with browser.open(login, form) as page:
        assert page.url == f"{site}/admin/"
        assert "Log out" in page.read().decode()

    os.killpg(process.pid, signal.SIGINT)

    said, _ = process.communicate(timeout=30)
    assert process.returncode in (0, -signal.SIGINT)
    assert "Serving. Ctrl-C ends it." in said
    assert "Traceback" not in said
    with socket.create_server(("127.0.0.1", int(site.rpartition(":")[2]))):
        pass  # the port is free again
