"""What each place costs a showing by itself, in points: what the rules say there, its seats, its hour, the wishes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from itertools import chain

from screenings.solver.model.problem import FORBIDDEN, UNIT, Bucket, Stretches
from screenings.solver.model.rule_costs import Verdicts
from screenings.solver.model.time_grid import EVENING, PARTS, Grid
from screenings.solver.preferences import Preferences, Wish
from screenings.timetable.context import PUBLIC, FilmFacts, GuestFacts
from screenings.timetable.values import Programme, Showing, people_expected

TENS, HUNDREDS, SPACIOUS = 10, 100, 4  # people a point; seats for each one expected above which a hall is too large


def expected_at(programme: Programme, showing: Showing) -> int | None:
    of_film = programme.house.films[showing.film].expected_audience
    return people_expected(showing.expected_audience, audience=showing.audience, of_film=of_film)


def units_of(showing: Showing) -> int:
    return -(-showing.length // UNIT)


def guests_of(programme: Programme, film: FilmFacts) -> list[GuestFacts]:
    """The directors of a film, or of its parts, who come to the festival."""
    house = programme.house
    people = dict.fromkeys(person for work in film.works for person in house.films[work].directors)
    return [house.guests[house.guest_of[person]] for person in people if person in house.guest_of]


def is_here(guest: GuestFacts, begins: datetime, over: datetime) -> bool:
    after_coming = guest.arrives_at is None or guest.arrives_at <= begins
    return after_coming and (guest.departs_at is None or over <= guest.departs_at)


def wished_clocks(preferences: Preferences) -> set[time]:
    """The hours at which a wish begins or ends to be met."""
    return {clock for wish in preferences.wishes for clock in (wish.begins, wish.until) if clock is not None}


def concerns(programme: Programme, wish: Wish, showing: Showing) -> bool:
    section = programme.house.films[showing.film].section
    return showing.uid in wish.uids or showing.film in wish.films or section in wish.sections


class Costs:
    """`halls` are the ids behind the buckets' hall numbers. Of the programme only the house and the calendar count."""

    def __init__(
        self,
        programme: Programme,
        grid: Grid,
        preferences: Preferences,
        halls: list[int],
        *,
        verdicts: Verdicts | None = None,
    ) -> None:
        self.programme, self.grid, self.preferences, self.halls = programme, grid, preferences, halls
        self.verdicts = verdicts or Verdicts(programme, preferences)

    def by_bucket(self, showing: Showing, stretches: Stretches, *, is_first: bool) -> list[int]:
        """FORBIDDEN where it does not fit, breaks a rule held as an error or a wish that is a must."""
        units, weight = units_of(showing), self.preferences.weight
        outside = weight("prime-time") * ((expected_at(self.programme, showing) or 0) // HUNDREDS)
        outside += weight("premiere-hour") * is_first
        by_part = [outside * (part != EVENING) for part in range(len(PARTS))]
        in_hall, on_day = self._in_halls(showing), list(self.verdicts.on_days(showing).values())
        costs = [
            FORBIDDEN
            if room < units or in_hall[hall] < 0 or on_day[day] < 0
            else in_hall[hall] + on_day[day] + by_part[part]
            for room, hall, day, part in stretches.rooms
        ]
        wishes = [wish for wish in self.preferences.wishes if concerns(self.programme, wish, showing)]
        guests = self._guests(showing) if is_first else []
        minds_hours = self.verdicts.minds_hours(showing)
        if wishes or guests or minds_hours:
            open_to = [number for number, cost in enumerate(costs) if cost != FORBIDDEN]
            last = {number: self._latest(stretches, number, units) for number in open_to}
            hours = self._at_hours(showing, stretches, last) if minds_hours else {}
            for number in open_to:
                bucket = stretches.buckets[number]
                found = [costs[number], hours.get(number, 0)]
                found += (self._unmet(wish, bucket, last[number]) for wish in wishes)
                found.append(self._without_guests(guests, bucket.begins, last[number], units))
                costs[number] = FORBIDDEN if FORBIDDEN in found else sum(found)
        return costs

    def _latest(self, stretches: Stretches, number: int, units: int) -> int:
        """The latest start in a bucket."""
        bucket = stretches.buckets[number]
        segment = stretches.segments[bucket.segment]
        return min(bucket.until - 1, segment.closes - units - (segment.pause if segment.strict else 0))

    def _guests(self, showing: Showing) -> list[GuestFacts]:
        is_public = showing.audience == PUBLIC
        return guests_of(self.programme, self.programme.house.films[showing.film]) if is_public else []

    def _without_guests(self, guests: list[GuestFacts], begins: int, last: int, units: int) -> int:
        """Where a film's first showing may lie outside the stay of each of its guests."""
        moment, weight = self.grid.moment, self.preferences.weight
        stays = (is_here(guest, moment(begins), moment(last + units)) for guest in guests)
        return 0 if not guests or any(stays) else weight("guest-first") + weight("guest-missed")

    def _in_halls(self, showing: Showing) -> list[int]:
        found, expected = self.verdicts.in_halls(showing), expected_at(self.programme, showing)
        return [
            self._with_seats(found[hall], expected, self.programme.house.halls[hall].capacity) for hall in self.halls
        ]

    def _with_seats(self, points: int, expected: int | None, seats: int | None) -> int:
        if points != FORBIDDEN and expected is not None and seats is not None:
            points += self.preferences.weight("turned-away") * -(-max(0, expected - seats) // TENS)
            points += self.preferences.weight("too-large") * (seats > SPACIOUS * expected)
        return points

    def _at_hours(self, showing: Showing, stretches: Stretches, last: Mapping[int, int]) -> dict[int, int]:
        """By bucket the worse of its earliest and its latest start: where in the bucket it will lie is open."""
        ends = {}
        for number, latest in last.items():
            bucket = stretches.buckets[number]
            hall = self.halls[bucket.hall]
            ends[number] = (hall, self.grid.moment(bucket.begins)), (hall, self.grid.moment(latest))
        points = self.verdicts.at_hours(showing, dict.fromkeys(chain.from_iterable(ends.values())))
        found = {number: (points[first], points[then]) for number, (first, then) in ends.items()}
        return {number: FORBIDDEN if FORBIDDEN in both else max(both) for number, both in found.items()}

    def _unmet(self, wish: Wish, bucket: Bucket, last: int) -> int:
        """A bucket never reaches across an hour at which a wish begins or ends."""
        is_there = all(self._inside(wish, bucket, last))
        if is_there != wish.avoid:
            return 0
        return FORBIDDEN if wish.points is None else self.preferences.weight("wishes") * wish.points

    def _inside(self, wish: Wish, bucket: Bucket, last: int) -> Iterator[bool]:
        hall, day = self.programme.house.halls[self.halls[bucket.hall]], self.grid.days[bucket.day]
        yield not wish.halls or hall.id in wish.halls
        yield not wish.days or day in wish.days
        yield wish.begins is None or self.grid.up(self.grid.struck(hall, day, wish.begins)) <= bucket.begins
        yield wish.until is None or last < self.grid.up(self.grid.struck(hall, day, wish.until))
