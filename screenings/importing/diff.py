"""What an import changes, as values; `lines` says it in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from screenings.importing.problems import shortened
from screenings.wording.lists import joined_with_and

_PLURALS = {
    "festival": "festivals", "film": "films", "hall": "halls", "screening": "screenings", "section": "sections",
    "venue": "venues", "person": "people", "credit": "credits", "link": "links", "quote": "quotes", "image": "images",
    "print": "prints", "guest": "guests", "hold": "holds", "opening time": "opening times", "closure": "closures",
    "travel time": "travel times", "rule": "rules", "weight": "weights", "wish": "wishes", "order": "orders",
    "phrase": "phrases", "acknowledgement": "acknowledgements", "former address": "former addresses",
}  # fmt: skip
KINDS = tuple(_PLURALS)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell, as it was and as it will be. Times are on the clock of the place."""

    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.column} {_shown(self.old)} → {_shown(self.new)}"


@dataclass(frozen=True, slots=True)
class ObjectDiff:
    """An object that is added, changed, or in the festival and not in the file. `fields` are those that change."""

    kind: str
    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()

    def __str__(self) -> str:
        return f'{self.kind} {self.id} "{shortened(self.name)}"'


@dataclass(frozen=True, slots=True)
class ImportDiff:
    """`removed`: no longer in a list that the file brings whole. `not_in_file`: there and not in the file, and kept."""

    added: tuple[ObjectDiff, ...] = ()
    changed: tuple[ObjectDiff, ...] = ()
    removed: tuple[ObjectDiff, ...] = ()
    not_in_file: tuple[ObjectDiff, ...] = ()
    unchanged: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def lines(self) -> Iterator[str]:
        for entry in self.added:
            yield f"+ {entry}"
        for entry in self.changed:
            yield f"~ {entry}: {'; '.join(str(change) for change in entry.fields)}"
        for entry in self.removed:
            yield f"- {entry}"
        for entry in self.not_in_file:
            yield f"= {entry} is not in the file and stays as it is"

    def summary(self) -> str:
        """`added 2 films and 3 screenings; changed 1 hall; 5 films unchanged`"""
        parts = [
            f"{verb} {_counted(_count(entries))}"
            for verb, entries in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if entries
        ]
        if any(self.unchanged.values()):
            parts.append(f"{_counted(self.unchanged)} unchanged")
        if self.not_in_file:
            parts.append(f"{_counted(_count(self.not_in_file))} not in the file, kept")
        return "; ".join(parts)


def _count(entries: tuple[ObjectDiff, ...]) -> dict[str, int]:
    return {kind: sum(entry.kind == kind for entry in entries) for kind in KINDS}


def _counted(counts: Mapping[str, int]) -> str:
    words = [f"{counts[kind]} {kind if counts[kind] == 1 else _PLURALS[kind]}" for kind in KINDS if counts.get(kind)]
    return joined_with_and(words)


def _shown(text: str) -> str:
    return f'"{shortened(text)}"' if text else "nothing"
