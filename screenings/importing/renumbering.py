"""Files whose ids were filled down anew: rows are then matched by what they say, unless somebody says otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.detail_rows import AcknowledgementRow
from screenings.importing.existing import ExistingRows
from screenings.importing.problems import ImportProblem, quoted
from screenings.importing.records import ParsedProgramme
from screenings.importing.rows import FilmRow, ScreeningRow
from screenings.models import Screening
from screenings.text.cleaning import name_key, slug_of

_NAMED = 3  # in the sentence


class IdChoice(StrEnum):
    """Which of the two counts where a file's ids contradict what its rows say."""

    CONTENT = "content"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Renumbering:
    """`films` and `screenings` give the id here by the file's own, for the rows whose ids were another's here."""

    films: Mapping[str, str]
    screenings: Mapping[str, str]
    examples: tuple[str, ...]
    place: ImportProblem

    def __str__(self) -> str:
        """What was noticed, where, and what it would mean."""
        return f"{self.place}{', '.join(self.examples)}. The rows are matched by what they say, not by their ids."


def with_ids_by_content(parsed: ParsedProgramme, existing: ExistingRows) -> tuple[ParsedProgramme, Renumbering | None]:
    """The same with the ids that its films and screenings have here; None where no id is another's.

    A row is renumbered where it bears an id of one film and the title that another has here, or the id of one screening
    and another's film, hall and start. A row that is new, and bears the id of what such a row is here, gets a new one.
    Linear in the rows; no query.
    """
    films = _film_ids(parsed.films, existing)
    moved_films = tuple(
        replace(row, id=films.get(row.id, row.id), parts=tuple(films.get(part, part) for part in row.parts))
        for row in parsed.films
    )
    rows = tuple(replace(row, film=films.get(row.film, row.film)) for row in parsed.screenings)
    screenings = _screening_ids(rows, existing)
    if not films and not screenings:
        return parsed, None
    moved_rows = tuple(replace(row, id=screenings.get(row.id, row.id)) for row in rows)
    renumbering = Renumbering(films, screenings, _examples(parsed, existing, films, screenings), _place(parsed, films))
    ids = {"film": films, "screening": screenings}
    details = {table: tuple(_renumbered(row, ids) for row in own) for table, own in parsed.details.items()}
    return replace(parsed, films=moved_films, screenings=moved_rows, details=details), renumbering


def _renumbered(row: ProgrammeRow, ids: Mapping[str, Mapping[str, str]]) -> ProgrammeRow:
    """With what it names called as it is called here."""
    columns = [column for column in columns_of(type(row)).values() if column.references in ids]
    named = {column.name: getattr(row, column.name) for column in columns}
    moved: dict[str, Any] = {
        column.name: ids[column.references].get(named[column.name], named[column.name]) for column in columns
    }
    if isinstance(row, AcknowledgementRow):
        moved["screenings"] = tuple(ids["screening"].get(key, key) for key in row.screenings)
    return replace(row, **moved) if moved else row


def _film_ids(rows: Iterable[FilmRow], existing: ExistingRows) -> dict[str, str]:
    by_title: dict[str, list[str]] = {}
    for key, film in existing.films.items():
        by_title.setdefault(name_key(film.title), []).append(key)
    wanted: dict[str, str] = {}
    for row in rows:
        here = existing.films.get(row.id)
        holders = by_title.get(name_key(row.title), [])
        if here and len(holders) == 1 and holders[0] != row.id and name_key(here.title) != name_key(row.title):
            wanted[row.id] = holders[0]
    return _with_freed_ids(wanted, {row.id: row.title for row in rows}, existing.films)


def _screening_ids(rows: Iterable[ScreeningRow], existing: ExistingRows) -> dict[str, str]:
    def place(screening: Screening) -> tuple[str, str, datetime | None]:
        hall = existing.hall_id_by_pk[screening.hall_id] if screening.hall_id else ""
        return existing.film_id_by_pk[screening.film_id], hall, screening.starts_at

    by_place: dict[tuple[str, str, datetime | None], list[str]] = {}
    for key, screening in existing.screenings.items():
        by_place.setdefault(place(screening), []).append(key)
    wanted: dict[str, str] = {}
    rows = tuple(rows)
    for row in rows:
        here = existing.screenings.get(row.id)
        holders = by_place.get((row.film, row.hall, row.start), []) if row.start else []
        if here and len(holders) == 1 and holders[0] != row.id and place(here)[0] != row.film:
            wanted[row.id] = holders[0]
    return _with_freed_ids(wanted, {row.id: row.film for row in rows}, existing.screenings)


def _with_freed_ids(wanted: dict[str, str], names: Mapping[str, str], taken: Mapping[str, object]) -> dict[str, str]:
    """No two rows may end with one id: who holds a wanted one without being renumbered is new here, under a new id."""
    if len(set(wanted.values())) < len(wanted):
        return {}
    used = {*taken, *names}
    for target in tuple(wanted.values()):
        if target in names and target not in wanted:
            base = slug_of(names[target], fallback="new")
            own, number = base, 2
            while own in used:
                own, number = f"{base}-{number}", number + 1
            used.add(own)
            wanted[target] = own
    return wanted


def _examples(
    parsed: ParsedProgramme, existing: ExistingRows, films: Mapping[str, str], screenings: Mapping[str, str]
) -> tuple[str, ...]:
    titles = {row.id: row.title for row in parsed.films}
    said = [
        f"film {key} is {quoted(existing.films[key].title)} here and {quoted(titles[key])} in the file"
        for key in films
        if key in existing.films and key in titles
    ]
    said = said or [f"screening {key} is {own} here" for key, own in screenings.items()]
    return tuple(said[:_NAMED])


def _place(parsed: ParsedProgramme, films: Mapping[str, str]) -> ImportProblem:
    row = next((row for row in parsed.films if row.id in films), None) or next(iter(parsed.screenings))
    return row.problem("id", "is the file numbered anew? ")
