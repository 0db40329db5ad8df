"""From tables to a programme's rows, or to everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from screenings.importing import cells
from screenings.importing.codes import country_code, language_code
from screenings.importing.festival_rows import Run, read_festival, run_of
from screenings.importing.problems import Problem, ProgrammeRefused
from screenings.importing.records import Entry, HandedIn, Known
from screenings.importing.references import film_problems
from screenings.importing.row_reader import RowReader, rows_with_ids
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.screening_rows import ScreeningReader
from screenings.importing.sources import Source
from screenings.importing.tables import Table
from screenings.importing.venue_rows import HallReader
from screenings.models import FilmKind, Premiere
from screenings.text.cleaning import name_key
from screenings.text.spreadsheet import split_items

_runtime = cells.minutes(1)
_year = cells.whole(1888, 2200, "year", 2024)
_kind = cells.choice(FilmKind.choices, noun="kind of film")
_premiere = cells.choice(Premiere.choices, noun="premiere status")
_countries = cells.each(country_code)
_languages = cells.each(language_code)


def read_programme(source: Source, known: Known) -> HandedIn:
    """Raises ProgrammeRefused with the problems of all tables together."""
    problems = list(source.problems)
    remarks: list[Problem] = []
    festival = read_festival(source.festival, problems) if source.festival else None
    run = run_of(festival, known)
    films = tuple(_film(*row) for row in rows_with_ids(_table(source, "films"), problems, remarks))
    film_ids = _ids(source, "films") | known.films.keys()
    if not _is_broken(source, "films"):
        problems.extend(film_problems(films, film_ids, known))
    halls = _halls(source, problems, remarks)
    screenings = _screenings(source, halls, film_ids, known, run, problems, remarks)
    if problems:
        raise ProgrammeRefused(problems)
    return HandedIn(festival, films, halls, screenings, tuple(remarks))


def _halls(source: Source, problems: list[Problem], remarks: list[Problem]) -> tuple[Entry[HallRow], ...]:
    reader = HallReader()
    rows = [reader.read(*row) for row in rows_with_ids(_table(source, "halls"), problems, remarks)]
    return tuple(reader.with_venue(entry) for entry in rows)


def _screenings(
    source: Source,
    halls: tuple[Entry[HallRow], ...],
    film_ids: frozenset[str],
    known: Known,
    run: Run | None,
    problems: list[Problem],
    remarks: list[Problem],
) -> tuple[Entry[ScreeningRow], ...]:
    reader = ScreeningReader(
        films=None if _is_broken(source, "films") else film_ids,
        halls=None if _is_broken(source, "halls") else _ids(source, "halls") | known.halls.keys(),
        clocks=_clocks(halls, known, run) if run else {},
        festival=run,
    )
    table = _table(source, "screenings")
    problems.extend(_half_a_place(table))
    rows = rows_with_ids(table, problems, remarks)
    return tuple(reader.read(*row) for row in rows)


def _half_a_place(table: Table) -> Iterator[Problem]:
    """A hall without a start would read as "not placed yet" in every row."""
    for has, lacks in (("hall", "start"), ("start", "hall"), ("end", "start")):
        if has in table.columns and lacks not in table.columns:
            yield Problem(table.file, 0, lacks, f"the header has {has} and lacks {lacks}. Add the column {lacks}.")


def _clocks(halls: tuple[Entry[HallRow], ...], known: Known, run: Run) -> dict[str, Run]:
    """By what clock each hall's times are read: its venue's own, or the festival's."""
    zones = dict(known.halls)
    for entry in halls:
        venue = name_key(entry.row.venue)
        if "timezone" in entry.stated:
            zones[entry.row.id] = ZoneInfo(entry.row.timezone) if entry.row.timezone else None
        else:
            # A venue of a new name takes the clock its hall had under the old one.
            zones[entry.row.id] = known.venues[venue] if venue in known.venues else known.halls.get(entry.row.id)
    return {key: replace(run, zone=zone or run.zone) for key, zone in zones.items()}


def _table(source: Source, name: str) -> Table:
    return source.tables.get(name, Table(name))


def _ids(source: Source, name: str) -> frozenset[str]:
    """Those of rows with other problems too: they are there."""
    return frozenset(cells.line_of_text(row.cells["id"]) for row in _table(source, name).rows)


def _is_broken(source: Source, name: str) -> bool:
    """A table that could not be read whole knows not every id; that some are missing then is no news."""
    return bool(_table(source, name).problems)


def _film(reader: RowReader, key: str) -> Entry[FilmRow]:
    parts = reader.get("parts", split_items, ())
    row = FilmRow(
        id=key,
        title=reader.need("title", cells.visible_line, "its title"),
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
    return Entry(row, reader.place, reader.stated)
