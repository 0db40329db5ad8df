"""What is said about the rules of guests."""

from datetime import datetime

from screenings.timetable.conflicts import Conflict
from screenings.timetable.days import minutes_text
from screenings.wording.conflict_screenings import ConflictScreening, only_screening
from screenings.wording.rules.facts import fact_minutes, too_far_text
from screenings.wording.rules.rule_words import RelatedPage, RuleWords


def _guest_in_two_places(conflict: Conflict) -> str:
    guess = " Where nobody is named for a Q&A, the director is assumed." if conflict.names["guessed"] else ""
    return f"{conflict.names['who']} is expected twice: {too_far_text(conflict)}{guess}"


def _guest_away(conflict: Conflict) -> str:
    show, who = only_screening(conflict), conflict.names["who"]
    moment = show.time_text(datetime.fromisoformat(str(conflict.facts["at"])))
    if conflict.facts["why"] == "arrives":
        said = f"{who} arrives {moment}, {fact_minutes(conflict)} after the start of {show}."
    else:
        said = f"{who} leaves {moment}, {fact_minutes(conflict)} before the end of {show}{_assumed_length(show)}."
    return f"{said} Nobody is named for its Q&A; the director is assumed." if conflict.facts["assumed"] else said


def _assumed_length(show: ConflictScreening) -> str:
    return f", which is taken to be {minutes_text(show.minutes_assumed)} long" if show.minutes_assumed else ""


WORDS = {
    "guest-in-two-places": RuleWords(
        name="Guest in two places",
        question="A guest at two shows at once, or without time for the way.",
        sentence=_guest_in_two_places,
        short=lambda conflict, other: f"{conflict.names['who']} is expected at {other}",
        blocking="the guest is needed elsewhere",
        related_pages=(RelatedPage("guest", "guest", "the guest"),),
    ),
    "guest-away": RuleWords(
        name="Guest away",
        question="Before a guest has arrived or after they have left.",
        sentence=_guest_away,
        short=lambda conflict, other: f"{conflict.names['who']} is not here",
        blocking="the guest is not here",
        related_pages=(RelatedPage("guest", "guest", "the guest’s stay"),),
    ),
}
