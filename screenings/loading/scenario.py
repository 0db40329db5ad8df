"""A scenario's places as values, and the working timetable as it would be with them."""

from dataclasses import dataclass, replace
from hashlib import sha256

from screenings.loading.timetable import ScreeningCard, WorkingTimetable, timetable_version
from screenings.models import Scenario, ScenarioPlace
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.three_way_diff import ThreeWayDiff
from screenings.timetable.values import Showing


@dataclass(frozen=True, slots=True)
class ScenarioPlacement:
    """A screening's place in a scenario, and where the working timetable had it when it was copied."""

    theirs: Placement
    base: Placement


@dataclass(frozen=True, slots=True)
class OrphanedPlacement:
    """What a scenario has a place for, and was deleted since."""

    title: str
    placement: ScenarioPlacement


@dataclass(frozen=True, slots=True)
class ScenarioPlacements:
    """Every place of a scenario, by the screening's key. `digest` names exactly these."""

    by_screening: dict[int, ScenarioPlacement]
    orphaned: tuple[OrphanedPlacement, ...]
    digest: str

    def diff(self, card: ScreeningCard) -> ThreeWayDiff:
        """A screening that came after the copy is where the working timetable has it."""
        here = card.showing.placement
        kept = self.by_screening.get(card.pk, ScenarioPlacement(here, here))
        return ThreeWayDiff(kept.base, here, kept.theirs)


def load_scenario_placements(scenario: Scenario) -> ScenarioPlacements:
    """One query."""
    columns = ("screening_id", "title", "hall_id", "starts_at", "base_hall_id", "base_starts_at")
    rows = list(ScenarioPlace.objects.filter(scenario=scenario).order_by("pk").values_list(*columns))
    kept: dict[int, ScenarioPlacement] = {}
    gone = []
    for screening, title, hall, starts, base_hall, base_starts in rows:
        found = ScenarioPlacement(Placement.of(hall, starts), Placement.of(base_hall, base_starts))
        if screening is None:
            gone.append(OrphanedPlacement(title, found))
        else:
            kept[screening] = found
    return ScenarioPlacements(kept, tuple(gone), sha256(repr(rows).encode()).hexdigest()[:16])


def with_scenario(working: WorkingTimetable, placements: ScenarioPlacements) -> WorkingTimetable:
    """The board of a scenario: every screening where it has it, and `here` where the working timetable has it."""
    drifts = {uid: placements.diff(card) for uid, card in working.cards.items()}
    cards = {uid: replace(card, showing=_moved(card, drifts[uid].theirs)) for uid, card in working.cards.items()}
    return replace(
        working,
        programme=replace(working.programme, showings=tuple(card.showing for card in cards.values())),
        cards=cards,
        version=_version(working.version, placements),
        diffs={uid: drift for uid, drift in drifts.items() if drift.ours != drift.theirs},
    )


def _moved(card: ScreeningCard, place: Placement) -> Showing:
    """What was in a hall that is no longer there lies in the tray."""
    return card.showing.at(UNPLACED if place.is_lost else place)


def scenario_version(scenario: Scenario) -> str:
    """The version that `in_scenario` would have now. Two queries."""
    return _version(timetable_version(scenario.festival_id), load_scenario_placements(scenario))


def _version(working: str, places: ScenarioPlacements) -> str:
    return sha256(f"{working} {places.digest}".encode()).hexdigest()[:16]
