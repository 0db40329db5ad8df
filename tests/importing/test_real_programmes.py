"""Three real festivals' programmes come in, come in again without a change, go out and come back the same."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.models import Festival, FilmPart, PublishedScreening, Screening
from screenings.publishing import publish
from screenings.scheduling.conflict_status import load_conflict_statuses
from screenings.scheduling.holds import hold
from tests.world import SPRING

PROGRAMMES = Path(__file__).parents[2].parent / "shared" / "programmes"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PROGRAMMES.is_dir(), reason="the real programmes are not ours to pass on"),
]


def together(first: Screening, second: Screening) -> bool:
    """Whether both need one hall at one time, by the ends that the festival itself has printed."""
    assert first.starts_at
    assert second.starts_at
    if first.hall_id != second.hall_id or first.pk == second.pk:
        return False
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


@pytest.mark.parametrize(
    ("name", "held", "warnings", "notices"),
    [("goteborg-2026", 4, 0, 8), ("sitges-2024", 1, 10, 73), ("hkiff-2026", 1, 10, 1)],
)
def test_a_real_programme_is_public_at_once_but_for_what_is_really_twice_in_a_hall(
    name: str, held: int, warnings: int, notices: int
) -> None:
    """Nobody touches a rule, and what is said besides can be read."""
    festival = import_programme(PROGRAMMES / name).festival
    statuses = load_conflict_statuses(festival).statuses
    severities = Counter(str(status.conflict.severity) for status in statuses)
    assert (severities["warning"], severities["notice"]) == (warnings, notices)
    rows = {row.uid: row for row in Screening.objects.filter(festival=festival).select_related("film", "hall")}
    blocking = [status.conflict for status in statuses if status.blocks]
    assert {conflict.code for conflict in blocking} == {"hall-busy"}
    later = {}
    for conflict in blocking:
        first, second = (rows[uid] for uid in conflict.uids)
        assert together(first, second)
        assert first.stated_length or first.film.runtime or first.starts_at == second.starts_at
        later[second.uid] = second
    assert len(later) == held
    hold(later.values(), reason="Twice in one hall", by=None, at=SPRING)
    publish(Festival.objects.get(pk=festival.pk), at=SPRING)
    public = set(PublishedScreening.objects.values_list("uid", flat=True))
    assert public == set(rows) - set(later)


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
