"""What is said about the rules of the audience."""

from collections.abc import Sequence
from datetime import time

from django.utils.translation import gettext_lazy

from screenings.text.clock import clock_text
from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import BY_DAY, PRESS
from screenings.wording.conflict_screenings import ConflictScreening, both_screenings, only_screening
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import with_notes
from screenings.wording.rules.facts import fact_day, fact_minutes
from screenings.wording.rules.rule_words import OWN_FESTIVAL, RelatedPage, RuleWords


def _repeat_too_close(conflict: Conflict) -> str:
    films = conflict.names["what"].split("\n")
    what = f"{joined_with_and(films)} {'is' if len(films) == 1 else 'are'} shown twice"
    places = " and ".join(_place_of_repeat(show, films) for show in both_screenings(conflict))
    if conflict.facts["same"] == BY_DAY:
        return f"{what} on one day: {places}."
    return f"{what} at the same time of the day ({conflict.names['daypart']}): {places}."


def _place_of_repeat(show: ConflictScreening, films: Sequence[str]) -> str:
    """With the programme of films they are in, where they are."""
    return with_notes(f"{show.start_with_night} in {show.hall}", "" if show.film in films else show.film)


def _premiere_order(conflict: Conflict) -> str:
    what = conflict.names["what"]
    if conflict.facts["why"] == "embargo":
        show = only_screening(conflict)
        to = "the press" if conflict.facts["audience"] == PRESS else "the public"
        until = fact_day(conflict, "until")
        return f"{what} is shown to {to} {show.start_with_night} in {show.hall}, before its embargo ends on {until}."
    press, premiere = both_screenings(conflict)
    return (
        f"The press sees {what} {press.start} in {press.hall}, {fact_minutes(conflict)} before its premiere "
        f"{premiere.start} in {premiere.hall}."
    )


def _premiere_order_short(conflict: Conflict, other: str) -> str:
    return "Under embargo" if conflict.facts["why"] == "embargo" else "The press would see it before its premiere"


def _late_for_children(conflict: Conflict) -> str:
    show, age = only_screening(conflict), conflict.facts["age"]
    whom = f"may be seen from the age of {age}" if age else "is for all ages"
    return (
        f"{show.film_with_assumed_length} {whom}, but ends {show.end} in {show.hall}, {fact_minutes(conflict)} after "
        f"{_children_until(conflict)}, when films for children are to be over."
    )


def _children_until(conflict: Conflict) -> str:
    return clock_text(time.fromisoformat(str(conflict.facts["until"])))


WORDS = {
    "repeat-too-close": RuleWords(
        name=gettext_lazy("Repeat too close"),
        question=gettext_lazy("One film twice on a day, or at the same time of the day."),
        sentence=_repeat_too_close,
        short=lambda conflict, other: f"Too close to {other}",
        blocking=gettext_lazy("it would be too close to its repeat"),
        related_pages=(RelatedPage(OWN_FESTIVAL, "festivalrules", gettext_lazy("the limits of the rule")),),
    ),
    "premiere-order": RuleWords(
        name=gettext_lazy("Press before premiere, embargo"),
        question=gettext_lazy(
            "The press sees a premiere before the public does, or anybody a film before its embargo ends."
        ),
        sentence=_premiere_order,
        short=_premiere_order_short,
        blocking=gettext_lazy("it would be before its premiere or embargo"),
        related_pages=(RelatedPage("work", "film", gettext_lazy("the film’s premiere and embargo")),),
    ),
    "late-for-children": RuleWords(
        name=gettext_lazy("Late for children"),
        question=gettext_lazy("A film for children that ends after the hour below."),
        sentence=_late_for_children,
        short=lambda conflict, other: f"Ends after {_children_until(conflict)}, late for children",
        blocking=gettext_lazy("it would end too late for children"),
        related_pages=(
            RelatedPage("film", "film", gettext_lazy("the film’s rating")),
            RelatedPage(OWN_FESTIVAL, "festivalrules", gettext_lazy("the limits of the rule")),
        ),
    ),
}
