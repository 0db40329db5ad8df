"""docs/deploy.md, docs/upgrade.md and docs/backup.md, carried out as they are written, from an empty machine."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest

from festival import __version__
from tests.installation.machine import Machine
from tests.installation.packages import EARLIER, built, source_of_an_earlier_version
from tests.installation.processes import ROOT, run

pytestmark = pytest.mark.slow
SUPERUSER = {
    "DJANGO_SUPERUSER_USERNAME": "operator",
    "DJANGO_SUPERUSER_EMAIL": "operator@festival.example",
    "DJANGO_SUPERUSER_PASSWORD": "only for this test 7351",
}
PGHOST = os.environ.get("PGHOST", "/var/run/postgresql")
FEEDS = ("screenings.ics", "screenings.json", "screenings.csv", "schedule.xml", "changes.atom")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("wheels")
    earlier = built(source_of_an_earlier_version(folder / "source"), folder / "earlier")
    return earlier, built(ROOT, folder / "now")


@pytest.fixture(scope="module")
def machine(wheels: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """docs/deploy.md from top to bottom, with an earlier version and the demo's festival."""
    made = Machine.bare(tmp_path_factory.mktemp("machine"))
    for file in (wheels[0], ROOT / "constraints.txt"):
        shutil.copy(file, made.folder / "opt" / "festival")
    try:
        made.carry_out("deploy.md", "The machine", "The software", "The settings", **SUPERUSER)
        with_a_programme(made)
        made.carry_out("deploy.md", "The service", "The proxy")
        yield made
    finally:
        made.switch_off()


def with_a_programme(machine: Machine) -> None:
    machine.sh(f"festival-site loaddata {ROOT}/fixtures/demo.json")
    machine.sh("festival-site publish --festival strangers")


def edited(machine: Machine) -> None:
    """And published."""
    change = "from screenings.models import Film; Film.objects.filter(slug='weekend').update(title='Edited since')"
    machine.sh(f'festival-site shell --no-imports -c "{change}" && festival-site publish --festival strangers')


def feeds(machine: Machine) -> dict[str, bytes]:
    found = {feed: machine.ask(f"/strangers/{feed}", Cookie="fresh=1") for feed in FEEDS}
    assert {status for status, _ in found.values()} == {200}
    return {feed: body for feed, (_, body) in found.items()}


def their_sum(machine: Machine) -> str:
    """As the page has one compare them, a second later, when the proxy asks the site again."""
    sleep(1.1)
    return machine.carry_out("backup.md", "Try it before you need it")


def test_the_deployed_site_answers_through_the_proxy(machine: Machine) -> None:
    status, page = machine.ask("/strangers/screenings/")
    assert (status, b"https://festival.example/strangers/" in page) == (200, True)
    styles = re.findall(r'href="(/static/screenings/[^"]+\.css)"', page.decode())
    assert [machine.ask(style)[0] for style in styles] == [200] * len(styles) != []
    assert machine.ask("/admin/login/")[0] == 200
    assert machine.sh("festival-site --version").startswith(f"festival-scheduler {EARLIER}, ")
    assert machine.sh(
        f"curl -s -o seen -w '%{{http_code}} %{{redirect_url}}' -H 'Host: festival.example' 127.0.0.1:{machine.http}/x"
    ) == ("301 https://festival.example/x")


def test_the_proxy_takes_what_the_site_takes_and_believes_no_visitor(machine: Machine) -> None:
    def sent(size: int) -> str:
        """Bytes of a form without a token, which the site itself answers 403."""
        address = "https://festival.example/admin/login/"
        return machine.sh(f"head -c {size} /dev/zero | curl -s -o seen -w '%{{http_code}}' --data-binary @- {address}")

    assert (sent(20_100_000), sent(23_000_000)) == ("403", "413")
    # Believed, it would be sent to HTTPS for ever.
    assert machine.ask("/strangers/", X_Forwarded_Proto="http")[0] == 200
    assert machine.ask("/strangers/house/a-secret-token.ics")[0] == 404
    # nginx writes its line after the answer.
    logged = machine.sh("timeout 20 sh -c 'until grep house var/log/nginx/festival.log; do sleep 0.1; done'")
    assert ('"GET /strangers/house/..." 404' in logged, "a-secret" in logged) == (True, False)


def test_visitors_are_served_while_the_site_is_away(machine: Machine) -> None:
    pages = ("/strangers/", "/strangers/screenings/", "/strangers/films/weekend/", "/strangers/screenings.ics")
    before = [machine.ask(page) for page in pages]
    machine.sh("systemctl stop festival")
    sleep(1.5)

    assert [machine.ask(page) for page in pages] == before
    assert {status for status, _ in before} == {200}
    assert [machine.ask(page)[0] for page in ("/admin/login/", "/healthz", "/strangers/never-asked/")] == [502] * 3

    machine.sh("systemctl start festival && curl -fsS --retry 30 --retry-delay 1 https://festival.example/healthz")
    assert machine.ask("/admin/login/")[0] == 200


def test_a_restored_backup_gives_the_same_bytes(machine: Machine) -> None:
    picture = machine.folder / "var/lib/festival/media/films/one.jpg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"a picture")
    before, told = feeds(machine), their_sum(machine)
    machine.carry_out("backup.md", "Every night")

    edited(machine)
    picture.unlink()
    assert feeds(machine) != before
    assert their_sum(machine) != told

    machine.carry_out("backup.md", "Restore")
    assert feeds(machine) == before
    assert their_sum(machine) == told
    assert picture.read_bytes() == b"a picture"


def test_a_backup_holds_the_newest_save_which_a_plain_copy_lacks(machine: Machine, tmp_path: Path) -> None:
    database = machine.folder / "var/lib/festival/festival.sqlite3"
    name = f"saved just now {uuid4()}"

    def holds(copy: Path) -> bool:
        return name.encode() in copy.read_bytes()

    with closing(sqlite3.connect(database, timeout=20)) as connection:
        with connection:
            connection.execute("UPDATE screenings_festival SET tagline = ?", [name])
        shutil.copy(database, tmp_path / "plain")
        made = Path(machine.sh("festival-backup").strip())

    assert (holds(made / "festival.sqlite3"), holds(tmp_path / "plain")) == (True, False)
    assert {file.name for file in made.iterdir()} == {"festival.sqlite3", "media.tar", "environment"}
    assert made.stat().st_mode & 0o777 == 0o700


def test_a_failed_backup_is_none(machine: Machine) -> None:
    backups = machine.folder / "var/backups/festival"
    whole = sorted(place for place in backups.iterdir() if place.is_dir())
    machine.stand_in("tar", "echo 'No space left on device' >&2; exit 2")
    try:
        done = machine.sh("if festival-backup; then echo made; else echo failed; fi")
    finally:
        (machine.folder / "bin" / "tar").unlink()

    (partial,) = (place for place in backups.iterdir() if place.is_dir() and place not in whole)
    assert (done, partial.suffix) == ("failed\n", ".partial")
    shutil.rmtree(partial)


def test_an_upgrade_keeps_every_byte_of_the_feeds(machine: Machine, wheels: tuple[Path, Path]) -> None:
    before, folder = feeds(machine), machine.folder / "opt" / "festival"
    (folder / wheels[0].name).unlink()
    shutil.copy(wheels[1], folder)

    machine.carry_out("upgrade.md")

    assert machine.sh("festival-site --version").startswith(f"festival-scheduler {__version__}, ")
    assert feeds(machine) == before


def test_the_service_starts_again_but_not_where_that_is_of_no_use(machine: Machine) -> None:
    unit = machine.folder / "etc/systemd/system/festival.service"
    said = dict(re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE))
    assert (said["Restart"], said["RestartPreventExitStatus"], said["User"]) == ("always", "78", "festival")

    # A second server on the same database, as by a second unit.
    second = run("sh", "-c", f"set -a; . {said['EnvironmentFile']}; exec {said['ExecStart']}", home=machine.folder)
    assert (second.returncode, second.stderr.count("\n")) == (78, 1), second.stderr

    if shutil.which("systemd-analyze"):  # of Debian's, as CI has it; a container may lack it
        checked = run("systemd-analyze", "verify", "--recursive-errors=no", unit, home=machine.folder)
        assert (checked.returncode, checked.stderr) == (0, "")
        exposed = run("systemd-analyze", "security", "--offline=true", "--threshold=30", unit, home=machine.folder)
        assert exposed.returncode == 0, exposed.stdout[-300:]


def test_on_postgresql_a_restored_backup_gives_the_same_bytes_too(machine: Machine) -> None:
    name = f"festival_operating_{uuid4().hex[:12]}"
    if run("createdb", name, home=machine.folder, PGHOST=PGHOST).returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no PostgreSQL in which a database can be made.")
        pytest.skip("There is no PostgreSQL in which a database can be made.")
    try:
        machine.sh("systemctl stop festival")
        machine.sh(f"opt/festival/venv/bin/pip install -q -c {ROOT}/constraints.txt 'psycopg[binary]'")
        machine.sh(f"echo 'DATABASE_URL=postgres:///{name}?host={PGHOST}' >> etc/festival/environment")
        machine.sh("festival-site migrate --verbosity 0")
        with_a_programme(machine)
        machine.sh("systemctl start festival && curl -fsS --retry 30 --retry-delay 1 https://festival.example/healthz")
        before, told = feeds(machine), their_sum(machine)
        machine.carry_out("backup.md", "Every night")
        edited(machine)
        assert feeds(machine) != before

        machine.carry_out("backup.md", "Restore")
        assert feeds(machine) == before
        assert their_sum(machine) == told
    finally:
        machine.sh("systemctl stop festival")
        run("dropdb", "--force", name, home=machine.folder, PGHOST=PGHOST)
