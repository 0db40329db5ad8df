"""What is to be written: new rows, changed columns and replaced links, in an order the keys allow."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from screenings.importing.columns import ProgrammeRow
from screenings.importing.problems import ImportProblem
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Screening, Section, Venue
from screenings.models.history import create_with_history, update_with_history

ReportProgress = Callable[[str, int, int], None]
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


class Changeset:
    """Gathers writes and the problems the models' own validators find with them; writes all, or is never asked to.

    `source` is the row of the table that a write comes from: a problem names its line.
    """

    def __init__(self) -> None:
        self.problems: list[ImportProblem] = []
        self._added: dict[type[Model], list[Model]] = defaultdict(list)
        self._updated: dict[type[Model], dict[int, tuple[Model, set[str]]]] = defaultdict(dict)
        self._deleted_links: list[Model] = []

    def add(self, row: Model, source: ProgrammeRow) -> None:
        self._check(row, source)
        self._added[type(row)].append(row)

    def add_link(self, link: Model) -> None:
        """One whose own clean() would ask the database for each what was checked for all at once."""
        self._added[type(link)].append(link)

    def update(self, row: Model, names: Iterable[str], source: ProgrammeRow) -> None:
        """Names of fields that were set anew. A row that is itself new needs no touch."""
        if row.pk is None:
            return
        self._check(row, source)
        self._updated[type(row)].setdefault(row.pk, (row, set()))[1].update(names)

    def update_unchecked(self, row: Model, name: str) -> None:
        """A field that follows from another row's, as a start follows its clock, and is as sound as it was."""
        self._updated[type(row)].setdefault(row.pk, (row, set()))[1].add(name)

    def delete_links(self, links: Iterable[Model]) -> None:
        """Links that others replace: credits and parts."""
        self._deleted_links.extend(links)

    def write(self, on_progress: ReportProgress) -> None:
        """To be called in a transaction."""
        links: tuple[type[Model], ...] = (FilmPart, Credit)
        for model in links:
            pks = [row.pk for row in self._deleted_links if isinstance(row, model)]
            for start in range(0, len(pks), _BATCH):
                model._default_manager.filter(pk__in=pks[start : start + _BATCH]).delete()
        total = sum(map(len, (*self._added.values(), *self._updated.values())))
        done = 0
        for model in _ORDER:
            done += self._write(model)
            on_progress("writing", done, total)

    def _write(self, model: type[Model]) -> int:
        added, touched = self._added[model], self._updated[model].values()
        create_with_history(model, added, batch_size=_BATCH)
        names = sorted({name for _row, some in touched for name in some})
        if names:
            update_with_history(model, [row for row, _names in touched], names, batch_size=_BATCH)
        return len(added) + len(touched)

    def _check(self, row: Model, source: ProgrammeRow) -> None:
        """The validators of every form: they hold here, too."""
        try:
            row.clean_fields(exclude=_UNCHECKED)
            row.clean()
        except ValidationError as error:
            for name, messages in _by_field(error).items():
                column = _COLUMNS.get(f"{type(row).__name__}.{name}") or _COLUMNS.get(name, name)
                self.problems.append(source.problem(column, " ".join(messages)))


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    messages_by_field: Any = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {("" if name == "__all__" else name): messages for name, messages in messages_by_field.items()}
