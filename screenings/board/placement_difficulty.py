"""What makes one showing harder to place than others: too few halls for it, too few days, too little of the day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from screenings.board.grid import festival_dates
from screenings.text.clock import clock_text
from screenings.timetable.context import PRIVATE, PUBLIC, RuleFilm
from screenings.timetable.days import day_bounds
from screenings.timetable.formats import can_show, formats_needed, prints_needed
from screenings.timetable.rules.audience import minimum_age
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.values import PlacedShowing, Programme, Showing

LONG_MINUTES = 150  # minutes
# Halls or days: a showing that may use more than this share of them is not called hard to place for it.
FEW_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class DifficultyReason:
    """A code and its facts: counts, minutes, ISO days, names."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


def difficulty_reasons(programme: Programme, showing: Showing) -> tuple[DifficultyReason, ...]:
    """Worst first, as they narrow the choice: nothing fits, few halls, few days, long, early, wanted elsewhere."""
    anywhere = _anywhere(programme, showing)
    if anywhere is None:
        return ()
    found = [*_formats(programme, anywhere), *_seats(programme, anywhere), *_days(programme, anywhere)]
    return tuple(sorted(found, key=lambda reason: reason.facts.get("fit") != 0)) + tuple(
        _other_reasons(programme, anywhere)
    )


def _anywhere(programme: Programme, showing: Showing) -> PlacedShowing | None:
    """As if it stood in the first hall at the festival's start: only what does not depend on that is asked of it."""
    if not programme.context.halls:
        return None
    first = next(iter(programme.context.halls))
    start, _end = day_bounds(programme.calendar.starts_on, programme.calendar.zone, programme.calendar.day_starts_at)
    return programme.placed_showing(replace(showing, hall=first, starts_at=start))


def _formats(programme: Programme, show: PlacedShowing) -> Iterator[DifficultyReason]:
    halls = programme.context.halls.values()
    for formats in formats_needed(programme.context, show.showing):
        fit = sum(can_show(hall, formats) for hall in halls)
        if fit <= FEW_SHARE * len(halls):
            yield DifficultyReason("few-halls-show-it", {"needs": " or ".join(formats), "fit": fit, "of": len(halls)})


def _seats(programme: Programme, show: PlacedShowing) -> Iterator[DifficultyReason]:
    expected = show.expected_attendance
    if expected is None:
        return
    halls = programme.context.halls.values()
    fit = sum(hall.capacity is None or hall.capacity >= expected for hall in halls)
    if fit <= FEW_SHARE * len(halls):
        yield DifficultyReason("few-halls-hold-them", {"expected": expected, "fit": fit, "of": len(halls)})


def _days(programme: Programme, show: PlacedShowing) -> Iterator[DifficultyReason]:
    """Days on which a print is here, its guests are, and no embargo holds."""
    house, run = programme.context, festival_dates(programme.calendar)
    for prints, _is_chosen in prints_needed(house, show.showing):
        copies = [house.prints[each] for each in prints]
        days = [day for day in run if any(copy.is_here(day) for copy in copies)]
        yield from _few_days("few-days-print", days, run, ", ".join(copy.name for copy in copies))
    for each in required_guests(house, show)[0]:
        guest = house.guests[each]
        zone = programme.calendar.zone
        first = guest.arrives_at.astimezone(zone).date() if guest.arrives_at else run[0]
        last = guest.departs_at.astimezone(zone).date() if guest.departs_at else run[-1]
        yield from _few_days("few-days-guest", [day for day in run if first <= day <= last], run, guest.name)
    until = _embargo(programme, show.film)
    if until and show.showing.audience != PRIVATE:
        yield from _few_days("few-days-embargo", [day for day in run if day >= until], run, "")


def _few_days(code: str, days: list[date], run: list[date], what: str) -> Iterator[DifficultyReason]:
    if len(days) <= FEW_SHARE * len(run):
        span = {"first": days[0].isoformat(), "last": days[-1].isoformat()} if days else {}
        yield DifficultyReason(code, {"what": what, "fit": len(days), "of": len(run), **span})


def _embargo(programme: Programme, film: RuleFilm) -> date | None:
    works = (programme.context.films[work] for work in film.film_ids)
    return max((work.embargo_until for work in works if work.embargo_until), default=None)


def _other_reasons(programme: Programme, show: PlacedShowing) -> Iterator[DifficultyReason]:
    if show.showing.length >= LONG_MINUTES:
        yield DifficultyReason("long", {"minutes": show.showing.length})
    age, limits = minimum_age(programme.context, show.film), programme.context.limits
    if age is not None and age < limits.children_below and show.showing.audience == PUBLIC:
        yield DifficultyReason("early", {"until": clock_text(limits.children_until), "age": age})
    same = [
        each
        for each in programme.scheduled
        if each.film.id == show.film.id and each.showing.audience == show.showing.audience
    ]
    if same and show.showing.audience != PRIVATE:
        days = sorted({each.day for each in same})
        yield DifficultyReason("shown-already", {"times": len(same), "days": " ".join(day.isoformat() for day in days)})
    if not show.showing.length_is_known:
        yield DifficultyReason("length-unknown", {"minutes": show.showing.length})
