"""The rows of a file that are right are brought in, the others given back, and none is both or neither."""

from collections.abc import Callable
from typing import Any

from screenings.assistant.attempt import Attempt, BroughtIn, attempt
from screenings.assistant.entries import Entry
from screenings.assistant.given_back import give_back
from screenings.assistant.questions import Answers
from screenings.assistant.shape import ShapedSheet
from screenings.importing.problems import ImportProblem

_MOST_PASSES = 20  # each finds what the one before could not see; a file takes two or three


def bring_in_right_rows(sheets: list[ShapedSheet], *, make_answers: Callable[[], Answers], **common: Any) -> BroughtIn:
    """All that can be brought in without the rows in which something is wrong, in one transaction.

    The rows of one film come in together or wait together. With all that wait, what the file says once they are mended
    is what the whole file would have said. Where it cannot be told which rows are wrong, or none is right, `result` is
    None and `problems` says what is wrong.
    """
    whole = made = attempt(sheets, answers=make_answers(), **common)
    waiting: dict[int, str] = {}
    problems: list[ImportProblem] = []
    for _pass in range(_MOST_PASSES):
        if made.brought.result or made.brought.questions:
            break
        more = _waiting(made)
        if not more.keys() - waiting.keys() or len(waiting | more) == _count(sheets):
            return whole.brought
        waiting |= more
        problems += made.brought.problems
        made = attempt(sheets, answers=make_answers(), leaving_out=waiting.keys(), **common)
    else:
        return whole.brought
    if waiting:
        made.brought.problems = tuple(dict.fromkeys(problems))
        made.brought.given_back = give_back(sheets, waiting)
    return made.brought


def _waiting(made: Attempt) -> dict[int, str]:
    """By the identities of entries what is to be mended in them, empty where it is in another row of the film.

    None at all where something is wrong of which it is not known which rows say it.
    """
    messages: dict[int, list[str]] = {}
    wrong: dict[int, Entry] = {}
    for problem, entries in made.wrong:
        if not entries:
            return {}
        text = f"{problem.column}: {problem.message}" if problem.column else problem.message
        for entry in entries:
            wrong[id(entry)] = entry
            if _says_so(entry, problem, entries):
                messages.setdefault(id(entry), []).append(text)
    together = made.films_together(wrong.values())
    return {id(entry): " ".join(dict.fromkeys(messages.get(id(entry), ()))) for entry in together}


def _says_so(entry: Entry, problem: ImportProblem, entries: list[Entry]) -> bool:
    """Whether the text that is to be mended stands in one of its own cells; a column may say it in several rows."""
    if len(entries) == 1 or entry.place == problem.file:
        return True
    wrong = {cell.text for each in entries for cell in each.cells.values() if cell.place == problem.file}
    own = entry.cells.get(problem.column)
    return own.text in wrong if own else any(cell.place == problem.file for cell in entry.cells.values())


def _count(sheets: list[ShapedSheet]) -> int:
    return sum(len(sheet.entries.rows) for sheet in sheets)
