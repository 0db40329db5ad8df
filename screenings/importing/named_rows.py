"""The festival's rows by the names that other tables' cells call them: ids of films and halls, names of venues."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db.models import Model

from screenings.importing.problems import did_you_mean, quoted
from screenings.importing.references import ids_by_title, missing_id
from screenings.models import Screening
from screenings.text.cleaning import name_key

# A venue and a section are called by their names, whatever the capitals.
_BY_NAME = frozenset({"venue", "section"})


class NamedRows:
    """Those that are there and, as they are planned, the new ones."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, dict[str, tuple[str, Model]]] = defaultdict(dict)
        self._called: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._names: dict[tuple[str, object], str] = {}

    def add(self, kind: str, name: str, row: Model) -> None:
        self._rows[kind][_folded(kind, name)] = (name, row)
        if row.pk is not None:
            self._names[kind, row.pk] = name
        if isinstance(row, Screening):
            # What outlives its row goes by its uid.
            self._names[kind, row.uid] = name

    def rows(self, kind: str) -> Iterator[Model]:
        return (row for _name, row in self._rows[kind].values())

    def call(self, kind: str, titles: Mapping[str, str]) -> None:
        """By what people call them: a film by its title, a hall by its full name, where only one has it."""
        self._called[kind] = ids_by_title(titles)

    def find(self, kind: str, text: str) -> tuple[str, Model] | None:
        """Its name as the festival writes it, and the row."""
        rows = self._rows[kind]
        return rows.get(_folded(kind, text)) or rows.get(self._called[kind].get(name_key(text), ""))

    def name_of(self, kind: str, key: object) -> str:
        """By its key; a screening's by its uid as well. Empty for None."""
        return "" if key is None else self._names[kind, key]

    def missing(self, kind: str, text: str) -> str:
        """Why a name that nobody bears is a problem, and what may have been meant."""
        names = [name for name, _row in self._rows[kind].values()]
        if kind not in _BY_NAME:
            return missing_id(kind, f"{kind}s.csv", text, names)
        hint = did_you_mean(text, names) or f" Add it to {kind}s.csv, or write the name of one that is there."
        return f"there is no {kind} called {quoted(text)}.{hint}"


def _folded(kind: str, text: str) -> str:
    return name_key(text) if kind in _BY_NAME else text
