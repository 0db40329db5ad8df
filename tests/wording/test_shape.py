"""The shape of a timetable in words: each measure named once, and what has no value left out."""

from dataclasses import fields

from screenings.timetable.shape import TimetableShape, timetable_shape
from screenings.wording.shape import MEASURES, shape_data, shape_rows
from tests.timetable.rules.small_programmes import hall, programme, showing

EMPTY = timetable_shape(programme(showing(1, None, 90, hall=None)))


def test_every_measure_has_words_but_for_the_counts_and_the_pictures() -> None:
    named = [field for field, _, _ in MEASURES]
    assert len(named) == len(set(named))
    assert {each.name for each in fields(TimetableShape)} - set(named) == {"placed", "unplaced", "spans"}


def test_two_timetables_stand_side_by_side() -> None:
    pair = programme(showing(1, 0, 90), showing(2, 100, 90), showing(3, 210, 90), halls=[hall(1)])
    rows = {measure: values for measure, *values in shape_rows(EMPTY, timetable_shape(pair))}
    assert rows["Between two shows in a hall"] == ["–", "15 minutes, mostly 10 to 20"]
    assert rows["Shows that start off the quarter hour"] == ["–", "33 %"]
    assert rows["Shows a day"] == ["–", "3 to 3"]
    assert "Press shows in the evening" not in rows
    assert "Most shows of one guest on one day" not in rows
    assert list(shape_rows(EMPTY, EMPTY)) == []


def test_as_data_days_and_moments_are_iso() -> None:
    data = shape_data(timetable_shape(programme(showing(1, 0, 90))))
    assert data["at_once"] == {"count": 1, "moment": "2026-10-10T12:00:00+00:00", "venue": None}
    assert data["spans"] == [{"hall": 1, "day": "2026-10-10", "first": 840, "last": 840}]
