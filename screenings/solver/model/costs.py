"""What each place costs a showing by itself, in points: what the rules say there, its seats, its hour, the wishes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import chain

from screenings.solver.model.problem import FORBIDDEN, Bin, BinBuilder
from screenings.solver.model.rule_costs import RuleCosts
from screenings.solver.model.time_grid import DAYPARTS, EVENING_INDEX, TimeGrid, units_ceil
from screenings.solver.preferences import Preferences, SlotConstraint
from screenings.timetable.context import PUBLIC, RuleFilm, RuleGuest, RuleHall
from screenings.timetable.values import Programme, Showing, expected_attendance

TURNED_AWAY_UNIT, PRIME_TIME_UNIT, OVERSIZED_RATIO = (
    10,
    100,
    4,
)  # people a point; seats for each one expected above which a hall is too large


def attendance_at(programme: Programme, showing: Showing) -> int | None:
    of_film = programme.context.films[showing.film].expected_audience
    return expected_attendance(showing.expected_audience, audience=showing.audience, film_expects=of_film)


def fair_share(showings: int, days: int) -> int:
    """How many showings a day may hold before it counts as crowded: a fifth above the mean."""
    return int(1.2 * showings / max(1, days)) + 1


def repeat_terms(days: int, *, same_part: bool, same_hall: bool) -> Iterator[str]:
    """The terms that two showings of one film so many days apart count under, the one that follows the other."""
    if days == 0:
        yield "same-day"
    if days == 1:
        yield "next-day"
    if same_part:
        yield "same-part"
    if same_hall:
        yield "same-hall"


def is_in_slot(
    constraint: SlotConstraint, grid: TimeGrid, hall: RuleHall, day: date, earliest: datetime, latest: datetime
) -> bool:
    """Whether all starts from `earliest` to `latest`, on that festival day in that hall, are where it names."""
    after, before = constraint.start_from, constraint.start_before
    return (
        (not constraint.halls or hall.id in constraint.halls)
        and (not constraint.days or day in constraint.days)
        and (after is None or grid.clock_moment(hall, day, after) <= earliest)
        and (before is None or latest < grid.clock_moment(hall, day, before))
    )


def length_in_units(showing: Showing) -> int:
    return units_ceil(showing.length)


def film_guests(programme: Programme, film: RuleFilm) -> list[RuleGuest]:
    """The directors of a film, or of its parts, who come to the festival."""
    house = programme.context
    people = dict.fromkeys(person for work in film.film_ids for person in house.films[work].directors)
    return [house.guests[house.guest_by_person[person]] for person in people if person in house.guest_by_person]


def guest_is_present(guest: RuleGuest, start: datetime, end: datetime) -> bool:
    after_coming = guest.arrives_at is None or guest.arrives_at <= start
    return after_coming and (guest.departs_at is None or end <= guest.departs_at)


def constraint_clock_times(preferences: Preferences) -> set[time]:
    """The hours at which a wish begins or ends to be met."""
    return {
        clock
        for constraint in preferences.slot_constraints
        for clock in (constraint.start_from, constraint.start_before)
        if clock is not None
    }


def applies_to(programme: Programme, constraint: SlotConstraint, showing: Showing) -> bool:
    section = programme.context.films[showing.film].section
    return showing.uid in constraint.uids or showing.film in constraint.films or section in constraint.sections


class UnaryCosts:
    """`halls` are the ids behind the bins' hall numbers. Of the programme only the house and the calendar count."""

    def __init__(
        self,
        programme: Programme,
        grid: TimeGrid,
        preferences: Preferences,
        halls: list[int],
        *,
        rule_costs: RuleCosts | None = None,
    ) -> None:
        self.programme, self.grid, self.preferences, self.halls = programme, grid, preferences, halls
        self.rule_costs = rule_costs or RuleCosts(programme, preferences)

    def by_bin(self, showing: Showing, bin_builder: BinBuilder, *, is_first: bool) -> list[int]:
        """FORBIDDEN where it does not fit, breaks a rule held as an error or a wish that is a must."""
        units, weight = length_in_units(showing), self.preferences.weight
        outside = weight("prime-time") * ((attendance_at(self.programme, showing) or 0) // PRIME_TIME_UNIT)
        outside += weight("premiere-hour") * is_first
        by_part = [outside * (part != EVENING_INDEX) for part in range(len(DAYPARTS))]
        in_hall, on_day = self._hall_costs(showing), list(self.rule_costs.day_costs(showing).values())
        costs = [
            FORBIDDEN
            if room < units or in_hall[hall] < 0 or on_day[day] < 0
            else in_hall[hall] + on_day[day] + by_part[part]
            for room, hall, day, part in bin_builder.bin_summaries
        ]
        constraints = [
            constraint
            for constraint in self.preferences.slot_constraints
            if applies_to(self.programme, constraint, showing)
        ]
        guests = self._guests(showing) if is_first else []
        depends_on_hour = self.rule_costs.depends_on_hour(showing)
        if constraints or guests or depends_on_hour:
            open_to = [number for number, cost in enumerate(costs) if cost != FORBIDDEN]
            last = {number: self._latest(bin_builder, number, units) for number in open_to}
            hours = self._hour_costs(showing, bin_builder, last) if depends_on_hour else {}
            for number in open_to:
                bin_ = bin_builder.bins[number]
                found = [costs[number], hours.get(number, 0)]
                found += (self._violation_cost(constraint, bin_, last[number]) for constraint in constraints)
                found.append(self._without_guests(guests, bin_.starts_from, last[number], units))
                costs[number] = FORBIDDEN if FORBIDDEN in found else sum(found)
        return costs

    def _latest(self, bin_builder: BinBuilder, number: int, units: int) -> int:
        """The latest start in a bin."""
        bin_ = bin_builder.bins[number]
        interval = bin_builder.intervals[bin_.interval]
        return min(
            bin_.starts_before - 1,
            interval.closes - units - (interval.changeover if interval.changeover_must_fit else 0),
        )

    def _guests(self, showing: Showing) -> list[RuleGuest]:
        is_public = showing.audience == PUBLIC
        return film_guests(self.programme, self.programme.context.films[showing.film]) if is_public else []

    def _without_guests(self, guests: list[RuleGuest], begins: int, last: int, units: int) -> int:
        """Where a film's first showing may lie outside the stay of each of its guests."""
        moment, weight = self.grid.moment, self.preferences.weight
        stays = (guest_is_present(guest, moment(begins), moment(last + units)) for guest in guests)
        return 0 if not guests or any(stays) else weight("guest-first") + weight("guest-missed")

    def _hall_costs(self, showing: Showing) -> list[int]:
        found, expected = self.rule_costs.hall_costs(showing), attendance_at(self.programme, showing)
        return [
            self._with_seats(found[hall], expected, self.programme.context.halls[hall].capacity) for hall in self.halls
        ]

    def _with_seats(self, points: int, expected: int | None, seats: int | None) -> int:
        if points != FORBIDDEN and expected is not None and seats is not None:
            points += self.preferences.weight("turned-away") * -(-max(0, expected - seats) // TURNED_AWAY_UNIT)
            points += self.preferences.weight("too-large") * (seats > OVERSIZED_RATIO * expected)
        return points

    def _hour_costs(self, showing: Showing, bin_builder: BinBuilder, last: Mapping[int, int]) -> dict[int, int]:
        """By bin the worse of its earliest and its latest start: where in the bin it will lie is open."""
        ends = {}
        for number, latest in last.items():
            bin_ = bin_builder.bins[number]
            hall = self.halls[bin_.hall]
            ends[number] = (hall, self.grid.moment(bin_.starts_from)), (hall, self.grid.moment(latest))
        points = self.rule_costs.hour_costs(showing, dict.fromkeys(chain.from_iterable(ends.values())))
        found = {number: (points[first], points[then]) for number, (first, then) in ends.items()}
        return {number: FORBIDDEN if FORBIDDEN in both else max(both) for number, both in found.items()}

    def _violation_cost(self, constraint: SlotConstraint, bin_: Bin, last: int) -> int:
        """A bin never reaches across an hour at which a wish begins or ends."""
        hall, day = self.programme.context.halls[self.halls[bin_.hall]], self.grid.days[bin_.day]
        earliest, latest = self.grid.moment(bin_.starts_from), self.grid.moment(last)
        if is_in_slot(constraint, self.grid, hall, day, earliest, latest) != constraint.avoid:
            return 0
        return FORBIDDEN if constraint.penalty is None else self.preferences.weight("wishes") * constraint.penalty
