"""A published screening in words: its time on the venue's clock, what must be noticed, its version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.feeds.screening_text import access_name
from screenings.text.clock import clock_text
from screenings.text.languages import country_name, language_name
from screenings.text.translation import gettext as _
from screenings.text.translation import pgettext
from screenings.timetable.days import is_ambiguous
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment as a clock shows it: `iso` for machines, `time` (with its zone where shown twice) and `day` for people.

    `zone` is empty where it is the festival's.
    """

    iso: str
    time: str
    day: date
    zone: str


def local_time(moment: datetime, timezone: str, festival_timezone: str) -> LocalTime:
    """On the clock of an IANA zone."""
    zone = ZoneInfo(timezone)
    local = moment.astimezone(zone)
    twice = f" {local.tzname()}" if is_ambiguous(moment, zone) else ""
    other = "" if timezone == festival_timezone else _("{zone} time").format(zone=zone_name(timezone))
    return LocalTime(local.isoformat(timespec="minutes"), f"{clock_text(local)}{twice}", local.date(), other)


def marks(row: PublicScreening) -> list[tuple[str, str]]:
    """What must be noticed, most important first: a code for the style, and the words."""
    found: list[tuple[str, str]] = []
    if row.status == CANCELLED:
        found.append(("cancelled", pgettext("mark of a screening", "Cancelled")))
    if row.status == TENTATIVE:
        found.append(("tentative", pgettext("mark of a screening", "To be confirmed")))
    if row.status != CANCELLED and (row.moved_from_starts_at or row.moved_from_hall):
        found.append(("moved", pgettext("mark of a screening", "Moved")))
    if row.audience == "press":
        found.append(("press", pgettext("mark of a screening", "Press & industry")))
    if row.sold_out and row.status != CANCELLED:
        found.append(("sold-out", pgettext("mark of a screening", "Sold out")))
    if row.standby and row.status != CANCELLED:
        found.append(("standby", pgettext("mark of a screening", "Standby")))
    return found


def version(row: PublicScreening, *, has_format: bool = True) -> str:
    """What one hears, reads and sees it from: French · English subtitles · DCP."""
    subtitles = _("{languages} subtitles").format(languages=in_languages(row.subtitles)) if row.subtitles else ""
    return " · ".join(filter(None, (in_languages(row.languages), subtitles, row.format if has_format else "")))


def offered(row: PublicScreening) -> list[str]:
    """In few words what one may come to this showing for: a talk or a guest, and access."""
    talk = ["Q&A"] if row.qa else [_("With guests")] if row.guests else []
    return [*talk, *([in_access(row.access)] if row.access else [])]


def made_in(row: PublicScreening) -> str:
    """France, Belgium · 90 min."""
    length = _("{number} min").format(number=row.runtime) if row.runtime else ""
    return " · ".join(filter(None, (in_countries(row.countries), length)))


def in_languages(codes: Iterable[str]) -> str:
    """French, Japanese."""
    return ", ".join(language_name(code) for code in codes)


def in_countries(codes: Iterable[object]) -> str:
    """Belgium, United Kingdom; from codes or from countries, which read as their code."""
    return ", ".join(country_name(str(code)) for code in codes)


def in_access(codes: Iterable[str]) -> str:
    """Open captions, audio description."""
    words = ", ".join(map(access_name, codes))
    return words[:1].upper() + words[1:]


def zone_name(timezone: str) -> str:
    """Los Angeles, for America/Los_Angeles."""
    return timezone.rpartition("/")[2].replace("_", " ")
