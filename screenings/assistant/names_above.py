"""What stands above screenings and says a hall or a section of all of them: a row of its own, or the sheet's name."""

import re
from collections.abc import Iterable, Sequence

from screenings.assistant.dates import written_day
from screenings.assistant.entries import Entry
from screenings.assistant.headings import PLACE
from screenings.assistant.lone_rows import beside_a_day
from screenings.assistant.places import looks_like_hall
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.shape import ShapedSheet
from screenings.assistant.source_cells import SourceCell
from screenings.text.cleaning import fold, one_line, slug_of

HALL, SECTION, FILM, NOTE, EACH = "hall", "section", "film", "note", "each"
_FIELDS = {HALL: PLACE, SECTION: "section"}
_PLACES = (PLACE, "venue", "hall")
_LISTED = 4
# As spreadsheets call a sheet by themselves.
_NO_NAME = re.compile(
    r"(?:sheet|tabelle|tabellenblatt|blad|feuille?|hoja|foglio|ark|planilha|arkusz|taul|table|page|seite) ?\d*"
)
# No hall begins in lower case behind a comma, as in *Hi all, here is the list*.
_GREETING = re.compile(r"[,:]\s+[a-z]")


def settle_names_above(sheets: Sequence[ShapedSheet], answers: Answers) -> None:
    """Ask what such names are, once for all of them, and give them to the entries below. A film's or an answer that is
    open leaves the rows as they are.
    """
    names = [(sheet, entry) for sheet in sheets for entry in sheet.entries.found if entry.is_above]
    kinds = _kinds([entry.cells["title"] for _sheet, entry in names], _lacks_place(sheets), answers)
    for sheet in sheets:
        _hand_down(sheet.entries.found, kinds)
    for sheet in sheets:
        for entry in sheet.entries.found:
            if entry.is_above and kinds.get(_text(entry.cells["title"])) == FILM:
                entry.is_above, entry.is_film = False, True
    _settle_sheet_names(sheets, answers)


def _kinds(cells: Sequence[SourceCell], lacks_place: bool, answers: Answers) -> dict[str, str]:
    """What each of the texts is; none while it is open."""
    texts = {_text(cell): cell for cell in reversed(cells)}
    if not texts:
        return {}
    every = list(reversed(texts))
    listed = ", ".join(f'"{text[:40]}"' for text in every[:_LISTED]) + ("…" if len(every) > _LISTED else "")
    choices = (
        Choice(HALL, "halls, of the screenings below them"),
        Choice(SECTION, "sections, of the films below them"),
        Choice(FILM, "films that have no screening yet"),
        Choice(NOTE, "nothing of the programme: leave them out"),
    )
    each = (Choice(EACH, "not all the same: ask about each"),) if len(every) > 1 else ()
    text = f"{listed} ({len(every)}): these stand alone above rows of the programme. What are they?"
    are_halls = all(looks_like_hall(name) and not _GREETING.search(name) for name in every)
    suggested = HALL if lacks_place and are_halls else ""
    answer = answers.ask(Question("above", texts[every[0]].place, text, (*choices, *each), suggested))
    if answer != EACH:
        return dict.fromkeys(every, answer) if answer else {}
    kinds = {}
    for name in every:
        own = f'"{name[:60]}" stands alone above rows of the programme. What is it?'
        question = Question(f"above:{slug_of(name, fallback='name')}", texts[name].place, own, choices)
        if answer := answers.ask(question):
            kinds[name] = answer
    return kinds


def _hand_down(entries: Iterable[Entry], kinds: dict[str, str]) -> None:
    """A hall counts until the next hall, a section until the next section."""
    current: dict[str, SourceCell] = {}
    for entry in entries:
        if entry.is_above:
            if field := _FIELDS.get(kinds.get(_text(entry.cells["title"]), "")):
                current[field] = entry.cells["title"]
            continue
        _give(entry, current)


def _give(entry: Entry, above: dict[str, SourceCell]) -> None:
    for field, cell in above.items():
        is_there = any(name in entry.cells for name in _PLACES) if field == PLACE else field in entry.cells
        if not is_there:
            entry.cells[field] = cell
            entry.handed_down.add(field)


def _lacks_place(sheets: Iterable[ShapedSheet]) -> bool:
    rows = [entry for sheet in sheets for entry in sheet.entries.rows if entry.is_showing]
    return bool(rows) and not any(name in entry.cells for entry in rows for name in _PLACES)


def _settle_sheet_names(sheets: Iterable[ShapedSheet], answers: Answers) -> None:
    """A sheet a hall: where nothing within says where its screenings are, its name may."""
    named = [(sheet, cell) for sheet in sheets if _lacks_place((sheet,)) and (cell := _name_of(sheet))]
    if not named or (len(named) == 1 and not looks_like_hall(named[0][1].text)):
        return
    cells = [cell for _sheet, cell in named]
    listed = ", ".join(f'"{cell.text[:40]}"' for cell in cells[:_LISTED]) + ("…" if len(cells) > _LISTED else "")
    question = Question(
        "sheet-names",
        cells[0].place,
        f"No hall stands beside the screenings of {listed} ({len(cells)}). What are these names?",
        (
            Choice(HALL, "halls: a sheet or file for each"),
            Choice(SECTION, "sections: a sheet or file for each"),
            Choice(NOTE, "nothing of the programme"),
        ),
        suggested=HALL if all(looks_like_hall(cell.text) for cell in cells) else "",
    )
    if field := _FIELDS.get(answers.ask(question)):
        for sheet, cell in named:
            for entry in sheet.entries.rows:
                _give(entry, {field: cell})


def _name_of(sheet: ShapedSheet) -> SourceCell | None:
    """The sheet's or file's name, without the day that it may say, too."""
    name = re.sub(r"_+", " ", sheet.source.name).strip()
    place = f"sheet {sheet.source.name}" if sheet.source.is_workbook else sheet.source.file
    if _NO_NAME.fullmatch(fold(name)) or sheet.source.fields:
        return None
    cell = SourceCell(name, place)
    return beside_a_day(cell) if written_day(name) else cell


def _text(cell: SourceCell) -> str:
    return one_line(cell.text)
