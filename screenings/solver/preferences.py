"""Preferences of a festival: the weights of the objective's terms, hours, slot constraints and precedences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID


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
    ObjectiveTerm("premiere-hour", "first screenings outside the evening", 4),
    ObjectiveTerm("prime-time", "hundreds of people expected outside the evening", 1),
    ObjectiveTerm("guest-first", "first screenings without the film's guests, who are here", 4),
    ObjectiveTerm("guest-missed", "films whose guests are here for none of their screenings", 8),
    ObjectiveTerm("idle-evening", "evenings on which an open hall shows nothing", 2),
    ObjectiveTerm("waits", "half hours a hall waits between two screenings, its changeover aside", 1),
    ObjectiveTerm("crowded-day", "screenings on a day above its share", 1),
    ObjectiveTerm("wishes", "points of wishes that are not met", 1),
)
DEFAULT_WEIGHTS: Final[Mapping[str, int]] = MappingProxyType({term.name: term.weight for term in OBJECTIVE_TERMS})


Amount = TypeVar("Amount", int, timedelta)


def is_within(amount: Amount, minimum: Amount, maximum: Amount | None) -> bool:
    return minimum <= amount and (maximum is None or amount <= maximum)


@dataclass(frozen=True, slots=True)
class SlotConstraint:
    """Where some showings should start, or with `avoid` should not. An empty field does not restrict anything.

    It is for showings that are one of `uids`, or of one of `films`, or of a film in one of `sections`. The slot is a
    start at `start_from` or later and before `start_before` by the hall's clock, in one of `halls`, on one of `days`
    (festival days). A violation costs `penalty` points; None: it is a hard constraint.
    """

    uids: frozenset[UUID] = frozenset()
    films: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
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
class Preferences:
    """What a festival asks of a proposal.

    `opens` and `closes`: when shows run in a hall that states no hours; closing at or before opening is on the next
    day. `weights`: points by a term's name; terms left out keep the weight of OBJECTIVE_TERMS. `not_before`: nothing is
    placed before this instant; what has a place earlier keeps it.
    """

    opens: time = time(10)
    closes: time = time(0, 30)
    weights: Mapping[str, int] = field(default_factory=dict)
    slot_constraints: tuple[SlotConstraint, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    not_before: datetime | None = None

    def __post_init__(self) -> None:
        if unknown := sorted(self.weights.keys() - DEFAULT_WEIGHTS.keys()):
            raise ValueError(f"no such term: {', '.join(unknown)}. There are: {', '.join(DEFAULT_WEIGHTS)}")
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("a weight below 0 would ask for what the term names; give 0 or more")

    def weight(self, name: str) -> int:
        return self.weights.get(name, DEFAULT_WEIGHTS[name])


DEFAULT_PREFERENCES: Final = Preferences()
