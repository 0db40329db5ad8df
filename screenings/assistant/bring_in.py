"""bring_in(): any file into the working timetable, by way of the importer and its all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext

from screenings.assistant.attempt import ENCODING, BroughtIn, attempt
from screenings.assistant.festival_facts import facts_of
from screenings.assistant.given_back import ending_of_rest
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.reading import SourceSheet, holds_import_format, read_file
from screenings.assistant.right_rows import bring_in_right_rows
from screenings.assistant.right_tables import import_right_rows, own_ending
from screenings.assistant.shape import shape_sheets
from screenings.importing.both_changed import BOTH_CHANGED, EVERYWHERE, BothChanged, choices_for_all
from screenings.importing.changeset import ReportProgress
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.importer import ignore_progress, import_programme
from screenings.scheduling.time_zones import KeepChoice


@dataclass(frozen=True)
class MappingChoices:
    """What was chosen for a festival's files: shapes by sheet, fields by heading, answers by question."""

    shapes: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


def bring_in_file(
    path: Path,
    *,
    festival: str,
    choices: MappingChoices,
    takes_suggestions: bool = False,
    dry_run: bool = False,
    right_rows: bool = False,
    encoding: str | None = None,
    keep: KeepChoice = KeepChoice.CLOCKS,
    new_festival: Mapping[str, str] | None = None,
    both_changed: str = "",
    on_progress: ReportProgress = ignore_progress,
) -> BroughtIn:
    """Any file: our own folder, archive or workbook as the importer reads it, every other by its sheets.

    `new_festival` says, by the keys of festival.toml, what the file does not of a festival that is to be made.
    `both_changed` says whose counts where our own file and somebody here have changed the same cell and no answer says
    otherwise: a VersionChoice, or nothing, and then it is asked.

    Raises ProgrammeRefused where the file cannot be read at all.
    """
    if holds_import_format(path):
        versions = {**choices.answers, EVERYWHERE: both_changed or choices.answers.get(BOTH_CHANGED, "")}
        own: dict[str, Any] = {"keep": keep, "version_choices": versions, "on_progress": on_progress}
        own |= {"dry_run": dry_run, "encoding": encoding}
        if right_rows:
            return _asked(import_right_rows(path, festival=festival, **own))
        return _asked(BroughtIn([], result=import_programme(path, festival_slug=festival, **own)))
    sources = read_file(path, encoding=encoding, chosen_encoding=choices.answers.get(ENCODING, ""))
    keys = None
    if new_festival is not None:
        keys = FestivalKeys(path.name, {**facts_of(sources), **new_festival, "slug": festival})
    return bring_in(
        sources,
        festival=festival,
        choices=choices,
        takes_suggestions=takes_suggestions,
        dry_run=dry_run,
        right_rows=right_rows,
        new_festival=keys,
        on_progress=on_progress,
    )


def _asked(brought: BroughtIn) -> BroughtIn:
    """With the questions whose change counts; without a result while one of them is open."""
    assert brought.result is not None
    brought.questions = tuple(map(_question, brought.result.undecided))
    brought.asked = tuple(map(_question, brought.result.both_changed))
    if len(brought.asked) > 1:
        brought.asked = (_question_of_all(brought.asked), *brought.asked)
    if brought.questions:
        brought.result = brought.given_back = None
    return brought


def _question_of_all(asked: Sequence[Question]) -> Question:
    text = ngettext(
        "%(count)d value changed here and in the file. What counts where you choose nothing below?",
        "%(count)d values changed here and in the file. What counts where you choose nothing below?",
        len(asked),
    )
    choices = tuple(Choice(value, label) for value, label in choices_for_all())
    return Question(BOTH_CHANGED, "", text % {"count": len(asked)}, choices)


def rest_ending(path: Path) -> str:
    """Of the file in which rows of that one come back."""
    if holds_import_format(path):
        return own_ending(path)
    return ending_of_rest(path.name)


def _question(cell: BothChanged) -> Question:
    choices = tuple(Choice(value, label) for value, label in cell.choices)
    return Question(cell.key, cell.where, cell.text, choices)


def bring_in(
    sources: Sequence[SourceSheet],
    *,
    festival: str,
    choices: MappingChoices,
    takes_suggestions: bool = False,
    dry_run: bool = False,
    right_rows: bool = False,
    new_festival: FestivalKeys | None = None,
    on_progress: ReportProgress = ignore_progress,
) -> BroughtIn:
    """Read the sheets for the festival of that slug, and import what they say, whole or not at all.

    Nothing is written while a question is open or a cell cannot be read; both are in the answer, at the file's own
    addresses. With `right_rows` what cannot be read is given back, and the others are brought in. A `new_festival` is
    made where there is none of that slug. Raises ProgrammeRefused where there is neither.
    """
    sheets = shape_sheets(sources, choices.shapes, choices.columns)
    common: dict[str, Any] = {"festival": festival, "dry_run": dry_run, "on_progress": on_progress}
    common["new_festival"] = new_festival
    answers = partial(Answers, choices.answers, takes_suggestions)
    if right_rows:
        return bring_in_right_rows(sheets, make_answers=answers, **common)
    return attempt(sheets, answers=answers(), **common).brought
