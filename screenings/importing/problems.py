"""What is wrong with a programme that was handed in, where, and how to write it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from heapq import nlargest

_MOST_COMPARED = 5_000  # names; each costs a few µs in each of hundreds of messages
_LOOKED_AT = 20  # of them closely


@dataclass(frozen=True, slots=True)
class NightTime:
    """A wall time that the clock of the zone never shows, or shows twice, on the night it is changed.

    `span` are the wall times of the start and the end beside which it stands, None where there is none.
    """

    wall: datetime
    zone: str
    is_skipped: bool
    span: tuple[datetime | None, datetime | None] = (None, None)

    @property
    def key(self) -> tuple[object, ...]:
        """By which two are of one night."""
        return self.wall.date(), self.zone, self.is_skipped


@dataclass(frozen=True, slots=True, order=True)
class ImportProblem:
    """`line` counts from 1 as editors and spreadsheets do; 0 where the whole file is meant."""

    file: str
    line: int
    column: str
    message: str
    night: NightTime | None = field(default=None, compare=False)

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(f"line {self.line}")
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.message}"


class ProgrammeRefused(ValueError):
    """Nothing was written. `problems` holds all that was found, in the order of files and lines."""

    def __init__(self, problems: Iterable[ImportProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidValue(ValueError):
    """A cell that cannot mean what its column asks for; the message says how to write it."""

    def __init__(self, message: str, night: NightTime | None = None) -> None:
        super().__init__(message)
        self.night = night


def shortened(text: str, length: int = 60) -> str:
    """A cell as a message quotes it: on one line, its middle left out where it is long."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length and len(text) <= 4 * length else f"{line[:length].rstrip()}…"


def did_you_mean(wrong: str, candidates: Iterable[str]) -> str:
    """` Did you mean "a" or "b"?`, or nothing where nothing comes near."""
    by_fold = {name.casefold(): name for name in candidates}
    if len(by_fold) > _MOST_COMPARED:
        return ""
    word = wrong[:200].casefold()
    letters = frozenset(word)
    likely = nlargest(_LOOKED_AT, by_fold, key=lambda name: _alike(letters, frozenset(name)))
    near = get_close_matches(word, likely, n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(quoted(by_fold[name]) for name in near)}?" if near else ""


def _alike(letters: frozenset[str], other_letters: frozenset[str]) -> float:
    """How many of their letters two words share: 1 for all."""
    return len(letters & other_letters) / max(len(letters), len(other_letters), 1)


def quoted(text: str) -> str:
    return f'"{shortened(text)}"'
