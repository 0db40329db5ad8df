"""The folded migrations: a database from before takes up where it is, and one that is too old is told so."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython
from django.db.migrations.recorder import MigrationRecorder

from screenings.models import Acknowledgement, AnnouncedScreening, Festival, Film, RuleSetting, Screening
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests import world
from tests.world import SPRING, festival, film, hall, saved, screening

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
MIGRATE = """
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
executor = MigrationExecutor(connection)
executor.loader = MigrationLoader(connection, replace_migrations={is_folded})
unfolded = [node for node in executor.loader.graph.leaf_nodes() if not executor.loader.get_migration(*node).replaces]
executor.migrate(executor.loader.graph.leaf_nodes() if {is_folded} else unfolded)
"""

FOLDED = "0001_squashed_0045"
OLDEST = "0023_search_workers"  # the first file of those that are folded: what was before it is in it


def as_if_applied(names: Iterable[str]) -> MigrationExecutor:
    """An executor for a database that has applied these migrations of ours and no others."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="screenings").delete()
    for name in names:
        recorder.record_applied("screenings", name)
    return MigrationExecutor(connection)


def planned(executor: MigrationExecutor) -> list[str]:
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "screenings"]
    return [migration.name for migration, _backwards in executor.migration_plan(targets)]


@pytest.fixture
def known() -> list[str]:
    """Every migration of ours after the folded one, in order."""
    graph = MigrationExecutor(connection).loader.graph
    (leaf,) = graph.leaf_nodes("screenings")
    return [name for app, name in graph.forwards_plan(leaf) if app == "screenings" and name != FOLDED]


@pytest.fixture
def replaced() -> list[str]:
    return [name for _app, name in MigrationExecutor(connection).loader.disk_migrations["screenings", FOLDED].replaces]


@pytest.mark.parametrize("applied", [23, 24, 33, 44])
def test_a_database_that_stopped_within_the_folded_ones_goes_on_where_it_is(
    replaced: list[str], known: list[str], applied: int
) -> None:
    assert planned(as_if_applied(replaced[:applied])) == [*replaced[applied:], *known]
    # So it is for one that began with the former folded migration.
    assert planned(as_if_applied(["0001_squashed_0023", *replaced[:applied]])) == [*replaced[applied:], *known]


def test_a_database_that_had_everything_runs_nothing(replaced: list[str], known: list[str]) -> None:
    executor = as_if_applied([*replaced, *known])
    assert planned(executor) == []
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "screenings"])
    assert ("screenings", FOLDED) in MigrationRecorder(connection).applied_migrations()


def test_a_fresh_database_runs_the_folded_one_and_the_rest(known: list[str]) -> None:
    assert planned(as_if_applied([])) == [FOLDED, *known]


def test_a_database_older_than_the_oldest_file_is_refused_before_anything_is_written(replaced: list[str]) -> None:
    executor = as_if_applied(replaced[:12])
    assert planned(executor)[0] == OLDEST
    first = executor.loader.disk_migrations["screenings", OLDEST].operations[0]
    assert isinstance(first, RunPython)
    with pytest.raises(CommandError, match="0001_squashed_0023"):
        first.code(apps, connection.schema_editor())


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite keeps the text of each statement to compare")
def test_the_folded_migration_makes_what_one_after_the_other_made(tmp_path: Path) -> None:
    """Every table, index and trigger to the letter."""
    made = {}
    for name, is_folded in (("folded", True), ("each", False)):
        file = tmp_path / f"{name}.sqlite3"
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "DJANGO_SETTINGS_MODULE": "tests.settings"}
        script = MIGRATE.format(is_folded=is_folded)
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)
        with closing(sqlite3.connect(file)) as opened:
            made[name] = set(opened.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    assert len(made["each"]) > 300
    assert made["folded"] == made["each"]


def test_what_was_public_before_there_were_holds_counts_as_announced(harbour: Festival) -> None:
    film, hall = world.film(harbour), world.hall(harbour)
    shown = world.screening(film, hall, "2026-10-10 20:00", qa=20, stated_length=150, public_note="Bring a coat.")
    shown.guests.add(world.guest(harbour))
    world.screening(film, hall, "2026-10-11 20:00", status="cancelled")
    world.screening(film, hall, "2026-10-12 20:00", billing="secret", public_title="Hush", intro=5)
    out = world.screening(film, hall, "2026-10-13 20:00", audience="private")
    world.screening(film)
    world.published(harbour)
    columns = [field.attname for field in AnnouncedScreening._meta.fields if not field.primary_key]
    announced = list(AnnouncedScreening.objects.order_by("starts_at").values(*columns))
    AnnouncedScreening.objects.all().delete()
    # What was edited since is not public.
    Screening.objects.filter(pk=shown.pk).update(starts_at=shown.starts_at + timedelta(hours=1), qa=5)
    Screening.objects.filter(pk=out.pk).update(audience="public")
    import_module("screenings.migrations.0032_rows_follow").announce_what_is_public(apps, None)
    assert len(announced) == 3
    assert list(AnnouncedScreening.objects.order_by("starts_at").values(*columns)) == announced


def test_a_festival_that_never_said_who_clashes_follows_the_new_default_and_another_does_not() -> None:
    said = {"usual": ["section", "director", "country"], "own": ["country"], "none": []}
    for slug, clashes in said.items():
        festival(slug, slug=slug, clashes=clashes)
    import_module("screenings.migrations.0032_rows_follow").follow_the_default(apps, None)
    assert {of.slug: list(of.clashes) for of in Festival.objects.all()} == {**said, "usual": ["section", "director"]}


def test_a_short_changeover_that_was_set_and_acknowledged_under_its_former_rule_still_is() -> None:
    """As the rule `hall-busy` noted it until changeovers had one of their own, computed by hand."""
    of = festival(default_changeover=15)
    grand, studio = hall(of), hall(of, "Studio", changeover=30)
    pairs = [
        (screening(film(of, "Cléo", runtime=90), grand, "2026-10-10 20:00"), "2026-10-10T19:30:00+00:00"),
        (screening(film(of, "Vagabond", runtime=None), studio, "2026-10-10 20:00"), "2026-10-10T19:40:00+00:00"),
    ]
    for (first, ends), changeover in zip(pairs, (15, 30), strict=True):
        second = screening(film(of, f"After {first.film}"), first.hall, "2026-10-10 21:45")
        screening(film(of, f"Before {first.film}"), first.hall, "2026-10-10 11:00")
        Screening.objects.filter(pk=second.pk).update(starts_at=datetime.fromisoformat(ends) + timedelta(minutes=9))
        facts = (
            f"changeover={changeover}\nfilms={first.film_id} {second.film_id}\nfirst_ends={ends}\n"
            f"hall={first.hall_id}\nmissing={changeover - 9}\noverlap=0\n"
            f"second_starts={ends[:14]}{int(ends[14:16]) + 9}:00+00:00"
        )
        uids = " ".join(sorted((str(first.uid), str(second.uid))))
        fingerprint = sha256(f"hall-busy\n{uids}\n{facts}".encode()).hexdigest()[:32]
        saved(
            Acknowledgement(festival=of, code="hall-busy", fingerprint=fingerprint, reason=f"{changeover}", at=SPRING)
        )
    saved(Acknowledgement(festival=of, code="hall-busy", fingerprint="0" * 32, reason="Something else.", at=SPRING))
    saved(RuleSetting(festival=of, code="hall-busy", severity="error"))

    import_module("screenings.migrations.0032_rows_follow").part(apps, None)

    assert {row.code: row.severity for row in of.rule_settings.all()} == {"changeover-too-short": "error"}
    found = load_conflict_statuses(Festival.objects.get(pk=of.pk))
    said = [
        (s.conflict.code, str(s.conflict.severity), s.acknowledgement and s.acknowledgement.reason)
        for s in found.statuses
    ]
    assert sorted(said) == [("changeover-too-short", "error", "15"), ("changeover-too-short", "warning", "30")]
    assert [row.reason for row in found.lapsed] == ["Something else."]


def test_the_one_format_of_a_screening_becomes_a_list_of_one() -> None:
    of = festival()
    rows = [screening(film(of, title), format=given) for title, given in (("Cléo", "35 mm"), ("Vagabond", ""))]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screenings_screening SET format = %s WHERE id = %s", ["35 mm", rows[0].pk])
    import_module("screenings.migrations.0032_rows_follow").as_lists(apps, None)
    assert [row.format for row in Screening.objects.order_by("pk")] == [("35 mm",), ()]


def test_titles_from_before_are_found_without_their_punctuation() -> None:
    of = festival()
    rows = [film(of, "WALL·E"), film(of, "Cléo")]
    kept = [row.search_text for row in rows]
    Film.objects.update(search_text="as it was")
    import_module("screenings.migrations.0047_search_without_punctuation").refresh(
        apps, SimpleNamespace(connection=connection)
    )
    assert [row.search_text for row in Film.objects.order_by("pk")] == kept == ["wall·e walle", "cleo"]
