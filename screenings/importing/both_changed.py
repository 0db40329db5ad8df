"""What a file and the festival have changed differently since the file was exported, and which of the two counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from screenings.importing.existing import ExistingRows
from screenings.importing.problems import ImportProblem, shortened
from screenings.models import Festival, Film, Hall, Screening
from screenings.wording.moments import moment_in_zone


class VersionChoice(StrEnum):
    """Whose value counts where both were changed."""

    FILE = "file"
    HERE = "here"


BOTH_CHANGED = "both/"  # begins the key of each cell: both/TABLE/ID/COLUMN
EVERYWHERE = ""  # the key of a choice for all cells that have none of their own
# By the keys of BothChanged.
VersionChoices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BothChanged:
    """A cell, or a whole row or list where `column` is empty. `here` is None where the row was deleted.

    `place` has file, line and column. `by` and `at` say who changed the row last here, and when, where that is known.
    """

    key: str
    place: ImportProblem
    name: str
    base: str
    in_file: str
    here: str | None
    by: str = ""
    at: str = ""

    @property
    def text(self) -> str:
        """What happened to it, in sentences before a choice."""
        said = {"name": self.name, "column": self.place.column, "base": _shown(self.base)}
        said |= {"in_file": _shown(self.in_file), "here": _shown(self.here or "")}
        if self.here is None:
            sentence = _("%(name)s was deleted here and changed in the file since its export.") % said
        elif not self.place.column:
            sentence = _("%(name)s changed here and in the file since its export.") % said
        else:
            sentence = _("%(column)s of %(name)s was %(base)s. It is %(here)s here and %(in_file)s in the file.") % said
        return f"{sentence} {self._last()}".rstrip()

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Values and labels."""
        if self.here is None:
            return (
                (VersionChoice.FILE.value, _("Bring it back as the file says")),
                (VersionChoice.HERE.value, _("Leave it deleted")),
            )
        return (
            (VersionChoice.FILE.value, _("Take the file's: %(text)s") % {"text": _shown(self.in_file)}),
            (VersionChoice.HERE.value, _("Keep what is here: %(text)s") % {"text": _shown(self.here)}),
        )

    @property
    def where(self) -> str:
        """The cell's own address: `films.csv, line 3, runtime`."""
        return str(self.place).removesuffix(": ")

    @property
    def problem(self) -> ImportProblem:
        way_out = _("Add --both-changed file to take the file's, or --both-changed here to keep what is here.")
        return replace(self.place, message=f"{self.text} {way_out}")

    def _last(self) -> str:
        if self.by:
            return _("%(who)s changed it here last, %(when)s.") % {"who": self.by, "when": self.at}
        return _("It was changed here last %(when)s.") % {"when": self.at} if self.at else ""


def choices_for_all() -> tuple[tuple[str, str], ...]:
    """Values and labels of one choice for all cells that have none of their own."""
    return (
        (VersionChoice.FILE.value, _("Take all from the file")),
        (VersionChoice.HERE.value, _("Keep all that is here")),
    )


def with_last_changes(found: Iterable[BothChanged], existing: ExistingRows) -> tuple[BothChanged, ...]:
    """With who changed each film, hall and screening last, from their histories. A query for each of these kinds."""
    conflicts = tuple(found)
    assert existing.festival is not None
    last: dict[tuple[str, str], tuple[str, str]] = {}
    for table, model, rows in (
        ("films", Film, existing.films), ("halls", Hall, existing.halls), ("screenings", Screening, existing.screenings)
    ):  # fmt: skip
        keys = {row_key(each.key)[1] for each in conflicts if row_key(each.key)[0] == table}
        if keys:
            last |= {(table, key): said for key, said in _last_changes(model, keys, rows, existing.festival).items()}
    blank = ("", "")
    return tuple(replace(each, by=by, at=at) for each in conflicts for by, at in (last.get(row_key(each.key), blank),))


def row_key(key: str) -> tuple[str, str]:
    """The table and the id in the key of a cell."""
    _both, table, rest = key.split("/", 2)
    return table, rest.rpartition("/")[0]


def _last_changes(
    model: Any, keys: set[str], rows: Mapping[str, Any], festival: Festival
) -> dict[str, tuple[str, str]]:
    by_pk = {rows[key].pk: key for key in keys if key in rows}
    gone = Q(ref__in=keys - rows.keys(), history_type="-") if keys - rows.keys() else Q(pk__in=())
    entries = model.history.filter(Q(id__in=by_pk) | gone).select_related("history_user").order_by("history_date")
    found = {}
    for entry in entries:
        user = entry.history_user
        by = (user.get_full_name() or user.get_username()) if user else ""
        found[by_pk.get(entry.id, entry.ref)] = (by, moment_in_zone(entry.history_date, festival.zone))
    return found


def _shown(text: str) -> str:
    return f'"{shortened(text)}"' if text else _("empty")
