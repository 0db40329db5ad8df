"""Timetables as a programmer would sign them: beside three real ones, and on random festivals of any kind.

What is measured is in docs/good-timetables.md. Nothing is typed in but films, halls and days.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from screenings.importing.importer import import_programme
from screenings.loading import load_timetable
from screenings.solver.api import propose
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.shape import TimetableShape, timetable_shape
from screenings.timetable.values import Programme
from tests.solver.placements import steps
from tests.solver.programmes import emptied, film, hall, programme, showing

REAL = Path(__file__).parents[2].parent / "shared" / "programmes"
pytestmark = pytest.mark.slow


def severities(of: Programme) -> Counter[Severity]:
    return Counter(conflict.severity for conflict in find_conflicts(of))


def day_spread(shape: TimetableShape) -> float:
    """How far the emptiest and the fullest day are apart, in shares of the whole."""
    assert shape.shows_a_day is not None
    return (shape.shows_a_day[1] - shape.shows_a_day[0]) / shape.placed


@pytest.mark.skipif(not REAL.is_dir(), reason="the real programmes are not ours to pass on")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["goteborg-2026", "hkiff-2026", "sitges-2024"])
def test_a_real_programme_placed_anew_measures_no_worse_than_it_did(name: str) -> None:
    real = load_timetable(import_programme(REAL / name).festival).programme
    real = replace(real, showings=tuple(each for each in real.showings if each.starts_at))
    found = propose(emptied(real), effort=steps(100_000))
    then, now = timetable_shape(found.programme), timetable_shape(real)

    assert found.unplaced == ()
    assert severities(found.programme)[Severity.ERROR] == 0
    assert severities(found.programme)[Severity.WARNING] <= severities(real)[Severity.WARNING]
    assert then.at_once is not None
    assert then.at_once_in_a_venue is not None
    assert then.gaps is not None
    assert now.at_once is not None
    assert now.at_once_in_a_venue is not None
    assert now.gaps is not None
    assert then.at_once.count <= now.at_once.count
    assert then.at_once_in_a_venue.count <= now.at_once_in_a_venue.count
    assert then.late_days <= now.late_days  # type: ignore[operator]  # both have hall days
    assert (then.gaps.low, then.gaps.middle) >= (now.gaps.low, now.gaps.middle)
    assert then.off_the_quarter <= now.off_the_quarter  # type: ignore[operator]  # both have shows
    assert day_spread(then) <= day_spread(now)
    for measure in ("repeats_on_other_days", "repeats_at_other_dayparts", "repeats_in_other_halls"):
        assert getattr(then, measure) >= getattr(now, measure)


def random_festival(seed: int) -> Programme:
    """One to twelve halls in one cinema or several, filled to a third to two thirds, with press and midnight films."""
    random = Random(seed)
    venues, screens = random.choice(((1, 1), (1, 8), (4, 1), (3, 3), (6, 2)))
    halls = tuple(
        hall(number, venue=number // screens, capacity=random.choice((90, 150, 240, 400, 700)))
        for number in range(venues * screens)
    )
    days, load = random.choice((4, 8, 11)), random.uniform(0.33, 0.6)
    wanted = int(load * len(halls) * days * 14 * 60 / 120)
    films, shows = [], []
    while len(shows) < wanted:
        number, length = len(films), random.randrange(75, 140, 5)
        films.append(
            film(
                number, runtime=length, section=number % 9 if random.random() < 0.95 else 9, directors=(number,),
                expected_audience=random.choice((60, 120, 200, 350)),
            )
        )  # fmt: skip
        kinds = ["public"] * random.choice((1, 2, 2, 3)) + ["press"] * (random.random() < 0.3)
        for audience in kinds:
            shows.append(showing(len(shows) + 1, number, length=length, audience=audience))
    sections = {number: f"Section {number}" for number in range(9)} | {9: "Midnight Madness"}
    return programme(*shows, halls=halls, films=tuple(films), days=days, sections=sections, people={
        number: f"Person {number}" for number in range(len(films))
    })  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_random_festival_stays_within_what_is_good(seed: int) -> None:
    given = random_festival(seed)
    found = propose(given, effort=steps(60_000))
    shape = timetable_shape(found.programme)

    assert found.unplaced == ()
    # A film may be expected to draw more than any hall seats.
    grave = [each.code for each in find_conflicts(found.programme, at_least=Severity.WARNING)]
    assert set(grave) <= {"hall-too-small"}
    assert shape.at_once is not None
    assert shape.at_once_in_a_venue is not None
    assert shape.gaps is not None
    assert shape.at_once.count <= max(2, -(-len(given.context.halls) // 2))
    assert shape.at_once_in_a_venue.count <= 3
    assert shape.late_days <= 0.25  # type: ignore[operator]  # there are hall days
    assert shape.gaps.middle >= 35
    assert shape.gaps.low >= 20
    assert shape.off_the_quarter <= 0.03  # type: ignore[operator]  # there are shows
    if shape.press_evenings is not None:
        assert shape.press_evenings <= 0.05
        assert shape.press_mornings >= 0.5  # type: ignore[operator]  # there is press
        assert shape.press_before_public >= 0.95  # type: ignore[operator]  # and each film is public, too
    if shape.late_titles_at_night is not None:
        assert shape.late_titles_at_night >= 0.7
    assert shape.repeats_on_other_days >= 0.99  # type: ignore[operator]  # there are repeats
    assert day_spread(shape) <= 0.8 / len({show.day for show in found.programme.scheduled})


def test_a_festival_of_one_screen_and_twenty_eight_screenings_uses_its_days() -> None:
    """Ten days, fourteen films twice: no start at once, none off the quarter, and each day has two or three."""
    films = tuple(film(number) for number in range(14))
    shows = (showing(10 * number + turn, number) for number in range(14) for turn in (1, 2))
    found = propose(programme(*shows, halls=(hall(1),), films=films, days=10), effort=steps(40_000))
    shape = timetable_shape(found.programme)

    assert shape.placed == 28
    assert shape.off_the_quarter == 0
    assert shape.shows_a_day in ((2, 3), (2, 4))
    assert shape.gaps is not None
    assert shape.gaps.low >= 40
    evenings = {show.day for show in found.programme.scheduled if show.start.astimezone(show.hall.zone).hour >= 17}
    assert len(evenings) == 10
