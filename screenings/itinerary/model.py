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

from screenings.itinerary.graph import DayRules, Graph, Visit, Ways, build
from screenings.itinerary.search import SCALE, Found, Search, Task
from screenings.itinerary.values import (
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
        going = self._going(booked)
        self.offers = [offer for offer, _ in going]
        self.films = [films for _, films in going]
        self.booked_visits = [visit for visit, offer in enumerate(self.offers) if offer.uid in wishes.booked]
        self.graph = self._graph()
        self.weights = [pick.weight for pick in wishes.picks] + [0] * len(self.booked_visits)
        self.musts = [int(pick.must) for pick in wishes.picks] + [0] * len(self.booked_visits)

    def _going(self, booked: Sequence[Offer]) -> list[tuple[Offer, tuple[int, ...]]]:
        """What one could go to and for which picks, by start: all that is booked, and what is on in the hours wished.

        A film counts once. So an offer of several stands here once for each choice of those it may be visited for
        when the others are seen elsewhere; a booked one also for itself, a film after all picks.
        """
        number = {film: place for place, film in enumerate(self.picks)}
        others = [o for o in self.wishes.offers if o.uid not in self.wishes.booked and not outside(o, self.wishes)]
        going: list[tuple[Offer, tuple[int, ...]]] = []
        claimed: set[str] = set()  # two bookings may show one film: it counts once and parts neither
        for place, offer in enumerate(booked, len(number)):
            self.waived += (Waived(offer.day, limit) for limit in outside(offer, self.wishes))
            going.append((offer, (*(number[f] for f in _once(offer.films) if f in number and f not in claimed), place)))
            claimed.update(offer.films)
        seen = set() if self.clashes else claimed
        shown_in: defaultdict[str, set[int]] = defaultdict(set)
        for place, offer in enumerate(others):
            for film in offer.films:
                shown_in[film].add(place)
        for offer in others:
            left = [film for film in _once(offer.films) if film in number and film not in seen]
            going += ((offer, tuple(number[film] for film in films)) for films in _choices(left, shown_in))
        going.sort(key=lambda one: (one[0].starts_at, one[0].ends_at, str(one[0].uid)))
        if any(then.day < first.day for (first, _), (then, _) in pairwise(going)):
            raise ValueError("a later showing has an earlier day; count all days in one zone")
        return going

    def _graph(self) -> Graph:
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
        """The best plan that keeps to what is asked, and makes no visit for nothing; None where there is none.

        The `prices` of an earlier answer make a search like it shorter; `effort` bounds it, then perhaps without proof.
        """
        found = self._solve(asked, prices, effort)
        for visit in self._spare(found, asked) if found else ():
            assert found is not None
            leaner = self._solve(replace(asked, without=asked.without | {visit}), found.prices, effort)
            if visit in found.visits and leaner and leaner.plan.worth == found.plan.worth:
                asked = replace(asked, without=asked.without | {visit})
                found = Solved(replace(leaner.plan, bound=found.plan.bound), leaner.visits, found.prices)
        return found

    def _spare(self, found: Solved, asked: Asked) -> list[int]:
        """Visits that show nothing the others do not: a film by itself that a double bill shows, too."""
        films = [set(self.picks).intersection(self.offers[visit].films) for visit in found.visits]
        return [
            visit
            for place, visit in enumerate(found.visits)
            if self.offers[visit].uid not in self.wishes.booked
            and visit not in asked.visits
            and films[place] <= set().union(*films[:place], *films[place + 1 :])
        ]

    def _solve(self, asked: Asked, prices: Sequence[int] | None, effort: int | None) -> Solved | None:
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


def _once(films: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(films))


def _choices(films: Sequence[str], shown_in: Mapping[str, set[int]]) -> Iterator[list[str]]:
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
