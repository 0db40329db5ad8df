"""Why a film cannot be had: the smallest part of what is wished that already forbids it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from screenings.itinerary.model import Model
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    LIMITS,
    MARGIN,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    Blame,
    Pick,
    Wishes,
)


def blame(wishes: Wishes, film: str, musts: Sequence[str], visited: Collection[UUID]) -> Blame | None:
    """A minimal set, among the film, these musts, what is booked and visited, and the limits, that cannot all be had.

    None where all can be had after all, as it may be when a search was cut short. Each demand is dropped in turn and
    stays dropped if the rest is still impossible: musts first, then bookings, then limits, so that what is left
    speaks of films before it speaks of rules.
    """
    films, booked, limits = [film, *musts], sorted(wishes.booked & set(visited), key=str), list(LIMITS)
    if _can_all_be_had(wishes, films, booked, limits):
        return None
    for other in musts:
        fewer = [one for one in films if one != other]
        films = films if _can_all_be_had(wishes, fewer, booked, limits) else fewer
    for uid in tuple(booked):
        less = [one for one in booked if one != uid]
        booked = booked if _can_all_be_had(wishes, films, less, limits) else less
    for limit in LIMITS:
        laxer = [one for one in limits if one != limit]
        limits = limits if _can_all_be_had(wishes, films, booked, laxer) else laxer
    return Blame(tuple(films), tuple(booked), tuple(limits))


def _can_all_be_had(wishes: Wishes, films: Sequence[str], booked: Sequence[UUID], limits: Sequence[str]) -> bool:
    solved = Model(_only(wishes, films, booked, limits)).solve()
    assert solved is not None, "with nothing required, staying at home is a plan"
    return solved.plan.worth.musts == len(films) and solved.plan.worth.booked == len(booked)


def _only(wishes: Wishes, films: Sequence[str], booked: Sequence[UUID], limits: Sequence[str]) -> Wishes:
    """Nothing wished but these, each a must, under these limits alone."""
    of_day = {
        day: replace(
            rules,
            at_most=rules.at_most if AT_MOST in limits else None,
            not_before=rules.not_before if NOT_BEFORE in limits else None,
            not_after=rules.not_after if NOT_AFTER in limits else None,
            breaks=rules.breaks if BREAKS in limits else (),
        )
        for day, rules in wishes.limits.items()
    }
    return Wishes(
        picks=tuple(Pick(film, 1, must=True) for film in films),
        offers=tuple(o for o in wishes.offers if o.uid in booked or not set(films).isdisjoint(o.films)),
        booked=frozenset(booked),
        travel=wishes.travel if TRAVEL in limits else {},
        margin=wishes.margin if MARGIN in limits else 0,
        limits=of_day,
    )
