"""Times of day and running times, as they are typed and as spreadsheets hold them."""

import pytest

from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import cell_minutes, clock_text, length_minutes, minutes_of_text, time_span
from screenings.importing.workbook_numbers import NumberKind


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("20:00", "20:00"), ("20.00", "20:00"), ("8pm", "20:00"), ("8:15 p.m.", "20:15"), ("12am", "00:00"),
        ("12pm", "12:00"), ("20h15", "20:15"), ("20h", "20:00"), ("19.30 Uhr", "19:30"), ("20 uur", "20:00"),
        ("24:30", "24:30"), ("2015", "20:15"), ("20:00:00", "20:00"), ("0.8333", "20:00"), ("9:05", "09:05"),
    ],
)  # fmt: skip
def test_a_time_of_day(text: str, clock: str) -> None:
    minutes = minutes_of_text(text)

    assert minutes is not None
    assert clock_text(minutes) == clock


@pytest.mark.parametrize("text", ["", "Flow", "35:00", "20:75", "13pm", "1.000.000", "2024-10-04", "S2"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert minutes_of_text(text) is None


def test_a_spreadsheets_number_is_a_share_of_the_day_or_as_it_is_shown() -> None:
    assert cell_minutes(SourceCell("0.8333", "A1", NumberKind.NUMBER, "0.8333")) == 1200
    assert cell_minutes(SourceCell("0.84375", "A1", NumberKind.NUMBER, "0.84375")) == 1215
    assert cell_minutes(SourceCell("20.3", "A1", NumberKind.NUMBER, "20.30")) == 1230
    assert cell_minutes(SourceCell("20:00", "A1", NumberKind.TIME, "20:00")) == 1200


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("20:00-21:25", 1200, 1285), ("20.00 – 21.25 Uhr", 1200, 1285), ("7:30pm to 9pm", 1170, 1260),
        ("20h15 à 22h", 1215, 1320), ("Flow, 23:59", 1439, None), ("23:10-01:05", 1390, 65),
    ],
)  # fmt: skip
def test_a_time_within_a_text(text: str, start: int, end: int | None) -> None:
    span = time_span(text)

    assert span is not None
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize("text", ["Flow 2", "35mm", "10.4", "Hall 10", "8½", "2001: A Space Odyssey"])
def test_a_text_without_a_time(text: str) -> None:
    assert time_span(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "105",
        "105'",
        "105 min",
        "105 Minuten",
        "1h45",
        "1 h 45 min",
        "1:45",
        "01:45:00",
        "105.0",
        "ca. 105",
        "1 hr 45",
        "105′",
    ],
)
def test_a_running_time(text: str) -> None:
    assert length_minutes(SourceCell(text, "A1")) == 105


@pytest.mark.parametrize("text", ["1.000", "1,000", "long", "", "1.45"])
def test_what_is_no_running_time_or_could_be_two(text: str) -> None:
    assert length_minutes(SourceCell(text, "A1")) is None
