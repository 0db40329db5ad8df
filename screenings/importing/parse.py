"""From tables to a programme's rows, or to everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.codes import country_code, language_code
from screenings.importing.parse_festival import StartWindow, parse_festival, start_window
from screenings.importing.parse_halls import HallParser
from screenings.importing.parse_screenings import ScreeningParser
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.records import ImportRecord, ParseContext, ParsedProgramme
from screenings.importing.references import film_problems
from screenings.importing.row_reader import RowReader, rows_with_ids
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.sources import ProgrammeSource
from screenings.importing.tables import SourceTable
from screenings.models import FilmKind, Premiere
from screenings.text.cleaning import name_key
from screenings.text.spreadsheet import split_items

_runtime = cells.minutes(1)
_year = cells.integer(1888, 2200, "year", 2024)
_kind = cells.choice(FilmKind.choices, noun="kind of film")
_premiere = cells.choice(Premiere.choices, noun="premiere status")
_countries = cells.list_of(country_code)
_languages = cells.list_of(language_code)


def parse_programme(source: ProgrammeSource, context: ParseContext) -> ParsedProgramme:
    """Raises ProgrammeRefused with the problems of all tables together."""
    problems = list(source.problems)
    remarks: list[ImportProblem] = []
    festival = parse_festival(source.festival, problems) if source.festival else None
    run = start_window(festival, context)
    films = tuple(_film(*row) for row in rows_with_ids(_table(source, "films"), problems, remarks))
    film_ids = _ids(source, "films") | context.film_parts.keys()
    if not _is_broken(source, "films"):
        problems.extend(film_problems(films, film_ids, context))
    halls = _halls(source, problems, remarks)
    screenings = _screenings(source, halls, film_ids, context, run, problems, remarks)
    if problems:
        raise ProgrammeRefused(problems)
    return ParsedProgramme(festival, films, halls, screenings, tuple(remarks))


def _halls(
    source: ProgrammeSource, problems: list[ImportProblem], warnings: list[ImportProblem]
) -> tuple[ImportRecord[HallRow], ...]:
    reader = HallParser()
    rows = [reader.parse(*row) for row in rows_with_ids(_table(source, "halls"), problems, warnings)]
    return tuple(reader.with_venue(entry) for entry in rows)


def _screenings(
    source: ProgrammeSource,
    halls: tuple[ImportRecord[HallRow], ...],
    film_ids: frozenset[str],
    context: ParseContext,
    run: StartWindow | None,
    problems: list[ImportProblem],
    warnings: list[ImportProblem],
) -> tuple[ImportRecord[ScreeningRow], ...]:
    reader = ScreeningParser(
        films=None if _is_broken(source, "films") else film_ids,
        halls=None if _is_broken(source, "halls") else _ids(source, "halls") | context.hall_zones.keys(),
        clocks=_clocks(halls, context, run) if run else {},
        festival=run,
    )
    table = _table(source, "screenings")
    problems.extend(_half_a_place(table))
    rows = rows_with_ids(table, problems, warnings)
    return tuple(reader.parse(*row) for row in rows)


def _half_a_place(table: SourceTable) -> Iterator[ImportProblem]:
    """A hall without a start would read as "not placed yet" in every row."""
    for has, lacks in (("hall", "start"), ("start", "hall"), ("end", "start")):
        if has in table.columns and lacks not in table.columns:
            yield ImportProblem(
                table.file, 0, lacks, f"the header has {has} and lacks {lacks}. Add the column {lacks}."
            )


def _clocks(
    halls: tuple[ImportRecord[HallRow], ...], context: ParseContext, run: StartWindow
) -> dict[str, StartWindow]:
    """By what clock each hall's times are read: its venue's own, or the festival's."""
    zones = dict(context.hall_zones)
    for entry in halls:
        venue = name_key(entry.row.venue)
        if "timezone" in entry.stated_columns:
            zones[entry.row.id] = ZoneInfo(entry.row.timezone) if entry.row.timezone else None
        else:
            # A venue of a new name takes the clock its hall had under the old one.
            zones[entry.row.id] = (
                context.venue_zones[venue] if venue in context.venue_zones else context.hall_zones.get(entry.row.id)
            )
    return {key: replace(run, zone=zone or run.zone) for key, zone in zones.items()}


def _table(source: ProgrammeSource, name: str) -> SourceTable:
    return source.tables.get(name, SourceTable(name))


def _ids(source: ProgrammeSource, name: str) -> frozenset[str]:
    """Those of rows with other problems too: they are there."""
    return frozenset(cells.line_of_text(row.cells["id"]) for row in _table(source, name).rows)


def _is_broken(source: ProgrammeSource, name: str) -> bool:
    """A table that could not be read whole knows not every id; that some are missing then is no news."""
    return bool(_table(source, name).problems)


def _film(reader: RowReader, key: str) -> ImportRecord[FilmRow]:
    parts = reader.get("parts", split_items, ())
    row = FilmRow(
        id=key,
        title=reader.require("title", cells.visible_line, "its title"),
        original_title=reader.get("original_title", cells.visible_line, ""),
        year=reader.get("year", _year, None),
        runtime=reader.get("runtime", _runtime, None),
        section=reader.get("section", cells.visible_line, ""),
        genres=reader.get("genres", cells.lines_of_text, ()),
        countries=tuple(sorted(reader.get("countries", _countries, ()))),
        languages=reader.get("languages", _languages, ()),
        subtitles=reader.get("subtitles", _languages, ()),
        directors=reader.get("directors", cells.lines_of_text, ()),
        cast=tuple(dict.fromkeys(reader.get("cast", cells.cast_list, ()))),
        synopsis=reader.get("synopsis", cells.prose, ""),
        parts=parts,
        kind=reader.get("kind", _kind, (FilmKind.PROGRAMME if parts else FilmKind.FILM).value),
        rating=reader.get("rating", cells.visible_line, ""),
        premiere=reader.get("premiere", _premiere, ""),
    )
    return ImportRecord(row, reader.location, reader.stated_columns)
