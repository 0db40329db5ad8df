"""Feeds under the shipped server, beside a view that returns the same bytes from memory: ratios within one run."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.load import Connection, rate
from tests.benchmarks.served import ROOT, served

pytestmark = pytest.mark.benchmark
TURNS, SECONDS = 21, 0.15
FEED = "/large/screenings.ics"


def prepared(folder: Path, screenings: int) -> dict[str, str]:
    """A database with so many published screenings, and the environment that serves it."""
    body = folder / "feed.ics"
    environment = {
        **os.environ, "DATABASE_URL": f"sqlite:///{folder / 'festival.sqlite3'}", "DATA_DIR": str(folder), "HTTPS": "0",
        "SECRET_KEY": "only-for-benchmarks", "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_BODY": str(body),
    }  # fmt: skip
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from screenings.publishing import publish\n"
        "from screenings.models import PublishedScreening\n"
        "from tests.benchmarks.festivals import large_festival\n"
        "from tests.world import SPRING\n"
        "from django.test import Client\n"
        "import sys, pathlib\n"
        "call_command('migrate', verbosity=0)\n"
        f"publish(large_festival({screenings}), at=SPRING)\n"
        f"body = Client(headers={{'host': '127.0.0.1'}}).get('{FEED}').content\n"
        f"assert body.count(b'BEGIN:VEVENT') == {screenings}\n"
        f"pathlib.Path({str(body)!r}).write_bytes(body)\n"
    )
    body.touch()
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, check=True)
    return environment


@pytest.mark.parametrize("screenings", [1000, 5000])
def test_a_feed_is_nearly_as_fast_as_bytes_from_memory(screenings: int, tmp_path: Path) -> None:
    environment = prepared(tmp_path, screenings)
    with served(environment, tmp_path / "server.log") as port:
        tags = {path: etag(port, path) for path in (FEED, "/memory.ics")}
        for label, bound, conditional in (("304", 0.8, True), ("full", 0.7, False)):
            ratios = []
            for number in range(TURNS):
                found = {}
                # Side by side and in changing order, so that another load on the machine weighs on both.
                for path in sorted(tags, reverse=bool(number % 2)):
                    headers = {"If-None-Match": tags[path]} if conditional else {}
                    status = 304 if conditional else 200
                    found[path] = rate(port, path, seconds=SECONDS, headers=headers, status=status)
                ratios.append(found[FEED] / found["/memory.ics"])
            # Half of the turns may be disturbed, as long as those of one do not outweigh those of the other.
            ratio = statistics.median(ratios)
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            print(f"{screenings} screenings, {label}: {ratio:.2f} of the rate from memory, turns {spread}")
            assert ratio >= bound


def etag(port: int, path: str) -> str:
    with Connection(port, path, {}) as connection:
        return connection.ask()[1]["etag"]
