"""The listing of a big festival under the shipped server: what it weighs, and how many are answered in a second."""

import gzip
import re
import statistics
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from screenings.public.views.listings import PER_PAGE
from tests.benchmarks.load import rate
from tests.benchmarks.served import ROOT, served

pytestmark = pytest.mark.benchmark
LISTING = "/large/screenings/"
TOO_LONG = "&".join(["sort=time"] * 40)  # to be kept; the last one counts
SCREENINGS, ROUNDS, SECONDS = 700, 5, 1.0
# Names as varied as a real programme's: repeated ones would compress to nothing.
PREPARE = f"""
import django, random, uuid
django.setup()
from django.core.management import call_command
from screenings.models import Film, Person, Screening
from screenings.publishing import publish
from tests.benchmarks.festivals import large_festival
from tests.world import SPRING
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
festival, chance = large_festival({SCREENINGS}), random.Random(7)
syllables = "an ber cor dal es fir gor hal in jor kel lum mar nor or pel qui ros sal tem ul ver wan xi yor zel".split()
def name(words):
    return " ".join("".join(chance.choices(syllables, k=chance.randint(2, 4))).title() for _ in range(words))
for film in Film.objects.all():
    film.title = name(3)
    film.slug = film.title.lower().replace(" ", "-")
    film.save()
for person in Person.objects.all():
    person.name = name(2)
    person.save()
for row in Screening.objects.all():
    row.uid = uuid.UUID(int=chance.getrandbits(128))
    row.ticket_url = f"https://tickets.example/{{chance.getrandbits(60)}}"
    row.save()
publish(festival, at=SPRING)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> object:
    folder = tmp_path_factory.mktemp("listing")
    environment = {
        "PATH": "", "DATABASE_URL": f"sqlite:///{folder / 'festival.sqlite3'}", "DATA_DIR": str(folder), "HTTPS": "0",
        "SECRET_KEY": "only-for-benchmarks", "DJANGO_SETTINGS_MODULE": "festival.settings",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, cwd=ROOT, check=True)
    with served(environment, folder / "server.log") as port:
        yield port


def fetched(port: int, path: str) -> tuple[str, int]:
    """The text at that path, and the octets it came in."""
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=30) as response:
        body = response.read()
        text = gzip.decompress(body) if response.headers["Content-Encoding"] == "gzip" else body
    return text.decode(), len(body)


def test_seven_hundred_screenings_weigh_less_than_a_hundred_kilobytes(server: int) -> None:
    pages = [fetched(server, f"{LISTING}?page={number}") for number in range(1, -(-SCREENINGS // PER_PAGE) + 1)]
    linked = sorted(
        set(re.findall(r'<(?:link rel="stylesheet" href|script src|link rel="icon" href)="([^"]*)"', pages[0][0]))
    )
    rest = {path: fetched(server, path)[1] for path in linked}
    assert sum(text.count('class="when-end"') for text, _ in pages) == SCREENINGS
    first, whole, shared = pages[0][1], sum(size for _, size in pages), sum(rest.values())
    print(f"first page {first:,} B, all {len(pages)} pages {whole:,} B, styles, script and icon {shared:,} B {rest}")
    assert whole + shared <= 100_000


def test_listing_pages_a_second(server: int) -> None:
    zipped = {"Accept-Encoding": "gzip"}
    kept, rendered, busy = [], [], []
    for _ in range(ROUNDS):
        # Side by side in time, so that another load on the machine weighs on all of them.
        kept.append(rate(server, LISTING, seconds=SECONDS, headers=zipped))
        busy.append(rate(server, f"{LISTING}?section=section-3&sort=title", seconds=SECONDS, headers=zipped))
        rendered.append(rate(server, f"{LISTING}?{TOO_LONG}", seconds=SECONDS, headers=zipped))
    found = [statistics.median(rates) for rates in (kept, busy, rendered)]
    print("kept {:.0f}/s, kept and filtered {:.0f}/s, rendered each time {:.0f}/s".format(*found))
    assert found[0] > 5 * found[2]
