"""What is to be written: new rows, changed columns and replaced links, in an order the keys allow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db.models import Model

from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.pictures import NewPicture
from screenings.importing.problems import ImportProblem, InvalidValue, ProgrammeRefused
from screenings.models import (
    Acknowledgement,
    Closure,
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    FilmPart,
    FormerAddress,
    Guest,
    Hall,
    Hold,
    OpeningHours,
    Person,
    PlacementOrder,
    PlacementWish,
    PressQuote,
    Print,
    RuleSetting,
    Screening,
    Section,
    StatedWish,
    TermWeight,
    TravelTime,
    Venue,
)
from screenings.models.history import create_with_history, update_with_history
from screenings.models.pictures import PictureFile

M = TypeVar("M", bound=Model)
ReportProgress = Callable[[str, int, int], None]
# Each points only at those before it.
_ORDER: tuple[type[Model], ...] = (
    Festival, Section, Venue, Hall, Person, Film, FilmPart, Credit, FilmLink, PressQuote, FilmImage, Print,
    OpeningHours, Closure, TravelTime, Guest, Screening, Hold, RuleSetting, TermWeight, PlacementWish,
    StatedWish, PlacementOrder, Acknowledgement, FormerAddress,
)  # fmt: skip
# Whose list a row belongs to, by the foreign key that says so.
_OWNERS: Mapping[str, type[Model]] = {"programme_id": Film, "film_id": Film, "hall_id": Hall}
# What the file calls the models' fields.
_COLUMNS = {
    "ref": "id", "starts_at": "start", "stated_length": "end", "FilmRow.Section.name": "section",
    "HallRow.Venue.name": "venue", "FilmRow.Person.name": "directors and cast", "FilmRow.Credit.character": "cast",
    "CreditRow.Person.name": "person", "GuestRow.Person.name": "person",
}  # fmt: skip
_KEYS = (
    "festival", "section", "venue", "film", "hall", "print", "person", "programme", "part", "origin", "destination",
    "screening", "first_film", "first_screening", "then_film", "then_screening",
)  # fmt: skip
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
        self.remarks: list[ImportProblem] = []  # what somebody should know, and need not correct
        self._pictures: list[tuple[PictureFile, NewPicture, ProgrammeRow, str]] = []
        self._stored: list[tuple[Storage, str]] = []
        self._afterwards: list[Callable[[], None]] = []
        self._guests: list[tuple[Screening, tuple[Guest, ...]]] = []
        self._deleted: defaultdict[type[Model], list[Model]] = defaultdict(list)

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

    def set_guests(self, screening: Screening, guests: tuple[Guest, ...]) -> None:
        """In place of those it has. The screening is itself to be written, so that its history knows."""
        if guests or screening.pk is not None:
            self._guests.append((screening, guests))

    def delete(self, rows: Iterable[Model]) -> None:
        """Rows of a list that others replace: credits, parts, opening hours. One that is itself new is not written."""
        for row in rows:
            if row.pk is not None:
                self._deleted[type(row)].append(row)
            else:
                self._added[type(row)].remove(row)

    def added(self, model: type[M]) -> Sequence[M]:
        return [row for row in self._added[model] if isinstance(row, model)]

    def deleted_keys(self, model: type[Model]) -> frozenset[int]:
        return frozenset(row.pk for row in self._deleted[model])

    def rows_written_over(self) -> dict[type[Model], set[int]]:
        """The keys of existing rows that `write` changes, or takes a link from: of each kind, those it points at first.

        The festival itself is not among them.
        """
        found = {model: set(self._updated[model]) for model in _ORDER if model is not Festival}
        for rows in self._deleted.values():
            for row, (name, owner) in product(rows, _OWNERS.items()):
                if key := getattr(row, name, None):
                    found[owner].add(key)
        return found

    def add_picture(self, file: PictureFile, picture: NewPicture, source: ProgrammeRow, column: str) -> None:
        """Of a row that is itself written."""
        self._pictures.append((file, picture, source, column))

    def afterwards(self, write: Callable[[], None]) -> None:
        """What can be written when all else is."""
        self._afterwards.append(write)

    def write(self, on_progress: ReportProgress, *, is_tried: bool = False) -> None:
        """To be called in a transaction. A try that is taken back is made without pictures, which would stay, and
        without a history, which nobody would read.

        Raises ProgrammeRefused where a picture turns out to be none.
        """
        try:
            if not is_tried:
                self._store_pictures()
            self._write_all(on_progress, is_recorded=not is_tried)
        except BaseException:
            for storage, name in self._stored:
                storage.delete(name)
            raise

    def _store_pictures(self) -> None:
        problems = []
        for file, picture, source, column in self._pictures:
            try:
                self._stored += picture.store(file)
            except InvalidValue as error:
                problems.append(source.problem(column, str(error)))
        if problems:
            raise ProgrammeRefused(problems)

    def _write_all(self, on_progress: ReportProgress, *, is_recorded: bool) -> None:
        for model, rows in self._deleted.items():
            pks = [row.pk for row in rows]
            for start in range(0, len(pks), _BATCH):
                model._default_manager.filter(pk__in=pks[start : start + _BATCH]).delete()
        total = sum(map(len, (*self._added.values(), *self._updated.values())))
        done = 0
        for model in _ORDER:
            done += self._write(model, is_recorded=is_recorded)
            on_progress("writing", done, total)
        for write in self._afterwards:
            write()

    def _write(self, model: type[Model], *, is_recorded: bool) -> int:
        added, updated = self._added[model], self._updated[model].values()
        touched = [row for row, _names in updated]
        names = sorted({name for _row, some in updated for name in some})
        links = self._write_guests if model is Screening else None
        create_with_history(model, added, batch_size=_BATCH, links=links, is_recorded=is_recorded)
        update_with_history(model, touched, names, batch_size=_BATCH, is_recorded=is_recorded)
        return len(added) + len(touched)

    def _write_guests(self) -> None:
        """Once every screening is there, and before the history looks at it."""
        through: Any = Screening.guests.through
        keys = [screening.pk for screening, _guests in self._guests]
        for start in range(0, len(keys), _BATCH):
            through.objects.filter(screening__in=keys[start : start + _BATCH]).delete()
        links = [through(screening=screening, guest=guest) for screening, guests in self._guests for guest in guests]
        through.objects.bulk_create(links, batch_size=_BATCH)

    def _check(self, row: Model, source: ProgrammeRow) -> None:
        """The validators of every form: they hold here, too."""
        try:
            row.clean_fields(exclude=_UNCHECKED)
            row.clean()
        except ValidationError as error:
            own = {each.attribute: each.name for each in columns_of(type(source)).values() if not each.owner}
            for name, messages in _by_field(error).items():
                in_table = f"{type(source).__name__}.{type(row).__name__}.{name}"
                column = _COLUMNS.get(in_table) or own.get(name) or _COLUMNS.get(name, name)
                self.problems.append(source.problem(column, " ".join(messages)))


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    messages_by_field: Any = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {("" if name == "__all__" else name): messages for name, messages in messages_by_field.items()}
