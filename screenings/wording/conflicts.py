"""A sentence for every rule: which screenings, when and where, what is wrong by how much, and the way out."""

from collections.abc import Sequence
from datetime import date, datetime

from django_countries import countries

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import BY_DAY, CLASH_KINDS, COUNTRY, DIRECTOR, PRESS, SECTION
from screenings.wording.conflict_screenings import ConflictScreening, both_screenings, foreign_zone_note, only_screening
from screenings.wording.moments import day_text, minutes_text, with_notes


def _minutes(conflict: Conflict, name: str = "missing") -> str:
    return minutes_text(int(conflict.facts[name]))


def _day(conflict: Conflict, name: str) -> str:
    return day_text(date.fromisoformat(str(conflict.facts[name])))


def _days(first: str, last: str) -> str:
    """From two ISO dates of which either may be empty."""
    begins, ends = (day_text(date.fromisoformat(day)) if day else "" for day in (first, last))
    if begins and ends:
        return f"on {begins}" if begins == ends else f"from {begins} to {ends}"
    return f"from {begins} on" if begins else f"until {ends}" if ends else "always"


def _missing(conflict: Conflict) -> str:
    """`5 min are missing`."""
    return f"{_minutes(conflict)} {'is' if conflict.facts['missing'] == 1 else 'are'} missing"


def required_formats_text(needs: str) -> str:
    """The formats of which one is needed for each thing shown, as hall-lacks-format notes them."""
    return " and ".join(needs.split("; "))


def joined_with_and(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


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
            f"{_minutes(conflict, 'overlap')} too early. {shorter or 'M'}ove one of them."
        )
    return (
        f"{first.hall} needs {_minutes(conflict, 'changeover')} between shows: {film} ends {first.end} and "
        f"{second.film} starts {second.start}, {_minutes(conflict)} too early. {shorter or 'M'}ove one, or "
        f"acknowledge it."
    )


def _hall_closed(conflict: Conflict) -> str:
    show, times = only_screening(conflict), str(conflict.facts["times"])
    if conflict.facts["why"] == "closure":
        first, last = times.split(" ")
        begins_before = show.day < date.fromisoformat(first)
        when = f"until {show.end}" if begins_before else show.start_with_night
        film = show.film_with_assumed_length if begins_before else show.film
        return f"{show.hall} is closed {_days(first, last)}, but shows {film} {when}."
    spans = [
        "–".join(f"{datetime.fromisoformat(moment).astimezone(show.zone):%H:%M}" for moment in span.split("/"))
        for span in times.split()
    ]
    hours = f"is open {joined_with_and(spans)}" if spans else "does not open"
    return (
        f"{show.hall} {hours} on {day_text(show.day)}: {show.film_with_assumed_length} runs from {show.start} to "
        f"{show.end}, {_minutes(conflict)} outside its opening hours."
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


def _too_far(conflict: Conflict) -> str:
    """Where two shows leave no time for the way between them."""
    first, second = both_screenings(conflict)
    said = (
        f"{first.film_with_assumed_length} ends {first.end} in {first.hall}, {second.film} starts {second.start} in "
        f"{second.hall}"
    )
    if conflict.facts["overlap"]:
        return f"{said}, {_minutes(conflict, 'overlap')} before the first is over."
    return f"{said}, and the way takes {_minutes(conflict, 'way')}{_means(conflict)}: {_missing(conflict)}."


def _means(conflict: Conflict) -> str:
    """` (by tram)`, or what an estimate rests on."""
    means, pace = conflict.names["means"], conflict.names["pace"]
    return f" (estimated: {means} {pace})" if pace else f" ({means})" if means else ""


def _print_in_two_places(conflict: Conflict) -> str:
    guess = " Where no print is chosen, a film’s only one is assumed." if conflict.names["guessed"] else ""
    return f"The print {conflict.names['what']} is needed twice: {_too_far(conflict)}{guess}"


def _print_unavailable(conflict: Conflict) -> str:
    copies = conflict.names["what"].split("\n")
    windows = [_days(*window.split("/")) for window in str(conflict.facts["windows"]).split()]
    here = joined_with_and([f"{copy} is here {window}" for copy, window in zip(copies, windows, strict=True)])
    return f"{only_screening(conflict).text_with_night} has no print on {_day(conflict, 'day')}: {here}."


def _guest_in_two_places(conflict: Conflict) -> str:
    guess = " Where nobody is named for a Q&A, the director is assumed." if conflict.names["guessed"] else ""
    return f"{conflict.names['who']} is expected twice: {_too_far(conflict)}{guess}"


def _guest_away(conflict: Conflict) -> str:
    show, who = only_screening(conflict), conflict.names["who"]
    moment = show.time_text(datetime.fromisoformat(str(conflict.facts["at"])))
    if conflict.facts["why"] == "arrives":
        said = f"{who} arrives {moment}, {_minutes(conflict)} after the start of {show}."
    else:
        said = f"{who} leaves {moment}, {_minutes(conflict)} before the end of {show}{_assumed_length(show)}."
    return f"{said} Nobody is named for its Q&A; the director is assumed." if conflict.facts["assumed"] else said


def _assumed_length(show: ConflictScreening) -> str:
    return f", which is taken to be {minutes_text(show.minutes_assumed)} long" if show.minutes_assumed else ""


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


# What two films may share: one, several.
_SHARED = {SECTION: ("section", "sections"), DIRECTOR: ("director", "directors"), COUNTRY: ("country", "countries")}


def _audience_clash(conflict: Conflict) -> str:
    first, second = both_screenings(conflict)
    shared = {kind: conflict.names[kind].split("\n") for kind in CLASH_KINDS if conflict.names[kind]}
    if COUNTRY in shared:
        shared[COUNTRY] = [countries.name(code) or code for code in shared[COUNTRY]]
    what = [f"the {_SHARED[kind][len(names) > 1]} {joined_with_and(names)}" for kind, names in shared.items()]
    return (
        f"{first} and {second} run at the same time for {_minutes(conflict, 'overlap')}; they "
        f"share {joined_with_and(what)}."
    )


def _premiere_order(conflict: Conflict) -> str:
    what = conflict.names["what"]
    if conflict.facts["why"] == "embargo":
        show = only_screening(conflict)
        to = "the press" if conflict.facts["audience"] == PRESS else "the public"
        until = _day(conflict, "until")
        return f"{what} is shown to {to} {show.start_with_night} in {show.hall}, before its embargo ends on {until}."
    press, premiere = both_screenings(conflict)
    return (
        f"The press sees {what} {press.start} in {press.hall}, {_minutes(conflict)} before its premiere "
        f"{premiere.start} in {premiere.hall}."
    )


def _late_for_children(conflict: Conflict) -> str:
    show, age = only_screening(conflict), conflict.facts["age"]
    whom = f"may be seen from the age of {age}" if age else "is for all ages"
    return (
        f"{show.film_with_assumed_length} {whom}, but ends {show.end} in {show.hall}, {_minutes(conflict)} after "
        f"{conflict.facts['until']}, when films for children are to be over."
    )


def _outside_festival(conflict: Conflict) -> str:
    days = int(conflict.facts["days"])
    is_early = str(conflict.facts["day"]) < str(conflict.facts["first_day"])
    when = "before the first day" if is_early else "after the last day"
    span = " to ".join(dict.fromkeys(_day(conflict, name) for name in ("first_day", "last_day")))
    show = only_screening(conflict).text_with_night
    return f"{show} lies {days} {'day' if days == 1 else 'days'} {when} of the festival ({span})."


def _runtime_mismatch(conflict: Conflict) -> str:
    facts, missing = conflict.facts, int(conflict.facts["missing"])
    parts = [f"{facts['intro']} min introduction"] if facts["intro"] else []
    parts.append(f"{facts['runtime']} min film")
    parts += [f"{facts['qa']} min Q&A"] if facts["qa"] else []
    return (
        f"{only_screening(conflict)} is stated to last {facts['stated']} min, {abs(missing)} min "
        f"{'less' if missing > 0 else 'more'} than {joined_with_and(parts)}."
    )


_SENTENCES = {
    "hall-busy": _hall_busy,
    "hall-closed": _hall_closed,
    "hall-lacks-format": _hall_lacks_format,
    "hall-too-small": _hall_too_small,
    "print-in-two-places": _print_in_two_places,
    "print-unavailable": _print_unavailable,
    "guest-in-two-places": _guest_in_two_places,
    "guest-away": _guest_away,
    "repeat-too-close": _repeat_too_close,
    "audience-clash": _audience_clash,
    "premiere-order": _premiere_order,
    "late-for-children": _late_for_children,
    "outside-festival": _outside_festival,
    "runtime-mismatch": _runtime_mismatch,
}


def conflict_sentence(conflict: Conflict) -> str:
    """A broken rule, the screenings, the times by the clocks that hang there, and the minutes missing.

    A clock is named where it is not the festival's, or where two screenings have two.
    """
    said, clock = _SENTENCES[conflict.code](conflict), foreign_zone_note(conflict)
    return f"{said} All times by the {clock}." if clock else said
