"""What a publication costs of the processor: the first of a festival, one with a single change, a move on the board."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from time import process_time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.loading.timetable import _read_timetable
from screenings.models import Festival, Publishing, Screening
from screenings.publishing import publish
from tests.benchmarks.clock import timed
from tests.benchmarks.festivals import large_festival
from tests.world import SPRING

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

DAY = "2026-10-09"
MAX_LOADS = 4  # times what it takes to load the timetable, which is a part of it


def fastest(label: str, act: Callable[[], object], times: int = 7) -> float:
    """Seconds of the processor: what other processes took is nobody's business."""
    spent = []
    for _ in range(times):
        start = process_time()
        act()
        spent.append(process_time() - start)
    print(f"{label:<60} {1000 * min(spent):8.1f} ms")
    return min(spent)


def publishes_one_change(festival: Festival, moments: "count[int]") -> None:
    at: datetime = SPRING + timedelta(minutes=next(moments))
    row = Screening.objects.get(festival=festival, ref="7")
    Screening.objects.filter(pk=row.pk).update(sold_out=not row.sold_out)
    assert len(publish(festival, at=at).changes) == 1


def moves_on_the_board(client: Client, row: Screening, keys: "count[int]") -> None:
    """To the quarter and back, so that each move publishes."""
    row.refresh_from_db()
    assert row.starts_at is not None
    number = next(keys)
    fields = {
        "do": "move", "screening": row.pk, "seen": row.placement.version_token, "hall": row.hall_id, "day": DAY,
        "line": 5 if row.starts_at.minute == 15 else 3, "on": DAY, "page": "day", "form_token": str(number),
    }  # fmt: skip
    address = reverse("admin:board-moves", args=[row.festival_id])
    answer = json.loads(client.post(address, fields, headers={"accept": "application/json"}).content)
    assert answer["publication"], answer["messages"]


def test_publishing_is_linear_and_a_single_change_is_cheaper() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    first, changed, moved = {}, {}, {}
    for size in (1000, 5000):
        festival = large_festival(size, slug=f"large-{size}")
        first[size], _ = timed(f"first publication, {size} screenings", partial(publish, festival, at=SPRING))
        moments = count(1)
        changed[size] = fastest(f"one change among {size}", partial(publishes_one_change, festival, moments))
        loaded = fastest(f"loading {size}", partial(_read_timetable, festival))
        assert changed[size] < MAX_LOADS * loaded
        Festival.objects.filter(pk=festival.pk).update(publishing=Publishing.LIVE)
        row = Screening.objects.get(festival=festival, ref="5")
        moved[size] = fastest(f"a move that publishes, {size}", partial(moves_on_the_board, client, row, moments))
        Screening.objects.filter(festival=festival).delete()
    assert first[5000] < 5 * 2 * first[1000], "publishing grows faster than the number of screenings"
    assert changed[1000] < first[1000]
    assert changed[5000] < 5 * 1.15 * changed[1000]
    assert moved[5000] < 5 * 1.15 * moved[1000]
