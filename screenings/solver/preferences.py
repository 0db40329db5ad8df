"""Preferences of a festival: the weights of the objective's terms, hours, slot constraints and precedences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID

from screenings.timetable.context import Opening


@dataclass(frozen=True, slots=True)
class ObjectiveTerm:
    """A term of the objective. One `unit` of it costs `weight` points, unless a festival sets another weight."""

    name: str
    unit: str
    weight: int


OBJECTIVE_TERMS: Final = (
    ObjectiveTerm("unplaced", "screenings without a place", 200),
    ObjectiveTerm("warnings", "warnings of the rules", 40),
    ObjectiveTerm("notices", "notices of the rules but clashes and repeats", 4),
    ObjectiveTerm("clashes", "pairs for the same people at one time", 2),
    ObjectiveTerm("same-day", "repeats of a film on one day", 30),
    ObjectiveTerm("next-day", "repeats of a film on the next day", 1),
    ObjectiveTerm("same-part", "repeats of a film in the same part of the day", 3),
    ObjectiveTerm("same-hall", "repeats of a film in the same hall", 1),
    ObjectiveTerm("turned-away", "tens of people expected that a hall does not seat", 1),
    ObjectiveTerm("too-large", "screenings in a hall with four times the seats expected", 2),
    ObjectiveTerm("premiere-hour", "first public screenings outside the evening", 4),
    ObjectiveTerm("premiere-hall", "first public screenings in a hall with under a third of the largest's seats", 2),
    ObjectiveTerm("press-hour", "parts of the day that press screenings come after the morning", 3),
    ObjectiveTerm("press-first", "films that the public sees before the press", 25),
    ObjectiveTerm("late-title", "screenings of midnight sections that start before ten in the evening", 12),
    ObjectiveTerm("late-hour", "screenings that start at ten in the evening or later, but for midnight sections", 0),
    ObjectiveTerm("after-five", "screenings that start at five in the afternoon or later", 0),
    ObjectiveTerm("prime-time", "hundreds of people expected outside the evening", 1),
    ObjectiveTerm("guest-first", "first screenings without the film's guests, who are here", 4),
    ObjectiveTerm("guest-missed", "films whose guests are here for none of their screenings", 8),
    ObjectiveTerm("idle-evening", "evenings on which an open hall shows nothing, twice for a large one", 2),
    ObjectiveTerm(
        "late-opening", "halls' days on which nothing starts before five in the afternoon, though open at two", 3
    ),
    ObjectiveTerm("waits", "half hours a hall waits between two screenings, a comfortable break aside", 1),
    ObjectiveTerm("short-break", "five minutes that a break in a hall is short of a comfortable one", 1),
    ObjectiveTerm("off-quarter", "screenings that start off the quarter hour", 4),
    ObjectiveTerm("at-once", "screenings that start in the minute of another in the same cinema", 2),
    ObjectiveTerm("same-minute", "screenings beyond a third of the halls that start in one minute", 3),
    ObjectiveTerm("crowded-day", "screenings on a day above its share", 2),
    ObjectiveTerm("wishes", "points of wishes that are not met", 1),
)
DEFAULT_WEIGHTS: Final[Mapping[str, int]] = MappingProxyType({term.name: term.weight for term in OBJECTIVE_TERMS})


Amount = TypeVar("Amount", int, timedelta)


def is_within(amount: Amount, minimum: Amount, maximum: Amount | None) -> bool:
    return minimum <= amount and (maximum is None or amount <= maximum)


@dataclass(frozen=True, slots=True)
class SlotConstraint:
    """Where some showings should start, or with `avoid` should not. An empty field does not restrict anything.

    It is for showings that are one of `uids`, or of one of `films`, or of a film in one of `sections`, or for one of
    `audiences`. The slot is a start at `start_from` or later and before `start_before` by the hall's clock, in one of
    `halls`, on one of `days` (festival days). A violation costs `penalty` points; None: it is a hard constraint.
    """

    uids: frozenset[UUID] = frozenset()
    films: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
    audiences: frozenset[str] = frozenset()
    halls: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    start_from: time | None = None
    start_before: time | None = None
    avoid: bool = False
    penalty: int | None = None


@dataclass(frozen=True, slots=True)
class Precedence:
    """That the successor begins after the predecessor has ended. Each is a showing's uid or a film's id.

    Of two films the first showing of one comes after the first of the other, the second after the second and so on, for
    each audience by itself; surplus showings of the successor come after the predecessor's last. `min_days`,
    `max_days`: festival days between them. `is_immediate`: in the same hall, as the very next one. `min_minutes`,
    `max_minutes`: from end to start, in any halls. If `is_one_to_one`, surplus showings are exempt. A violation costs
    `penalty` points; None: it is a hard constraint.
    """

    predecessor: UUID | int
    successor: UUID | int
    is_immediate: bool = False
    min_days: int = 0
    max_days: int | None = None
    penalty: int | None = None
    min_minutes: int = 0
    max_minutes: int | None = None

    @property
    def is_one_to_one(self) -> bool:
        """Whether a predecessor can have but one successor."""
        return self.is_immediate or self.max_minutes is not None

    def allows(self, gap: timedelta) -> bool:
        """Whether so much time may lie between the end of one and the start of the other."""
        maximum = None if self.max_minutes is None else timedelta(minutes=self.max_minutes)
        return is_within(gap, timedelta(minutes=self.min_minutes), maximum)


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish in a phrase, by its name in solver.wishes; `section` where it is about one."""

    name: str
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a festival asks of a proposal.

    `learned_hours`: when shows run in halls that state no hours, by hall, see learned_hours.py. `opens` and `closes`:
    when they run in one of which nothing was learned; closing at or before opening is on the next
    day. `weights`: points by a term's name; terms left out keep the weight of OBJECTIVE_TERMS. `not_before`: nothing is
    placed before this instant; what has a place earlier keeps it. `comfortable_break`: minutes between two shows in a
    hall beside its changeover, for a Q&A that runs over or a print that comes late. `wishes` are those in a phrase
    that the rest was made with, see solver.wishes.
    """

    opens: time = time(10)
    closes: time = time(0, 30)
    weights: Mapping[str, int] = field(default_factory=dict)
    slot_constraints: tuple[SlotConstraint, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    not_before: datetime | None = None
    comfortable_break: int = 25
    learned_hours: Mapping[int, tuple[Opening, ...]] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()

    def __post_init__(self) -> None:
        if unknown := sorted(self.weights.keys() - DEFAULT_WEIGHTS.keys()):
            raise ValueError(f"no such term: {', '.join(unknown)}. There are: {', '.join(DEFAULT_WEIGHTS)}")
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("a weight below 0 would ask for what the term names; give 0 or more")

    @property
    def all_weights(self) -> dict[str, int]:
        """Points by term, of every term."""
        return {**DEFAULT_WEIGHTS, **self.weights}

    def weight(self, name: str) -> int:
        return self.weights.get(name, DEFAULT_WEIGHTS[name])


DEFAULT_PREFERENCES: Final = Preferences()
