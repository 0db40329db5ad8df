"""What a calendar entry says of a screening, in plain words of the active language: summary, place, description."""

from collections.abc import Iterator
from datetime import datetime

from screenings.feeds.content_lines import clean_line, clean_lines, web_address
from screenings.text.dates import long_day, long_day_of_year
from screenings.text.languages import country_names, language_names
from screenings.text.translation import gettext, ngettext, pgettext
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening


def _audience(screening: PublicScreening) -> str:
    if screening.audience == "public":
        return ""
    if screening.audience == "press":
        return gettext("For press and industry, with accreditation.")
    if screening.audience == "private":
        return gettext("A private screening, by invitation.")
    return gettext("For: {audience}").format(audience=clean_line(screening.audience))


def access_name(code: str) -> str:
    """What a screening offers, in the middle of a sentence; an unknown code stands for itself."""
    names = {
        "captions": gettext("open captions"),
        "description": gettext("audio description"),
        "sign": gettext("sign language"),
        "relaxed": gettext("relaxed screening"),
    }
    return names.get(code, code)


def summary(screening: PublicScreening) -> str:
    """The title behind what one has to know before going: a calendar's month shows nothing else, and Outlook ignores
    STATUS. What is cancelled is no longer sold out.
    """
    marks = []
    if screening.is_cancelled:
        marks.append(pgettext("before a title", "Cancelled"))
    elif screening.sold_out:
        marks.append(pgettext("before a title", "Sold out"))
    if screening.audience == "press":
        marks.append(pgettext("before a title", "Press & industry"))
    return ": ".join((*marks, clean_line(screening.title) or gettext("Screening")))


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
    if screening.status == CANCELLED:
        yield gettext("Cancelled: this screening does not take place.")
    if screening.status == TENTATIVE:
        yield gettext("Not settled yet: film, time or place may still change.")
    if moved := moved_from_sentence(screening):
        yield moved
    if tickets := tickets_sentence(screening):
        yield tickets
    if audience := _audience(screening):
        yield audience


def tickets_sentence(screening: PublicScreening) -> str:
    """Whether one still gets in; empty where nothing is known to stand in the way, and where it is cancelled."""
    if screening.is_cancelled or not (screening.sold_out or screening.standby):
        return ""
    if not screening.standby:
        return gettext("Sold out.")
    if screening.sold_out:
        return gettext("Sold out; whoever has no ticket may queue at the door.")
    return gettext("Standby: whoever has no ticket may queue at the door.")


def moved_from_sentence(screening: PublicScreening) -> str:
    """Where and when a moved screening stood before, on the venue's clock; empty where it was not moved."""
    before = []
    if screening.moved_from_starts_at:
        before.append(_day_and_time(screening.moved_from_starts_at.astimezone(screening.zone)))
    if hall := clean_line(screening.moved_from_hall):
        before.append(hall)
    return gettext("Moved. It was announced for: {place}.").format(place=", ".join(before)) if before else ""


def _film(screening: PublicScreening) -> Iterator[str]:
    original, year = clean_line(screening.original_title), screening.year
    if original and original != clean_line(screening.title):
        if year:
            yield gettext("Original title: {title} ({year})").format(title=original, year=year)
        else:
            yield gettext("Original title: {title}").format(title=original)
    elif year:
        yield gettext("Year: {year}").format(year=year)
    yield from _credits(screening)
    yield from _version(screening)
    yield from _parts(screening)


def _credits(screening: PublicScreening) -> Iterator[str]:
    if directors := _comma_list(screening.directors):
        yield gettext("Directed by: {names}").format(names=directors)
    if countries := clean_line(country_names(screening.countries)):
        yield ngettext("Country: {names}", "Countries: {names}", len(screening.countries)).format(names=countries)
    if running_time := _running_time(screening):
        yield running_time


def _version(screening: PublicScreening) -> Iterator[str]:
    if languages := clean_line(language_names(screening.languages)):
        yield ngettext("Language: {names}", "Languages: {names}", len(screening.languages)).format(names=languages)
    if subtitles := clean_line(language_names(screening.subtitles)):
        yield gettext("Subtitles: {names}").format(names=subtitles)
    if form := clean_line(screening.format):
        yield gettext("Format: {format}").format(format=form)
    if section := clean_line(screening.section):
        yield gettext("Section: {section}").format(section=section)


def _parts(screening: PublicScreening) -> Iterator[str]:
    parts = [part for part in map(clean_line, screening.parts) if part]
    if parts:
        yield gettext("The programme:")
        yield from (f"{number}. {part}" for number, part in enumerate(parts, 1))


def _running_time(screening: PublicScreening) -> str:
    minutes = screening.runtime
    if minutes is not None:
        # English says "1 minutes" here: the bytes of a feed do not change for their grammar.
        return ngettext("Running time: {number} minutes", "Running time: {number} minutes", minutes).format(
            number=minutes
        )
    if screening.end_is_estimated and screening.film_slug:
        return gettext("Running time: not known yet, so the end is an estimate")
    return ""


def _event_details(screening: PublicScreening) -> Iterator[str]:
    local = screening.starts_at.astimezone(screening.zone)
    if local.date() != screening.day:
        day = long_day_of_year(screening.day)
        yield gettext("After midnight: part of the programme of {day}.").format(day=day)
    if screening.end_is_estimated and not screening.film_slug:
        yield gettext("End: an estimate")
    if minutes := screening.intro:
        yield ngettext("Introduction: {number} minutes", "Introduction: {number} minutes", minutes).format(
            number=minutes
        )
    if minutes := screening.qa:
        yield ngettext("Q&A after the film: {number} minutes", "Q&A after the film: {number} minutes", minutes).format(
            number=minutes
        )
    if guests := _comma_list(screening.guests):
        yield gettext("Guests: {names}").format(names=guests)
    if access := _comma_list(tuple(map(access_name, screening.access))):
        yield gettext("Access: {offers}").format(offers=access)


def _links(screening: PublicScreening) -> Iterator[str]:
    # Google shows no URL property, so the addresses stand in the text as well.
    if not screening.is_cancelled:
        if price := clean_line(screening.price):
            yield gettext("Price: {price}").format(price=price)
        if tickets := web_address(screening.ticket_url):
            yield gettext("Tickets: {address}").format(address=tickets)
    if page := web_address(screening.film_url):
        yield gettext("More: {address}").format(address=page)


def _comma_list(names: tuple[str, ...]) -> str:
    return ", ".join(name for name in map(clean_line, names) if name)


def _day_and_time(local: datetime) -> str:
    return f"{long_day(local.date())}, {local:%H:%M}"
