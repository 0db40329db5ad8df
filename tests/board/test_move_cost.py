"""What a move costs that publishes: loads of the timetable, runs of the rules and queries, whatever the size."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.board import target, views_moves
from screenings.loading import timetable
from screenings.models import Festival, Publishing, Screening
from screenings.publishing import preview, publish
from tests.benchmarks.festivals import large_festival
from tests.world import SPRING

DAY = "2026-10-09"
QUERIES, QUERIES_PAUSED = 25, 23
pytestmark = pytest.mark.django_db


def counted(monkeypatch: pytest.MonkeyPatch, counts: Counter[str]) -> None:
    def count(module: Any, name: str) -> None:
        plain: Callable[..., Any] = getattr(module, name)

        def counting(*args: Any, **options: Any) -> Any:
            counts[name] += 1
            return plain(*args, **options)

        monkeypatch.setattr(module, name, counting)

    for module in (preview, target):
        count(module, "load_timetable")
    for module in (timetable, views_moves):
        count(module, "find_conflicts")


def move(desk: Client, row: Screening, line: int) -> Any:
    fields = {
        "do": "move", "screening": row.pk, "seen": row.placement.version_token, "hall": row.hall_id, "day": DAY,
        "line": line, "on": DAY, "page": "day", "form_token": str(line),
    }  # fmt: skip
    address = reverse("admin:board-moves", args=[row.festival_id])
    return json.loads(desk.post(address, fields, headers={"accept": "application/json"}).content)


@pytest.mark.parametrize(("number", "a_hall"), [(40, 20), (900, 60)])
def test_one_load_one_run_and_few_queries(
    desk: Client, monkeypatch: pytest.MonkeyPatch, number: int, a_hall: int
) -> None:
    festival = large_festival(number, slug="large", shows_a_hall=a_hall)
    publish(festival, at=SPRING)
    Festival.objects.filter(pk=festival.pk).update(publishing=Publishing.LIVE)
    row = Screening.objects.get(festival=festival, ref="5")
    assert move(desk, row, 3)["publication"] == 2  # with what is looked up once a process
    row.refresh_from_db()
    counts: Counter[str] = Counter()
    counted(monkeypatch, counts)
    with CaptureQueriesContext(connection) as queries:
        data = move(desk, row, 5)
    assert (data["moved"], data["publication"]) == (True, 3)
    assert f'id="s-{row.pk}"' in data["page"]
    assert f'data-version="{data["version"]}"' in data["page"]
    assert counts == {"load_timetable": 1, "find_conflicts": 1}
    made = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(made) == QUERIES, "\n".join(made)


def test_a_move_that_waits_costs_less(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the one that pauses publishing writes that it does, with its entry in the history."""
    festival = large_festival(40, slug="large", shows_a_hall=20)
    publish(festival, at=SPRING)
    Festival.objects.filter(pk=festival.pk).update(publishing=Publishing.AS_SAVED)
    row = Screening.objects.get(festival=festival, ref="5")
    counts: Counter[str] = Counter()
    counted(monkeypatch, counts)
    numbers = []
    for line in (3, 5, 7):
        with CaptureQueriesContext(connection) as queries:
            assert move(desk, row, line)["publication"] is None
        numbers.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
        row.refresh_from_db()
    assert counts == {"load_timetable": 3, "find_conflicts": 3}
    assert numbers[1:] == [QUERIES_PAUSED, QUERIES_PAUSED]
    assert QUERIES_PAUSED < QUERIES
