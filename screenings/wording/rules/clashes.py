"""What is said about films for the same people at one time."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy
from django_countries import countries

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import CLASH_KINDS, COUNTRY, DIRECTOR, SECTION
from screenings.timetable.rules.clashes import clashing_with
from screenings.wording.conflict_screenings import ConflictScreening, both_screenings, several_screenings
from screenings.wording.lists import joined_with_and
from screenings.wording.rules.facts import fact_minutes
from screenings.wording.rules.rule_words import OWN_FESTIVAL, RelatedPage, RuleWords

MAX_NAMED = 3
# What films may share: one, several.
_SHARED = {SECTION: ("section", "sections"), DIRECTOR: ("director", "directors"), COUNTRY: ("country", "countries")}


def _audience_clash(conflict: Conflict) -> str:
    shared = _shared(conflict)
    if len(conflict.uids) == 2:
        first, second = both_screenings(conflict)
        minutes = fact_minutes(conflict, "overlap")
        return f"{first} and {second} run at the same time for {minutes}; they share {shared}."
    number, at_once = len(conflict.uids), conflict.facts["at_once"]
    ends = str(conflict.facts["ends"]).split()
    *named, last = several_screenings(conflict, (*range(MAX_NAMED), ends.index(max(ends))))
    how = "run at the same time" if at_once == number else f"overlap, up to {at_once} at a time"
    films = _listed(named, number)
    return f"{number} screenings {how}, from {named[0].start} to {last.end}: {films}; they share {shared}."


def _audience_clash_of(conflict: Conflict, uid: UUID) -> str:
    others = clashing_with(conflict, uid)
    named = several_screenings(conflict, others[:MAX_NAMED])
    return f"Clashes with {_listed(named, len(others))}; they share {_shared(conflict)}."


def _shared(conflict: Conflict) -> str:
    """`the section Panorama and the countries France and Italy`."""
    shared = {kind: conflict.names[kind].split("\n") for kind in CLASH_KINDS if conflict.names[kind]}
    if COUNTRY in shared:
        shared[COUNTRY] = [countries.name(code) or code for code in shared[COUNTRY]]
    return joined_with_and(
        [f"the {_SHARED[kind][len(names) > 1]} {joined_with_and(names)}" for kind, names in shared.items()]
    )


def _listed(named: Sequence[ConflictScreening], number: int) -> str:
    """`Cléo (Sat 12 Oct 20:00, Odeon) and 2 more`, of so many in all."""
    more = [f"{number - len(named)} more"] if number > len(named) else []
    return joined_with_and([*map(str, named), *more])


WORDS = {
    "audience-clash": RuleWords(
        name=gettext_lazy("Films for the same people at once"),
        question=gettext_lazy("Two films of one director, or of one small section or country, at the same time."),
        sentence=_audience_clash,
        short=lambda conflict, other: f"The same people want {other}",
        blocking=gettext_lazy("it would clash with another film"),
        related_pages=(RelatedPage(OWN_FESTIVAL, "festivalrules", gettext_lazy("the limits of the rule")),),
        to_one=_audience_clash_of,
    ),
}
