"""What a file says that may mean something else than it seems: settled, or asked, before the rows are read."""

from collections.abc import Collection, Iterable
from uuid import UUID

from screenings.assistant.entries import Entry
from screenings.assistant.half_days import settle_half_days
from screenings.assistant.headings import AVAILABILITY, CODE, DAY, PLACE, TIME, UID, WAITS_WITH
from screenings.assistant.line_halls import settle_lines
from screenings.assistant.marked_rows import is_legend, settle_marked_rows
from screenings.assistant.names_above import settle_names_above
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.shape import Shape, ShapedSheet
from screenings.assistant.status_words import is_cancelled, is_planned, is_undecided
from screenings.assistant.ticket_words import ticket_states
from screenings.assistant.titles import remark_of, title_key
from screenings.importing.problems import ImportProblem
from screenings.text.cleaning import fold, one_line, slug_of

FILMS, NOTES = "films", "notes"
_WHEN, _WHERE = ("start", TIME, DAY), (PLACE, "venue", "hall")
_LISTED = 5
_AUDIENCES = ("public", "press", "private", "press and industry", "industry")


def settled_entries(
    sheets: Iterable[ShapedSheet], answers: Answers, remarks: list[ImportProblem], leaving_out: Collection[int] = ()
) -> list[Entry]:
    """All that the sheets say, in their order, without the entries of these identities (`id`).

    The entries are changed, each time from what the file said. What is read otherwise is added to `remarks`.
    """
    sheets = list(sheets)
    for sheet in sheets:
        for entry in sheet.entries.found:
            entry.said = entry.said or entry.cells
            entry.cells = dict(entry.said)
    for sheet in sheets:
        settle_lines(sheet, answers)
    settle_names_above(sheets, answers)
    entries = [entry for sheet in sheets for entry in _without_notes(sheet, answers, leaving_out)]
    entries = settle_marked_rows(sheets, entries, answers, remarks)
    for entry in entries:
        _settle_uid(entry)
        if entry.is_showing:
            _settle_undecided(entry, remarks)
            _settle_status(entry, answers)
            _settle_audience(entry, answers)
    settle_half_days(entries, answers)
    return entries


def _without_notes(sheet: ShapedSheet, answers: Answers, leaving_out: Collection[int]) -> list[Entry]:
    """Among rows with days and times one without may be a film that has no place yet, or a total, or a footnote."""
    found = [entry for entry in sheet.entries.rows if id(entry) not in leaving_out]
    if sheet.shape not in (Shape.LIST, Shape.LINES):
        return found
    found = [entry for entry in found if not is_legend(entry)]
    shown = {title_key(entry.text("title")) for entry in found if entry.is_showing}
    undated = [
        each for each in found if not (each.is_showing or each.is_film or title_key(each.text("title")) in shown)
    ]
    if not undated or not shown:
        return found
    listed = ", ".join(f'"{one_line(entry.text("title"))[:40]}"' for entry in undated[:_LISTED])
    question = Question(
        f"undated:{slug_of(sheet.source.name, fallback='sheet')}",
        undated[0].place,
        f"There is no day beside {listed}{'…' if len(undated) > _LISTED else ''} ({len(undated)}). What are these?",
        (Choice(FILMS, "films that have no screening yet"), Choice(NOTES, "totals or notes: leave them out")),
    )
    if answers.ask(question) == FILMS:
        return found
    left_out = {id(entry) for entry in undated}
    return [entry for entry in found if id(entry) not in left_out]


def _settle_uid(entry: Entry) -> None:
    """Other programs name events in ways of their own, which serve as codes."""
    uid = entry.cells.get(UID)
    if uid is None:
        return
    try:
        UUID(uid.text.strip())
    except ValueError:
        del entry.cells[UID]
        entry.cells.setdefault(CODE, uid)


def _settle_undecided(entry: Entry, remarks: list[ImportProblem]) -> None:
    """A screening of which nobody knows yet when or where it is waits without a place; what is known is noted."""
    when = [entry.cells[name] for name in _WHEN if name in entry.cells]
    where = [entry.cells[name] for name in _WHERE if name in entry.cells]
    undecided = next((cell for cell in (*when, *where) if is_undecided(cell.text)), None)
    if undecided is None:
        return
    known = ", ".join(cell.text.strip() for cell in (*when, *where) if not is_undecided(cell.text))
    for name in (*_WHEN, *_WHERE, "end"):
        entry.cells.pop(name, None)
    entry.cells["start"] = undecided.with_text("")
    if known:
        entry.cells[WAITS_WITH] = undecided.with_text(known)
    message = f'"{undecided.text.strip()}" says that this is not decided yet, so the screening has no place for now.'
    remarks.append(ImportProblem(undecided.place, 0, "", message))


def _settle_audience(entry: Entry, answers: Answers) -> None:
    """Whom nobody knows is never taken for the public."""
    cell = entry.cells.get("audience")
    if cell is None or fold(cell.text).strip() in _AUDIENCES:
        return
    remark = remark_of(cell.text)
    if remark and remark.columns and remark.columns[0][0] == "audience":
        entry.cells["audience"] = cell.with_text(remark.columns[0][1])
        return
    text = one_line(cell.text)
    question = Question(
        f"audience:{slug_of(text, fallback='audience')}",
        cell.place,
        f'"{text[:60]}" stands as the audience. Who may come?',
        (
            Choice("public", "everybody: it is public"),
            Choice("press", "press and industry; it is published, and says so"),
            Choice("private", "invited guests: it is private, and published nowhere"),
        ),
    )
    if answer := answers.ask(question):
        entry.cells["audience"] = cell.with_text(answer)
    else:
        del entry.cells["audience"]


def _settle_status(entry: Entry, answers: Answers) -> None:
    cell = entry.cells.get("status")
    notes = entry.cells.get("notes")
    if cell and is_cancelled(cell.text):
        entry.cells["status"] = cell.with_text("cancelled")
    elif cell and is_planned(cell.text):
        entry.cells["status"] = cell.with_text("planned")
    elif cell and ticket_states(cell.text):
        entry.cells.setdefault(AVAILABILITY, entry.cells.pop("status"))
    elif cell and is_undecided(cell.text):
        del entry.cells["status"]
    elif cell:
        text = one_line(cell.text)
        question = Question(
            f"status:{slug_of(text, fallback='status')}",
            cell.place,
            f'"{text[:60]}" stands as a status. What does it say of a screening?',
            (
                Choice("planned", "it takes place"),
                Choice("cancelled", "it is cancelled"),
                Choice("-", "nothing: leave it out"),
            ),
        )
        answer = answers.ask(question)
        entry.cells.pop("status")
        if answer in ("planned", "cancelled"):
            entry.cells["status"] = cell.with_text(answer)
    if notes and "status" not in entry.cells and is_cancelled(notes.text):
        question = Question(
            "cancelled-in-notes",
            notes.place,
            f'The notes say "{one_line(notes.text)}". Is the screening cancelled?',
            (Choice("yes", "yes, it is cancelled"), Choice("no", "no, it takes place")),
            suggested="yes",
        )
        if answers.ask(question) == "yes":
            entry.cells["status"] = notes.with_text("cancelled")
