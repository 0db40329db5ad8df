"""What a private calendar says of a screening: to the house, all of its run sheet; to a guest, when they are needed."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.feeds.content_lines import clean_line, clean_lines
from screenings.feeds.ical import VEvent
from screenings.sheets import sheet_texts
from screenings.sheets.sheet import GuestStop, SheetHall, SheetShow, Turnaround
from screenings.text.translation import gettext, pgettext
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE

STAY_ENTRY_LENGTH = timedelta(minutes=15)
_INSTANTS = ("starts_at", "ends_at")


@dataclass(frozen=True, slots=True)
class PrivateCalendarShow:
    """A show as its calendars have it: where, when and whether as published, what the crew needs as it stands now."""

    show: SheetShow
    status: str
    latitude: float | None = None
    longitude: float | None = None


def house_entry(calendar_show: PrivateCalendarShow, turnaround: Turnaround, *, names_hall: bool) -> VEvent:
    """For the house. `names_hall`: the calendar is of all halls of a cinema, so each entry says which."""
    show = calendar_show.show
    lines = [
        *_status_line(calendar_show.status),
        *(f"{moment} {what}" for moment, what in sheet_texts.show_moments(turnaround)),
        sheet_texts.turnaround_text(turnaround),
    ]
    film_parts = [f"{number}. {sheet_texts.film_part_text(each)}" for number, each in enumerate(show.film_parts, 1)]
    facts = [f"{name}: {text}" for name, text in sheet_texts.show_facts(show)]
    return _entry(calendar_show, (lines, film_parts, facts), hall=show.place.name if names_hall else "")


def guest_entry(calendar_show: PrivateCalendarShow, stop: GuestStop) -> VEvent:
    """For a guest: nothing that is for the staff alone."""
    show = calendar_show.show
    calls = () if show.cancelled else sheet_texts.call_times(show)
    secrecy = sheet_texts.secrecy_text(show)
    lines = [
        *_status_line(calendar_show.status),
        *calls,
        gettext("The public reads: {title}").format(title=secrecy) if secrecy else "",
        sheet_texts.transfer_text(stop.transfer) if stop.is_followed_soon and stop.transfer else "",
    ]
    return _entry(calendar_show, (lines, [show.note]))


def stay_entry(uid: UUID, what: str, moment: datetime, *, guest: str, zone: ZoneInfo, festival: str) -> VEvent:
    """A guest's arrival or departure: a moment, given a quarter of an hour so that every program shows it."""
    return VEvent(
        uid=str(uid),
        status=CONFIRMED,
        starts_at=moment.astimezone(UTC),
        ends_at=moment.astimezone(UTC) + STAY_ENTRY_LENGTH,
        timezone=zone.key,
        summary=": ".join(filter(None, (what, clean_line(guest)))),
        description=clean_line(festival),
    )


def removed_entry(entry: VEvent, *, reason: str, label: str) -> VEvent:
    """An entry that has gone from this calendar though its screening may take place elsewhere."""
    # Of a cancelled one, which says that first, in whatever language it was written.
    summary = entry.summary.partition(": ")[2] if entry.status == CANCELLED else entry.summary
    return replace(entry, status=CANCELLED, summary=f"{label}: {summary}", description=reason)


def _entry(calendar_show: PrivateCalendarShow, paragraphs: Iterable[Iterable[str]], *, hall: str = "") -> VEvent:
    show, status = calendar_show.show, calendar_show.status
    marks = (
        pgettext("before a title", "Cancelled") if status == CANCELLED else "",
        clean_line(hall),
        sheet_texts.audience_mark(show),
    )
    title = clean_line(show.title) or gettext("Screening")
    return VEvent(
        uid=str(show.uid),
        status=status,
        starts_at=show.start,
        ends_at=show.end,
        timezone=show.place.zone.key,
        summary=": ".join((*filter(None, marks), title)),
        location=_location(show.place),
        description="\n\n".join(filter(None, map(_paragraph, paragraphs))),
        latitude=calendar_show.latitude,
        longitude=calendar_show.longitude,
    )


def _paragraph(lines: Iterable[str]) -> str:
    return "\n".join(line for text in lines for line in clean_lines(text) if line)


def _status_line(status: str) -> Iterator[str]:
    if status == CANCELLED:
        yield gettext("Cancelled: this screening does not take place.")
    if status == TENTATIVE:
        yield gettext("Announced as not settled yet.")


def _location(place: SheetHall) -> str:
    hall, venue = clean_line(place.name), clean_line(place.venue_name)
    parts = (hall if hall.casefold() != venue.casefold() else "", venue, clean_line(place.address))
    return ", ".join(filter(None, parts))


def entry_to_json(entry: VEvent) -> dict[str, Any]:
    """An entry in what JSON holds; `entry_from_json` makes the same of it again."""
    return {**asdict(entry), **{name: getattr(entry, name).astimezone(UTC).isoformat() for name in _INSTANTS}}


def entry_from_json(data: dict[str, Any]) -> VEvent:
    return VEvent(**{**data, **{name: datetime.fromisoformat(data[name]) for name in _INSTANTS}})
