"""What is to be written: new rows, changed columns and replaced links, in an order the keys allow."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from screenings.importing.problems import Problem
from screenings.importing.records import Place
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Screening, Section, Venue
from screenings.models.history import create_all, update_all

Report = Callable[[str, int, int], None]
# Each points only at those before it.
_ORDER: tuple[type[Model], ...] = (Festival, Section, Venue, Hall, Person, Film, FilmPart, Credit, Screening)
# What the file calls the models' fields.
_COLUMNS = {
    "ref": "id", "starts_at": "start", "stated_length": "end", "Section.name": "section", "Venue.name": "venue",
    "Hall.name": "hall", "Person.name": "directors and cast", "Credit.character": "cast",
}  # fmt: skip
_KEYS = ("festival", "section", "venue", "film", "hall", "print", "person", "programme", "part")
# Filled from what was checked already, or derived.
_UNCHECKED = {*_KEYS, "countries", "sort_title", "search_text", "sort_key", "name_key"}
_BATCH = 500


class Ledger:
    """Gathers writes and the problems the models' own validators find with them; writes all, or is never asked to."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._added: dict[type[Model], list[Model]] = defaultdict(list)
        self._touched: dict[type[Model], dict[int, tuple[Model, set[str]]]] = defaultdict(dict)
        self._dropped: list[Model] = []

    def add(self, row: Model, place: Place) -> None:
        self._check(row, place)
        self._added[type(row)].append(row)

    def add_link(self, link: Model) -> None:
        """One whose own clean() would ask the database for each what was checked for all at once."""
        self._added[type(link)].append(link)

    def touch(self, row: Model, names: Iterable[str], place: Place) -> None:
        """Names of fields that were set anew. A row that is itself new needs no touch."""
        if row.pk is None:
            return
        self._check(row, place)
        self._touched[type(row)].setdefault(row.pk, (row, set()))[1].update(names)

    def carry(self, row: Model, name: str) -> None:
        """A field that follows from another row's, as a start follows its clock, and is as sound as it was."""
        self._touched[type(row)].setdefault(row.pk, (row, set()))[1].add(name)

    def drop(self, links: Iterable[Model]) -> None:
        """Links that others replace: credits and parts."""
        self._dropped.extend(links)

    def write(self, report: Report) -> None:
        """To be called in a transaction."""
        links: tuple[type[Model], ...] = (FilmPart, Credit)
        for model in links:
            pks = [row.pk for row in self._dropped if isinstance(row, model)]
            for start in range(0, len(pks), _BATCH):
                model._default_manager.filter(pk__in=pks[start : start + _BATCH]).delete()
        total = sum(map(len, (*self._added.values(), *self._touched.values())))
        done = 0
        for model in _ORDER:
            done += self._write(model)
            report("writing", done, total)

    def _write(self, model: type[Model]) -> int:
        added, touched = self._added[model], self._touched[model].values()
        create_all(model, added, batch_size=_BATCH)
        names = sorted({name for _row, some in touched for name in some})
        if names:
            update_all(model, [row for row, _names in touched], names, batch_size=_BATCH)
        return len(added) + len(touched)

    def _check(self, row: Model, place: Place) -> None:
        """The validators of every form: they hold here, too."""
        try:
            row.clean_fields(exclude=_UNCHECKED)
            row.clean()
        except ValidationError as error:
            for name, messages in _by_field(error).items():
                column = _COLUMNS.get(f"{type(row).__name__}.{name}") or _COLUMNS.get(name, name)
                self.problems.append(Problem(place.file, place.line, column, " ".join(messages)))


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    found: Any = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {("" if name == "__all__" else name): messages for name, messages in found.items()}
