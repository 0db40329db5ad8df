"""What a festival wants of a timetable: terms with a weight each, hours, and wishes about single slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Term:
    """Something a proposal is worse by. One `unit` of it costs `weight` points, unless a festival says otherwise."""

    name: str
    unit: str
    weight: int


TERMS: Final = (
    Term("unplaced", "screenings without a place", 200),
    Term("warnings", "warnings of the rules", 40),
    Term("notices", "notices of the rules but clashes and repeats", 4),
    Term("clashes", "pairs for the same people at one time", 2),
    Term("same-day", "repeats of a film on one day", 30),
    Term("next-day", "repeats of a film on the next day", 1),
    Term("same-part", "repeats of a film in the same part of the day", 3),
    Term("same-hall", "repeats of a film in the same hall", 1),
    Term("turned-away", "tens of people expected that a hall does not seat", 1),
    Term("too-large", "screenings in a hall with four times the seats expected", 2),
    Term("premiere-hour", "first screenings outside the evening", 4),
    Term("prime-time", "hundreds of people expected outside the evening", 1),
    Term("guest-first", "first screenings without the film's guests, who are here", 4),
    Term("guest-missed", "films whose guests are here for none of their screenings", 8),
    Term("idle-evening", "evenings on which an open hall shows nothing", 2),
    Term("waits", "half hours a hall waits between two screenings, its changeover aside", 1),
    Term("crowded-day", "screenings on a day above its share", 1),
    Term("wishes", "points of wishes that are not met", 1),
)
WEIGHTS: Final[Mapping[str, int]] = MappingProxyType({term.name: term.weight for term in TERMS})


@dataclass(frozen=True, slots=True)
class Wish:
    """Where some showings should start, or with `avoid` should not. What is left empty stands for anything.

    A showing is meant that is one of `uids`, or of one of `films`, or of a film in one of `sections`. `begins` and
    `until` bound the start by the hall's clock; days are festival days. Unmet it costs `points`; None: it is a must.
    """

    uids: frozenset[UUID] = frozenset()
    films: frozenset[int] = frozenset()
    sections: frozenset[int] = frozenset()
    halls: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    begins: time | None = None
    until: time | None = None
    avoid: bool = False
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Sequel:
    """That one showing begins after another is over; each by its uid, or a film's by the film's id.

    Of two films the first showing of one comes after the first of the other, the second after the second and so on,
    press and public by themselves; what one has more than the other comes after the other's last.
    `least` and `most`: so many festival days later. `at_once`: in the same hall, as the very next one. `after` and
    `within`: at least and at most so many minutes after the end of the other, in whatever hall. Where it has to come
    `at_once` or `within` minutes, what one film has more than the other is free. Unmet it costs `points`; None: it is
    a must.
    """

    first: UUID | int
    then: UUID | int
    at_once: bool = False
    least: int = 0
    most: int | None = None
    points: int | None = None
    after: int = 0
    within: int | None = None

    @property
    def is_close(self) -> bool:
        """Whether one can have but one partner."""
        return self.at_once or self.within is not None

    def allows(self, wait: timedelta) -> bool:
        """Between the end of one and the start of the other."""
        return timedelta(minutes=self.after) <= wait and (self.within is None or wait <= timedelta(minutes=self.within))


@dataclass(frozen=True, slots=True)
class Preferences:
    """`opens` and `closes`: when shows run in a hall without hours of its own; closing at or before opening: next day.

    `weights` are by a term's name; what is left out keeps the weight of TERMS. `not_before`: the instant before which
    nothing is put anywhere; what has a place earlier keeps it.
    """

    opens: time = time(10)
    closes: time = time(0, 30)
    weights: Mapping[str, int] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    orders: tuple[Sequel, ...] = ()
    not_before: datetime | None = None

    def __post_init__(self) -> None:
        if unknown := sorted(self.weights.keys() - WEIGHTS.keys()):
            raise ValueError(f"no such term: {', '.join(unknown)}. There are: {', '.join(WEIGHTS)}")
        if any(weight < 0 for weight in self.weights.values()):
            raise ValueError("a weight below 0 would ask for what the term names; give 0 or more")

    def weight(self, name: str) -> int:
        return self.weights.get(name, WEIGHTS[name])


STANDARD: Final = Preferences()
