"""Plan it for me: the exact best plan from what is starred, within the hours one has, and at a bounded cost.

The plan comes first. What keeping each film left out would cost is worked out for as long as there is time, and the
rest when the page is asked for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from threading import BoundedSemaphore
from time import monotonic
from typing import Final
from uuid import UUID

from screenings.itinerary.planner import VisitPlanner
from screenings.itinerary.values import MAYBE, WANT, FilmChoice, OmittedFilm, ShowingOption, VisitRequest
from screenings.loading.versions import VersionedValues
from screenings.loading.visits import is_open
from screenings.models import Rank
from screenings.plans.hours import day_limits, travel_mode
from screenings.plans.picked import PickedProgramme

MAX_CHOICES: Final = 60  # films and screenings; what one must see comes first
MAX_EVALUATIONS: Final = 400  # of each search; the plan then says that it may not be the best
COST_SECONDS: Final = 0.15  # spent on costs before the page is shown
MORE_SECONDS: Final = 1.0  # and where the rest of them is asked for
WAIT_SECONDS: Final = 2.0  # for another visitor's plan
MAX_KEPT: Final = 32  # proposals, each with what its costs are worked out from
_WEIGHTS: Final = {Rank.MUST: WANT, Rank.WANT: WANT, Rank.MAYBE: MAYBE}
# One at a time in each process, so that the site goes on beside it.
_TURN: Final = BoundedSemaphore(1)


class PlannerBusy(Exception):
    """Others are being planned for; it is worth asking again in some seconds."""


@dataclass
class ProposedVisit:
    """`planner` has the plan; `omitted` grows by film as costs are worked out."""

    planner: VisitPlanner
    omitted: dict[str, OmittedFilm]
    too_many: int = 0

    @property
    def is_complete(self) -> bool:
        return len(self.omitted) == len(self.planner.films_left_out)


_KEPT: VersionedValues[ProposedVisit] = VersionedValues(MAX_KEPT)


def propose(picked: PickedProgramme, name: tuple[object, ...], *, more: bool = False) -> ProposedVisit:
    """The proposal for that state of the plan and the programme, which `name` names; once for each. `more`: with more
    time for costs. Raises PlannerBusy.
    """
    if not _TURN.acquire(timeout=WAIT_SECONDS):
        raise PlannerBusy
    try:
        key = picked.plan.pk
        proposal = _KEPT.get_or_make(key, lambda: name, lambda: _plan(picked), named=name)
        work_out_costs(proposal, until=monotonic() + (MORE_SECONDS if more else COST_SECONDS))
        return proposal
    finally:
        _TURN.release()


def work_out_costs(proposal: ProposedVisit, *, until: float) -> None:
    """One after the other until that moment of the monotonic clock."""
    for film in proposal.planner.films_left_out:
        if film not in proposal.omitted:
            if monotonic() >= until:
                return
            proposal.omitted[film] = proposal.planner.omitted(film)


def _plan(picked: PickedProgramme) -> ProposedVisit:
    request, too_many = visit_request(picked)
    return ProposedVisit(VisitPlanner(request, max_evaluations=MAX_EVALUATIONS), {}, too_many)


def visit_request(picked: PickedProgramme) -> tuple[VisitRequest, int]:
    """What the plan asks of the planner, and how many of its picks were too many for it.

    What one must see and has chosen a showing of is booked. A screening that one merely wants counts for itself, as a
    film of its own that has no other showing.
    """
    at, programme = picked.at, picked.programme
    booked = {
        each.row.uid: picked.stops[each.row.uid]
        for each in picked.showings
        if each.row.uid in picked.stops and each.row.ends_at > at and each.pick.rank == Rank.MUST
    }
    seen = {film for uid, stop in picked.stops.items() if stop.ends_at <= at or uid in booked for film in stop.films}
    choices = list(_choices(picked, seen, set(booked)))
    kept = sorted(choices, key=lambda choice: (not choice.must, -choice.weight))[:MAX_CHOICES]
    asked = {choice.film for choice in kept}
    options = {option.uid: option for option in _options(picked, asked, at) if option.uid not in booked} | booked
    days = {option.day for option in options.values()}
    request = VisitRequest(
        tuple(kept),
        tuple(options.values()),
        frozenset(booked),
        programme.travel((option.site for option in options.values()), travel_mode(picked.plan)),
        picked.plan.margin,
        {day: day_limits(programme.festival, picked.plan, day) for day in days},
    )
    return request, len(choices) - len(kept)


def screening_choice(uid: UUID) -> str:
    """The name of a screening as a film of its own; no slug of a film has a slash."""
    return f"screenings/{uid}"


def _choices(picked: PickedProgramme, seen: set[str], booked: set[UUID]) -> Iterator[FilmChoice]:
    for film in picked.films:
        if film.slug not in seen:
            rank = Rank(film.pick.rank)
            yield FilmChoice(film.slug, _WEIGHTS[rank], must=rank is Rank.MUST)
    for each in picked.showings:
        row = each.row
        if row.uid in picked.stops and row.uid not in booked and row.starts_at > picked.at:
            yield FilmChoice(screening_choice(row.uid), _WEIGHTS[Rank(each.pick.rank)])


def _options(picked: PickedProgramme, asked: set[str], at: datetime) -> Iterator[ShowingOption]:
    """Showings to come of what is asked for; one that the plan has already may be sold out by now."""
    programme = picked.programme
    for row in programme.rows.values():
        option = programme.option(row)
        films = tuple(film for film in option.films if film in asked)
        if (name := screening_choice(row.uid)) in asked:
            films = (*films, name)
        if films and row.starts_at > at and (row.uid in picked.stops or is_open(row)):
            yield replace(option, films=films)
