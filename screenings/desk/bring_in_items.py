"""What the pages of *Bring in a programme* show: sheets and their columns, questions, what would change."""

from dataclasses import dataclass
from typing import Any

from screenings.assistant.bring_in import MappingChoices
from screenings.assistant.columns import ListColumn
from screenings.assistant.headings import LEFT_OUT, heading_key
from screenings.assistant.questions import Question
from screenings.assistant.shape import Shape, ShapedSheet
from screenings.desk.actions import preview_token
from screenings.desk.conflict_items import consequences_context
from screenings.importing.importer import ImportResult

SHOWN_RESULTS = 5  # of a sheet
SHOWN_ROWS = 300
# Before the sheet, the heading or the question in the name of a field.
SHAPE, COLUMN, ANSWER = "shape:", "column:", "answer:"
_SHAPES = {
    Shape.LIST: "a list, a screening in each row",
    Shape.LINES: "lines of text, a screening in each",
    Shape.GRID: "a grid, a screening in each cell",
    Shape.SHOWTIMES: "films with their showtimes",
    Shape.FILMS: "films without screenings",
    Shape.LEFT_OUT: "nothing to bring in",
}
_RESULT_FIELDS = ("code", "title", "day", "start", "time", "end", "place", "venue", "hall", "section", "directors")
SHAPE_CHOICES = [(shape.value, _SHAPES[shape]) for shape in (Shape.LIST, Shape.GRID, Shape.LEFT_OUT)]


@dataclass(frozen=True, slots=True)
class ColumnItem:
    """A column of a sheet with what it may be; `is_known` where it will be read."""

    name: str
    heading: str
    example: str
    field: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A sheet as it is shown: its shape, its first results beside the cells they came from, its columns."""

    name: str
    key: str
    shape: str
    shape_text: str
    edges: str
    count: int
    fields: tuple[str, ...]
    results: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[ColumnItem, ...]


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """A question with the answer it has so far, or else its likely one."""

    key: str
    question: Question
    answer: str


def plan_token(result: ImportResult) -> str:
    """Names exactly this difference, and who could be meant in it."""
    return preview_token(result.festival.slug, *result.diff.lines(), *map(str, result.ambiguous_names))


def question_item(question: Question, choices: MappingChoices) -> QuestionItem:
    return QuestionItem(
        f"{ANSWER}{question.key}", question, choices.answers.get(question.key, "") or question.suggested
    )


def sheet_item(sheet: ShapedSheet, index: int) -> SheetItem:
    found = sheet.entries.rows
    fields = tuple(name for name in _RESULT_FIELDS if any(name in entry.cells for entry in found[:SHOWN_RESULTS]))
    results = tuple((entry.place, tuple(entry.text(name) for name in fields)) for entry in found[:SHOWN_RESULTS])
    return SheetItem(
        name=sheet.source.name,
        key=f"{SHAPE}{sheet.source.name}",
        shape=sheet.shape if sheet.shape in (Shape.LIST, Shape.GRID, Shape.LEFT_OUT) else Shape.LIST,
        shape_text=_SHAPES[sheet.shape],
        edges=sheet.edges,
        count=len(found),
        fields=fields,
        results=results,
        columns=tuple(_column_item(column) for column in sheet.columns if column.heading),
    )


def _column_item(column: ListColumn) -> ColumnItem:
    return ColumnItem(
        f"{COLUMN}{heading_key(column.heading)}", column.heading, column.example[:60], column.field or LEFT_OUT
    )


def result_context(result: ImportResult) -> dict[str, Any]:
    difference = result.diff
    lists = {name: getattr(difference, name) for name in ("added", "changed", "removed", "not_in_file")}
    return {
        "is_ready": True,
        "is_unchanged": difference.is_empty,
        "summary": difference.summary(),
        "public_effect": str(result.public_effect),
        "namesakes": result.ambiguous_names[:SHOWN_ROWS],
        **{name: rows[:SHOWN_ROWS] for name, rows in lists.items()},
        "more": max(0, *(len(rows) - SHOWN_ROWS for rows in lists.values())),
        **consequences_context(result.consequences),
    }
