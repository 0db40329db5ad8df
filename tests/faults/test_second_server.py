"""Two servers on one database: on SQLite the second is refused, on PostgreSQL it is welcome."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.conftest import Environment
from tests.faults.servers import GRANIAN, PATIENCE, ROOT, SERVE, UNGUARDED, answers, asked, children, free_port, started

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WRONG_CONFIGURATION = 78
MANAGE = (sys.executable, "manage.py")


@pytest.fixture
def sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's file")


def run(environment: Environment, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def file_of(environment: Environment) -> Path:
    return Path(environment["DATABASE_URL"].removeprefix("sqlite:///"))


def test_a_second_server_on_the_same_sqlite_is_refused_in_one_line(sqlite: None, demo_environment: Environment) -> None:
    port, other = free_port(), str(free_port())
    with started(demo_environment, *SERVE, port=port) as server:
        refusal = f"Another server already works on {file_of(demo_environment)} (process {server.pid} on "
        second = run(demo_environment, *SERVE, other)
        assert (second.returncode, second.stdout) == (WRONG_CONFIGURATION, "")
        assert second.stderr.startswith(refusal)
        assert second.stderr.count("\n") == 1
        for reload in ("--noreload", "--nothreading"):
            done = run(demo_environment, *MANAGE, "runserver", reload, other)
            assert (done.returncode, refusal in done.stderr) == (WRONG_CONFIGURATION, True), reload
        # granian's own code; it tries once more and does not go on for ever.
        bare = run(demo_environment, *GRANIAN, other, "--workers", "2", "--respawn-failed-workers")
        assert (bare.returncode, refusal in bare.stderr) == (1, True)
        assert answers(port)


def test_without_the_lock_two_servers_work_on_one_sqlite_and_nobody_hears_of_it(
    sqlite: None, demo_environment: Environment
) -> None:
    """The control."""
    first, second = free_port(), free_port()
    with (
        started(demo_environment, *UNGUARDED, port=first) as one,
        started(demo_environment, *UNGUARDED, port=second) as other,
    ):
        workers = [*children(one.pid), *children(other.pid)]
        assert [_has_open(worker, file_of(demo_environment)) for worker in workers] == [True, True]


def test_a_second_demo_is_refused_and_throws_nothing_away(
    sqlite: None, demo_environment: Environment, tmp_path: Path
) -> None:
    demo = {**demo_environment, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "festival.settings", "SITE_URL": ""}
    with started(demo, *MANAGE, "demo", "--port", port=free_port()):
        held = (tmp_path / "demo.sqlite3").stat().st_ino
        for options in (("--port", str(free_port())), ("--fresh", "--no-serve"), ("--fresh", "--port", "8117")):
            done = run(demo, *MANAGE, "demo", *options)
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (WRONG_CONFIGURATION, "", 1), options
            assert done.stderr.startswith("Another server already works on "), options
        assert (tmp_path / "demo.sqlite3").stat().st_ino == held
        assert run(demo, *MANAGE, "demo", "--no-serve").returncode == 0


def test_commands_run_beside_a_server(sqlite: None, demo_environment: Environment) -> None:
    with started(demo_environment, *SERVE, port=free_port()):
        for command in (("migrate",), ("publish", "--dry-run"), ("shell", "-c", "print(1)"), ("check",)):
            done = run(demo_environment, *MANAGE, *command)
            assert (done.returncode, done.stderr) == (0, ""), command


def test_of_several_workers_one_opens_sqlite_and_the_next_waits_for_its_end(
    sqlite: None, demo_environment: Environment
) -> None:
    port = free_port()
    with started(demo_environment, *GRANIAN[:-1], "--workers", "2", GRANIAN[-1], port=port) as server:
        opened = [pid for pid in children(server.pid) if _has_open(pid, file_of(demo_environment))]
        assert (len(children(server.pid)), len(opened)) == (2, 1)
    assert "this one waits until process" in (Path(demo_environment["DATA_DIR"]) / f"server-{port}.log").read_text()
    asked_for_two = run(demo_environment, *SERVE[:-1], "--workers", "2")
    assert (asked_for_two.returncode, asked_for_two.stderr.count("\n")) == (WRONG_CONFIGURATION, 1)
    assert asked_for_two.stderr.startswith("--workers 2 is for PostgreSQL: SQLite takes one process at a time.")


def _has_open(pid: int, file: Path) -> bool:
    return any(link.resolve() == file for link in Path(f"/proc/{pid}/fd").iterdir())


@pytest.mark.parametrize("puts_another", [False, True])
def test_health_tells_that_the_open_file_is_no_longer_the_one_at_its_path(
    sqlite: None, demo_environment: Environment, puts_another: bool
) -> None:
    port, file = free_port(), file_of(demo_environment)
    with started(demo_environment, *SERVE, port=port):
        aside = file.rename(file.with_name("aside.sqlite3"))
        if puts_another:
            file.write_bytes(aside.read_bytes())
        assert asked(port, "/healthz") == (503, "the database file was replaced\n")
        # And a server on what lies there now would be the second.
        assert run(demo_environment, *SERVE, str(free_port())).returncode == WRONG_CONFIGURATION


def test_health_tells_that_the_lock_file_was_deleted(sqlite: None, demo_environment: Environment) -> None:
    port, file = free_port(), file_of(demo_environment)
    with started(demo_environment, *SERVE, port=port):
        assert asked(port, "/healthz")[0] == 200
        file.with_name(f"{file.name}.lock").unlink()
        assert asked(port, "/healthz") == (503, "the database's lock file was deleted\n")


def test_on_postgresql_several_servers_work_side_by_side(demo_environment: Environment) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("PostgreSQL takes many")
    first, second = free_port(), free_port()
    with started(demo_environment, *SERVE, port=first), started(demo_environment, *SERVE, port=second):
        assert answers(first)
        assert answers(second)


def test_two_servers_never_share_a_port(
    demo_environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The system would let them, and give each half of the visitors."""
    port = free_port()
    with started(demo_environment, *SERVE, port=port):
        another = {**demo_environment, "DATABASE_URL": "", "DATA_DIR": str(tmp_path_factory.mktemp("another"))}
        done = run(another, *SERVE, str(port))
        assert (done.returncode, done.stderr.split(".")[0]) == (1, f"CommandError: Port {port} is in use")
