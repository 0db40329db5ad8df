"""From what a file says to the importer's own tables, each cell with the address it came from."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from screenings.assistant import name_lists
from screenings.assistant.dates import with_counted_day
from screenings.assistant.entries import Entry, name_films_by_code
from screenings.assistant.headings import CODE, DAY, HALL_FIRST, PEOPLE, PLACE, TIME, UID, WAITS_WITH
from screenings.assistant.known import KnownProgramme
from screenings.assistant.matching import ReadScreening, ScreeningMatcher, without_repeats
from screenings.assistant.moments import MomentReader
from screenings.assistant.near_names import PeopleNames
from screenings.assistant.places import PlaceReader
from screenings.assistant.questions import Answers
from screenings.assistant.several_halls import meant_places, names_alone
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.stated_ends import instant_of, settle_ends
from screenings.assistant.stated_places import settle_places
from screenings.assistant.ticket_words import ticket_cells
from screenings.assistant.times import length_minutes
from screenings.assistant.titles import FilmGroup, TitleReader
from screenings.importing.columns import columns_of
from screenings.importing.problems import ImportProblem
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.tables import no_text_message
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.spreadsheet import join_cast, join_items, split_cast, split_items

_FILM_COLUMNS = frozenset(columns_of(FilmRow)) - {"id", "title", "parts"}
_TICKETS = frozenset(("sold_out", "standby"))
_SCREENING_COLUMNS = frozenset(columns_of(ScreeningRow)) - {"id", "film", "hall", "start", "end"} - _TICKETS
_HALL_COLUMNS = frozenset(columns_of(HallRow)) - {"id", "venue", "hall"}
_TEXTS = frozenset(("title", "original_title", "section", "rating", "notes", "price", CODE, PLACE, "hall", "venue"))
_LISTS = frozenset(("genres", "companies", "formats", "access"))
_YEAR = re.compile(r"(?<!\d)(?:18|19|20|21)\d\d(?!\d)")
# The cells that a column of the importer is made from, the first that is there.
_CELLS_OF = {"film": ("title",), "hall": (PLACE, "hall", "venue"), "start": ("start", DAY, TIME), "end": ("end", TIME)}


@dataclass
class RowDraft:
    """A row of one of the importer's tables: texts by column, and the places they came from.

    `films` are those whose rows it rests on, `said_by` the films whose rows say a column's text.
    """

    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    films: set[str] = field(default_factory=set)
    said_by: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class DraftProgramme:
    """All rows of a file. `remarks` and `problems` bear the file's own addresses.

    `entries` are what the file says of each film; `wrong` those of them that cannot be read, and why.
    """

    films: dict[str, RowDraft] = field(default_factory=dict)
    halls: dict[str, RowDraft] = field(default_factory=dict)
    screenings: list[ReadScreening] = field(default_factory=list)
    remarks: list[ImportProblem] = field(default_factory=list)
    wrong: list[tuple[Entry, ImportProblem]] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[ImportProblem, ...]:
        return tuple(problem for _entry, problem in self.wrong)


class ProgrammeReader:
    """Reads all entries of a file together: what one says of a film, a hall or a day counts for the others."""

    def __init__(self, entries: Iterable[Entry], known: KnownProgramme, answers: Answers) -> None:
        self._known, self._answers = known, answers
        self._draft = DraftProgramme()
        every = list(entries)
        self._entries = [entry for entry in every if self._holds_texts(entry)]
        name_films_by_code(self._entries)
        self._unread = [entry for entry, _problem in self._draft.wrong if entry.cells["title"].kind is None]
        self._titles = TitleReader((*self._entries, *self._unread), known.films, answers)
        self._places = PlaceReader(known.halls, answers)
        self._named_alone = {*self._places.names, *names_alone(_texts(self._entries, PLACE, "hall"))}
        self._moments = MomentReader((entry for entry in self._entries if entry.is_showing), known, answers)
        self._people = {
            "directors": name_lists.people(_cells(self._entries, "directors"), answers),
            PEOPLE: name_lists.people((), answers),
        }
        self._names = PeopleNames(_films_by_credit(known), self._names_met(), answers)

    def _names_met(self) -> dict[str, str]:
        """The directors and actors that the file names, and where first."""
        met: dict[str, str] = {}
        for cell in _cells(self._entries, "directors"):
            for name in split_items(self._people["directors"](cell) or ""):
                met.setdefault(name, cell.place)
        for cell in _cells(self._entries, "cast"):
            for name, _character in split_cast(name_lists.items(cell)):
                met.setdefault(name, cell.place)
        return met

    def read(self) -> DraftProgramme:
        draft = self._draft
        for entry in self._entries:
            film = self._titles.film(entry, partial(self._films_shown, entry))
            if film is None:
                continue
            draft.entries.setdefault(film.id, []).append(entry)
            self._read_film(entry, film)
            if entry.is_showing:
                self._read_screenings(entry, film)
        for entry in self._unread:
            if film := self._titles.film(entry):
                draft.entries.setdefault(film.id, []).append(entry)
        for hall_id, row in self._places.new.items():
            place = self._places.places[hall_id]
            there = draft.halls.setdefault(hall_id, RowDraft())
            there.cells.update({"id": hall_id, "venue": row.venue, "hall": row.hall})
            there.places.setdefault("venue", place)
        draft.screenings = without_repeats(draft.screenings, draft.remarks)
        ScreeningMatcher(self._known, self._answers).match(draft.screenings)
        draft.remarks.extend(settle_places(draft.screenings, self._known))
        runtimes = {film_id: row.cells.get("runtime", "") for film_id, row in draft.films.items()}
        settle_ends(draft.screenings, runtimes, self._known)
        return draft

    def _films_shown(self, entry: Entry) -> Collection[str] | None:
        """The films on where and when the row says, or that of its uid's screening; None while that is open."""
        if screening := self._known.screenings.get(self._known.ids_by_uid.get(entry.text(UID), "")):
            return (screening.film,)
        hall = self._own_hall(entry) if entry.is_showing else ""
        if not hall:
            return None if hall is None else ()
        zone = self._known.hall_zone(hall)
        moment = self._moments.read(entry, zone)
        return None if moment.is_open else self._known.films_by_place.get((hall, instant_of(moment.start, zone)), ())

    def _own_hall(self, entry: Entry) -> str | None:
        """Of a row that names one; None while it is open which is meant."""
        place, hall_first = entry.cells.get(PLACE), entry.cells.get(HALL_FIRST)
        return self._places.read(
            place or hall_first, entry.cells.get("venue"), entry.cells.get("hall"), is_hall_first=hall_first is not None
        )

    def _holds_texts(self, entry: Entry) -> bool:
        """Numbers in fields of text count as they are shown; what a spreadsheet made of a text is a problem."""
        for name in {DAY, "start"} & entry.cells.keys():
            entry.cells[name] = with_counted_day(entry.cells[name])
        for name in _TEXTS & entry.cells.keys():
            cell = entry.cells[name]
            if cell.kind is NumberKind.NUMBER:
                entry.cells[name] = cell.with_text(cell.shown or cell.text)
            elif cell.kind is not None:
                problem = ImportProblem(cell.place, 0, "", no_text_message(cell.kind, cell.shown))
                self._draft.wrong.append((entry, problem))
                return False
        return True

    def _read_film(self, entry: Entry, film: FilmGroup) -> None:
        row = self._draft.films.setdefault(film.id, RowDraft({"id": film.id, "title": film.title}, films={film.id}))
        row.places.setdefault("title", entry.cells["title"].place)
        names = _FILM_COLUMNS if not entry.is_showing else _FILM_COLUMNS - {"kind"}
        for name in names & entry.cells.keys():
            if name in _SCREENING_COLUMNS and entry.is_showing:
                continue
            self._put(row, name, entry.cells[name])
        if PEOPLE in entry.cells and "directors" not in entry.cells and film.id not in self._known.films:
            text = self._people[PEOPLE](entry.cells[PEOPLE])
            if text and not row.cells.get("directors"):
                row.cells["directors"], row.places["directors"] = text, entry.cells[PEOPLE].place
        bare = self._titles.bare(entry.cells["title"])
        for name, value in bare[1] if bare else ():
            if name in _FILM_COLUMNS - _SCREENING_COLUMNS and not row.cells.get(name):
                row.cells[name], row.places[name] = value, entry.cells["title"].place

    def _put(self, row: RowDraft, name: str, cell: SourceCell) -> None:
        """The first text of a film counts; another that says something else is remarked upon."""
        text = self._text(name, cell)
        if not text:
            return
        first = row.cells.setdefault(name, text)
        row.places.setdefault(name, cell.place)
        if first != text:
            message = (
                f'it says "{text[:60]}", and {row.places[name]} "{first[:60]}" of the same film. The first counts.'
            )
            self._draft.remarks.append(ImportProblem(cell.place, 0, "", message))

    def _text(self, name: str, cell: SourceCell) -> str:
        """A cell in the importer's own words; empty while a question about it is open, and where it says nothing."""
        if name in self._people:
            names = split_items(self._people[name](cell) or "")
            return join_items(dict.fromkeys(map(self._names.meant, names)))
        if name == "cast":
            return join_cast(
                (self._names.meant(who), character) for who, character in split_cast(name_lists.items(cell))
            )
        if name in _LISTS:
            return name_lists.items(cell)
        if name == "countries":
            return name_lists.countries(cell, self._answers) or ""
        if name in ("languages", "subtitles"):
            return name_lists.languages(cell, self._answers) or ""
        if name in ("runtime", "intro", "qa"):
            minutes = length_minutes(cell)
            return str(minutes) if minutes is not None else cell.text.strip()
        if name == "year" and (match := _YEAR.search(cell.text)):
            return match[0]
        return cell.text.strip()

    def _read_screenings(self, entry: Entry, film: FilmGroup) -> None:
        """One, or one in each of the halls that its cell names."""
        place, venue, hall = (entry.cells.get(name) for name in (PLACE, "venue", "hall"))
        if place is None and hall is not None:
            place = hall.with_text(f"{venue.text.strip()} {hall.text.strip()}") if venue else hall
        several = meant_places(place, self._named_alone, self._answers) if place else [place]
        if several is None:
            return
        if not several:
            assert place is not None
            self._without_hall(entry, film, place)
        elif several == [place]:
            self._read_screening(entry, film, self._own_hall(entry))
        else:
            for number, each in enumerate(several):
                self._read_screening(entry, film, self._places.read(each, None, None), is_first=not number)

    def _without_hall(self, entry: Entry, film: FilmGroup, place: SourceCell) -> None:
        """A screening whose hall is not decided lies in the tray; what is known of it goes into its notes."""
        known = _when(entry)
        screening = ReadScreening(film.id, "", "", None, entry.place, entry.text(CODE), entry.text(UID))
        screening.cells["end"] = ""
        self._describe(screening, entry)
        screening.waits_with = ", ".join((*known, place.text.strip()))
        self._draft.screenings.append(screening)

    def _read_screening(self, entry: Entry, film: FilmGroup, hall: str | None, *, is_first: bool = True) -> None:
        """`hall` is None while it is open. Of several screenings of one row the first bears its code."""
        if hall is None:
            return
        if hall:
            self._read_hall(entry, hall, film)
        zone = self._known.hall_zone(hall)
        moment = self._moments.read(entry, zone)
        if moment.is_open:
            return
        if moment.problem:
            self._draft.wrong.append((entry, ImportProblem(entry.place, 0, "", moment.problem)))
            return
        if moment.remark:
            self._draft.remarks.append(ImportProblem(entry.place, 0, "", moment.remark))
        screening = ReadScreening(
            film.id,
            hall,
            moment.start,
            instant_of(moment.start, zone),
            entry.place,
            entry.text(CODE) if is_first else "",
            entry.text(UID) if is_first else "",
        )
        screening.cells["end"] = moment.end
        screening.waits_with = entry.text(WAITS_WITH) or ", ".join(_when(entry))
        self._describe(screening, entry)
        self._draft.screenings.append(screening)

    def _describe(self, screening: ReadScreening, entry: Entry) -> None:
        """What the row, and the remark at its title's end, say beside where and when."""
        screening.places = {name: cell.place for name, cell in entry.cells.items()}
        for column, names in _CELLS_OF.items():
            if cell := next((entry.cells[name] for name in names if name in entry.cells), None):
                screening.places[column] = cell.place
        for name in _SCREENING_COLUMNS & entry.cells.keys():
            screening.cells[name] = self._text(name, entry.cells[name])
        screening.cells.update(ticket_cells(entry.cells, self._answers))
        bare = self._titles.bare(entry.cells["title"])
        for name, value in bare[1] if bare else ():
            if name in _SCREENING_COLUMNS:
                screening.cells.setdefault(name, value)

    def _read_hall(self, entry: Entry, hall: str, film: FilmGroup) -> None:
        row = self._draft.halls.setdefault(hall, RowDraft())
        row.films.add(film.id)
        if there := self._known.halls.get(hall):
            row.cells.update({"id": hall, "venue": there.venue, "hall": there.hall})
        for name in _HALL_COLUMNS & entry.cells.keys():
            if row.cells.setdefault(name, entry.text(name)) == entry.text(name):
                row.said_by.setdefault(name, set()).add(film.id)
            row.places.setdefault(name, entry.cells[name].place)


def _films_by_credit(known: KnownProgramme) -> dict[str, list[str]]:
    """The titles of the films that credit each, by the name, with the address that tells two of a name apart; of those
    whose name several bear also elsewhere.
    """
    films: defaultdict[str, list[str]] = defaultdict(list)
    for row in known.films.values():
        for name in dict.fromkeys((*row.directors, *(name for name, _character in row.cast))):
            films[name].append(row.title)
    for label, titles in known.namesakes.items():
        films.setdefault(label, []).extend(title for title in titles if title not in films[label])
    return dict(films)


def _when(entry: Entry) -> list[str]:
    return [entry.text(name) for name in ("start", DAY, TIME) if entry.text(name)]


def _texts(entries: Iterable[Entry], *names: str) -> Iterator[str]:
    return (entry.text(name) for entry in entries for name in names if name in entry.cells)


def _cells(entries: Iterable[Entry], name: str) -> list[SourceCell]:
    return [entry.cells[name] for entry in entries if name in entry.cells]
