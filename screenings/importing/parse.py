"""From tables to a programme's rows, or to everything that is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from screenings.importing.cells import line_of_text
from screenings.importing.detail_rows import VenueRow
from screenings.importing.parse_details import parse_details
from screenings.importing.parse_festival import StartWindow, parse_festival, start_window
from screenings.importing.parse_halls import HallParser
from screenings.importing.parse_screenings import ScreeningParser
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.records import ParseContext, ParsedProgramme
from screenings.importing.references import film_problems, ids_by_title
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.sources import ProgrammeSource
from screenings.importing.table_reader import TableReader
from screenings.importing.tables import SourceTable
from screenings.models import FilmKind
from screenings.text.cleaning import name_key, place_name


@dataclass(frozen=True, slots=True)
class _Titles:
    """By what people call films and halls, by their ids."""

    films: Mapping[str, str]
    halls: Mapping[str, str]


def parse_programme(source: ProgrammeSource, context: ParseContext) -> ParsedProgramme:
    """Raises ProgrammeRefused with the problems of all tables together."""
    problems = list(source.problems)
    warnings = [remark for table in source.tables.values() for remark in table.remarks]
    festival = parse_festival(source.festival, problems) if source.festival else None
    run = start_window(festival, context)
    reader = TableReader(_table(source, "films"), problems, warnings)
    films = tuple(_film(reader, key) for key in reader.ids())
    film_ids = _ids(source, "films") | context.film_parts.keys()
    if not _is_broken(source, "films"):
        problems.extend(film_problems(films, film_ids, context))
    details = parse_details(source, run.zone if run else None, problems, warnings)
    own = tuple(row for row in details.get("venues", ()) if isinstance(row, VenueRow))
    halls, venues = _halls(source, own, problems, warnings)
    clocks = _clocks(halls, venues, context, run) if run else {}
    titles = _Titles(
        {**context.film_titles, **{film.id: film.title for film in films}},
        {**context.hall_names, **{hall.id: place_name(hall.venue, hall.hall) for hall in halls}},
    )
    screenings = _screenings(source, clocks, film_ids, titles, context, run, problems, warnings)
    if problems:
        raise ProgrammeRefused(problems)
    return ParsedProgramme(
        festival, films, halls, screenings, {**details, "venues": venues}, tuple(warnings), source.pictures
    )


def _halls(
    source: ProgrammeSource,
    venues: Iterable[VenueRow],
    problems: list[ImportProblem],
    warnings: list[ImportProblem],
) -> tuple[tuple[HallRow, ...], tuple[VenueRow, ...]]:
    """With what either table says of a venue in both."""
    reader = TableReader(_table(source, "halls"), problems, warnings)
    parser = HallParser(reader, venues)
    rows = [parser.parse(key) for key in reader.ids()]
    return tuple(map(parser.with_venue, rows)), tuple(map(parser.with_halls_say, venues))


def _screenings(
    source: ProgrammeSource,
    clocks: Mapping[str, StartWindow],
    film_ids: frozenset[str],
    titles: _Titles,
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
        clocks=clocks,
        festival=run,
        film_titles={**ids_by_title(titles.films), **context.exported_films},
        hall_names={**ids_by_title(titles.halls), **context.exported_halls},
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


def _clocks(
    halls: Iterable[HallRow], venues: Iterable[VenueRow], context: ParseContext, run: StartWindow
) -> dict[str, StartWindow]:
    """By what clock each hall's times are read: its venue's own, or the festival's."""
    stated = {name_key(row.venue): _zone(row) for row in venues if "timezone" in row.stated_columns}
    zones = {key: stated.get(context.hall_venues.get(key, ""), zone) for key, zone in context.hall_zones.items()}
    for row in halls:
        venue = name_key(row.venue)
        if "timezone" in row.stated_columns:
            zones[row.id] = _zone(row)
        elif venue in stated:
            zones[row.id] = stated[venue]
        else:
            # A venue of a new name takes the clock its hall had under the old one.
            zones[row.id] = context.venue_zones.get(venue, context.hall_zones.get(row.id))
    return {key: replace(run, zone=zone or run.zone) for key, zone in zones.items()}


def _zone(row: HallRow | VenueRow) -> ZoneInfo | None:
    return ZoneInfo(row.timezone) if row.timezone else None


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
