"""How a column of the import format is declared: what its cells mean, and which field of a model keeps the value."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from types import MappingProxyType
from typing import Any

from screenings.importing.problems import ImportProblem
from screenings.text.cleaning import one_line


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """What every table's rows have besides their columns: where a row was read, and which columns its table has.

    A column that is not in `stated_columns` says nothing of what is there already. A row made from the database has
    none of the three; rows are compared by their columns alone.
    """

    file: str = field(default="", kw_only=True, compare=False)
    line: int = field(default=0, kw_only=True, compare=False)
    stated_columns: frozenset[str] = field(default=frozenset(), kw_only=True, compare=False)

    def problem(self, column: str, message: str) -> ImportProblem:
        return ImportProblem(self.file, self.line, column, message)


@dataclass(frozen=True, slots=True)
class Column:
    """`read` is None where the table's parser reads the cell, `attribute` empty where its planner writes the value."""

    name: str
    read: Callable[[str], Any] | None
    default: Any
    owner: str
    attribute: str
    example: str  # what to write in a cell that must not be empty; empty where it may
    optional: bool  # an export leaves it out where no row says anything
    write: Callable[[Any], str] | None  # a value as its cell says it, where that is not its plain text
    references: str  # the kind of row that the cell names; `link` is then the foreign key that keeps it
    link: str
    is_integer: bool
    is_text: bool  # also where it must be one of a few texts: no number, day, time or truth value


def column(
    read: Callable[[str], Any] | None,
    default: Any = MISSING,
    *,
    attribute: str = "",
    owner: str = "",
    example: str = "",
    optional: bool = False,
    write: Callable[[Any], str] | None = None,
) -> Any:
    """A column whose value one field of a model keeps, of its own name unless `attribute` names another.

    `read` makes the value of a cell's text, and raises InvalidValue; an empty cell is `default`. It is None for a
    moment, which is read on the festival's clock. The field is the table's model's, or that of the object it has as
    `owner`: a hall's venue. An `optional` one is exported only where some row says something in it.
    """
    own = {"owner": owner, "attribute": attribute or None, "example": example, "optional": optional}
    return _declared(read, default, own | {"write": write})


def linked_column(
    read: Callable[[str], Any] | None,
    default: Any = MISSING,
    *,
    example: str = "",
    optional: bool = False,
    write: Callable[[Any], str] | None = None,
) -> Any:
    """A column that needs more than its cell: it names other rows, or is computed. Its plan_….py writes it."""
    return _declared(read, default, {"example": example, "optional": optional, "write": write})


def reference(kind: str, default: Any = MISSING, *, link: str = "", example: str = "", optional: bool = False) -> Any:
    """A column that names one other row, which the foreign key `link` keeps: of the column's own name if left out."""
    metadata = {"references": kind, "link": link or None, "example": example, "optional": optional}
    return _declared(one_line, default, metadata)


_UNSAID = {
    "owner": "", "attribute": "", "example": "", "optional": False, "write": None, "references": "", "link": "",
}  # fmt: skip


def _declared(read: Callable[[str], Any] | None, default: Any, metadata: dict[str, Any]) -> Any:
    return field(default=default, metadata={**_UNSAID, "read": read, **metadata})


_TEXT_TYPES = (str, tuple[str, ...], tuple[tuple[str, str], ...])
_columns: dict[Any, Mapping[str, Column]] = {}


def columns_of(row_type: type[ProgrammeRow]) -> Mapping[str, Column]:
    """The columns of a row's class by name, in the order of the export.

    Raises TypeError for one that does not say how its cells are read.
    """
    if row_type not in _columns:
        declared = (each_field for each_field in fields(row_type) if not each_field.kw_only)
        _columns[row_type] = MappingProxyType({each.name: _column(row_type.__name__, each) for each in declared})
    return _columns[row_type]


def _column(table: str, declared: Field[Any]) -> Column:
    metadata = dict(declared.metadata)
    if "read" not in metadata:
        raise TypeError(
            f"{table}.{declared.name} does not say how its cells are read. In screenings/importing/rows.py write "
            f"{declared.name}: … = column(…), with a reader of screenings/importing/cells.py."
        )
    for key in ("attribute", "link"):
        if metadata[key] is None:
            metadata[key] = declared.name
    default = "" if declared.default is MISSING else declared.default
    return Column(
        name=declared.name,
        default=default,
        is_integer=declared.type in (int, int | None),
        is_text=declared.type in _TEXT_TYPES,
        **metadata,
    )


_model_fields: dict[tuple[Any, str], Mapping[str, str]] = {}


def model_fields(row_type: type[ProgrammeRow], owner: str = "") -> Mapping[str, str]:
    """The field of the model, or of its owner, that keeps each column's value; linked columns left out."""
    key = (row_type, owner)
    if key not in _model_fields:
        columns = columns_of(row_type).values()
        named = {column.name: column.attribute for column in columns if column.attribute and column.owner == owner}
        _model_fields[key] = MappingProxyType(named)
    return _model_fields[key]
