"""Wishes as numbers: the graph of the plans they allow, and what each film is worth in one currency.

One must outweighs all weights together, one required film all musts, one booked showing all of that: the largest sum
is then the lexicographically best, and a bound on the sum reads back as a bound on each.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from screenings.timetable.itinerary_graph import DayRules, Graph, Visit, Ways, build
from screenings.timetable.itinerary_search import SCALE, Found, Search, Task
from screenings.timetable.itinerary_values import (
    AT_MOST,
    BREAKS,
    NOT_AFTER,
    NOT_BEFORE,
    Break,
    DayLimits,
    Offer,
    Plan,
    Waived,
    Wishes,
    Worth,
)

NO_LIMITS: Final = DayLimits()


def _seconds(moment: datetime) -> int:
    return round(moment.timestamp())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan keeps to besides the wishes, by number: films it sees, visits it makes, visits it does without."""

    films: tuple[int, ...] = ()
    visits: tuple[int, ...] = ()
    without: frozenset[int] = frozenset()


ANYTHING: Final = Asked()


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, the visits it makes and the prices of its films at which it was proven."""

    plan: Plan
    visits: tuple[int, ...]
    prices: tuple[int, ...]


class Model:
    """One visitor's wishes, ready to be solved."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.picks = [pick.film for pick in wishes.picks]
        booked = sorted((o for o in wishes.offers if o.uid in wishes.booked), key=lambda offer: offer.starts_at)
        self.clashes = tuple(
            (first, then)
            for n, first in enumerate(booked)
            for then in booked[n + 1 :]
            if then.starts_at < first.ends_at
        )
        self.waived: list[Waived] = []
        self.offers = self._worth_going(booked)
        self.films = self._films_shown()
        self.graph = self._graph(booked)
        self.weights = [pick.weight for pick in wishes.picks] + [0] * len(self.booked_visits)
        self.musts = [int(pick.must) for pick in wishes.picks] + [0] * len(self.booked_visits)

    def _worth_going(self, booked: Sequence[Offer]) -> list[Offer]:
        """What is booked, and what shows a pick within the hours wished for; by start."""
        picks = set(self.picks)
        seen = {film for offer in booked for film in offer.films} if not self.clashes else set()
        others = [
            offer
            for offer in self.wishes.offers
            if offer.uid not in self.wishes.booked
            and not picks.isdisjoint(offer.films)
            and seen.isdisjoint(picks.intersection(offer.films))
            and not outside(offer, self.wishes)
        ]
        for offer in booked:
            self.waived += (Waived(offer.day, limit) for limit in outside(offer, self.wishes))
        found = sorted([*booked, *others], key=lambda offer: (offer.starts_at, offer.ends_at, str(offer.uid)))
        if any(then.day < first.day for first, then in pairwise(found)):
            raise ValueError("a later showing has an earlier day; count all days in one zone")
        return found

    def _films_shown(self) -> list[tuple[int, ...]]:
        """The picks each offer shows, by number; a booked one also shows itself, a film after all picks."""
        number = {film: place for place, film in enumerate(self.picks)}
        self.booked_visits = [v for v, offer in enumerate(self.offers) if offer.uid in self.wishes.booked]
        films = [tuple(number[film] for film in dict.fromkeys(o.films) if film in number) for o in self.offers]
        claimed: set[int] = set()  # two bookings may show one film: it counts once and parts neither
        for place, visit in enumerate(self.booked_visits, len(number)):
            films[visit] = (*(film for film in films[visit] if film not in claimed), place)
            claimed.update(films[visit])
        return films

    def _graph(self, booked: Sequence[Offer]) -> Graph:
        days = sorted({offer.day for offer in self.offers})
        sites = sorted({offer.site for offer in self.offers})
        day_number = {day: number for number, day in enumerate(days)}
        site_number = {site: number for number, site in enumerate(sites)}
        visits = [
            Visit(
                _seconds(offer.starts_at),
                _seconds(offer.ends_at),
                site_number[offer.site],
                day_number[offer.day],
                offer.uid in self.wishes.booked,
            )
            for offer in self.offers
        ]
        travel = [[60 * self.wishes.travel.get((here, there), 0) for there in sites] for here in sites]
        limits = [self.wishes.limits.get(day, NO_LIMITS) for day in days]
        rules = [DayRules(limit.at_most, tuple(map(_in_seconds, limit.breaks))) for limit in limits]
        ways = Ways(travel, 60 * self.wishes.margin, rules)
        binding = []
        for number, (day, rule) in enumerate(zip(days, rules, strict=True)):
            left = _room_beside([visits[visit] for visit in self.booked_visits], number, ways)
            if left.at_most != rule.at_most:
                self.waived.append(Waived(day, AT_MOST))
            if left.breaks != rule.breaks:
                self.waived.append(Waived(day, BREAKS))
            binding.append(left)
        return build(visits, Ways(travel, 60 * self.wishes.margin, binding))

    def solve(
        self, asked: Asked = ANYTHING, *, prices: Sequence[int] | None = None, effort: int | None = None
    ) -> Solved | None:
        """The best plan that keeps to what is asked; None where there is none.

        The `prices` of an earlier answer make a search like it shorter; `effort` bounds it, then perhaps without proof.
        """
        units = self._units(asked)
        raised, barred = self._raised(asked, units), self._barred(asked)
        top = self._top(raised, barred, effort)
        if top.value % units.booked // units.required < len(asked.films) + len(asked.visits):
            return None
        task = self._task(raised, units, prices)
        found = Search(task, start=top.visits, effort=effort).run(barred)
        learnt = [max(0, price - SCALE * units.must * above) for above, price in zip(raised, found.prices, strict=True)]
        seen = {film for visit in found.visits for film in self.films[visit]}
        films = frozenset(film for number, film in enumerate(self.picks) if number in seen)
        stops = tuple(self.offers[visit] for visit in found.visits)
        plan = Plan(stops, films, units.read(found.value), units.read(found.bound))
        return Solved(plan, found.visits, tuple(learnt))

    def reach(self, asked: Asked, prices: Sequence[int]) -> dict[int, Worth]:
        """For each visit some plan can make, what no plan through it exceeds."""
        units = self._units(asked)
        task = self._task(self._raised(asked, units), units, prices)
        return {visit: units.read(value) for visit, value in task.reach(self._barred(asked)).items()}

    def _units(self, asked: Asked) -> "_Units":
        return _Units(1 + sum(self.weights), 1 + sum(self.musts), 1 + len(asked.films) + len(asked.visits))

    def _raised(self, asked: Asked, units: "_Units") -> list[int]:
        """What each film is worth before any weight, in musts."""
        raised = [must or units.booked * (film >= len(self.picks)) for film, must in enumerate(self.musts)]
        for film in (*asked.films, *(self.films[visit][0] for visit in asked.visits)):
            raised[film] += units.required
        return raised

    def _barred(self, asked: Asked) -> set[int]:
        """What is done without, and the other showings of a film whose showing is settled."""
        settled = {self.films[visit][0]: visit for visit in asked.visits}
        return {
            visit
            for visit, films in enumerate(self.films)
            if visit in asked.without or any(settled.get(film, visit) != visit for film in films)
        }

    def _task(self, raised: Sequence[int], units: "_Units", prices: Sequence[int] | None) -> Task:
        known = prices or [0] * len(raised)
        values = [units.must * above + weight for above, weight in zip(raised, self.weights, strict=True)]
        begin = [SCALE * units.must * above + price for above, price in zip(raised, known, strict=True)]
        return Task(self.graph, self.films, values, begin)

    def _top(self, raised: Sequence[int], barred: Collection[int], effort: int | None) -> Found:
        """A plan best in what goes before all weights: the search for the weights then begins close to its end."""
        if not any(raised):
            return Found(0, (), 0, ())
        idle = {visit for visit, films in enumerate(self.films) if not any(raised[film] for film in films)}
        task = Task(self.graph, self.films, raised, [SCALE * max(0, above - 1) for above in raised])
        return Search(task, effort=effort).run(idle.union(barred))


@dataclass(frozen=True, slots=True)
class _Units:
    """What one must is worth in weight, and in musts one required film and one booked showing."""

    must: int
    required: int
    requirements: int

    @property
    def booked(self) -> int:
        return self.required * self.requirements

    def read(self, value: int) -> Worth:
        above, weight = divmod(value, self.must)
        booked, rest = divmod(above, self.booked)
        return Worth(booked, rest % self.required, weight)


def outside(offer: Offer, wishes: Wishes) -> tuple[str, ...]:
    """The names of the hours this offer breaks on its day."""
    limits = wishes.limits.get(offer.day, NO_LIMITS)
    early = limits.not_before is not None and offer.starts_at < limits.not_before
    late = limits.not_after is not None and offer.ends_at > limits.not_after
    return (NOT_BEFORE,) * early + (NOT_AFTER,) * late


def _in_seconds(one: Break) -> tuple[int, int, int]:
    return _seconds(one.opens), _seconds(one.closes), 60 * one.minutes


def _room_beside(booked: Sequence[Visit], day: int, ways: Ways) -> DayRules:
    """The day's rules as far as what is booked leaves room for them."""
    rules = ways.rules[day]
    today = [visit for visit in booked if visit.day == day]
    if not today:
        return rules
    ending = sorted(booked, key=lambda visit: visit.end)
    had = 0
    for visit in today:
        earlier = [other for other in ending if other.start < visit.start]
        had |= ways.breaks(day, earlier[-1] if earlier else None, visit)
    last = max(today, key=lambda visit: visit.end)
    later = [other for other in booked if other.start >= last.end]
    had |= ways.breaks(day, last, later[0] if later else None)
    at_most = None if rules.at_most is None else max(rules.at_most, len(today))
    return replace(
        rules, at_most=at_most, breaks=tuple(one for place, one in enumerate(rules.breaks) if had >> place & 1)
    )
