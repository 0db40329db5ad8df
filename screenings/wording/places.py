"""Why a screening is where it is, and what another place would cost, in sentences and without points."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from screenings.solver.api import OBJECTIVE_TERMS, WeighedPlace

JOINED = "; "
MAX_REASONS = 3
# How many people or minutes one unit of a term is.
UNIT_SIZES: Final[Mapping[str, int]] = {"turned-away": 10, "prime-time": 100, "waits": 30, "short-break": 5}
# What the rules find is told conflict by conflict, and a place is what is asked about.
TOLD_ELSEWHERE: Final = frozenset({"unplaced", "warnings", "notices", "clashes"})
# Of the other place: what is worse there, what is better there. %(number)d are people or minutes.
TERM_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "same-day": (
        _("another screening of the film is on that day"),
        _("no other screening of the film is on that day"),
    ),
    "next-day": (
        _("another screening of the film is on the day before or after"),
        _("no other screening of the film is on the day before or after"),
    ),
    "same-part": (
        _("another screening of the film is at the same time of day"),
        _("the film is shown at another time of day as well"),
    ),
    "same-hall": (
        _("another screening of the film is in the same hall"),
        _("the film is shown in another hall as well"),
    ),
    "turned-away": (
        _("about %(number)d more people find no seat"),
        _("about %(number)d more people find a seat"),
    ),
    "too-large": (_("the hall is far too large for it"), _("the hall is of the right size for it")),
    "premiere-hour": (
        _("the film is not first shown in the evening"),
        _("the film is first shown in the evening"),
    ),
    "premiere-hall": (
        _("the film is not first shown in a large hall"),
        _("the film is first shown in a large hall"),
    ),
    "press-first": (_("the public sees the film before the press"), _("the press sees the film before the public")),
    "press-hour": (_("the press sees it later in the day"), _("the press sees it earlier in the day")),
    "late-title": (
        _("a midnight title starts before ten in the evening"),
        _("a midnight title starts at ten in the evening or later"),
    ),
    "late-hour": (_("it starts at ten in the evening or later"), _("it starts before ten in the evening")),
    "after-five": (_("it starts at five in the afternoon or later"), _("it starts before five in the afternoon")),
    "prime-time": (
        _("about %(number)d people are expected outside the evening"),
        _("about %(number)d people more are expected in the evening"),
    ),
    "guest-first": (_("the film is first shown without its guests"), _("the film is first shown with its guests")),
    "guest-missed": (
        _("the film’s guests are there for none of its screenings"),
        _("the film’s guests are there for one of its screenings"),
    ),
    "idle-evening": (_("an open hall is empty in the evening"), _("a hall is no longer empty in the evening")),
    "late-opening": (
        _("a hall stands empty until five in the afternoon"),
        _("a hall no longer stands empty until five in the afternoon"),
    ),
    "waits": (
        _("halls wait %(number)d minutes longer between two shows"),
        _("halls wait %(number)d minutes less between two shows"),
    ),
    "short-break": (
        _("breaks in a hall are %(number)d minutes short of a comfortable one"),
        _("breaks in a hall are %(number)d minutes more comfortable"),
    ),
    "off-quarter": (_("it starts off the quarter hour"), _("it starts on the quarter hour")),
    "at-once": (
        _("it starts in the same minute as another in that cinema"),
        _("fewer shows start in the same minute in a cinema"),
    ),
    "same-minute": (
        _("many shows of the festival start in the same minute"),
        _("fewer shows of the festival start in the same minute"),
    ),
    "crowded-day": (_("that day has more than its share"), _("a day with more than its share has one fewer")),
    "wishes": (_("something wished for is not kept"), _("something wished for is kept")),
}
if wordless := {term.name for term in OBJECTIVE_TERMS} ^ (TERM_WORDS.keys() | TOLD_ELSEWHERE):
    raise ValueError(
        f"Objective terms without words, or words of none: {', '.join(sorted(wordless))}. "
        "Say in TERM_WORDS (screenings/wording/places.py) what is worse and what is better of a place by it."
    )


def place_sentences(place: WeighedPlace) -> Iterator[str]:
    """What it would cost, and what it would win, beside the conflicts that it brings and resolves."""
    worse, better = _clauses(place, 1), _clauses(place, -1)
    if worse:
        yield gettext("It would cost: %(what)s.") % {"what": JOINED.join(worse.values())}
    if better:
        yield gettext("It would win: %(what)s.") % {"what": JOINED.join(better.values())}
    consequences = place.suggestion.consequences.touching([place.suggestion.move.uid])
    if not (worse or better or consequences.added or consequences.removed):
        yield gettext("Nothing that this festival minds would be different.")


def reason_sentences(places: Sequence[WeighedPlace]) -> Iterator[str]:
    """Why a screening is where it is: how its place compares with the best others, and what most of these lack."""
    if not places:
        return
    better = sum(place.points < 0 for place in places)
    equal = sum(place.points == 0 for place in places)
    values = {"looked": len(places), "better": better, "equal": equal}
    if len(places) == 1:
        message = _only_other_text(better=better, equal=equal)
    elif better:
        message = ngettext(
            "Of the %(looked)d best other places %(better)d is better than this one.",
            "Of the %(looked)d best other places %(better)d are better than this one.",
            better,
        )
    elif equal:
        message = ngettext(
            "No other place is better; of the %(looked)d best %(equal)d is as good.",
            "No other place is better; of the %(looked)d best %(equal)d are as good.",
            equal,
        )
    else:
        message = gettext("No other place is as good: all of them would cost something.")
    yield message % values
    lost = Counter[str]()
    words: dict[str, str] = {}
    for place in places:
        clauses = _clauses(place, 1)
        lost.update(clauses.keys())
        words = {**clauses, **words}
    for name, count in lost.most_common(MAX_REASONS):
        values = {"count": count, "looked": len(places)}
        message = (
            gettext("In %(count)d of these %(looked)d %(what)s.") if len(places) > 1 else gettext("There %(what)s.")
        )
        yield message % {**values, "what": words[name] if name not in UNIT_SIZES else _without_number(name)}


def _only_other_text(*, better: int, equal: int) -> str:
    if better:
        return gettext("There is one other place, and it is better than this one.")
    if equal:
        return gettext("No other place is better: there is one, and it is as good.")
    return gettext("No other place is as good: there is one, and it would cost something.")


def _clauses(place: WeighedPlace, sign: int) -> dict[str, str]:
    """By the term's name; those that weigh most first."""
    return {
        name: gettext(TERM_WORDS[name][0 if sign > 0 else 1]) % {"number": abs(amount) * UNIT_SIZES.get(name, 1)}
        for name, amount in place.changes.items()
        if amount * sign > 0 and name in TERM_WORDS
    }


def _without_number(name: str) -> str:
    return gettext(
        {
            "turned-away": _("more people find no seat"),
            "prime-time": _("a large audience is expected outside the evening"),
            "waits": _("halls wait longer between two shows"),
            "short-break": _("breaks in a hall are less comfortable"),
        }[name]
    )
