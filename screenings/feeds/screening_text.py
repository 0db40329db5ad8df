"""What a calendar entry says of a screening, in plain English: summary, place, description."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from screenings.feeds.content_lines import clean_line, clean_lines, web_address
from screenings.text.languages import country_names, language_names
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening

_AUDIENCES = {
    "public": "",
    "press": "For press and industry, with accreditation.",
    "private": "A private screening, by invitation.",
}
_ACCESS = {
    "captions": "open captions",
    "description": "audio description",
    "sign": "sign language",
    "relaxed": "relaxed screening",
}
_STATUSES = {
    CANCELLED: "Cancelled: this screening does not take place.",
    TENTATIVE: "Not settled yet: film, time or place may still change.",
}


def summary(screening: PublicScreening) -> str:
    """The title behind what one has to know before going: a calendar's month shows nothing else, and Outlook ignores
    STATUS. What is cancelled is no longer sold out.
    """
    marks = (
        "Cancelled" if screening.is_cancelled else "Sold out" if screening.sold_out else "",
        "Press & industry" if screening.audience == "press" else "",
    )
    return ": ".join((*filter(None, marks), clean_line(screening.title) or "Screening"))


def location(screening: PublicScreening) -> str:
    """Hall, venue and address on one line; a cinema of one hall is not named twice."""
    hall, venue = clean_line(screening.hall), clean_line(screening.venue)
    places = (hall if hall.casefold() != venue.casefold() else "", venue, clean_line(screening.address))
    return ", ".join(place for place in places if place)


def description(screening: PublicScreening) -> str:
    """Paragraphs of plain text: what changed, the film, the evening, then the links. Lines end in a newline."""
    paragraphs = (
        list(_alerts(screening)),
        list(_film(screening)),
        list(_event_details(screening)),
        clean_lines(screening.note),
        list(_links(screening)),
    )
    return "\n\n".join(text for lines in paragraphs if (text := "\n".join(lines).strip("\n")))


def _alerts(screening: PublicScreening) -> Iterator[str]:
    if screening.status in _STATUSES:
        yield _STATUSES[screening.status]
    if moved := moved_from_sentence(screening):
        yield moved
    if tickets := tickets_sentence(screening):
        yield tickets
    if audience := _AUDIENCES.get(screening.audience, f"For: {clean_line(screening.audience)}"):
        yield audience


def tickets_sentence(screening: PublicScreening) -> str:
    """Whether one still gets in; empty where nothing is known to stand in the way, and where it is cancelled."""
    if screening.is_cancelled or not (screening.sold_out or screening.standby):
        return ""
    if not screening.standby:
        return "Sold out."
    queue = "whoever has no ticket may queue at the door."
    return f"Sold out; {queue}" if screening.sold_out else f"Standby: {queue}"


def moved_from_sentence(screening: PublicScreening) -> str:
    """Where and when a moved screening stood before, on the venue's clock; empty where it was not moved."""
    before = []
    if screening.moved_from_starts_at:
        before.append(_day_and_time(screening.moved_from_starts_at.astimezone(screening.zone)))
    if hall := clean_line(screening.moved_from_hall):
        before.append(hall)
    return f"Moved. It was announced for: {', '.join(before)}." if before else ""


def _film(screening: PublicScreening) -> Iterator[str]:
    original, year = clean_line(screening.original_title), screening.year
    if original and original != clean_line(screening.title):
        yield f"Original title: {original} ({year})" if year else f"Original title: {original}"
    elif year:
        yield f"Year: {year}"
    yield from _labelled(
        ("Directed by", _comma_list(screening.directors)),
        ("Country" if len(screening.countries) == 1 else "Countries", clean_line(country_names(screening.countries))),
        ("Running time", _running_time(screening)),
        ("Language" if len(screening.languages) == 1 else "Languages", clean_line(language_names(screening.languages))),
        ("Subtitles", clean_line(language_names(screening.subtitles))),
        ("Format", clean_line(screening.format)),
        ("Section", clean_line(screening.section)),
    )
    parts = [part for part in map(clean_line, screening.parts) if part]
    if parts:
        yield "The programme:"
        yield from (f"{number}. {part}" for number, part in enumerate(parts, 1))


def _running_time(screening: PublicScreening) -> str:
    if screening.runtime is not None:
        return f"{screening.runtime} minutes"
    return "not known yet, so the end is an estimate" if screening.end_is_estimated and screening.film_slug else ""


def _event_details(screening: PublicScreening) -> Iterator[str]:
    local = screening.starts_at.astimezone(screening.zone)
    if local.date() != screening.day:
        yield f"After midnight: part of the programme of {_day_text(screening.day, 'EEEE d MMMM')}."
    yield from _labelled(
        ("End", "an estimate" if screening.end_is_estimated and not screening.film_slug else ""),
        ("Introduction", f"{screening.intro} minutes" if screening.intro else ""),
        ("Q&A after the film", f"{screening.qa} minutes" if screening.qa else ""),
        ("Guests", _comma_list(screening.guests)),
        ("Access", _comma_list(tuple(_ACCESS.get(code, code) for code in screening.access))),
    )


def _links(screening: PublicScreening) -> Iterator[str]:
    # Google shows no URL property, so the addresses stand in the text as well.
    tickets, price = web_address(screening.ticket_url), clean_line(screening.price)
    if not screening.is_cancelled:
        yield from _labelled(("Price", price), ("Tickets", tickets))
    yield from _labelled(("More", web_address(screening.film_url)))


def _labelled(*pairs: tuple[str, str]) -> Iterator[str]:
    return (f"{label}: {text}" for label, text in pairs if text)


def _comma_list(names: tuple[str, ...]) -> str:
    return ", ".join(name for name in map(clean_line, names) if name)


def _day_and_time(local: datetime) -> str:
    return f"{_day_text(local.date(), 'EEEE d MMMM y')}, {local:%H:%M}"


@lru_cache(maxsize=1024)
def _day_text(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale="en")
