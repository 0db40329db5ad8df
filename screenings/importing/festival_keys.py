"""The festival's own facts: keys and values of festival.toml, or of a workbook's sheet."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from screenings.importing.columns import columns_of
from screenings.importing.exported_versions import VERSION_KEY
from screenings.importing.problems import ImportProblem, did_you_mean
from screenings.importing.rows import FESTIVAL_KEYS as KEYS
from screenings.importing.rows import FestivalRow
from screenings.text.cleaning import is_storable
from screenings.text.spreadsheet import plain_cell

# Python's reader needs quadratic time for the parts of a dotted key.
_DOTS = 50
_KEY_LINE = re.compile(r"^[ \t]*[\"']?([\w-]+)[\"']?[ \t]*=", re.MULTILINE)

_NUMBERS = frozenset(key for key, column in columns_of(FestivalRow).items() if column.is_integer)
_NO_TEXTS = {dict: "a table", int: "a number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class FestivalKeys:
    """Values as text, as a cell would hold them, and the line of each; `version` is the mark of an export."""

    file: str
    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[ImportProblem, ...] = ()
    version: str = ""


def keys_of_toml(file: str, data: bytes) -> FestivalKeys:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return FestivalKeys(file, problems=(ImportProblem(file, line, "", "TOML is always UTF-8. Save it so."),))
    for line, content in enumerate(text.split("\n"), start=1):
        if content.count(".") > _DOTS:
            message = 'there are too many dots. Write lines such as: name = "Our Festival"'
            return FestivalKeys(file, problems=(ImportProblem(file, line, "", message),))
    try:
        parsed = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # the second from arrays within arrays within arrays
        message = f'this is no TOML ({error}). Write lines such as: name = "Our Festival"'
        return FestivalKeys(file, problems=(ImportProblem(file, 0, "", message),))
    lines = {key_match[1]: text.count("\n", 0, key_match.start(1)) + 1 for key_match in _KEY_LINE.finditer(text)}
    problems, values = [], {}
    for key, value in parsed.items():
        shown = _toml_text(key, value)
        if shown is None:
            kind = _NO_TEXTS.get(type(value), "a list")
            message = f"the value is {kind}, and no text, day or time. Write one in quotation marks."
            problems.append(ImportProblem(file, lines.get(key, 0), key[:60], message))
        else:
            values[key] = shown
    return _checked(file, values, lines, problems)


def keys_of_rows(file: str, rows: Sequence[tuple[int, Sequence[str]]]) -> FestivalKeys:
    """Two columns, key and value; or the keys side by side and the values below them."""
    if not rows:
        return FestivalKeys(file)
    head = ["_".join(cell.casefold().split()) for cell in rows[0][1]]
    if len(head) > 2 and set(filter(None, head)) <= set(KEYS):
        if len(rows) != 2:
            message = "write the keys in the first row and their values in the second, for one festival."
            return FestivalKeys(file, problems=(ImportProblem(file, rows[0][0], "", message),))
        line, cells = rows[1]
        pairs = [(line, key, cell) for key, cell in zip(head, cells, strict=False) if key]
    else:
        two = [(line, [*cells, "", ""]) for line, cells in rows]
        pairs = [(line, "_".join(cells[0].casefold().split()), cells[1]) for line, cells in two]
        pairs = [pair for pair in pairs if pair[1:] != ("key", "value")]
    problems, values = [], {}
    for line, key, cell in pairs:
        if key in values:
            problems.append(ImportProblem(file, line, key[:60], "this key is there twice. Keep one."))
        elif cell.strip():
            values[key] = plain_cell(cell)
    return _checked(file, values, {key: line for line, key, _cell in pairs}, problems)


def _checked(
    file: str, values: dict[str, str], lines: Mapping[str, int], problems: list[ImportProblem]
) -> FestivalKeys:
    version = values.pop(VERSION_KEY, "")
    for key, value in values.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS) or f" The keys are: {', '.join(KEYS)}."
            message = f"the format does not know this key.{hint} Rename it or take it out."
            problems.append(ImportProblem(file, lines.get(key, 0), key[:60], message))
        elif not is_storable(value):
            message = "the text holds a character that cannot be stored (NUL or half of a pair). Type it anew."
            problems.append(ImportProblem(file, lines.get(key, 0), key, message))
    return FestivalKeys(file, values, lines, tuple(problems), version)


def _toml_text(key: str, value: object) -> str | None:
    match value:
        case str():
            return value
        case bool():
            return None
        case int() if key in _NUMBERS:
            return str(value)
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return None
