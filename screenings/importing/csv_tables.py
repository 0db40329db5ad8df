"""A table from a CSV file, with commas, semicolons or tabs between the cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from screenings.importing.columns import ProgrammeRow
from screenings.importing.limits import MAX_CELL_CHARACTERS, MAX_ROWS
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.tables import RawRows, SourceTable, build_table

_SEPARATORS = (",", ";", "\t")
_RARE_SEPARATOR = "|"  # divides the items of a cell, and cells only where nothing else does
_LINES_LOOKED_AT = 20
_CHARACTERS_LOOKED_AT = 100_000
_DECLARED = re.compile(r"\A\s*sep=(.)\s*(?:\r\n?|\n|\Z)", re.IGNORECASE)


def read_csv(file: str, text: str, row_type: type[ProgrammeRow]) -> SourceTable:
    """The table, its rows by the line on which they begin."""
    try:
        return build_table(file, raw_rows(file, text, separator_lines=1), row_type)
    except ProgrammeRefused as refused:
        return SourceTable(file, problems=refused.problems)


def raw_rows(file: str, text: str, *, separator_lines: int = _LINES_LOOKED_AT) -> RawRows:
    """Every row that holds anything, by the line on which it begins.

    The separator is the one that the first lines have most of. Raises ProgrammeRefused where a row cannot be read.
    """
    skipped = 0
    separator = separator_of(text, separator_lines)
    if declared := _DECLARED.match(text):  # Excel's own first line
        text, skipped = text[declared.end() :], 1
    raw: list[tuple[int, Sequence[str]]] = []
    # strict: a quotation that never ends, or goes on after its end, is an error and not a guess.
    reader = csv.reader(_lines(text, separator), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                raw.append((line + skipped, cells))
            line = reader.line_num + 1
            if len(raw) > MAX_ROWS + 1:
                break
    except (csv.Error, _TooWide) as error:
        problem = ImportProblem(file, line + skipped, "", _way_out(str(error), separator))
        raise ProgrammeRefused([problem]) from error
    return raw


class _TooWide(ValueError):
    pass


def _lines(text: str, separator: str) -> Iterator[str]:
    """Line by line with its end. A line of a million empty cells would cost 8 MB before anyone could count them."""
    for line in io.StringIO(text, newline=""):
        if line.count(separator) > MAX_CELL_CHARACTERS:
            raise _TooWide(f"it has more than {MAX_CELL_CHARACTERS:,} cells")
        yield line


def separator_of(text: str, lines: int = _LINES_LOOKED_AT) -> str:
    """The one that the text declares, else of which its first lines have most; a comma where they have none."""
    if declared := _DECLARED.match(text):
        return declared[1]
    beginning = "\n".join(text.lstrip("\r\n")[:_CHARACTERS_LOOKED_AT].splitlines()[:lines])
    best = max(_SEPARATORS, key=beginning.count)
    return best if best in beginning or _RARE_SEPARATOR not in beginning else _RARE_SEPARATOR


def _way_out(error: str, separator: str) -> str:
    if "unexpected end" in error:
        return 'a quotation mark opened in this row is never closed. Close it, or write "" for a mark within the text.'
    if "expected after" in error:
        return (
            f"after a closing quotation mark something other than {separator!r} follows. "
            'Write "" for a quotation mark within a quoted text, and close every one you open.'
        )
    if "field limit" in error:
        return "a cell here is longer than 131,072 characters. Is a quotation mark opened and never closed? Close it."
    return f"the row cannot be read ({error}). Write it as comma-separated values."
