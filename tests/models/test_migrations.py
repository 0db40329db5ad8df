"""The folded migrations: a database from before takes up where it is, and one that is too old is told so."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db

FOLDED = "0001_squashed_0023"


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


def test_a_database_that_stopped_before_the_folding_runs_only_what_came_after(
    replaced: list[str], known: list[str]
) -> None:
    assert len(replaced) == 23
    assert planned(as_if_applied(replaced)) == known
    assert known[0] == "0024_publication_writer"


def test_a_database_that_had_everything_runs_nothing(replaced: list[str], known: list[str]) -> None:
    executor = as_if_applied([*replaced, *known])
    assert planned(executor) == []
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "screenings"])
    assert ("screenings", FOLDED) in MigrationRecorder(connection).applied_migrations()


def test_a_fresh_database_runs_the_folded_one_and_the_rest(known: list[str]) -> None:
    assert planned(as_if_applied([])) == [FOLDED, *known]


def test_a_database_older_than_the_folding_is_refused_before_anything_is_written(replaced: list[str]) -> None:
    with pytest.raises(NodeNotFoundError, match=FOLDED):
        as_if_applied(replaced[:12])
