"""What the board costs: a day opened, the free places of one card, and the question whether anything has changed."""

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


def asked(client: Client, name: str, of: Festival, *more: object) -> float:
    """The fastest of three: what other processes took is not the board's."""
    address = reverse(f"admin:{name}", args=[of.pk, *more])
    return min(timed(f"{name}, {of.screenings.count()} screenings", partial(client.get, address))[0] for _ in range(3))


def test_the_board_grows_no_faster_than_the_festival() -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    costs: dict[int, list[float]] = {}
    for count in (1000, 4000):
        of = large_festival(count, slug=f"large-{count}", shows_a_hall=count // 25)
        pk = Screening.objects.filter(festival=of).values_list("pk", flat=True)[7]
        costs[count] = [
            asked(client, "board-day", of, DAY),
            asked(client, "board-places", of, DAY, pk),
            asked(client, "board-pulse", of),
        ]
        Screening.objects.filter(festival=of).delete()
    for small, large in zip(costs[1000], costs[4000], strict=True):
        assert large < 4 * 2 * small
