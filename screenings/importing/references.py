"""What rows say of other rows: ids that must be there, and programmes made of films, one level deep."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from screenings.importing.limits import MAX_PROBLEMS
from screenings.importing.problems import ImportProblem, did_you_mean, quoted
from screenings.importing.records import ParseContext
from screenings.importing.rows import FilmRow
from screenings.text.cleaning import name_key


def film_problems(films: Iterable[FilmRow], ids: frozenset[str], context: ParseContext) -> Iterator[ImportProblem]:
    """The rule of one level holds for the films of the file and of the festival together.

    `ids` are all there are, those of rows with other problems too. Ends early where nearly every row is wrong.
    """
    return islice(_film_problems(films, ids, context), MAX_PROBLEMS)


def _film_problems(films: Iterable[FilmRow], ids: frozenset[str], context: ParseContext) -> Iterator[ImportProblem]:
    films = tuple(films)
    stated = {film.id: film.parts for film in films if "parts" in film.stated_columns}
    parts_of = {**context.film_parts, **stated}
    wholes = {part: whole for whole, parts in context.film_parts.items() if whole not in stated for part in parts}
    for film in films:
        for message in _wrong_parts(film, parts_of, ids):
            yield film.problem("parts", message)
        if film.parts and film.id in wholes:
            message = f"{quoted(film.id)} is a part of {quoted(wholes[film.id])}, so it can have none. Empty the cell."
            yield film.problem("parts", message)


def _wrong_parts(film: FilmRow, parts_of: Mapping[str, tuple[str, ...]], ids: frozenset[str]) -> Iterator[str]:
    seen: set[str] = set()
    for part in film.parts:
        if part not in ids:
            yield missing_id("film", "films.csv", part, ids)
        elif part == film.id:
            yield f"{quoted(part)} cannot be a part of itself. Write the ids of its films."
        elif part in seen:
            yield f"{quoted(part)} is there twice. Write it once."
        elif parts_of.get(part):
            yield f"{quoted(part)} is itself made of parts. Write their ids instead: {_some(parts_of[part])}."
        seen.add(part)


def _some(parts: tuple[str, ...]) -> str:
    return "|".join(parts[:50])[:200]


def ids_by_title(titles: Mapping[str, str]) -> dict[str, str]:
    """The id of each title that only one has, by the title in folded case. No id of another is such a title."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for key, title in titles.items():
        keys[name_key(title)].append(key)
    ids = {name_key(key) for key in titles}
    return {title: same[0] for title, same in keys.items() if len(same) == 1 and title not in ids}


def missing_id(kind: str, file: str, unknown_id: str, ids: Iterable[str]) -> str:
    """Why an id that is not there is a problem, and what may have been meant."""
    hint = did_you_mean(unknown_id, ids) or f" Add it to {file}, or write the id of one that is there."
    return f"there is no {kind} with the id {quoted(unknown_id)}.{hint}"
