"""Suggestions for one showing: the ten best places, each with the conflicts that it would bring and resolve."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from screenings.solver.improve.insertion import InsertionPosition, InsertionSearch
from screenings.solver.model.showings import avoidable_conflicts, conflict_cost, find_showing
from screenings.solver.objective import term_contributions
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.timetable.values import Programme, Showing
from screenings.timetable.what_if import Consequences, Move, WhatIf
from screenings.timetable.with_moves import with_moves

MAX_EVALUATED: Final = 20  # candidates of which the consequences are asked: those with the fewest points by themselves


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place, its points with the conflicts that it brings and resolves, and these conflicts."""

    move: Move
    points: int
    consequences: Consequences

    @property
    def is_clean(self) -> bool:
        """Whether it brings no warning and no error."""
        return not avoidable_conflicts(self.consequences.touching([self.move.uid]).added)


def suggest_slots(
    programme: Programme,
    uid: UUID,
    *,
    preferences: Preferences = DEFAULT_PREFERENCES,
    limit: int = 10,
) -> tuple[Suggestion, ...]:
    """The best other places of one showing, best first; all others stay where they are.

    Among equals the nearest to where it is comes first; of a showing without a place the days take turns. Raises
    KeyError for a showing that the programme does not know. Some 30 ms among 1,000 showings.
    """
    showing = find_showing(programme, uid)
    candidates = [
        position
        for position in InsertionSearch(programme, preferences).positions(showing)
        if showing.placement != position.move.placement
    ]
    candidates = (
        _nearest_first(programme, showing, candidates) if showing.starts_at else _by_turns(programme, candidates)
    )
    what_if, by_pairs = WhatIf(programme), WhatIf(programme, pairwise=True)
    evaluated = candidates[: max(limit, MAX_EVALUATED)]
    suggestions = [_advice(candidate, what_if, by_pairs, preferences) for candidate in evaluated]
    suggestions.sort(key=lambda suggestion: suggestion.points)
    return tuple(suggestions[:limit])


@dataclass(frozen=True, slots=True)
class WeighedPlace:
    """What a suggested place would cost and win: by how many units each term of the objective would change, if it
    does, what weighs most first.

    `points` are those of the terms and of the conflicts that it brings, less what it saves: below 0 it is better than
    where the showing is now.
    """

    suggestion: Suggestion
    changes: Mapping[str, int]
    points: int


def weigh(
    programme: Programme, suggestions: Iterable[Suggestion], preferences: Preferences
) -> tuple[WeighedPlace, ...]:
    """Each as the whole timetable would be with it, best first. Some 30 ms each among 700 showings."""
    now = {each.term.name: each for each in term_contributions(programme, (), preferences)}
    weighed = []
    for suggestion in suggestions:
        then = term_contributions(with_moves(programme, [suggestion.move]), (), preferences)
        changes = {each.term.name: each.amount - now[each.term.name].amount for each in then}
        points = sum(preferences.weight(name) * amount for name, amount in changes.items())
        points += conflict_cost(suggestion.consequences.added, preferences)
        points -= conflict_cost(suggestion.consequences.removed, preferences)
        counted = [name for name, amount in changes.items() if amount and preferences.weight(name)]
        counted.sort(key=lambda name: -preferences.weight(name) * abs(changes[name]))
        weighed.append(WeighedPlace(suggestion, {name: changes[name] for name in counted}, points))
    return tuple(sorted(weighed, key=lambda place: place.points))


def _start(candidate: InsertionPosition) -> datetime:
    assert candidate.move.starts_at is not None
    return candidate.move.starts_at


def _nearest_first(
    programme: Programme, showing: Showing, candidates: Iterable[InsertionPosition]
) -> list[InsertionPosition]:
    """By cost, then by how far the start moves; then the same hall, the same venue, other venues."""
    current_start, halls = showing.starts_at, programme.context.halls
    assert current_start is not None
    current_hall = halls.get(showing.hall) if showing.hall is not None else None

    def farness(position: InsertionPosition) -> tuple[int, timedelta, bool, bool]:
        hall = halls[position.move.hall or 0]
        return (
            position.cost,
            abs(_start(position) - current_start),
            hall.id != showing.hall,
            current_hall is None or hall.venue != current_hall.venue,
        )

    return sorted(candidates, key=farness)


def _by_turns(programme: Programme, candidates: Iterable[InsertionPosition]) -> list[InsertionPosition]:
    """By cost; among equals the first position of each day, then the second of each."""
    turns: Counter[tuple[int, date]] = Counter()
    ordered: list[tuple[int, int, int, InsertionPosition]] = []
    for position in candidates:
        day = programme.calendar.day_of(_start(position), programme.context.halls[position.move.hall or 0].zone)
        ordered.append((position.cost, turns[position.cost, day], len(ordered), position))
        turns[position.cost, day] += 1
    return [position for *_order, position in sorted(ordered, key=lambda entry: entry[:3])]


def _advice(candidate: InsertionPosition, what_if: WhatIf, by_pairs: WhatIf, preferences: Preferences) -> Suggestion:
    """Its points count by pairs, as a search's do; what it would break and mend is told as everywhere."""
    pairs = by_pairs.consequences_of(candidate.move)
    points = candidate.cost + conflict_cost(pairs.added, preferences) - conflict_cost(pairs.removed, preferences)
    return Suggestion(candidate.move, points, what_if.consequences_of(candidate.move))
