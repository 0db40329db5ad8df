"""Conflicts by where and when they are: a long list is read hall by hall and day by day."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext

from screenings.text.cleaning import natural_sort_key
from screenings.timetable.conflicts import Conflict
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.moments import day_text

FEW = 5  # conflicts that are read at a glance, without headings
Item = TypeVar("Item")


class ConflictPlace(NamedTuple):
    """The hall and the festival day of a conflict's first screening."""

    hall: str
    day: date

    def __str__(self) -> str:
        return gettext("%(hall)s, %(day)s") % {"hall": self.hall, "day": day_text(self.day)}

    @property
    def order_key(self) -> tuple[object, ...]:
        """Hall by hall as people count them, Screen 2 before Screen 10; in each from the first day on."""
        return natural_sort_key(self.hall), self.hall, self.day


def place_of(conflict: Conflict) -> ConflictPlace:
    prefix = "first_" if "first_hall" in conflict.names else ""
    hall, day = (conflict.names[f"{prefix}{name}"].split("\n")[0] for name in ("hall", "day"))
    return ConflictPlace(hall, date.fromisoformat(day))


def grouped_by_place(
    items: Iterable[Item], conflict_of: Callable[[Item], Conflict]
) -> list[tuple[ConflictPlace | None, list[Item]]]:
    """Where they are more than a few, a group for each place; else one without a place, in the order they had."""
    every = list(items)
    if len(every) <= FEW:
        return [(None, every)] if every else []
    groups: dict[ConflictPlace, list[Item]] = {}
    for item in every:
        groups.setdefault(place_of(conflict_of(item)), []).append(item)
    return [(place, groups[place]) for place in sorted(groups, key=lambda place: place.order_key)]


def conflict_lines(conflicts: Iterable[Conflict], said: Callable[[Conflict], str] = conflict_sentence) -> Iterator[str]:
    """For the command line: a line for each, below the heading of its place with how many are there.

    Those that read alike, as of a screening that was entered four times, are one line with their number.
    """
    for place, group in grouped_by_place(conflicts, lambda conflict: conflict):
        if place is not None:
            yield f"{place} ({len(group)}):"
        for line, number in Counter(map(said, group)).items():
            yield f"- {line}" if number == 1 else f"- {line} ({number} times)"
