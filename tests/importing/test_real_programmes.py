"""Three real festivals' programmes come in, come in again without a change, go out and come back the same."""

import csv
from pathlib import Path

import pytest

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import FilmPart, Screening

PROGRAMMES = Path(__file__).parents[2].parent / "shared" / "programmes"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROGRAMMES.is_dir(), reason="the real programmes are not ours to pass on"),
]


@pytest.mark.parametrize(
    ("name", "counts", "unstated", "remarks"),
    [
        ("goteborg-2026", "222 films, 21 halls and 693 screenings", 0, 0),
        ("sitges-2024", "409 films, 6 halls and 393 screenings", 6, 6),
        ("hkiff-2026", "185 films, 9 halls and 328 screenings", 18, 0),
    ],
)
def test_a_real_programme_comes_in_and_goes_out_without_loss(
    tmp_path: Path, name: str, counts: str, unstated: int, remarks: int
) -> None:
    first = import_programme(PROGRAMMES / name)
    assert first.diff.summary() == f"added 1 festival, {counts}"
    assert len(first.warnings) == remarks
    with (PROGRAMMES / name / "films.csv").open(encoding="utf-8", newline="") as file:
        parts = [(row["id"], part) for row in csv.DictReader(file) for part in row["parts"].split("|") if part]
    linked = FilmPart.objects.order_by("programme_id", "order").values_list("programme__ref", "part__ref")
    assert list(linked) == parts
    assert Screening.objects.filter(stated_length=None).count() == unstated

    second = import_programme(PROGRAMMES / name)
    assert second.diff.is_empty
    assert second.diff.summary() == f"1 festival, {counts} unchanged"

    export_programme(first.festival, tmp_path / "once")
    third = import_programme(tmp_path / "once")
    assert third.diff.summary() == f"1 festival, {counts} unchanged"
    assert third.warnings == ()
    export_programme(first.festival, tmp_path / "twice")
    for file in sorted((tmp_path / "once").iterdir()):
        assert file.read_bytes() == (tmp_path / "twice" / file.name).read_bytes()
