"""What was typed into the cells, checked against the rows as they are: what can be saved, and why the rest cannot."""

import json
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from screenings.worksheet.worksheets import ONCE, Worksheet

MAX_EDITS = 20_000
MAX_TEXT = 50_000  # characters of one cell


class BadEdits(ValueError):
    """What was sent is no list of edits; it was not made by the page."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell: what stood in it when the page was opened, and what it is to say."""

    pk: int
    column: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be saved as it was typed. `edit` is None of a row that is no longer there."""

    edit: Edit
    row: str
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class CellChange:
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row as it was and as it would be; the fields that differ, and the cells in words."""

    before: Any
    after: Any
    fields: tuple[str, ...]
    cells: tuple[CellChange, ...]
    name: str

    @property
    def log_text(self) -> str:
        columns = ", ".join(cell.column for cell in self.cells)
        return gettext("Changed in the table: %(columns)s.") % {"columns": columns}


@dataclass(frozen=True, slots=True)
class EditPlan:
    """`edits` are those that still mean something, each against the cell as it is now."""

    changes: tuple[RowChange, ...]
    problems: tuple[CellProblem, ...]
    edits: tuple[Edit, ...]

    @property
    def cells(self) -> int:
        return sum(len(change.cells) for change in self.changes)


def parse_edits(text: str) -> list[Edit]:
    """From JSON, `[[key, column, was, now], …]`; of a cell that comes twice the last. Raises BadEdits."""
    try:
        found = json.loads(text or "[]")
        edits = {(pk, column): Edit(pk, column, was, now) for pk, column, was, now in found}
    except (ValueError, TypeError, RecursionError) as wrong:
        raise BadEdits(str(wrong)) from wrong
    if len(edits) > MAX_EDITS:
        raise BadEdits(f"{len(edits)} cells")
    for edit in edits.values():
        if type(edit.pk) is not int or not all(type(each) is str for each in (edit.column, edit.was, edit.now)):
            raise BadEdits(repr(edit)[:200])
        if not 0 < edit.pk < 2**63 or len(edit.now) > MAX_TEXT:
            raise BadEdits(repr(edit)[:200])
    return list(edits.values())


def edits_json(edits: Iterable[Edit]) -> str:
    return json.dumps([[edit.pk, edit.column, edit.was, edit.now] for edit in edits], ensure_ascii=False)


def plan_edits(worksheet: Worksheet, edits: Sequence[Edit], *, editable: frozenset[str]) -> EditPlan:
    """Of every cell whether it is as its editor saw it, and what it would be. Nothing is written; a query or two, which
    lock the rows: it wants a transaction.

    What somebody else wrote meanwhile is not overwritten: the cell is a problem, and says both. Raises BadEdits for a
    column that is not among the `editable`.
    """
    edits_by_row: dict[int, list[Edit]] = {}
    for edit in edits:
        if edit.column not in editable or edit.column not in worksheet.by_name:
            raise BadEdits(edit.column[:80])
        edits_by_row.setdefault(edit.pk, []).append(edit)
    rows = _rows(worksheet, edits_by_row)
    changes: list[RowChange] = []
    problems: list[CellProblem] = []
    kept: list[Edit] = []
    for pk, of_row in edits_by_row.items():
        row = rows.get(pk)
        if row is None:
            message = gettext("This row was deleted meanwhile. Leave it out.")
            problems += [CellProblem(edit, f"№ {edit.pk}", edit.column, message) for edit in of_row]
            continue
        changed = _RowEdits(worksheet, row, of_row)
        problems += changed.problems
        kept += changed.edits
        if changed.change:
            changes.append(changed.change)
    problems += _given_twice(worksheet, changes, kept)
    return EditPlan(tuple(changes), tuple(problems), tuple(kept))


def _given_twice(worksheet: Worksheet, changes: Iterable[RowChange], edits: Iterable[Edit]) -> Iterator[CellProblem]:
    """What no two rows share, typed into two of them at once."""
    cells = {(edit.pk, edit.column): edit for edit in edits}
    given: dict[tuple[str, str], RowChange] = {}
    for change in changes:
        for name in ONCE & set(change.fields):
            value = getattr(change.after, name)
            first = given.setdefault((name, value), change)
            if value and first is not change:
                message = gettext("“%(row)s” is given the same here. Give each its own.") % {"row": first.name}
                yield CellProblem(cells[change.after.pk, name], change.name, worksheet.column(name).label, message)


def _rows(worksheet: Worksheet, pks: Iterable[int]) -> dict[int, Any]:
    rows = worksheet.rows().filter(pk__in=list(pks)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


class _RowEdits:
    """The cells of one row: which are as they were, which somebody else has changed, what the others come to."""

    def __init__(self, worksheet: Worksheet, row: Any, edits: Iterable[Edit]) -> None:
        self.worksheet, self.row = worksheet, row
        self.problems: list[CellProblem] = []
        self.edits: list[Edit] = []
        texts: dict[str, str] = {}
        for edit in edits:
            column = worksheet.column(edit.column)
            shown = column.text(row)
            if column.same(shown, edit.now):
                continue
            current = Edit(edit.pk, edit.column, shown, edit.now)
            self.edits.append(current)
            if not column.same(shown, edit.was):
                if self._is_saved_by_now(edit):
                    self.edits.pop()
                    continue
                message = gettext("Somebody else wrote “%(theirs)s” here meanwhile, in place of “%(was)s”.")
                self._refuse(current, message % {"theirs": shown, "was": edit.was})
            else:
                texts[edit.column] = edit.now
        self.change = self._change(texts) if texts and not self.problems else None

    def _is_saved_by_now(self, edit: Edit) -> bool:
        """Written otherwise, it means what the cell says: `9 pm`, sent again after its answer was lost."""
        after = copy(self.row)
        column = self.worksheet.column(edit.column)
        return not self.worksheet.apply(after, {edit.column: edit.now}) and column.text(after) == column.text(self.row)

    def _change(self, texts: dict[str, str]) -> RowChange | None:
        after = copy(self.row)
        for name, message in self.worksheet.apply(after, texts).items():
            self._refuse(next(edit for edit in self.edits if edit.column == name), message)
        if self.problems:
            return None
        fields = tuple(
            name for name in self.worksheet.fields_of(texts) if self.worksheet.differs(name, self.row, after)
        )
        shown = ((self.worksheet.column(name), name) for name in self.worksheet.by_name)
        cells = tuple(
            CellChange(column.label, before, now)
            for column, _name in shown
            if (before := column.text(self.row)) != (now := column.text(after))
        )
        return RowChange(self.row, after, fields, cells, self.worksheet.name_of(self.row)) if fields else None

    def _refuse(self, edit: Edit, message: str) -> None:
        label = self.worksheet.column(edit.column).label
        self.problems.append(CellProblem(edit, self.worksheet.name_of(self.row), label, message))
