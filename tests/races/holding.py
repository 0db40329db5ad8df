"""Processes that put the same screenings on hold, release them, or publish the rest of a blocked timetable at once.

Each round two people press at one moment, in two browsers or twice in one, or one of them at the command line. Prints
as JSON what each was told, and how often what they did is in the database and in the history. Called with `held`,
`released`, `published`, or `released-without-turns`: the control, in which they do not wait for each other.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from typing import Any

import django

from tests.races.forked import BROKEN, child

ROUNDS = 6
DONE, TOLD, TWICE = 0, 1, 3  # did it; was told that somebody else had; was told that this form was sent before
_SAYS = (
    (TWICE, ("You sent this form twice",)),
    (DONE, ("On hold: ", "Released: ")),
    (TOLD, ("On hold already", "not on hold already", "None of these is on hold", "not what was on the screen",
            "has changed since you looked", "Nothing has changed since")),
)  # fmt: skip

Act = Callable[[], int]


def outcome(text: str) -> int:
    return next((code for code, phrases in _SAYS if any(phrase in text for phrase in phrases)), BROKEN)


def all_at_once(acts: Sequence[Act]) -> list[int]:
    """How each ended, in order of the codes."""
    gate, open_gate = os.pipe()

    def wait(act: Act) -> int:
        os.close(open_gate)
        os.read(gate, 1)  # ends for everybody when the last writer closes it
        return act()

    keys = [child(partial(wait, act)) for act in acts]
    os.close(open_gate)
    ends = sorted(os.waitstatus_to_exitcode(os.waitpid(key, 0)[1]) for key in keys)
    os.close(gate)
    return ends


class Race:
    """Two people at the desk of a festival with a public screening, and two in its way that nobody has published."""

    def __init__(self) -> None:
        from django.contrib.auth.models import User
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        from tests import world

        call_command("migrate", verbosity=0)
        setup_test_environment()
        self.festival = world.festival()
        films = [world.film(self.festival, f"Film {number}") for number in range(3)]
        hall = world.hall(self.festival)
        self.rows = [world.screening(films[0], hall, "2026-10-10 20:00")]
        world.published(self.festival)
        self.rows += [world.screening(each, hall, "2026-10-10 20:00") for each in films[1:]]
        self.desks = [Client(), Client()]
        for number, desk in enumerate(self.desks):
            desk.force_login(User.objects.create_superuser(f"ada{number}"))

    def confirms(self, action: str, **typed: str) -> list[Act]:
        """Of each desk that it confirms what it was shown."""
        from tests.desk.forms import fields_of
        from tests.desk.list_actions import ask

        acts: list[Act] = []
        for number, desk in enumerate(self.desks):
            own = {name: f"{value} {number}" for name, value in typed.items()}
            shown = ask(desk, action, self.rows[1:], **own)
            form = {**fields_of(shown), "_do": "1", **own}
            acts.append(partial(self.posts, desk, shown.wsgi_request.get_full_path(), form))
        return acts

    def publishes_the_rest(self) -> list[Act]:
        from django.urls import reverse

        from tests.desk.forms import fields_of
        from tests.pages import read

        address, acts = reverse("admin:publish-review", args=[self.festival.pk]), []
        for desk in self.desks:
            shown = desk.get(address)
            button = next(each for each in read(shown).all("button") if each["name"] == "hold-conflicts")
            form = {**fields_of(shown), "hold-conflicts": button["value"]}
            acts.append(partial(self.posts, desk, address, form))
        return acts

    @staticmethod
    def posts(desk: Any, address: str, form: dict[str, Any]) -> int:
        from tests import pages
        from tests.desk.forms import said
        from tests.pages import read

        answer = desk.post(address, form)
        above = [] if answer.status_code == 302 else [part.text for part in read(answer).all("p", of_class="errornote")]
        beside = [] if answer.status_code == 302 else pages.errors(answer)
        return outcome(" ".join((*said(answer), *above, *beside)))

    def commands(self, *arguments: str) -> int:
        from django.core.management import call_command

        out = StringIO()
        call_command(*arguments, stdout=out)
        return outcome(out.getvalue())

    def release_all(self) -> None:
        from screenings.models import Screening
        from screenings.scheduling.holds import release

        release(Screening.objects.on_hold())

    def hold_all(self) -> None:
        from django.utils import timezone

        from screenings.scheduling.holds import hold

        hold(self.rows[1:], reason="Rights", by=None, at=timezone.now())

    def counts(self) -> dict[str, Any]:
        from screenings.models import Hold, Publication

        kinds = Counter(Hold.history.values_list("history_type", flat=True))  # type: ignore[attr-defined]
        return {
            "set": kinds["+"], "released": kinds["-"], "on hold": Hold.objects.count(),
            "publications": Publication.objects.count(),
        }  # fmt: skip


def rounds(prepare: Callable[[Race], None], acts: Callable[[Race, int], list[Act]]) -> dict[str, Any]:
    race = Race()
    ends = []
    for number in range(ROUNDS):
        prepare(race)
        ends.append(all_at_once(acts(race, number)))
    return {"ends": ends, **race.counts()}


def twice_or_another(acts: list[Act], number: int, commanded: Act) -> list[Act]:
    """Two people; or one who presses twice; or one of them at the command line."""
    return (acts, [acts[0], acts[0]], [acts[0], commanded])[number % 3]


def held() -> dict[str, Any]:
    def acts(race: Race, number: int) -> list[Act]:
        named = [part for row in race.rows[1:] for part in ("--screening", str(row.uid))]
        return twice_or_another(race.confirms("hold", reason="Try"), number, partial(race.commands, "hold", *named))

    return rounds(Race.release_all, acts)


def released() -> dict[str, Any]:
    def acts(race: Race, number: int) -> list[Act]:
        return twice_or_another(race.confirms("release"), number, partial(race.commands, "release", "--all"))

    return rounds(Race.hold_all, acts)


def released_without_turns() -> dict[str, Any]:
    from screenings.scheduling import holds

    holds._take_turns = lambda _rows: None
    return rounds(Race.hold_all, lambda race, _number: race.confirms("release"))


def published() -> dict[str, Any]:
    def prepare(race: Race) -> None:
        race.release_all()
        race.rows[0].qa += 1
        race.rows[0].save()

    def acts(race: Race, number: int) -> list[Act]:
        command = partial(race.commands, "publish", "--hold-conflicts")
        return twice_or_another(race.publishes_the_rest(), number, command)

    return rounds(prepare, acts)


if __name__ == "__main__":
    django.setup()
    ways = {
        "held": held, "released": released, "published": published, "released-without-turns": released_without_turns,
    }  # fmt: skip
    print(json.dumps(ways[sys.argv[1]]()))
