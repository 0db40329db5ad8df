"""Pieces of an arrangement at their best: one film's showings, all else staying where it is.

Showings on different days never meet in a hall, an evening or among rivals, so what each costs in each bucket is known
by itself, and the cheapest way through their days is a shortest path: exact, and done in a millisecond or so. Annealing
moves one showing at a time and seldom finds what takes two at once.
"""

from collections.abc import Sequence

from screenings.solver.model.problem import NOWHERE
from screenings.solver.search.state import Arrangement

Way = tuple[int, tuple[int, ...]]  # points so far, and the buckets of the jobs so far


def settle_pieces(state: Arrangement, options: Sequence[Sequence[Sequence[int]]]) -> int:
    """Lay each film's showings as well as can be, over and over until nothing gets better. The points saved.

    `options`: by job and day the buckets it may lie in. Films whose showings are in no order, share a day now, or are
    bound to other films' are left alone, and so is all that lies with what is bound by the clock.
    """
    pieces = [
        chain.jobs
        for chain in state.task.chains
        if chain.ordered and all(state.task.jobs[job].fixed is None and not state.ties[job] for job in chain.jobs)
    ]
    saved, again = 0, True
    while again:
        gain = sum(_settle(state, jobs, options) for jobs in pieces)
        saved, again = saved + gain, gain > 0
    return saved


def _settle(state: Arrangement, jobs: Sequence[int], options: Sequence[Sequence[Sequence[int]]]) -> int:
    old = [state.where[job] for job in jobs]
    days = [state.day[bucket] for bucket in old if bucket >= 0]
    segments = {state.segment[bucket] for bucket in old if bucket >= 0}
    if len(days) != len(set(days)) or not segments.isdisjoint(state.gaps.segments):
        return 0
    for job in jobs:
        _take_out(state, job)
    now = _price_of(state, jobs, old)
    best = _best_way(state, jobs, options, now)
    gain = now - best[0] if best else 0
    for job, bucket in zip(jobs, best[1] if best else old, strict=True):
        _lay(state, job, bucket)
    state.points -= gain
    return gain


def _take_out(state: Arrangement, job: int) -> None:
    """Out of its bucket, with no account of the points."""
    bucket = state.where[job]
    if bucket >= 0:
        state._take(job, bucket)
        state._leave(job, bucket)
        state.count[state.day[bucket]] -= 1
        _wait_anew(state, bucket)
    state._moved(job, NOWHERE)


def _lay(state: Arrangement, job: int, bucket: int) -> None:
    if bucket >= 0:
        state._put(job, bucket)
        state._enter(job, bucket)
        state.count[state.day[bucket]] += 1
        _wait_anew(state, bucket)
    state._moved(job, bucket)


def _wait_anew(state: Arrangement, bucket: int) -> None:
    if state.task.wait:
        segment = state.segment[bucket]
        state.waiting[segment] = state.task.wait * state.waits_in(segment)


def _price(state: Arrangement, job: int, bucket: int) -> int | None:
    """Points of a job in a bucket, its film's other showings aside; None where it does not fit."""
    segment, day = state.segment[bucket], state.day[bucket]
    if state.size[job] > state.room[segment] or segment in state.gaps.segments:
        return None
    points = state.costs[job][bucket]
    if not state.content[bucket]:
        points -= state.idle[bucket]
    if state.count[day] >= state.full[day]:
        points += state.task.crowd
    for key in state.keys[job]:
        there = state.at_once[key][state.cell[bucket]] - state.in_hall[key][state.spot[bucket]]
        points += state.task.rivals[key] * there
    state._put(job, bucket)
    fits = state.fits(segment)
    if fits and state.task.wait:
        points += state.task.wait * state.waits_in(segment) - state.waiting[segment]
    state._take(job, bucket)
    return points if fits else None


def _price_of(state: Arrangement, jobs: Sequence[int], buckets: Sequence[int]) -> int:
    points, last = 0, NOWHERE
    for job, bucket in zip(jobs, buckets, strict=True):
        if bucket < 0:
            points += state.unplaced[job]
            continue
        price = _price(state, job, bucket)
        assert price is not None  # it lay there
        points += price + (state._pair(job, last, bucket) if last >= 0 else 0)
        last = bucket
    return points


def _best_way(
    state: Arrangement, jobs: Sequence[int], options: Sequence[Sequence[Sequence[int]]], limit: int
) -> Way | None:
    """The cheapest of all ways to lay these jobs, each on a later day than the one before; None unless below `limit`.

    Of two ways to the same last bucket only the cheaper goes on; what cannot stay below the limit does not.
    """
    prices = [_prices(state, job, options[job], limit) for job in jobs]
    least = [min([state.unplaced[job], *found.values()]) for job, found in zip(jobs, prices, strict=True)]
    rest = sum(least)
    ways: dict[int, Way] = {NOWHERE: (0, ())}
    for job, found, cheapest in zip(jobs, prices, least, strict=True):
        rest -= cheapest
        below = limit - rest
        reached: dict[int, Way] = {}
        for last, (points, buckets) in ways.items():
            if points + state.unplaced[job] < below:
                reached[last] = points + state.unplaced[job], (*buckets, NOWHERE)
        cheapest_first = sorted((points, last, buckets) for last, (points, buckets) in ways.items())
        for bucket, price in found.items():
            best = below
            for points, last, buckets in cheapest_first:
                if points + price >= best:
                    break
                if last >= 0 and state.day[last] >= state.day[bucket]:
                    continue
                total = points + price + (state._pair(job, last, bucket) if last >= 0 else 0)
                if total < best:
                    best = total
                    reached[bucket] = total, (*buckets, bucket)
        ways = reached
    return min(ways.values(), default=None)


def _prices(state: Arrangement, job: int, options: Sequence[Sequence[int]], limit: int) -> dict[int, int]:
    found = {}
    for buckets in options:
        for bucket in buckets:
            if state.costs[job][bucket] - state.saving >= limit:
                break  # they come cheapest first
            price = _price(state, job, bucket)
            if price is not None:
                found[bucket] = price
    return found
