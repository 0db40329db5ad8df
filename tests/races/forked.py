"""Processes that publish one festival and die on the way, or all press at once: forked here, so that many cost little.

Prints what happened as JSON. Called with `killed` or `at-once`.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

import django

SCREENINGS = 5
ROUNDS = 10
AT_ONCE = 6
PUBLISHED, NOTHING, BROKEN = 0, 1, 2  # how a process ends


def child(act: Callable[[], int]) -> int:
    """The key of a process that does this with a connection of its own."""
    from django.db import connections

    connections.close_all()
    key = os.fork()
    if key:
        return key
    code = BROKEN
    try:
        code = act()
    finally:
        connections.close_all()
        os._exit(code)


def make() -> Any:
    """A festival that has published once."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from tests import world

    call_command("migrate", verbosity=0)
    festival = world.festival()
    for number in range(SCREENINGS):
        world.screening(
            world.film(festival, f"Film {number}"), world.hall(festival, f"Hall {number}"), "2026-10-10 20:00"
        )
    world.published(festival)
    User.objects.create_superuser("ada")
    return festival


def snapshot() -> list[Any]:
    """Every column of every row that publishing writes."""
    from screenings.models import Publication, PublishedScreening

    return [list(model.objects.order_by("pk").values_list()) for model in (Publication, PublishedScreening)]


def killed() -> dict[str, Any]:
    """One change, published by one process after another, each killed at a later query than the one before."""
    from datetime import UTC, datetime

    from django.db import connection

    from screenings.models import Publication, PublishedScreening, Screening
    from screenings.publishing import publish

    festival = make()
    before = snapshot()
    Screening.objects.update(qa=20)
    changed_by_the_dead = 0

    def until(query: int) -> int:
        left = [query]

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            left[0] -= 1
            found = execute(*arguments)
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)  # it is done, and nobody hears of it
            return found

        with connection.execute_wrapper(count):
            publish(festival, at=datetime.now(UTC))
        return PUBLISHED

    for query in range(1, 200):
        _key, status = os.waitpid(child(partial(until, query)), 0)
        if not os.WIFSIGNALED(status):
            break
        changed_by_the_dead += snapshot() != before
    return {
        "killed": query - 1,
        "changed_by_the_dead": changed_by_the_dead,
        "survivor": os.WEXITSTATUS(status),
        "publications": list(Publication.objects.order_by("number").values_list("number", flat=True)),
        "public": sorted(PublishedScreening.objects.current(festival).values_list("qa", "since")),
    }


def at_once() -> dict[str, Any]:
    """Each round a change, and so many who publish it: by the command, by the button they all look at, or by either."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment
    from django.urls import reverse

    from screenings.models import Publication, Screening
    from tests.desk.forms import fields_of, said

    setup_test_environment()
    festival = make()
    address, ada = reverse("admin:publish-review", args=[festival.pk]), User.objects.get()
    ends: Counter[int] = Counter()

    def command() -> int:
        out = StringIO()
        call_command("publish", stdout=out)
        return NOTHING if "Nothing has changed" in out.getvalue() else PUBLISHED

    def button(fields: dict[str, Any], client: Client) -> int:
        word = said(client.post(address, fields))[-1]
        return PUBLISHED if word.startswith("Public now") else NOTHING if "public already" in word else BROKEN

    for number in range(ROUNDS):
        Screening.objects.update(qa=number + 1)
        clients = [Client() for _ in range((0, AT_ONCE, AT_ONCE // 2)[number % 3])]
        for client in clients:
            client.force_login(ada)
        forms = [fields_of(client.get(address)) for client in clients]
        gate, open_gate = os.pipe()

        def wait(act: Callable[[], int], gate: int, open_gate: int) -> int:
            os.close(open_gate)
            os.read(gate, 1)  # ends for everybody when the last writer closes it
            return act()

        acts: list[Callable[[], int]] = [command] * (AT_ONCE - len(clients))
        acts += [partial(button, form, client) for form, client in zip(forms, clients, strict=True)]
        keys = [child(partial(wait, act, gate, open_gate)) for act in acts]
        os.close(open_gate)
        ends.update(os.waitstatus_to_exitcode(os.waitpid(key, 0)[1]) for key in keys)
        os.close(gate)
    return {"ends": dict(sorted(ends.items())), "publications": Publication.objects.count()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"killed": killed, "at-once": at_once}[sys.argv[1]]()))
