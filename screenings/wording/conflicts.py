"""A sentence for every rule: which screenings, when and where, what is wrong by how much, and the way out."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django_countries import countries

from screenings.timetable.conflicts import Conflict
from screenings.timetable.house import BY_DAY, COUNTRY, DIRECTOR, SECTION
from screenings.wording.moments import day_text, minutes_text, moment_text


class _Show(NamedTuple):
    """One of a conflict's screenings, from its names; `prefix` is "first_", "second_" or none."""

    film: str
    hall: str
    start: str
    end: str
    zone: ZoneInfo

    def __str__(self) -> str:
        return f"{self.film} ({self.start}, {self.hall})"


def _show(conflict: Conflict, prefix: str = "") -> _Show:
    film, hall, starts, ends, zone_key = (
        conflict.names[f"{prefix}{name}"] for name in ("film", "hall", "starts", "ends", "zone")
    )
    zone = ZoneInfo(zone_key)
    start, end = (moment_text(datetime.fromisoformat(moment), zone) for moment in (starts, ends))
    return _Show(film, hall, start, end, zone)


def _both(conflict: Conflict) -> tuple[_Show, _Show]:
    return _show(conflict, "first_"), _show(conflict, "second_")


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


def _hall_busy(conflict: Conflict) -> str:
    first, second = _both(conflict)
    if first.start == second.start:
        what = f"{first.film} twice" if first.film == second.film else f"{first.film} and {second.film} both"
        return f"{first.hall} is double-booked: {what} at {first.start}. Move one of them, or take it out."
    if assumed := conflict.names.get("first_assumed"):
        return _busy_by_assumption(conflict, first, second, minutes_text(int(assumed)))
    if conflict.facts["overlap"]:
        return (
            f"{first.hall} is double-booked: {first.film} ends {first.end}, but {second.film} starts {second.start}, "
            f"{_minutes(conflict, 'overlap')} too early. Move one of them."
        )
    return (
        f"{first.hall} needs {_minutes(conflict, 'changeover')} between shows: {first.film} ends {first.end} and "
        f"{second.film} starts {second.start}, {_minutes(conflict)} too early. Move one, or acknowledge it."
    )


def _busy_by_assumption(conflict: Conflict, first: _Show, second: _Show, assumed: str) -> str:
    """A film whose running time nobody has stated is in the way only for as long as the festival takes it to be."""
    if not conflict.facts["overlap"]:
        return (
            f"{first.hall} needs {_minutes(conflict, 'changeover')} between shows: {first.film}, taken to be {assumed} "
            f"long, ends {first.end} and {second.film} starts {second.start}, {_minutes(conflict)} too early. State "
            f"its running time if it is shorter; else move one, or acknowledge it."
        )
    return (
        f"{first.hall} is double-booked: {first.film}, taken to be {assumed} long, ends {first.end}, but {second.film} "
        f"starts {second.start}, {_minutes(conflict, 'overlap')} too early. State its running time if it is shorter; "
        f"else move one of them."
    )


def _hall_closed(conflict: Conflict) -> str:
    show, times = _show(conflict), str(conflict.facts["times"])
    if conflict.facts["why"] == "closure":
        first, last = times.split(" ")
        return f"{show.hall} is closed {_days(first, last)}, but shows {show.film} {show.start}."
    spans = [
        "–".join(f"{datetime.fromisoformat(moment).astimezone(show.zone):%H:%M}" for moment in span.split("/"))
        for span in times.split()
    ]
    hours = f"is open {' and '.join(spans)} that day" if spans else "does not open that day"
    return (
        f"{show.hall} {hours}: {show.film} runs from {show.start} to {show.end}, "
        f"{_minutes(conflict)} outside its opening hours."
    )


def _hall_lacks_format(conflict: Conflict) -> str:
    needs, offers = conflict.facts["needs"], conflict.facts["offers"]
    show = _show(conflict)
    return f"{show.hall} cannot show {needs}, which {show.film} needs ({show.start}); it offers {offers}."


def _hall_too_small(conflict: Conflict) -> str:
    expected, capacity = conflict.facts["expected"], conflict.facts["capacity"]
    show = _show(conflict)
    return (
        f"{show.hall} seats {capacity}, but {expected} people are expected for {show.film} ({show.start}): "
        f"{conflict.facts['missing']} seats are missing."
    )


def _too_far(conflict: Conflict) -> str:
    """Where two shows leave no time for the way between them."""
    first, second = _both(conflict)
    said = f"{first.film} ends {first.end} in {first.hall}, {second.film} starts {second.start} in {second.hall}"
    if conflict.facts["overlap"]:
        return f"{said}, {_minutes(conflict, 'overlap')} before the first is over."
    means = conflict.names["means"]
    way = f"the way takes {_minutes(conflict, 'way')}{f' ({means})' if means else ''}"
    return f"{said}, and {way}: {_minutes(conflict)} are missing."


def _print_in_two_places(conflict: Conflict) -> str:
    return f"The print {conflict.names['what']} is needed twice: {_too_far(conflict)}"


def _print_unavailable(conflict: Conflict) -> str:
    show = _show(conflict)
    windows = [_days(*window.split("/")) for window in str(conflict.facts["windows"]).split()]
    return f"{show} has no print on {_day(conflict, 'day')}: {conflict.names['what']} is here {' or '.join(windows)}."


def _guest_in_two_places(conflict: Conflict) -> str:
    return f"{conflict.names['who']} is expected twice: {_too_far(conflict)}"


def _guest_away(conflict: Conflict) -> str:
    show, who = _show(conflict), conflict.names["who"]
    moment = moment_text(datetime.fromisoformat(str(conflict.facts["at"])), show.zone)
    said = (
        f"{who} arrives {moment}, {_minutes(conflict)} after the start of {show}"
        if conflict.facts["why"] == "arrives"
        else f"{who} leaves {moment}, {_minutes(conflict)} before the end of {show}"
    )
    return f"{said}. Nobody is named for its Q&A; the director is assumed." if conflict.facts["assumed"] else f"{said}."


def _repeat_too_close(conflict: Conflict) -> str:
    first, second = _both(conflict)
    what = conflict.names["what"]
    places = f"{first.start} in {first.hall} and {second.start} in {second.hall}"
    if conflict.facts["same"] == BY_DAY:
        return f"{what} is shown twice on one day: {places}."
    return f"{what} is shown twice at the same time of the day ({conflict.names['daypart']}): {places}."


def _audience_clash(conflict: Conflict) -> str:
    first, second = _both(conflict)
    names = conflict.names
    lands = ", ".join(countries.name(code) or code for code in names[COUNTRY].split(", ") if code)
    shared = (
        f"are in {names[SECTION]}" if names[SECTION] else "",
        f"are by {names[DIRECTOR]}" if names[DIRECTOR] else "",
        f"come from {lands}" if lands else "",
    )
    return (
        f"{first} and {second} run at the same time for {_minutes(conflict, 'overlap')}; "
        f"both {' and '.join(filter(None, shared))}."
    )


def _premiere_order(conflict: Conflict) -> str:
    what = conflict.names["what"]
    if conflict.facts["why"] == "embargo":
        show = _show(conflict)
        to = "the press" if conflict.facts["audience"] == "press" else "the public"
        until = _day(conflict, "until")
        return f"{what} is shown to {to} {show.start} in {show.hall}, before its embargo ends on {until}."
    press, premiere = _both(conflict)
    return (
        f"The press sees {what} {press.start} in {press.hall}, {_minutes(conflict)} before its premiere "
        f"{premiere.start} in {premiere.hall}."
    )


def _late_for_children(conflict: Conflict) -> str:
    show = _show(conflict)
    return (
        f"{show.film} may be seen from the age of {conflict.facts['age']}, but ends {show.end} in {show.hall}, "
        f"{_minutes(conflict)} after {conflict.facts['until']}."
    )


def _outside_festival(conflict: Conflict) -> str:
    days = int(conflict.facts["days"])
    when = "before the first" if str(conflict.facts["day"]) < str(conflict.facts["first_day"]) else "after the last"
    span = f"{_day(conflict, 'first_day')} to {_day(conflict, 'last_day')}"
    return f"{_show(conflict)} lies {days} {'day' if days == 1 else 'days'} {when} of the festival ({span})."


def _runtime_mismatch(conflict: Conflict) -> str:
    facts, missing = conflict.facts, int(conflict.facts["missing"])
    parts = [f"{facts['intro']} min introduction"] if facts["intro"] else []
    parts.append(f"{facts['runtime']} min film")
    parts += [f"{facts['qa']} min Q&A"] if facts["qa"] else []
    how = "too short" if missing > 0 else "more than that"
    return (
        f"{_show(conflict)} is stated to last {facts['stated']} min, for {' + '.join(parts)}: {abs(missing)} min {how}."
    )


def _tight_travel(conflict: Conflict) -> str:
    return f"These two cannot both be seen: {_too_far(conflict)}"


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
    "tight-travel": _tight_travel,
}


def conflict_sentence(conflict: Conflict) -> str:
    """A broken rule, the screenings, the times and the minutes missing."""
    return _SENTENCES[conflict.code](conflict)
