"""What a sheet says, on paper as in a calendar: times on the venue's clock, what follows, who comes, which version."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.sheets.sheet import ExitCrowd, GuestTransfer, SheetFilmPart, SheetShow, Turnaround
from screenings.text.clock import clock_text
from screenings.text.languages import language_names
from screenings.timetable.context import PRESS, PRIVATE
from screenings.timetable.days import is_ambiguous, minutes_text
from screenings.wording.moments import clock_and_zone_text

MAX_HALLS_NAMED = 6  # halls of one crowd
SHEET_AUDIENCES = {PRESS: "Press & industry", PRIVATE: "Private"}
ACCESS_TEXTS = {
    "captions": "open captions",
    "description": "audio description",
    "sign": "sign language",
    "relaxed": "relaxed screening",
}


def venue_clock_text(moment: datetime, zone: ZoneInfo, day: date) -> str:
    """`20:00`; with the weekday where it is not that of the festival day, `00:30 (Sunday)`; with the zone's own letters
    where the clock shows it twice that night."""
    local = moment.astimezone(zone)
    text = clock_and_zone_text(moment, zone) if is_ambiguous(moment, zone) else clock_text(local)
    return text if local.date() == day else f"{text} ({local:%A})"


def show_clock_text(moment: datetime, show: SheetShow) -> str:
    return venue_clock_text(moment, show.place.zone, show.day)


def end_clock_text(moment: datetime, show: SheetShow) -> str:
    """The same of a moment after the film has begun: `about 21:40` where nobody knows how long it is."""
    return f"about {show_clock_text(moment, show)}" if show.is_estimate else show_clock_text(moment, show)


def show_moments(turnaround: Turnaround) -> tuple[tuple[str, str], ...]:
    """Every moment of a show and what it is, in order: `(("19:40", "Doors"), ("20:00", "Introduction"), …)`."""
    show = turnaround.show
    before = [(turnaround.doors_at, "Doors")]
    if show.intro:
        before.append((show.start, f"Introduction, {show.intro} min"))
    before.append((show.film_start, "Film"))
    if show.qa:
        after = [(show.film_end, f"Film ends, Q&A, {show.qa} min"), (show.end, "Q&A ends")]
    else:
        after = [(show.film_end, "Film ends")]
        if show.end != show.film_end:
            after.append((show.end, "End"))
    after.append((show.free_at, "Hall free"))
    return (
        *((show_clock_text(moment, show), what) for moment, what in before),
        *((end_clock_text(moment, show), what) for moment, what in after),
    )


def turnaround_text(turnaround: Turnaround) -> str:
    """What comes next in the hall and how soon, in words."""
    show, following, pause = turnaround.show, turnaround.following, turnaround.minutes_until_next
    if show.cancelled or show.place.shared:
        return ""
    if following is None or pause is None or turnaround.is_last_of_day:
        return "Last of the day in this hall"
    at = f"{following.title} at {show_clock_text(following.start, show)}"
    if pause < 0:
        return f"Overlap: {at} starts {minutes_text(-pause)} before the end"
    if turnaround.is_short:
        return f"Short changeover: {pause} min until {at}, {show.place.changeover} min needed"
    return f"{minutes_text(pause)} until {at}"


def audience_text(show: SheetShow) -> str:
    """`Sold out: 120`, `about 80 of 120`, `up to 120`; empty where nobody knows."""
    seats = show.place.capacity
    if show.sold_out:
        return "Sold out" if seats is None else f"Sold out: {seats}"
    if show.expected is not None:
        return f"about {show.expected}" if seats is None else f"about {show.expected} of {seats}"
    return "" if seats is None else f"up to {seats}"


def exit_crowd_text(crowd: ExitCrowd) -> str:
    """`21:40 to 21:48: Hall 1 and Hall 3 let out, up to 430 people`, without a number where nobody knows one.

    Of more than MAX_HALLS_NAMED halls, the first to let out are named.
    """
    show = crowd.shows[0]
    first, last = show_clock_text(crowd.first, show), show_clock_text(crowd.last, show)
    when = first if first == last else f"{first} to {last}"
    if any(other.is_estimate for other in crowd.shows):
        when = f"about {when}"
    halls = list(dict.fromkeys(other.place.name for other in crowd.shows))
    if len(halls) > MAX_HALLS_NAMED:
        halls = [*halls[: MAX_HALLS_NAMED - 1], f"{len(halls) - MAX_HALLS_NAMED + 1} more"]
    sentence = f"{when}: {', '.join(halls[:-1])} and {halls[-1]} let out"
    if not crowd.people:
        return sentence
    return f"{sentence}, {'up to' if crowd.all_counted else 'at least'} {crowd.people} people"


def version_text(show: SheetShow) -> str:
    """`35 mm, French, English subtitles`."""
    spoken, read = language_names(show.languages), language_names(show.subtitles)
    return ", ".join(filter(None, (show.format, spoken, f"{read} subtitles" if read else "")))


def print_text(show: SheetShow) -> str:
    """The chosen print, or between which somebody still has to choose."""
    if show.print:
        return show.print
    if len(show.copies) == 1:
        return f"{show.copies[0]}, the only copy; none is chosen"
    return f"Not chosen yet: {' or '.join(show.copies)}" if show.copies else ""


def next_print_use_text(show: SheetShow) -> str:
    """Where the print is needed next: `to Gloria, Hall 1, for Sun 11 Oct 14:00`."""
    if show.next_print_use is None:
        return ""
    start, place = show.next_print_use
    local = start.astimezone(place.zone)
    return f"to {place.venue_name}, {place.name}, for {local:%a} {local.day} {local:%b} {clock_text(local)}"


def film_part_text(part: SheetFilmPart) -> str:
    """`Night and Fog, 32 min (35 mm)`."""
    length = f"{part.minutes} min" if part.minutes is not None else "length unknown"
    prints = f" ({' or '.join(part.prints)})" if part.prints else ""
    return f"{part.title}, {length}{prints}"


def access_text(show: SheetShow) -> str:
    return ", ".join(ACCESS_TEXTS.get(code, code) for code in show.access)


def qa_text(show: SheetShow) -> str:
    """`Q&A until 22:10 with Agnès Varda`; the guests alone where there is none."""
    names = ", ".join(show.guests)
    if not show.qa:
        return f"Guests: {names}" if names else ""
    until = f"Q&A until {end_clock_text(show.end, show)}"
    return f"{until} with {names}" if names else f"{until}, nobody is named for it"


def show_marks(show: SheetShow) -> tuple[str, ...]:
    """What must not be overlooked: `Cancelled`, `Press & industry`, `Sold out`, `Standby`."""
    marks = (
        "Cancelled" if show.cancelled else "",
        SHEET_AUDIENCES.get(show.audience, ""),
        "Sold out" if show.sold_out else "",
        "Standby" if show.standby else "",
    )
    return tuple(filter(None, marks))


def show_facts(show: SheetShow) -> tuple[tuple[str, str], ...]:
    """What the booth and the doors have to know besides the times, and what each is called."""
    facts = (
        ("Version", version_text(show)),
        ("Print", print_text(show)),
        ("Print note", show.print_notes),
        ("Print goes on", next_print_use_text(show)),
        ("After the film" if show.qa else "Guests", qa_text(show).removeprefix("Guests: ")),
        ("People", audience_text(show)),
        ("Access", access_text(show)),
        ("Public reads", secrecy_text(show)),
        ("Public note", show.note),
        ("Notes", show.notes),
    )
    return tuple((name, text) for name, text in facts if text)


def secrecy_text(show: SheetShow) -> str:
    """`Secret screening; do not name the film`; empty where the public reads the title."""
    return f"{show.announced_as}; do not name the film" if show.announced_as else ""


def call_times(show: SheetShow) -> tuple[str, ...]:
    """When a guest is needed: `Introduction 20:00 to 20:10`, `Q&A 21:40 to 22:10`; else the whole show."""

    calls = []
    if show.intro:
        calls.append(f"Introduction {show_clock_text(show.start, show)} to {show_clock_text(show.film_start, show)}")
    if show.qa:
        calls.append(f"Q&A {end_clock_text(show.film_end, show)} to {show_clock_text(show.end, show)}")
    return tuple(calls) or (f"Present {show_clock_text(show.start, show)} to {end_clock_text(show.end, show)}",)


def transfer_text(transfer: GuestTransfer) -> str:
    """The way to the next appointment and whether there is time for it."""
    by = f" ({transfer.way.means})" if transfer.way.means else ""
    about = "about " if transfer.way.is_estimate and not transfer.way.means.startswith("about") else ""
    path = (
        f"{about}{transfer.way.minutes} min to the next{by}"
        if transfer.way.minutes
        else "The next is in the same place"
    )
    if transfer.available_minutes < 0:
        return f"The next starts {minutes_text(-transfer.available_minutes)} before this is over"
    if transfer.missing_minutes:
        return (
            f"{path[0].upper()}{path[1:]}, but there are only {transfer.available_minutes}: "
            f"{transfer.missing_minutes} min are missing"
        )
    return path[0].upper() + path[1:]
