"""What a visitor asks for and what a plan answers. Instants carry a zone; minutes are whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

WANT, MAYBE = 3, 1
MAX_WEIGHT: Final = 1000


@dataclass(frozen=True, slots=True)
class FilmChoice:
    """A film to see. `weight`: 1 to 1000, against the others; a `must` goes before every weight."""

    film: str
    weight: int = WANT
    must: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.weight <= MAX_WEIGHT:
            raise ValueError(f"{self.film}: a weight of {self.weight}; give 1 to {MAX_WEIGHT}, or leave the film out")


@dataclass(frozen=True, slots=True)
class ShowingOption:
    """A showing one could go to. `films`: all that it shows, several for a double bill. `day`: its festival day."""

    uid: UUID
    films: tuple[str, ...]
    site: str
    starts_at: datetime
    ends_at: datetime
    day: date

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError(f"{self.uid} ends at {self.ends_at.isoformat()}, which is not after it starts")


@dataclass(frozen=True, slots=True)
class Break:
    """So many free minutes in one piece, somewhere between two instants of a day."""

    opens: datetime
    closes: datetime
    minutes: int

    def __post_init__(self) -> None:
        room = (self.closes - self.opens).total_seconds() / 60
        if not 1 <= self.minutes <= room:
            raise ValueError(f"a break of {self.minutes} min does not fit between its bounds, {room:.0f} min apart")


@dataclass(frozen=True, slots=True)
class DayLimits:
    """One day's limits: nothing starts before `not_before` or ends after `not_after`; None is no limit.

    Breaks count on days on which something is seen: between two showings, before the first or after the last. A break
    adds its whole length to the travel time from one showing to the next, and is over when the visitor is due.
    """

    at_most: int | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    breaks: tuple[Break, ...] = ()

    def __post_init__(self) -> None:
        if self.at_most is not None and self.at_most < 0:
            raise ValueError(f"at most {self.at_most} showings a day; give 0 or more")


@dataclass(frozen=True, slots=True)
class VisitRequest:
    """Everything a plan is made from.

    `booked` are options that the visitor goes to in any case: every limit gives way to them, and their films count as
    seen. A film counts once, however often it is seen. `travel`: minutes from site to site, 0 where it says nothing.
    `arrival_margin`: minutes to be there early. Raises ValueError for contradictions within the request.
    """

    choices: tuple[FilmChoice, ...]
    options: tuple[ShowingOption, ...]
    booked: frozenset[UUID] = frozenset()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    arrival_margin: int = 0
    limits: Mapping[date, DayLimits] = field(default_factory=dict)

    def __post_init__(self) -> None:
        films = [choice.film for choice in self.choices]
        if twice := sorted({film for film in films if films.count(film) > 1}):
            raise ValueError(f"picked more than once: {', '.join(twice)}; give each film one weight")
        if unknown := self.booked - {option.uid for option in self.options}:
            raise ValueError(f"booked, but not among the offers: {', '.join(sorted(map(str, unknown)))}")
        if self.arrival_margin < 0 or min(self.travel.values(), default=0) < 0:
            raise ValueError("a margin or a travel time below 0 minutes")


@dataclass(frozen=True, slots=True, order=True)
class PlanValue:
    """What a plan is worth, compared in this order: booked showings kept, musts seen, the weight of all."""

    booked: int
    musts: int
    weight: int


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """Showings by start and the chosen films that they show. No plan for the request exceeds `upper_bound`."""

    showings: tuple[ShowingOption, ...]
    films: frozenset[str]
    value: PlanValue
    upper_bound: PlanValue

    @property
    def is_proven(self) -> bool:
        """Whether this is known to be the best plan; always, unless its evaluations were limited."""
        return self.value == self.upper_bound


@dataclass(frozen=True, slots=True)
class InclusionCost:
    """What including a film would cost: musts and weight lost, the films that leave the plan and that come in."""

    showing: ShowingOption
    musts: int
    weight: int
    films_lost: tuple[str, ...]
    films_gained: tuple[str, ...]


# Names of limits, for an InfeasibleSubset and a WaivedLimit.
NOT_BEFORE, NOT_AFTER, AT_MOST, BREAKS, MARGIN, TRAVEL = (
    "not-before", "not-after", "at-most", "breaks", "margin", "travel",
)  # fmt: skip
LIMITS = (NOT_BEFORE, NOT_AFTER, AT_MOST, BREAKS, MARGIN, TRAVEL)


@dataclass(frozen=True, slots=True)
class InfeasibleSubset:
    """Films, bookings and limits that cannot all be had, although any one less could: a minimal set.

    A film by itself, without anything else, has no showing left.
    """

    films: tuple[str, ...]
    booked: tuple[UUID, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OmittedFilm:
    """A chosen film that the plan leaves out. No `cost`: it cannot be had at all.

    `infeasible_subset`: why, for those films and for musts.
    """

    film: str
    cost: InclusionCost | None
    infeasible_subset: InfeasibleSubset | None = None


@dataclass(frozen=True, slots=True)
class WaivedLimit:
    """A limit of a day (AT_MOST, BREAKS, NOT_BEFORE or NOT_AFTER) that bookings alone break."""

    day: date
    limit: str


@dataclass(frozen=True, slots=True)
class ItineraryResult:
    """The whole answer. `clashes`: pairs of booked showings that overlap."""

    plan: VisitPlan
    omitted: tuple[OmittedFilm, ...] = ()
    alternatives: tuple[VisitPlan, ...] = ()
    clashes: tuple[tuple[ShowingOption, ShowingOption], ...] = ()
    waived: tuple[WaivedLimit, ...] = ()
