"""The halls as strips: a bar for each show at its hour of its day, now above and then below."""

from dataclasses import replace

from screenings.proposals.week_strips import DAY_WIDTH, MARGIN, week_strips
from tests.timetable.rules.small_programmes import hall, programme, showing


def test_a_bar_stands_at_its_hour_of_its_day() -> None:
    """14:00 to 16:00 now; then 18:00 to 20:00 a day later in the other hall, beside what stays."""
    halls = [hall(1), hall(2)]
    stays = showing(2, 0, 60)
    now = programme(showing(1, 0, 120, hall=2), stays, halls=halls)
    then = programme(showing(1, 24 * 60 + 240, 120, hall=2), stays, halls=halls)
    strips = week_strips(now, then)
    scale = (DAY_WIDTH - MARGIN) / (6 * 60)  # from 14:00 to 20:00
    assert strips["days"] == [(0, "Sat 10 Oct"), (DAY_WIDTH, "Sun 11 Oct")]
    assert strips["width"] == 2 * DAY_WIDTH
    assert strips["halls"] == [
        {
            "name": "Hall 1",
            "told": "1 show now, 1 then",
            "now": [(0, round(60 * scale))],
            "then": [(0, round(60 * scale))],
        },
        {
            "name": "Hall 2",
            "told": "1 show now, 1 then",
            "now": [(0, round(120 * scale))],
            "then": [(DAY_WIDTH + round(240 * scale), round(120 * scale))],
        },
    ]


def test_after_midnight_it_is_the_evening_before_and_a_short_show_leaves_a_trace() -> None:
    late = programme(showing(1, 11 * 60, 1), showing(2, 0, 90))
    strips = week_strips(late, late)
    assert [day for _, day in strips["days"]] == ["Sat 10 Oct"]
    assert strips["halls"][0]["now"][-1] == (DAY_WIDTH - MARGIN, 2)


def test_nothing_placed_has_no_picture() -> None:
    empty = programme(replace(showing(1, 0, 90), starts_at=None, hall=None))
    assert week_strips(empty, empty) == {}
