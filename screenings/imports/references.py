"""What rows say of other rows: ids that must be there, and programmes made of films, one level deep."""

from collections.abc import Iterable, Iterator, Mapping

from screenings.imports.entries import Entry, Known
from screenings.imports.problems import Problem, close_to, quoted
from screenings.timetable.exchange import FilmRow


def film_problems(films: Iterable[Entry[FilmRow]], ids: frozenset[str], known: Known) -> Iterator[Problem]:
    """The rule of one level holds for the films of the file and of the festival together.

    `ids` are all there are, those of rows with other problems too.
    """
    films = tuple(films)
    stated = {film.row.id: film.row.parts for film in films if "parts" in film.stated}
    parts_of = {**known.films, **stated}
    wholes = {part: whole for whole, parts in known.films.items() if whole not in stated for part in parts}
    for film in films:
        row = film.row
        messages = [_wrong_part(row, index, parts_of, ids) for index in range(len(row.parts))]
        if row.parts and row.id in wholes:
            messages.append(
                f"{quoted(row.id)} is a part of {quoted(wholes[row.id])}, so it can have none. Empty the cell."
            )
        for message in filter(None, messages):
            yield Problem(film.place.file, film.place.line, "parts", message)


def _wrong_part(film: FilmRow, index: int, parts_of: Mapping[str, tuple[str, ...]], ids: frozenset[str]) -> str:
    part = film.parts[index]
    if part not in ids:
        return missing("film", "films.csv", part, ids)
    if part == film.id:
        return f"{quoted(part)} cannot be a part of itself. Write the ids of its films."
    if part in film.parts[:index]:
        return f"{quoted(part)} is there twice. Write it once."
    if parts_of.get(part):
        return f"{quoted(part)} is itself made of parts. Write their ids instead: {'|'.join(parts_of[part])[:200]}."
    return ""


def missing(kind: str, file: str, wanted: str, ids: Iterable[str]) -> str:
    """Why an id that is not there is a problem, and what may have been meant."""
    hint = close_to(wanted, ids) or f" Add it to {file}, or write the id of one that is there."
    return f"there is no {kind} with the id {quoted(wanted)}.{hint}"
