"""What is said about the rules of halls."""

from datetime import date, datetime

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
    if first.starts == second.starts:
        what = f"{first.film} twice" if first.film == second.film else f"{first.film} and {second.film} both"
        return f"{first.hall} is double-booked: {what} at {first.start}. Move one of them, or take it out."
    film, shorter = first.film_with_assumed_length, ""
    if first.minutes_assumed:
        shorter = "State its running time if it is shorter; else m"
    if conflict.facts["overlap"]:
        return (
            f"{first.hall} is double-booked: {film} ends {first.end}, but {second.film} starts {second.start}, "
            f"{fact_minutes(conflict, 'overlap')} too early. {shorter or 'M'}ove one of them."
        )
    return (
        f"{first.hall} needs {fact_minutes(conflict, 'changeover')} between shows: {film} ends {first.end} and "
        f"{second.film} starts {second.start}, {fact_minutes(conflict)} too early. {shorter or 'M'}ove one, or "
        f"acknowledge it."
    )


def _hall_busy_short(conflict: Conflict, other: str) -> str:
    return f"{'Too little changeover' if conflict.acknowledgeable else 'Double-booked'}: {other}"


def _hall_closed(conflict: Conflict) -> str:
    show, times = only_screening(conflict), str(conflict.facts["times"])
    if conflict.facts["why"] == "closure":
        first, last = times.split(" ")
        begins_before = show.day < date.fromisoformat(first)
        when = f"until {show.end}" if begins_before else show.start_with_night
        film = show.film_with_assumed_length if begins_before else show.film
        return f"{show.hall} is closed {days_text(first, last)}, but shows {film} {when}."
    spans = [
        "–".join(f"{datetime.fromisoformat(moment).astimezone(show.zone):%H:%M}" for moment in span.split("/"))
        for span in times.split()
    ]
    hours = f"is open {joined_with_and(spans)}" if spans else "does not open"
    return (
        f"{show.hall} {hours} on {day_text(show.day)}: {show.film_with_assumed_length} runs from {show.start} to "
        f"{show.end}, {fact_minutes(conflict)} outside its opening hours."
    )


def _hall_lacks_format(conflict: Conflict) -> str:
    needs, offers = required_formats_text(str(conflict.facts["needs"])), conflict.facts["offers"]
    show = only_screening(conflict)
    return f"{show.hall} cannot show {needs}, which {show.film} needs ({show.start}); it offers {offers}."


def _hall_too_small(conflict: Conflict) -> str:
    expected, capacity, missing = (conflict.facts[name] for name in ("expected", "capacity", "missing"))
    show = only_screening(conflict)
    return (
        f"{show.hall} seats {capacity}, but {expected} people are expected for {show.film} ({show.start}): "
        f"{missing} {'seat is' if missing == 1 else 'seats are'} missing."
    )


WORDS = {
    "hall-busy": RuleWords(
        name="Two shows in one hall",
        question="Less than the changeover between two shows. Two at one time are an error whatever is set here.",
        sentence=_hall_busy,
        short=_hall_busy_short,
        blocking="no free stretch in the hall is long enough",
        related_pages=(RelatedPage("hall", "hall", "the hall’s changeover, and whether it holds several"),),
    ),
    "hall-closed": RuleWords(
        name="Hall closed",
        question="Outside a hall’s opening hours, or on a day it is closed.",
        sentence=_hall_closed,
        short=lambda conflict, other: "The hall is closed",
        blocking="the hall is not open long enough",
        related_pages=(RelatedPage("hall", "hall", "the hall’s opening hours and closures"),),
    ),
    "hall-lacks-format": RuleWords(
        name="Hall cannot show it",
        question="A format its hall does not name.",
        sentence=_hall_lacks_format,
        short=lambda conflict, other: f"The hall cannot show {required_formats_text(str(conflict.facts['needs']))}",
        blocking="the hall does not show the format",
        related_pages=(
            RelatedPage("hall", "hall", "the hall’s formats"),
            RelatedPage("film", "film", "the film’s prints"),
        ),
    ),
    "hall-too-small": RuleWords(
        name="Hall too small",
        question="More people are expected than the hall seats.",
        sentence=_hall_too_small,
        short=lambda conflict, other: (
            f"{conflict.facts['missing']} {'seat' if conflict.facts['missing'] == 1 else 'seats'} too few"
        ),
        blocking="the hall is too small",
        related_pages=(
            RelatedPage("hall", "hall", "the hall’s capacity"),
            RelatedPage("film", "film", "what the film is expected to draw"),
        ),
    ),
}
