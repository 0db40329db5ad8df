"""A scenario beside the working timetable: every difference, what taking it over would mean, and both scores."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from screenings.loading import load_preferences_with_wishes
from screenings.loading.scenario import ScenarioPlacements, load_scenario_placements, with_scenario
from screenings.loading.timetable import WorkingTimetable, load_timetable
from screenings.models import Scenario
from screenings.scheduling.apply_scenario import ChosenMove
from screenings.solver.api import Preferences, TermContribution, score, term_contributions
from screenings.timetable.conflicts import Conflict
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Consequences, Move, WhatIf, diff_conflicts
from screenings.timetable.with_moves import with_moves
from screenings.wording.fixed_screenings import fixed_text
from screenings.wording.placements import placement_text
from screenings.wording.weights import weight_sentence, worth_text


@dataclass(frozen=True, slots=True)
class PlacementDiff:
    """One screening that the two have at different places."""

    showing: Showing
    diff: ThreeWayDiff
    mover: ChangedSide

    @property
    def move(self) -> Move:
        return Move(self.showing.uid, self.diff.theirs)

    @property
    def obstacle(self) -> str:
        """Why it cannot be taken over, with the way out; or nothing."""
        fixed = fixed_text(pinned=self.showing.pinned, cancelled=self.showing.cancelled)
        if not fixed and self.diff.theirs.is_lost:
            return "The hall that the scenario has it in was deleted. Move it elsewhere on the scenario’s board."
        return fixed

    @property
    def chosen_move(self) -> ChosenMove:
        """What a form sends of it: it, and both places as they were on the page."""
        return ChosenMove(self.showing.pk, self.diff.ours.version_token, self.diff.theirs.version_token)

    @property
    def is_clean(self) -> bool:
        """Moved in the scenario alone, and free to be taken over."""
        return self.mover is ChangedSide.THEIRS and not self.obstacle


@dataclass(frozen=True, slots=True)
class ScoredProgramme:
    """A programme with all that the rules find in it and all that the terms count."""

    programme: Programme
    conflicts: tuple[Conflict, ...]
    terms: tuple[TermContribution, ...]

    @property
    def score(self) -> int:
        return score(self.terms)


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A term of the score: how many there are now and then, with what one of them weighs, in words, and the points."""

    unit: str
    worth: str
    amounts: tuple[int, ...]
    points: tuple[int, ...]

    @property
    def change(self) -> int:
        return self.points[1] - self.points[0]


class ScenarioComparison:
    """What differs is known at once; what it would mean is worked out when it is asked for."""

    def __init__(self, scenario: Scenario) -> None:
        """Ten queries."""
        self.scenario = scenario
        self.working: WorkingTimetable = load_timetable(scenario.festival)
        self.scenario_places: ScenarioPlacements = load_scenario_placements(scenario)
        self.preferences: Preferences = load_preferences_with_wishes(scenario.festival, self.programme)
        diffs = ((showing, self.scenario_places.diff(showing)) for showing in self.programme.showings)
        self.differences = [
            PlacementDiff(showing, diff, diff.changed_side) for showing, diff in diffs if diff.changed_side
        ]

    @property
    def programme(self) -> Programme:
        return self.working.programme

    @property
    def added_since(self) -> list[tuple[Showing, ThreeWayDiff]]:
        """What was added to the working timetable since, and is in the scenario where that has it."""
        return [
            (showing, self.scenario_places.diff(showing))
            for showing in self.programme.showings
            if showing.pk not in self.scenario_places.by_screening
        ]

    @cached_property
    def clean(self) -> list[PlacementDiff]:
        return [difference for difference in self.differences if difference.is_clean]

    @cached_property
    def current(self) -> ScoredProgramme:
        return self._scored(self.programme)

    def whole_scenario(self, after: ScoredProgramme) -> ScoredProgramme | None:
        """The scenario itself, with what the working timetable has moved since at its older place; None where it is
        no other than `after`."""
        programme = with_scenario(self.working, self.scenario_places).programme
        return None if programme.showings == after.programme.showings else self._scored(programme)

    def after_applying(self, chosen: Iterable[PlacementDiff]) -> ScoredProgramme:
        """The working timetable once these were taken over."""
        return self._scored(with_moves(self.programme, [difference.move for difference in chosen]))

    def consequences(self, after: ScoredProgramme, chosen: Iterable[PlacementDiff]) -> Consequences:
        """What `after_applying` these means."""
        found = diff_conflicts(self.current.conflicts, after.conflicts)
        return found.told_of(difference.move.uid for difference in chosen)

    def consequences_alone(self, difference: PlacementDiff) -> Consequences:
        """What taking over this one alone would break and mend."""
        return self._what_if.consequences_of(difference.move).told_of([difference.move.uid])

    def score_lines(self, sides: Collection[ScoredProgramme]) -> list[ScoreLine]:
        """Every term that has a weight and counts anything on any side."""
        columns = zip(*(side.terms for side in sides), strict=True)
        lines = (
            ScoreLine(
                terms[0].term.unit,
                weight_sentence(terms[0].term.name, self.preferences.all_weights),
                tuple(each.amount for each in terms),
                tuple(each.points for each in terms),
            )
            for terms in columns
        )
        return [line for line in lines if any(line.points)]

    def verdict(self, after: ScoredProgramme) -> str:
        """Whether that is better or worse than the working timetable, and by how much, in a sentence."""
        gain = after.score - self.current.score
        if not gain:
            return gettext("By what the festival minds neither better nor worse.")
        message = gettext("Better, by %(worth)s.") if gain < 0 else gettext("Worse, by %(worth)s.")
        return message % {"worth": worth_text(abs(gain), self.preferences.all_weights)}

    def place_text(self, place: Placement) -> str:
        return placement_text(place, self.programme)

    @cached_property
    def _what_if(self) -> WhatIf:
        return WhatIf(self.programme)

    def _scored(self, programme: Programme) -> ScoredProgramme:
        conflicts = find_conflicts(programme)
        return ScoredProgramme(programme, conflicts, term_contributions(programme, conflicts, self.preferences))
