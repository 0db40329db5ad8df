"""What a publication would change, as the review page shows it: grouped by kind, old and new side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.publishing import Preview
from screenings.text.languages import language_name
from screenings.timetable.changes import ADDED, KINDS, Change
from screenings.timetable.values import PublicScreening
from screenings.wording import FIELD_NAMES, changed_names, moment_in_zone, moment_text, place_text

HEADINGS = {
    "added": "Added",
    "moved": "Moved",
    "cancelled": "Cancelled",
    "restored": "Taking place after all",
    "retitled": "Retitled",
    "changed": "Changed otherwise",
}
NOTHING = "—"
HOURS = ("starts_at", "ends_at")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One screening's difference; `pk` is None where it is no longer in the working timetable."""

    title: str
    place: str
    lines: tuple[Line, ...]
    pk: int | None


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    heading: str
    differences: tuple[Difference, ...]


def grouped(changes: Iterable[Change], pks: dict[UUID, int]) -> list[Group]:
    """By what a change is first of all, in the order of KINDS."""
    found: dict[str, list[Difference]] = {kind: [] for kind in KINDS}
    for change in changes:
        difference = Difference(change.after.title, place_text(change.after), _lines(change), pks.get(change.uid))
        found[change.kind].append(difference)
    return [Group(kind, HEADINGS[kind], tuple(each)) for kind, each in found.items() if each]


def fingerprint(seen: Preview) -> str:
    """Names exactly this difference: what was reviewed is what is published, or it is shown again."""
    number = seen.current.number if seen.current else 0
    quiet = [seen.after[uid] for uid in seen.fresh]  # written anew, though not all of it is news
    return sha256(repr((number, seen.changes, quiet, sorted(seen.heading.items()))).encode()).hexdigest()


def _lines(change: Change) -> tuple[Line, ...]:
    if change.before is None:
        return () if change.kind == ADDED else (Line(FIELD_NAMES["status"], NOTHING, change.after.status),)
    lines: dict[str, Line] = {}
    told = set(changed_names(change))
    names, moment = change.fields, moment_text
    if "timezone" in names:
        # On another clock the hours are news, whether or not the moment is another; each with its clock.
        names, moment = tuple(dict.fromkeys((*HOURS, *names))), moment_in_zone
        told |= {FIELD_NAMES[name] for name in HOURS}
    for name in names:
        if (label := FIELD_NAMES[name]) in told:
            old, new = (_text(each, name, moment) for each in (change.before, change.after))
            lines.setdefault(label, Line(label, old, new))
    return tuple(lines.values())


def _text(screening: PublicScreening, name: str, moment: Callable[[datetime, ZoneInfo], str]) -> str:
    """A field of a screening as people read it."""
    value: Any = getattr(screening, name)
    if isinstance(value, datetime):
        return moment(value, screening.zone)
    if name in ("languages", "subtitles"):
        value = tuple(language_name(code) for code in value)
    if name == "sold_out":
        return "sold out" if value else "available"
    if isinstance(value, tuple):
        value = ", ".join(value)
    return str(value) if value not in (None, "") else NOTHING
