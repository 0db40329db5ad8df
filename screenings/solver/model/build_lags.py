"""The time lags of a Problem: what a festival has put in order, and the press that comes before the public."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from screenings.solver.model.costs import press_comes_first
from screenings.solver.model.precedences import BackToBackBlock, precedence_pairs, start_offsets
from screenings.solver.model.problem import FORBIDDEN, RepeatGroup, TimeLag
from screenings.solver.model.time_grid import GRID_STEP, TimeGrid, changeover_units
from screenings.solver.preferences import Precedence, Preferences
from screenings.timetable.context import PRESS, PUBLIC
from screenings.timetable.values import PlacedShowing, Programme, Showing


@dataclass(frozen=True, slots=True)
class TimeLagBuilder:
    """`blocks` are the activities by number; `fixed_shows` those showings that stay, by uid."""

    programme: Programme
    preferences: Preferences
    grid: TimeGrid
    blocks: Sequence[BackToBackBlock]
    fixed_shows: Mapping[UUID, PlacedShowing]

    def of_precedences(self) -> Iterator[TimeLag]:
        """A time lag for each precedence between two activities that are not both fixed."""
        activity_of = {showing.uid: activity for activity, block in enumerate(self.blocks) for showing in block}
        showings = [showing for block in self.blocks for showing in block]
        # Of what stays, those that are near each other belong together, and what is placed afresh is left to its like.
        by_start = sorted(
            showings, key=lambda s: (0, self.fixed_shows[s.uid].start) if s.uid in self.fixed_shows else (1,)
        )
        weight = self.preferences.weight("wishes")
        for precedence in self.preferences.precedences:
            penalty = FORBIDDEN if precedence.penalty is None else weight * precedence.penalty
            for predecessor, successor in precedence_pairs(
                precedence, showings if precedence.max_minutes is None else by_start
            ):
                before, after = activity_of[predecessor.uid], activity_of[successor.uid]
                if (
                    before != after
                    and not {self.blocks[before][0].uid, self.blocks[after][0].uid} <= self.fixed_shows.keys()
                ):
                    lag = TimeLag(before, after, precedence.min_days, precedence.max_days, penalty)
                    yield (
                        self._with_start_lag(lag, precedence, predecessor, successor)
                        if precedence.min_minutes or precedence.max_minutes is not None
                        else lag
                    )

    def of_press_and_public(self, groups: Sequence[RepeatGroup]) -> Iterator[TimeLag]:
        """That the press sees a film first, or where a rule guards its premiere the public; if either may move."""
        by_audience: dict[tuple[int, str], RepeatGroup] = {}
        for group in groups:
            showing = self.blocks[group.activities[0]][0]
            by_audience[showing.film, showing.audience] = group
        weight = self.preferences.weight
        for (film, audience), press in by_audience.items():
            public = by_audience.get((film, PUBLIC))
            if audience == PRESS and public:
                if press_comes_first(self.programme, self.programme.context.films[film]):
                    yield from self._first_before(press, public, weight("press-first"))
                else:
                    yield from self._first_before(public, press, weight("warnings"))

    def _first_before(self, before: RepeatGroup, after: RepeatGroup, penalty: int) -> Iterator[TimeLag]:
        """That one group's first is over before the other's, of which any may be the first if it is not ordered."""
        predecessor = before.activities[0]
        for successor in after.activities[:1] if after.is_ordered else after.activities:
            uids = {self.blocks[activity][0].uid for activity in (predecessor, successor)}
            if penalty and not uids <= self.fixed_shows.keys():
                yield TimeLag(predecessor, successor, penalty=penalty)

    def _with_start_lag(
        self, lag: TimeLag, precedence: Precedence, predecessor: Showing, successor: Showing
    ) -> TimeLag:
        """With the least and the most units between the starts. Fixed showings may begin off the grid."""
        length = (
            timedelta(minutes=predecessor.length) + self._grid_remainder(predecessor) - self._grid_remainder(successor)
        )
        min_lag = -(-(length + timedelta(minutes=precedence.min_minutes)) // GRID_STEP)
        max_lag = (
            None
            if precedence.max_minutes is None
            else (length + timedelta(minutes=precedence.max_minutes)) // GRID_STEP
        )
        offsets = [
            self._offsets_by_hall(self.blocks[activity], showing)
            for activity, showing in ((lag.predecessor, predecessor), (lag.successor, successor))
        ]
        return replace(lag, start_lag=(min_lag, max_lag), predecessor_offsets=offsets[0], successor_offsets=offsets[1])

    def _grid_remainder(self, showing: Showing) -> timedelta:
        if showing.uid not in self.fixed_shows:
            return timedelta(0)
        start = self.fixed_shows[showing.uid].start
        return start - self.grid.moment(self.grid.unit_floor(start))

    def _offsets_by_hall(self, block: BackToBackBlock, showing: Showing) -> tuple[int, ...]:
        """By hall, how many units after its block the showing begins."""
        halls = self.programme.context.halls.values()
        return tuple(start_offsets(block, changeover_units(hall))[0][block.index(showing)] for hall in halls)
