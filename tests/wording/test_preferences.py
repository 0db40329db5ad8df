"""What was asked for and what is impossible, said as somebody would say it."""

from datetime import time
from uuid import UUID

import pytest

from screenings.solver.api import Precedence, Preferences, PreferenceViolation, SlotConstraint, find_infeasibilities
from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RulePrint
from screenings.timetable.values import Programme
from screenings.wording.infeasibility import infeasibility_sentences
from screenings.wording.preferences import constraint_text, preference_violation_sentence
from tests.solver.programmes import OPENING, film, hall, programme, showing

EVENINGS = tuple(Opening(day, time(18), time(22)) for day in range(7))
SERIAL = programme(
    *(showing(n, n) for n in (1, 2, 3)), halls=(hall(1, openings=EVENINGS), hall(2, openings=EVENINGS)),
    films=(film(1), film(2), film(3)), sections={4: "Shorts"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Precedence(1, 2), "Film 2 after Film 1"),
        (Precedence(UUID(int=1), 2, is_immediate=True), "Film 2 at once after Film 1"),
        (Precedence(1, 2, min_minutes=30), "Film 2 30 minutes or more after the end of Film 1"),
        (Precedence(1, 2, max_minutes=45), "Film 2 at most 45 minutes after the end of Film 1"),
        (Precedence(1, 2, min_minutes=20, max_minutes=45), "Film 2 20 to 45 minutes after the end of Film 1"),
        (Precedence(1, 2, min_minutes=20, max_minutes=20), "Film 2 20 minutes after the end of Film 1"),
        (Precedence(1, 2, max_minutes=0), "Film 2 right at the end of Film 1"),
        (Precedence(1, 2, min_days=1, max_days=1), "Film 2 1 day after Film 1"),
        (Precedence(1, 2, max_days=0), "Film 2 after Film 1 on the same day"),
        (Precedence(1, 2, min_days=1, max_days=3), "Film 2 1 to 3 days after Film 1"),
        (Precedence(1, 9, min_days=2), "a film that no longer exists 2 days or more after Film 1"),
        (
            SlotConstraint(
                sections=frozenset({4}), halls=frozenset({1, 2}), days=frozenset({OPENING}), start_from=time(20)
            ),
            "Shorts in Hall 1 or Hall 2, on Fri 9 Oct, from 20:00",
        ),
        (SlotConstraint(films=frozenset({1}), start_before=time(12), avoid=True), "Film 1 not before 12:00"),
    ],
)
def test_what_was_asked_for(wanted: SlotConstraint | Precedence, text: str) -> None:
    assert constraint_text(SERIAL, wanted) == text


def test_what_is_not_kept() -> None:
    assert (
        preference_violation_sentence(SERIAL, PreferenceViolation(Precedence(1, 2), 1), DEFAULT_WEIGHTS)
        == "Not kept: Film 2 after Film 1 (a must)"
    )
    assert (
        preference_violation_sentence(SERIAL, PreferenceViolation(Precedence(1, 2, penalty=5), 2), DEFAULT_WEIGHTS)
        == "Not kept: Film 2 after Film 1 (2×, as much as 2.5 premieres outside the evening)"
    )


def told(of: Programme, *orders: Precedence, severity: Severity = Severity.ERROR) -> list[list[str]]:
    found = find_infeasibilities(of, movable={s.uid for s in of.showings}, preferences=Preferences(precedences=orders))
    return [list(infeasibility_sentences(of, one)) for one in found if one.severity is severity]


def test_orders_that_cannot_be_kept() -> None:
    assert told(SERIAL, Precedence(1, 2), Precedence(2, 1)) == [
        ["These musts run in a circle, give up one: Film 2 after Film 1, Film 1 after Film 2"]
    ]
    assert told(SERIAL, Precedence(1, 2, min_days=3)) == [
        ["Film 1, Film 2: no hall and no days allow what is a must: Film 2 3 days or more after Film 1"]
    ]


def test_a_film_with_too_few_days_and_what_would_help() -> None:
    prints = {1: RulePrint(1, 1, "DCP", available_until=OPENING)}
    of = programme(
        showing(1, 1, print=1), showing(2, 1, print=1), halls=(hall(1), hall(2)), films=(film(1, prints=(1,)),),
        prints=prints, severities={"repeat-too-close": Severity.ERROR},
    )  # fmt: skip
    (sentences,) = told(of)

    assert sentences[0] == "Film 1: 2 screenings, and only 1 day on which each can have one of its own"
    assert "fits Sat 10 Oct 10:00 in Hall 2, if the print DCP stayed until Sat 10 Oct" in sentences


def test_too_little_room_and_the_way_out() -> None:
    """Two halls with three evenings of four hours each: two shows a time."""
    films = tuple(film(n) for n in range(1, 15))
    halls = (hall(1, openings=EVENINGS), hall(2, openings=EVENINGS))
    shows = [showing(n, n) for n in range(1, 15)]

    assert told(programme(*shows[:12], halls=halls, films=films)) == []
    assert told(programme(*shows, halls=halls, films=films)) == [
        [
            (
                "Film 1, Film 2, Film 3 and 11 more: 14 screenings take 26 h 50 min with changeovers, "
                "and all halls have 25 h 30 min free for them, room for 12 at most"
            ),
            "2 of them less, another hall, or at least 80 min more",
        ]
    ]


def test_what_is_longer_than_a_hall_without_hours_is_used_and_the_way_out() -> None:
    of = programme(showing(1, 1, length=900), halls=(hall(1), hall(2)), films=(film(1),))

    assert told(of) == [
        [
            (
                "Film 1: 1 screening takes 15 h 15 min with changeovers, and all halls have 3 days 16 h free for them, "
                "14 h 45 min at a stretch, room for none at most"
            ),
            "1 of them less, another hall, or longer hours",
            "all halls have no hours of their own and are used from 10:00 to 00:30 only: enter opening hours for more",
        ]
    ]
