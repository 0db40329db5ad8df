"""Which screening of the festival a row is: by uid, by code, by film, hall and start; a lone pair is a move."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from screenings.assistant.known import KnownProgramme
from screenings.assistant.questions import Answers, Choice, Question
from screenings.importing.problems import ImportProblem
from screenings.importing.rows import ScreeningRow
from screenings.text.cleaning import place_name, slug_of
from screenings.timetable.days import wall_text

NEW = "new"


@dataclass
class ReadScreening:
    """A screening of the file. `start` is its text on the hall's clock, `instant` the same in UTC where it is sound.

    `waits_with` is what the row says of when and where, for the notes of one that has no place yet.
    """

    film: str
    hall: str
    start: str
    instant: datetime | None
    place: str
    code: str = ""
    uid: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    id: str = ""
    waits_with: str = ""


def without_repeats(screenings: Iterable[ReadScreening], remarks: list[ImportProblem]) -> list[ReadScreening]:
    """Other views of the same timetable in the file say it again. In one of them, rows of which nothing is known yet
    are as many screenings.
    """
    first: dict[tuple[str, str, str, str], ReadScreening] = {}
    undecided: Counter[tuple[str, str]] = Counter()
    for screening in screenings:
        apart = "" if screening.start else screening.waits_with
        if not screening.start and not apart:
            sheet = screening.film, screening.place.partition(",")[0]
            undecided[sheet] += 1
            apart = str(undecided[sheet])
        there = first.setdefault((screening.film, screening.hall, screening.start, apart), screening)
        if there is not screening:
            message = f"this is the screening of {there.place} again, and counts once."
            remarks.append(ImportProblem(screening.place, 0, "", message))
    return list(first.values())


class ScreeningMatcher:
    """Gives each screening of the file its id: that of the one it is here, its own code, or a new one."""

    def __init__(self, known: KnownProgramme, answers: Answers) -> None:
        self._known, self._answers = known, answers
        self._taken: set[str] = set()

    def match(self, screenings: Sequence[ReadScreening]) -> None:
        """Those whose question is open keep an empty id."""
        known = self._known.screenings
        codes = [screening.code for screening in screenings if screening.code]
        repeated = {code for code in codes if codes.count(code) > 1} if len(codes) != len(set(codes)) else set()
        ignores_codes = self._is_numbered_anew(screenings)
        for screening in screenings:
            if key := self._known.ids_by_uid.get(screening.uid, screening.uid if screening.uid in known else ""):
                self._take(screening, key)
        for screening in screenings:
            row = known.get(screening.code)
            is_same = row is not None and (not ignores_codes or row.film == screening.film)
            if not screening.id and is_same and screening.code not in repeated:
                self._take(screening, screening.code)
        self._by_place(screenings)
        self._moves(screenings)
        for screening in screenings:
            if not screening.id and not self._is_open(screening):
                own = screening.uid or (screening.code if screening.code not in repeated else "")
                screening.id = self._free(own if own and own not in known else "", screening.film)

    def _take(self, screening: ReadScreening, key: str) -> None:
        if key not in self._taken:
            self._taken.add(key)
            screening.id = key

    def _is_numbered_anew(self, screenings: Sequence[ReadScreening]) -> bool:
        """A code that is another film's here, while the row's own film and time are there under another."""
        known = self._known.screenings
        for screening in screenings:
            row = known.get(screening.code)
            if row is None or row.film == screening.film or screening.film not in self._known.films:
                continue
            here = self._known.films[row.film].title
            title = self._known.films[screening.film].title
            question = Question(
                "numbered-anew",
                screening.place,
                f'{screening.code} is "{here}" here, and "{title}" in the file. Is the file numbered anew?',
                (
                    Choice("yes", "yes: go by films, halls and times"),
                    Choice("no", f'no: {screening.code} now shows "{title}"'),
                ),
                suggested="yes",
            )
            return self._answers.ask(question) != "no"
        return False

    def _by_place(self, screenings: Sequence[ReadScreening]) -> None:
        there: dict[tuple[str, str, datetime | None], list[str]] = defaultdict(list)
        for key, row in self._known.screenings.items():
            there[row.film, row.hall, row.start].append(key)
            if row.hall:
                there[row.film, "", row.start].append(key)
        for screening in screenings:
            if not screening.id:
                for key in there.get((screening.film, screening.hall, screening.instant), ()):
                    self._take(screening, key)
                    if screening.id:
                        break

    def _moves(self, screenings: Sequence[ReadScreening]) -> None:
        """Of each film: one row and one showing that are left are a move; more are asked about."""
        rows: dict[str, list[ReadScreening]] = defaultdict(list)
        for screening in screenings:
            if not screening.id and (not screening.code or screening.code not in self._known.screenings):
                rows[screening.film].append(screening)
        left: dict[str, list[str]] = defaultdict(list)
        for key, row in self._known.screenings.items():
            if key not in self._taken:
                left[row.film].append(key)
        for film, unmatched in rows.items():
            free = left.get(film, [])
            if not free:
                continue
            if len(unmatched) == 1 and len(free) == 1:
                self._take(unmatched[0], free[0])
                continue
            self._pair_alike(unmatched, free)
            for screening in (each for each in unmatched if not each.id):
                self._ask(screening, [key for key in free if key not in self._taken])

    def _pair_alike(self, unmatched: Sequence[ReadScreening], free: Sequence[str]) -> None:
        """Those that share a hall and a day, or a start, with one other alone; of which nothing is known, in order."""
        known = self._known.screenings
        for alike in (_same_start, _same_hall_and_day, _waits_with_the_same):
            for screening in unmatched:
                fits = [key for key in free if key not in self._taken and alike(screening, known[key])]
                rivals = [each for each in unmatched if not each.id and fits and alike(each, known[fits[0]])]
                if not screening.id and len(fits) == 1 and len(rivals) == 1:
                    self._take(screening, fits[0])
        for screening in unmatched:
            waiting = [key for key in free if key not in self._taken and known[key].start is None]
            if not screening.id and not screening.start and not screening.waits_with and waiting:
                self._take(screening, waiting[0])

    def _ask(self, screening: ReadScreening, free: Sequence[str]) -> None:
        if not free:
            return
        title = self._known.films[screening.film].title
        question = Question(
            self._key(screening),
            screening.place,
            f'"{title}" on {screening.start.replace("T", " at ") or "no day yet"}: which screening is that here?',
            (*(Choice(key, f"it was moved from {self._where(key)}") for key in free), Choice(NEW, "a new one")),
        )
        answer = self._answers.ask(question)
        if answer and answer != NEW:
            self._take(screening, answer)

    def _is_open(self, screening: ReadScreening) -> bool:
        return self._key(screening) in self._answers.open

    @staticmethod
    def _key(screening: ReadScreening) -> str:
        when = f"{screening.film} {screening.hall} {screening.start or screening.waits_with}"
        return f"screening:{slug_of(when, fallback=screening.film)}"

    def _where(self, key: str) -> str:
        row = self._known.screenings[key]
        hall = self._known.halls.get(row.hall)
        when = wall_text(row.start, self._known.hall_zone(row.hall)).replace("T", " ") if row.start else "no day yet"
        return f"{when}, {place_name(hall.venue, hall.hall)}" if hall else when

    def _free(self, own: str, film: str) -> str:
        if own and own not in self._taken:
            self._taken.add(own)
            return own
        number = 1
        while (key := f"{film}-{number}") in self._taken or key in self._known.screenings:
            number += 1
        self._taken.add(key)
        return key


def _same_start(screening: ReadScreening, row: ScreeningRow) -> bool:
    return row.start is not None and row.start == screening.instant


def _same_hall_and_day(screening: ReadScreening, row: ScreeningRow) -> bool:
    if row.start is None or screening.instant is None or row.hall != screening.hall:
        return False
    return abs((row.start - screening.instant).total_seconds()) < 12 * 3600


def _waits_with_the_same(screening: ReadScreening, row: ScreeningRow) -> bool:
    return row.start is None and bool(screening.waits_with) and row.notes == screening.waits_with
