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
    """A card on the board or in the tray. `seen` names the place it is moved from, `fixed` what keeps it there, `hold`
    says since when, by whom and why it is on hold; one that is `brief` shows little. `film_words` are its film's key,
    its section's slug and its audience, with a space between them."""

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
    fixed: str
    pinned: bool
    folded: str
    film_words: str
    diff: ScenarioDiff | None
    hold: str = ""
    line: int = 0
    lines: int = 0
    tail: int = 0
    tail_classes: str = ""
    brief: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaitingFilm:
    """In the tray: a film of which there is no showing yet, `lines` of the day long. It is searched in `folded`; by
    `film_words` a script finds its other showings.
    """

    pk: int
    title: str
    length: str
    lines: int
    folded: str
    film_words: str


@dataclass(frozen=True, slots=True)
class OriginalPosition:
    """On a scenario's board: where the working timetable has a card that the scenario has elsewhere."""

    title: str
    classes: str


@dataclass(frozen=True, slots=True)
class HallColumn:
    """A hall's column. `short_name`, which follows `prefix` in its name, tells it from the others of its venue. `clock`
    is what `grid.clock_segments` has of it, in JSON."""

    hall: RuleHall
    prefix: str
    short_name: str
    zone: str
    clock: str
    facts: str
    classes: str
    cards: tuple[CardView, ...]
    closed_ranges: tuple[str, ...]
    turns_page: bool
    traces: tuple[OriginalPosition, ...]


@dataclass(frozen=True, slots=True)
class VenueColumns:
    """A venue over its halls."""

    pk: int
    name: str
    columns: tuple[HallColumn, ...]


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
    venues: tuple[VenueColumns, ...]
    tray: tuple[CardView, ...]
    films: tuple[WaitingFilm, ...]
    tabs: tuple[DayTab, ...]
