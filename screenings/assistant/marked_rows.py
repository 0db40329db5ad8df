"""Rows that are struck through or in a colour: what that says of them is asked, by the legend that the file has."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screenings.assistant.entries import Entry
from screenings.assistant.headings import AVAILABILITY, DAY, PLACE, TIME
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.shape import ShapedSheet
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.ticket_words import ticket_states
from screenings.assistant.titles import remark_of
from screenings.importing.problems import ImportProblem
from screenings.importing.workbook_marks import STRUCK
from screenings.text.cleaning import fold, one_line

LEGEND, CANCELLED, LEFT_OUT, NOTHING = "legend", "cancelled", "left-out", "nothing"
_WORDS: Mapping[str, str] = {
    "red": "red|rot|rood|rouge|rojo|rosso|rod",
    "orange": "orange|oranje|naranja|arancione",
    "yellow": "yellow|gelb|geel|jaune|amarillo|giallo|gul",
    "green": "green|grun|groen|vert|verde|gron",
    "blue": "blue|blau|blauw|bleu|azul|blu|bla",
    "purple": "purple|violet|lila|violett|paars|violeta|viola",
    "pink": "pink|rosa|roze|rose|magenta",
    STRUCK: (
        "struck|struck through|strikethrough|strike through|struck out|crossed out|durchgestrichen|doorgehaald|"
        "doorgestreept|barre|raye|tachado|barrato"
    ),
}
_MARK_OF_WORD = {word: mark for mark, words in _WORDS.items() for word in words.split("|")}
_LEGEND = re.compile(
    r"(?P<word>[^\W\d_][\w ]*?)\s*(?:=|:|[-–—]|\bmeans\b|\bis\b|\bbedeutet\b|\bheisst\b)\s*(?P<meaning>.+)"
)
_BETWEEN = re.compile(r"[\n;,|]")
_ROWS = re.compile(r"\b(?:rows?|lines?|cells?|text|zeilen?|regels?|lignes?|filas?|righe)\b")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a legend says of a mark: `columns` are what it fills; none where nobody knows the words."""

    words: str
    place: str
    columns: tuple[tuple[str, str], ...]
    meaning: str


def legend_marks(text: str) -> dict[str, str]:
    """The marks that a text explains, and by which words: `red = cancelled`."""
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(text):
        match = _LEGEND.fullmatch(" ".join(fold(piece).split()))
        mark = _MARK_OF_WORD.get(" ".join(_ROWS.sub(" ", match["word"]).split())) if match else None
        if match and mark:
            found.setdefault(mark, one_line(piece))
    return found


def settle_marked_rows(
    sheets: Sequence[ShapedSheet], entries: list[Entry], answers: Answers, remarks: list[ImportProblem]
) -> list[Entry]:
    """Without the rows that are left out. Struck-through rows and red ones are asked about; other colours where a
    legend says what they mean, and else are a remark. A look that all rows share says nothing of any.
    """
    marked: dict[str, list[Entry]] = {}
    shown = [entry for entry in entries if entry.is_showing]
    for entry in shown:
        for mark in _marks(entry):
            marked.setdefault(mark, []).append(entry)
    legend = _legend(sheets, {id(entry) for entry in entries}) if marked else {}
    gone: set[int] = set()
    silent: list[str] = []
    for mark, rows in marked.items():
        is_rare = len(rows) < len(shown) or mark == STRUCK
        if mark in legend or (is_rare and mark in (STRUCK, "red")):
            gone |= _ask(mark, rows, legend.get(mark), answers)
        elif is_rare:
            silent.append(f"{mark} ({len(rows)})")
    if silent:
        message = f"colours of rows say nothing here, as no legend explains them: {', '.join(sorted(silent))}."
        remarks.append(ImportProblem(shown[0].place, 0, "", message))
    return [entry for entry in entries if id(entry) not in gone]


def is_legend(entry: Entry) -> bool:
    """Whether a row is no film but explains what colours mean."""
    cell = entry.cells["title"]
    return not entry.is_showing and any(_meaning_of(words, cell).columns for words in legend_marks(cell.text).values())


def _marks(entry: Entry) -> frozenset[str]:
    """Of its title; that it is struck through may also be said of when and where alone."""
    others = (entry.cells[name] for name in ("start", DAY, TIME, PLACE) if name in entry.cells)
    struck = any(
        STRUCK in cell.marks for cell in others if cell.place.partition(",")[0] == entry.place.partition(",")[0]
    )
    own = entry.cells["title"].marks
    return own | {STRUCK} if struck else own


def _legend(sheets: Iterable[ShapedSheet], rows: set[int]) -> dict[str, _Meaning]:
    """By words, or by a lone cell that is in a colour and says what we know: *cancelled*."""
    titles = {each.cells["title"].place for sheet in sheets for each in sheet.entries.found if id(each) in rows}
    found: dict[str, _Meaning] = {}
    for sheet in sheets:
        for _line, cells in sheet.source.rows():
            filled = [cell for cell in cells if cell.text.strip()]
            for cell in filled:
                for mark, words in legend_marks(cell.text).items():
                    found[mark] = _meaning_of(words, cell)
            if len(filled) == 1 and filled[0].marks and filled[0].place not in titles:
                meaning = _meaning(filled[0].text, one_line(filled[0].text), filled[0])
                for mark in filled[0].marks if meaning.columns else ():
                    found.setdefault(mark, meaning)
    return found


def _meaning_of(words: str, cell: SourceCell) -> _Meaning:
    """Of one piece of a legend, `red = cancelled`."""
    match = _LEGEND.fullmatch(" ".join(fold(words).split()))
    return _meaning(match["meaning"] if match else "", words, cell)


def _meaning(text: str, words: str, cell: SourceCell) -> _Meaning:
    if (states := ticket_states(text)) and len(states) == 1:
        return _Meaning(words, cell.place, ((AVAILABILITY, text),), text.strip())
    remark = remark_of(text)
    if remark and remark.columns:
        return _Meaning(words, cell.place, remark.columns, remark.meaning)
    return _Meaning(words, cell.place, (), "")


def _ask(mark: str, rows: Sequence[Entry], legend: _Meaning | None, answers: Answers) -> set[int]:
    """The entries that are left out; the others are given what the answer says."""
    look = "struck through" if mark == STRUCK else mark
    first = one_line(rows[0].text("title"))[:40]
    said = f', and {legend.place} says "{legend.words}"' if legend else ""
    choices = [
        Choice(CANCELLED, "they are cancelled"),
        Choice(LEFT_OUT, "they are no part of the programme: leave them out"),
        Choice(NOTHING, "nothing: they take place like any other"),
    ]
    is_explained = bool(legend and legend.columns and legend.columns != (("status", "cancelled"),))
    if legend and is_explained:
        choices.insert(0, Choice(LEGEND, legend.meaning))
    is_cancelled = mark == STRUCK or bool(legend and legend.columns)
    question = Question(
        f"look:{mark}",
        rows[0].place,
        f'Rows are {look} ({len(rows)}), as "{first}" is{said}. What does that say of them?',
        tuple(choices),
        suggested=LEGEND if is_explained else CANCELLED if is_cancelled else "",
    )
    answer = answers.ask(question)
    if answer == LEFT_OUT:
        return {id(entry) for entry in rows}
    columns = (
        legend.columns if legend and answer == LEGEND else (("status", "cancelled"),) if answer == CANCELLED else ()
    )
    for entry in rows:
        for name, value in columns:
            entry.cells[name] = entry.cells["title"].with_text(value)
    return set()
