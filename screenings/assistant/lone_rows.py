"""Rows that hold one text and nothing else: a day, a hall or a section of the rows below them."""

import re
from collections.abc import Sequence

from screenings.assistant.dates import is_counted_day, written_day
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import time_span

_LONGEST = 60  # characters
_BETWEEN = re.compile(r"\s[-–—|·/]\s|[,:;\n]\s*|\s*[()]\s*")


def lone_cell(cells: Sequence[SourceCell]) -> SourceCell | None:
    """The only text of a row; a merged one stands in several cells."""
    filled = {cell.text.strip(): cell for cell in cells if cell.text.strip()}
    cell = next(iter(filled.values()), None)
    return cell if cell and len(filled) == 1 and len(cell.text) < _LONGEST else None


def lone_day(cells: Sequence[SourceCell]) -> SourceCell | None:
    """The day that stands alone in a row."""
    cell = lone_cell(cells)
    return cell if cell and written_day(cell.text) else None


def lone_name(cells: Sequence[SourceCell]) -> SourceCell | None:
    """What stands alone in a row and is neither a day nor a time."""
    cell = lone_cell(cells)
    if cell is None or cell.kind is not None or written_day(cell.text) or time_span(cell.text):
        return None
    return cell.with_text(cell.text.strip(" :")) if re.search(r"[^\W\d_]", cell.text) else None


def beside_a_day(cell: SourceCell) -> SourceCell | None:
    """What a text names beside its day: the hall of `Odeon 1 – Friday, 4 October`."""
    parts = [part.strip() for part in _BETWEEN.split(cell.text) if part.strip()]
    names = [part for part in parts if not written_day(part) and not is_counted_day(part) and not part.isdigit()]
    return cell.with_text(", ".join(names)) if names and len(names) < len(parts) else None
