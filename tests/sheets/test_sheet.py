"""A hall's day, the crowds of a cinema and a guest's way, against expectations made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.sheets import sheet_texts
from screenings.sheets.sheet import (
    SheetFilmPart,
    exit_crowds,
    film_span,
    guest_stops,
    turnarounds_of,
)
from screenings.timetable.days import Span
from screenings.timetable.travel import Travel
from tests.sheets.shows import BERLIN, ONE, SATURDAY, instant, show

TWO = replace(ONE, hall=2, name="Hall 2", capacity=80)
GLORIA = replace(ONE, hall=3, venue=2, name="Hall 1", venue_name="Gloria")


def test_every_moment_of_a_show_stands_on_its_sheet() -> None:
    (turn,) = turnarounds_of([show(1, "20:00", intro=10, qa=30)])
    assert sheet_texts.show_moments(turn) == (
        ("19:40", "Doors"), ("20:00", "Introduction, 10 min"), ("20:10", "Film"),
        ("21:40", "Film ends, Q&A, 30 min"), ("22:10", "Q&A ends"), ("22:25", "Hall free"),
    )  # fmt: skip
    (turn,) = turnarounds_of([show(1, "20:00", is_estimate=True)])
    assert sheet_texts.show_moments(turn) == (
        ("19:40", "Doors"), ("20:00", "Film"), ("about 21:30", "Film ends"), ("about 21:45", "Hall free"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("intro", "qa", "stated", "runtime", "film"),
    [
        (10, 20, 120, 90, (10, 100)),
        (10, 20, 130, 90, (10, 100)),  # stated longer than it adds up: the film is as long as it is
        (10, 20, 80, 90, (10, 80)),  # stated shorter: nothing outlasts the show
        (10, 20, 130, None, (10, 110)),  # unknown: what introduction and Q&A leave
        (60, 60, 90, None, (60, 60)),
    ],
)
def test_the_film_runs_within_its_show(
    intro: int, qa: int, stated: int, runtime: int | None, film: tuple[int, int]
) -> None:
    begins = instant("20:00")
    found = film_span(Span(begins, begins + timedelta(minutes=stated)), intro=intro, qa=qa, runtime=runtime)
    minutes = tuple((moment - begins) // timedelta(minutes=1) for moment in (found.start, found.end))
    assert minutes == film


def test_the_next_changeover_is_told_and_a_short_one_is_marked() -> None:
    shows = [show(3, "23:40"), show(1, "20:00"), show(2, "21:40"), show(4, "2026-10-11T01:00")]
    said = [
        (turn.show.pk, turn.minutes_until_next, turn.is_short, sheet_texts.turnaround_text(turn))
        for turn in turnarounds_of(shows)
    ]
    assert said == [
        (1, 10, True, "Short changeover: 10 min until Film 2 at 21:40, 15 min needed"),
        (2, 30, False, "30 min until Film 3 at 23:40"),
        (3, -10, True, "Overlap: Film 4 at 01:00 (Sunday) starts 10 min before the end"),
        (4, None, False, "Last of the day in this hall"),
    ]
    # The doors of the second open once the hall is empty, not twenty minutes before its start.
    assert [sheet_texts.show_clock_text(turn.doors_at, turn.show) for turn in turnarounds_of(shows)] == [
        "19:40", "21:30", "23:20", "01:00 (Sunday)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("doors", "opened"), [(0, ["20:00", "21:40"]), (5, ["19:55", "21:35"]), (45, ["19:15", "21:30"])]
)
def test_doors_open_as_the_hall_says_but_not_onto_the_last_show(doors: int, opened: list[str]) -> None:
    place = replace(ONE, doors=doors)
    found = turnarounds_of([show(1, "20:00", place=place), show(2, "21:40", place=place)])
    assert [sheet_texts.show_clock_text(turn.doors_at, turn.show) for turn in found] == opened


def test_what_follows_in_the_morning_is_told_where_somebody_has_to_hurry() -> None:
    sunday = replace(show(2, "2026-10-11T07:00"), day=date(2026, 10, 11))
    last, first = turnarounds_of([sunday, show(1, "2026-10-11T05:20")])
    assert sheet_texts.turnaround_text(last) == "Short changeover: 10 min until Film 2 at 07:00 (Sunday), 15 min needed"
    assert sheet_texts.show_clock_text(first.doors_at, first.show) == "06:50"
    early, _ = turnarounds_of([sunday, show(1, "2026-10-11T05:10")])
    assert (early.minutes_until_next, sheet_texts.turnaround_text(early)) == (20, "Last of the day in this hall")
    long, short, after = turnarounds_of([show(1, "20:00", 200), show(2, "21:00", 10), show(3, "22:00")])
    # A long film hides behind a short one: the doors wait for the long one.
    assert (
        sheet_texts.show_clock_text(after.doors_at, after.show),
        long.minutes_until_next,
        short.minutes_until_next,
    ) == ("22:00", -140, 50)


def test_a_cancelled_show_stands_in_nobodys_way() -> None:
    first, gone, last = turnarounds_of([show(1, "20:00"), show(2, "21:35", cancelled=True), show(3, "22:00")])
    assert first.following is last.show
    assert (gone.following, sheet_texts.turnaround_text(gone), gone.is_short) == (None, "", False)
    shared = replace(ONE, shared=True)
    assert [
        turn.minutes_until_next
        for turn in turnarounds_of([show(1, "20:00", place=shared), show(2, "20:30", place=shared)])
    ] == [None] * 2


def test_now_is_from_the_doors_to_the_end() -> None:
    (turn,) = turnarounds_of([show(1, "20:00")])
    moments = ("19:39", "19:40", "21:29", "21:30")
    assert [turn.state(instant(text)) for text in moments] == ["to come", "now", "now", "over"]


def test_the_clock_says_the_weekday_after_midnight_and_the_zone_where_an_hour_comes_twice() -> None:
    autumn = date(2026, 10, 24)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert sheet_texts.venue_clock_text(first, BERLIN, autumn) == "02:30 CEST (Sunday)"
    assert sheet_texts.venue_clock_text(first + timedelta(hours=1), BERLIN, autumn) == "02:30 CET (Sunday)"
    assert sheet_texts.venue_clock_text(instant("2026-10-11T00:30"), BERLIN, SATURDAY) == "00:30 (Sunday)"
    assert sheet_texts.venue_clock_text(instant("23:30"), BERLIN, SATURDAY) == "23:30"
    night = replace(show(1, "2026-10-24T23:30", qa=30), day=autumn)
    night = replace(night, film_end=night.start + timedelta(minutes=180), end=night.start + timedelta(minutes=210))
    (turn,) = turnarounds_of([night])
    # Three hours after 23:30 the clock has been put back: it shows 02:30 for the first time.
    assert [text for text, _ in sheet_texts.show_moments(turn)] == [
        "23:10", "23:30", "02:30 CEST (Sunday)", "02:00 CET (Sunday)", "02:15 CET (Sunday)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "said", "number"),
    [
        ({}, "up to 120", 120),
        ({"expected": 80}, "about 80 of 120", 80),
        ({"expected": 200}, "about 200 of 120", 120),
        ({"expected": 80, "sold_out": True}, "Sold out: 120", 120),
        ({"place": replace(ONE, capacity=None)}, "", None),
        ({"place": replace(ONE, capacity=None), "expected": 60}, "about 60", 60),
        ({"place": replace(ONE, capacity=None), "sold_out": True}, "Sold out", None),
    ],
)
def test_how_many_come(facts: dict[str, object], said: str, number: int | None) -> None:
    made = replace(show(1, "20:00"), **facts)  # type: ignore[arg-type]
    assert (sheet_texts.audience_text(made), made.people) == (said, number)


def test_halls_that_let_out_at_once_are_one_crowd() -> None:
    three = replace(TWO, hall=5, name="Hall 5", capacity=None)
    shows = [
        show(1, "20:00"), show(2, "20:08", place=TWO), show(3, "20:17", place=three), show(4, "22:30"),
        show(5, "20:05", place=TWO, cancelled=True), show(6, "23:00", place=TWO), show(7, "18:00"), show(8, "18:05"),
    ]  # fmt: skip
    (found,) = exit_crowds(shows)
    assert [each.pk for each in found.shows] == [1, 2, 3]
    assert (
        sheet_texts.exit_crowd_text(found) == "21:30 to 21:47: Hall 1, Hall 2 and Hall 5 let out, at least 200 people"
    )
    (found,) = exit_crowds([show(1, "20:00"), show(2, "20:00", place=TWO)])
    assert sheet_texts.exit_crowd_text(found) == "21:30: Hall 1 and Hall 2 let out, up to 200 people"
    halls = [replace(ONE, hall=n, name=f"Hall {n}", capacity=10) for n in range(1, 10)]
    (found,) = exit_crowds(show(n, "20:00", place=place) for n, place in enumerate(halls, 1))
    assert sheet_texts.exit_crowd_text(found) == (
        "21:30: Hall 1, Hall 2, Hall 3, Hall 4, Hall 5 and 4 more let out, up to 90 people"
    )


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 3)), max_size=12))
def test_two_halls_are_in_one_crowd_just_when_a_chain_of_ends_joins_them(spots: list[tuple[int, int]]) -> None:
    begins = instant("20:00")
    shows = [
        replace(show(n, "20:00"), end=begins + timedelta(minutes=minute), place=replace(ONE, hall=hall))
        for n, (minute, hall) in enumerate(spots)
    ]
    group = list(range(len(shows)))  # joined the slow way: every two ends within ten minutes of each other
    for _ in shows:
        for one, other in combinations(range(len(shows)), 2):
            if abs(shows[one].end - shows[other].end) <= timedelta(minutes=10):
                group[one] = group[other] = min(group[one], group[other])
    crowds = {frozenset(n for n in range(len(shows)) if group[n] == each) for each in group}
    expected = {crowd for crowd in crowds if len({shows[n].place.hall for n in crowd}) > 1}
    assert {frozenset(each.pk for each in found.shows) for found in exit_crowds(shows)} == expected


def test_a_guests_way_is_told_and_what_is_missing_of_it() -> None:
    travel = Travel(stated={(1, 2): (25, "tram 3")})
    shows = [
        show(1, "18:00", place=GLORIA), show(2, "20:00", qa=20), show(3, "22:00", place=GLORIA),
        show(4, "21:00", cancelled=True), show(5, "23:00", place=GLORIA),
    ]  # fmt: skip
    found = guest_stops(shows, travel)
    assert [stop.show.pk for stop in found] == [1, 2, 4, 3, 5]
    assert [sheet_texts.transfer_text(stop.transfer) if stop.transfer else "" for stop in found] == [
        "25 min to the next (tram 3)",
        "25 min to the next (tram 3), but there are only 10: 15 min are missing",
        "",
        "The next starts 30 min before this is over",
        "",
    ]


def test_when_a_guest_is_needed() -> None:
    assert sheet_texts.call_times(show(1, "20:00", intro=10, qa=30)) == (
        "Introduction 20:00 to 20:10",
        "Q&A 21:40 to 22:10",
    )
    assert sheet_texts.call_times(show(1, "20:00")) == ("Present 20:00 to 21:30",)


def test_versions_and_prints_in_words() -> None:
    made = show(1, "20:00", format="35 mm", languages=("fr",), subtitles=("en", "de"))
    assert sheet_texts.version_text(made) == "35 mm, French, English, German subtitles"
    assert (
        sheet_texts.print_text(replace(made, print="35 mm, archive", copies=("35 mm, archive", "DCP")))
        == "35 mm, archive"
    )
    assert sheet_texts.print_text(replace(made, copies=("DCP",))) == "DCP, the only copy; none is chosen"
    assert sheet_texts.print_text(replace(made, copies=("DCP", "35 mm"))) == "Not chosen yet: DCP or 35 mm"
    assert sheet_texts.print_text(made) == ""
    assert sheet_texts.film_part_text(SheetFilmPart("Night and Fog", 32, ("35 mm",))) == "Night and Fog, 32 min (35 mm)"
    assert sheet_texts.film_part_text(SheetFilmPart("Untitled", None)) == "Untitled, length unknown"
    assert sheet_texts.qa_text(replace(made, qa=30)) == "Q&A until 21:30, nobody is named for it"
