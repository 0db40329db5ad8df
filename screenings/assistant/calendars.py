"""Calendars (.ics, RFC 5545) as tables of events: a row each, under the assistant's names of fields."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from screenings.assistant.documents import Document
from screenings.assistant.headings import HALL_FIRST, PLACE
from screenings.assistant.status_words import is_cancelled
from screenings.feeds.ical import PRODUCT
from screenings.importing.archives import refusal
from screenings.importing.limits import MAX_CALENDAR_LINES, MAX_ROWS
from screenings.importing.problems import ImportProblem, quoted
from screenings.importing.sheets import Sheet
from screenings.text.translation import gettext, in_language, ngettext, pgettext

_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")
_ID_LENGTH = 100
_CONTENT_LINE = re.compile(r"\n(?![ \t\r\n])")
# Of our own entries: what a line of the description says, as it is written there in each language.
_LINES = {
    "Directed by: {names}": "directors", "Format: {format}": "format", "Year: {year}": "year",
    "Price: {price}": "price", "Tickets: {address}": "ticket_url", "Section: {section}": "section",
}  # fmt: skip
_MINUTES = {
    "Running time: {number} minutes": "runtime",
    "Introduction: {number} minutes": "intro",
    "Q&A after the film: {number} minutes": "qa",
}
FIELDS = (
    "uid", "title", "start", "end", PLACE, HALL_FIRST, "status", "synopsis", "year", "directors", "runtime", "intro",
    "qa", "format", "section", "ticket_url", "price", "sold_out", "standby", "audience",
)  # fmt: skip


def sheet_of_calendar(file: str, text: str) -> Document:
    """Every VEVENT with a title and a time of day; those that last whole days are left out, and named.

    An event that repeats, and what cannot be read, are refused with the event's title: a screening that nobody sees
    would be worse. Its length is counted before anything is built. Raises ProgrammeRefused.
    """
    if text.upper().count("BEGIN:VEVENT") > MAX_ROWS or len(_CONTENT_LINE.findall(text)) > MAX_CALENDAR_LINES:
        raise refusal(file, f"there are more than {MAX_ROWS:,} events, or too many lines. Bring it in in parts.")
    document = Document(Sheet(file), fields=FIELDS, are_instants=True)
    for line, (calendar, event) in enumerate(_events(file, text), 1):
        place = f"event {line}"
        values = _values(file, place, calendar, event)
        if values is None:
            message = "it has no title, lasts whole days, or does not name its film, and is left out."
            document.sheet.problems.append(ImportProblem(f"{file}, {place}", 0, "", message))
            continue
        document.sheet.rows.append((line, [values.get(name, "") for name in FIELDS]))
        document.places[line] = f"{place} ({values['title'][:40]})"
        document.facts = document.facts or _facts(calendar)
    if not document.sheet.rows:
        raise refusal(file, "there is no event in it with a title and a time. Choose the calendar's own export.")
    return document


def _events(file: str, text: str) -> Iterator[tuple[Calendar, Event]]:
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise refusal(file, f"this is no calendar that can be read ({str(error)[:120]}). Export it again.") from error
    if not calendars:
        raise refusal(file, "the calendar stops in the middle, without END:VCALENDAR. Export or download it again.")
    for calendar in calendars:
        if not isinstance(calendar, Calendar):
            raise refusal(file, "it does not begin with BEGIN:VCALENDAR. Export it again.")
        for event in calendar.walk("VEVENT"):
            assert isinstance(event, Event)
            yield calendar, event


def _values(file: str, place: str, calendar: Calendar, event: Event) -> dict[str, str] | None:
    """None where it is no screening: without a title, for whole days, or of our own with a film that is kept back."""
    title = _line(event, "SUMMARY")
    if not title:
        return None
    where = f"{file}, {place}"
    if event.errors:
        name, message = event.errors[0]
        raise refusal(where, f"{quoted(title)} holds a line that cannot be read ({name or message}). Correct it there.")
    if name := next((name for name in _REPEATS if name in event), ""):
        message = f"{quoted(title)} repeats ({name}). Write each screening as an event of its own."
        raise refusal(where, message)
    start, end = _span(where, title, event)
    product = str(calendar.get("PRODID", ""))
    is_ours = product.startswith(PRODUCT)
    if not isinstance(start, datetime) or (is_ours and not _line(event, "URL")):
        return None
    zone = _zone(calendar)
    head, _colon, rest = title.partition(":")
    is_marked = bool(rest.strip()) and is_cancelled(head)
    is_off = is_marked or _line(event, "STATUS").upper() == "CANCELLED"
    description = str(event.get("DESCRIPTION", ""))
    title = rest.strip() if is_marked else title
    of_ours = {"synopsis": description}
    if is_ours:
        with in_language(product.removeprefix(PRODUCT).lower()):
            of_ours = _of_ours(description)
            title = _unmarked(title, of_ours)
    values = {
        "uid": _identity(_line(event, "UID")),
        "title": title,
        "start": _text(start, zone),
        "end": _text(end, zone) if end else "",
        "status": "cancelled" if is_off else "planned",
        HALL_FIRST if is_ours else PLACE: _line(event, "LOCATION"),
    }
    return {**values, **of_ours}


def _facts(calendar: Calendar) -> dict[str, str]:
    zone = _zone(calendar)
    names = (str(calendar.get(key, "")) for key in ("NAME", "X-WR-CALNAME"))
    return {"name": next(filter(None, names), ""), "timezone": zone.key if zone else ""}


def _span(where: str, title: str, event: Event) -> tuple[Any, datetime | None]:
    """Start, and end where it is later; a duration counts for one."""
    properties: Any = event  # of any kind, as the file has it
    try:
        start = properties["DTSTART"].dt
        end = properties["DTEND"].dt if "DTEND" in event else None
        if end is None and "DURATION" in event:
            end = start + properties["DURATION"].dt
    except (KeyError, ValueError, AttributeError, TypeError, OverflowError) as error:
        raise refusal(
            where, f"{quoted(title)} has no start and end that can be read. Write DTSTART:20261009T200000."
        ) from error
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        is_day = isinstance(start, date)
        if not is_day:
            raise refusal(where, f"{quoted(title)} has no day. Write DTSTART:20261009T200000.")
        return start, None
    if (start.tzinfo is None) != (end.tzinfo is None):
        end = end.replace(tzinfo=start.tzinfo)
    return start, end if end - start > timedelta(0) else None


def _zone(calendar: Calendar) -> ZoneInfo | None:
    """Whose clock the calendar says its readers have; None where it says none that there is."""
    try:
        return ZoneInfo(str(calendar.get("X-WR-TIMEZONE", "")))
    except (ValueError, OSError):
        return None


def _text(moment: datetime, zone: ZoneInfo | None) -> str:
    """With its offset, unless the calendar leaves open on whose clock it is."""
    if moment.tzinfo is None:
        return moment.isoformat(timespec="minutes")
    return (moment.astimezone(zone) if zone else moment).isoformat(timespec="minutes")


def _line(event: Event, name: str) -> str:
    value = event.get(name, "")
    return " ".join(str(value[0] if isinstance(value, list) else value).split())


def _identity(uid: str) -> str:
    """As an id, which has room for a hundred characters."""
    return uid if len(uid) <= _ID_LENGTH else sha256(uid.encode("utf-8", "replace")).hexdigest()


def _unmarked(title: str, of_ours: dict[str, str]) -> str:
    """Without what our own entries put before a title. A film may be called so: only where the description agrees."""
    marks = {"Sold out": "sold_out" in of_ours, "Press & industry": "audience" in of_ours}
    for mark, is_so in marks.items():
        title = title.removeprefix(f"{pgettext('before a title', mark)}: ") if is_so else title
    return title


def _label(line: str) -> str:
    return line.partition(": ")[0]


def _of_ours(description: str) -> dict[str, str]:
    """What our own entries say in their description; the film itself has its synopsis elsewhere."""
    values: dict[str, str] = {}
    labels = {_label(gettext(line)): name for line, name in _LINES.items()}
    lengths = {_label(ngettext(line, line, 2)): name for line, name in _MINUTES.items()}
    said = {
        gettext("Sold out."): {"sold_out": "yes"},
        gettext("Sold out; whoever has no ticket may queue at the door."): {"sold_out": "yes", "standby": "yes"},
        gettext("Standby: whoever has no ticket may queue at the door."): {"standby": "yes"},
        gettext("For press and industry, with accreditation."): {"audience": "press"},
    }
    for line in description.splitlines():
        label, mark, text = line.partition(": ")
        if line in said:
            values |= said[line]
        elif mark and label in labels:
            values[labels[label]] = text
        elif mark and label in lengths:
            values[lengths[label]] = text.partition(" ")[0]
    if not values.get("runtime", "0").isdigit():
        values |= {"runtime": "", "end": ""}
    return values
