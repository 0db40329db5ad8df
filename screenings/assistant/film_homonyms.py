"""Films of one title, here or in the file: told apart by year and directors, and asked about where these do not say."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from screenings.assistant.name_lists import names_in
from screenings.assistant.questions import Answers, Choice, Question
from screenings.importing.rows import FilmRow
from screenings.text.cleaning import fold, slug_of

NEW = "another-film"
_NEAR = 0.8
_YEAR = re.compile(r"(?<!\d)(?:18|19|20|21)\d\d(?!\d)")
_SHORTEST = 2  # letters of a name; one alone is an initial


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a row, or a film that is here, says beside the title."""

    year: int | None = None
    directors: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join(filter(None, (str(self.year or ""), " and ".join(self.directors))))

    def contradicts(self, other: "FilmFacts") -> bool:
        """A year more or less is that of another premiere."""
        return _are_apart(self.year, other.year) or bool(
            self.directors and other.directors and not self.shares_director(other)
        )

    def shares_director(self, other: "FilmFacts") -> bool:
        return any(_is_one_name(one, two) for one in self.directors for two in other.directors)


def facts_in(year: str, directors: str) -> FilmFacts:
    match = _YEAR.search(year)
    return FilmFacts(int(match[0]) if match else None, tuple(names_in(directors)))


class FilmHomonyms:
    """The films, by the key of their title, where several bear it."""

    def __init__(self, films: Mapping[str, FilmRow], key_of: Callable[[str], str], answers: Answers) -> None:
        self._rows = dict(films)
        self._answers = answers
        self._ids: dict[str, list[str]] = defaultdict(list)
        for film_id, row in films.items():
            self._ids[key_of(row.title)].append(film_id)
        self._open: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._open or len(self._ids.get(key, ())) > 1

    def row(self, film_id: str) -> FilmRow:
        return self._rows[film_id]

    def divide(
        self,
        key: str,
        title: str,
        known_id: str,
        said: Iterable[tuple[FilmFacts, str]],
        free_id: Callable[[], str],
    ) -> None:
        """Ask once whether rows of one title, of which years or directors differ, are one film. `said` are their facts
        and places, `known_id` the film that bears the title here, if one does.
        """
        if key in self:
            return
        first = [_facts_of(self._rows[known_id])] if known_id else []
        described, place = _described(first, said)
        if len(described) < 2:
            return
        listed = " and as ".join(map(str, described))
        question = Question(
            f"same-title:{slug_of(title, fallback='film')}",
            place,
            f'"{title}" is described as {listed}. Are these one film?',
            (Choice("one", "one film"), Choice("several", f"{len(described)} films")),
            suggested="several" if _are_all_apart(described) else "",
        )
        answer = self._answers.ask(question)
        if not answer:
            self._open.add(key)
        elif answer == "several":
            ids = [known_id] if known_id else []
            for facts in described[len(ids) :]:
                film_id = free_id()
                self._rows[film_id] = FilmRow(id=film_id, title=title, year=facts.year, directors=facts.directors)
                ids.append(film_id)
            self._ids[key] = ids

    def one_of(self, key: str, title: str, facts: FilmFacts, place: str, shown_there: Collection[str] | None) -> str:
        """The only film of these facts, or of those that are shown where and when the row says, else the one that
        somebody chooses, or NEW; empty while that is open, or what is shown there is.
        """
        if key in self._open:
            return ""
        ids = self._ids[key]
        if told := _only_one(ids, self._rows, facts, shown_there or ()):
            return told
        if shown_there is None:
            return ""
        name = f"{title} {facts.year or ''}".strip()
        question = Question(
            f"which:{slug_of(name, fallback='film')}",
            place,
            f'{len(ids)} films are called "{title}". Which one is meant?',
            (*(Choice(film_id, _told_apart(self._rows[film_id])) for film_id in ids), Choice(NEW, "another film")),
        )
        return self._answers.ask(question)


def _described(first: Sequence[FilmFacts], said: Iterable[tuple[FilmFacts, str]]) -> tuple[list[FilmFacts], str]:
    """Facts that contradict each other, and where the first does that contradicts the one before."""
    described, where = list(first), ""
    for facts, place in said:
        if not str(facts):
            continue
        index = next((number for number, there in enumerate(described) if not there.contradicts(facts)), None)
        if index is None:
            where = where or (place if described else "")
            described.append(facts)
        else:
            there = described[index]
            described[index] = FilmFacts(there.year or facts.year, there.directors or facts.directors)
    return described, where


def _only_one(ids: Sequence[str], rows: Mapping[str, FilmRow], facts: FilmFacts, shown_there: Collection[str]) -> str:
    """The only one of that year; else, of those whose year it may be, the only one of one of these directors, or the
    only one that is shown there.
    """
    of_year = [film_id for film_id in ids if facts.year and rows[film_id].year == facts.year]
    pool = of_year or [film_id for film_id in ids if not _are_apart(facts.year, rows[film_id].year)]
    by_director = [film_id for film_id in pool if facts.shares_director(_facts_of(rows[film_id]))]
    shown = [film_id for film_id in of_year or ids if film_id in shown_there]
    return next((found[0] for found in (of_year, by_director, shown) if len(found) == 1), "")


def _facts_of(row: FilmRow) -> FilmFacts:
    return FilmFacts(row.year, tuple(name.partition(" [")[0] for name in row.directors))


def _are_apart(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > 1


def _are_all_apart(described: Sequence[FilmFacts]) -> bool:
    return all(_are_apart(one.year, other.year) for one, other in combinations(described, 2))


def _is_one_name(one: str, other: str) -> bool:
    """Also with the last name first, without a first name, with initials, or a slip of the pen."""
    words, others = set(_words(one)), set(_words(other))
    if words and others and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, fold(one), fold(other), autojunk=False).ratio() > _NEAR


def _words(name: str) -> Iterator[str]:
    return (word for word in re.findall(r"[^\W\d_]+", fold(name)) if len(word) >= _SHORTEST)


def _told_apart(row: FilmRow) -> str:
    """`Twin, 2019, Kim Lee, 80 minutes, Competition`; what is not known is left out."""
    length = f"{row.runtime} minutes" if row.runtime else ""
    told = (row.title, str(row.year or ""), " and ".join(row.directors), length, row.section, f"id {row.id}")
    return ", ".join(filter(None, told))
