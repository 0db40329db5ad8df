"""What it costs to take a programme of 693 screenings in, to take it in again, and to write it out."""

from functools import partial
from pathlib import Path

import pytest

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Festival, Screening
from tests.benchmarks.clock import timed
from tests.benchmarks.festivals import large_festival

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

PROGRAMME = Path(__file__).parents[3] / "shared" / "programmes" / "goteborg-2026"


def exported(festival: Festival, folder: Path) -> tuple[float, Path]:
    seconds, _files = timed(
        f"export, {Screening.objects.of(festival).count()} screenings", partial(export_programme, festival, folder)
    )
    return seconds, folder


def test_a_real_festival_comes_in_and_goes_out(tmp_path: Path) -> None:
    if not PROGRAMME.is_dir():
        pytest.skip(f"{PROGRAMME.name} does not lie beside the project")
    first, came = timed("import, 693 screenings", partial(import_programme, PROGRAMME))
    again, same = timed("import again, nothing new", partial(import_programme, PROGRAMME))
    exported(came.festival, tmp_path)
    assert Screening.objects.of(came.festival).count() == 693
    assert same.diff.is_empty
    assert again < first * 2


def test_both_grow_with_the_programme_and_no_faster(tmp_path: Path) -> None:
    written, read = {}, {}
    for count in (1000, 4000):
        festival = large_festival(count, slug=f"large-{count}")
        # The quickest of three: what else the machine does only ever adds.
        written[count] = min(exported(festival, tmp_path / f"{count}-{turn}")[0] for turn in range(3))
        Screening.objects.of(festival).delete()
        folder = tmp_path / f"{count}-0"
        heading = folder / "festival.toml"
        heading.write_text(heading.read_text().replace(f"large-{count}", f"copy-{count}"))
        read[count], _came = timed(f"import, {count} screenings", partial(import_programme, folder))
    assert written[4000] < 4 * 2 * written[1000], "exporting grows faster than the number of screenings"
    assert read[4000] < 4 * 2 * read[1000], "importing grows faster than the number of screenings"
