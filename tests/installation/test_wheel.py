"""The wheel as somebody else installs it: into an environment of its own, without a checkout anywhere on the path."""

import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from festival import __version__
from tests.installation.packages import EARLIER, built, source_of_an_earlier_version
from tests.installation.processes import ROOT, free_port, get, must, run, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("wheel") / "dist")


def test_every_file_of_the_two_packages_and_the_demo_s_fixture_are_in_the_wheel(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    ours = {
        file.relative_to(ROOT).as_posix()
        for package in ("festival", "screenings")
        for file in (ROOT / package).rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }

    assert ours - packed == set()
    assert len(ours) > 400
    others = {name for name in packed - ours if ".dist-info/" not in name}
    docs = {f"screenings/docs/{file.name}" for file in (ROOT / "docs").iterdir()}
    assert others == {"screenings/fixtures/demo.json", *docs}


def test_the_installed_demo_answers_and_an_upgrade_keeps_what_was_edited(wheel: Path, tmp_path: Path) -> None:
    home, venv = tmp_path / "home", tmp_path / "venv"
    home.mkdir()
    earlier = built(source_of_an_earlier_version(tmp_path / "earlier"), tmp_path / "dist")
    must(sys.executable, "-m", "venv", venv, home=home)
    pip, festival, python = venv / "bin" / "pip", venv / "bin" / "festival", venv / "bin" / "python"

    must(pip, "install", "--quiet", "--constraint", ROOT / "constraints.txt", earlier, home=home)
    assert must(festival, "--version", home=home).startswith(f"festival-scheduler {EARLIER}, ")
    must(festival, "demo", "--no-serve", home=home)
    database = home / ".local" / "share" / "festival-scheduler" / "demo" / "demo.sqlite3"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE screenings_festival SET name = 'Edited before the upgrade'")

    must(pip, "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, home=home)
    assert must(python, "-m", "festival", "--version", home=home).startswith(f"festival-scheduler {__version__}, ")
    packages = Path(must(python, "-c", "import festival; print(festival.__file__)", home=home)).parents[1]
    assert packages.is_relative_to(venv)
    installed = files(packages)
    site = f"http://127.0.0.1:{(port := free_port())}"
    with served(festival, "demo", "--port", port, home=home, until=f"{site}/healthz"):
        status, page = get(f"{site}/strangers/")
        assert (status, "Edited before the upgrade" in page) == (200, True)
        styles = re.findall(r'href="(/static/screenings/[^"]+\.css)"', page)
        assert [get(site + address)[0] for address in styles] == [200] * len(styles) != []
        status, page = get(f"{site}/admin/")
        assert (status, "Festival desk" in page) == (200, True)
        status, feed = get(f"{site}/strangers/screenings.ics")
        assert (status, feed.startswith("BEGIN:VCALENDAR\r\n"), feed.count("BEGIN:VEVENT") > 30) == (200, True, True)

    assert files(packages) == installed, "something was written into the installation"
    must(pip, "uninstall", "--quiet", "--yes", "festival-scheduler", home=home)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT name FROM screenings_festival").fetchone() == ("Edited before the upgrade",)
    assert [place.name for place in packages.glob("*festival*")] == []


def files(packages: Path) -> set[str]:
    """What Python itself compiles aside."""
    return {file.as_posix() for file in packages.rglob("*") if file.suffix not in ("", ".pyc")}


def test_a_data_folder_in_the_installation_ends_the_start_in_one_line(wheel: Path, tmp_path: Path) -> None:
    """Unpacked beside no pyproject.toml, as pip does it, for this Python's packages."""
    ZipFile(wheel).extractall(tmp_path / "packages")
    inside = tmp_path / "packages" / "var"
    done = run(
        sys.executable, "-m", "festival", "check", home=tmp_path, PYTHONPATH=str(inside.parent), DATA_DIR=str(inside)
    )

    assert (done.returncode, done.stdout) == (78, "")
    assert done.stderr == (
        f"DATA_DIR is {inside}, inside the installation in {inside.parent}, which an upgrade replaces. "
        "Set DATA_DIR to a folder outside it, such as /var/lib/festival.\n"
    )
