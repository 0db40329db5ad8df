"""The best plan of many films against an integer program that another solver solves (HiGHS)."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings

from screenings.itinerary.values import Break, DayLimits, FilmChoice, PlanValue, ShowingOption, VisitRequest
from tests.itinerary.visitors import FIRST, EveryPlan, at, best_plan, offer
from tests.timetable.random_festivals import seeds

highspy = pytest.importorskip("highspy", reason="pip install festival-scheduler[test]")
few = settings(max_examples=6)
DAYS, SITES = 4, ("Odeon", "Rex", "Arsenal")
TITLES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def eager(seed: int) -> VisitRequest:
    """Up to 22 films with two or three showings each in four days at three sites: two in three cannot be seen."""
    random = Random(seed)
    films = TITLES[: random.randint(10, 22)]
    offers = []
    for film in films:
        for day in random.sample(range(DAYS), random.choice((2, 3))):
            clock = f"{random.randint(10, 23)}:{random.choice((0, 15, 30, 45)):02d}"
            shown = film if random.random() < 0.9 else film + random.choice(films.replace(film, ""))
            minutes = random.randrange(60, 180, 5)
            offers.append(offer(len(offers) + 1, shown, clock, minutes, site=random.choice(SITES), day=day))
    picks = [FilmChoice(film, random.choice((1, 1, 3, 3, 7)), must=random.random() < 0.15) for film in films]
    travel = {(here, there): random.randrange(5, 40, 5) for here in SITES for there in SITES if here != there}
    limits = {FIRST + timedelta(days=day): day_limits(random, day) for day in range(DAYS)}
    return VisitRequest(
        tuple(picks), tuple(offers), travel=travel, arrival_margin=random.choice((0, 10)), limits=limits
    )


def day_limits(random: Random, day: int) -> DayLimits:
    breaks = [Break(at("12:00", day), at("14:30", day), 45), Break(at("17:30", day), at("20:30", day), 60)]
    return DayLimits(
        at_most=random.choice((None, 2, 4)),
        not_before=random.choice((None, at("11:00", day))),
        not_after=random.choice((None, at("25:00", day))),
        breaks=tuple(one for one in breaks if random.random() < 0.5),
    )


class Program(EveryPlan):
    """A path from showing to showing, in binary variables for each step; which step is possible it is told."""

    def best_by_highs(self) -> PlanValue:
        self.model = highspy.Highs()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self.model.setOptionValue("mip_rel_gap", 0)
        usable = [one for one in self.wishes.options if self._worth_going(one)]
        steps: dict[tuple[ShowingOption | None, ShowingOption | None], object] = {
            step: self.model.addBinary() for step in self._steps(usable)
        }
        goes = {one: self._sum(step for (_, then), step in steps.items() if then is one) for one in usable}
        for one in usable:
            self.model.addConstr(goes[one] == self._sum(step for (first, _), step in steps.items() if first is one))
        self.model.addConstr(self._sum(step for (first, _), step in steps.items() if first is None) == 1)
        for day, limits in self.wishes.limits.items():
            today = [one for one in usable if one.day == day]
            if limits.at_most is not None and today:
                self.model.addConstr(self._sum(goes[one] for one in today) <= limits.at_most)
            for pause in limits.breaks:
                free = [s for gap, s in steps.items() if self._fits(pause.opens, pause.closes, pause.minutes, *gap)]
                for one in today:
                    self.model.addConstr(self._sum(free) >= goes[one])
        seen = {}
        for pick in self.wishes.choices:
            seen[pick] = self.model.addBinary()
            self.model.addConstr(seen[pick] <= self._sum(goes[one] for one in usable if pick.film in one.films))
        most = 1 + sum(pick.weight for pick in self.wishes.choices)
        self.model.maximize(self._sum((most * pick.must + pick.weight) * seen[pick] for pick in self.wishes.choices))
        return PlanValue(0, *divmod(round(self.model.getObjectiveValue()), most))

    def _sum(self, terms: Iterable[object]) -> object:
        return self.model.qsum([0, *terms])

    def _steps(self, usable: list[ShowingOption]) -> Iterator[tuple[ShowingOption | None, ShowingOption | None]]:
        yield None, None
        for one in usable:
            yield None, one
            yield one, None
        for one, other in combinations(usable, 2):
            yield from (pair for pair in ((one, other), (other, one)) if self._reaches(*pair))


@pytest.mark.slow
@few
@given(seeds())
def test_no_plan_of_many_films_is_worth_more(seed: int) -> None:
    wishes = eager(seed)
    plan = best_plan(wishes)

    assert plan.is_proven
    assert plan.value == Program(wishes).best_by_highs()
