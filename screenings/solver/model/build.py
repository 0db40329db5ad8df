"""Build the Problem of a programme, and read its solutions as moves."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from screenings.solver.model.build_lags import TimeLagBuilder
from screenings.solver.model.costs import (
    UnaryCosts,
    comfortable_break,
    constraint_clock_times,
    fair_shares,
    idle_evening_units,
    may_open_late,
)
from screenings.solver.model.precedences import BackToBackBlock, back_to_back_blocks, start_offsets
from screenings.solver.model.problem import (
    EVENING_INDEX,
    FORBIDDEN,
    UNASSIGNED,
    UNIT_MINUTES,
    Activity,
    BinBuilder,
    Problem,
    RepeatGroup,
    TimeLag,
    start_times,
)
from screenings.solver.model.time_grid import GRID_STEP, FreeInterval, TimeGrid, changeover_units, free_intervals
from screenings.solver.preferences import Preferences
from screenings.timetable.conflicts import Severity
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.rules.halls import by_hall
from screenings.timetable.shape import QUARTER
from screenings.timetable.values import PlacedShowing, Programme, Showing
from screenings.timetable.what_if import Move

# Rules that keep two showings in different halls from running at one time.
INCOMPATIBILITY_RULES: Final = tuple(rule for rule in RULES if rule.only_nearby and rule.group_by is not by_hall)

NIL_UID: Final = UUID(int=0)
UNITS_PER_QUARTER: Final = QUARTER // UNIT_MINUTES


class SolverModel:
    """A programme as a Problem: `movable` showings are activities to be assigned, all others stay as they are."""

    def __init__(self, programme: Programme, movable: Collection[UUID], preferences: Preferences) -> None:
        self.programme, self.preferences = programme, preferences
        self.grid = TimeGrid(programme.calendar)
        self.halls = list(programme.context.halls)
        self.movable = frozenset(movable)
        kept = replace(programme, showings=tuple(s for s in programme.showings if s.uid not in self.movable))
        self.fixed_shows = {show.uid: show for show in kept.scheduled}
        active = {s.uid for s in programme.showings if not s.cancelled and s.uid in self.movable}
        blocks_by_lead = {block[0].uid: block for block in back_to_back_blocks(programme, preferences, active)}
        self.blocks = [
            blocks_by_lead.get(s.uid, (s,))
            for s in programme.showings
            if s.uid in self.fixed_shows or s.uid in blocks_by_lead
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
                late_opening_cost=self._late_opening_cost(interval),
            )
        self.longest_changeover = max((changeover_units(hall) for hall in programme.context.halls.values()), default=0)
        self.cost_cache: dict[tuple[UUID | None, bool, Showing], tuple[int, ...]] = {}
        self.sample_shows = list(self._sample_shows())
        self.problem = self._build_problem()

    def moves(self, assignment: Sequence[int]) -> tuple[Move, ...]:
        """One for each movable showing, even to where it is already; to the tray for one without a bin."""
        placements: dict[UUID, Placement] = {}
        for activity, start in enumerate(start_times(self.problem, assignment)):
            if start is not None and self.lead_showings[activity].uid in self.movable:
                hall = self.halls[self.problem.bins[assignment[activity]].hall]
                offsets, _ = start_offsets(self.blocks[activity], changeover_units(self.programme.context.halls[hall]))
                for showing, offset in zip(self.blocks[activity], offsets, strict=True):
                    placements[showing.uid] = Placement(hall, self.grid.moment(start + offset))
        return tuple(Move(uid, placements.get(uid, UNPLACED)) for uid in self.movable)

    def initial_assignment(self) -> list[int]:
        """By activity the bin in which it would begin where it is now; UNASSIGNED where there is none."""
        by_hall: defaultdict[int, list[int]] = defaultdict(list)
        for bin_index, bin_ in enumerate(self.bin_builder.bins):
            by_hall[bin_.hall].append(bin_index)
        return [self._current_bin(showing, by_hall) for showing in self.lead_showings]

    def _current_bin(self, showing: Showing, by_hall: dict[int, list[int]]) -> int:
        if showing.uid not in self.movable or showing.starts_at is None or showing.hall is None:
            return UNASSIGNED
        start, bins = self.grid.unit_floor(showing.starts_at), self.bin_builder.bins
        for bin_index in by_hall.get(self.halls.index(showing.hall), ()):
            if bins[bin_index].starts_from <= start < bins[bin_index].starts_before:
                return bin_index
        return UNASSIGNED

    def _late_opening_cost(self, interval: FreeInterval) -> int:
        """Points if it stays empty until the evening; none where something else is shown before, or could not be."""
        hall, day = self.programme.context.halls[interval.hall], self.grid.days[interval.day]
        is_used = any(show.hall.id == hall.id and show.day == day for show in self.fixed_shows.values())
        if is_used or may_open_late(hall, day, self.grid, self.preferences):
            return 0
        return self.preferences.weight("late-opening")

    def _build_problem(self) -> Problem:
        groups = tuple(self._repeat_groups())
        first_activities = {group.activities[0] for group in groups}
        keys, weights = self._incompatibilities()
        costs = [
            ()
            if block[0].uid in self.fixed_shows
            else self._costs_of_block(block, is_first=activity in first_activities)
            for activity, block in enumerate(self.blocks)
        ]
        fixed_bins = [
            self._fixed_bin(self.fixed_shows[s.uid]) if s.uid in self.fixed_shows else None for s in self.lead_showings
        ]
        activities = (self._activity(*parts) for parts in zip(self.blocks, costs, keys, fixed_bins, strict=True))
        showings = sum(map(len, self.blocks))
        return Problem(
            tuple(self.bin_builder.bins),
            tuple(self.bin_builder.intervals),
            tuple(activities),
            groups,
            tuple(weights),
            self._idle_costs(),
            fair_shares(self.programme, self.grid, self.preferences, showings),
            self.preferences.weight("crowded-day"),
            tuple(self._time_lags(groups)),
            self.preferences.weight("waits"),
            self.preferences.weight("short-break"),
        )

    def _time_lags(self, groups: Sequence[RepeatGroup]) -> Iterator[TimeLag]:
        lags = TimeLagBuilder(self.programme, self.preferences, self.grid, self.blocks, self.fixed_shows)
        yield from lags.of_precedences()
        yield from lags.of_press_and_public(groups)

    def _costs_of_block(self, block: BackToBackBlock, *, is_first: bool) -> tuple[int, ...]:
        """By bin, the sum of what each showing of the block costs where it would begin."""
        costs = [self._costs_of(block[0], is_first=is_first)]
        if len(block) == 1:
            return costs[0]
        for position, showing in enumerate(block[1:], 1):
            offsets = {
                hall: start_offsets(block, changeover_units(self.programme.context.halls[hall]))[0]
                for hall in self.halls
            }
            later = self._shifted_bins([offsets[hall][position] for hall in self.halls])
            costs.append(tuple(self.unary_costs.by_bin(showing, later, is_first=False)))
        return tuple(FORBIDDEN if FORBIDDEN in bin_costs else sum(bin_costs) for bin_costs in zip(*costs, strict=True))

    def _shifted_bins(self, offsets: list[int]) -> BinBuilder:
        """The same bins later by so many units for each hall, with the part of the day that it is then."""
        later = BinBuilder(intervals=self.bin_builder.intervals)
        for bin_, (longest, hall, day, daypart) in zip(
            self.bin_builder.bins, self.bin_builder.bin_summaries, strict=True
        ):
            starts_from, starts_before = bin_.starts_from + offsets[hall], bin_.starts_before + offsets[hall]
            daypart_ends = self.grid.daypart_ends(self.programme.context.halls[self.halls[hall]], self.grid.days[day])
            shifted_daypart = next((candidate for end, candidate in daypart_ends if starts_from < end), daypart)
            later.bins.append(
                replace(bin_, daypart=shifted_daypart, starts_from=starts_from, starts_before=starts_before)
            )
            later.bin_summaries.append((longest - offsets[hall], hall, day, shifted_daypart))
        return later

    def _costs_of(self, showing: Showing, *, is_first: bool) -> tuple[int, ...]:
        """By bin. Showings that differ in their uid alone share one list, unless a slot constraint names a uid."""
        named_uid = showing.uid if any(constraint.uids for constraint in self.preferences.slot_constraints) else None
        key = (named_uid, is_first, replace(showing.at(UNPLACED), uid=NIL_UID))
        if key not in self.cost_cache:
            self.cost_cache[key] = tuple(self.unary_costs.by_bin(showing, self.bin_builder, is_first=is_first))
        return self.cost_cache[key]

    def _activity(
        self, block: BackToBackBlock, costs: tuple[int, ...], keys: tuple[int, ...], fixed: int | None
    ) -> Activity:
        """Its duration is that in the hall with the longest changeover."""
        duration = start_offsets(block, self.longest_changeover)[1]
        return Activity(
            duration=duration,
            bin_costs=costs,
            unplaced_cost=self.preferences.weight("unplaced") * len(block),
            incompatibility_keys=keys,
            fixed_bin=fixed,
            comfort=self._comfort(block[-1], duration),
        )

    def _comfort(self, showing: Showing, duration: int) -> int:
        """The units of a comfortable break after it, and until the next quarter of an hour."""
        comfort = -(-comfortable_break(self.programme, showing, self.preferences) // GRID_STEP)
        if not comfort or not self.preferences.weight("off-quarter"):
            return comfort
        return comfort + -(duration + self.longest_changeover + comfort) % UNITS_PER_QUARTER

    def _fixed_bin(self, show: PlacedShowing) -> int:
        day = min(max((show.day - self.grid.days[0]).days, 0), len(self.grid.days) - 1)
        start = self.grid.unit_floor(show.start)
        daypart_ends = self.grid.daypart_ends(show.hall, self.grid.days[day])
        daypart = next((daypart for until, daypart in daypart_ends if start < until), daypart_ends[-1][1])
        return self.bin_builder.add_fixed_bin(self.halls.index(show.hall.id), day, daypart, start)

    def _repeat_groups(self) -> Iterator[RepeatGroup]:
        """The showings of one film for one audience; ordered where all are movable and there are days enough."""
        films: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for activity, showing in enumerate(self.lead_showings):
            films[showing.film, showing.audience].append(activity)
        weight = self.preferences.weight
        for activities in films.values():
            is_free = all(self.lead_showings[activity].uid in self.movable for activity in activities)
            if is_free:  # the one to which a guest comes is the first
                activities.sort(
                    key=lambda activity: not required_guests(self.programme.context, self.sample_shows[activity][0])[0]
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
        """The keys of each activity, and for each key the points for two that share it at one time."""
        activities_by_key: dict[tuple[str, Hashable], set[int]] = {}
        for rule in INCOMPATIBILITY_RULES:
            if rule.group_by and severity_of(self.programme, rule) is not Severity.OFF:
                for activity, shows in enumerate(self.sample_shows):
                    for show in shows:
                        for key in rule.group_by(self.programme, show):
                            activities_by_key.setdefault((rule.code, key), set()).add(activity)
        keys: list[tuple[int, ...]] = [()] * len(self.lead_showings)
        weights: list[int] = []
        for (code, _), activities in activities_by_key.items():
            if len({self.lead_showings[activity].film for activity in activities}) > 1:
                for activity in activities:
                    keys[activity] += (len(weights),)
                name = "clashes" if code == "audience-clash" else "warnings"
                weights.append(self.preferences.weight(name))
        return keys, weights

    def _sample_shows(self) -> Iterator[list[PlacedShowing]]:
        """The showings of each activity, placed anywhere: the rules tell by them what they share with others."""
        for block in self.blocks:
            anywhere = (replace(showing, hall=self.halls[0], starts_at=self.grid.origin) for showing in block)
            yield [show for showing in anywhere if (show := self.programme.placed_showing(showing))]

    def _idle_costs(self) -> list[int]:
        """By bin, the points for an idle evening, where the evening is one bin."""
        idle, weight = [0] * len(self.bin_builder.bins), self.preferences.weight("idle-evening")
        halls = [self.programme.context.halls[hall] for hall in self.halls]
        units = [idle_evening_units(self.programme, hall) for hall in halls]
        for interval in self.bin_builder.intervals:
            evening = [bin_ for bin_ in interval.bins if self.bin_builder.bins[bin_].daypart == EVENING_INDEX]
            if len(evening) == 1:
                idle[evening[0]] = weight * units[self.bin_builder.bins[evening[0]].hall]
        return idle
