"""Wishes in a phrase: what they are called, and what each brings about."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from screenings.solver.wishes import WISH_KIND_BY_NAME

# By the name in solver.wishes: what it is called, and what a search then does.
WISH_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "not-so-late": (_("Not so late"), _("Starts before ten in the evening, but for midnight sections.")),
    "more-air": (_("More air between shows"), _("Forty minutes between two shows in a hall, beside the changeover.")),
    "weekends": (_("%(section)s on weekends"), _("Its screenings on Saturdays and Sundays.")),
    "press-days": (
        _("Keep the press days"),
        _("Press screenings on the days that have some now. Place one on each of these days first."),
    ),
    "spread-halls": (
        _("Spread over the halls"),
        _("No open hall is empty in the evening, and a film’s repeats are in other halls."),
    ),
    "fewer-at-once": (_("Fewer starts at once"), _("Shows in one cinema do not start in the same minute.")),
}
if wordless := WISH_KIND_BY_NAME.keys() ^ WISH_WORDS.keys():
    raise ValueError(
        f"Wishes without words, or words of no wish: {', '.join(sorted(wordless))}. "
        "Declare a wish in WISH_KINDS (screenings/solver/wishes.py) and name it in WISH_WORDS "
        "(screenings/wording/wishes.py)."
    )


def wish_text(name: str, section: str = "") -> str:
    """`Not so late`, `Midnight Madness on weekends`."""
    return gettext(WISH_WORDS[name][0]) % {"section": section or gettext("A section")}


def wish_help(name: str) -> str:
    return gettext(WISH_WORDS[name][1])
