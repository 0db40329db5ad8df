"""A visitor's wishes as the command line says them, and the answer in words and as data."""

import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date, time
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.core.management.base import CommandError

from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    MARGIN,
    MAX_WEIGHT,
    MAYBE,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    WANT,
    Break,
    DayLimits,
    FilmChoice,
    ItineraryResult,
    OmittedFilm,
    ShowingOption,
    VisitPlan,
)
from screenings.loading.visits import VisitOptions
from screenings.models import Festival
from screenings.plans.hours import moment_on_festival_day
from screenings.text.cleaning import place_name
from screenings.text.clock import time_of_day
from screenings.text.dates import short_day
from screenings.timetable.values import PublicScreening

WORDS = {"want": WANT, "maybe": MAYBE}
_BREAK = re.compile(r"([^-/]+)-([^-/]+)/(\d{1,3})")
LIMIT_NAMES = {
    NOT_BEFORE: "the earliest start", NOT_AFTER: "the latest end", AT_MOST: "the number of screenings a day",
    BREAKS: "the breaks", MARGIN: "the time to be there early", TRAVEL: "the way between venues",
}  # fmt: skip


class DailyBreak(NamedTuple):
    """A break as it is asked for, on every day."""

    earliest: time
    latest: time
    minutes: int


def parse_pick(text: str) -> FilmChoice:
    """FILM, FILM=want, FILM=maybe, FILM=must or FILM=1 to FILM=1000."""
    film, _, weight = text.partition("=")
    weight = weight or "want"
    if weight == "must":
        return FilmChoice(film, must=True)
    try:
        return FilmChoice(film, WORDS.get(weight) or int(weight))
    except ValueError:
        message = f'"{weight}" is no weight. Write {film}=must, want, maybe or 1 to {MAX_WEIGHT}.'
        raise ArgumentTypeError(message) from None


def parse_clock_time(text: str) -> time:
    """18:30, 6:30 pm, 18h30."""
    try:
        return time_of_day(text)
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is no time of day. Write 18:30.') from None


def parse_daily_break(text: str) -> DailyBreak:
    """FROM-UNTIL/MINUTES."""
    match = _BREAK.fullmatch(text)
    if not match:
        raise ArgumentTypeError(f'"{text}" is no break. Write 12:00-14:30/45 for 45 minutes between 12:00 and 14:30.')
    return DailyBreak(parse_clock_time(match[1]), parse_clock_time(match[2]), int(match[3]))


def daily_limits(festival: Festival, visits: VisitOptions, options: dict[str, Any]) -> dict[date, DayLimits]:
    """The same limits for each day on which something is shown.

    Raises CommandError for a break longer than its hours.
    """
    early, late = options["not_before"], options["not_after"]
    try:
        return {
            day: DayLimits(
                options["at_most"],
                moment_on_festival_day(festival, day, early) if early else None,
                moment_on_festival_day(festival, day, late) if late else None,
                tuple(
                    Break(
                        moment_on_festival_day(festival, day, one.earliest),
                        moment_on_festival_day(festival, day, one.latest),
                        one.minutes,
                    )
                    for one in options["breaks"]
                ),
            )
            for day in {offer.day for offer in visits.offers}
        }
    except ValueError as wrong:
        raise CommandError(f"{wrong}.") from None


def check_films(picks: list[FilmChoice], visits: VisitOptions) -> None:
    """Raises CommandError for a film that nothing public shows, with those that read like it."""
    for pick in picks:
        if pick.film not in visits.titles:
            near = get_close_matches(pick.film, visits.titles, n=3)
            ask = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CommandError(f'No public screening shows "{pick.film}", or all are sold out.{ask}')


class ItineraryReport:
    """One answer, told."""

    def __init__(self, festival: Festival, visits: VisitOptions) -> None:
        self.festival, self.visits = festival, visits

    def lines(self, itinerary: ItineraryResult) -> Iterator[str]:
        plan = itinerary.plan
        yield from self._stops(plan)
        yield self._worth(plan)
        for first, second in itinerary.clashes:
            yield f"Booked at one time: {self._stop(first)} and {self._stop(second)}."
        for waiver in sorted(itinerary.waived, key=lambda waiver: (waiver.day, waiver.limit)):
            yield f"{waiver.day}: {LIMIT_NAMES[waiver.limit]} gives way to what is booked."
        if itinerary.omitted:
            yield "Left out:"
            yield from (f"  {self._left_out(omitted)}" for omitted in itinerary.omitted)
        for number, alternative in enumerate(itinerary.alternatives, 2):
            yield f"Plan {number}: {self._worth(alternative)}"
            yield from (f"  {line}" for line in self._stops(alternative))

    def data(self, itinerary: ItineraryResult) -> dict[str, Any]:
        return {
            "plan": self._plan_data(itinerary.plan),
            "left_out": [self._left_out_data(left) for left in itinerary.omitted],
            "alternatives": [self._plan_data(plan) for plan in itinerary.alternatives],
            "clashes": [[str(first.uid), str(then.uid)] for first, then in itinerary.clashes],
            "waived": [{"day": waiver.day.isoformat(), "limit": waiver.limit} for waiver in itinerary.waived],
        }

    def _row(self, stop: ShowingOption) -> PublicScreening:
        return self.visits.rows[stop.uid]

    def _films(self, films: frozenset[str] | tuple[str, ...]) -> str:
        return ", ".join(self.visits.titles[film] for film in sorted(films))

    def _stop(self, stop: ShowingOption) -> str:
        row, zone = self._row(stop), self.festival.zone
        starts, ends = stop.starts_at.astimezone(zone), stop.ends_at.astimezone(zone)
        place = place_name(row.venue, row.hall)
        until = f" to about {ends:%H:%M}" if row.end_is_estimated else f"–{ends:%H:%M}"
        return f"{short_day(starts.date())} {starts:%H:%M}{until} {row.title}, {place}"

    def _stops(self, plan: VisitPlan) -> Iterator[str]:
        yield from map(self._stop, plan.showings)

    def _worth(self, plan: VisitPlan) -> str:
        proof = "no plan is worth more" if plan.is_proven else f"no plan is worth more than {plan.upper_bound.weight}"
        musts = f"{plan.value.musts} of the musts, " if plan.value.musts else ""
        return f"{len(plan.films)} films, {musts}worth {plan.value.weight}; {proof}."

    def _left_out(self, left: OmittedFilm) -> str:
        parts = [self.visits.titles[left.film]]
        if left.cost is None:
            parts.append("cannot be had")
        else:
            parts.append(f"{self._stop(left.cost.showing)} would cost {left.cost.weight}")
            if left.cost.musts:
                parts[-1] += f" and {left.cost.musts} of the musts"
            if left.cost.films_lost:
                parts[-1] += f", instead of {self._films(left.cost.films_lost)}"
            if left.cost.films_gained:
                parts[-1] += f", and {self._films(left.cost.films_gained)} comes in"
        if left.infeasible_subset:
            booked = [
                self._row(offer).title for offer in self.visits.offers if offer.uid in left.infeasible_subset.booked
            ]
            blamed = [self.visits.titles[film] for film in left.infeasible_subset.films if film != left.film]
            limits = [LIMIT_NAMES[limit] for limit in left.infeasible_subset.limits]
            against = [*blamed, *(f"{title} (booked)" for title in booked), *limits]
            parts.append(f"not together with {', '.join(against)}" if against else "it has no screening left")
        return ": ".join((parts[0], "; ".join(parts[1:]))) + "."

    def _plan_data(self, plan: VisitPlan) -> dict[str, Any]:
        return {
            "stops": [self._stop_data(stop) for stop in plan.showings],
            "films": sorted(plan.films),
            "musts": plan.value.musts,
            "weight": plan.value.weight,
            "bound": plan.upper_bound.weight,
            "is_proven": plan.is_proven,
        }

    def _stop_data(self, stop: ShowingOption) -> dict[str, Any]:
        row = self._row(stop)
        return {
            "uid": str(stop.uid),
            "title": row.title,
            "films": list(stop.films),
            "starts_at": stop.starts_at.astimezone(self.festival.zone).isoformat(),
            "ends_at": stop.ends_at.astimezone(self.festival.zone).isoformat(),
            "end_is_estimated": row.end_is_estimated,
            "day": stop.day.isoformat(),
            "venue": row.venue,
            "hall": row.hall,
        }

    def _left_out_data(self, left: OmittedFilm) -> dict[str, Any]:
        cost, blame = left.cost, left.infeasible_subset
        return {
            "film": left.film,
            "cost": cost
            and {
                "uid": str(cost.showing.uid),
                "musts": cost.musts,
                "weight": cost.weight,
                "leave": list(cost.films_lost),
                "come": list(cost.films_gained),
            },
            "blame": blame
            and {
                "films": list(blame.films),
                "booked": [str(uid) for uid in blame.booked],
                "limits": list(blame.limits),
            },
        }
