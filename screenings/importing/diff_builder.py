"""Two rows of the format, column by column."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from screenings.importing.columns import ProgrammeRow
from screenings.importing.diff import FieldChange, ImportDiff, ObjectDiff
from screenings.importing.rows import cell_text


def field_changes(
    old: ProgrammeRow, new: ProgrammeRow, columns: Iterable[str], stated_columns: Collection[str], zone: ZoneInfo
) -> tuple[FieldChange, ...]:
    """The stated columns in which two rows differ. The id is what they have in common."""
    return tuple(
        FieldChange(column, cell_text(old, column, zone), cell_text(new, column, zone))
        for column in columns
        if column in stated_columns and column != "id" and getattr(old, column) != getattr(new, column)
    )


class DiffBuilder:
    """Gathers an ImportDiff."""

    def __init__(self) -> None:
        self._added: list[ObjectDiff] = []
        self._changed: list[ObjectDiff] = []
        self._removed: list[ObjectDiff] = []
        self._not_in_file: list[ObjectDiff] = []
        self._unchanged: defaultdict[str, int] = defaultdict(int)

    def record_added(self, kind: str, key: str, name: str) -> None:
        self._added.append(ObjectDiff(kind, key, name))

    def record_compared(self, kind: str, key: str, name: str, changes: tuple[FieldChange, ...]) -> None:
        if changes:
            self._changed.append(ObjectDiff(kind, key, name, changes))
        else:
            self._unchanged[kind] += 1

    def record_removed(self, kind: str, key: str, name: str) -> None:
        self._removed.append(ObjectDiff(kind, key, name))

    def record_not_in_file(self, kind: str, key: str, name: str) -> None:
        self._not_in_file.append(ObjectDiff(kind, key, name))

    def build(self) -> ImportDiff:
        return ImportDiff(
            tuple(self._added),
            tuple(self._changed),
            tuple(self._removed),
            tuple(self._not_in_file),
            dict(self._unchanged),
        )
