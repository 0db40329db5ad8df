"""The cells of a file, of what it began with and of what is here, in words that can be compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.details import DETAILS
from screenings.importing.existing import ExistingRows
from screenings.importing.exported_versions import Version
from screenings.importing.records import ParseContext
from screenings.importing.references import ids_by_title
from screenings.importing.rows import FestivalRow, HallRow, ScreeningRow, cell_text
from screenings.text.cleaning import name_key, place_name

# Ids count as they are written, names whatever their capitals.
_WITH_IDS = frozenset(("films", "halls", "screenings", "prints", "holds", "acknowledgements"))
_OF_A_CONFLICT = ("rule", "screenings", "conflict")
_LAPSED = ("rule", "at", "reason")  # an acknowledgement that stands for nothing any more is what was said, and when
_UTC = ZoneInfo("UTC")


def context_of_version(context: ParseContext, base: Version) -> ParseContext:
    """With the films and halls that the file began with, by the names that they had then: it may speak of them."""
    films = {row["id"]: row["title"] for row in base.tables["films"]}
    halls = {row["id"]: place_name(row["venue"], row["hall"]) for row in base.tables["halls"]}
    zones = {row["id"]: ZoneInfo(row["timezone"]) if row.get("timezone") else None for row in base.tables["halls"]}
    return replace(
        context,
        film_parts={**dict.fromkeys(films, ()), **context.film_parts},
        hall_zones={**zones, **context.hall_zones},
        exported_films=ids_by_title(films),
        exported_halls=ids_by_title(halls),
    )


@dataclass(frozen=True)
class Clocks:
    """By which the times of screenings are read: those of halls by id, else the festival's."""

    festival: ZoneInfo
    halls: Mapping[str, ZoneInfo]

    @classmethod
    def of(cls, festival: FestivalRow | None, halls: Sequence[HallRow], existing: ExistingRows) -> "Clocks":
        """As rows of the file state them, else as they are here."""
        assert existing.festival is not None
        own = existing.festival.zone
        if festival and "timezone" in festival.stated_columns and festival.timezone:
            own = ZoneInfo(festival.timezone)
        zones = {key: hall.venue.timezone for key, hall in existing.halls.items()}
        zones |= {row.id: row.timezone for row in halls if "timezone" in row.stated_columns}
        return cls(own, {key: ZoneInfo(name) if name else own for key, name in zones.items()})

    def of_hall(self, hall: str) -> ZoneInfo:
        return self.halls.get(hall, self.festival)

    def text(self, row: ProgrammeRow, column: str) -> str:
        zone = self.of_hall(row.hall) if isinstance(row, ScreeningRow) else self.festival
        return cell_text(row, column, zone)


def identity_of(table: str) -> tuple[str, ...]:
    """The columns by which a row of the table is found again."""
    if table == "acknowledgements":
        return _OF_A_CONFLICT
    return DETAILS[table].identity if table in DETAILS else ("id",)


def key_columns(table: str) -> tuple[str, ...]:
    """All that key_of() may read."""
    return (*_OF_A_CONFLICT, *_LAPSED) if table == "acknowledgements" else identity_of(table)


def key_of(table: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    if table == "acknowledgements" and not cells["conflict"]:
        return tuple(cells[name] for name in _LAPSED)
    # An export leaves out what no row says: who had an address, where it was nobody's.
    key = tuple(cells.get(name, "") for name in identity_of(table))
    return key if table in _WITH_IDS else tuple(map(name_key, key))


def name_of(table: str, cells: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """As people call what the row is about; `titles` are films' by their ids."""
    match table:
        case "films":
            return f'"{cells["title"]}"'
        case "halls":
            return f'"{place_name(cells["venue"], cells["hall"])}"'
        case "screenings":
            named = {"film": titles.get(cells["film"], cells["film"]), "start": cells["start"].replace("T", " ")}
            if not cells["start"]:
                return _('the screening of "%(film)s" that has no place') % named
            return _('the screening of "%(film)s" on %(start)s') % named
        case "acknowledgements":
            return _('the acknowledgement of "%(conflict)s"') % {"conflict": cells["conflict"] or cells["reason"]}
        case _:
            return f'{table} "{", ".join(filter(None, (cells.get(name, "") for name in identity_of(table))))}"'


def stated(table: str, row: ProgrammeRow) -> list[str]:
    """What the row says beside what it is found by, in the order of its columns.

    Without the name in calendars, which a screening never changes.
    """
    own = (*identity_of(table), "uid")
    return [column for column in columns_of(type(row)) if column in row.stated_columns and column not in own]


def default_text(row: ProgrammeRow, column: str) -> str:
    """What an export leaves out."""
    default = columns_of(type(row))[column].default
    return "" if default in ("", None, ()) else cell_text(replace(row, **{column: default}), column, _UTC)


def text_lists(
    rows: Sequence[Mapping[str, str]], owner: str, columns: Sequence[str], like: ProgrammeRow
) -> dict[str, list[tuple[str, ...]]]:
    """The rows of each owner by these columns, in an order that means nothing."""
    defaults = {column: default_text(like, column) for column in columns}
    lists: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        lists[row[owner] if owner else ""].append(tuple(row.get(column, defaults[column]) for column in columns))
    return {key: sorted(own) for key, own in lists.items()}
