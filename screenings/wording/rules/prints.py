"""What is said about the rules of prints."""

from django.utils.translation import gettext, gettext_lazy

from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import only_screening
from screenings.wording.lists import joined_with_and
from screenings.wording.rules.facts import days_text, fact_day, too_far_text
from screenings.wording.rules.rule_words import RelatedPage, RuleWords


def _print_in_two_places(conflict: Conflict) -> str:
    if conflict.names["guessed"]:
        message = gettext(
            "The print %(print)s is needed twice: %(why)s Where no print is chosen, a film’s only one is assumed."
        )
    else:
        message = gettext("The print %(print)s is needed twice: %(why)s")
    return message % {"print": conflict.names["what"], "why": too_far_text(conflict)}


def _print_unavailable(conflict: Conflict) -> str:
    copies = conflict.names["what"].split("\n")
    windows = [days_text(*window.split("/")) for window in str(conflict.facts["windows"]).split()]
    stays = [
        gettext("%(print)s is here %(days)s") % {"print": copy, "days": window}
        for copy, window in zip(copies, windows, strict=True)
    ]
    if conflict.facts.get("assumed"):
        message = gettext("%(screening)s has no print on %(day)s: %(stays)s. Nobody has chosen one for it.")
    else:
        message = gettext("%(screening)s has no print on %(day)s: %(stays)s.")
    return message % {
        "screening": only_screening(conflict).text_with_night,
        "day": fact_day(conflict, "day"),
        "stays": joined_with_and(stays),
    }


WORDS = {
    "print-in-two-places": RuleWords(
        name=gettext_lazy("Print in two places"),
        question=gettext_lazy("One print in two halls at once, or without time to carry it there."),
        sentence=_print_in_two_places,
        short=lambda conflict, other: gettext("Its print is needed for %(other)s") % {"other": other},
        blocking=gettext_lazy("the print is needed elsewhere"),
        related_pages=(RelatedPage("print", "print", gettext_lazy("the print")),),
    ),
    "print-unavailable": RuleWords(
        name=gettext_lazy("Print not here"),
        question=gettext_lazy("Before the print comes or after it has left."),
        sentence=_print_unavailable,
        short=lambda conflict, other: gettext("Its print is not here"),
        blocking=gettext_lazy("the print is not here"),
        related_pages=(RelatedPage("prints", "print", gettext_lazy("when the print is here")),),
    ),
}
