"""What it costs a large import that the database renews the festival's tokens with each row it writes."""

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest
from django.db import connection

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Festival, Screening
from screenings.reliability import version_triggers
from tests.benchmarks.festivals import large_festival

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

COUNT = 2_000
MAX_RATIO = 1.25
TICKS = os.sysconf("SC_CLK_TCK")


def database_seconds() -> float:
    """Of the processor, in the server's process that works for this connection; 0 where it is this very process."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        pytest.skip("PostgreSQL is not on this machine")
    return sum(map(int, stat.read_text().rpartition(")")[2].split()[11:13])) / TICKS


def spent(act: Callable[[], object]) -> float:
    begin = process_time() + database_seconds()
    act()
    return process_time() + database_seconds() - begin


def test_renewing_tokens_costs_an_import_little(tmp_path: Path) -> None:
    festival = large_festival(COUNT)
    export_programme(festival, tmp_path)
    heading = tmp_path / "festival.toml"
    original = heading.read_text()
    seconds = {}
    for name in ("with", "without"):
        heading.write_text(original.replace('"large"', f'"{name}"'))
        if name == "without":
            version_triggers.remove(connection)
        try:
            seconds[name] = spent(lambda: import_programme(tmp_path))
        finally:
            version_triggers.install(connection)
        assert Screening.objects.of(Festival.objects.get(slug=name)).count() == COUNT
        print(f"{connection.vendor}, import of {COUNT} {name} triggers {seconds[name]:8.2f} s")
    print(f"ratio {seconds['with'] / seconds['without']:.3f}")
    assert seconds["with"] < MAX_RATIO * seconds["without"]
