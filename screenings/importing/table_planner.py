"""What the plans of films, halls and screenings have in common."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from screenings.importing.changeset import Changeset
from screenings.importing.diff_builder import DiffBuilder
from screenings.importing.existing import ExistingRows
from screenings.models import Festival


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


@dataclass
class TablePlanner:
    """Compares a table's rows with what the festival holds, and gathers the writes and the difference."""

    festival: Festival
    existing: ExistingRows
    changeset: Changeset
    diff_builder: DiffBuilder

    def record_not_in_file(self, kind: str, rows: Collection[_HasId], existing_names: Mapping[str, str]) -> None:
        """Those of the festival, names by id, that a table does not bring. One without rows says nothing of them."""
        in_file = {row.id for row in rows}
        for key, name in existing_names.items():
            if rows and key not in in_file:
                self.diff_builder.record_not_in_file(kind, key, name)
