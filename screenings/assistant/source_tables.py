"""What was read of a file as the importer's own tables, and the way back from their lines to the file's cells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from screenings.assistant.known import KnownProgramme
from screenings.assistant.programme import DraftProgramme, RowDraft
from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.problems import ImportProblem
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow, cell_text
from screenings.importing.sources import ProgrammeSource
from screenings.importing.tables import SourceTable
from screenings.text.cleaning import many_lines


@dataclass(frozen=True)
class SourceWithPlaces:
    """The importer's tables, and where each of their rows' cells came from."""

    source: ProgrammeSource
    rows: Mapping[str, list[RowDraft]]

    def at_source(self, problem: ImportProblem) -> ImportProblem:
        """The same with the file's own address in place of the table's line and column."""
        row = self._row(problem)
        if row is None:
            return problem
        places = row.places
        place = places.get(problem.column) or next(iter(places.values()), problem.file)
        return replace(problem, file=place, line=0)

    def films_of(self, problem: ImportProblem) -> frozenset[str]:
        """The ids of the films whose rows in the file say what is wrong; none where that is no row of them."""
        row = self._row(problem)
        return frozenset(row.said_by.get(problem.column, row.films)) if row else frozenset()

    def _row(self, problem: ImportProblem) -> RowDraft | None:
        rows = self.rows.get(problem.file, [])
        return rows[problem.line - 1] if 1 <= problem.line <= len(rows) else None


def source_with_places(draft: DraftProgramme, known: KnownProgramme) -> SourceWithPlaces:
    """Tables in the import format. What a row does not say of something known stays as it is."""
    screenings = [
        RowDraft(
            {"id": row.id, "film": row.film, "hall": row.hall, "start": row.start, **row.cells},
            {"film": row.place, **row.places},
            {row.film},
        )
        for row in draft.screenings
        if row.id
    ]
    tables: dict[str, SourceTable] = {}
    sources: dict[str, list[RowDraft]] = {}
    for name, row_type, rows, there in (
        ("films", FilmRow, list(draft.films.values()), known.films),
        ("halls", HallRow, list(draft.halls.values()), known.halls),
        ("screenings", ScreeningRow, screenings, known.screenings),
    ):
        if rows:
            tables[name] = _table(name, row_type, rows, there, known)
            sources[name] = rows
    return SourceWithPlaces(ProgrammeSource(None, tables), sources)


def _table(
    name: str,
    row_type: type[ProgrammeRow],
    rows: list[RowDraft],
    there: Mapping[str, ProgrammeRow],
    known: KnownProgramme,
) -> SourceTable:
    columns = [column for column in columns_of(row_type) if any(column in row.cells for row in rows)]
    lines = []
    for line, row in enumerate(rows, 1):
        existing = there.get(row.cells["id"])
        zone = known.hall_zone(row.cells.get("hall", ""))
        cells = {
            column: _clean(row.cells[column])
            if column in row.cells and (row.cells[column] or column in ("hall", "start", "end"))
            else cell_text(existing, column, zone)
            if existing
            else ""
            for column in columns
        }
        lines.append((line, cells))
    return SourceTable(name, frozenset(columns), tuple(lines))


def _clean(text: str) -> str:
    return many_lines(text.encode("utf-8", "replace").decode())
