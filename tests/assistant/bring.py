"""Tables as people hand them in, brought into the Harbour Film Festival, and what is there afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.bring_in import MappingChoices, bring_in
from screenings.assistant.doubtful_cells import settled_entries
from screenings.assistant.known import KnownProgramme
from screenings.assistant.programme import ProgrammeReader
from screenings.assistant.questions import Answers
from screenings.assistant.reading import SourceSheet, read_file
from screenings.assistant.shape import shape_sheets
from screenings.importing.problems import ImportProblem
from screenings.importing.sheets import MergedRange, Sheet, TypedCell
from screenings.models import Festival, Screening
from tests import world

Rows = Sequence[Sequence[object]]
# In 2024 the 4th of October is a Friday.
FIRST, LAST = date(2024, 10, 3), date(2024, 10, 13)


def harbour(**kwargs: Any) -> Festival:
    return world.festival(**{"starts_on": FIRST, "ends_on": LAST, **kwargs})


def workbook(at: Path, **sheets: Rows) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(at)
    return at


def brought(path: Path, answers: Mapping[str, str] | None = None, **kwargs: Any) -> BroughtIn:
    sources = read_file(path)
    choices = MappingChoices(answers=answers or {}, columns=kwargs.pop("columns", {}), shapes=kwargs.pop("shapes", {}))
    return bring_in(sources, festival="harbour", choices=choices, **kwargs)


def said(result: BroughtIn) -> list[str]:
    """What stands in the way, or that it was written."""
    questions = [f"{question.place}: {question.text}" for question in result.questions]
    return [*questions, *map(str, result.problems), *(["written"] if result.result and result.result.written else [])]


def timetable() -> list[tuple[str, str, str, str]]:
    """Title, hall, start and end on the hall's clock, in order of time; an end that is not known is empty."""
    shown = []
    for row in Screening.objects.select_related("film", "hall__venue__festival", "festival").order_by(
        "starts_at", "pk"
    ):
        zone = row.hall.venue.zone if row.hall else row.festival.zone
        start = _wall(row.starts_at, zone)
        has_end = row.stated_length or row.film.runtime
        end = _wall(row.ends_at, zone) if has_end and row.starts_at else ""
        shown.append((row.film.title, row.hall.full_name if row.hall else "", start, end))
    return shown


def _wall(moment: datetime | None, zone: Any) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


@dataclass(frozen=True)
class Drafted:
    """What a sheet says, read without a database: what is asked (`open` are the questions by key) or wrong, what is
    remarked upon, and its screenings.
    """

    asked: list[str]
    wrong: list[str]
    remarks: list[str]
    timetable: list[tuple[str, str, str, str]]
    films: list[str]
    cells: list[dict[str, str]]
    film_cells: list[dict[str, str]]
    open: list[str]


def drafted(
    rows: Rows,
    answers: Mapping[str, str] | None = None,
    *,
    name: str = "P",
    typed: Mapping[tuple[int, int], TypedCell] | None = None,
    merged: Sequence[MergedRange] = (),
) -> Drafted:
    """The rows as a sheet of that name, for a festival from 3 to 13 October 2024 that holds nothing yet."""
    lines = [(line, [str(cell) for cell in row]) for line, row in enumerate(rows, 1) if any(row)]
    sheet = Sheet(name, lines, typed=dict(typed or {}), merged=list(merged))
    sheet.fill_merged()
    given, remarks = Answers(answers or {}), list[ImportProblem]()
    entries = settled_entries(shape_sheets([SourceSheet(sheet, "a.xlsx", is_workbook=True)], {}, {}), given, remarks)
    draft = ProgrammeReader(entries, KnownProgramme(world.BERLIN, FIRST, LAST), given).read()
    return Drafted(
        [question.text for question in given.open.values()],
        [problem.message for problem in draft.problems],
        [remark.message for remark in (*remarks, *draft.remarks)],
        [(draft.films[row.film].cells["title"], row.hall, row.start, row.cells["end"]) for row in draft.screenings],
        [film.cells["title"] for film in draft.films.values()],
        [row.cells for row in draft.screenings],
        [film.cells for film in draft.films.values()],
        list(given.open),
    )
