"""Halls by the names people give them."""

import pytest

from screenings.assistant.places import PlaceReader, divided_place
from screenings.assistant.questions import Answers
from screenings.assistant.source_cells import SourceCell
from screenings.importing.rows import HallRow

HALLS = {
    "od1": HallRow(id="od1", venue="Odeon", hall="Hall 1"),
    "od2": HallRow(id="od2", venue="Odeon", hall="Hall 2"),
    "pier": HallRow(id="pier", venue="Pier", hall="Pier"),
    "lux3": HallRow(id="lux3", venue="Lux", hall="Lux 3"),
}


@pytest.mark.parametrize(
    ("text", "hall"),
    [
        ("Odeon, Hall 2", "od2"),
        ("Odeon – Hall 2", "od2"),
        ("odéon 2", "od2"),
        ("ODEON Saal 2", "od2"),
        ("Odeon Screen 1", "od1"),
        ("od2", "od2"),
        ("OD2", "od2"),
        ("Pier", "pier"),
        ("Lux 3", "lux3"),
    ],
)
def test_a_hall_is_known_by_every_name_that_only_it_can_have(text: str, hall: str) -> None:
    reader = PlaceReader(HALLS, Answers())

    assert reader.read(SourceCell(text, "A1"), None, None) == hall
    assert reader.new == {}


@pytest.mark.parametrize(
    ("text", "venue", "hall"),
    [
        ("Odeon – Hall 2", "Odeon", "Hall 2"),
        ("Odeon, Great Hall", "Odeon", "Great Hall"),
        ("Odeon (Studio)", "Odeon", "Studio"),
        ("Odeon Centre 2", "Odeon Centre", "Hall 2"),
        ("Kino Babylon Saal 3", "Kino Babylon", "Saal 3"),
        ("Odeon 10", "Odeon", "Hall 10"),
        ("Pier", "Pier", "Pier"),
        ("Hall 1", "Hall 1", "Hall 1"),
        ("UGC Ciné 2001", "UGC Ciné 2001", "UGC Ciné 2001"),
    ],
)
def test_a_new_hall_is_divided_into_venue_and_hall(text: str, venue: str, hall: str) -> None:
    assert divided_place(text) == (venue, hall)


def test_a_name_that_is_almost_one_that_is_there_is_asked_and_not_doubled() -> None:
    answers = Answers()
    assert PlaceReader(HALLS, answers).read(SourceCell("Odoen 2", "A1"), None, None) is None
    assert [question.key for question in answers.open.values()] == ["hall:odoen-2"]

    assert PlaceReader(HALLS, Answers({"hall:odoen-2": "same"})).read(SourceCell("Odoen 2", "A1"), None, None) == "od2"
    reader = PlaceReader(HALLS, Answers({"hall:odoen-2": "new"}))
    assert reader.read(SourceCell("Odoen 2", "A1"), None, None) == "odoen-hall-2"


def test_halls_with_other_numbers_are_other_halls_without_a_question() -> None:
    reader = PlaceReader(HALLS, answers := Answers())

    assert reader.read(SourceCell("Odeon 3", "A1"), None, None) == "odeon-hall-3"
    assert not answers.open
    assert (reader.new["odeon-hall-3"].venue, reader.new["odeon-hall-3"].hall) == ("Odeon", "Hall 3")


def test_a_venue_and_a_hall_in_two_columns_are_read_together() -> None:
    reader = PlaceReader(HALLS, Answers())

    assert reader.read(None, SourceCell("Odeon", "A1"), SourceCell("2", "B1")) == "od2"
    assert reader.read(None, SourceCell("Pier", "A2"), None) == "pier"
    assert reader.read(None, SourceCell("Rex", "A3"), SourceCell("Balcony", "B3")) == "rex-balcony"


def test_what_only_begins_like_a_word_for_halls_is_no_hall_and_a_year_is_none() -> None:
    assert divided_place("Rex Salt") == ("Rex Salt", "Rex Salt")
    assert divided_place("Weekend (1967)") == ("Weekend (1967)", "Weekend (1967)")
    assert divided_place("Rex Saal2") == ("Rex", "Saal2")
