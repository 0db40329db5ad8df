"""Why a screening is where it is, and what another place would cost, in words."""

from uuid import UUID

import pytest

from screenings.solver.api import Suggestion, WeighedPlace
from screenings.timetable.what_if import Consequences, Move
from screenings.wording.places import TERM_WORDS, place_sentences, reason_sentences


def place(points: int = 0, **changes: int) -> WeighedPlace:
    terms = {name.replace("_", "-"): amount for name, amount in changes.items()}
    return WeighedPlace(Suggestion(Move(UUID(int=1)), points, Consequences()), terms, points)


def test_what_it_costs_and_what_it_wins_are_two_sentences() -> None:
    assert list(place_sentences(place(premiere_hour=1, waits=3, at_once=-1))) == [
        "It would cost: the film is not first shown in the evening; halls wait 90 minutes longer between two shows.",
        "It would win: fewer shows start in the same minute in a cinema.",
    ]
    assert list(place_sentences(place())) == ["Nothing that this festival minds would be different."]


def test_why_it_is_here_compares_and_names_what_the_others_lack() -> None:
    others = [place(0), place(5, late_hour=1, waits=2), place(9, late_hour=1), place(9, waits=1)]
    assert list(reason_sentences(others)) == [
        "No other place is better; of the 4 best 1 is as good.",
        "In 2 of these 4 it starts at ten in the evening or later.",
        "In 2 of these 4 halls wait longer between two shows.",
    ]
    assert next(reason_sentences([place(-3), place(2)])) == "Of the 2 best other places 1 is better than this one."
    assert next(reason_sentences([place(2)])) == "No other place is as good: there is one, and it would cost something."
    assert list(reason_sentences([])) == []


@pytest.mark.parametrize("name", TERM_WORDS)
def test_no_sentence_has_points_or_an_open_place_in_it(name: str) -> None:
    key = name.replace("-", "_")
    text = " ".join([*place_sentences(place(**{key: 2})), *place_sentences(place(**{key: -2}))])
    assert "%(" not in text
    assert "point" not in text
    assert text.count(".") == 2
