"""What a sheet says, on paper as in a calendar: times on the venue's clock, what follows, who comes, which version."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.sheets.sheet import Leg, LetOut, Reel, SheetShow, Turn
from screenings.text.languages import language_names
from screenings.timetable.context import PRESS, PRIVATE
from screenings.timetable.days import is_ambiguous, minutes_text

NAMED = 6  # halls of one crowd
AUDIENCES = {PRESS: "Press & industry", PRIVATE: "Private"}
ACCESS = {
    "captions": "open captions",
    "description": "audio description",
    "sign": "sign language",
    "relaxed": "relaxed screening",
}


def clock(moment: datetime, zone: ZoneInfo, day: date) -> str:
    """`20:00`; with the weekday where it is not that of the festival day, `00:30 (Sunday)`; with the zone's own letters
    where the clock shows it twice that night."""
    local = moment.astimezone(zone)
    text = f"{local:%H:%M %Z}" if is_ambiguous(moment, zone) else f"{local:%H:%M}"
    return text if local.date() == day else f"{text} ({local:%A})"


def show_clock(moment: datetime, show: SheetShow) -> str:
    return clock(moment, show.place.zone, show.day)


def end_clock(moment: datetime, show: SheetShow) -> str:
    """The same of a moment after the film has begun: `about 21:40` where nobody knows how long it is."""
    return f"about {show_clock(moment, show)}" if show.is_estimate else show_clock(moment, show)


def times(turn: Turn) -> tuple[tuple[str, str], ...]:
    """Every moment of a show and what it is, in order: `(("19:40", "Doors"), ("20:00", "Introduction"), …)`."""
    show = turn.show
    before = [(turn.doors_at, "Doors")]
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
        *((show_clock(moment, show), what) for moment, what in before),
        *((end_clock(moment, show), what) for moment, what in after),
    )


def turnaround(turn: Turn) -> str:
    """What comes next in the hall and how soon, in words."""
    show, following, pause = turn.show, turn.following, turn.pause
    if show.cancelled or show.place.shared:
        return ""
    if following is None or pause is None or turn.is_last_of_day:
        return "Last of the day in this hall"
    at = f"{following.title} at {show_clock(following.start, show)}"
    if pause < 0:
        return f"Overlap: {at} starts {minutes_text(-pause)} before the end"
    if turn.is_short:
        return f"Short changeover: {pause} min until {at}, {show.place.changeover} min needed"
    return f"{minutes_text(pause)} until {at}"


def people(show: SheetShow) -> str:
    """`Sold out: 120`, `about 80 of 120`, `up to 120`; empty where nobody knows."""
    seats = show.place.capacity
    if show.sold_out:
        return "Sold out" if seats is None else f"Sold out: {seats}"
    if show.expected is not None:
        return f"about {show.expected}" if seats is None else f"about {show.expected} of {seats}"
    return "" if seats is None else f"up to {seats}"


def crowd(found: LetOut) -> str:
    """`21:40 to 21:48: Hall 1 and Hall 3 let out, up to 430 people`, without a number where nobody knows one.

    Of more than NAMED halls, the first to let out are named.
    """
    show = found.shows[0]
    first, last = show_clock(found.first, show), show_clock(found.last, show)
    when = first if first == last else f"{first} to {last}"
    if any(each.is_estimate for each in found.shows):
        when = f"about {when}"
    halls = list(dict.fromkeys(each.place.name for each in found.shows))
    if len(halls) > NAMED:
        halls = [*halls[: NAMED - 1], f"{len(halls) - NAMED + 1} more"]
    said = f"{when}: {', '.join(halls[:-1])} and {halls[-1]} let out"
    if not found.people:
        return said
    return f"{said}, {'up to' if found.all_counted else 'at least'} {found.people} people"


def version(show: SheetShow) -> str:
    """`35 mm, French, English subtitles`."""
    spoken, read = language_names(show.languages), language_names(show.subtitles)
    return ", ".join(filter(None, (show.format, spoken, f"{read} subtitles" if read else "")))


def copy(show: SheetShow) -> str:
    """The chosen print, or between which somebody still has to choose."""
    if show.print:
        return show.print
    if len(show.copies) == 1:
        return f"{show.copies[0]}, the only copy; none is chosen"
    return f"Not chosen yet: {' or '.join(show.copies)}" if show.copies else ""


def onward(show: SheetShow) -> str:
    """Where the print is needed next: `to Gloria, Hall 1, for Sun 11 Oct 14:00`."""
    if show.print_goes_to is None:
        return ""
    start, place = show.print_goes_to
    local = start.astimezone(place.zone)
    return f"to {place.venue_name}, {place.name}, for {local:%a} {local.day} {local:%b %H:%M}"


def reel(part: Reel) -> str:
    """`Night and Fog, 32 min (35 mm)`."""
    length = f"{part.minutes} min" if part.minutes is not None else "length unknown"
    prints = f" ({' or '.join(part.prints)})" if part.prints else ""
    return f"{part.title}, {length}{prints}"


def access(show: SheetShow) -> str:
    return ", ".join(ACCESS.get(code, code) for code in show.access)


def conversation(show: SheetShow) -> str:
    """`Q&A until 22:10 with Agnès Varda`; the guests alone where there is none."""
    names = ", ".join(show.guests)
    if not show.qa:
        return f"Guests: {names}" if names else ""
    until = f"Q&A until {end_clock(show.end, show)}"
    return f"{until} with {names}" if names else f"{until}, nobody is named for it"


def marks(show: SheetShow) -> tuple[str, ...]:
    """What must not be overlooked: `Cancelled`, `Press & industry`, `Sold out`."""
    cancelled, sold_out = "Cancelled" if show.cancelled else "", "Sold out" if show.sold_out else ""
    return tuple(filter(None, (cancelled, AUDIENCES.get(show.audience, ""), sold_out)))


def facts(show: SheetShow) -> tuple[tuple[str, str], ...]:
    """What the booth and the doors have to know besides the times, and what each is called."""
    found = (
        ("Version", version(show)),
        ("Print", copy(show)),
        ("Print note", show.print_notes),
        ("Print goes on", onward(show)),
        ("After the film" if show.qa else "Guests", conversation(show).removeprefix("Guests: ")),
        ("People", people(show)),
        ("Access", access(show)),
        ("Public reads", secrecy(show)),
        ("Public note", show.note),
        ("Notes", show.notes),
    )
    return tuple((name, text) for name, text in found if text)


def secrecy(show: SheetShow) -> str:
    """`Secret screening; do not name the film`; empty where the public reads the title."""
    return f"{show.announced_as}; do not name the film" if show.announced_as else ""


def calls(show: SheetShow) -> tuple[str, ...]:
    """When a guest is needed: `Introduction 20:00 to 20:10`, `Q&A 21:40 to 22:10`; else the whole show."""

    found = []
    if show.intro:
        found.append(f"Introduction {show_clock(show.start, show)} to {show_clock(show.film_start, show)}")
    if show.qa:
        found.append(f"Q&A {end_clock(show.film_end, show)} to {show_clock(show.end, show)}")
    return tuple(found) or (f"Present {show_clock(show.start, show)} to {end_clock(show.end, show)}",)


def way(leg: Leg) -> str:
    """The way to the next appointment and whether there is time for it."""
    by = f" ({leg.way.means})" if leg.way.means else ""
    about = "about " if leg.way.is_estimate and not leg.way.means.startswith("about") else ""
    path = f"{about}{leg.way.minutes} min to the next{by}" if leg.way.minutes else "The next is in the same place"
    if leg.spare < 0:
        return f"The next starts {minutes_text(-leg.spare)} before this is over"
    if leg.missing:
        return f"{path[0].upper()}{path[1:]}, but there are only {leg.spare}: {leg.missing} min are missing"
    return path[0].upper() + path[1:]
