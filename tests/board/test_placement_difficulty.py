"""Why a showing is hard to place, each reason with data that does and data that does not give it."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from screenings.board.placement_difficulty import difficulty_reasons
from screenings.board.reason_texts import difficulty_text
from screenings.timetable.context import RuleContext, RuleFilm, RuleGuest, RuleHall, RulePrint
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from tests.world import BERLIN, at

# Ten days.
CALENDAR = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 18), BERLIN, time(6))
HALLS = {
    1: RuleHall(1, "Odeon", zone=BERLIN, capacity=300, formats=("DCP", "35 mm")),
    2: RuleHall(2, "Gloria", zone=BERLIN, capacity=100, formats=("DCP",)),
    3: RuleHall(3, "Studio", zone=BERLIN, capacity=60, formats=("DCP",)),
}
WAITING = Showing(UUID(int=1), 1, "Cléo", 90)
SHOWN = Showing(UUID(int=2), 1, "Cléo", 90, at("2026-10-10 20:00"), 1)


def reasons(
    showing: Showing = WAITING,
    film: RuleFilm | None = None,
    halls: dict[int, RuleHall] | None = None,
    others: tuple[Showing, ...] = (),
    **facts: Any,
) -> list[str]:
    house = RuleContext(
        halls=HALLS if halls is None else halls, films={1: film or RuleFilm(1, "Cléo", runtime=90)}, **facts
    )
    return [
        difficulty_text(each) for each in difficulty_reasons(Programme(CALENDAR, (showing, *others), house), showing)
    ]


def copy(name: str = "35 mm", first: int | None = None, last: int | None = None) -> dict[str, Any]:
    here = [None if day is None else date(2026, 10, day) for day in (first, last)]
    return {
        "prints": {7: RulePrint(7, 1, f"Cléo {name}", name, *here)},
        "film": RuleFilm(1, "Cléo", runtime=90, prints=(7,)),
    }


def guest(arrives: str | None, departs: str | None) -> dict[str, Any]:
    stay = [at(moment) if moment else None for moment in (arrives, departs)]
    return {"guests": {5: RuleGuest(5, 9, "Agnès Varda", *stay)}, "showing": replace(WAITING, guests=(5,))}


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, []),
        (copy("35 mm"), ["1 of 3 halls can show 35 mm"]),
        (copy("DCP"), []),
        ({"showing": replace(WAITING, format=("16 mm",))}, ["No hall can show 16 mm"]),
        ({"showing": replace(WAITING, expected_audience=200)}, ["1 of 3 halls seats 200"]),
        ({"showing": replace(WAITING, expected_audience=80)}, []),
        (copy("DCP", 12, 14), ["Print here Mon 12 Oct to Wed 14 Oct: Cléo DCP"]),
        (copy("DCP", 12, 12), ["Print here on Mon 12 Oct: Cléo DCP"]),
        (copy("DCP", 20, 21), ["Print here on no day of the festival: Cléo DCP"]),
        (copy("DCP", 10, 18), []),
        (guest("2026-10-16 12:00", None), ["Agnès Varda is here Fri 16 Oct to Sun 18 Oct"]),
        (guest("2026-10-10 12:00", None), []),
        (
            {"film": RuleFilm(1, "Cléo", runtime=90, embargo_until=date(2026, 10, 17))},
            ["Free of embargo Sat 17 Oct to Sun 18 Oct"],
        ),
        ({"showing": replace(WAITING, length=160)}, ["Long: 160 min"]),
        ({"film": RuleFilm(1, "Cléo", runtime=90, minimum_age=6)}, ["For children: over by 21:00"]),
        ({"film": RuleFilm(1, "Cléo", runtime=90, minimum_age=16)}, []),
        ({"others": (SHOWN,)}, ["Shown already on Sat 10 Oct"]),
        ({"others": (replace(SHOWN, audience="press"),)}, []),
        ({"others": (replace(SHOWN, cancelled=True),)}, []),
        ({"showing": replace(WAITING, length_is_known=False)}, ["Length unknown, counted as 90 min"]),
        ({"halls": {}}, []),
    ],
)
def test_a_reason_is_given_where_it_narrows_the_choice(facts: dict[str, Any], told: list[str]) -> None:
    assert reasons(**facts) == told


def test_what_fits_nowhere_comes_first() -> None:
    found = copy("35 mm", 20, 21)
    assert reasons(**found)[0] == "Print here on no day of the festival: Cléo 35 mm"
