"""Days without a month, which are those of the festival's run: a weekday, a number, both, or counted."""

from datetime import date

import pytest

from screenings.assistant.dates import DayReader, names_several_days, written_day
from screenings.assistant.questions import Answers
from screenings.assistant.source_cells import SourceCell


def read(text: str, answers: dict[str, str] | None = None) -> tuple[date | None, list[str]]:
    """In a festival from Thursday 3 to Sunday 13 October 2024."""
    given = Answers(answers or {})
    cell = SourceCell(text, "B2")
    reader = DayReader([cell], starts_on=date(2024, 10, 3), ends_on=date(2024, 10, 13), answers=given)
    return reader.read(cell), [question.text for question in given.open.values()]


@pytest.mark.parametrize(
    ("text", "day"),
    [("Sat 12", 12), ("Sat 5th", 5), ("Samstag, 5.", 5), ("Wednesday", 9), ("mercredi", 9), ("7", 7), ("Day 2", 4),
     ("Tag 11", 13)],
)  # fmt: skip
def test_what_can_be_one_day_of_the_run_is_that_day(text: str, day: int) -> None:
    assert read(text) == (date(2024, 10, day), [])


@pytest.mark.parametrize("text", ["Sat 6", "31", "Day 12", "Day 0", "soon", "Caturday"])
def test_what_is_no_day_of_the_run_is_no_day(text: str) -> None:
    assert read(text) == (None, [])


def test_a_weekday_that_comes_twice_is_asked_about() -> None:
    day, asked = read("Friday")

    assert (day, asked) == (None, ['"Friday" is more than one day of the festival. Which is meant?'])
    assert read("Friday", {"day-of-run:friday": "2024-10-11"}) == (date(2024, 10, 11), [])


def test_an_ordinal_is_no_weekday() -> None:
    """ "Th" is Thursday, and 4 October 2024 a Friday."""
    written = written_day("Oct. 4th")

    assert written is not None
    assert written.weekdays == frozenset()


def test_a_day_that_no_year_has_is_no_question_of_the_year() -> None:
    assert read("Mon 40 Oct") == (None, [])


def test_a_weekday_that_the_day_is_not_is_asked_also_beside_a_year() -> None:
    assert read("Sat 4 Oct 2024") == (None, ['"Sat 4 Oct 2024" is a Friday. Which day is meant?'])
    assert read("Sat 4 Oct 2024", {"day-of-run:sat-4-oct-2024": "2024-10-05"}) == (date(2024, 10, 5), [])
    assert read("Fri 4 Oct 2024") == (date(2024, 10, 4), [])


@pytest.mark.parametrize("text", ["4.-6.10.", "4-6 Oct", "4.10. bis 6.10.", "4 to 6 October 2024"])
def test_a_run_of_days_is_no_day(text: str) -> None:
    assert names_several_days(text)
    assert read(text) == (None, [])


@pytest.mark.parametrize("text", ["2024-10-04", "4-10-2024", "04.10.", "Sat 12 - 20 Uhr", "4/10/24"])
def test_one_day_is_no_run_of_days(text: str) -> None:
    assert not names_several_days(text)
