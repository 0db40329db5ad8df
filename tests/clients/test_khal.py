"""A terminal user's subscription: vdirsyncer fetches the feed, khal shows it."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from screenings.models import Screening
from screenings.publishing import publish
from tests import world
from tests.world import SPRING

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROGRAMS = Path(sys.executable).parent


class Subscriber:
    """vdirsyncer and khal with a home of their own; both come with the project's test dependencies."""

    def __init__(self, home: Path, feed: str) -> None:
        self.home, calendar = home, home / "calendar"
        calendar.mkdir()
        (home / "vdirsyncer").write_text(
            f'[general]\nstatus_path = "{home}/status"\n'
            '[pair festival]\na = "here"\nb = "feed"\ncollections = null\nconflict_resolution = "b wins"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{calendar}"\nfileext = ".ics"\n'
            f'[storage feed]\ntype = "http"\nurl = "{feed}"\n'
        )
        (home / "khal").write_text(
            f"[calendars]\n[[festival]]\npath = {calendar}\ntype = calendar\n"
            "[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\n"
            "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {home}/khal.db\n"
        )
        self._run("vdirsyncer", "-c", str(home / "vdirsyncer"), "discover")

    def sees(self) -> list[str]:
        """After fetching again: `start end title status`, one a line."""
        self._run("vdirsyncer", "-c", str(self.home / "vdirsyncer"), "sync")
        line = "{start-long-full}/{end-time} {title}, {status}"
        listed = self._run(
            "khal",
            "-c",
            str(self.home / "khal"),
            "list",
            "--once",
            "--day-format",
            "",
            "--format",
            line,
            "2026-10-09",
            "12d",
        )
        return [" ".join(shown.split()) for shown in listed.splitlines() if shown.strip()]

    def _run(self, program: str, *arguments: str) -> str:
        environment = {"HOME": str(self.home), "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "Europe/Berlin"}
        done = subprocess.run(
            [PROGRAMS / program, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout


def test_a_subscriber_sees_a_screening_move_and_then_sees_it_cancelled(live_server: LiveServer, tmp_path: Path) -> None:
    festival = world.festival(site_url=live_server.url)
    hall = world.hall(festival)
    moved = world.screening(world.film(festival), hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Night and Fog", runtime=32), hall, "2026-10-11 18:00")
    world.published(festival)
    subscriber = Subscriber(tmp_path, f"{live_server.url}/harbour/screenings.ics")
    steady = "2026-10-11 18:00/18:32 Night and Fog, CONFIRMED"
    assert subscriber.sees() == ["2026-10-10 20:00/21:30 Cléo, CONFIRMED", steady]

    moved.starts_at = world.at("2026-10-12 22:45")
    world.saved(moved)
    publish(festival, at=SPRING + timedelta(hours=1))
    assert subscriber.sees() == [steady, "2026-10-12 22:45/00:15 Cléo, CONFIRMED"]

    Screening.objects.get(pk=moved.pk).delete()
    publish(festival, at=SPRING + timedelta(hours=2))
    assert subscriber.sees() == [steady, "2026-10-12 22:45/00:15 Cancelled: Cléo, CANCELLED"]
