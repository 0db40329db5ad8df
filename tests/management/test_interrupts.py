"""Ctrl-C during a search, output that nobody reads, and orders that make no sense: nothing is ever left behind."""

import json
import os
import signal
from collections.abc import Callable
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command

from screenings.management.commands import propose_timetable
from screenings.management.interrupts import stop_on_ctrl_c
from screenings.models import Festival, Screening
from screenings.solver.api import Proposal, solve
from tests import world

pytestmark = pytest.mark.django_db
PROPOSED = f"{propose_timetable.__name__}.solve"


@pytest.fixture(autouse=True)
def harbour(db: None) -> Festival:
    festival = world.festival()
    world.hall(festival)
    for title in ("Cléo", "Aftersun"):
        world.screening(world.film(festival, title))
    return festival


def after_ctrl_c(times: int) -> Callable[..., Proposal]:
    """The search, once Ctrl-C was pressed so often."""

    def search(*args: Any, **kwargs: Any) -> Proposal:
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
        return solve(*args, **kwargs)

    return search


def nothing_is_placed() -> bool:
    return not Screening.objects.filter(starts_at__isnull=False).exists()


@pytest.mark.parametrize("effort", [("--seconds", "600"), ("--steps", "100000000")])
@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_first_ctrl_c_ends_the_search_with_the_best_so_far(effort: tuple[str, ...], processes: str) -> None:
    out, before = StringIO(), signal.getsignal(signal.SIGINT)
    with (
        patch(PROPOSED, after_ctrl_c(1)),
        pytest.raises(CommandError, match=r"Stopped after .* Nothing was") as stopped,
    ):
        call_command("propose_timetable", *effort, "--processes", processes, "--apply", stdout=out, stderr=StringIO())

    assert stopped.value.returncode == 130
    assert "2 of 2 screenings have a place" in out.getvalue()
    assert nothing_is_placed()
    assert signal.getsignal(signal.SIGINT) is before


def test_a_stopped_search_says_so_as_data() -> None:
    out = StringIO()
    with patch(PROPOSED, after_ctrl_c(1)), pytest.raises(CommandError):
        call_command("propose_timetable", "--apply", "--format", "json", stdout=out, stderr=StringIO())
    answer = json.loads(out.getvalue())
    assert (answer["stopped"], answer["applied"], len(answer["moves"])) == (True, False, 2)


def test_the_second_ctrl_c_breaks_it_off() -> None:
    out, err = StringIO(), StringIO()
    with patch(PROPOSED, after_ctrl_c(2)), pytest.raises(CommandError, match=r"Broken off\. Nothing was written\."):
        call_command("propose_timetable", "--apply", stdout=out, stderr=err)

    assert "Press Ctrl-C again" in err.getvalue()
    assert out.getvalue() == ""
    assert nothing_is_placed()


def test_another_thread_than_the_main_one_hears_no_signal() -> None:
    before = signal.getsignal(signal.SIGINT)
    with patch("screenings.management.interrupts.main_thread"), stop_on_ctrl_c(print) as stop:
        assert signal.getsignal(signal.SIGINT) is before
        assert not stop.is_set()


class Closed(StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize(
    ("option", "said"), [("--apply", "Written to the working timetable."), ("--unplaced", "Nothing")]
)
def test_where_nobody_reads_any_more_it_still_says_what_was_written(option: str, said: str) -> None:
    err = StringIO()
    with patch("os.dup2") as turned_away:
        call_command("propose_timetable", "--steps", "512", option, stdout=Closed(), stderr=err)

    turned_away.assert_called_once()
    assert f"Nobody reads this any more. {said}" in err.getvalue()
    assert nothing_is_placed() == (option != "--apply")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--seconds", "nan"), "more than 0 seconds"),
        (("--seconds", "inf"), "more than 0 seconds"),
        (("--seconds", "-3"), "more than 0 seconds"),
        (("--steps", "0"), "more than 0 steps"),
        (("--processes", "65"), "no more than 64"),
        (("--repair", "--unplaced"), "Leave out --unplaced"),
        (("--hall-lost", "Odeon", "2026-10-10", "--unplaced"), "Leave out --unplaced"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("propose_timetable", *arguments)
