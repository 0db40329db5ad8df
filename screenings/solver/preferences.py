"""What a festival wants of a timetable: terms with a weight each, hours, and wishes about single slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, TypeVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ObjectiveTerm:
    """Something a proposal is worse by. One `unit` of it costs `weight` points, unless a festival says otherwise."""

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
    """Where some showings should start, or with `avoid` should not. What is left empty stands for anything.

    A showing is meant that is one of `uids`, or of one of `films`, or of a film in one of `sections`. The start is
    at `start_from` or later and before `start_before` by the hall's clock; days are festival days. Unmet it costs
    `penalty`; None: it is a hard constraint.
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
    """That one showing begins after another is over; each by its uid, or a film's by the film's id.

    Of two films the first showing of one comes after the first of the other, the second after the second and so on,
    press and public by themselves; what one has more than the other comes after the other's last.
    `min_days` and `max_days`: so many festival days later. `is_immediate`: in the same hall, as the very next one.
    `min_minutes` and `max_minutes`: so long after the end of the other, in whatever hall. If `is_one_to_one`, what one
    film has more than the other is free. Unmet it costs `penalty`; None: it is a hard constraint.
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
        """Whether one can have but one partner."""
        return self.is_immediate or self.max_minutes is not None

    def allows(self, gap: timedelta) -> bool:
        """Between the end of one and the start of the other."""
        maximum = None if self.max_minutes is None else timedelta(minutes=self.max_minutes)
        return is_within(gap, timedelta(minutes=self.min_minutes), maximum)


@dataclass(frozen=True, slots=True)
class Preferences:
    """`opens` and `closes`: when shows run in a hall without hours of its own; closing at or before opening: next day.

    `weights` are by a term's name; what is left out keeps the weight of OBJECTIVE_TERMS. `not_before`: the instant
    before which nothing is put anywhere; what has a place earlier keeps it.
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
