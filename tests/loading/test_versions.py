"""The working timetable is read once a version, and never served late."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from screenings.loading import load_timetable
from screenings.loading.timetable import timetable_version
from screenings.loading.versions import VersionedValues
from screenings.models import Acknowledgement, Festival, Film, RuleSetting, Screening
from tests.world import SPRING, festival, film, hall, saved, screening

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening() -> Festival:
    of = festival()
    place = hall(of)
    screening(film(of, "Cléo"), place, "2026-10-10 20:00")
    screening(film(of, "Vagabond"), place, "2026-10-10 21:00")
    return of


def queries_of(of: Festival) -> int:
    with CaptureQueriesContext(connection) as queries:
        load_timetable(of)
    return len(queries)


def test_it_is_read_once_and_its_conflicts_are_found_once(evening: Festival) -> None:
    first = load_timetable(evening)
    assert load_timetable(Festival.objects.get(pk=evening.pk)) is first
    assert queries_of(evening) == 1
    assert first.conflicts is first.conflicts
    assert set(first.errors) <= set(first.conflicts)


@pytest.mark.parametrize(
    "write",
    [
        lambda of: Screening.objects.update(qa=20),
        lambda of: Screening.objects.first().delete(),
        lambda of: Film.objects.filter(title="Cléo").update(runtime=200),
        lambda of: hall(of, "Hall 2"),
        lambda of: saved(RuleSetting(festival=of, code="hall-busy", severity="warning")),
        lambda of: saved(
            Acknowledgement(festival=of, code="hall-busy", fingerprint="f" * 32, reason="We know", at=SPRING)
        ),
        lambda of: Festival.objects.update(day_starts_at="05:00"),
    ],
    ids=["screening", "deleted", "film", "hall", "rule", "acknowledgement", "festival"],
)
def test_whatever_is_written_is_read_anew(evening: Festival, write: Callable[[Festival], object]) -> None:
    before, version = load_timetable(evening), timetable_version(evening.pk)
    write(evening)
    after = load_timetable(Festival.objects.get(pk=evening.pk))
    assert after is not before
    assert after.version == timetable_version(evening.pk)
    assert (after.programme, after.acknowledged_fingerprints) != (before.programme, before.acknowledged_fingerprints)
    assert version == before.version


def test_a_festival_that_is_not_saved_yet_has_its_own(evening: Festival) -> None:
    kept = load_timetable(evening)
    evening.default_runtime = 45
    assert load_timetable(evening) is not kept


def test_a_transaction_reads_what_it_has_written_and_keeps_nothing(evening: Festival) -> None:
    kept = load_timetable(evening)
    with transaction.atomic():
        Screening.objects.update(qa=20)
        assert {show.qa for show in load_timetable(evening).programme.showings} == {20}
        transaction.set_rollback(True)
    assert load_timetable(evening) is kept


def test_what_was_written_while_a_value_was_made_is_not_kept() -> None:
    names = iter(["before", "after", "after", "after"])
    values: VersionedValues[str] = VersionedValues(4)
    assert values.get_or_make(1, lambda: next(names), lambda: "mixed") == "mixed"
    assert values.get_or_make(1, lambda: next(names), lambda: "whole") == "whole"


def test_the_least_used_go_first_and_what_is_too_heavy_is_not_kept() -> None:
    values: VersionedValues[str] = VersionedValues(4, len)
    made: list[str] = []

    def get(text: str) -> None:
        def make() -> str:
            made.append(text)
            return text

        values.get_or_make(text, lambda: "name", make)

    for text in ("aa", "bb", "aa", "cc", "aa", "bb", "ddddd", "ddddd"):
        get(text)
    assert made == ["aa", "bb", "cc", "bb", "ddddd", "ddddd"]
