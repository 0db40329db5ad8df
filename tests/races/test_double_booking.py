"""Eight processes place their screening in the same hall at the same time and publish, for a minute.

Some save and publish in one, some one after the other, some at the board, with an undo where it cannot be published.

No publication may ever hold two of them. The controls take the guards away one by one, to show that the race is real:
software that looks first and writes then is stopped by the database alone, and without that it double-books.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack

import pytest
from django.db import connection

from screenings.models.hall_guard import GUARD
from tests.races.conftest import told
from tests.races.ground import SCREENINGS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = float(os.environ.get("RACE_SECONDS", "60"))
CONTROL_SECONDS = 8.0
# What makes publications take turns would hide what the guard does.
TURNS = ("publication_number_once", "published_once_at_a_time")


def race(
    environment: dict[str, str], ways: tuple[str, ...], seconds: float, without: tuple[str, ...] = ()
) -> dict[str, int]:
    """What the publications hold afterwards, and how often a process published, was refused or met the guard."""
    keys = told(environment, "tests.races.ground", json.dumps(without))
    with ExitStack() as stack:
        racers = [
            stack.enter_context(
                subprocess.Popen(
                    [
                        sys.executable, "-m", "tests.races.worker",
                        json.dumps({
                            "festival_pk": keys["festival"], "hall_pk": keys["hall"], "screening_pk": screening,
                            "shared_pk": keys["shared"], "other_hall_pk": keys["other_hall"],
                            "seconds": seconds, "way": ways[number % len(ways)],
                        }),
                    ],
                    env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                )
            )
            for number, screening in enumerate(keys["screenings"])  # type: ignore[arg-type, var-annotated]
        ]  # fmt: skip
        answers = [racer.communicate() for racer in racers]
    assert not any(racer.returncode for racer in racers), [errors for _output, errors in answers]
    found = [json.loads(output) for output, _errors in answers]
    for racer in found:
        assert racer["guard"] or racer["refused"] == 0 or ways == ("stock",) or racer["sentences"]
        assert all("Odeon, Hall 1 is double-booked: Film " in sentence for sentence in racer["sentences"])
    # Nobody moved the shared one from where it no longer was: each of its places was left as often as it was taken.
    left, taken = (Counter(move[end] for racer in found for move in racer["taken"]) for end in (0, 1))
    assert sum((left - taken).values()) <= 1, left - taken
    counts = {name: sum(racer[name] for racer in found) for name in ("published", "refused", "guard", "stale")}
    result = {**told(environment, "tests.races.ground"), **counts}
    print(connection.vendor, ways, "without", without, result)
    return result  # type: ignore[return-value]


def test_no_publication_ever_holds_two_screenings_in_one_hall(environment: dict[str, str]) -> None:
    found = race(environment, ("together", "apart", "board"), SECONDS)
    assert found["double_booked"] == 0
    assert found["publications"] > SCREENINGS
    assert found["refused"] > SCREENINGS
    assert found["stale"] > 0


def test_the_database_alone_stops_software_that_trusts_its_own_check(environment: dict[str, str]) -> None:
    found = race(environment, ("stock",), CONTROL_SECONDS, TURNS)
    assert found["double_booked"] == 0
    assert found["guard"] > 0


def test_without_the_guard_the_race_does_happen(environment: dict[str, str]) -> None:
    assert race(environment, ("stock",), CONTROL_SECONDS, (*TURNS, GUARD))["double_booked"] > 0
