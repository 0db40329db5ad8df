"""Wishes in a phrase, such as *not so late*: each says once what it adds to a festival's preferences."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from screenings.solver.preferences import Preferences, SlotConstraint, Wish
from screenings.timetable.context import PRESS
from screenings.timetable.values import Programme

UNMET_COST: Final = 15  # points, for each screening that is not where such a wish has it
LONG_BREAK: Final = 40  # minutes beside the changeover
SATURDAY: Final = 5  # as date.weekday() counts


@dataclass(frozen=True, slots=True)
class WishKind:
    """What a wish does to a search. `name` is what the command line calls it and what the database keeps.

    `extra_points`: so many more for each unit of a term. `days`: those on which the
    screenings of its section, or of its audience, should be; None where it is not about days. `break_minutes`: how
    long a break in a hall should be at least, its changeover aside.
    """

    name: str
    extra_points: Mapping[str, int] = field(default_factory=dict)
    has_section: bool = False
    audience: str = ""
    days: Callable[[Programme], Collection[date]] | None = None
    break_minutes: int = 0


def _weekends(programme: Programme) -> set[date]:
    calendar = programme.calendar
    length = (calendar.ends_on - calendar.starts_on).days + 1
    every = (calendar.starts_on + timedelta(days=number) for number in range(length))
    return {day for day in every if day.weekday() >= SATURDAY}


def _press_days(programme: Programme) -> set[date]:
    """On which the press has something to see as it stands."""
    return {show.day for show in programme.scheduled if show.showing.audience == PRESS}


WISH_KINDS: Final = (
    WishKind("not-so-late", {"late-hour": 12}),
    WishKind("more-air", {"short-break": 2}, break_minutes=LONG_BREAK),
    WishKind("weekends", has_section=True, days=_weekends),
    WishKind("press-days", audience=PRESS, days=_press_days),
    WishKind("spread-halls", {"idle-evening": 10, "same-hall": 6}),
    WishKind("fewer-at-once", {"at-once": 10}),
)
WISH_KIND_BY_NAME: Final = {kind.name: kind for kind in WISH_KINDS}


def with_wishes(preferences: Preferences, programme: Programme, wishes: Iterable[Wish]) -> Preferences:
    """The preferences with these wishes as well; `programme` is the timetable as it is. Of two alike one counts."""
    for wish in dict.fromkeys(wishes):
        kind = WISH_KIND_BY_NAME[wish.name]
        weights = {name: preferences.weight(name) + points for name, points in kind.extra_points.items()}
        preferences = replace(
            preferences,
            weights={**preferences.weights, **weights},
            slot_constraints=(*preferences.slot_constraints, *slot_constraints_of(wish, programme)),
            comfortable_break=max(preferences.comfortable_break, kind.break_minutes),
            wishes=(*preferences.wishes, wish),
        )
    return preferences


def slot_constraints_of(wish: Wish, programme: Programme) -> Iterator[SlotConstraint]:
    """None for a wish that is not about days, and where the festival has no such day."""
    kind = WISH_KIND_BY_NAME[wish.name]
    if kind.days and (days := frozenset(kind.days(programme))):
        yield SlotConstraint(
            sections=frozenset({wish.section} if wish.section is not None else ()),
            audiences=frozenset({kind.audience} if kind.audience else ()),
            days=days,
            penalty=UNMET_COST,
        )
