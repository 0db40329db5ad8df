"""Timetables as people write them in a mail, a screening in each line: `Fri 11 Oct, 19:30, Landmark 5: Flow (85')`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from screenings.assistant.calendar_words import weekday_numbers
from screenings.assistant.columns import Line, ListColumn, ListLayout
from screenings.assistant.dates import is_counted_day, written_day
from screenings.assistant.headings import DAY, PLACE, TIME
from screenings.assistant.lone_rows import lone_day, lone_name
from screenings.assistant.patterns import lazy_pattern
from screenings.assistant.places import looks_like_hall
from screenings.assistant.reading import SourceSheet
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import time_span
from screenings.assistant.titles import remark_of
from screenings.text.cleaning import fold

FIELDS = (DAY, TIME, PLACE, "title", "runtime")
_BULLET = lazy_pattern(r"^[\s>*•·–—-]+|^\s*\d{1,3}[.)]\s+(?=\D)")
_LENGTH = lazy_pattern(
    r"[,;|]?\s*[(\[]?(?<![\d:.])(?P<length>\d{1,3}\s?(?:'|’|′|min\b\.?|mins\b|minutes\b|minuten\b|minuti\b|minutos\b)"
    r"|(?<=[(\[])\d\s?h\s?\d{0,2}(?:\s?min)?)[)\]]?",
    re.IGNORECASE,
)
_TIME = "\0"
_AROUND_TIME = lazy_pattern(
    rf"(?:(?<!\S)(?:at|um|om|à|alle|ore|de|kl\.?)\s+)?{_TIME}(?:\s*(?:uhr|uur|hrs?|h|o['’]clock)(?!\w))?", re.IGNORECASE
)
_BETWEEN = lazy_pattern(rf"(\s*[,;|]\s+|\s+[-–—@·•/]\s+|:\s+|\t+|\s*{_TIME}[\s:,;|–—-]*)")
_BRACKETED = lazy_pattern(r"(?P<title>.+?)\s*[(\[](?P<place>[^()\[\]]{2,60})[)\]]")
_AT = lazy_pattern(r"(?P<title>.+?)\s+(?:at|in|im|au|à|en|bij|presso)\s+(?:the\s+)?(?P<place>[^,]+)", re.IGNORECASE)
_AT_START = lazy_pattern(r"(?:at|in|im|au|à|en|bij|presso)\s+(?:the\s+)?(?P<place>.+)", re.IGNORECASE)
_NO_NAME = lazy_pattern(r"[.,!?]$|(?:\S+\s+){8}")
_TIMED = 0.25  # of the lines
_HALL = 0.5
_CLEAR = 0.4  # of the lines, more of the one than of the other


@dataclass(frozen=True, slots=True)
class _Said:
    """What one line says; `pieces` are its texts beside day, time and length, with what stands between them."""

    line: int
    day: str
    time: str
    pieces: tuple[str, ...]
    length: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.pieces[::2]


def lines_layout(source: SourceSheet) -> ListLayout | None:
    """The lines as a list; None where they are cells of a table, or say no times."""
    texts = _lines(source)
    if texts is None:
        return None
    said = {line: each for line, text in texts.items() if (each := _said(line, text))}
    if not said or len(said) < _TIMED * len(texts):
        return None
    place_at = _place_at(list(said.values()))
    wholes = {}
    if _is_unsure(list(said.values())):
        wholes = {line: _title(list(each.pieces)) for line, each in said.items()}
        place_at = -1
    rows: list[Line] = []
    left_out: list[str] = []
    for line, text in reversed(texts.items()):
        if line in said:
            rows.append((line, _cells(source, said[line], place_at)))
            continue
        alone = [SourceCell(text, source.place(line, 0))]
        is_above = lone_name(alone) and not _NO_NAME.search(text) and rows and len(rows[-1][1]) > 1
        if lone_day(alone) or is_above:
            rows.append((line, alone))
        else:
            left_out.append(source.place(line, 0))
    columns = [ListColumn(index, "", source.file, name) for index, name in enumerate(FIELDS)]
    return ListLayout(0, columns, rows[::-1], left_out=left_out[::-1], wholes=wholes)


def _lines(source: SourceSheet) -> dict[int, str] | None:
    """The file's own lines. A table's cells follow its separators without a space."""
    rows = source.sheet.rows
    is_prose = all(sum(bool(cell.strip()) for cell in cells) < 2 for _line, cells in rows)
    if not is_prose and source.separator not in ("", "\t"):
        inner = [cell for _line, cells in rows for cell in cells[1:] if cell.strip()]
        is_prose = bool(inner) and sum(cell[0].isspace() for cell in inner) > len(inner) / 2
    if not is_prose or source.fields:
        return None
    joined = ((line, (source.separator or " ").join(cells)) for line, cells in rows)
    return {line: text for line, raw in joined if (text := _BULLET.sub("", raw).strip(" \t,;|"))}


def _said(line: int, text: str) -> _Said | None:
    length = ""
    if (match := _LENGTH.search(text)) and time_span(text.replace(match[0], " ", 1)):
        length, text = match["length"], text.replace(match[0], " ", 1).strip()
    span = time_span(text)
    if span is None:
        return None
    first = _dashes(text).index(span.text)
    text = _AROUND_TIME.sub(_TIME, f"{text[:first]}{_TIME}{text[first + len(span.text) :]}")
    pieces = [piece.strip(" .") if index % 2 == 0 else piece for index, piece in enumerate(_BETWEEN.split(text))]
    day = ""
    kept: list[str] = []
    for index in range(0, len(pieces), 2):
        piece = pieces[index]
        if not piece:
            continue
        if _is_day(piece) and (not day or is_weekday(day)):
            day = f"{day} {piece}".strip()
        elif is_weekday(piece) and day:
            day = f"{piece} {day}"
        else:
            between = pieces[index - 1].replace(_TIME, "").strip() if kept else ""
            kept += [between, piece] if kept else [piece]
    if not kept:
        return None
    return _Said(line, day, span.text, _with_place_apart(kept), length)


def _with_place_apart(pieces: list[str]) -> tuple[str, ...]:
    """`Flow (Odeon 2)` and `Flow at Odeon 2` are two texts."""
    at_start = _AT_START.fullmatch(pieces[0])
    if at_start and looks_like_hall(at_start["place"]):
        pieces[0] = at_start["place"]
    last = pieces[-1]
    match = _BRACKETED.fullmatch(last)
    if match and (remark_of(match["place"]) or not re.search(r"[^\W\d]", match["place"])):
        match = None
    match = match or ((at := _AT.fullmatch(last)) and looks_like_hall(at["place"]) and at) or None
    return (*pieces[:-1], match["title"], "", match["place"]) if match else tuple(pieces)


def _place_at(said: Sequence[_Said]) -> int | None:
    """Whether halls stand first or last, by their names and as they come again more than titles; None where nowhere."""
    best, most = None, _HALL
    for index in (0, -1):
        texts = [fold(each.texts[index]) for each in said if len(each.texts) > 1]
        if not texts:
            return None
        again = 1 - len(set(texts)) / len(texts)
        halls = sum(map(looks_like_hall, texts)) / len(texts)
        if again + halls >= most:
            best, most = index, again + halls + 0.01
    return best


def _is_unsure(said: Sequence[_Said]) -> bool:
    """Whether each line has two texts, and nothing says clearly which of them is the hall."""
    if any(len(each.texts) != 2 for each in said):
        return False
    halls = [sum(looks_like_hall(fold(each.texts[index])) for each in said) / len(said) for index in (0, 1)]
    again = [1 - len({fold(each.texts[index]) for each in said}) / len(said) for index in (0, 1)]
    return abs(halls[0] + again[0] - halls[1] - again[1]) < _CLEAR


def _cells(source: SourceSheet, said: _Said, place_at: int | None) -> list[SourceCell]:
    place, pieces = "", list(said.pieces)
    if place_at is not None and len(said.texts) > 1:
        place = pieces[place_at]
        pieces = pieces[2:] if place_at == 0 else pieces[:-2]
    values = (said.day, said.time, place, _title(pieces), said.length)
    return [SourceCell(value, source.place(said.line, 0)) for value in values]


def _title(pieces: Sequence[str]) -> str:
    text = "".join(piece if index % 2 == 0 else _joined(piece) for index, piece in enumerate(pieces))
    return text.strip(' "“”„«»')


def _joined(between: str) -> str:
    return f"{between} " if between in (",", ":", ";") else f" {between} " if between else " "


def _is_day(text: str) -> bool:
    """Nothing but a day: `Fri 11 Oct`, `11.10.`, `Friday`."""
    day = written_day(text)
    if day is None:
        return is_counted_day(text)
    rest = fold(text).replace(day.matched, " ", 1)
    return all(is_weekday(word) for word in re.findall(r"[^\W\d_]+", rest))


def is_weekday(text: str) -> bool:
    return fold(text).strip(" .") in weekday_numbers()


def _dashes(text: str) -> str:
    """With the signs by which `time_span` parts a start from its end."""
    return text.replace("–", "-").replace("—", "-").replace("−", "-").replace("～", "~")
