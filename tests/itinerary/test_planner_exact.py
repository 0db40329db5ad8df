"""The best plan against a brute force that tries every plan, on thousands of small cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from screenings.itinerary.planner import best_itinerary
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    MARGIN,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    Break,
    DayLimits,
    FilmChoice,
    InfeasibleSubset,
    ItineraryResult,
    ShowingOption,
    VisitPlan,
    VisitRequest,
)
from tests.itinerary.visitors import FIRST, EveryPlan, at, offer

APART = timedelta(hours=2)
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
CLOCKS = [f"{hour}:{minute:02d}" for hour in range(9, 26) for minute in (0, 20, 40)]


@st.composite
def day_limits(draw: st.DrawFn, day: int) -> DayLimits:
    """Hours, a number of showings and up to two breaks, each there or not."""
    breaks = [Break(at("12:00", day), at("14:30", day), 45), Break(at("17:30", day), at("20:00", day), 60)]
    return DayLimits(
        at_most=draw(st.none() | st.integers(0, 3)),
        not_before=draw(st.none() | st.sampled_from([at("10:00", day), at("14:00", day)])),
        not_after=draw(st.none() | st.sampled_from([at("22:00", day), at("25:00", day)])),
        breaks=tuple(one for one in breaks if draw(st.booleans())),
    )


@st.composite
def wishes(draw: st.DrawFn, *, plain: bool = False) -> VisitRequest:
    """`plain`: nothing booked, one film a showing."""
    films = "ABCDE"[: draw(st.integers(1, 5))]
    offers = tuple(
        offer(
            number,
            "".join(draw(st.lists(st.sampled_from(films + "X"), min_size=1, max_size=1 if plain else 3, unique=True))),
            draw(st.sampled_from(CLOCKS)),
            draw(st.sampled_from((60, 100, 160, 300))),
            site=draw(st.sampled_from(("Odeon", "Rex"))),
            day=draw(st.integers(0, 1)),
        )
        for number in range(1, draw(st.integers(1, 8)) + 1)
    )
    booked = frozenset(one.uid for one in offers if not plain and draw(st.integers(0, 3)) == 0)
    kept = sorted((one for one in offers if one.uid in booked), key=lambda one: one.starts_at)
    assume(all(first.ends_at <= then.starts_at for first, then in pairwise(kept)))
    return VisitRequest(
        choices=tuple(FilmChoice(film, draw(st.integers(1, 6)), must=draw(st.integers(0, 3)) == 0) for film in films),
        options=offers,
        booked=booked,
        travel={("Odeon", "Rex"): 30, ("Rex", "Odeon"): 20},
        arrival_margin=draw(st.sampled_from((0, 10))),
        limits={FIRST + timedelta(days=day): draw(day_limits(day)) for day in (0, 1) if draw(st.booleans())},
    )


def stops_as_tried(every: EveryPlan, plan: VisitPlan) -> tuple[ShowingOption, ...]:
    """The plan among all those tried: the same showings in the same order."""
    return next(chain for chain in every.plans() if chain == plan.showings)


@pytest.mark.slow
@MANY
@given(wishes())
def test_no_plan_there_is_is_worth_more(asked: VisitRequest) -> None:
    found = best_itinerary(asked, alternatives=0)
    every = EveryPlan(asked, frozenset(found.waived))

    assert found.plan.value == found.plan.upper_bound == every.best()
    assert every.worth(stops_as_tried(every, found.plan)) == found.plan.value


@pytest.mark.slow
@MANY
@given(wishes())
def test_a_film_left_out_costs_what_the_best_plan_with_it_is_worth_less(asked: VisitRequest) -> None:
    found = best_itinerary(asked, alternatives=0)
    every = EveryPlan(asked, frozenset(found.waived))

    assert {left.film for left in found.omitted} == {pick.film for pick in asked.choices} - found.plan.films
    for left in found.omitted:
        kept = found.plan.value.booked
        having = [
            w
            for plan in every.plans()
            if any(left.film in o.films for o in plan)
            if (w := every.worth(plan)).booked == kept
        ]
        if left.cost is None:
            assert having == []
        else:
            best = max(having)
            assert left.film in left.cost.showing.films
            assert (left.cost.musts, left.cost.weight) == (
                found.plan.value.musts - best.musts,
                found.plan.value.weight - best.weight,
            )


def differs(plan: tuple[ShowingOption, ...], other: VisitPlan, picks: set[str]) -> bool:
    seen = {film: stop.starts_at for stop in other.showings for film in stop.films}
    return any(
        film not in seen or abs(stop.starts_at - seen[film]) >= APART
        for stop in plan
        for film in picks.intersection(stop.films)
    )


def alternatives_as_tried(every: EveryPlan, found: ItineraryResult, picks: set[str]) -> list[int]:
    """The weights of the plans that come next, each differing from all that were named before it."""
    plans = [plan for plan in every.plans() if len({film for one in plan for film in one.films}) == len(plan)]
    weights, known = [], [found.plan]
    level = (found.plan.value.booked, found.plan.value.musts)
    for following in [*found.alternatives, None]:
        left = [
            worth.weight
            for plan in plans
            if ((worth := every.worth(plan)).booked, worth.musts) == level
            if all(differs(plan, other, picks) for other in known)
        ]
        if not left or len(weights) == 3:
            break
        weights.append(max(left))
        if following is None:
            break
        known.append(following)
    return weights


@pytest.mark.slow
@MANY
@given(wishes(plain=True))
def test_the_next_best_plans_are_the_best_of_those_that_differ(asked: VisitRequest) -> None:
    found = best_itinerary(asked, alternatives=3, min_separation=APART)
    every = EveryPlan(asked, frozenset(found.waived))
    picks = {pick.film for pick in asked.choices}

    assert [plan.value.weight for plan in found.alternatives] == alternatives_as_tried(every, found, picks)
    for plan in found.alternatives:
        assert every.worth(stops_as_tried(every, plan)) == plan.value == plan.upper_bound


def only(asked: VisitRequest, blamed: InfeasibleSubset) -> VisitRequest:
    """Nothing but what is blamed: its films as musts, its bookings, its limits."""
    has = blamed.limits.__contains__
    return VisitRequest(
        choices=tuple(FilmChoice(film, must=True) for film in blamed.films),
        options=tuple(o for o in asked.options if o.uid in blamed.booked or set(blamed.films) & set(o.films)),
        booked=frozenset(blamed.booked),
        travel=asked.travel if has(TRAVEL) else {},
        arrival_margin=asked.arrival_margin if has(MARGIN) else 0,
        limits={
            day: DayLimits(
                limits.at_most if has(AT_MOST) else None,
                limits.not_before if has(NOT_BEFORE) else None,
                limits.not_after if has(NOT_AFTER) else None,
                limits.breaks if has(BREAKS) else (),
            )
            for day, limits in asked.limits.items()
        },
    )


def can_all_be_had(asked: VisitRequest, blamed: InfeasibleSubset) -> bool:
    left = only(asked, blamed)
    every = EveryPlan(left, frozenset(best_itinerary(left, alternatives=0).waived))
    best = every.best()
    return (best.booked, best.musts) == (len(blamed.booked), len(blamed.films))


def one_less(blamed: InfeasibleSubset) -> Iterator[InfeasibleSubset]:
    for name in ("films", "booked", "limits"):
        for each in getattr(blamed, name):
            yield replace(blamed, **{name: tuple(other for other in getattr(blamed, name) if other != each)})


@pytest.mark.slow
@MANY
@given(wishes())
def test_what_is_blamed_cannot_be_had_together_and_one_less_of_it_can(asked: VisitRequest) -> None:
    for left in best_itinerary(asked, alternatives=0).omitted:
        is_must = any(pick.must for pick in asked.choices if pick.film == left.film)
        assert (left.infeasible_subset is not None) == (is_must or left.cost is None)
        if left.infeasible_subset is not None:
            assert not can_all_be_had(asked, left.infeasible_subset)
            assert all(can_all_be_had(asked, fewer) for fewer in one_less(left.infeasible_subset) if fewer.films)
