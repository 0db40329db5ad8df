"""Times on a clock of twelve hours: where a file says neither a.m. nor p.m., half past seven may be in the evening."""

import re
from collections.abc import Sequence

from screenings.assistant.entries import Entry
from screenings.assistant.headings import TIME
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.times import TimeSpan, cell_minutes, clock_text, time_span

_NOON = 12 * 60
_EARLY = 9 * 60  # before which hardly a film begins
# A leading zero, as in 09:30, or a word says which half of the day it is.
_SURE = re.compile(r"(?<![\d:.])0\d|[a-z]", re.IGNORECASE)


def settle_half_days(entries: Sequence[Entry], answers: Answers) -> None:
    """Ask where no time of the file is after noon and some are early; what is meant for the evening is written so."""
    timed = [(entry, cell, span) for entry in entries if (cell := entry.cells.get(TIME)) and (span := _span(cell))]
    early = next((cell for _entry, cell, span in timed if span.start < _EARLY), None)
    if early is None or any(not _is_in_doubt(cell, span) for _entry, cell, span in timed):
        return
    text = early.text.strip()
    question = Question(
        "half-day",
        early.place,
        f'No time of the file is after noon, "{text}" is one of them. Which half of the day is meant?',
        (
            Choice("evening", "afternoon and evening: 7:30 is 19:30"),
            Choice("morning", "the morning, as it is written"),
        ),
    )
    if answers.ask(question) != "evening":
        return
    for entry, cell, span in timed:
        end = f"-{clock_text(_later(span.end))}" if span.end is not None else ""
        entry.cells[TIME] = cell.with_text(f"{clock_text(_later(span.start))}{end}")
        if (cell_end := entry.cells.get("end")) and (minutes := cell_minutes(cell_end)) is not None:
            entry.cells["end"] = cell_end.with_text(clock_text(_later(minutes)))


def _span(cell: SourceCell) -> TimeSpan | None:
    if span := time_span(cell.text):
        return span
    minutes = cell_minutes(cell)
    return TimeSpan(minutes, None, cell.text) if minutes is not None else None


def _is_in_doubt(cell: SourceCell, span: TimeSpan) -> bool:
    return cell.kind is None and not _SURE.search(cell.text) and 60 <= span.start < _NOON + 60


def _later(minutes: int) -> int:
    return minutes + _NOON if minutes < _NOON else minutes
