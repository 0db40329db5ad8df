"""What is said about the rules of guests."""

from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from screenings.timetable.conflicts import Conflict
from screenings.timetable.days import minutes_text
from screenings.wording.conflict_screenings import only_screening
from screenings.wording.rules.facts import fact_minutes, too_far_text
from screenings.wording.rules.rule_words import RelatedPage, RuleWords


def _guest_in_two_places(conflict: Conflict) -> str:
    if conflict.names["guessed"]:
        message = gettext(
            "%(guest)s is expected twice: %(why)s Where nobody is named for a Q&A, the director is assumed."
        )
    else:
        message = gettext("%(guest)s is expected twice: %(why)s")
    return message % {"guest": conflict.names["who"], "why": too_far_text(conflict)}


def _guest_away(conflict: Conflict) -> str:
    show = only_screening(conflict)
    if conflict.facts["why"] == "arrives":
        message = gettext("%(guest)s arrives %(moment)s, %(minutes)s after the start of %(screening)s.")
    elif show.minutes_assumed:
        message = gettext(
            "%(guest)s leaves %(moment)s, %(minutes)s before the end of %(screening)s, which is taken to be %(length)s "
            "long."
        )
    else:
        message = gettext("%(guest)s leaves %(moment)s, %(minutes)s before the end of %(screening)s.")
    sentence = message % {
        "guest": conflict.names["who"],
        "moment": show.time_text(datetime.fromisoformat(str(conflict.facts["at"]))),
        "minutes": fact_minutes(conflict),
        "screening": show,
        "length": minutes_text(show.minutes_assumed),
    }
    if not conflict.names["guessed"]:
        return sentence
    return f"{sentence} {gettext('Nobody is named for its Q&A; the director is assumed.')}"


WORDS = {
    "guest-in-two-places": RuleWords(
        name=gettext_lazy("Guest in two places"),
        question=gettext_lazy("A guest at two shows at once, or without time for the way."),
        sentence=_guest_in_two_places,
        short=lambda conflict, other: (
            gettext("%(guest)s is expected at %(other)s") % {"guest": conflict.names["who"], "other": other}
        ),
        blocking=gettext_lazy("the guest is needed elsewhere"),
        related_pages=(RelatedPage("guest", "guest", gettext_lazy("the guest")),),
    ),
    "guest-away": RuleWords(
        name=gettext_lazy("Guest away"),
        question=gettext_lazy("Before a guest has arrived or after they have left."),
        sentence=_guest_away,
        short=lambda conflict, other: gettext("%(guest)s is not here") % {"guest": conflict.names["who"]},
        blocking=gettext_lazy("the guest is not here"),
        related_pages=(RelatedPage("guest", "guest", gettext_lazy("the guest’s stay")),),
    ),
}
