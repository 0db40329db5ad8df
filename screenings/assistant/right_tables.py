"""The right rows of a programme in our own format are brought in, the others given back in the tables they came in."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.given_back import ARCHIVE, WORKBOOK, Cell, GivenBack, GivenBackSheet
from screenings.importing.exported_versions import GUIDE
from screenings.importing.importer import ImportResult, import_source
from screenings.importing.limits import MAX_PROBLEMS
from screenings.importing.mend_column import is_mend_heading, mend_heading
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.rows import TABLES
from screenings.importing.sheets import Sheet
from screenings.importing.sources import ProgrammeSource, raw_tables, read_source
from screenings.importing.version_merge import LISTS, owner_of
from screenings.text.cleaning import name_key
from screenings.text.spreadsheet import plain_cell, split_items

_MOST_PASSES = 20
# Rows that are read together: what a list has is all there is, and a venue is renamed by all its halls.
_TOGETHER_BY = {**{name: owner_of(name) for name in LISTS}, "halls": "venue"}
_NEVER = frozenset(("images",))  # their pictures would have to come along

Rows = dict[tuple[str, int], list[str]]


class _Raw:
    """A table as it stands in the file: the line of its header, and those below it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.texts = dict(sheet.rows)
        self.header = sheet.rows[0][0] if sheet.rows else 0
        self.lines = {line: None for line in self.texts if line != self.header}
        self._width = max(map(len, self.texts.values()), default=0)
        self._headings = [text.strip().casefold() for text in self.texts.get(self.header, ())]

    def said(self, line: int) -> dict[str, str]:
        """The texts of a row by the headings of their columns."""
        return dict(zip(self._headings, map(plain_cell, self.texts[line]), strict=False))

    def cells(self, line: int) -> tuple[Cell, ...]:
        """As wide as the widest row, without what an earlier file said is to be mended."""
        texts = self.texts[line]
        left_out = {index for index, heading in enumerate(self._headings) if is_mend_heading(heading)}
        return tuple(
            Cell(texts[index] if index < len(texts) else "", self.sheet.typed.get((line, index)))
            for index in range(self._width)
            if index not in left_out
        )


def import_right_rows(
    path: Path, *, festival: str, dry_run: bool, encoding: str | None = None, **options: Any
) -> BroughtIn:
    """All that comes in without the rows in which something is wrong, in one transaction; `options` are the importer's.

    What needs a row that waits, waits too: the screening of a film. Raises ProgrammeRefused where it cannot be told
    which rows are wrong, where none is right, and where the file is numbered anew.
    """
    source = read_source(path, encoding=encoding)
    sheets = {name: _Raw(sheet) for name, sheet in raw_tables(path, encoding=encoding).items()}

    def bring(tables: ProgrammeSource, *, dry_run: bool) -> ImportResult:
        return import_source(tables, path.name, festival_slug=festival, dry_run=dry_run, **options)

    waiting, problems, first, result = _settled(source, sheets, partial(bring, dry_run=True))
    right = _without(source, waiting)
    if first and (result.renumbering or not any(table.rows for table in right.tables.values())):
        raise first
    if not dry_run:
        result = bring(right, dry_run=False)
    back = _given_back(path, source, sheets, waiting) if waiting else None
    return BroughtIn([], problems=problems, result=result, given_back=back)


def _settled(
    source: ProgrammeSource, sheets: Mapping[str, _Raw], preview: Callable[[ProgrammeSource], ImportResult]
) -> tuple[Rows, tuple[ImportProblem, ...], ProgrammeRefused | None, ImportResult]:
    """Which rows wait, all that is wrong, the refusal of the whole file, if it was refused, and what the others do."""
    waiting: Rows = defaultdict(list)
    problems: list[ImportProblem] = []
    first: ProgrammeRefused | None = None
    for _pass in range(_MOST_PASSES):
        try:
            result = preview(_without(source, waiting))
        except ProgrammeRefused as refused:
            first = first or refused
            rows = _rows_of(refused.problems, source, sheets, waiting)
            if not rows or rows.keys() <= waiting.keys():
                raise first from None
            for key, messages in rows.items():
                waiting[key] += messages
            problems += refused.problems
        else:
            return waiting, tuple(problems), first, result
    assert first is not None
    raise first


def _rows_of(
    problems: Iterable[ImportProblem], source: ProgrammeSource, sheets: Mapping[str, _Raw], waiting: Rows
) -> Rows:
    """What is wrong in each row, by table and line, with the rows that wait with it; none where it is in no row."""
    tables = {table.file: name for name, table in source.tables.items()}
    missing = {sheets[table].said(line).get("id", "") for table, line in waiting} - {""}
    rows: Rows = defaultdict(list)
    for problem in problems:
        table = tables.get(problem.file, "")
        if table not in sheets or table in _NEVER or problem.line not in sheets[table].lines:
            return {}
        named = split_items(sheets[table].said(problem.line).get(problem.column, ""))
        if missing.isdisjoint(named):
            text = f"{problem.column}: {problem.message}" if problem.column else problem.message
        else:
            text = _("This row waits for %(ids)s.") % {"ids": ", ".join(missing & {*named})}
        rows[table, problem.line].append(text)
    counts = Counter(table for table, _line in rows)
    if any(count >= MAX_PROBLEMS for count in counts.values()):  # there were more, which nobody has listed
        return {}
    for table, line in list(rows):
        for other in _together(source, table, line, sheets):
            rows.setdefault((table, other), [])
    return rows


def _together(source: ProgrammeSource, table: str, line: int, sheets: Mapping[str, _Raw]) -> list[int]:
    if table not in _TOGETHER_BY:
        return []
    owner = _TOGETHER_BY[table]
    owners = {number: name_key(cells.get(owner, "")) for number, cells in source.tables[table].rows}
    if not owner or line not in owners:
        return list(sheets[table].lines)
    return [number for number, own in owners.items() if own == owners[line]]


def _without(source: ProgrammeSource, waiting: Rows) -> ProgrammeSource:
    tables = {
        name: replace(
            table,
            rows=tuple(row for row in table.rows if (name, row[0]) not in waiting),
            problems=tuple(problem for problem in table.problems if (name, problem.line) not in waiting),
        )
        for name, table in source.tables.items()
    }
    return replace(source, tables=tables)


def _given_back(path: Path, source: ProgrammeSource, sheets: Mapping[str, _Raw], waiting: Rows) -> GivenBack:
    made = [
        _sheet(sheets[table], {line: said for (name, line), said in waiting.items() if name == table})
        for table in TABLES
        if any(name == table for name, _line in waiting)
    ]
    if GUIDE in sheets:
        guide = sheets[GUIDE]
        made.insert(0, GivenBackSheet(guide.sheet.name, tuple(guide.cells(line) for line in guide.texts), ()))
    right = sum(len(sheet.lines) for name, sheet in sheets.items() if name in TABLES) - len(waiting)
    ending = own_ending(path)
    return GivenBack(tuple(made), len(waiting), right, ending, version=source.version)


def own_ending(path: Path) -> str:
    """Of the file in which rows of our own file come back: a folder's are packed, an .ods comes back as .xlsx."""
    ending = path.suffix.lower()
    return ARCHIVE if path.is_dir() else WORKBOOK if ending == ".ods" else ending


def _sheet(raw: _Raw, waiting: Mapping[int, list[str]]) -> GivenBackSheet:
    rows = []
    for line in raw.lines:
        if line in waiting:
            said = " ".join(dict.fromkeys(waiting[line])) or _("Nothing in this row. It comes in with others.")
            rows.append((*raw.cells(line), Cell(said)))
    return GivenBackSheet(raw.sheet.name, ((*raw.cells(raw.header), Cell(mend_heading())),), tuple(rows))
