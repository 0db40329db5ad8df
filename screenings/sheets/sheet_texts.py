"""What a sheet says, on paper as in a calendar: times on the venue's clock, what follows, who comes, which version."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import reduce
from zoneinfo import ZoneInfo

from screenings.feeds.screening_text import access_name
from screenings.sheets.sheet import ExitCrowd, GuestTransfer, SheetFilmPart, SheetShow, Turnaround
from screenings.text.clock import clock_text
from screenings.text.dates import weekday
from screenings.text.languages import language_names
from screenings.text.translation import gettext, ngettext, pgettext
from screenings.timetable.context import PRESS, PRIVATE
from screenings.timetable.days import is_ambiguous, minutes_text
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import clock_and_zone_text, day_text
from screenings.wording.ways import means_text

MAX_HALLS_NAMED = 6  # halls of one crowd


def venue_clock_text(moment: datetime, zone: ZoneInfo, day: date) -> str:
    """`20:00`; with the weekday where it is not that of the festival day, `00:30 (Sunday)`; with the zone's own letters
    where the clock shows it twice that night."""
    local = moment.astimezone(zone)
    text = clock_and_zone_text(moment, zone) if is_ambiguous(moment, zone) else clock_text(local)
    return text if local.date() == day else f"{text} ({weekday(local.date())})"


def show_clock_text(moment: datetime, show: SheetShow) -> str:
    return venue_clock_text(moment, show.place.zone, show.day)


def end_clock_text(moment: datetime, show: SheetShow) -> str:
    """The same of a moment after the film has begun: `about 21:40` where nobody knows how long it is."""
    text = show_clock_text(moment, show)
    return gettext("about {time}").format(time=text) if show.is_estimate else text


def show_moments(turnaround: Turnaround) -> tuple[tuple[str, str], ...]:
    """Every moment of a show and what it is, in order: `(("19:40", "Doors"), ("20:00", "Introduction"), …)`."""
    show = turnaround.show
    before = [(turnaround.doors_at, pgettext("on a run sheet", "Doors"))]
    if show.intro:
        before.append((show.start, gettext("Introduction, {number} min").format(number=show.intro)))
    before.append((show.film_start, pgettext("on a run sheet", "Film")))
    if show.qa:
        ends = gettext("Film ends, Q&A, {number} min").format(number=show.qa)
        after = [(show.film_end, ends), (show.end, gettext("Q&A ends"))]
    else:
        after = [(show.film_end, gettext("Film ends"))]
        if show.end != show.film_end:
            after.append((show.end, pgettext("on a run sheet", "End")))
    after.append((show.free_at, gettext("Hall free")))
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
        return gettext("Last of the day in this hall")
    named = {"film": following.title, "time": show_clock_text(following.start, show)}
    if pause < 0:
        sentence = gettext("Overlap: {film} at {time} starts {length} before the end")
        return sentence.format(length=minutes_text(-pause), **named)
    if turnaround.is_short:
        sentence = gettext("Short changeover: {number} min until {film} at {time}, {needed} min needed")
        return sentence.format(number=pause, needed=show.place.changeover, **named)
    return gettext("{length} until {film} at {time}").format(length=minutes_text(pause), **named)


def audience_text(show: SheetShow) -> str:
    """`Sold out: 120`, `about 80 of 120`, `up to 120`; empty where nobody knows."""
    seats = show.place.capacity
    if show.sold_out:
        return _sold_out() if seats is None else gettext("Sold out: {seats}").format(seats=seats)
    if show.expected is not None:
        if seats is None:
            return gettext("about {number}").format(number=show.expected)
        return gettext("about {number} of {seats}").format(number=show.expected, seats=seats)
    return "" if seats is None else gettext("up to {seats}").format(seats=seats)


def _sold_out() -> str:
    return pgettext("mark of a screening", "Sold out")


def exit_crowd_text(crowd: ExitCrowd) -> str:
    """`21:40 to 21:48: Hall 1 and Hall 3 let out, up to 430 people`, without a number where nobody knows one.

    Of more than MAX_HALLS_NAMED halls, the first to let out are named.
    """
    show = crowd.shows[0]
    first, last = show_clock_text(crowd.first, show), show_clock_text(crowd.last, show)
    when = first if first == last else gettext("{start} to {end}").format(start=first, end=last)
    if any(other.is_estimate for other in crowd.shows):
        when = gettext("about {time}").format(time=when)
    halls = list(dict.fromkeys(other.place.name for other in crowd.shows))
    if len(halls) > MAX_HALLS_NAMED:
        more = len(halls) - MAX_HALLS_NAMED + 1
        halls = [*halls[: MAX_HALLS_NAMED - 1], gettext("{number} more").format(number=more)]
    if not crowd.people:
        sentence = gettext("{time}: {halls} let out")
    elif crowd.all_counted:
        sentence = gettext("{time}: {halls} let out, up to {number} people")
    else:
        sentence = gettext("{time}: {halls} let out, at least {number} people")
    return sentence.format(time=when, halls=joined_with_and(halls), number=crowd.people)


def version_text(show: SheetShow) -> str:
    """`35 mm, French, English subtitles`."""
    spoken, read = language_names(show.languages), language_names(show.subtitles)
    subtitles = gettext("{languages} subtitles").format(languages=read) if read else ""
    return ", ".join(filter(None, (show.format, spoken, subtitles)))


def print_text(show: SheetShow) -> str:
    """The chosen print, or between which somebody still has to choose."""
    if show.print:
        return show.print
    if len(show.copies) == 1:
        return gettext("{print}, the only copy; none is chosen").format(print=show.copies[0])
    return gettext("Not chosen yet: {prints}").format(prints=_either(show.copies)) if show.copies else ""


def _either(prints: tuple[str, ...]) -> str:
    """`DCP or 35 mm`."""
    return reduce(lambda one, other: gettext("{one} or {other}").format(one=one, other=other), prints)


def next_print_use_text(show: SheetShow) -> str:
    """Where the print is needed next: `to Gloria, Hall 1, for Sun 11 Oct 14:00`."""
    if show.next_print_use is None:
        return ""
    start, place = show.next_print_use
    local = start.astimezone(place.zone)
    return gettext("to {place}, for {day} {time}").format(
        place=place.full_name, day=day_text(local.date()), time=clock_text(local)
    )


def film_part_text(part: SheetFilmPart) -> str:
    """`Night and Fog, 32 min (35 mm)`."""
    if part.minutes is None:
        text = gettext("{title}, length unknown").format(title=part.title)
    else:
        text = gettext("{title}, {number} min").format(title=part.title, number=part.minutes)
    return f"{text} ({_either(part.prints)})" if part.prints else text


def access_text(show: SheetShow) -> str:
    return ", ".join(map(access_name, show.access))


def qa_text(show: SheetShow) -> str:
    """`Q&A until 22:10 with Agnès Varda`; the guests alone where there is none."""
    if not show.qa:
        return gettext("Guests: {names}").format(names=", ".join(show.guests)) if show.guests else ""
    until = end_clock_text(show.end, show)
    if show.guests:
        return gettext("Q&A until {time} with {names}").format(time=until, names=", ".join(show.guests))
    return gettext("Q&A until {time}, nobody is named for it").format(time=until)


def audience_mark(show: SheetShow) -> str:
    """Whom it is for, unless for everybody."""
    if show.audience == PRESS:
        return pgettext("before a title", "Press & industry")
    return pgettext("before a title", "Private") if show.audience == PRIVATE else ""


def show_marks(show: SheetShow) -> tuple[str, ...]:
    """What must not be overlooked: `Cancelled`, `Press & industry`, `Sold out`, `Standby`."""
    marks = (
        pgettext("mark of a screening", "Cancelled") if show.cancelled else "",
        audience_mark(show),
        _sold_out() if show.sold_out else "",
        pgettext("mark of a screening", "Standby") if show.standby else "",
    )
    return tuple(filter(None, marks))


def show_facts(show: SheetShow) -> tuple[tuple[str, str], ...]:
    """What the booth and the doors have to know besides the times, and what each is called."""
    return tuple((name, text) for name, text in _facts(show) if text)


def _facts(show: SheetShow) -> Iterator[tuple[str, str]]:
    yield gettext("Version"), version_text(show)
    yield pgettext("of a film", "Print"), print_text(show)
    yield gettext("Print note"), show.print_notes
    yield gettext("Print goes on"), next_print_use_text(show)
    if show.qa:
        yield gettext("After the film"), qa_text(show)
    else:
        yield gettext("Guests"), ", ".join(show.guests)
    yield pgettext("on a run sheet", "People"), audience_text(show)
    yield gettext("Access"), access_text(show)
    yield gettext("Public reads"), secrecy_text(show)
    yield gettext("Public note"), show.note
    yield gettext("Notes"), show.notes


def secrecy_text(show: SheetShow) -> str:
    """`Secret screening; do not name the film`; empty where the public reads the title."""
    return gettext("{title}; do not name the film").format(title=show.announced_as) if show.announced_as else ""


def call_times(show: SheetShow) -> tuple[str, ...]:
    """When a guest is needed: `Introduction 20:00 to 20:10`, `Q&A 21:40 to 22:10`; else the whole show."""
    start, end = show_clock_text(show.start, show), show_clock_text(show.end, show)
    calls = []
    if show.intro:
        film = show_clock_text(show.film_start, show)
        calls.append(gettext("Introduction {start} to {end}").format(start=start, end=film))
    if show.qa:
        film = end_clock_text(show.film_end, show)
        calls.append(gettext("Q&A {start} to {end}").format(start=film, end=end))
    return tuple(calls) or (
        gettext("Present {start} to {end}").format(start=start, end=end_clock_text(show.end, show)),
    )


def transfer_text(transfer: GuestTransfer) -> str:
    """The way to the next appointment and whether there is time for it."""
    if transfer.available_minutes < 0:
        early = minutes_text(-transfer.available_minutes)
        return gettext("The next starts {length} before this is over").format(length=early)
    way, means = transfer.way, means_text(transfer.way)
    if not way.minutes:
        path = gettext("The next is in the same place")
    elif means:
        path = gettext("{number} min to the next ({means})").format(number=way.minutes, means=means)
    else:
        path = gettext("{number} min to the next").format(number=way.minutes)
    if not transfer.missing_minutes:
        return path
    return ngettext(
        "{way}, but there are only {number}: {missing} min are missing",
        "{way}, but there are only {number}: {missing} min are missing",
        transfer.missing_minutes,
    ).format(way=path, number=transfer.available_minutes, missing=transfer.missing_minutes)
