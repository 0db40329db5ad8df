"""Precedences between showings: violations counted, places priced for them, and blocks that run back to back."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import length_in_units
from screenings.solver.model.problem import FORBIDDEN
from screenings.solver.model.time_grid import TimeGrid
from screenings.solver.preferences import Precedence, Preferences, is_within
from screenings.timetable.values import PlacedShowing, Programme, Showing

IMMEDIATE_SLACK: Final = timedelta(minutes=15)  # what follows at once begins sooner than this after the changeover
PrecedenceSides = tuple[list[Showing], list[Showing]]
BackToBackBlock = tuple[Showing, ...]  # showings that run as one: each at once after the one before it


def precedence_sides(precedence: Precedence, showings: Iterable[Showing]) -> Iterator[PrecedenceSides]:
    """The predecessors and successors that are meant, without cancelled ones; of two films, by audience."""
    live = [showing for showing in showings if not showing.cancelled]
    predecessors, successors = (
        [s for s in live if _is_named(s, key)] for key in (precedence.predecessor, precedence.successor)
    )
    if isinstance(precedence.predecessor, UUID) or isinstance(precedence.successor, UUID):
        named = {key for key in (precedence.predecessor, precedence.successor) if isinstance(key, UUID)}
        yield predecessors, [s for s in successors if s.uid == precedence.successor or s.uid not in named]
        return
    for audience in dict.fromkeys(s.audience for s in predecessors):
        yield [s for s in predecessors if s.audience == audience], [s for s in successors if s.audience == audience]


def _is_named(showing: Showing, key: UUID | int) -> bool:
    return showing.uid == key if isinstance(key, UUID) else showing.film == key


def is_satisfied(precedence: Precedence, predecessor: PlacedShowing, successor: PlacedShowing) -> bool:
    """Whether one show follows the other as the precedence asks."""
    gap, days = successor.start - predecessor.end, (successor.day - predecessor.day).days
    if not precedence.allows(gap) or not is_within(days, precedence.min_days, precedence.max_days):
        return False
    changeover = timedelta(minutes=predecessor.hall.changeover)
    return not precedence.is_immediate or (
        predecessor.hall.id == successor.hall.id and gap < changeover + IMMEDIATE_SLACK
    )


def violation_count(
    precedence: Precedence, predecessors: Sequence[PlacedShowing | None], successors: Sequence[PlacedShowing | None]
) -> int:
    """How many successors violate it in the most favourable pairing, a lower bound while some (None) have no place.

    O(predecessors × successors).
    """
    placed_predecessors = sorted((show for show in predecessors if show), key=lambda show: (show.day, show.end))
    placed_successors = sorted((show for show in successors if show), key=lambda show: show.start)
    unplaced_count, surplus = len(predecessors) - len(placed_predecessors), max(0, len(successors) - len(predecessors))
    if not placed_predecessors or not placed_successors:
        return 0
    tolerated = unplaced_count
    if precedence.is_one_to_one or unplaced_count:
        tolerated += surplus
    else:
        placed_predecessors += placed_predecessors[-1:] * surplus
    unmatched = 0
    for successor in placed_successors:
        matches = (index for index, show in enumerate(placed_predecessors) if is_satisfied(precedence, show, successor))
        if (match := next(matches, None)) is None:
            unmatched += 1
        else:
            del placed_predecessors[match]
    return max(0, unmatched - tolerated)


class PrecedenceCosts:
    """Prices places of a block by the precedences that concern it, with all other showings where they are."""

    def __init__(self, programme: Programme, preferences: Preferences, block: BackToBackBlock) -> None:
        self.weight = preferences.weight("wishes")
        uids, films = {showing.uid for showing in block}, {showing.film for showing in block}
        self.sides = [
            (precedence, *sides)
            for precedence in preferences.precedences
            if not {precedence.predecessor, precedence.successor}.isdisjoint(uids | films)
            for sides in precedence_sides(precedence, programme.showings)
        ]
        concerned = {
            showing.uid: showing
            for _, predecessors, successors in self.sides
            for showing in (*predecessors, *successors)
            if showing.uid not in uids
        }
        self.placed = {uid: programme.placed_showing(showing) for uid, showing in concerned.items()}
        # Only what is to follow at once asks in which hall a show is.
        self.hall_matters = any(precedence.is_immediate for precedence, _, _ in self.sides)
        self.cache: dict[tuple[object, ...], int] = {}
        self.baseline = self._violation_counts({})
        self.placed_neighbours = [
            (precedence, show)
            for precedence, predecessors, successors in self.sides
            for show in filter(None, (self.placed.get(showing.uid) for showing in (*predecessors, *successors)))
        ]

    def breakpoints(self, showing: Showing, grid: TimeGrid) -> Iterator[int]:
        """Starts, in units, at which a precedence begins or ceases to be kept."""
        length = timedelta(minutes=showing.length)
        for precedence, show in self.placed_neighbours:
            min_gap = timedelta(minutes=precedence.min_minutes)
            yield grid.unit_ceil(show.end + min_gap)
            yield grid.unit_floor(show.start - min_gap - length)
            if precedence.max_minutes is not None:
                max_gap = timedelta(minutes=precedence.max_minutes)
                yield grid.unit_floor(show.end + max_gap)
                yield grid.unit_ceil(show.start - max_gap - length)

    def cost(self, shows: Iterable[PlacedShowing]) -> int:
        """Points of the block at these places; FORBIDDEN if they violate a hard precedence kept without them."""
        if not self.sides:
            return 0
        shows = list(shows)
        cache_key = tuple((show.uid, show.start, show.day, self.hall_matters and show.hall.id) for show in shows)
        if cache_key not in self.cache:
            self.cache[cache_key] = self._compute_cost(shows)
        return self.cache[cache_key]

    def _compute_cost(self, shows: Iterable[PlacedShowing]) -> int:
        points = 0
        moved = {show.uid: show for show in shows}
        for (precedence, _, _), count, baseline_count in zip(
            self.sides, self._violation_counts(moved), self.baseline, strict=True
        ):
            if count > baseline_count:
                if precedence.penalty is None:
                    return FORBIDDEN
                points += self.weight * precedence.penalty * (count - baseline_count)
        return points

    def _violation_counts(self, moved: Mapping[UUID, PlacedShowing]) -> list[int]:
        shows = {**self.placed, **moved}
        return [
            violation_count(
                precedence, [shows.get(s.uid) for s in predecessors], [shows.get(s.uid) for s in successors]
            )
            for precedence, predecessors, successors in self.sides
        ]


def violated_precedences(programme: Programme, preferences: Preferences) -> Iterator[tuple[Precedence, int]]:
    """Each violated precedence, and how often it is violated."""
    for precedence in preferences.precedences:
        count = sum(
            violation_count(
                precedence,
                [programme.placed_showing(showing) for showing in predecessors],
                [programme.placed_showing(showing) for showing in successors],
            )
            for predecessors, successors in precedence_sides(precedence, programme.showings)
        )
        if count:
            yield precedence, count


def precedence_pairs(precedence: Precedence, showings: Sequence[Showing]) -> Iterator[tuple[Showing, Showing]]:
    """Pairs of predecessor and successor, as they are listed; if all are kept, it is kept in any pairing by time."""
    for predecessors, successors in precedence_sides(precedence, showings):
        yield from zip(predecessors, successors, strict=False)
        if not precedence.is_one_to_one:
            for successor in successors[len(predecessors) :]:
                # After the last one; which that is, is open unless it is bound to a day.
                yield from (
                    (predecessor, successor)
                    for predecessor in (predecessors if precedence.max_days is None else predecessors[-1:])
                )


def back_to_back_blocks(
    programme: Programme, preferences: Preferences, uids: Collection[UUID]
) -> list[BackToBackBlock]:
    """These showings as blocks, in the programme's order; one that nothing follows at once is a block by itself."""
    follower_of: dict[UUID, Showing] = {}
    followers: set[UUID] = set()
    showings = [showing for showing in programme.showings if showing.uid in uids]
    for precedence in preferences.precedences:
        for predecessor, successor in precedence_pairs(precedence, showings) if precedence.is_immediate else ():
            if (
                predecessor.uid not in follower_of
                and successor.uid not in followers
                and not _leads(follower_of, successor, predecessor)
            ):
                follower_of[predecessor.uid] = successor
                followers.add(successor.uid)
    return [_block_from(showing, follower_of) for showing in showings if showing.uid not in followers]


def _leads(follower_of: Mapping[UUID, Showing], predecessor: Showing, successor: Showing) -> bool:
    return any(showing.uid == successor.uid for showing in _block_from(predecessor, follower_of))


def _block_from(lead: Showing, follower_of: Mapping[UUID, Showing]) -> BackToBackBlock:
    block = [lead]
    while block[-1].uid in follower_of:
        block.append(follower_of[block[-1].uid])
    return tuple(block)


def start_offsets(block: BackToBackBlock, changeover: int) -> tuple[list[int], int]:
    """When each begins after the first, and how long all take, in units, in a hall with this changeover."""
    offsets, offset = [], 0
    for showing in block:
        offsets.append(offset)
        offset += length_in_units(showing) + changeover
    return offsets, offset - changeover


def without_constraint(preferences: Preferences, dropped: object) -> Preferences:
    """The preferences without one slot constraint or precedence."""
    return replace(
        preferences,
        slot_constraints=tuple(constraint for constraint in preferences.slot_constraints if constraint != dropped),
        precedences=tuple(precedence for precedence in preferences.precedences if precedence != dropped),
    )
