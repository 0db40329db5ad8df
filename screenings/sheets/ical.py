"""What a private calendar says of a screening: to the house, all of its run sheet; to a guest, when they are needed."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.feeds.ical import Entry
from screenings.feeds.lines import clean_line, clean_lines
from screenings.sheets import words
from screenings.sheets.sheet import HousePlace, SheetShow, Stop, Turn
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE

_STATUSES = {
    CANCELLED: "Cancelled: this screening does not take place.",
    TENTATIVE: "Announced as not settled yet.",
}
SHOWN_FOR = timedelta(minutes=15)
_INSTANTS = ("starts_at", "ends_at")


@dataclass(frozen=True, slots=True)
class Settled:
    """A show as its calendars have it: where, when and whether as published, what the crew needs as it stands now."""

    show: SheetShow
    status: str
    latitude: float | None = None
    longitude: float | None = None


def booth_entry(settled: Settled, turn: Turn, *, names_hall: bool) -> Entry:
    """For the house. `names_hall`: the calendar is of all halls of a cinema, so each entry says which."""
    show = settled.show
    lines = [
        *_news(settled.status),
        *(f"{moment} {what}" for moment, what in words.times(turn)),
        words.turnaround(turn),
    ]
    reels = [f"{number}. {words.reel(each)}" for number, each in enumerate(show.reels, 1)]
    facts = [f"{name}: {text}" for name, text in words.facts(show)]
    return _entry(settled, (lines, reels, facts), hall=show.place.name if names_hall else "")


def guest_entry(settled: Settled, stop: Stop) -> Entry:
    """For a guest: nothing that is for the staff alone."""
    show = settled.show
    calls = () if show.cancelled else words.calls(show)
    secrecy = words.secrecy(show)
    lines = [
        *_news(settled.status),
        *calls,
        f"The public reads: {secrecy}" if secrecy else "",
        words.way(stop.leg) if stop.is_followed_soon and stop.leg else "",
    ]
    return _entry(settled, (lines, [show.note]))


def stay_entry(uid: UUID, what: str, moment: datetime, *, guest: str, zone: ZoneInfo, festival: str) -> Entry:
    """A guest's arrival or departure: a moment, given a quarter of an hour so that every program shows it."""
    return Entry(
        uid=str(uid),
        status=CONFIRMED,
        starts_at=moment.astimezone(UTC),
        ends_at=moment.astimezone(UTC) + SHOWN_FOR,
        timezone=zone.key,
        summary=": ".join(filter(None, (what, clean_line(guest)))),
        description=clean_line(festival),
    )


def left_entry(entry: Entry, *, why: str, mark: str = "Not here any more") -> Entry:
    """An entry that has gone from this calendar though its screening may take place elsewhere."""
    summary = entry.summary.removeprefix("Cancelled: ")
    return replace(entry, status=CANCELLED, summary=f"{mark}: {summary}", description=why)


def _entry(settled: Settled, paragraphs: Iterable[Iterable[str]], *, hall: str = "") -> Entry:
    show, status = settled.show, settled.status
    marks = (
        "Cancelled" if status == CANCELLED else "",
        clean_line(hall),
        *(mark for mark in words.marks(show) if mark in words.AUDIENCES.values()),
    )
    title = clean_line(show.title) or "Screening"
    return Entry(
        uid=str(show.uid),
        status=status,
        starts_at=show.start,
        ends_at=show.end,
        timezone=show.place.zone.key,
        summary=": ".join((*filter(None, marks), title)),
        location=_location(show.place),
        description="\n\n".join(filter(None, map(_paragraph, paragraphs))),
        latitude=settled.latitude,
        longitude=settled.longitude,
    )


def _paragraph(lines: Iterable[str]) -> str:
    return "\n".join(line for text in lines for line in clean_lines(text) if line)


def _news(status: str) -> Iterator[str]:
    if status in _STATUSES:
        yield _STATUSES[status]


def _location(place: HousePlace) -> str:
    hall, venue = clean_line(place.name), clean_line(place.venue_name)
    parts = (hall if hall.casefold() != venue.casefold() else "", venue, clean_line(place.address))
    return ", ".join(filter(None, parts))


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry in what JSON holds; `from_json` makes the same of it again."""
    return {**asdict(entry), **{name: getattr(entry, name).astimezone(UTC).isoformat() for name in _INSTANTS}}


def from_json(kept: dict[str, Any]) -> Entry:
    return Entry(**{**kept, **{name: datetime.fromisoformat(kept[name]) for name in _INSTANTS}})
