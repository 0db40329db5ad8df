"""A scenario's places as values, and the working timetable as it would be with them."""

from dataclasses import dataclass, replace
from hashlib import sha256

from screenings.loading.timetable import WorkingTimetable, timetable_version
from screenings.models import Scenario, ScenarioPlace
from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ThreeWayDiff
from screenings.timetable.values import Showing


@dataclass(frozen=True, slots=True)
class ScenarioPlacement:
    """A screening's place in a scenario, and where the working timetable had it when it was copied."""

    theirs: Placement
    base: Placement


@dataclass(frozen=True, slots=True)
class OrphanedPlacement:
    """A place that a scenario has for a screening that was deleted since."""

    title: str
    placement: ScenarioPlacement


@dataclass(frozen=True, slots=True)
class ScenarioPlacements:
    """Every place of a scenario, by the screening's key, and which are pinned. `digest` changes with any of it."""

    by_screening: dict[int, ScenarioPlacement]
    pinned: frozenset[int]
    orphaned: tuple[OrphanedPlacement, ...]
    digest: str

    def diff(self, showing: Showing) -> ThreeWayDiff:
        """A screening that was added after the copy is where the working timetable has it."""
        ours = showing.placement
        placement = self.by_screening.get(showing.pk, ScenarioPlacement(ours, ours))
        return ThreeWayDiff(placement.base, ours, placement.theirs)


def load_scenario_placements(scenario: Scenario) -> ScenarioPlacements:
    """One query."""
    columns = ("screening_id", "title", "hall_id", "starts_at", "base_hall_id", "base_starts_at", "pinned")
    rows = list(ScenarioPlace.objects.filter(scenario=scenario).order_by("pk").values_list(*columns))
    by_screening: dict[int, ScenarioPlacement] = {}
    orphaned = []
    pinned = set[int]()
    for screening, title, hall, starts, base_hall, base_starts, is_pinned in rows:
        placement = ScenarioPlacement(Placement.of(hall, starts), Placement.of(base_hall, base_starts))
        if screening is None:
            orphaned.append(OrphanedPlacement(title, placement))
        else:
            by_screening[screening] = placement
            pinned |= {screening} if is_pinned else set()
    return ScenarioPlacements(
        by_screening, frozenset(pinned), tuple(orphaned), sha256(repr(rows).encode()).hexdigest()[:16]
    )


def with_scenario(working: WorkingTimetable, placements: ScenarioPlacements) -> WorkingTimetable:
    """The timetable with every screening where the scenario has it; `diffs` are of those that it has elsewhere."""
    diffs = {uid: placements.diff(showing) for uid, showing in working.showings.items()}
    return replace(
        working.with_places({uid: diff.theirs for uid, diff in diffs.items()}),
        version=_version(working.version, placements),
        diffs={uid: diff for uid, diff in diffs.items() if diff.ours != diff.theirs},
        pins=frozenset(uid for uid, showing in working.showings.items() if showing.pk in placements.pinned),
    )


def scenario_version(scenario: Scenario) -> str:
    """The version that `with_scenario` would give now. Two queries."""
    return _version(timetable_version(scenario.festival_id), load_scenario_placements(scenario))


def _version(working: str, places: ScenarioPlacements) -> str:
    return sha256(f"{working} {places.digest}".encode()).hexdigest()[:16]
