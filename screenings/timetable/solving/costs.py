"""What each place costs a showing by itself, in points: what the rules say there, its seats, its hour, the wishes."""

from collections.abc import Iterator
from datetime import datetime, time

from screenings.timetable.house import PUBLIC, FilmFacts, GuestFacts
from screenings.timetable.solving.hours import EVENING, PARTS, Grid
from screenings.timetable.solving.preferences import Preferences, Wish
from screenings.timetable.solving.task import FORBIDDEN, UNIT, Bucket, Stretches
from screenings.timetable.solving.verdicts import Verdicts
from screenings.timetable.values import Programme, Showing

TENS, HUNDREDS, SPACIOUS = 10, 100, 4  # people a point; seats for each one expected above which a hall is too large


def expected_at(programme: Programme, showing: Showing) -> int | None:
    """How many people are expected: at this showing, else for a public one at the film's."""
    if showing.expected_audience is not None or showing.audience != PUBLIC:
        return showing.expected_audience
    return programme.house.films[showing.film].expected_audience


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
    """`halls` are the ids behind the buckets' hall numbers. `strict`: what would be a warning is forbidden, too."""

    def __init__(
        self, programme: Programme, grid: Grid, preferences: Preferences, halls: list[int], *, strict: bool = False
    ) -> None:
        self.programme, self.grid, self.preferences, self.halls = programme, grid, preferences, halls
        self.verdicts = Verdicts(programme, preferences, strict=strict)

    def by_bucket(self, showing: Showing, stretches: Stretches, *, is_first: bool) -> list[int]:
        """FORBIDDEN where it does not fit, breaks a rule held as an error or a wish that is a must."""
        units, weight = units_of(showing), self.preferences.weight
        outside = weight("prime-time") * ((expected_at(self.programme, showing) or 0) // HUNDREDS)
        outside += weight("premiere-hour") * is_first
        by_part = [outside * (part != EVENING) for part in range(len(PARTS))]
        in_hall = [self._in_hall(showing, hall) for hall in self.halls]
        on_day = [self.verdicts.on_day(showing, self.halls[0], day) for day in self.grid.days]
        costs = [
            FORBIDDEN
            if room < units or in_hall[hall] < 0 or on_day[day] < 0
            else in_hall[hall] + on_day[day] + by_part[part]
            for room, hall, day, part in stretches.rooms
        ]
        wishes = [wish for wish in self.preferences.wishes if concerns(self.programme, wish, showing)]
        guests = self._guests(showing) if is_first else []
        if wishes or guests or self.verdicts.minds_hours(showing):
            for number, bucket in enumerate(stretches.buckets):
                if costs[number] != FORBIDDEN:
                    segment = stretches.segments[bucket.segment]
                    latest = segment.closes - units - (segment.pause if segment.strict else 0)
                    last = min(bucket.until - 1, latest)
                    found = [costs[number], self._at_hours(showing, bucket, last)]
                    found += (self._unmet(wish, bucket, last) for wish in wishes)
                    found.append(self._without_guests(guests, bucket.begins, last, units))
                    costs[number] = FORBIDDEN if FORBIDDEN in found else sum(found)
        return costs

    def _guests(self, showing: Showing) -> list[GuestFacts]:
        is_public = showing.audience == PUBLIC
        return guests_of(self.programme, self.programme.house.films[showing.film]) if is_public else []

    def _without_guests(self, guests: list[GuestFacts], begins: int, last: int, units: int) -> int:
        """Where a film's first showing may lie outside the stay of each of its guests."""
        moment, weight = self.grid.moment, self.preferences.weight
        stays = (is_here(guest, moment(begins), moment(last + units)) for guest in guests)
        return 0 if not guests or any(stays) else weight("guest-first") + weight("guest-missed")

    def _in_hall(self, showing: Showing, hall: int) -> int:
        points = self.verdicts.in_hall(showing, hall)
        expected, seats = expected_at(self.programme, showing), self.programme.house.halls[hall].capacity
        if points != FORBIDDEN and expected is not None and seats is not None:
            points += self.preferences.weight("turned-away") * -(-max(0, expected - seats) // TENS)
            points += self.preferences.weight("too-large") * (seats > SPACIOUS * expected)
        return points

    def _at_hours(self, showing: Showing, bucket: Bucket, last: int) -> int:
        """The worse of its earliest and its latest start there: where in the bucket it will lie is open."""
        hall = self.halls[bucket.hall]
        found = [self.verdicts.at_hour(showing, hall, self.grid.moment(unit)) for unit in (bucket.begins, last)]
        return FORBIDDEN if FORBIDDEN in found else max(found)

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
