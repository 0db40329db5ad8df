"""Wishes as numbers: the graph of the plans they allow, and what each film is worth in one currency.

One must outweighs all weights together, one required film all musts, one booked showing all of that: the largest sum
is then the lexicographically best, and a bound on the sum reads back as a bound on each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise, product
from typing import Final

from screenings.itinerary.branch_and_bound import MULTIPLIER_SCALE, BranchAndBound, PathProblem, PathResult
from screenings.itinerary.graph import DayRules, PlanGraph, Reachability, Visit, build_graph
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    NOT_AFTER,
    NOT_BEFORE,
    Break,
    DayLimits,
    PlanValue,
    ShowingOption,
    VisitPlan,
    VisitRequest,
    WaivedLimit,
)

NO_LIMITS: Final = DayLimits()


def _seconds(moment: datetime) -> int:
    return round(moment.timestamp())


@dataclass(frozen=True, slots=True)
class PlanRequirements:
    """What a plan keeps to besides the wishes, by number: films it sees, visits it makes, visits it does without."""

    films: tuple[int, ...] = ()
    visits: tuple[int, ...] = ()
    excluded: frozenset[int] = frozenset()


NO_REQUIREMENTS: Final = PlanRequirements()


@dataclass(frozen=True, slots=True)
class SolvedPlan:
    """A plan, the visits it makes and the films' multipliers at which it was proven."""

    plan: VisitPlan
    visits: tuple[int, ...]
    multipliers: tuple[int, ...]


class VisitModel:
    """One visitor's wishes, ready to be solved."""

    def __init__(self, request: VisitRequest) -> None:
        self.request = request
        self.chosen_films = [pick.film for pick in request.choices]
        booked = sorted((o for o in request.options if o.uid in request.booked), key=lambda offer: offer.starts_at)
        self.clashes = tuple(
            (first, then)
            for n, first in enumerate(booked)
            for then in booked[n + 1 :]
            if then.starts_at < first.ends_at
        )
        self.waived: list[WaivedLimit] = []
        going = self._usable_options(booked)
        self.options = [offer for offer, _ in going]
        self.films = [films for _, films in going]
        self.booked_visits = [visit for visit, offer in enumerate(self.options) if offer.uid in request.booked]
        self.graph = self._build_graph()
        self.weights = [pick.weight for pick in request.choices] + [0] * len(self.booked_visits)
        self.musts = [int(pick.must) for pick in request.choices] + [0] * len(self.booked_visits)

    def _usable_options(self, booked: Sequence[ShowingOption]) -> list[tuple[ShowingOption, tuple[int, ...]]]:
        """What one could go to and for which picks, by start: all that is booked, and what is on in the hours wished.

        A film counts once. So an offer of several stands here once for each choice of those it may be visited for
        when the others are seen elsewhere; a booked one also for itself, a film after all picks.
        """
        number = {film: place for place, film in enumerate(self.chosen_films)}
        others = [
            o for o in self.request.options if o.uid not in self.request.booked and not violated_hours(o, self.request)
        ]
        going: list[tuple[ShowingOption, tuple[int, ...]]] = []
        claimed: set[str] = set()  # two bookings may show one film: it counts once and parts neither
        for place, offer in enumerate(booked, len(number)):
            self.waived += (WaivedLimit(offer.day, limit) for limit in violated_hours(offer, self.request))
            going.append(
                (offer, (*(number[f] for f in _distinct(offer.films) if f in number and f not in claimed), place))
            )
            claimed.update(offer.films)
        seen = set() if self.clashes else claimed
        shown_in: defaultdict[str, set[int]] = defaultdict(set)
        for place, offer in enumerate(others):
            for film in offer.films:
                shown_in[film].add(place)
        for offer in others:
            left = [film for film in _distinct(offer.films) if film in number and film not in seen]
            going += ((offer, tuple(number[film] for film in films)) for films in _film_choices(left, shown_in))
        going.sort(key=lambda one: (one[0].starts_at, one[0].ends_at, str(one[0].uid)))
        if any(then.day < first.day for (first, _), (then, _) in pairwise(going)):
            raise ValueError("a later showing has an earlier day; count all days in one zone")
        return going

    def _build_graph(self) -> PlanGraph:
        days = sorted({offer.day for offer in self.options})
        sites = sorted({offer.site for offer in self.options})
        day_number = {day: number for number, day in enumerate(days)}
        site_number = {site: number for number, site in enumerate(sites)}
        visits = [
            Visit(
                _seconds(offer.starts_at),
                _seconds(offer.ends_at),
                site_number[offer.site],
                day_number[offer.day],
                offer.uid in self.request.booked,
            )
            for offer in self.options
        ]
        travel = [[60 * self.request.travel.get((here, there), 0) for there in sites] for here in sites]
        limits = [self.request.limits.get(day, NO_LIMITS) for day in days]
        rules = [DayRules(limit.at_most, tuple(map(_in_seconds, limit.breaks))) for limit in limits]
        ways = Reachability(travel, 60 * self.request.arrival_margin, rules)
        binding = []
        for number, (day, rule) in enumerate(zip(days, rules, strict=True)):
            left = _rules_beside_booked([visits[visit] for visit in self.booked_visits], number, ways)
            if left.at_most != rule.at_most:
                self.waived.append(WaivedLimit(day, AT_MOST))
            if left.breaks != rule.breaks:
                self.waived.append(WaivedLimit(day, BREAKS))
            binding.append(left)
        return build_graph(visits, Reachability(travel, 60 * self.request.arrival_margin, binding))

    def solve(
        self,
        requirements: PlanRequirements = NO_REQUIREMENTS,
        *,
        multipliers: Sequence[int] | None = None,
        max_evaluations: int | None = None,
    ) -> SolvedPlan | None:
        """The best plan that keeps to what is asked, and makes no visit for nothing; None where there is none.

        The `multipliers` of an earlier answer shorten a search like it; limited by `max_evaluations` it may lack proof.
        """
        found = self._solve(requirements, multipliers, max_evaluations)
        for visit in self._redundant_visits(found, requirements) if found else ():
            assert found is not None
            leaner = self._solve(
                replace(requirements, excluded=requirements.excluded | {visit}), found.multipliers, max_evaluations
            )
            if visit in found.visits and leaner and leaner.plan.value == found.plan.value:
                requirements = replace(requirements, excluded=requirements.excluded | {visit})
                found = SolvedPlan(
                    replace(leaner.plan, upper_bound=found.plan.upper_bound), leaner.visits, found.multipliers
                )
        return found

    def _redundant_visits(self, found: SolvedPlan, asked: PlanRequirements) -> list[int]:
        """Visits that show nothing the others do not: a film by itself that a double bill shows, too."""
        films = [set(self.chosen_films).intersection(self.options[visit].films) for visit in found.visits]
        return [
            visit
            for place, visit in enumerate(found.visits)
            if self.options[visit].uid not in self.request.booked
            and visit not in asked.visits
            and films[place] <= set().union(*films[:place], *films[place + 1 :])
        ]

    def _solve(
        self, asked: PlanRequirements, multipliers: Sequence[int] | None, max_evaluations: int | None
    ) -> SolvedPlan | None:
        units = self._value_scale(asked)
        raised, barred = self._priority_values(asked, units), self._excluded_visits(asked)
        top = self._priority_optimum(raised, barred, max_evaluations)
        if top.value % units.booked // units.required < len(asked.films) + len(asked.visits):
            return None
        problem = self._path_problem(raised, units, multipliers)
        found = BranchAndBound(problem, start=top.visits, max_evaluations=max_evaluations).run(barred)
        learnt = [
            max(0, price - MULTIPLIER_SCALE * units.must * above)
            for above, price in zip(raised, found.multipliers, strict=True)
        ]
        seen = {film for visit in found.visits for film in self.films[visit]}
        films = frozenset(film for number, film in enumerate(self.chosen_films) if number in seen)
        stops = tuple(self.options[visit] for visit in found.visits)
        plan = VisitPlan(stops, films, units.read(found.value), units.read(found.upper_bound))
        return SolvedPlan(plan, found.visits, tuple(learnt))

    def upper_bounds(self, requirements: PlanRequirements, multipliers: Sequence[int]) -> dict[int, PlanValue]:
        """For each visit some plan can make, what no plan through it exceeds."""
        units = self._value_scale(requirements)
        problem = self._path_problem(self._priority_values(requirements, units), units, multipliers)
        return {
            visit: units.read(value)
            for visit, value in problem.upper_bounds(self._excluded_visits(requirements)).items()
        }

    def _value_scale(self, asked: PlanRequirements) -> "_ValueScale":
        return _ValueScale(1 + sum(self.weights), 1 + sum(self.musts), 1 + len(asked.films) + len(asked.visits))

    def _priority_values(self, asked: PlanRequirements, units: "_ValueScale") -> list[int]:
        """What each film is worth before any weight, in musts."""
        raised = [must or units.booked * (film >= len(self.chosen_films)) for film, must in enumerate(self.musts)]
        for film in (*asked.films, *(self.films[visit][0] for visit in asked.visits)):
            raised[film] += units.required
        return raised

    def _excluded_visits(self, asked: PlanRequirements) -> set[int]:
        """What is done without, and the other showings of a film whose showing is settled."""
        settled = {self.films[visit][0]: visit for visit in asked.visits}
        return {
            visit
            for visit, films in enumerate(self.films)
            if visit in asked.excluded or any(settled.get(film, visit) != visit for film in films)
        }

    def _path_problem(
        self, raised: Sequence[int], units: "_ValueScale", multipliers: Sequence[int] | None
    ) -> PathProblem:
        known = multipliers or [0] * len(raised)
        values = [units.must * above + weight for above, weight in zip(raised, self.weights, strict=True)]
        begin = [MULTIPLIER_SCALE * units.must * above + price for above, price in zip(raised, known, strict=True)]
        return PathProblem(self.graph, self.films, values, begin)

    def _priority_optimum(
        self, raised: Sequence[int], barred: Collection[int], max_evaluations: int | None
    ) -> PathResult:
        """A plan best in what goes before all weights: the search for the weights then begins close to its end."""
        if not any(raised):
            return PathResult(0, (), 0, ())
        idle = {visit for visit, films in enumerate(self.films) if not any(raised[film] for film in films)}
        problem = PathProblem(
            self.graph, self.films, raised, [MULTIPLIER_SCALE * max(0, above - 1) for above in raised]
        )
        return BranchAndBound(problem, max_evaluations=max_evaluations).run(idle.union(barred))


@dataclass(frozen=True, slots=True)
class _ValueScale:
    """What one must is worth in weight, and in musts one required film and one booked showing."""

    must: int
    required: int
    requirements: int

    @property
    def booked(self) -> int:
        return self.required * self.requirements

    def read(self, value: int) -> PlanValue:
        above, weight = divmod(value, self.must)
        booked, rest = divmod(above, self.booked)
        return PlanValue(booked, rest % self.required, weight)


def violated_hours(option: ShowingOption, request: VisitRequest) -> tuple[str, ...]:
    """The names of the hours this offer breaks on its day."""
    limits = request.limits.get(option.day, NO_LIMITS)
    early = limits.not_before is not None and option.starts_at < limits.not_before
    late = limits.not_after is not None and option.ends_at > limits.not_after
    return (NOT_BEFORE,) * early + (NOT_AFTER,) * late


def _distinct(films: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(films))


def _film_choices(films: Sequence[str], shown_in: Mapping[str, set[int]]) -> Iterator[list[str]]:
    """The films a showing may be visited for: all, or without some that are on elsewhere without the rest of them."""
    together: defaultdict[frozenset[int], list[str]] = defaultdict(list)
    for film in films:
        together[frozenset(shown_in[film])].append(film)
    groups = list(together.items())
    for kept in product((True, False), repeat=len(groups)):
        if any(kept) and all(keeps or len(places) > 1 for keeps, (places, _) in zip(kept, groups, strict=True)):
            yield [film for keeps, (_, some) in zip(kept, groups, strict=True) if keeps for film in some]


def _in_seconds(one: Break) -> tuple[int, int, int]:
    return _seconds(one.opens), _seconds(one.closes), 60 * one.minutes


def _rules_beside_booked(booked: Sequence[Visit], day: int, ways: Reachability) -> DayRules:
    """The day's rules as far as what is booked leaves room for them."""
    rules = ways.rules[day]
    today = [visit for visit in booked if visit.day == day]
    if not today:
        return rules
    ending = sorted(booked, key=lambda visit: visit.end)
    had = 0
    for visit in today:
        earlier = [other for other in ending if other.start < visit.start]
        had |= ways.fitting_breaks(day, earlier[-1] if earlier else None, visit)
    last = max(today, key=lambda visit: visit.end)
    later = [other for other in booked if other.start >= last.end]
    had |= ways.fitting_breaks(day, last, later[0] if later else None)
    at_most = None if rules.at_most is None else max(rules.at_most, len(today))
    return replace(
        rules, at_most=at_most, breaks=tuple(one for place, one in enumerate(rules.breaks) if had >> place & 1)
    )
