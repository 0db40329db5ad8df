"""A visitor's request as a path problem: the graph of feasible plans, and the value of each film as one number.

One must outweighs all weights together, one required film all musts, one booked showing all of that: the largest sum is
then the lexicographically best, and a bound on the sum reads back as a bound on each.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from screenings.itinerary.branch_and_bound import MULTIPLIER_SCALE, BranchAndBound, PathProblem, PathResult
from screenings.itinerary.graph import DayRules, PlanGraph, Reachability, Visit, build_graph
from screenings.itinerary.usable_options import NO_LIMITS, usable_options, violated_hours
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    Break,
    PlanValue,
    VisitPlan,
    VisitRequest,
    WaivedLimit,
)


def _seconds(moment: datetime) -> int:
    return round(moment.timestamp())


@dataclass(frozen=True, slots=True)
class PlanRequirements:
    """What a plan is required to do, by number: films it sees, visits it makes, visits it leaves out."""

    films: tuple[int, ...] = ()
    visits: tuple[int, ...] = ()
    excluded: frozenset[int] = frozenset()


NO_REQUIREMENTS: Final = PlanRequirements()


@dataclass(frozen=True, slots=True)
class SolvedPlan:
    """A plan, the visits it makes and the multipliers of the films at which it was proven."""

    plan: VisitPlan
    visits: tuple[int, ...]
    multipliers: tuple[int, ...]


class VisitModel:
    """One visitor's request, ready to be solved."""

    def __init__(self, request: VisitRequest) -> None:
        self.request = request
        self.chosen_films = [choice.film for choice in request.choices]
        booked = [option for option in request.options if option.uid in request.booked]
        booked.sort(key=lambda option: option.starts_at)
        self.clashes = tuple(
            (earlier, later)
            for index, earlier in enumerate(booked)
            for later in booked[index + 1 :]
            if later.starts_at < earlier.ends_at
        )
        self.waived = [WaivedLimit(option.day, limit) for option in booked for limit in violated_hours(option, request)]
        usable = usable_options(request, booked, are_clashing=bool(self.clashes))
        self.options = [option for option, _ in usable]
        self.films = [films for _, films in usable]
        self.booked_visits = [visit for visit, option in enumerate(self.options) if option.uid in request.booked]
        self.graph = self._build_graph()
        self.weights = [choice.weight for choice in request.choices] + [0] * len(self.booked_visits)
        self.musts = [int(choice.must) for choice in request.choices] + [0] * len(self.booked_visits)

    def _build_graph(self) -> PlanGraph:
        days = sorted({option.day for option in self.options})
        sites = sorted({option.site for option in self.options})
        day_number = {day: number for number, day in enumerate(days)}
        site_number = {site: number for number, site in enumerate(sites)}
        visits = [
            Visit(
                _seconds(option.starts_at),
                _seconds(option.ends_at),
                site_number[option.site],
                day_number[option.day],
                option.uid in self.request.booked,
            )
            for option in self.options
        ]
        travel = [[60 * self.request.travel.get((origin, destination), 0) for destination in sites] for origin in sites]
        limits = [self.request.limits.get(day, NO_LIMITS) for day in days]
        rules = [DayRules(limit.at_most, tuple(map(_in_seconds, limit.breaks))) for limit in limits]
        reachability = Reachability(travel, 60 * self.request.arrival_margin, rules)
        binding = []
        for number, (day, day_rules) in enumerate(zip(days, rules, strict=True)):
            binding_rules = _rules_beside_booked([visits[visit] for visit in self.booked_visits], number, reachability)
            if binding_rules.at_most != day_rules.at_most:
                self.waived.append(WaivedLimit(day, AT_MOST))
            if binding_rules.breaks != day_rules.breaks:
                self.waived.append(WaivedLimit(day, BREAKS))
            binding.append(binding_rules)
        return build_graph(visits, Reachability(travel, 60 * self.request.arrival_margin, binding))

    def solve(
        self,
        requirements: PlanRequirements = NO_REQUIREMENTS,
        *,
        multipliers: Sequence[int] | None = None,
        max_evaluations: int | None = None,
    ) -> SolvedPlan | None:
        """The best plan that meets the requirements, without redundant visits; None where there is none.

        The `multipliers` of an earlier answer shorten a similar search. Limited by `max_evaluations` it may lack proof.
        """
        solved = self._solve(requirements, multipliers, max_evaluations)
        for visit in self._redundant_visits(solved, requirements) if solved else ():
            assert solved is not None
            reduced = self._solve(
                replace(requirements, excluded=requirements.excluded | {visit}), solved.multipliers, max_evaluations
            )
            if visit in solved.visits and reduced and reduced.plan.value == solved.plan.value:
                requirements = replace(requirements, excluded=requirements.excluded | {visit})
                solved = SolvedPlan(
                    replace(reduced.plan, upper_bound=solved.plan.upper_bound), reduced.visits, solved.multipliers
                )
        return solved

    def _redundant_visits(self, solved: SolvedPlan, requirements: PlanRequirements) -> list[int]:
        """Visits whose films the others show as well, such as a film by itself that a double bill shows, too."""
        films = [set(self.chosen_films).intersection(self.options[visit].films) for visit in solved.visits]
        return [
            visit
            for index, visit in enumerate(solved.visits)
            if self.options[visit].uid not in self.request.booked
            and visit not in requirements.visits
            and films[index] <= set().union(*films[:index], *films[index + 1 :])
        ]

    def _solve(
        self, requirements: PlanRequirements, multipliers: Sequence[int] | None, max_evaluations: int | None
    ) -> SolvedPlan | None:
        scale = self._value_scale(requirements)
        priorities, excluded = self._priority_values(requirements, scale), self._excluded_visits(requirements)
        priority_optimum = self._priority_optimum(priorities, excluded, max_evaluations)
        if priority_optimum.value % scale.booked // scale.required < len(requirements.films) + len(requirements.visits):
            return None
        problem = self._path_problem(priorities, scale, multipliers)
        result = BranchAndBound(problem, start=priority_optimum.visits, max_evaluations=max_evaluations).run(excluded)
        multipliers_learnt = [
            max(0, multiplier - MULTIPLIER_SCALE * scale.must * priority)
            for priority, multiplier in zip(priorities, result.multipliers, strict=True)
        ]
        films_seen = {film for visit in result.visits for film in self.films[visit]}
        films = frozenset(film for number, film in enumerate(self.chosen_films) if number in films_seen)
        showings = tuple(self.options[visit] for visit in result.visits)
        plan = VisitPlan(showings, films, scale.read(result.value), scale.read(result.upper_bound))
        return SolvedPlan(plan, result.visits, tuple(multipliers_learnt))

    def upper_bounds(self, requirements: PlanRequirements, multipliers: Sequence[int]) -> dict[int, PlanValue]:
        """For each visit that some plan can make, an upper bound of the plans that make it."""
        scale = self._value_scale(requirements)
        problem = self._path_problem(self._priority_values(requirements, scale), scale, multipliers)
        return {
            visit: scale.read(value)
            for visit, value in problem.upper_bounds(self._excluded_visits(requirements)).items()
        }

    def _value_scale(self, requirements: PlanRequirements) -> "_ValueScale":
        return _ValueScale(
            1 + sum(self.weights), 1 + sum(self.musts), 1 + len(requirements.films) + len(requirements.visits)
        )

    def _priority_values(self, requirements: PlanRequirements, scale: "_ValueScale") -> list[int]:
        """What each film is worth before any weight, in musts."""
        priorities = [must or scale.booked * (film >= len(self.chosen_films)) for film, must in enumerate(self.musts)]
        for film in (*requirements.films, *(self.films[visit][0] for visit in requirements.visits)):
            priorities[film] += scale.required
        return priorities

    def _excluded_visits(self, requirements: PlanRequirements) -> set[int]:
        """The visits left out, and the other showings of films whose showing is required."""
        settled = {self.films[visit][0]: visit for visit in requirements.visits}
        return {
            visit
            for visit, films in enumerate(self.films)
            if visit in requirements.excluded or any(settled.get(film, visit) != visit for film in films)
        }

    def _path_problem(
        self, priorities: Sequence[int], scale: "_ValueScale", multipliers: Sequence[int] | None
    ) -> PathProblem:
        start = multipliers or [0] * len(priorities)
        values = [scale.must * priority + weight for priority, weight in zip(priorities, self.weights, strict=True)]
        start_multipliers = [
            MULTIPLIER_SCALE * scale.must * priority + multiplier
            for priority, multiplier in zip(priorities, start, strict=True)
        ]
        return PathProblem(self.graph, self.films, values, start_multipliers)

    def _priority_optimum(
        self, priorities: Sequence[int], excluded: Collection[int], max_evaluations: int | None
    ) -> PathResult:
        """The plan that is best before any weight; the search by weights then begins close to its end."""
        if not any(priorities):
            return PathResult(0, (), 0, ())
        without_priority = {
            visit for visit, films in enumerate(self.films) if not any(priorities[film] for film in films)
        }
        problem = PathProblem(
            self.graph, self.films, priorities, [MULTIPLIER_SCALE * max(0, priority - 1) for priority in priorities]
        )
        return BranchAndBound(problem, max_evaluations=max_evaluations).run(without_priority.union(excluded))


@dataclass(frozen=True, slots=True)
class _ValueScale:
    """The weights that one must is worth, and the musts that one required film and one booked showing are worth."""

    must: int
    required: int
    requirements: int

    @property
    def booked(self) -> int:
        return self.required * self.requirements

    def read(self, value: int) -> PlanValue:
        priority, weight = divmod(value, self.must)
        booked, rest = divmod(priority, self.booked)
        return PlanValue(booked, rest % self.required, weight)


def _in_seconds(pause: Break) -> tuple[int, int, int]:
    return _seconds(pause.opens), _seconds(pause.closes), 60 * pause.minutes


def _rules_beside_booked(booked: Sequence[Visit], day: int, reachability: Reachability) -> DayRules:
    """The day's rules as far as bookings leave room for them."""
    rules = reachability.rules[day]
    today = [visit for visit in booked if visit.day == day]
    if not today:
        return rules
    ending = sorted(booked, key=lambda visit: visit.end)
    fitting = 0
    for visit in today:
        earlier = [other for other in ending if other.start < visit.start]
        fitting |= reachability.fitting_breaks(day, earlier[-1] if earlier else None, visit)
    last = max(today, key=lambda visit: visit.end)
    later = [other for other in booked if other.start >= last.end]
    fitting |= reachability.fitting_breaks(day, last, later[0] if later else None)
    at_most = None if rules.at_most is None else max(rules.at_most, len(today))
    return replace(
        rules, at_most=at_most, breaks=tuple(pause for index, pause in enumerate(rules.breaks) if fitting >> index & 1)
    )
