"""Two rows of the format, column by column."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from screenings.importing.diff import Difference, FieldChange, Touched
from screenings.importing.rows import ExchangeRow, cell_text


def field_changes(
    old: ExchangeRow, new: ExchangeRow, columns: Iterable[str], stated: Collection[str], zone: ZoneInfo
) -> tuple[FieldChange, ...]:
    """The stated columns in which two rows differ. The id is what they have in common."""
    return tuple(
        FieldChange(column, cell_text(old, column, zone), cell_text(new, column, zone))
        for column in columns
        if column in stated and column != "id" and getattr(old, column) != getattr(new, column)
    )


class Notes:
    """Gathers a Difference."""

    def __init__(self) -> None:
        self._added: list[Touched] = []
        self._changed: list[Touched] = []
        self._absent: list[Touched] = []
        self._unchanged: defaultdict[str, int] = defaultdict(int)

    def added(self, kind: str, key: str, name: str) -> None:
        self._added.append(Touched(kind, key, name))

    def compared(self, kind: str, key: str, name: str, changes: tuple[FieldChange, ...]) -> None:
        if changes:
            self._changed.append(Touched(kind, key, name, changes))
        else:
            self._unchanged[kind] += 1

    def absent(self, kind: str, key: str, name: str) -> None:
        self._absent.append(Touched(kind, key, name))

    def difference(self) -> Difference:
        return Difference(tuple(self._added), tuple(self._changed), tuple(self._absent), dict(self._unchanged))
