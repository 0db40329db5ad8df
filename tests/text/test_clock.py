"""Times as people type them, wherever the product takes one."""

from datetime import time

import pytest

from screenings.text.clock import ClockHours, clock_minutes, clock_shown, clock_text, hour_text, time_of_day

HALF_PAST_SEVEN = 19 * 60 + 30


@pytest.mark.parametrize(
    "text",
    [
        "19:30", "19.30", "19h30", "19 h 30", "1930", "7:30 pm", "7:30PM", "7.30 p.m.", "7.30p", "730pm", "730 p",
        "07:30 pm", "19:30:00", "19.30 Uhr", " 19:30 ", "１９：３０",
    ],
)  # fmt: skip
def test_one_time_in_many_hands(text: str) -> None:
    assert clock_minutes(text) == HALF_PAST_SEVEN


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7pm", 1140), ("7p", 1140), ("7 am", 420), ("12am", 0), ("12:05 am", 5), ("12pm", 720), ("noon", 720),
        ("Midday", 720), ("19h", 1140), ("9.05", 545), ("0930", 570), ("24:30", 1470), ("midnight", 1440),
        ("12 midnight", 1440), ("00:00", 0),
    ],
)  # fmt: skip
def test_hours_halves_and_words(text: str, minutes: int) -> None:
    assert clock_minutes(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", "7", "19", "930", "25", "19:75", "13pm", "0am", "19:30:15", "30:00", "half past seven", "19:30-21:00", "pm"],
)
def test_what_is_no_time_or_could_be_two(text: str) -> None:
    assert clock_minutes(text) is None
    with pytest.raises(ValueError):  # noqa: PT011 - its message is what was typed
        time_of_day(text)


def test_a_number_alone_is_an_hour_only_where_a_column_says_so() -> None:
    assert clock_minutes("19", bare_hour=True) == 1140


def test_every_minute_is_read_back_in_both_clocks() -> None:
    for minutes in range(24 * 60):
        hour, minute = divmod(minutes, 60)
        half, short = "ap"[hour // 12], hour % 12 or 12

        assert {
            clock_minutes(text)
            for text in (f"{hour:02}:{minute:02}", f"{hour}h{minute:02}", f"{short}:{minute:02} {half}.m.")
        } == {minutes}


@pytest.mark.parametrize(("text", "clock"), [("midnight", time(0)), ("24:00", time(0)), ("11:30 pm", time(23, 30))])
def test_a_time_without_a_day_has_one_midnight(text: str, clock: time) -> None:
    assert time_of_day(text) == clock


def test_a_time_without_a_day_has_no_hours_of_the_next() -> None:
    with pytest.raises(ValueError, match="24:30"):
        time_of_day("24:30")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (time(19, 30), "7:30\u00a0pm"),
        (time(0, 5), "12:05\u00a0am"),
        (time(12), "12:00\u00a0pm"),
        (time(9), "9:00\u00a0am"),
    ],
)
def test_a_time_is_shown_with_twelve_hours_only_meanwhile(moment: time, text: str) -> None:
    with clock_shown(ClockHours.TWELVE):
        assert clock_text(moment) == text
        with clock_shown(ClockHours.TWENTY_FOUR):
            assert clock_text(moment) == f"{moment:%H:%M}"
    assert clock_text(moment) == f"{moment:%H:%M}"


def test_whose_clock_it_is_is_asked_once_and_only_where_a_time_is_written() -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("asked")
        return ClockHours.TWELVE

    with clock_shown(ask):
        assert asked == []
        assert [clock_text(time(hour)) for hour in (1, 13)] == ["1:00\u00a0am", "1:00\u00a0pm"]
    assert asked == ["asked"]


def test_what_is_shown_is_read_back_as_the_same_minute() -> None:
    with clock_shown(ClockHours.TWELVE):
        for minutes in range(24 * 60):
            assert clock_minutes(clock_text(time(*divmod(minutes, 60)))) == minutes


def test_the_edge_of_a_timetable_has_full_hours_without_minutes() -> None:
    assert [hour_text(time(hour)) for hour in (9, 21)] == ["09:00", "21:00"]
    with clock_shown(ClockHours.TWELVE):
        shown = [hour_text(at) for at in (time(0), time(9), time(12), time(21), time(21, 30))]
    assert shown == ["12\u00a0am", "9\u00a0am", "12\u00a0pm", "9\u00a0pm", "9:30\u00a0pm"]
