"""Text as a cell of a table: never a formula to a spreadsheet, several items in a cell, itself again when read."""

import re
from collections.abc import Iterable

SEPARATOR = "|"

# What spreadsheets take for the beginning of a formula, full-width forms included (OWASP's list and ASVS 1.2.10).
_FORMULA_MARKS = "=+\\-@\t\r\n\x00＝＋－＠"
_TO_PREFIX = re.compile(f"'*[{_FORMULA_MARKS}]")
_PREFIXED = re.compile(f"'+[{_FORMULA_MARKS}]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def safe_cell(text: str) -> str:
    """One apostrophe before a text that a spreadsheet would compute. `plain_cell` takes exactly that one away."""
    return f"'{text}" if _TO_PREFIX.match(text) else text


def plain_cell(cell: str) -> str:
    """The text that `safe_cell` was given. A text such as `'Round Midnight` keeps its own apostrophe."""
    return cell[1:] if _PREFIXED.match(cell) else cell


def join_items(items: Iterable[str]) -> str:
    r"""Items in one cell: `|` between them; within an item it is written `\|`, and `\` is written `\\`."""
    return SEPARATOR.join(_escaped(item, SEPARATOR) for item in items)


def split_items(cell: str) -> tuple[str, ...]:
    """The items of a cell without spaces around them or empty ones."""
    return tuple(_plain(item) for item in _split(cell))


def join_cast(cast: Iterable[tuple[str, str]]) -> str:
    r"""`Name (Character)|Name`; a parenthesis that would mislead is written `\(` or `\)`."""
    return SEPARATOR.join(_cast_entry(name, character) for name, character in cast)


def split_cast(cell: str) -> tuple[tuple[str, str], ...]:
    """Name and character of each entry; the character is empty where none is given."""
    return tuple(_name_and_character(item) for item in _split(cell))


def _escaped(text: str, marks: str) -> str:
    return "".join(f"\\{character}" if character in f"\\{marks}" else character for character in text)


def _plain(text: str, marks: str = SEPARATOR) -> str:
    r"""Only a backslash before a mark or a backslash is an escape: `AC\DC` means what it says."""
    return _ESCAPE.sub(lambda escape: escape[1] if escape[1] in f"\\{marks}" else escape[0], text)


def _split(cell: str) -> list[str]:
    items, item = [], ""
    for token in re.findall(r"\\.|\\$|[^\\|]+|\|", cell, re.DOTALL):
        if token == SEPARATOR:
            items.append(item)
            item = ""
        else:
            item += token
    return [item.strip() for item in (*items, item) if item.strip()]


def _cast_entry(name: str, character: str) -> str:
    marks = f"{SEPARATOR}()"
    return _escaped(name, marks) + (f" ({_escaped(character, marks)})" if character else "")


def _name_and_character(item: str) -> tuple[str, str]:
    """The last pair of parentheses, those within it included: `Jamie Bell (Adam (the boy))`."""
    marks = f"{SEPARATOR}()"
    pieces = re.findall(r"\\.|\\$|[^\\]", item, re.DOTALL)
    depth = 0
    for index in range(len(pieces) - 1, 0, -1) if pieces[-1] == ")" else ():
        depth += (pieces[index] == ")") - (pieces[index] == "(")
        if depth == 0:
            name, character = "".join(pieces[:index]).strip(), "".join(pieces[index + 1 : -1]).strip()
            return (_plain(name, marks), _plain(character, marks)) if name else (_plain(item, marks), "")
    return _plain(item, marks), ""
