"""Lines of two texts, `Weekend (1967), Vidiots`: where nothing says which of them is the hall, it is asked."""

from screenings.assistant.headings import PLACE
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.shape import ShapedSheet
from screenings.text.cleaning import one_line

FIRST, LAST, NEITHER = "first", "last", "neither"


def settle_lines(sheet: ShapedSheet, answers: Answers) -> None:
    """Asked once for a sheet; while it is open the last text of each line stands as the hall."""
    entries = [entry for entry in sheet.entries.found if entry.line in sheet.wholes and PLACE in entry.cells]
    if not entries:
        return
    title, hall = (one_line(entries[0].text(name))[:60] for name in ("title", PLACE))
    question = Question(
        "line-halls",
        entries[0].place,
        f'"{one_line(sheet.wholes[entries[0].line])[:120]}": which part is the hall?',
        (
            Choice(LAST, f'the last: the hall is "{hall}"'),
            Choice(FIRST, f'the first: the hall is "{title}"'),
            Choice(NEITHER, "neither: all of it is the title, and no line names a hall"),
        ),
    )
    answer = answers.ask(question)
    for entry in entries:
        cell, place = entry.cells["title"], entry.cells[PLACE]
        if answer == FIRST:
            entry.cells["title"], entry.cells[PLACE] = place, cell
        elif answer == NEITHER:
            entry.cells["title"] = cell.with_text(sheet.wholes[entry.line])
            del entry.cells[PLACE]
