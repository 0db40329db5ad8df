"""What the board's pages show: cards with their words, halls, days and the tray."""

from dataclasses import dataclass
from datetime import date

from screenings.timetable.context import RuleHall


@dataclass(frozen=True, slots=True)
class ConflictBadge:
    """A conflict on a card."""

    severity: str
    sign: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ScenarioDiff:
    """On a scenario's board: that a card is not where the working timetable has it, and where that is."""

    sign: str
    now: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card on the board or in the tray. `seen` names the place it is moved from; one that is `brief` shows little."""

    pk: int
    title: str
    section: str
    times: str
    spoken: str
    length: str
    marks: tuple[str, ...]
    classes: str
    conflicts: tuple[ConflictBadge, ...]
    more: int
    seen: str
    movable: bool
    pinned: bool
    folded: str
    diff: ScenarioDiff | None
    line: int = 0
    lines: int = 0
    tail: int = 0
    tail_classes: str = ""
    brief: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginalPosition:
    """On a scenario's board: where the working timetable has a card that the scenario has elsewhere."""

    title: str
    classes: str


@dataclass(frozen=True, slots=True)
class HallColumn:
    """A hall's column. `clock` is what `grid.clock_segments` has of it, in JSON."""

    hall: RuleHall
    zone: str
    clock: str
    facts: str
    classes: str
    cards: tuple[CardView, ...]
    closed_ranges: tuple[str, ...]
    turns_page: bool
    traces: tuple[OriginalPosition, ...]


@dataclass(frozen=True, slots=True)
class DayTab:
    """A day, how many take place on it, and how many unacknowledged errors they have."""

    day: date
    text: str
    count: int
    errors: int


@dataclass(frozen=True, slots=True)
class HourMark:
    text: str
    classes: str


@dataclass(frozen=True, slots=True)
class DayLayout:
    """`classes` say how many lines the board has, and how many halls a printed page."""

    day: date
    first: int
    last: int
    classes: str
    hours: tuple[HourMark, ...]
    columns: tuple[HallColumn, ...]
    tray: tuple[CardView, ...]
    tabs: tuple[DayTab, ...]
