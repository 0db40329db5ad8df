"""What is said about the rules of prints."""

from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import only_screening
from screenings.wording.lists import joined_with_and
from screenings.wording.rules.facts import days_text, fact_day, too_far_text
from screenings.wording.rules.rule_words import RelatedPage, RuleWords


def _print_in_two_places(conflict: Conflict) -> str:
    guess = " Where no print is chosen, a film’s only one is assumed." if conflict.names["guessed"] else ""
    return f"The print {conflict.names['what']} is needed twice: {too_far_text(conflict)}{guess}"


def _print_unavailable(conflict: Conflict) -> str:
    copies = conflict.names["what"].split("\n")
    windows = [days_text(*window.split("/")) for window in str(conflict.facts["windows"]).split()]
    here = joined_with_and([f"{copy} is here {window}" for copy, window in zip(copies, windows, strict=True)])
    return f"{only_screening(conflict).text_with_night} has no print on {fact_day(conflict, 'day')}: {here}."


WORDS = {
    "print-in-two-places": RuleWords(
        name="Print in two places",
        question="One print in two halls at once, or without time to carry it there.",
        sentence=_print_in_two_places,
        short=lambda conflict, other: f"Its print is needed for {other}",
        blocking="the print is needed elsewhere",
        related_pages=(RelatedPage("print", "print", "the print"),),
    ),
    "print-unavailable": RuleWords(
        name="Print not here",
        question="Before the print comes or after it has left.",
        sentence=_print_unavailable,
        short=lambda conflict, other: "Its print is not here",
        blocking="the print is not here",
        related_pages=(RelatedPage("prints", "print", "when the print is here"),),
    ),
}
