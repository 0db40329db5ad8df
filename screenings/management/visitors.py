"""A visitor's wishes as the command line says them, and the answer in words and as data."""

import re
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.core.management.base import CommandError

from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    HEAVIEST,
    MARGIN,
    MAYBE,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    WANT,
    Break,
    DayLimits,
    Itinerary,
    LeftOut,
    Offer,
    Pick,
    Plan,
)
from screenings.loading.visits import Visits
from screenings.models import Festival, PublishedScreening
from screenings.text.cleaning import place_name

WORDS = {"want": WANT, "maybe": MAYBE}
_BREAK = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)/(\d{1,3})")
LIMIT_NAMES = {
    NOT_BEFORE: "the earliest start", NOT_AFTER: "the latest end", AT_MOST: "the number of screenings a day",
    BREAKS: "the breaks", MARGIN: "the time to be there early", TRAVEL: "the way between venues",
}  # fmt: skip


class Pause(NamedTuple):
    """A break as it is asked for, on every day."""

    opens: time
    closes: time
    minutes: int


def a_pick(text: str) -> Pick:
    """FILM, FILM=want, FILM=maybe, FILM=must or FILM=1 to FILM=1000."""
    film, _, said = text.partition("=")
    said = said or "want"
    if said == "must":
        return Pick(film, must=True)
    try:
        return Pick(film, WORDS.get(said) or int(said))
    except ValueError:
        said_to_be = f'"{said}" is no weight. Write {film}=must, want, maybe or 1 to {HEAVIEST}.'
        raise ArgumentTypeError(said_to_be) from None


def a_clock(text: str) -> time:
    """HH:MM."""
    try:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a wall clock's time has no zone
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is no time of day. Write 18:30.') from None


def a_pause(text: str) -> Pause:
    """HH:MM-HH:MM/MINUTES."""
    found = _BREAK.fullmatch(text)
    if not found:
        raise ArgumentTypeError(f'"{text}" is no break. Write 12:00-14:30/45 for 45 minutes between 12:00 and 14:30.')
    return Pause(a_clock(found[1]), a_clock(found[2]), int(found[3]))


def clock_on(festival: Festival, day: date, clock: time) -> datetime:
    """When the festival's clock shows that on its festival day; before the day's start it is the night after."""
    if clock < festival.day_starts_at:
        day += timedelta(days=1)
    return datetime.combine(day, clock, festival.zone)


def limits_of(festival: Festival, visits: Visits, options: dict[str, Any]) -> dict[date, DayLimits]:
    """The same limits for each day on which something is shown.

    Raises CommandError for a break longer than its hours.
    """
    early, late = options["not_before"], options["not_after"]
    try:
        return {
            day: DayLimits(
                options["at_most"],
                clock_on(festival, day, early) if early else None,
                clock_on(festival, day, late) if late else None,
                tuple(
                    Break(clock_on(festival, day, one.opens), clock_on(festival, day, one.closes), one.minutes)
                    for one in options["breaks"]
                ),
            )
            for day in {offer.day for offer in visits.offers}
        }
    except ValueError as wrong:
        raise CommandError(f"{wrong}.") from None


def check_films(picks: list[Pick], visits: Visits) -> None:
    """Raises CommandError for a film that nothing public shows, with those that read like it."""
    for pick in picks:
        if pick.film not in visits.titles:
            near = get_close_matches(pick.film, visits.titles, n=3)
            ask = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CommandError(f'No public screening shows "{pick.film}", or all are sold out.{ask}')


class Telling:
    """One answer, told."""

    def __init__(self, festival: Festival, visits: Visits) -> None:
        self.festival, self.visits = festival, visits

    def lines(self, found: Itinerary) -> Iterator[str]:
        plan = found.plan
        yield from self._stops(plan)
        yield self._worth(plan)
        for first, then in found.clashes:
            yield f"Booked at one time: {self._stop(first)} and {self._stop(then)}."
        for waived in sorted(found.waived, key=lambda one: (one.day, one.limit)):
            yield f"{waived.day}: {LIMIT_NAMES[waived.limit]} gives way to what is booked."
        if found.left_out:
            yield "Left out:"
            yield from (f"  {self._left_out(left)}" for left in found.left_out)
        for number, other in enumerate(found.alternatives, 2):
            yield f"Plan {number}: {self._worth(other)}"
            yield from (f"  {line}" for line in self._stops(other))

    def data(self, found: Itinerary) -> dict[str, Any]:
        return {
            "plan": self._plan_data(found.plan),
            "left_out": [self._left_out_data(left) for left in found.left_out],
            "alternatives": [self._plan_data(plan) for plan in found.alternatives],
            "clashes": [[str(first.uid), str(then.uid)] for first, then in found.clashes],
            "waived": [{"day": one.day.isoformat(), "limit": one.limit} for one in found.waived],
        }

    def _row(self, stop: Offer) -> PublishedScreening:
        return self.visits.rows[stop.uid]

    def _films(self, films: frozenset[str] | tuple[str, ...]) -> str:
        return ", ".join(self.visits.titles[film] for film in sorted(films))

    def _stop(self, stop: Offer) -> str:
        row, zone = self._row(stop), self.festival.zone
        starts, ends = stop.starts_at.astimezone(zone), stop.ends_at.astimezone(zone)
        place = place_name(row.venue, row.hall)
        until = f" to about {ends:%H:%M}" if row.end_is_estimated else f"–{ends:%H:%M}"
        return f"{starts:%a} {starts.day} {starts:%b} {starts:%H:%M}{until} {row.title}, {place}"

    def _stops(self, plan: Plan) -> Iterator[str]:
        yield from map(self._stop, plan.stops)

    def _worth(self, plan: Plan) -> str:
        proof = "no plan is worth more" if plan.is_proven else f"no plan is worth more than {plan.bound.weight}"
        musts = f"{plan.worth.musts} of the musts, " if plan.worth.musts else ""
        return f"{len(plan.films)} films, {musts}worth {plan.worth.weight}; {proof}."

    def _left_out(self, left: LeftOut) -> str:
        said = [self.visits.titles[left.film]]
        if left.cost is None:
            said.append("cannot be had")
        else:
            said.append(f"{self._stop(left.cost.showing)} would cost {left.cost.weight}")
            if left.cost.musts:
                said[-1] += f" and {left.cost.musts} of the musts"
            if left.cost.leave:
                said[-1] += f", instead of {self._films(left.cost.leave)}"
            if left.cost.come:
                said[-1] += f", and {self._films(left.cost.come)} comes in"
        if left.blame:
            booked = [self._row(offer).title for offer in self.visits.offers if offer.uid in left.blame.booked]
            blamed = [self.visits.titles[film] for film in left.blame.films if film != left.film]
            limits = [LIMIT_NAMES[limit] for limit in left.blame.limits]
            against = [*blamed, *(f"{title} (booked)" for title in booked), *limits]
            said.append(f"not together with {', '.join(against)}" if against else "it has no screening left")
        return ": ".join((said[0], "; ".join(said[1:]))) + "."

    def _plan_data(self, plan: Plan) -> dict[str, Any]:
        return {
            "stops": [self._stop_data(stop) for stop in plan.stops],
            "films": sorted(plan.films),
            "musts": plan.worth.musts,
            "weight": plan.worth.weight,
            "bound": plan.bound.weight,
            "is_proven": plan.is_proven,
        }

    def _stop_data(self, stop: Offer) -> dict[str, Any]:
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

    def _left_out_data(self, left: LeftOut) -> dict[str, Any]:
        cost, blame = left.cost, left.blame
        return {
            "film": left.film,
            "cost": cost
            and {
                "uid": str(cost.showing.uid),
                "musts": cost.musts,
                "weight": cost.weight,
                "leave": list(cost.leave),
                "come": list(cost.come),
            },
            "blame": blame
            and {
                "films": list(blame.films),
                "booked": [str(uid) for uid in blame.booked],
                "limits": list(blame.limits),
            },
        }
