"""From a programme to a task, and from what was found back to places."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from screenings.solver.model.costs import UnaryCosts, constraint_clock_times, fair_share
from screenings.solver.model.precedences import BackToBackBlock, back_to_back_blocks, precedence_pairs, start_offsets
from screenings.solver.model.problem import (
    FORBIDDEN,
    UNASSIGNED,
    Activity,
    BinBuilder,
    Problem,
    RepeatGroup,
    TimeLag,
    start_times,
)
from screenings.solver.model.time_grid import EVENING_INDEX, GRID_STEP, TimeGrid, changeover_units, free_intervals
from screenings.solver.preferences import Precedence, Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.rules.halls import hall_busy
from screenings.timetable.values import PlacedShowing, Programme, Showing

# Rules between showings in different halls at about the same time, besides those of one film's repeats.
# Rules that keep two showings in different halls from running at one time.
INCOMPATIBILITY_RULES: Final = tuple(rule for rule in RULES if rule.only_nearby and rule.find is not hall_busy)

NIL_UID: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a showing is put; `start` in units of the grid."""

    uid: UUID
    hall: int
    start: int


class SolverModel:
    """A programme as a Problem: `movable` are to be placed afresh, all else stays where it is or without a place."""

    def __init__(self, programme: Programme, movable: Collection[UUID], preferences: Preferences) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = TimeGrid(programme.calendar)
        self.halls = list(programme.context.halls)
        self.movable = frozenset(movable)
        kept = replace(programme, showings=tuple(s for s in programme.showings if s.uid not in self.movable))
        self.fixed_shows = {show.uid: show for show in kept.scheduled}
        among = {s.uid for s in programme.showings if not s.cancelled and s.uid in self.movable}
        together = {block[0].uid: block for block in back_to_back_blocks(programme, preferences, among)}
        self.blocks = [
            together.get(s.uid, (s,)) for s in programme.showings if s.uid in self.fixed_shows or s.uid in together
        ]
        self.lead_showings = [block[0] for block in self.blocks]
        self.clock_times = constraint_clock_times(preferences)
        self.unary_costs = UnaryCosts(programme, self.grid, preferences, self.halls)
        self.bin_builder = BinBuilder()
        for interval in free_intervals(kept, self.grid, preferences):
            hall = programme.context.halls[interval.hall]
            self.bin_builder.add(
                self.halls.index(hall.id),
                interval.day,
                interval.opens,
                interval.closes,
                changeover_must_fit=interval.changeover_must_fit,
                dayparts=self.grid.daypart_ends(hall, self.grid.days[interval.day], self.clock_times),
                changeover=changeover_units(hall),
            )
        self.longest_changeover = max((changeover_units(hall) for hall in programme.context.halls.values()), default=0)
        self.cost_cache: dict[tuple[UUID | None, bool, Showing], tuple[int, ...]] = {}
        self.sample_places = list(self._sample_places())
        self.problem = self._build_problem()

    def assignments(self, bins: Sequence[int]) -> Iterator[Assignment]:
        """The places of what could be moved, where it has one."""
        for activity, start in enumerate(start_times(self.problem, bins)):
            if start is not None and self.lead_showings[activity].uid in self.movable:
                hall = self.halls[self.problem.bins[bins[activity]].hall]
                offsets, _ = start_offsets(self.blocks[activity], changeover_units(self.programme.context.halls[hall]))
                for showing, offset in zip(self.blocks[activity], offsets, strict=True):
                    yield Assignment(showing.uid, hall, start + offset)

    def initial_assignment(self) -> list[int]:
        """For each activity the bin in which it would begin where it begins now; UNASSIGNED if there is none."""
        by_hall: defaultdict[int, list[int]] = defaultdict(list)
        for number, bin_ in enumerate(self.bin_builder.bins):
            by_hall[bin_.hall].append(number)
        return [self._current_bin(showing, by_hall) for showing in self.lead_showings]

    def _current_bin(self, showing: Showing, by_hall: dict[int, list[int]]) -> int:
        if showing.uid not in self.movable or showing.starts_at is None or showing.hall is None:
            return UNASSIGNED
        start, bins = self.grid.unit_floor(showing.starts_at), self.bin_builder.bins
        there = by_hall.get(self.halls.index(showing.hall), ())
        return next((n for n in there if bins[n].starts_from <= start < bins[n].starts_before), UNASSIGNED)

    def _build_problem(self) -> Problem:
        groups = tuple(self._repeat_groups())
        first = {group.activities[0] for group in groups}
        keys, weights = self._incompatibilities()
        costs = [
            () if block[0].uid in self.fixed_shows else self._costs_of_block(block, is_first=activity in first)
            for activity, block in enumerate(self.blocks)
        ]
        fixed = [
            self._fixed_bin(self.fixed_shows[s.uid]) if s.uid in self.fixed_shows else None for s in self.lead_showings
        ]
        activities = (self._activity(*one) for one in zip(self.blocks, costs, keys, fixed, strict=True))
        share = fair_share(len(self.lead_showings), len(self.grid.days))
        return Problem(
            tuple(self.bin_builder.bins),
            tuple(self.bin_builder.intervals),
            tuple(activities),
            groups,
            tuple(weights),
            self._idle_costs(),
            [share] * len(self.grid.days),
            self.preferences.weight("crowded-day"),
            tuple(self._time_lags()),
            self.preferences.weight("waits"),
        )

    def _time_lags(self) -> Iterator[TimeLag]:
        """The orders between two activities of which at least one is to be placed; what runs as one needs none."""
        job_of = {showing.uid: activity for activity, block in enumerate(self.blocks) for showing in block}
        known = [showing for block in self.blocks for showing in block]
        # Of what stays, those that are near each other belong together, and what is placed afresh is left to its like.
        by_start = sorted(
            known, key=lambda s: (0, self.fixed_shows[s.uid].start) if s.uid in self.fixed_shows else (1,)
        )
        weight = self.preferences.weight("wishes")
        for order in self.preferences.precedences:
            points = FORBIDDEN if order.penalty is None else weight * order.penalty
            for one, other in precedence_pairs(order, known if order.max_minutes is None else by_start):
                first, then = job_of[one.uid], job_of[other.uid]
                if (
                    first != then
                    and not {self.lead_showings[first].uid, self.lead_showings[then].uid} <= self.fixed_shows.keys()
                ):
                    lag = TimeLag(first, then, order.min_days, order.max_days, points)
                    yield (
                        self._with_start_lag(lag, order, one, other)
                        if order.min_minutes or order.max_minutes is not None
                        else lag
                    )

    def _with_start_lag(self, lag: TimeLag, order: Precedence, first: Showing, then: Showing) -> TimeLag:
        """With the gap between the starts. What stays may begin off the grid."""
        over = timedelta(minutes=first.length) + self._grid_remainder(first) - self._grid_remainder(then)
        least = -(-(over + timedelta(minutes=order.min_minutes)) // GRID_STEP)
        most = None if order.max_minutes is None else (over + timedelta(minutes=order.max_minutes)) // GRID_STEP
        at = [
            self._offsets_by_hall(self.blocks[activity], each)
            for activity, each in ((lag.predecessor, first), (lag.successor, then))
        ]
        return replace(lag, start_lag=(least, most), predecessor_offsets=at[0], successor_offsets=at[1])

    def _grid_remainder(self, showing: Showing) -> timedelta:
        if showing.uid not in self.fixed_shows:
            return timedelta(0)
        start = self.fixed_shows[showing.uid].start
        return start - self.grid.moment(self.grid.unit_floor(start))

    def _offsets_by_hall(self, block: BackToBackBlock, showing: Showing) -> tuple[int, ...]:
        """How long after the block does, by hall."""
        halls = (self.programme.context.halls[hall] for hall in self.halls)
        return tuple(start_offsets(block, changeover_units(hall))[0][block.index(showing)] for hall in halls)

    def _costs_of_block(self, block: BackToBackBlock, *, is_first: bool) -> tuple[int, ...]:
        """What runs as one costs what each of it costs where it would begin."""
        costs = [self._costs_of(block[0], is_first=is_first)]
        if len(block) == 1:
            return costs[0]
        for number, showing in enumerate(block[1:], 1):
            offsets = {
                hall: start_offsets(block, changeover_units(self.programme.context.halls[hall]))[0]
                for hall in self.halls
            }
            later = self._shifted_bins([offsets[hall][number] for hall in self.halls])
            costs.append(tuple(self.unary_costs.by_bin(showing, later, is_first=False)))
        return tuple(FORBIDDEN if FORBIDDEN in each else sum(each) for each in zip(*costs, strict=True))

    def _shifted_bins(self, offsets: list[int]) -> BinBuilder:
        """The same bins, so much later by hall, and the part of the day that it is then."""
        later = BinBuilder(intervals=self.bin_builder.intervals)
        for bin_, (room, hall, day, part) in zip(self.bin_builder.bins, self.bin_builder.bin_summaries, strict=True):
            begins, until = bin_.starts_from + offsets[hall], bin_.starts_before + offsets[hall]
            parts = self.grid.daypart_ends(self.programme.context.halls[self.halls[hall]], self.grid.days[day])
            then = next((each for end, each in parts if begins < end), part)
            later.bins.append(replace(bin_, daypart=then, starts_from=begins, starts_before=until))
            later.bin_summaries.append((room - offsets[hall], hall, day, then))
        return later

    def _costs_of(self, showing: Showing, *, is_first: bool) -> tuple[int, ...]:
        """Showings that differ in nothing but their uid cost the same everywhere, where no wish names a uid."""
        named = showing.uid if any(wish.uids for wish in self.preferences.slot_constraints) else None
        key = (named, is_first, replace(showing, uid=NIL_UID, starts_at=None, hall=None))
        if key not in self.cost_cache:
            self.cost_cache[key] = tuple(self.unary_costs.by_bin(showing, self.bin_builder, is_first=is_first))
        return self.cost_cache[key]

    def _activity(
        self, block: BackToBackBlock, costs: tuple[int, ...], keys: tuple[int, ...], fixed: int | None
    ) -> Activity:
        """As long as it takes in the hall with the longest changeover."""
        return Activity(
            duration=start_offsets(block, self.longest_changeover)[1],
            bin_costs=costs,
            unplaced_cost=self.preferences.weight("unplaced") * len(block),
            incompatibility_keys=keys,
            fixed_bin=fixed,
        )

    def _fixed_bin(self, place: PlacedShowing) -> int:
        day = min(max((place.day - self.grid.days[0]).days, 0), len(self.grid.days) - 1)
        begins = self.grid.unit_floor(place.start)
        parts = self.grid.daypart_ends(place.hall, self.grid.days[day])
        part = next((part for until, part in parts if begins < until), parts[-1][1])
        return self.bin_builder.add_fixed_bin(self.halls.index(place.hall.id), day, part, begins)

    def _repeat_groups(self) -> Iterator[RepeatGroup]:
        """The showings of one film for one audience; in their order where all are free and have days enough."""
        films: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for activity, showing in enumerate(self.lead_showings):
            films[showing.film, showing.audience].append(activity)
        weight = self.preferences.weight
        for activities in films.values():
            is_free = all(self.lead_showings[activity].uid in self.movable for activity in activities)
            if is_free:  # the one to which a guest comes is the first
                activities.sort(
                    key=lambda activity: not required_guests(self.programme.context, self.sample_places[activity][0])[0]
                )
            yield RepeatGroup(
                tuple(activities),
                is_ordered=is_free and 2 * len(activities) <= len(self.grid.days),
                next_day_cost=weight("next-day"),
                same_daypart_cost=weight("same-part"),
                same_hall_cost=weight("same-hall"),
                same_day_cost=weight("same-day"),
            )

    def _incompatibilities(self) -> tuple[list[tuple[int, ...]], list[int]]:
        """For each activity the numbers of what it shares with others, and the points for two at one time by number."""
        sharing: dict[tuple[str, Hashable], set[int]] = {}
        for rule in INCOMPATIBILITY_RULES:
            if rule.group_by and severity_of(self.programme, rule) is not Severity.OFF:
                for activity, places in enumerate(self.sample_places):
                    for place in places:
                        for key in rule.group_by(self.programme, place):
                            sharing.setdefault((rule.code, key), set()).add(activity)
        keys: list[tuple[int, ...]] = [()] * len(self.lead_showings)
        weights: list[int] = []
        for (code, _), activities in sharing.items():
            if len({self.lead_showings[activity].film for activity in activities}) > 1:
                for activity in activities:
                    keys[activity] += (len(weights),)
                name = "clashes" if code == "audience-clash" else "warnings"
                weights.append(self.preferences.weight(name))
        return keys, weights

    def _sample_places(self) -> Iterator[list[PlacedShowing]]:
        """By activity, as if it had a place, to ask what it shares wherever it is."""
        for block in self.blocks:
            anywhere = (replace(each, hall=self.halls[0], starts_at=self.grid.origin) for each in block)
            yield [place for each in anywhere if (place := self.programme.placed_showing(each))]

    def _idle_costs(self) -> list[int]:
        """Points for an empty evening, at the first of the bins it is made of."""
        idle, weight = [0] * len(self.bin_builder.bins), self.preferences.weight("idle-evening")
        for interval in self.bin_builder.intervals:
            evening = [bin_ for bin_ in interval.bins if self.bin_builder.bins[bin_].daypart == EVENING_INDEX]
            if len(evening) == 1:
                idle[evening[0]] = weight
        return idle
