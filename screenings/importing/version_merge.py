"""A file that was exported from here, cell by cell against what it began with and what the festival holds now.

As a form that two people edit: what only the file changed is taken, what only the festival changed stays, what both
changed alike is nothing to do, and what both changed differently is asked. A row that was deleted here stays deleted
where the file left it as it was. A list, such as the links of a film, counts as one cell.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from screenings.importing.both_changed import (
    BOTH_CHANGED,
    EVERYWHERE,
    BothChanged,
    VersionChoice,
    VersionChoices,
    with_last_changes,
)
from screenings.importing.cells import MAX_MINUTES
from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.details import DETAILS
from screenings.importing.existing import ExistingRows
from screenings.importing.export import plain_festival, plain_tables, tables_of_rows
from screenings.importing.exported_versions import Version, version_of_tables
from screenings.importing.merge_cells import (
    Clocks,
    default_text,
    identity_of,
    key_columns,
    key_of,
    name_of,
    stated,
    text_lists,
)
from screenings.importing.problems import ImportProblem
from screenings.importing.programme_rows import programme_rows
from screenings.importing.records import ParsedProgramme
from screenings.importing.references import ids_by_title, missing_id
from screenings.importing.rows import TABLES, FestivalRow, FilmRow, ScreeningRow, cell_text
from screenings.importing.rows_from_models import festival_row
from screenings.models import Festival
from screenings.text.cleaning import name_key, place_name

R = TypeVar("R", bound=ProgrammeRow)
# What says a screening's place counts as one cell where one of the three has none: half a place is none.
_PLACE = ("start", "hall", "end", "length")
LISTS = frozenset(("credits", "images", *(name for name, table in DETAILS.items() if not table.identity)))
_FILES = {"film": "films.csv", "hall": "halls.csv"}


@dataclass
class VersionMerge:
    """Of the file's rows those that count. `asked` are all cells that both changed, `open` those without a choice."""

    base: Version
    existing: ExistingRows
    choices: VersionChoices
    asked: list[BothChanged] = field(default_factory=list)
    open: list[BothChanged] = field(default_factory=list)
    remarks: list[ImportProblem] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        festival = self.existing.festival
        assert festival is not None
        self._now: Mapping[str, Sequence[Any]] = programme_rows(festival)
        tables = plain_tables(tables_of_rows(festival, self._now))
        self._here = version_of_tables(tables, plain_festival(festival))
        films = {row["id"]: row["title"] for row in self.base.tables["films"]}
        halls = {row["id"]: place_name(row["venue"], row["hall"]) for row in self.base.tables["halls"]}
        self._ids = {"film": (films, ids_by_title(films)), "hall": (halls, ids_by_title(halls))}
        self._titles = {**{row["id"]: row["title"] for row in self._here.tables["films"]}, **films}

    def merge(self, parsed: ParsedProgramme) -> ParsedProgramme:
        """The file's rows with what counts in each of their cells; what is still open counts as it is here."""
        read = Clocks.of(parsed.festival, parsed.halls, self.existing)
        festival = parsed.festival and self._festival(parsed.festival)
        halls = self._rows("halls", parsed.halls, read)
        films = self._rows("films", parsed.films, read)
        self._counting = Clocks.of(festival, halls, self.existing)
        screenings = self._rows("screenings", parsed.screenings, read)
        needed = {row.film for row in screenings} | {part for row in films for part in row.parts}
        films = _with_needed(parsed.films, films, needed)
        halls = _with_needed(parsed.halls, halls, {row.hall for row in screenings})
        self._check_references(films, screenings, {row.id for row in halls})
        details = {name: self._details(name, rows, read) for name, rows in parsed.details.items()}
        ids = {each.key for each in self.open}
        self.asked = list(with_last_changes(self.asked, self.existing))
        self.open = [each for each in self.asked if each.key in ids]
        return replace(parsed, festival=festival, films=films, halls=halls, screenings=screenings, details=details)

    def _details(self, table: str, rows: Sequence[R], read: Clocks) -> tuple[R, ...]:
        by_ids = tuple(map(self._called_by_ids, rows))
        return self._list(table, by_ids, read) if table in LISTS else self._rows(table, by_ids, read)

    def _called_by_ids(self, row: R) -> R:
        """A workbook calls films and halls by the names that they had when it was made."""
        named: dict[str, Any] = {}
        for column in columns_of(type(row)).values():
            ids, by_title = self._ids.get(column.references, ({}, {}))
            text = getattr(row, column.name)
            if ids and text not in ids and name_key(text) in by_title:
                named[column.name] = by_title[name_key(text)]
        return replace(row, **named) if named else row

    def _rows(self, table: str, rows: Sequence[R], read: Clocks) -> tuple[R, ...]:
        base = {key_of(table, row): row for row in self.base.tables[table]}
        here = {
            key_of(table, row): (row, now) for row, now in zip(self._here.tables[table], self._now[table], strict=True)
        }
        merged: list[R] = []
        for row in rows:
            key = key_of(table, {name: read.text(row, name) for name in key_columns(table)})
            if key not in base:
                merged.append(row)
            elif key not in here:
                merged.extend(self._deleted(table, row, base[key], read))
            else:
                merged.append(self._cells(table, row, base[key], *here[key], read))
        return tuple(merged)

    def _deleted(self, table: str, row: R, base: Mapping[str, str], read: Clocks) -> list[R]:
        """Nothing where it stays deleted."""
        name = name_of(table, base, self._titles)
        changed = [column for column in stated(table, row) if read.text(row, column) != _said(base, row, column)]
        if not changed:
            text = _("%(name)s was deleted here since the export, and stays deleted.")
            if table == "acknowledgements":
                text = _("%(name)s was taken back or has lapsed here since the export, and stays so.")
            self.remarks.append(row.problem("", text % {"name": name}))
            return []
        in_file = "; ".join(f"{column} {read.text(row, column)}" for column in changed)
        asked = BothChanged(self._key(table, row), row.problem("", ""), name, "", in_file, None)
        return [row] if self._choice(asked) == VersionChoice.FILE else []

    def _cells(self, table: str, row: R, base: Mapping[str, str], here: Mapping[str, str], now: Any, read: Clocks) -> R:
        kept: list[str] = []
        values: dict[str, Any] = {}
        for group in _groups(row, stated(table, row), base, here):
            in_file = tuple(read.text(row, column) for column in group)
            before, held = (tuple(_said(cells, row, column) for column in group) for cells in (base, here))
            if in_file == held:
                continue
            takes_here = in_file == before
            if takes_here:
                kept.append(group[0])
            elif held != before:
                said = (" ".join(filter(None, texts)) for texts in (before, in_file, held))
                name = name_of(table, here, self._titles)
                asked = BothChanged(self._key(table, row, group[0]), row.problem(group[0], ""), name, *said)
                takes_here = self._choice(asked) != VersionChoice.FILE
            if takes_here:
                columns = _PLACE if len(group) > 1 else group
                values |= {column: getattr(now, column) for column in columns}
        if kept:
            text = _("what was changed here since the export stays: %(columns)s.") % {"columns": ", ".join(kept)}
            self.remarks.append(row.problem("", text))
        merged = replace(row, **values, stated_columns=row.stated_columns | values.keys()) if values else row
        return self._on_its_clock(row, merged, values.keys(), read)

    def _on_its_clock(self, row: R, merged: R, kept: Collection[str], read: Clocks) -> R:
        """What the file says of a screening's time counts on the clock that its hall has by now."""
        if not isinstance(row, ScreeningRow) or not isinstance(merged, ScreeningRow):
            return merged
        moments: dict[str, Any] = {}
        zone, own = read.of_hall(row.hall), self._counting.of_hall(merged.hall)
        for name in {"start", "end"} - {*kept} if zone != own else ():
            if moment := getattr(merged, name):
                wall = moment.astimezone(zone).replace(tzinfo=own)
                moments[name] = wall.astimezone(UTC)
        start, end = moments.get("start", merged.start), moments.get("end", merged.end)
        if start and end:
            minutes = (end - start).total_seconds() / 60
            if not 1 <= minutes <= MAX_MINUTES:
                text = _("the end is not within a day after the start that it has by now. Correct one of the two.")
                self.problems.append(row.problem("end", text))
        return replace(merged, **moments) if moments else merged

    def _list(self, table: str, rows: Sequence[R], read: Clocks) -> tuple[R, ...]:
        """Those of the owners whose list counts as the file says it."""
        if not rows:
            return ()
        owner = owner_of(table)
        columns = [column for column in columns_of(TABLES[table]) if column in rows[0].stated_columns]
        by_owner: dict[str, list[R]] = defaultdict(list)
        for row in rows:
            by_owner[getattr(row, owner) if owner else ""].append(row)
        base = text_lists(self.base.tables[table], owner, columns, rows[0])
        here = text_lists(self._here.tables[table], owner, columns, rows[0])
        counting: list[R] = []
        for key, own in by_owner.items():
            in_file = sorted(tuple(read.text(row, column) for column in columns) for row in own)
            before, held = base.get(key, []), here.get(key, [])
            if in_file == held or before == held:
                counting += own
            elif in_file == before:
                text = _("what was changed here since the export stays: %(columns)s.") % {"columns": table}
                self.remarks.append(own[0].problem("", text))
            else:
                name = _("%(table)s of %(owner)s") % {"table": table, "owner": self._titles.get(key, key) or table}
                said = ("; ".join(", ".join(filter(None, cells)) for cells in each) for each in (before, in_file, held))
                asked = BothChanged(f"{BOTH_CHANGED}{table}/{key}/", own[0].problem("", ""), name, *said)
                if self._choice(asked) == VersionChoice.FILE:
                    counting += own
        return tuple(counting)

    def _festival(self, row: FestivalRow) -> FestivalRow:
        festival = self.existing.festival
        assert festival is not None
        usual = festival_row(Festival())
        kept = set()
        for column in row.stated_columns - {"slug"}:
            in_file, default = (cell_text(each, column, festival.zone) for each in (row, usual))
            before, held = (version.festival.get(column, default) for version in (self.base, self._here))
            if in_file == held or before == held:
                continue
            asked = BothChanged(
                f"{BOTH_CHANGED}festival/{festival.slug}/{column}",
                row.problem(column, ""),
                festival.name,
                before,
                in_file,
                held,
            )
            if in_file == before or self._choice(asked) != VersionChoice.FILE:
                kept.add(column)
        return replace(row, stated_columns=row.stated_columns - kept)

    def _choice(self, asked: BothChanged) -> str:
        """Which of the two was chosen; empty where nobody has yet."""
        self.asked.append(asked)
        choice = self.choices.get(asked.key) or self.choices.get(EVERYWHERE, "")
        if choice not in list(VersionChoice):
            self.open.append(asked)
            return ""
        return choice

    def _check_references(self, films: Iterable[FilmRow], screenings: Iterable[ScreeningRow], halls: set[str]) -> None:
        films = tuple(films)
        film_ids = {row.id for row in films} | self.existing.films.keys()
        hall_ids = halls | self.existing.halls.keys()
        named: list[tuple[ProgrammeRow, str, str, str, set[str]]]
        named = [(row, "parts", "film", part, film_ids) for row in films for part in row.parts]
        named += [(row, "film", "film", row.film, film_ids) for row in screenings]
        named += [(row, "hall", "hall", row.hall, hall_ids) for row in screenings if row.hall]
        for row, column, kind, key, ids in named:
            if key not in ids:
                self.problems.append(row.problem(column, missing_id(kind, f"{kind}s.csv", key, ids)))

    @staticmethod
    def _key(table: str, row: ProgrammeRow, column: str = "") -> str:
        values = (getattr(row, name) for name in identity_of(table))
        names = ("|".join(value) if isinstance(value, tuple) else str(value) for value in values)
        return f"{BOTH_CHANGED}{table}/{' '.join(names)}/{column}"


def owner_of(table: str) -> str:
    """The column that says whose list a row of LISTS belongs to; empty for the festival's."""
    return DETAILS[table].owner if table in DETAILS else "film"


def _with_needed(rows: Sequence[R], counting: Sequence[R], needed: Collection[str]) -> tuple[R, ...]:
    """With those that are deleted here, and that a row which counts needs: they come back with it."""
    by_id = {_id(row): row for row in counting}
    return tuple(by_id.get(_id(row), row) for row in rows if _id(row) in by_id or _id(row) in needed)


def _id(row: ProgrammeRow) -> str:
    key: str = getattr(row, "id")  # noqa: B009 - films and halls have one
    return key


def _said(cells: Mapping[str, str], row: ProgrammeRow, column: str) -> str:
    return cells[column] if column in cells else default_text(row, column)


def _groups(
    row: ProgrammeRow, columns: Sequence[str], base: Mapping[str, str], here: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """The columns, each by itself; what says the place together where the file or one of the two has none."""
    has_place = isinstance(row, ScreeningRow) and "start" in columns
    if not has_place or (row.start and base["start"] and here["start"]):  # type: ignore[attr-defined]  # only screenings have a place
        yield from ((column,) for column in columns)
        return
    yield tuple(column for column in _PLACE if column in columns)
    yield from ((column,) for column in columns if column not in _PLACE)
