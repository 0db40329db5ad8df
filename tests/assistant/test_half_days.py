"""Times that may be of the morning or of the evening are asked about once."""

import pytest

from tests.assistant.bring import drafted

HEADER = ["Title", "Date", "Time", "Cinema"]


def rows(*times: str) -> list[list[str]]:
    return [HEADER, *([f"Film {time}", "4.10.", time, "Odeon 1"] for time in times)]


def test_where_no_time_is_after_noon_it_is_asked_which_half_of_the_day_is_meant() -> None:
    table = rows("7:30", "9:15-11:00", "12:00")
    read = drafted(table)
    assert read.asked == ['No time of the file is after noon, "7:30" is one of them. Which half of the day is meant?']

    assert [row[2:] for row in drafted(table, {"half-day": "evening"}).timetable] == [
        ("2024-10-04T19:30", ""),
        ("2024-10-04T21:15", "2024-10-04T23:00"),
        ("2024-10-04T12:00", ""),
    ]
    assert drafted(table, {"half-day": "morning"}).timetable[0][2] == "2024-10-04T07:30"


@pytest.mark.parametrize(
    "times",
    [
        ("7:30", "20:00"),
        ("07:30", "9:15"),
        ("7:30 am", "9:15 am"),
        ("10:00", "11:30"),
        ("8pm", "9:30pm"),
        ("0:30", "2:00"),
    ],
)  # fmt: skip
def test_where_anything_says_so_nothing_is_asked(times: tuple[str, ...]) -> None:
    assert "half" not in " ".join(drafted(rows(*times)).asked)
