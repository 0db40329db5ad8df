"""Facts of a conflict as several rules' sentences word them."""

from datetime import date

from screenings.timetable.conflicts import Conflict
from screenings.timetable.days import minutes_text
from screenings.wording.conflict_screenings import both_screenings
from screenings.wording.moments import day_text


def fact_minutes(conflict: Conflict, name: str = "missing") -> str:
    return minutes_text(int(conflict.facts[name]))


def fact_day(conflict: Conflict, name: str) -> str:
    return day_text(date.fromisoformat(str(conflict.facts[name])))


def days_text(first: str, last: str) -> str:
    """From two ISO dates of which either may be empty."""
    begins, ends = (day_text(date.fromisoformat(day)) if day else "" for day in (first, last))
    if begins and ends:
        return f"on {begins}" if begins == ends else f"from {begins} to {ends}"
    return f"from {begins} on" if begins else f"until {ends}" if ends else "always"


def too_far_text(conflict: Conflict) -> str:
    """Where two shows leave no time for the way between them."""
    first, second = both_screenings(conflict)
    both = (
        f"{first.film_with_assumed_length} ends {first.end} in {first.hall}, {second.film} starts {second.start} in "
        f"{second.hall}"
    )
    if conflict.facts["overlap"]:
        return f"{both}, {fact_minutes(conflict, 'overlap')} before the first is over."
    missing = f"{fact_minutes(conflict)} {'is' if conflict.facts['missing'] == 1 else 'are'} missing"
    return f"{both}, and the way takes {fact_minutes(conflict, 'way')}{_means(conflict)}: {missing}."


def _means(conflict: Conflict) -> str:
    """` (by tram)`, or what an estimate rests on."""
    means, pace = conflict.names["means"], conflict.names["pace"]
    return f" (estimated: {means} {pace})" if pace else f" ({means})" if means else ""
