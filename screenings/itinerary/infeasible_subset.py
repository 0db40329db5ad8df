"""Why a film cannot be had: a minimal infeasible subset of what the visitor asks for."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    LIMITS,
    MARGIN,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    FilmChoice,
    InfeasibleSubset,
    VisitRequest,
)
from screenings.itinerary.visit_model import VisitModel


def minimal_infeasible_subset(
    request: VisitRequest, film: str, musts: Sequence[str], visited: Collection[UUID]
) -> InfeasibleSubset | None:
    """A minimal set among the film, these musts, bookings and limits that cannot all be had (deletion filter).

    None where all can be had after all, as may be when a search was cut short. Each demand is dropped in turn and stays
    dropped if the rest is still infeasible: musts first, then bookings, then limits, so that films are named before
    rules. Solves one model for each demand.
    """
    films, booked, limits = [film, *musts], sorted(request.booked & set(visited), key=str), list(LIMITS)
    if _can_all_be_had(request, films, booked, limits):
        return None
    for other in musts:
        fewer_films = [kept for kept in films if kept != other]
        films = films if _can_all_be_had(request, fewer_films, booked, limits) else fewer_films
    for uid in tuple(booked):
        fewer_bookings = [kept for kept in booked if kept != uid]
        booked = booked if _can_all_be_had(request, films, fewer_bookings, limits) else fewer_bookings
    for limit in LIMITS:
        fewer_limits = [kept for kept in limits if kept != limit]
        limits = limits if _can_all_be_had(request, films, booked, fewer_limits) else fewer_limits
    return InfeasibleSubset(tuple(films), tuple(booked), tuple(limits))


def _can_all_be_had(request: VisitRequest, films: Sequence[str], booked: Sequence[UUID], limits: Sequence[str]) -> bool:
    solved = VisitModel(_reduced_request(request, films, booked, limits)).solve()
    assert solved is not None, "with nothing required, staying at home is a plan"
    return solved.plan.value.musts == len(films) and solved.plan.value.booked == len(booked)


def _reduced_request(
    request: VisitRequest, films: Sequence[str], booked: Sequence[UUID], limits: Sequence[str]
) -> VisitRequest:
    """A request for nothing but these films, each a must, under these limits alone."""
    limits_by_day = {
        day: replace(
            rules,
            at_most=rules.at_most if AT_MOST in limits else None,
            not_before=rules.not_before if NOT_BEFORE in limits else None,
            not_after=rules.not_after if NOT_AFTER in limits else None,
            breaks=rules.breaks if BREAKS in limits else (),
        )
        for day, rules in request.limits.items()
    }
    return VisitRequest(
        choices=tuple(FilmChoice(film, 1, must=True) for film in films),
        options=tuple(
            option for option in request.options if option.uid in booked or not set(films).isdisjoint(option.films)
        ),
        booked=frozenset(booked),
        travel=request.travel if TRAVEL in limits else {},
        arrival_margin=request.arrival_margin if MARGIN in limits else 0,
        limits=limits_by_day,
    )
