"""What bringing in may cost at the most: seconds of the processor, and memory."""

import csv
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.importing.export_folder import export_programme
from screenings.models import Festival, Screening
from screenings.text.cleaning import place_name
from tests import world
from tests.benchmarks.clock import timed
from tests.benchmarks.festivals import large_festival
from tests.pages import read

pytestmark = [pytest.mark.benchmark, pytest.mark.long, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
MANY = 20_000  # screenings
MOST_SECONDS, MOST_MEGABYTES = 40, 350
MOST_SECONDS_FOR_A_PREVIEW = 2  # of 1,000 rows

# By a small process in between: whoever is forked begins with the memory that its parent has.
MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def as_a_list(festival: Festival, at: Path, count: int) -> Path:
    """As somebody else's table has it: words instead of ids."""
    rows = Screening.objects.of(festival).select_related("film__section", "hall__venue").order_by("pk")[:count]
    with at.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["Title", "Section", "Date", "Time", "Cinema", "Length"])
        for row in rows:
            assert row.starts_at
            assert row.hall
            start = row.starts_at.astimezone(row.hall.venue.zone)
            hall = place_name(row.hall.venue.name, row.hall.name)
            film = row.film
            assert film.section
            table.writerow([film.title, film.section.name, f"{start:%Y-%m-%d}", f"{start:%H:%M}", hall, film.runtime])
    return at


def run(folder: Path, *command: str) -> tuple[float, float]:
    """Seconds of the processor and megabytes of a command of its own, on a database of its own in the folder."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "festival.settings"}
    manage = [sys.executable, "manage.py"]
    if not folder.exists():
        folder.mkdir()
        subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    measuring = [sys.executable, "-c", MEASURED, *manage, *command]
    out = subprocess.run(measuring, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
    seconds, megabytes = map(float, out.split()[-2:])
    print(f"{' '.join(command)[-52:]:<52} {seconds:8.1f} s {megabytes:6.0f} MB")
    return seconds, megabytes


@pytest.mark.parametrize("form", ["tables", "list"])
def test_twenty_thousand_screenings_come_in_and_come_in_again(form: str, tmp_path: Path) -> None:
    festival = large_festival(MANY)
    if form == "list":
        command = [str(as_a_list(festival, tmp_path / "list.csv", MANY)), "--mapping", "ours", "--new", "name=Large"]
        command += ["--new", "timezone=America/Los_Angeles", "--new", "starts_on=2026-10-09"]
        command += ["--new", "ends_on=2026-10-20"]
    else:
        export_programme(festival, tmp_path / "tables")
        command = [str(tmp_path / "tables")]
    for _turn in range(2):  # the second changes nothing
        seconds, megabytes = run(tmp_path / "data", "import_programme", *command, "-v0")
        assert seconds < MOST_SECONDS
        assert megabytes < MOST_MEGABYTES
        command = command[: 1 + 2 * (form == "list")]


def test_a_thousand_rows_are_previewed(desk: Client, tmp_path: Path) -> None:
    large = large_festival(3000)
    path = as_a_list(large, tmp_path / "list.csv", 1000)
    festival = world.festival(timezone=large.timezone, starts_on=large.starts_on, ends_on=large.ends_on)

    def preview() -> HttpResponse:
        file = SimpleUploadedFile(path.name, path.read_bytes())
        address = reverse("admin:bring-in", args=[festival.pk])
        return desk.post(address, {"file": file, "pasted": "", "mapping": "ours"})

    preview()
    seconds, page = min(
        (timed("preview, 1,000 rows of 1,000 films", partial(preview)) for _turn in range(5)), key=lambda each: each[0]
    )

    assert "would be: added 1000 films, 17 halls and 1000 screenings." in read(page).text
    assert seconds < MOST_SECONDS_FOR_A_PREVIEW
