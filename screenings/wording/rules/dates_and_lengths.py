"""What is said about the rules of dates and lengths."""

from django.utils.translation import gettext, gettext_lazy, ngettext

from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import only_screening
from screenings.wording.lists import joined_with_and
from screenings.wording.rules.facts import fact_day
from screenings.wording.rules.rule_words import OWN_FESTIVAL, RelatedPage, RuleWords


def _outside_festival(conflict: Conflict) -> str:
    days = int(conflict.facts["days"])
    is_early = str(conflict.facts["day"]) < str(conflict.facts["first_day"])
    if is_early:
        message = ngettext(
            "%(screening)s lies %(days)s day before the first day of the festival (%(run)s).",
            "%(screening)s lies %(days)s days before the first day of the festival (%(run)s).",
            days,
        )
    else:
        message = ngettext(
            "%(screening)s lies %(days)s day after the last day of the festival (%(run)s).",
            "%(screening)s lies %(days)s days after the last day of the festival (%(run)s).",
            days,
        )
    return message % {
        "screening": only_screening(conflict).text_with_night,
        "days": days,
        "run": " to ".join(dict.fromkeys(fact_day(conflict, name) for name in ("first_day", "last_day"))),
    }


def _runtime_mismatch(conflict: Conflict) -> str:
    facts, missing = conflict.facts, int(conflict.facts["missing"])
    parts = [f"{facts['intro']} min introduction"] if facts["intro"] else []
    parts.append(f"{facts['runtime']} min film")
    parts += [f"{facts['qa']} min Q&A"] if facts["qa"] else []
    return (
        f"{only_screening(conflict)} is stated to last {facts['stated']} min, {abs(missing)} min "
        f"{'less' if missing > 0 else 'more'} than {joined_with_and(parts)}."
    )


WORDS = {
    "outside-festival": RuleWords(
        name=gettext_lazy("Outside the festival"),
        question=gettext_lazy("Before the first or after the last festival day."),
        sentence=_outside_festival,
        short=lambda conflict, other: gettext("Outside the festival"),
        blocking=gettext_lazy("the day is outside the festival"),
        related_pages=(RelatedPage(OWN_FESTIVAL, "festival", gettext_lazy("the festival’s days")),),
    ),
    "runtime-mismatch": RuleWords(
        name=gettext_lazy("Length does not add up"),
        question=gettext_lazy(
            "A stated length that is more than five minutes off introduction, film and Q&A together."
        ),
        sentence=_runtime_mismatch,
        short=lambda conflict, other: gettext("Its stated length does not add up"),
        blocking=gettext_lazy("its stated length does not add up"),
        related_pages=(RelatedPage("film", "film", gettext_lazy("the film’s running time")),),
    ),
}
