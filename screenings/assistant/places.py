"""Halls by the names people give them: `Odeon – Hall 2`, `Odeon 2`, a code. New ones become venue and hall."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from itertools import takewhile

from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.importing.rows import HallRow
from screenings.text.cleaning import fold, one_line, place_name, slug_of

_HALL_WORDS = (
    "hall", "screen", "saal", "kinosaal", "zaal", "salle", "sala", "auditorium", "room", "leinwand", "ecran",
    "pantalla", "scherm", "schermo", "sal", "sali",
)  # fmt: skip
_WORD = "|".join(_HALL_WORDS)
_DIVIDED = re.compile(r"(.+?)\s*(?:\s[-–—|]\s|,\s+|:\s+|\s/\s|\s·\s)\s*(.+)")
_BRACKETED = re.compile(r"(.+?)\s*\(((?!(?:18|19|20|21)\d\d\))[^()]+)\)")
_WITH_WORD = re.compile(rf"(.+?)\s+((?:{_WORD})(?![^\W\d_])\s*\S+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(.*?[^\W\d].*?)\s*(?<!\d)(\d{1,2}|[IVX]{1,4})\s*(?:관|館|号|호)?")
_NEAR = 0.84
_LONGEST = 300  # characters of venue and hall: what no name is is not taken apart, which would take minutes
NEW = "new"


def place_key(text: str) -> str:
    """By which two names of a place are one: words for "hall", punctuation and accents do not count."""
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=[^\W\d])(?=\d)", " ", fold(text)))
    kept = [word for word in words if word not in _HALL_WORDS]
    return " ".join(kept or words)


class PlaceReader:
    """Finds the festival's halls, and gathers those that are new. Every text is read once."""

    def __init__(self, halls: Mapping[str, HallRow], answers: Answers) -> None:
        self.new: dict[str, HallRow] = {}
        self.places: dict[str, str] = {}  # where each new hall was met first
        self._known = dict(halls)
        self._answers = answers
        self._ids_by_key, self._ids_of_several = _ids_by_key(halls)
        self._read: dict[tuple[str, str], str | None] = {}

    @property
    def names(self) -> Collection[str]:
        """Of the halls that are known so far, by `place_key`."""
        return self._ids_by_key.keys()

    def read(
        self,
        place: SourceCell | None,
        venue: SourceCell | None,
        hall: SourceCell | None,
        *,
        is_hall_first: bool = False,
    ) -> str | None:
        """The id of the hall: empty where no place is named, None while a question about it is open.

        `is_hall_first`: the place is a hall, its cinema and the address, as our own calendars have it.
        """
        cell = place or venue or hall
        if cell is None:
            return ""
        venue_text = one_line(venue.text) if venue else ""
        text = one_line(place.text) if place else one_line(hall.text) if hall else ""
        key = (venue_text, text)
        if key not in self._read:
            self._read[key] = self._find(cell, venue_text, text, is_hall_first=is_hall_first)
        return self._read[key]

    def _find(self, cell: SourceCell, venue: str, text: str, *, is_hall_first: bool) -> str | None:
        whole = f"{venue} {text}".strip() if not text.startswith(venue) else text
        for name in (whole, text if not venue else "", f"{venue} {venue}" if venue and not text else ""):
            if name and (key := self._ids_by_key.get(place_key(name))):
                return key
        if text in self._known:
            return text
        if not venue and "," in text:
            venue, text = located(text, is_hall_first=is_hall_first)
            whole = venue if text == venue else f"{venue} {text}".strip()
            if key := self._ids_by_key.get(place_key(whole)):
                return key
        if several := self._ids_of_several.get(place_key(whole)):
            return self._one_of(cell, whole, several)
        near = self._near(place_key(whole))
        if near:
            there = self._known[near]
            name = place_name(there.venue, there.hall)
            question = Question(
                f"hall:{slug_of(whole, fallback='hall')}",
                cell.place,
                f'"{whole}" is not known here, and is much like {name}. Are they the same hall?',
                (Choice("same", f"the same as {name}"), Choice(NEW, f"another hall, {whole}")),
            )
            answer = self._answers.ask(question)
            if not answer:
                return None
            if answer == "same":
                return near
        return self._add(cell, venue, text)

    def _one_of(self, cell: SourceCell, name: str, several: list[str]) -> str | None:
        """Of several halls of that name, each told by its cinema."""
        halls = [(hall_id, self._known[hall_id]) for hall_id in several]
        question = Question(
            f"hall:{slug_of(name, fallback='hall')}",
            cell.place,
            f'{len(halls)} halls may be called "{name}". Which one is meant?',
            (
                *(Choice(hall_id, place_name(hall.venue, hall.hall)) for hall_id, hall in halls),
                Choice(NEW, f"another hall, {name}"),
            ),
        )
        answer = self._answers.ask(question)
        return self._add(cell, "", name) if answer == NEW else answer or None

    def _near(self, key: str) -> str:
        """A hall of almost that name. Numbers that differ are halls that differ."""
        numbers = re.findall(r"\d+", key)
        for other, hall_id in self._ids_by_key.items():
            if re.findall(r"\d+", other) == numbers and abs(len(other) - len(key)) < 4:
                matcher = SequenceMatcher(None, key, other, autojunk=False)
                if len(key) > 3 and matcher.real_quick_ratio() > _NEAR and matcher.ratio() > _NEAR:
                    return hall_id
        return ""

    def _add(self, cell: SourceCell, venue: str, text: str) -> str:
        if not venue:
            venue, text = divided_place(text)
        venues = list(dict.fromkeys(row.venue for row in self._all()))
        are_halls = [_WITH_WORD.fullmatch(f"x {name}") is not None for name in (text, *venues)]
        if venue == text and are_halls == [True, False]:
            # "Salle 2" is a hall of the only venue there is.
            venue = venues[0]
        venue = next((row.venue for row in self._all() if fold(row.venue) == fold(venue)), venue)
        hall = f"Hall {text}" if text.isdigit() else text or venue
        base = slug_of(hall if fold(hall).startswith(fold(venue)) else f"{venue} {hall}", fallback="hall")
        hall_id, number = base, 2
        while hall_id in self._known:
            hall_id, number = f"{base}-{number}", number + 1
        row = HallRow(id=hall_id, venue=venue, hall=hall)
        self._known[hall_id] = self.new[hall_id] = row
        self.places[hall_id] = cell.place
        for name in (f"{venue} {hall}", hall if hall.startswith(venue) else "", f"{venue} {text}"):
            if name:
                self._ids_by_key.setdefault(place_key(name), hall_id)
        return hall_id

    def _all(self) -> list[HallRow]:
        return list(self._known.values())


def divided_place(text: str) -> tuple[str, str]:
    """Venue and hall of one text: `Odeon – Hall 2`, `Odeon (Hall 2)`, `Odeon Hall 2`; `Odeon 2` is its Hall 2."""
    if len(text) > _LONGEST:
        return text, text
    for pattern in (_DIVIDED, _BRACKETED, _WITH_WORD):
        if match := pattern.fullmatch(text):
            hall = match[2].strip()
            return match[1].strip(), f"Hall {hall}" if hall.isdigit() else hall
    if match := _NUMBERED.fullmatch(text):
        venue = match[1].strip(" -–,")
        if place_key(venue) and fold(venue) not in _HALL_WORDS:
            return venue, f"Hall {match[2]}"
    return text, text


def located(text: str, *, is_hall_first: bool) -> tuple[str, str]:
    """Venue and hall of a place with commas, `Odeon, Hall 2, Quay 1, Hamburg`, without its address.

    The hall may stand first, where its name says that it is one or the whole file has it so.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    names = list(takewhile(lambda part: not _is_street(part), parts[1:2]))
    if not names:
        return divided_place(parts[0]) if parts and not _is_hall(parts[0]) else (text, text)
    first, second = parts[0], names[0]
    if _is_hall(first) and not _is_hall(second):
        is_hall_first = True
    elif _is_hall(second):
        is_hall_first = False
    venue, hall = (second, first) if is_hall_first else (first, second)
    return venue, f"Hall {hall}" if hall.isdigit() else hall


def looks_like_hall(text: str) -> bool:
    """Whether it may be the name of a hall rather than of anything else: `Odeon 2`, `Great Hall`, `Salle 3`."""
    return _is_hall(text) or divided_place(text) != (text, text)


def _is_hall(text: str) -> bool:
    return re.fullmatch(rf"(?:.*\b)?(?:{_WORD})\b.*|\d{{1,2}}", fold(text)) is not None


def _is_street(text: str) -> bool:
    """A number beside a word that names no hall: Quay 1, 8000 Sunset Boulevard, 20457 Hamburg."""
    return not _is_hall(text) and re.search(r"\d", text) is not None and re.search(r"[^\W\d]{3}", text) is not None


def _ids_by_key(halls: Mapping[str, HallRow]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """By every name that only one hall can have: venue and hall, the hall's or the venue's alone, the code. Then those
    that several bear.
    """
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for hall_id, row in halls.items():
        names = {f"{row.venue} {row.hall}", f"{row.hall} {row.venue}", row.hall, hall_id}
        # As a calendar has it: the hall first, where it is not the venue itself, and the address.
        hall_first = row.venue if fold(row.hall) == fold(row.venue) else f"{row.hall} {row.venue}"
        names.add(f"{hall_first} {row.address} {row.city}")
        if sum(other.venue == row.venue for other in halls.values()) == 1:
            names.add(row.venue)
        if row.hall.startswith(row.venue):
            names.add(row.hall)
        for key in {place_key(name) for name in names}:
            ids[key].append(hall_id)
    one = {key: found[0] for key, found in ids.items() if key and len(set(found)) == 1}
    return one, {key: list(dict.fromkeys(found)) for key, found in ids.items() if key and key not in one}
