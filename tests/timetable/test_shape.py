"""The shape of a timetable, against another way of counting: wall clocks in a table, one question at a time."""

import csv
import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from screenings.timetable.context import RuleContext, RuleFilm, RuleHall
from screenings.timetable.shape import timetable_shape
from screenings.timetable.values import FestivalCalendar, Programme
from tests.timetable.random_festivals import festivals, unhurried
from tests.timetable.rules.small_programmes import CALENDAR, hall, programme, showing

PROGRAMMES = Path(__file__).parents[2].parent / "shared" / "programmes"
BERLIN = ZoneInfo("Europe/Berlin")


@unhurried
@given(festivals())
def test_the_measures_are_those_of_counting_by_hand(of: Programme) -> None:
    rows = []
    for each in of.showings:
        if each.cancelled or each.starts_at is None or each.hall is None:
            continue
        house = of.context.halls[each.hall]
        wall = each.starts_at.astimezone(house.zone)
        day = wall.date() - timedelta(days=1) if wall.time() < of.calendar.day_starts_at else wall.date()
        rows.append((each, house, wall, day))
    shape = timetable_shape(of)
    assert shape.placed == len(rows)
    assert shape.placed + shape.unplaced == len([each for each in of.showings if not each.cancelled])
    at_once = Counter((house.venue, each.starts_at) for each, house, _, _ in rows)
    assert (shape.at_once_in_a_venue.count if shape.at_once_in_a_venue else 0) == max(at_once.values(), default=0)
    if rows:
        assert shape.off_the_quarter == sum(wall.minute not in (0, 15, 30, 45) for _, _, wall, _ in rows) / len(rows)
        in_the_evening = [time(17) <= wall.time() < time(22) and wall.date() == day for _, _, wall, day in rows]
        assert shape.evening_starts == sum(in_the_evening) / len(rows)
        days = defaultdict(list)
        for each, house, wall, day in rows:
            days[house.id, day].append((each.starts_at, each.uid.int, wall))
        firsts = {key: min(shows)[2] for key, shows in days.items()}
        assert shape.late_days == sum(
            wall.date() > day or wall.time() >= time(17) for (_, day), wall in firsts.items()
        ) / len(firsts)
    gaps = []
    for house in of.context.halls.values():
        for day in {day for _, _, _, day in rows}:
            shows = sorted(
                (each.starts_at, each.uid.int, each.length)
                for each, where, _, when in rows
                if where == house and when == day and each.starts_at and not house.shared
            )
            for one, other in pairwise(shows):
                gaps.append((other[0] - one[0]).total_seconds() / 60 - one[2])
    assert (shape.gaps.middle if shape.gaps else None) == (median(gaps) if gaps else None)
    guests = Counter((guest, day) for each, _, _, day in rows for guest in each.guests)
    assert shape.guest_shows == max(guests.values(), default=0)


def test_nothing_placed_has_no_shape() -> None:
    shape = timetable_shape(programme(showing(1, None, 90, hall=None), showing(2, 0, 90, cancelled=True)))
    assert (shape.placed, shape.unplaced, shape.at_once, shape.gaps, shape.late_days, shape.guest_shows) == (
        0, 1, None, None, None, 0,
    )  # fmt: skip


def test_press_premieres_late_titles_and_repeats() -> None:
    """Noon in UTC is 14:00 in Berlin."""
    halls = {
        1: RuleHall(1, "Grand", venue=1, zone=BERLIN, capacity=600),
        2: RuleHall(2, "Attic", venue=1, zone=BERLIN, capacity=60),
    }
    films = {n: RuleFilm(n, f"Film {n}", section=n) for n in (1, 2, 3)}
    shows = [
        replace(showing(1, -240, 90), film=1, audience="press"),  # 10:00, before the public
        replace(showing(2, 300, 90), film=1),  # 19:00 in the large hall
        replace(showing(3, 420, 90, hall=2), film=2, audience="press"),  # 21:00, after the public
        replace(showing(4, 0, 90, hall=2), film=2),  # 14:00 in the small hall
        replace(showing(5, 570, 90), film=3, expected_audience=100),  # 23:30
        replace(showing(6, 570 + 24 * 60, 90, hall=2), film=3),  # the next night, elsewhere
    ]
    context = RuleContext(halls=halls, films=films, sections={1: "Competition", 2: "Panorama", 3: "Midnight Madness"})
    shape = timetable_shape(Programme(CALENDAR, tuple(shows), context))
    assert (shape.press_mornings, shape.press_evenings, shape.press_before_public) == (0.5, 0.5, 0.5)
    assert shape.late_titles_at_night == 1
    assert (shape.repeats_on_other_days, shape.repeats_at_other_dayparts, shape.repeats_in_other_halls) == (1, 0, 1)
    assert shape.firsts_in_large_halls == 2 / 3
    # 600 at 19:00 and 60 at 21:00, of 600 + 600 + 60 + 60 + 100 + 60.
    assert shape.evening_seats == 660 / 1480
    assert shape.shows_a_day == (1, 5)
    assert [(span.hall, span.first, span.last) for span in shape.spans] == [
        (1, 600, 23 * 60 + 30), (2, 14 * 60, 21 * 60), (2, 23 * 60 + 30, 23 * 60 + 30),
    ]  # fmt: skip


def test_the_small_hours_belong_to_the_evening_before() -> None:
    """00:30 is 24:30 of the evening before, and no gap leads from it to the next morning."""
    late, next_morning = showing(1, 10 * 60 + 30, 90), showing(2, 20 * 60, 90)
    shape = timetable_shape(
        Programme(
            CALENDAR,
            (late, next_morning),
            RuleContext(halls={1: hall()}, films={n: RuleFilm(n, f"Film {n}") for n in (1, 2)}),
        )
    )
    assert [span.first for span in shape.spans] == [24 * 60 + 30, 10 * 60]
    assert shape.gaps is None


def read_programme(folder: Path) -> Programme:
    """Halls by number as they come; what has no end takes its film's minutes, else 100."""

    def table(name: str) -> list[dict[str, str]]:
        with (folder / name).open(newline="", encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    facts = tomllib.loads((folder / "festival.toml").read_text(encoding="utf-8"))
    zone = ZoneInfo(facts["timezone"])
    halls = {row["id"]: n for n, row in enumerate(table("halls.csv"), 1)}
    films = {row["id"]: (n, row) for n, row in enumerate(table("films.csv"), 1)}
    shows = []
    for number, row in enumerate(table("screenings.csv"), 1):
        film, facts_of_film = films[row["film"]]
        start = datetime.fromisoformat(row["start"]).replace(tzinfo=zone)
        length = int(facts_of_film.get("runtime") or 100)
        if row["end"]:
            length = round((datetime.fromisoformat(row["end"]).replace(tzinfo=zone) - start).total_seconds() / 60)
        shows.append(
            replace(
                showing(number, 0, length, hall=halls[row["hall"]], cancelled=row["status"] == "cancelled"),
                film=film, starts_at=start.astimezone(UTC),
            )
        )  # fmt: skip
    context = RuleContext(
        halls={n: RuleHall(n, name, venue=n, zone=zone) for name, n in halls.items()},
        films={n: RuleFilm(n, row["title"]) for n, row in films.values()},
    )
    run = FestivalCalendar(facts["starts_on"], facts["ends_on"], zone, time(6))
    return Programme(run, tuple(shows), context)


@pytest.mark.skipif(not PROGRAMMES.is_dir(), reason="the real programmes are not ours to pass on")
@pytest.mark.parametrize(
    ("name", "at_once", "gap", "late", "off_the_quarter"),
    [("goteborg-2026", 10, 40, 23, 0), ("sitges-2024", 4, 31, 5, 1), ("hkiff-2026", 5, 38, 23, 2)],
)
def test_three_real_festivals(name: str, at_once: int, gap: int, late: int, off_the_quarter: int) -> None:
    """The figures of another program, standard library alone, that read the same tables."""
    of = read_programme(PROGRAMMES / name)
    shape = timetable_shape(of)
    assert shape.at_once
    assert shape.gaps
    assert shape.late_days is not None
    assert shape.off_the_quarter is not None
    assert (
        shape.at_once.count, shape.gaps.middle, round(100 * shape.late_days),
        round(100 * shape.off_the_quarter),
    ) == (at_once, gap, late, off_the_quarter)  # fmt: skip
