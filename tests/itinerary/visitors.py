"""A visitor's small worlds, and a brute force that tries every plan there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from screenings.itinerary.planner import VisitPlanner
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    DayLimits,
    PlanValue,
    ShowingOption,
    VisitPlan,
    VisitRequest,
    WaivedLimit,
)

FIRST = date(2026, 10, 9)
MORNING = timedelta(hours=6)


def at(clock: str, day: int = 0) -> datetime:
    """UTC; an hour of 24 or more is past midnight and still that festival day."""
    hours, minutes = map(int, clock.split(":"))
    return datetime(2026, 10, 9, tzinfo=UTC) + timedelta(days=day, hours=hours, minutes=minutes)


def offer(
    number: int, films: str, starts: str, minutes: int = 100, *, site: str = "Odeon", day: int = 0
) -> ShowingOption:
    """`films` are single letters: "AB" is a double bill."""
    start = at(starts, day)
    return ShowingOption(
        UUID(int=number), tuple(films), site, start, start + timedelta(minutes=minutes), (start - MORNING).date()
    )


def best_plan(wishes: VisitRequest, *, max_evaluations: int | None = None) -> VisitPlan:
    """The first that a visitor is shown."""
    return VisitPlanner(wishes, max_evaluations=max_evaluations).plan


def titles(plan: VisitPlan) -> str:
    return "".join(sorted(plan.films))


def stops(plan: VisitPlan) -> list[int]:
    return [stop.uid.int for stop in plan.showings]


@dataclass(frozen=True)
class EveryPlan:
    """All plans of some wishes, the waived limits known: what is not waived is checked showing by showing."""

    wishes: VisitRequest
    waived: frozenset[WaivedLimit] = frozenset()

    def plans(self) -> Iterator[tuple[ShowingOption, ...]]:
        """Every chain of showings in time; those that break a limit of a whole day are left out at the end."""
        offers = sorted(self.wishes.options, key=lambda one: (one.starts_at, one.ends_at, one.uid.int))
        usable = [one for one in offers if one.uid in self.wishes.booked or self._worth_going(one)]
        yield from (chain for chain in self._chains((), usable) if self._keeps_days(chain))

    def worth(self, chain: Sequence[ShowingOption]) -> PlanValue:
        seen = {film for one in chain for film in one.films}
        picks = [pick for pick in self.wishes.choices if pick.film in seen]
        booked = sum(one.uid in self.wishes.booked for one in chain)
        return PlanValue(booked, sum(pick.must for pick in picks), sum(pick.weight for pick in picks))

    def best(self) -> PlanValue:
        return max(map(self.worth, self.plans()))

    def _chains(
        self, chain: tuple[ShowingOption, ...], rest: Sequence[ShowingOption]
    ) -> Iterator[tuple[ShowingOption, ...]]:
        yield chain
        for place, one in enumerate(rest):
            if not chain or self._reaches(chain[-1], one):
                yield from self._chains((*chain, one), rest[place + 1 :])

    def _limits(self, day: date) -> DayLimits:
        return self.wishes.limits.get(day, DayLimits())

    def _picked(self, one: ShowingOption) -> set[str]:
        return {pick.film for pick in self.wishes.choices} & set(one.films)

    def _worth_going(self, one: ShowingOption) -> bool:
        limits = self._limits(one.day)
        early = limits.not_before is not None and one.starts_at < limits.not_before
        late = limits.not_after is not None and one.ends_at > limits.not_after
        return bool(self._picked(one)) and not (early or late)

    def _way(self, first: ShowingOption, then: ShowingOption) -> timedelta:
        return timedelta(minutes=self.wishes.travel.get((first.site, then.site), 0) + self.wishes.arrival_margin)

    def _reaches(self, first: ShowingOption, then: ShowingOption) -> bool:
        if first.uid in self.wishes.booked and then.uid in self.wishes.booked:
            return first.ends_at <= then.starts_at
        return first.ends_at + self._way(first, then) <= then.starts_at

    def _keeps_days(self, chain: Sequence[ShowingOption]) -> bool:
        return all(self._keeps(day, chain) for day in {one.day for one in chain})

    def _keeps(self, day: date, chain: Sequence[ShowingOption]) -> bool:
        limits = self._limits(day)
        today = sum(one.day == day for one in chain)
        if limits.at_most is not None and today > max(limits.at_most, self._booked_on(day)):
            return False
        gaps: list[tuple[ShowingOption | None, ShowingOption | None]] = [
            (None, chain[0]),
            *pairwise(chain),
            (chain[-1], None),
        ]
        waived = self._waived_breaks(day)
        return all(
            number in waived or any(self._fits(one.opens, one.closes, one.minutes, *gap) for gap in gaps)
            for number, one in enumerate(limits.breaks)
        )

    def _booked_on(self, day: date) -> int:
        waived = WaivedLimit(day, AT_MOST) in self.waived
        return sum(one.day == day for one in self.wishes.options if one.uid in self.wishes.booked) if waived else 0

    def _waived_breaks(self, day: date) -> set[int]:
        """The breaks that the bookings leave no room for by themselves."""
        if WaivedLimit(day, BREAKS) not in self.waived:
            return set()
        booked = sorted((o for o in self.wishes.options if o.uid in self.wishes.booked), key=lambda o: o.starts_at)
        gaps: list[tuple[ShowingOption | None, ShowingOption | None]] = [
            (None, booked[0]),
            *pairwise(booked),
            (booked[-1], None),
        ]
        return {
            number
            for number, one in enumerate(self._limits(day).breaks)
            if not any(self._fits(one.opens, one.closes, one.minutes, *gap) for gap in gaps)
        }

    def _fits(
        self, opens: datetime, closes: datetime, minutes: int, first: ShowingOption | None, then: ShowingOption | None
    ) -> bool:
        """Within its hours, after the one, over when due at the other, and the way is still left beside it."""
        margin, length = timedelta(minutes=self.wishes.arrival_margin), timedelta(minutes=minutes)
        begins = max(opens, first.ends_at) if first else opens
        over = min(closes, then.starts_at - margin) if then else closes
        if first and then and first.ends_at + self._way(first, then) + length > then.starts_at:
            return False
        return begins + length <= over
