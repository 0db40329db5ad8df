"""What the board costs: a day opened, known or changed since, the free places of one card, and the question whether
anything has changed."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.benchmarks.clock import timed
from tests.benchmarks.festivals import large_festival

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]

DAY = "2026-10-10"
MAX_GROWTH = 5 * 1.15  # of what it costs at five times the screenings, on a day of five times as many


def asked(client: Client, name: str, of: Festival, *more: object, after: Callable[[], object] | None = None) -> float:
    """The fastest of five, each `after` something: what other processes took is not the board's."""
    address, spent = reverse(f"admin:{name}", args=[of.pk, *more]), []
    for _ in range(5):
        if after:
            after()
        label = f"{name}, {of.screenings.count()} screenings{', changed' if after else ''}"
        spent.append(timed(label, partial(client.get, address))[0])
    return min(spent)


def sells_out(pk: int) -> None:
    """By somebody else, and not on the board."""
    row = Screening.objects.get(pk=pk)
    Screening.objects.filter(pk=pk).update(sold_out=not row.sold_out)


def test_the_board_grows_no_faster_than_the_festival() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    costs: dict[int, list[float]] = {}
    for count in (1000, 5000):
        of = large_festival(count, slug=f"large-{count}", shows_a_hall=count // 25)
        pk = Screening.objects.filter(festival=of).values_list("pk", flat=True)[7]
        costs[count] = [
            asked(client, "board-day", of, DAY),
            asked(client, "board-day", of, DAY, after=partial(sells_out, pk)),
            asked(client, "board-places", of, DAY, pk),
            asked(client, "board-pulse", of),
        ]
        Screening.objects.filter(festival=of).delete()
    for small, large in zip(costs[1000], costs[5000], strict=True):
        assert large < MAX_GROWTH * small
