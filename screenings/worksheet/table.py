"""What the table shows: the rows that match, in the order that was asked for, each with its conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from screenings.desk.actions import change_page_address
from screenings.loading.timetable import load_timetable
from screenings.text.cleaning import fold, natural_sort_key
from screenings.timetable.conflicts import Severity
from screenings.wording.rules import rule_name
from screenings.worksheet.columns import WorksheetColumn
from screenings.worksheet.edits import Edit
from screenings.worksheet.worksheets import Worksheet

_Marks = Mapping[Severity, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ColumnView:
    """The head of a column; `wanted` is what its cells are asked to hold."""

    name: str
    label: str
    is_editable: bool
    is_long: bool
    wanted: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellView:
    """`text` is what is saved, `typed` what is not saved yet, else the same."""

    name: str
    label: str
    text: str
    typed: str
    is_editable: bool
    is_long: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """`severity` is that of its worst conflict, empty where it has none."""

    pk: int
    name: str
    address: str
    severity: str
    cells: tuple[CellView, ...]


class Table:
    """A worksheet as it is now. `asked` is the query: `in-<column>` for a part of its text, `sort` for a column."""

    def __init__(self, worksheet: Worksheet, editable: frozenset[str], asked: Mapping[str, str]) -> None:
        self.worksheet, self.editable = worksheet, editable
        self.marks = _marks_by_row(worksheet)
        conflicts = WorksheetColumn("conflicts", gettext_lazy("conflicts"), self._conflicts_text)
        self.all_columns = (*worksheet.columns, conflicts)
        self.wanted = [asked.get(f"in-{column.name}", "") for column in self.all_columns]
        names = [column.name for column in self.all_columns]
        self.sort = asked.get("sort", "") if asked.get("sort", "") in names else ""
        self._rows = self._matching()
        if self.sort:
            by = names.index(self.sort)
            self._rows.sort(key=lambda row: (not row[1][by], natural_sort_key(row[1][by])))

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def columns(self) -> list[ColumnView]:
        return [
            ColumnView(
                column.name,
                column.label,
                column.name in self.editable,
                column.is_long,
                wanted,
                column.suggestions() if column.name in self.editable else (),
            )
            for column, wanted in zip(self.all_columns, self.wanted, strict=True)
        ]

    def rows(self, first: int = 0, last: int | None = None, edits: Sequence[Edit] = ()) -> list[RowView]:
        """Some of them, with the edits in their cells."""
        typed = {(edit.pk, edit.column): edit.now for edit in edits}
        heads = [(each.name, each.label, each.name in self.editable, each.is_long) for each in self.all_columns]
        return [
            RowView(
                row.pk,
                self.worksheet.name_of(row),
                change_page_address(row),
                self._worst(row),
                tuple(
                    CellView(name, label, text, typed.get((row.pk, name), text), is_editable, is_long)
                    for (name, label, is_editable, is_long), text in zip(heads, texts, strict=True)
                ),
            )
            for row, texts in self._rows[first:last]
        ]

    def _matching(self) -> list[tuple[Any, list[str]]]:
        wanted = [(number, fold(part)) for number, part in enumerate(self.wanted) if part.strip()]
        rows = ((row, [column.text(row) for column in self.all_columns]) for row in self.worksheet.rows())
        return [(row, texts) for row, texts in rows if all(part in fold(texts[number]) for number, part in wanted)]

    def _marks_of(self, row: Any) -> _Marks:
        return self.marks.get(getattr(row, "uid", row.pk), {})

    def _worst(self, row: Any) -> str:
        return str(max(self._marks_of(row), key=lambda severity: severity.rank, default=""))

    def _conflicts_text(self, row: Any) -> str:
        worst_first = sorted(self._marks_of(row).items(), key=lambda each: -each[0].rank)
        return "; ".join(f"{each.capitalize()}: {', '.join(dict.fromkeys(names))}" for each, names in worst_first)


def _marks_by_row(worksheet: Worksheet) -> Mapping[int | UUID, _Marks]:
    """The names of the rules that are broken, by severity, of each screening and of each film by its screenings."""
    working = load_timetable(worksheet.festival)
    marks: dict[int | UUID, dict[Severity, list[str]]] = {}
    for conflict in working.conflicts:
        keys: set[int | UUID] = {working.showings[uid].film for uid in conflict.uids if uid in working.showings}
        for key in keys | set(conflict.uids):
            marks.setdefault(key, {}).setdefault(conflict.severity, []).append(rule_name(conflict.code))
    return marks
