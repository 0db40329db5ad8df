"""What is said about the rules of halls."""

from datetime import date, datetime

from django.utils.translation import gettext, gettext_lazy, ngettext

from screenings.text.clock import clock_text
from screenings.timetable.conflicts import Conflict
from screenings.wording.conflict_screenings import both_screenings, only_screening
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import day_text
from screenings.wording.rules.facts import days_text, fact_minutes
from screenings.wording.rules.rule_words import RelatedPage, RuleWords


def required_formats_text(needs: str) -> str:
    """The formats of which one is needed for each thing shown, as hall-lacks-format notes them."""
    return " and ".join(needs.split("; "))


def _hall_busy(conflict: Conflict) -> str:
    first, second = both_screenings(conflict)
    values = {"hall": first.hall, "film": first.film, "other": second.film, "end": first.end, "start": second.start}
    if first.starts == second.starts:
        if first.film == second.film:
            message = gettext(
                "%(hall)s is double-booked: %(film)s twice at %(start)s. Move one of them, or take it out."
            )
        else:
            message = gettext(
                "%(hall)s is double-booked: %(film)s and %(other)s both at %(start)s. Move one of them, or take it out."
            )
        return message % values
    values |= {"film": first.film_with_assumed_length, "minutes": fact_minutes(conflict, "overlap")}
    if first.minutes_assumed:
        message = gettext(
            "%(hall)s may be double-booked: %(film)s ends %(end)s, but %(other)s starts %(start)s, %(minutes)s too "
            "early. State its running time if it is shorter; else move one of them. Until then the public sees it end "
            "when the next one starts."
        )
    else:
        message = gettext(
            "%(hall)s is double-booked: %(film)s ends %(end)s, but %(other)s starts %(start)s, %(minutes)s too "
            "early. Move one of them."
        )
    return message % values


def _hall_busy_short(conflict: Conflict, other: str) -> str:
    if conflict.acknowledgeable:
        return gettext("Perhaps double-booked: %(other)s") % {"other": other}
    return gettext("Double-booked: %(other)s") % {"other": other}


def _changeover_too_short(conflict: Conflict) -> str:
    first, second = both_screenings(conflict)
    if first.minutes_assumed:
        message = gettext(
            "%(hall)s needs %(changeover)s between shows: %(film)s ends %(end)s and %(other)s starts %(start)s, "
            "%(minutes)s too early. State its running time if it is shorter; else move one, or acknowledge it."
        )
    else:
        message = gettext(
            "%(hall)s needs %(changeover)s between shows: %(film)s ends %(end)s and %(other)s starts %(start)s, "
            "%(minutes)s too early. Move one, or acknowledge it."
        )
    return message % {
        "hall": first.hall,
        "changeover": fact_minutes(conflict, "changeover"),
        "film": first.film_with_assumed_length,
        "end": first.end,
        "other": second.film,
        "start": second.start,
        "minutes": fact_minutes(conflict),
    }


def _hall_closed(conflict: Conflict) -> str:
    show, times = only_screening(conflict), str(conflict.facts["times"])
    if conflict.facts["why"] == "closure":
        first, last = times.split(" ")
        values = {"hall": show.hall, "days": days_text(first, last)}
        if show.day < date.fromisoformat(first):
            values |= {"film": show.film_with_assumed_length, "end": show.end}
            return gettext("%(hall)s is closed %(days)s, but shows %(film)s until %(end)s.") % values
        values |= {"film": show.film, "start": show.start_with_night}
        return gettext("%(hall)s is closed %(days)s, but shows %(film)s %(start)s.") % values
    spans = [
        "–".join(clock_text(datetime.fromisoformat(moment).astimezone(show.zone)) for moment in span.split("/"))
        for span in times.split()
    ]
    if spans:
        message = gettext(
            "%(hall)s is open %(hours)s on %(day)s: %(film)s runs from %(start)s to %(end)s, %(minutes)s outside its "
            "opening hours."
        )
    else:
        message = gettext(
            "%(hall)s does not open on %(day)s: %(film)s runs from %(start)s to %(end)s, %(minutes)s outside its "
            "opening hours."
        )
    return message % {
        "hall": show.hall,
        "hours": joined_with_and(spans),
        "day": day_text(show.day),
        "film": show.film_with_assumed_length,
        "start": show.start,
        "end": show.end,
        "minutes": fact_minutes(conflict),
    }


def _hall_lacks_format(conflict: Conflict) -> str:
    show = only_screening(conflict)
    return gettext("%(hall)s cannot show %(needs)s, which %(film)s needs (%(start)s); it offers %(offers)s.") % {
        "hall": show.hall,
        "needs": required_formats_text(str(conflict.facts["needs"])),
        "film": show.film,
        "start": show.start,
        "offers": conflict.facts["offers"],
    }


def _hall_too_small(conflict: Conflict) -> str:
    show, missing = only_screening(conflict), int(conflict.facts["missing"])
    message = ngettext(
        "%(hall)s seats %(capacity)s, but %(expected)s people are expected for %(film)s (%(start)s): "
        "%(missing)s seat is missing.",
        "%(hall)s seats %(capacity)s, but %(expected)s people are expected for %(film)s (%(start)s): "
        "%(missing)s seats are missing.",
        missing,
    )
    return message % {**conflict.facts, "hall": show.hall, "film": show.film, "start": show.start}


def _hall_too_small_short(conflict: Conflict, _other: str) -> str:
    missing = int(conflict.facts["missing"])
    return ngettext("%(missing)s seat too few", "%(missing)s seats too few", missing) % {"missing": missing}


WORDS = {
    "hall-busy": RuleWords(
        name=gettext_lazy("Two shows in one hall"),
        question=gettext_lazy(
            "Two shows in one hall at one time. Where the length of the first is known they are an error whatever is "
            "set here; where it is only assumed, a warning at most."
        ),
        sentence=_hall_busy,
        short=_hall_busy_short,
        blocking=gettext_lazy("no free stretch in the hall is long enough"),
        related_pages=(RelatedPage("hall", "hall", gettext_lazy("the hall, and whether it holds several")),),
    ),
    "changeover-too-short": RuleWords(
        name=gettext_lazy("Too little changeover"),
        question=gettext_lazy("Less than a hall’s changeover between one show and the next."),
        sentence=_changeover_too_short,
        short=lambda conflict, other: gettext("Too little changeover: %(other)s") % {"other": other},
        blocking=gettext_lazy("no free stretch in the hall is long enough"),
        related_pages=(RelatedPage("hall", "hall", gettext_lazy("the hall’s changeover")),),
    ),
    "hall-closed": RuleWords(
        name=gettext_lazy("Hall closed"),
        question=gettext_lazy("Outside a hall’s opening hours, or on a day it is closed."),
        sentence=_hall_closed,
        short=lambda conflict, other: gettext("The hall is closed"),
        blocking=gettext_lazy("the hall is not open long enough"),
        related_pages=(RelatedPage("hall", "hall", gettext_lazy("the hall’s opening hours and closures")),),
    ),
    "hall-lacks-format": RuleWords(
        name=gettext_lazy("Hall cannot show it"),
        question=gettext_lazy("A format its hall does not name."),
        sentence=_hall_lacks_format,
        short=lambda conflict, other: (
            gettext("The hall cannot show %(needs)s") % {"needs": required_formats_text(str(conflict.facts["needs"]))}
        ),
        blocking=gettext_lazy("the hall does not show the format"),
        related_pages=(
            RelatedPage("hall", "hall", gettext_lazy("the hall’s formats")),
            RelatedPage("film", "film", gettext_lazy("the film’s prints")),
        ),
    ),
    "hall-too-small": RuleWords(
        name=gettext_lazy("Hall too small"),
        question=gettext_lazy("More people are expected than the hall seats."),
        sentence=_hall_too_small,
        short=_hall_too_small_short,
        blocking=gettext_lazy("the hall is too small"),
        related_pages=(
            RelatedPage("hall", "hall", gettext_lazy("the hall’s capacity")),
            RelatedPage("film", "film", gettext_lazy("what the film is expected to draw")),
        ),
    ),
}
