"""Films by their titles: spellings of one title, and remarks at its end that say something of the screening."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from screenings.assistant.entries import Entry
from screenings.assistant.film_homonyms import NEW, FilmFacts, FilmHomonyms, facts_in
from screenings.assistant.near_names import pairs_one_letter_apart
from screenings.assistant.patterns import lazy_pattern
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.status_words import CANCELLED, is_cancelled
from screenings.importing.rows import FilmRow
from screenings.text.cleaning import fold, one_line, slug_of

_BRACKETED = lazy_pattern(r"(?P<title>.+?)\s*[\(\[](?P<remark>[^()\[\]]{2,40})[\)\]]")
_WITH = "(?:with |mit |met |avec |con |[+&] ?)?"
_APPENDED = lazy_pattern(
    rf"(?P<title>.+?)\s*(?:[-–—+,:|]\s*|\s)"
    rf"(?P<remark>{_WITH}(?:q ?& ?a|q\+a|filmgesprach|35 ?mm|70 ?mm|16 ?mm|omu|omeu|{'|'.join(CANCELLED)}))!*",
    re.IGNORECASE,
)
_PREPENDED = lazy_pattern(
    rf"[*\W]*(?P<remark>{'|'.join(CANCELLED)})[)\]!*]*\s*[-–—:!)\]*]\s*(?P<title>.+)", re.IGNORECASE
)
_LONGEST = 300  # characters: no title is as long, and the patterns would take minutes
_FOOTNOTED = lazy_pattern(r"(?P<title>.*[^\s*†‡])\s*(?P<remark>[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)")
# What a remark means: the columns it fills, and how that is said.
_FORMATS = {"35mm": "35 mm", "70mm": "70 mm", "16mm": "16 mm", "dcp": "DCP"}
_SUBTITLES = {
    "omu": "de", "omdu": "de", "dtuntertitel": "de", "dtut": "de", "omeu": "en", "ometu": "en", "engut": "en",
    "ensubs": "en", "englishsubtitles": "en", "engsub": "en", "engsubs": "en", "withenglishsubtitles": "en",
    "enst": "en", "ste": "en", "vostfr": "fr", "vostf": "fr", "vost": "fr", "stfr": "fr", "vose": "es", "vosub": "es",
    "sottit": "it", "vosottit": "it", "nlo": "nl", "nlondertiteld": "nl", "nlsubs": "nl", "nlondertitels": "nl",
}  # fmt: skip
_TALKS = ("qa", "qanda", "filmgesprach", "gesprach", "nagesprek", "discussion", "rencontre", "coloquio", "incontro")
_INTRODUCTIONS = ("introduction", "intro", "einfuhrung", "inleiding", "presentation", "presentacion")
_ACCESS = {
    "relaxed": "relaxed", "relaxedscreening": "relaxed", "audiodescription": "description", "ad": "description",
    "opencaptions": "captions", "captioned": "captions", "oc": "captions", "sdh": "captions", "signlanguage": "sign",
    "bsl": "sign", "dgs": "sign", "lsf": "sign",
}  # fmt: skip
_AUDIENCES = {
    "press": "press", "pressscreening": "press", "pi": "press", "pressandindustry": "press", "pressindustry": "press",
    "pressevorfuhrung": "press", "private": "private",
    "privatescreening": "private", "geschlosseneveranstaltung": "private",
}  # fmt: skip
_QA_MINUTES, _INTRO_MINUTES = 20, 10


@dataclass(frozen=True, slots=True)
class TitleRemark:
    """`columns` are what it says in the importer's own words; `meaning` says the same to a reader."""

    text: str
    columns: tuple[tuple[str, str], ...]
    meaning: str


@dataclass
class FilmGroup:
    """A film of the file: all spellings of its title, the one that counts, and the id under which it goes."""

    title: str
    id: str
    places: list[str] = field(default_factory=list)


def title_key(text: str) -> str:
    """By which two titles may be one film: capitals, accents and punctuation do not count."""
    key = re.sub(r"[\W_]+", "", fold(text).replace("&", "and"))
    return key or fold(text).strip()


def remark_of(text: str) -> TitleRemark | None:
    """What stands at a title's end says of the screening; None where it says nothing that we know."""
    if not re.search(r"\w", text) or text.strip("¹²³⁴⁵⁶⁷⁸⁹⁰") == "":
        return TitleRemark(text, (), "the mark of a footnote, which is no part of the title")
    letters = re.sub(r"[^a-z0-9]", "", fold(text).replace("&", ""))
    bare = re.sub(r"^(?:with|mit|met|avec|con|and|und|plus|followedby|suividun|anschl)", "", letters)
    if letters in _FORMATS:
        return TitleRemark(text, (("format", _FORMATS[letters]),), f"shown as {_FORMATS[letters]}")
    if letters in _SUBTITLES:
        return TitleRemark(text, (("subtitles", _SUBTITLES[letters]),), f"subtitles: {_SUBTITLES[letters]}")
    if bare in _TALKS or bare.endswith("qa"):
        return TitleRemark(text, (("qa", str(_QA_MINUTES)),), f"{_QA_MINUTES} minutes of Q&A after the film")
    if bare in _INTRODUCTIONS:
        return TitleRemark(text, (("intro", str(_INTRO_MINUTES)),), f"{_INTRO_MINUTES} minutes of introduction")
    if letters in _ACCESS:
        return TitleRemark(text, (("access", _ACCESS[letters]),), f"access: {_ACCESS[letters]}")
    if letters in _AUDIENCES:
        return TitleRemark(text, (("audience", _AUDIENCES[letters]),), f"audience: {_AUDIENCES[letters]}")
    if is_cancelled(text):
        return TitleRemark(text, (("status", "cancelled"),), "the screening is cancelled")
    if re.fullmatch(r"(?:19|20)\d\d", letters):
        return TitleRemark(text, (("year", letters),), f"made in {letters}")
    return None


class TitleReader:
    """All titles of a file, read once: which are one film, which are the festival's, what stands at their ends."""

    def __init__(self, entries: Iterable[Entry], films: Mapping[str, FilmRow], answers: Answers) -> None:
        self._answers = answers
        self._known = films
        self._known_ids = _ids_by_title(films)
        self._remarks: dict[str, tuple[str, tuple[tuple[str, str], ...]] | None] = {}
        self._groups: dict[str, FilmGroup | None] = {}
        titles: defaultdict[str, dict[str, str]] = defaultdict(dict)
        facts: defaultdict[str, dict[FilmFacts, str]] = defaultdict(dict)
        for entry in entries:
            bare = self.bare(entry.cells["title"])
            if bare is not None:
                key = title_key(bare[0])
                titles[key].setdefault(bare[0], entry.cells["title"].place)
                facts[key].setdefault(_facts(entry, bare[1]), entry.place)
        self._joined = dict(self._near_titles(titles))
        self._homonyms = FilmHomonyms(films, title_key, answers)
        self._taken = set(films)
        for key, spellings in titles.items():
            if key not in self._joined:
                title, known_id = next(iter(spellings)), self._known_ids.get(key, "")
                self._homonyms.divide(key, title, known_id, facts[key].items(), partial(_free_id, title, self._taken))
        for key, spellings in titles.items():
            if key not in self._joined and key not in self._homonyms:
                self._group(key, spellings, self._taken)

    def bare(self, cell: SourceCell) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """The title without the remarks at its end, and what these say. None while a question is open."""
        title = one_line(cell.text)
        if title not in self._remarks:
            self._remarks[title] = self._without_remarks(title, cell.place)
        return self._remarks[title]

    def film(self, entry: Entry, shown_there: Callable[[], Collection[str] | None] = tuple) -> FilmGroup | None:
        """None while it is open which film is meant. Year and directors tell two of one title apart, and so do films
        that are shown where and when the row says, by their ids; None while that is open.
        """
        cell = entry.cells["title"]
        bare = self.bare(cell)
        if bare is None:
            return None
        key = title_key(bare[0])
        if key in self._homonyms:
            return self._one_of(key, bare[0], cell.place, _facts(entry, bare[1]), shown_there())
        return self._groups.get(f"{key} {bare[0]}") or self._groups.get(self._joined.get(key, key))

    def _without_remarks(self, title: str, place: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        said: list[tuple[str, str]] = []
        while title_key(title) not in self._known_ids:
            match = _first_match(title)
            remark = remark_of(match["remark"]) if match else None
            if match is None or remark is None:
                break
            question = Question(
                f"remark:{slug_of(remark.text, fallback='remark')}",
                place,
                f'"{remark.text}" stands beside a title, as in "{title}". What does it say?',
                (Choice("means", remark.meaning), Choice("title", "it is part of the title")),
                suggested="means",
            )
            answer = self._answers.ask(question)
            if answer != "means":
                return None if not answer else (title, tuple(said))
            title = match["title"].strip()
            said.extend(remark.columns)
        return title, tuple(said)

    def _one_of(
        self, key: str, title: str, place: str, facts: FilmFacts, shown_there: Collection[str] | None
    ) -> FilmGroup | None:
        """Of several films of that title: the one that its facts say, else the only one that is shown where and when
        the row says, else the one that somebody chooses.
        """
        chosen = self._homonyms.one_of(key, title, facts, place, shown_there)
        if not chosen:
            return None
        group = f"{key} {title} {facts.year or ''} {chosen}"
        if group not in self._groups:
            film_id = _free_id(title, self._taken) if chosen == NEW else chosen
            self._groups[group] = FilmGroup(title if chosen == NEW else self._homonyms.row(chosen).title, film_id)
        return self._groups[group]

    def _group(self, key: str, spellings: Mapping[str, str], taken: set[str]) -> None:
        known_id = self._known_ids.get(key, "")
        known_title = self._known[known_id].title if known_id else ""
        differing = [title for title in spellings if title != known_title] if known_id else list(spellings)[1:]
        # A title that only adds or lacks a space at its end is the same text by now.
        if differing:
            first = known_title or next(iter(spellings))
            listed = " and ".join(f'"{title}"' for title in dict.fromkeys((first, *spellings)))
            question = Question(
                f"film:{slug_of(first, fallback='film')}",
                spellings[differing[0]],
                f"{listed}: are these one film?",
                (Choice("one", f'one film, "{first}"'), Choice("several", "several films")),
                suggested="one",
            )
            answer = self._answers.ask(question)
            if not answer:
                self._groups[key] = None
                return
            if answer == "several":
                for title in spellings:
                    film_id = known_id if title == known_title else _free_id(title, taken)
                    self._groups[f"{key} {title}"] = FilmGroup(title, film_id)
                return
        title = known_title or next(iter(spellings))
        self._groups[key] = FilmGroup(title, known_id or _free_id(title, taken))

    def _near_titles(self, titles: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
        """Titles one slip of the pen apart, which somebody said are one: the key of the one, to that of the other."""
        spelled_known = {key: self._known[film_id].title for key, film_id in self._known_ids.items()}
        keys = {**{key: next(iter(spellings)) for key, spellings in titles.items()}, **spelled_known}
        for first, second in pairs_one_letter_apart(keys):
            new, other = (second, first) if second in titles and second not in self._known_ids else (first, second)
            if new in self._known_ids or new not in titles:
                continue
            spelled = next(iter(titles[new]))
            known = self._known[self._known_ids[other]].title if other in self._known_ids else next(iter(titles[other]))
            question = Question(
                f"near:{slug_of(spelled, fallback='film')}",
                titles[new][spelled],
                f'"{spelled}" is much like "{known}". Is it the same film?',
                (Choice("same", f'the same film, "{known}"'), Choice("other", "another film")),
            )
            if self._answers.ask(question) == "same":
                yield new, other


def _facts(entry: Entry, said: Iterable[tuple[str, str]]) -> FilmFacts:
    return facts_in(dict(said).get("year", entry.text("year")), entry.text("directors"))


def _first_match(title: str) -> re.Match[str] | None:
    if len(title) > _LONGEST:
        return None
    matches = (pattern.fullmatch(title) for pattern in (_BRACKETED, _PREPENDED, _APPENDED, _FOOTNOTED))
    return next((match for match in matches if match), None)


def _ids_by_title(films: Mapping[str, FilmRow]) -> dict[str, str]:
    """By title, and by original title where no other film is called so."""
    ids: dict[str, str] = {}
    for film_id, row in films.items():
        ids.setdefault(title_key(row.title), film_id)
    for film_id, row in films.items():
        if row.original_title:
            ids.setdefault(title_key(row.original_title), film_id)
    return ids


def _free_id(title: str, taken: set[str]) -> str:
    base = slug_of(title, fallback="film")
    film_id, number = base, 2
    while film_id in taken:
        film_id, number = f"{base}-{number}", number + 1
    taken.add(film_id)
    return film_id
