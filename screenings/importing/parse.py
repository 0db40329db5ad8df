"""From tables to a programme's rows, or to everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from screenings.importing.cells import line_of_text
from screenings.importing.parse_festival import StartWindow, parse_festival, start_window
from screenings.importing.parse_halls import HallParser
from screenings.importing.parse_screenings import ScreeningParser
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.records import ParseContext, ParsedProgramme
from screenings.importing.references import film_problems
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.sources import ProgrammeSource
from screenings.importing.table_reader import TableReader
from screenings.importing.tables import SourceTable
from screenings.models import FilmKind
from screenings.text.cleaning import name_key


def parse_programme(source: ProgrammeSource, context: ParseContext) -> ParsedProgramme:
    """Raises ProgrammeRefused with the problems of all tables together."""
    problems = list(source.problems)
    warnings: list[ImportProblem] = []
    festival = parse_festival(source.festival, problems) if source.festival else None
    run = start_window(festival, context)
    reader = TableReader(_table(source, "films"), problems, warnings)
    films = tuple(_film(reader, key) for key in reader.ids())
    film_ids = _ids(source, "films") | context.film_parts.keys()
    if not _is_broken(source, "films"):
        problems.extend(film_problems(films, film_ids, context))
    halls = _halls(source, problems, warnings)
    screenings = _screenings(source, halls, film_ids, context, run, problems, warnings)
    if problems:
        raise ProgrammeRefused(problems)
    return ParsedProgramme(festival, films, halls, screenings, tuple(warnings))


def _halls(
    source: ProgrammeSource, problems: list[ImportProblem], warnings: list[ImportProblem]
) -> tuple[HallRow, ...]:
    reader = TableReader(_table(source, "halls"), problems, warnings)
    parser = HallParser(reader)
    rows = [parser.parse(key) for key in reader.ids()]
    return tuple(parser.with_venue(row) for row in rows)


def _screenings(
    source: ProgrammeSource,
    halls: tuple[HallRow, ...],
    film_ids: frozenset[str],
    context: ParseContext,
    run: StartWindow | None,
    problems: list[ImportProblem],
    warnings: list[ImportProblem],
) -> tuple[ScreeningRow, ...]:
    table = _table(source, "screenings")
    reader = TableReader(table, problems, warnings)
    parser = ScreeningParser(
        reader,
        films=None if _is_broken(source, "films") else film_ids,
        halls=None if _is_broken(source, "halls") else _ids(source, "halls") | context.hall_zones.keys(),
        clocks=_clocks(halls, context, run) if run else {},
        festival=run,
    )
    problems.extend(_half_a_place(table))
    return tuple(parser.parse(key) for key in reader.ids())


def _half_a_place(table: SourceTable) -> Iterator[ImportProblem]:
    """A hall without a start would read as "not placed yet" in every row."""
    for has, lacks in (("hall", "start"), ("start", "hall"), ("end", "start")):
        if has in table.columns and lacks not in table.columns:
            yield ImportProblem(
                table.file, 0, lacks, f"the header has {has} and lacks {lacks}. Add the column {lacks}."
            )


def _clocks(halls: tuple[HallRow, ...], context: ParseContext, run: StartWindow) -> dict[str, StartWindow]:
    """By what clock each hall's times are read: its venue's own, or the festival's."""
    zones = dict(context.hall_zones)
    for row in halls:
        venue = name_key(row.venue)
        if "timezone" in row.stated_columns:
            zones[row.id] = ZoneInfo(row.timezone) if row.timezone else None
        else:
            # A venue of a new name takes the clock its hall had under the old one.
            zones[row.id] = context.venue_zones.get(venue, context.hall_zones.get(row.id))
    return {key: replace(run, zone=zone or run.zone) for key, zone in zones.items()}


def _table(source: ProgrammeSource, name: str) -> SourceTable:
    return source.tables.get(name, SourceTable(name))


def _ids(source: ProgrammeSource, name: str) -> frozenset[str]:
    """Those of rows with other problems too: they are there."""
    return frozenset(line_of_text(cells["id"]) for _line, cells in _table(source, name).rows)


def _is_broken(source: ProgrammeSource, name: str) -> bool:
    """A table that could not be read whole knows not every id; that some are missing then is no news."""
    return bool(_table(source, name).problems)


def _film(reader: TableReader, key: str) -> FilmRow:
    values = reader.values(FilmRow)
    if values["parts"] and reader.is_blank("kind"):
        values["kind"] = FilmKind.PROGRAMME.value
    return reader.row(FilmRow, {"id": key, **values})
