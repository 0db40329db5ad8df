"""A scenario beside the working timetable: every difference, what taking it over would mean, and both scores."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from screenings.loading import load_preferences
from screenings.loading.board import Card, Working, load_board
from screenings.loading.scenario import Places, in_scenario, load_places
from screenings.models import Scenario
from screenings.scheduling.apply_scenario import Seen
from screenings.solver.api import Contribution, Preferences, contributions, score, with_moves
from screenings.timetable.conflicts import Conflict
from screenings.timetable.rules import find_conflicts
from screenings.timetable.three_way_diff import Drift, Mover, Place
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Consequences, Move, WhatIf, consequences_from
from screenings.wording.whereabouts import whereabouts_text


@dataclass(frozen=True, slots=True)
class Difference:
    """One screening that the two have at different places."""

    card: Card
    drift: Drift
    mover: Mover

    @property
    def move(self) -> Move:
        return Move(self.card.showing.uid, *self.drift.there)

    @property
    def in_the_way(self) -> str:
        """Why it cannot be taken over, with the way out; or nothing."""
        if self.card.showing.cancelled:
            return "It is cancelled. Take the cancellation back first."
        if self.card.pinned:
            return "It is pinned. Take the pin out on its own page first."
        if self.drift.there.is_lost:
            return "The hall that the scenario has it in was deleted. Move it elsewhere on the scenario’s board."
        return ""

    @property
    def seen(self) -> Seen:
        return Seen(self.card.pk, self.drift.here.mark, self.drift.there.mark)

    @property
    def is_clean(self) -> bool:
        """Moved in the scenario alone, and free to be taken over."""
        return self.mover is Mover.COPY and not self.in_the_way


@dataclass(frozen=True, slots=True)
class Weighed:
    """A programme with all that the rules find in it and all that the terms count."""

    programme: Programme
    conflicts: tuple[Conflict, ...]
    terms: tuple[Contribution, ...]

    @property
    def score(self) -> int:
        return score(self.terms)


@dataclass(frozen=True, slots=True)
class Line:
    """A term of the score: now, and then. Points; fewer are better."""

    unit: str
    weight: int
    amounts: tuple[int, ...]
    points: tuple[int, ...]

    @property
    def change(self) -> int:
        return self.points[1] - self.points[0]


class Comparison:
    """What differs is known at once; what it would mean is worked out when it is asked for."""

    def __init__(self, scenario: Scenario) -> None:
        """Nine queries."""
        self.scenario = scenario
        self.working: Working = load_board(scenario.festival)
        self.places: Places = load_places(scenario)
        self.preferences: Preferences = load_preferences(scenario.festival)
        drifts = ((card, self.places.drift(card)) for card in self.working.cards.values())
        found = ((card, drift, drift.mover) for card, drift in drifts)
        self.differences = [Difference(card, drift, mover) for card, drift, mover in found if mover]

    @property
    def programme(self) -> Programme:
        return self.working.programme

    @property
    def late(self) -> list[tuple[Card, Drift]]:
        """What was added to the working timetable since, and is in the scenario where that has it."""
        cards = self.working.cards.values()
        return [(card, self.places.drift(card)) for card in cards if card.pk not in self.places.kept]

    @cached_property
    def clean(self) -> list[Difference]:
        return [each for each in self.differences if each.is_clean]

    @cached_property
    def now(self) -> Weighed:
        return self._weighed(self.programme)

    def whole(self, then: Weighed) -> Weighed | None:
        """The scenario itself, with what the working timetable has moved since at its older place; None where it is
        no other than `then`."""
        programme = in_scenario(self.working, self.places).programme
        return None if programme.showings == then.programme.showings else self._weighed(programme)

    def then(self, chosen: Iterable[Difference]) -> Weighed:
        """The working timetable once these were taken over."""
        return self._weighed(with_moves(self.programme, [each.move for each in chosen]))

    def meant(self, then: Weighed) -> Consequences:
        return consequences_from(self.now.conflicts, then.conflicts)

    def alone(self, difference: Difference) -> Consequences:
        """What taking over this one alone would break and mend."""
        return self._what_if.consequences_of(difference.move)

    def lines(self, sides: Collection[Weighed]) -> list[Line]:
        """Every term that counts anything on any side."""
        columns = zip(*(side.terms for side in sides), strict=True)
        lines = (
            Line(
                terms[0].term.unit,
                terms[0].weight,
                tuple(each.amount for each in terms),
                tuple(each.points for each in terms),
            )
            for terms in columns
        )
        return [line for line in lines if any(line.amounts)]

    def words(self, place: Place) -> str:
        return whereabouts_text(place, self.programme)

    @cached_property
    def _what_if(self) -> WhatIf:
        return WhatIf(self.programme)

    def _weighed(self, programme: Programme) -> Weighed:
        conflicts = find_conflicts(programme)
        return Weighed(programme, conflicts, contributions(programme, conflicts, self.preferences))
