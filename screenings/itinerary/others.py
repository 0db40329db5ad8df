"""The next best plans that really differ."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

from screenings.itinerary.model import ANYTHING, Asked, Model, Solved
from screenings.itinerary.values import Plan, Worth

Key = tuple[int, int, int, bool]
Part = tuple[Key, int, Asked, Solved | None, Sequence[int]]


def next_best(model: Model, best: Solved, *, wanted: int, apart: timedelta, effort: int | None) -> Iterator[Plan]:
    """Plans in falling order of worth, each other than all before it, that keep as many bookings and musts.

    A visit is fresh to a plan when it shows a pick that the plan does without, or sees at least `apart` from then; a
    plan differs from another when it makes a visit fresh to it. So what is still open is parted by the first fresh
    visit made, and a part is solved only when no other promises more.
    """
    known, number = [best], count()
    parts: list[Part] = []

    def part(asked: Asked, whole: Solved, like: Solved) -> None:
        reach = model.reach(asked, whole.prices)
        earlier: set[int] = set()
        for visit in fresh_visits(model, like, apart):
            if visit in reach:
                smaller = Asked(visits=(*asked.visits, visit), without=asked.without | earlier)
                promise = min(reach[visit], whole.plan.worth)
                heappush(parts, (_key(promise, solved=False), next(number), smaller, None, whole.prices))
                earlier.add(visit)

    if wanted:
        part(ANYTHING, best, best)
    while parts and len(known) <= wanted:
        _, _, asked, solved, prices = heappop(parts)
        if solved is None:
            solved = model.solve(asked, prices=prices, effort=effort)
            if solved and _level(solved.plan.worth) == _level(best.plan.worth):
                heappush(parts, (_key(solved.plan.worth, solved=True), next(number), asked, solved, prices))
            continue
        like = next((plan for plan in known if not set(fresh_visits(model, plan, apart)) & set(solved.visits)), None)
        if like is None:
            yield solved.plan
            known.append(solved)
            like = solved
        part(asked, solved, like)


def fresh_visits(model: Model, plan: Solved, apart: timedelta) -> list[int]:
    """The visits that make a plan a really different one."""
    seen_at = {film: model.offers[visit].starts_at for visit in plan.visits for film in model.films[visit]}
    return [
        visit
        for visit, (offer, films) in enumerate(zip(model.offers, model.films, strict=True))
        if any(film not in seen_at or abs(offer.starts_at - seen_at[film]) >= apart for film in films)
    ]


def _key(worth: Worth, *, solved: bool) -> Key:
    """The most promising first; of equals, those already solved."""
    return -worth.booked, -worth.musts, -worth.weight, not solved


def _level(worth: Worth) -> tuple[int, int]:
    return worth.booked, worth.musts
