"""Weights by kind of festival: that each is one, and what a proposal makes of it."""

from datetime import timedelta

import pytest

from screenings.solver.api import PRESET_BY_NAME, PRESETS, Preferences, Preset, preset_of, propose
from screenings.solver.preferences import DEFAULT_WEIGHTS
from screenings.timetable.values import Programme
from tests.solver.placements import places, steps
from tests.solver.programmes import film, hall, programme, showing


def small_festival() -> Programme:
    """Two halls, two days, four films shown twice: half of what the halls could show."""
    films = tuple(film(number) for number in range(4))
    shows = (showing(10 * number + turn, number, length=100) for number in range(4) for turn in (1, 2))
    return programme(*shows, halls=(hall(1), hall(2)), films=films, days=2)


def starts(preset: str) -> list[str]:
    given = small_festival()
    found = propose(given, effort=steps(8192), preferences=Preferences(weights=PRESET_BY_NAME[preset].weights))
    assert found.unplaced == ()
    return sorted(str(place[1])[6:] for place in places(found.programme).values())


def test_a_children_s_festival_is_over_by_five_and_a_city_festival_has_its_premieres_in_the_evening() -> None:
    assert max(starts("children")) < "17:00"
    assert sum(start >= "17:00" for start in starts("city")) >= 4


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_weights_are_known_by_the_preset_that_they_are_of(preset: Preset) -> None:
    assert preset_of(preset.weights) is preset
    assert preset_of({**DEFAULT_WEIGHTS, **preset.weights}) is preset
    assert preset_of({**preset.weights, "unplaced": 7}) is None


def test_for_comparison_only_what_the_judge_knows_is_counted() -> None:
    weights = Preferences(weights=PRESET_BY_NAME["instances"].weights).all_weights
    assert {name for name, weight in weights.items() if weight} == {
        "unplaced", "warnings", "same-day", "premiere-hour", "late-title", "next-day", "same-part", "turned-away",
        "too-large",
    }  # fmt: skip


def test_a_longer_break_is_kept_where_there_is_room() -> None:
    """Two films in one hall on one day, with a break of an hour beside the changeover."""
    given = programme(showing(1, 1), showing(2, 2), halls=(hall(1),), films=(film(1), film(2)), days=1)
    found = propose(given, effort=steps(2048), preferences=Preferences(comfortable_break=60))
    first, second = found.programme.scheduled
    assert timedelta(minutes=75) <= second.start - first.end < timedelta(minutes=105)
