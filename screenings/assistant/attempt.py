"""One reading of what a file says against what the festival holds: written, asked about, or wrong at named cells."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from screenings.assistant.doubtful_cells import settled_entries
from screenings.assistant.entries import Entry
from screenings.assistant.festival_facts import festival_to_make
from screenings.assistant.given_back import GivenBack
from screenings.assistant.known import known_programme
from screenings.assistant.programme import DraftProgramme, ProgrammeReader
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.shape import Shape, ShapedSheet
from screenings.assistant.source_tables import SourceWithPlaces, source_with_places
from screenings.importing.changeset import ReportProgress
from screenings.importing.existing import ExistingRows
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.importer import ImportResult, import_source
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.importing.sources import ProgrammeSource
from screenings.models import Festival

_LISTED = 8
ENCODING = "encoding"  # the question how letters are written


@dataclass
class BroughtIn:
    """`result` is None while questions are open or where something is wrong; then nothing was written.

    `asked` are all questions, those too that are answered already. `given_back` are the rows that were left out, where
    only the right ones were asked for.
    """

    sheets: list[ShapedSheet]
    questions: tuple[Question, ...] = ()
    asked: tuple[Question, ...] = ()
    remarks: tuple[ImportProblem, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
    result: ImportResult | None = None
    given_back: GivenBack | None = None


class _NotYet(Exception):
    """There are questions or problems, and nothing is to be compared."""


@dataclass
class Attempt:
    """What came of it. `wrong` are the problems with the entries that they forbid; none where it is not known which."""

    brought: BroughtIn
    wrong: list[tuple[ImportProblem, list[Entry]]] = field(default_factory=list)
    films: dict[str, list[Entry]] = field(default_factory=dict)

    def films_together(self, entries: Iterable[Entry]) -> list[Entry]:
        """With all that the file says of their films: by a film's rows together it is known which of them moved."""
        wrong = {id(entry): entry for entry in entries}
        for own in self.films.values():
            if any(id(entry) in wrong for entry in own):
                wrong.update((id(entry), entry) for entry in own)
        return list(wrong.values())


def attempt(
    sheets: list[ShapedSheet],
    *,
    festival: str,
    answers: Answers,
    dry_run: bool,
    on_progress: ReportProgress,
    new_festival: FestivalKeys | None = None,
    leaving_out: Collection[int] = (),
) -> Attempt:
    """Read the sheets without the entries of these identities (`id`), and import what they say, whole or not at all.

    `new_festival` is made where there is none of that slug. Raises ProgrammeRefused where there is neither.
    """
    made = Attempt(BroughtIn(sheets))
    tables = SourceWithPlaces(ProgrammeSource(None, {}), {})

    def read(existing: ExistingRows) -> ProgrammeSource:
        nonlocal tables
        if existing.festival is None and new_festival:
            # The importer makes it with all else, and a dry run makes none.
            tables = _tables(made, existing, festival_to_make(new_festival), answers, leaving_out)
            return replace(tables.source, festival=new_festival)
        if existing.festival is None:
            message = f'there is no festival "{festival}" yet. Make it first, or correct --festival.'
            raise ProgrammeRefused([ImportProblem("festival", 0, "", message)])
        tables = _tables(made, existing, existing.festival, answers, leaving_out)
        return tables.source

    file = sheets[0].source.file
    try:
        result = import_source(read, file, festival_slug=festival, dry_run=dry_run, on_progress=on_progress)
    except _NotYet:
        return made
    except ProgrammeRefused as refused:
        if not tables.rows:
            raise
        for problem in refused.problems:
            entries = [entry for key in tables.films_of(problem) for entry in made.films[key]]
            made.wrong.append((tables.at_source(problem), entries))
        made.brought.problems = tuple(problem for problem, _entries in made.wrong)
        return made
    made.brought.result = _at_source(result, tables)
    return made


def _tables(
    made: Attempt, existing: ExistingRows, festival: Festival, answers: Answers, leaving_out: Collection[int]
) -> SourceWithPlaces:
    """Raises _NotYet, with the reasons in `made`."""
    brought = made.brought
    if not any(sheet.entries.found for sheet in brought.sheets):
        message = "there is no film in it: no sheet has a column of titles, or is a grid of halls, days or slots."
        brought.problems = (ImportProblem(brought.sheets[0].source.file, 0, "", message),)
        raise _NotYet
    known = known_programme(festival, existing)
    _ask_for_encoding(brought.sheets, answers)
    remarks = _sheet_remarks(brought.sheets)
    entries = settled_entries(brought.sheets, answers, remarks, leaving_out)
    draft: DraftProgramme = ProgrammeReader(entries, known, answers).read()
    brought.questions = tuple(answers.open.values())
    brought.asked = tuple(answers.asked.values())
    brought.remarks = (*remarks, *draft.remarks)
    brought.problems = draft.problems
    made.wrong = [(problem, [entry]) for entry, problem in draft.wrong]
    made.films = draft.entries
    if brought.questions or brought.problems:
        raise _NotYet
    return source_with_places(draft, known)


def _ask_for_encoding(sheets: Sequence[ShapedSheet], answers: Answers) -> None:
    """Letters that may be read in several ways are never taken for right in silence."""
    likely: dict[str, str] = {}
    for sheet in sheets:
        for name, words in sheet.source.encodings:
            likely.setdefault(name, words)
    if any(likely.values()):
        file = next(sheet.source.file for sheet in sheets if sheet.source.encodings)
        choices = tuple(Choice(name, f"{words} ({name})") for name, words in likely.items() if words)
        text = "The file does not say how its letters are written. Which of these are right?"
        answers.ask(Question(ENCODING, file, text, choices, suggested=choices[0].value))


def _at_source(result: ImportResult, tables: SourceWithPlaces) -> ImportResult:
    names = []
    for name in result.ambiguous_names:
        place = tables.at_source(name.row.problem(name.column, ""))
        names.append(replace(name, row=replace(name.row, file=place.file, line=0)))
    warnings = tuple(tables.at_source(warning) for warning in result.warnings)
    return replace(result, warnings=warnings, ambiguous_names=tuple(names))


def _sheet_remarks(sheets: Sequence[ShapedSheet]) -> list[ImportProblem]:
    """What was left out of each sheet, and what a spreadsheet would show otherwise."""
    remarks: list[ImportProblem] = []
    for sheet in sheets:
        name = f"sheet {sheet.source.name}" if sheet.source.is_workbook else sheet.source.file
        if sheet.shape is Shape.LEFT_OUT:
            if sheet.source.sheet.rows:
                remarks.append(ImportProblem(name, 0, "", "no programme is seen in it, and it is left out."))
            continue
        remarks.extend(sheet.source.sheet.remarks(sheet.entries.merged))
        remarks.extend(sheet.source.sheet.problems)
        if sheet.guessed:
            message = f'no heading is known for titles, and "{sheet.guessed}" is taken for it.'
            remarks.append(ImportProblem(name, 0, "", message))
        left_out = [column.heading for column in sheet.columns if column.field in ("", "-") and column.heading]
        if left_out:
            remarks.append(ImportProblem(name, 0, "", f"these columns are left out: {', '.join(left_out)}."))
        if sheet.entries.left_out:
            places = ", ".join(sheet.entries.left_out[:_LISTED]) + (
                "…" if len(sheet.entries.left_out) > _LISTED else ""
            )
            remarks.append(ImportProblem(name, 0, "", f"what has no title is left out: {places}."))
    return remarks
