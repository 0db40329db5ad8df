"""Unary costs: the points of one showing in a bin by itself, for rules, seats, hour, guests and slot constraints."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain
from math import ceil

from screenings.solver.model.demand import Demand
from screenings.solver.model.problem import DAYPARTS, EVENING_INDEX, FORBIDDEN, NIGHT_INDEX, Bin, BinBuilder
from screenings.solver.model.rule_costs import RuleCosts
from screenings.solver.model.time_grid import TimeGrid, open_hours, units_ceil
from screenings.solver.preferences import Preferences, SlotConstraint
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import PRESS, PUBLIC, RuleFilm, RuleGuest, RuleHall
from screenings.timetable.placement import Placement
from screenings.timetable.rules import RULES, severity_of
from screenings.timetable.shape import is_large_hall, late_sections
from screenings.timetable.values import Programme, Showing

# People a point; seats for each one expected above which a hall is too large.
TURNED_AWAY_UNIT, PRIME_TIME_UNIT, OVERSIZED_RATIO = 10, 100, 4
QA_MARGIN = timedelta(minutes=10)  # where guests of the film are here, and nobody has planned for a Q&A
AFTERNOON = time(14)  # a hall that is open then has a day to fill
DAY_TOLERANCE = 1.1  # how far above its share a day is no crowd
PREMIERE_ORDER = next(rule for rule in RULES if rule.code == "premiere-order")


def fair_shares(programme: Programme, grid: TimeGrid, preferences: Preferences, showings: int) -> list[int]:
    """By day, the showings above which it is crowded: a tenth above its share of the hours that the halls are open."""
    halls = programme.context.halls.values()
    hours = [
        sum(
            (until - since for hall in halls for since, until in open_hours(hall, day, grid, preferences)), timedelta(0)
        )
        for day in grid.days
    ]
    whole = sum(hours, timedelta(0)) or timedelta(1)
    shares = (showings * (of_day / whole) for of_day in hours)
    return [max(ceil(share), int(DAY_TOLERANCE * share)) for share in shares]


def comfortable_break(programme: Programme, showing: Showing, preferences: Preferences) -> timedelta:
    """What a hall should rest after this showing, beside its changeover; nothing where nobody minds."""
    if not preferences.weight("short-break"):
        return timedelta(0)
    film = programme.context.films[showing.film]
    may_overrun = showing.audience == PUBLIC and not showing.qa and bool(film_guests(programme, film))
    return timedelta(minutes=preferences.comfortable_break) + may_overrun * QA_MARGIN


def may_open_late(hall: RuleHall, day: date, grid: TimeGrid, preferences: Preferences) -> bool:
    """Whether nobody minds that a hall shows nothing before the evening: it is shared, or not open at 14:00."""
    early = grid.clock_moment(hall, day, AFTERNOON)
    if hall.shared or (preferences.not_before and early < preferences.not_before):
        return True
    return not any(opens <= early < closes for opens, closes in open_hours(hall, day, grid, preferences))


def idle_evening_units(programme: Programme, hall: RuleHall) -> int:
    """How much an evening without a show counts: a large hall's twice, where there are others."""
    halls = programme.context.halls.values()
    is_larger = is_large_hall(programme.context, hall) and not all(is_large_hall(programme.context, h) for h in halls)
    return 2 if is_larger else 1


def press_comes_first(programme: Programme, film: RuleFilm) -> bool:
    """Whether the press should see a film before the public: unless a rule guards its premiere."""
    context = programme.context
    is_guarded = any(context.films[work].premiere for work in film.film_ids)
    return not is_guarded or severity_of(programme, PREMIERE_ORDER) is Severity.OFF


def repeat_terms(days: int, *, same_part: bool, same_hall: bool) -> Iterator[str]:
    """The objective's terms that two showings of one film count under, so many days apart."""
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
    """Whether all starts from `earliest` to `latest`, on that festival day in that hall, are in the constraint's."""
    start_from, start_before = constraint.start_from, constraint.start_before
    return (
        (not constraint.halls or hall.id in constraint.halls)
        and (not constraint.days or day in constraint.days)
        and (start_from is None or grid.clock_moment(hall, day, start_from) <= earliest)
        and (start_before is None or latest < grid.clock_moment(hall, day, start_before))
    )


def length_in_units(showing: Showing) -> int:
    return units_ceil(showing.length)


def film_guests(programme: Programme, film: RuleFilm) -> list[RuleGuest]:
    """The directors of a film, or of its parts, who are guests of the festival."""
    context = programme.context
    people = dict.fromkeys(person for film_id in film.film_ids for person in context.films[film_id].directors)
    return [context.guests[context.guest_by_person[person]] for person in people if person in context.guest_by_person]


def guest_is_present(guest: RuleGuest, start: datetime, end: datetime) -> bool:
    has_arrived = guest.arrives_at is None or guest.arrives_at <= start
    return has_arrived and (guest.departs_at is None or end <= guest.departs_at)


def constraint_clock_times(preferences: Preferences) -> set[time]:
    """The clock times at which a slot constraint begins or ceases to be met."""
    return {
        clock
        for constraint in preferences.slot_constraints
        for clock in (constraint.start_from, constraint.start_before)
        if clock is not None
    }


def applies_to(programme: Programme, constraint: SlotConstraint, showing: Showing) -> bool:
    section = programme.context.films[showing.film].section
    return (
        showing.uid in constraint.uids
        or showing.film in constraint.films
        or section in constraint.sections
        or showing.audience in constraint.audiences
    )


class UnaryCosts:
    """Prices a showing in every bin. `halls` are the ids behind the bins' hall numbers.

    Of the programme only the context and the calendar are read, not where other showings are.
    """

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
        self.late_sections, self.demand = late_sections(programme.context), Demand(programme.context)

    def by_bin(self, showing: Showing, bin_builder: BinBuilder, *, is_first: bool) -> list[int]:
        """Points by bin; FORBIDDEN where it does not fit, is in an error or violates a hard constraint. O(bins)."""
        duration, daypart_costs = length_in_units(showing), self._daypart_costs(showing, is_first=is_first)
        hall_costs, day_costs = (
            self._hall_costs(showing, is_first=is_first),
            list(self.rule_costs.day_costs(showing).values()),
        )
        costs = [
            FORBIDDEN
            if longest < duration or hall_costs[hall] < 0 or day_costs[day] < 0
            else hall_costs[hall] + day_costs[day] + daypart_costs[daypart]
            for longest, hall, day, daypart in bin_builder.bin_summaries
        ]
        constraints = [
            constraint
            for constraint in self.preferences.slot_constraints
            if applies_to(self.programme, constraint, showing)
        ]
        guests = self._guests(showing) if is_first else []
        depends_on_hour = self.rule_costs.depends_on_hour(showing)
        if constraints or guests or depends_on_hour:
            allowed_bins = [bin_index for bin_index, cost in enumerate(costs) if cost != FORBIDDEN]
            latest_starts = {bin_index: self._latest(bin_builder, bin_index, duration) for bin_index in allowed_bins}
            hour_costs = self._hour_costs(showing, bin_builder, latest_starts) if depends_on_hour else {}
            for bin_index in allowed_bins:
                bin_ = bin_builder.bins[bin_index]
                terms = [costs[bin_index], hour_costs.get(bin_index, 0)]
                terms += (
                    self._violation_cost(constraint, bin_, latest_starts[bin_index]) for constraint in constraints
                )
                terms.append(self._without_guests(guests, bin_.starts_from, latest_starts[bin_index], duration))
                costs[bin_index] = FORBIDDEN if FORBIDDEN in terms else sum(terms)
        return costs

    def _daypart_costs(self, showing: Showing, *, is_first: bool) -> list[int]:
        weight = self.preferences.weight
        is_late = self.programme.context.films[showing.film].section in self.late_sections
        best = NIGHT_INDEX if is_late else EVENING_INDEX
        elsewhere = weight("prime-time") * ((self.demand.of(showing) or 0) // PRIME_TIME_UNIT)
        elsewhere += weight("premiere-hour") * (is_first and showing.audience == PUBLIC)
        return [
            elsewhere * (daypart != best)
            + weight("press-hour") * daypart * (showing.audience == PRESS)
            + weight("after-five") * (daypart >= EVENING_INDEX)
            + weight("late-title") * (is_late and daypart != NIGHT_INDEX)
            + weight("late-hour") * (not is_late and daypart == NIGHT_INDEX)
            for daypart in range(len(DAYPARTS))
        ]

    def _latest(self, bin_builder: BinBuilder, bin_index: int, duration: int) -> int:
        """The latest start in a bin, in units."""
        bin_ = bin_builder.bins[bin_index]
        interval = bin_builder.intervals[bin_.interval]
        return min(
            bin_.starts_before - 1,
            interval.closes - duration - (interval.changeover if interval.changeover_must_fit else 0),
        )

    def _guests(self, showing: Showing) -> list[RuleGuest]:
        is_public = showing.audience == PUBLIC
        return film_guests(self.programme, self.programme.context.films[showing.film]) if is_public else []

    def _without_guests(self, guests: list[RuleGuest], earliest: int, latest: int, duration: int) -> int:
        """Points where a film's first showing may lie outside the stay of each of its guests."""
        moment, weight = self.grid.moment, self.preferences.weight
        stays = (guest_is_present(guest, moment(earliest), moment(latest + duration)) for guest in guests)
        return 0 if not guests or any(stays) else weight("guest-first") + weight("guest-missed")

    def _hall_costs(self, showing: Showing, *, is_first: bool) -> list[int]:
        costs, attendance = self.rule_costs.hall_costs(showing), self.demand.of(showing)
        halls, is_premiere = self.programme.context.halls, is_first and showing.audience == PUBLIC
        too_small = self.preferences.weight("premiere-hall") * is_premiere
        return [
            self._with_seats(costs[hall], attendance, halls[hall].capacity)
            + too_small * (costs[hall] != FORBIDDEN and not is_large_hall(self.programme.context, halls[hall]))
            for hall in self.halls
        ]

    def _with_seats(self, cost: int, attendance: int | None, seats: int | None) -> int:
        if cost != FORBIDDEN and attendance is not None and seats is not None:
            cost += self.preferences.weight("turned-away") * -(-max(0, attendance - seats) // TURNED_AWAY_UNIT)
            cost += self.preferences.weight("too-large") * (seats > OVERSIZED_RATIO * attendance)
        return cost

    def _hour_costs(
        self, showing: Showing, bin_builder: BinBuilder, latest_starts: Mapping[int, int]
    ) -> dict[int, int]:
        """By bin the worse of its earliest and its latest start: where in the bin it begins is not known yet."""
        extremes, moment = {}, self.grid.moment
        for bin_index, latest in latest_starts.items():
            bin_ = bin_builder.bins[bin_index]
            hall = self.halls[bin_.hall]
            extremes[bin_index] = Placement(hall, moment(bin_.starts_from)), Placement(hall, moment(latest))
        hour_costs = self.rule_costs.hour_costs(showing, dict.fromkeys(chain.from_iterable(extremes.values())))
        costs_by_bin = {
            bin_index: (hour_costs[at_earliest], hour_costs[at_latest])
            for bin_index, (at_earliest, at_latest) in extremes.items()
        }
        return {bin_index: FORBIDDEN if FORBIDDEN in costs else max(costs) for bin_index, costs in costs_by_bin.items()}

    def _violation_cost(self, constraint: SlotConstraint, bin_: Bin, latest_start: int) -> int:
        """Points of a slot constraint in a bin, which never reaches across a clock time of one."""
        hall, day = self.programme.context.halls[self.halls[bin_.hall]], self.grid.days[bin_.day]
        earliest, latest = self.grid.moment(bin_.starts_from), self.grid.moment(latest_start)
        if is_in_slot(constraint, self.grid, hall, day, earliest, latest) != constraint.avoid:
            return 0
        return FORBIDDEN if constraint.penalty is None else self.preferences.weight("wishes") * constraint.penalty
