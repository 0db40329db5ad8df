"""A published screening in words: its time on the venue's clock, its place, its version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django_countries import countries

from screenings.models import Access, Festival, PublishedScreening
from screenings.public.listings import long_day
from screenings.text.cleaning import place_name
from screenings.text.languages import language_name
from screenings.timetable.days import is_ambiguous
from screenings.timetable.values import CANCELLED, TENTATIVE

register = template.Library()
register.filter("long_day", long_day)


@register.filter
def short_day(day: date) -> str:
    """Sat 12 Oct."""
    return f"{day:%a} {day.day} {day:%b}"


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A moment as a clock shows it: `iso` for machines, `time` (with its zone where shown twice) and `day` for people.

    `zone` is empty where it is the festival's.
    """

    iso: str
    time: str
    day: date
    zone: str


def local_time(moment: datetime, timezone: str, festival: Festival) -> LocalTime:
    """On the clock of an IANA zone."""
    zone = ZoneInfo(timezone)
    local = moment.astimezone(zone)
    twice = f" {local.tzname()}" if is_ambiguous(moment, zone) else ""
    other = "" if timezone == festival.timezone else f"{zone_name(timezone)} time"
    return LocalTime(local.isoformat(timespec="minutes"), f"{local:%H:%M}{twice}", local.date(), other)


@register.inclusion_tag("screenings/_when.html")
def when(row: PublishedScreening, festival: Festival, with_day: str = "") -> dict[str, object]:
    """Start and end. The date is said after midnight, and always with `with_day`."""
    start = local_time(row.starts_at, row.timezone, festival)
    end = local_time(row.ends_at, row.timezone, festival)
    return {"start": start, "end": end, "dated": bool(with_day) or start.day != row.day, "row": row}


@register.inclusion_tag("screenings/_moved.html")
def moved(row: PublishedScreening, festival: Festival) -> dict[str, object]:
    """Where and when it was announced before; nothing where it was not moved."""
    before = row.moved_from_starts_at
    return {"row": row, "before": before and local_time(before, row.timezone, festival), "place": row.moved_from_hall}


@register.filter
def place(row: PublishedScreening) -> str:
    """Venue and hall, the venue's name once where the hall bears it."""
    return place_name(row.venue, row.hall)


@register.filter
def marks(row: PublishedScreening) -> list[tuple[str, str]]:
    """What must be noticed, most important first: a code for the style, and the words."""
    said = [
        (row.status == CANCELLED, "cancelled", "Cancelled"),
        (row.status == TENTATIVE, "tentative", "To be confirmed"),
        (row.status != CANCELLED and bool(row.moved_from_starts_at or row.moved_from_hall), "moved", "Moved"),
        (row.audience == "press", "press", "Press & industry"),
        (row.sold_out and row.status != CANCELLED, "sold-out", "Sold out"),
    ]
    return [(code, words) for holds, code, words in said if holds]


@register.filter
def version(row: PublishedScreening) -> str:
    """What one hears, reads and sees it from: French · English subtitles · DCP."""
    subtitles = f"{in_languages(row.subtitles)} subtitles" if row.subtitles else ""
    return " · ".join(filter(None, (in_languages(row.languages), subtitles, row.format)))


@register.filter
def made_in(row: PublishedScreening) -> str:
    """France, Belgium · 90 min."""
    length = f"{row.runtime} min" if row.runtime else ""
    return " · ".join(filter(None, (in_countries(row.countries), length)))


@register.filter
def in_languages(codes: Iterable[str]) -> str:
    """French, Japanese."""
    return ", ".join(language_name(code) for code in codes)


@register.filter
def in_countries(codes: Iterable[object]) -> str:
    """Belgium, United Kingdom; from codes or from countries, which read as their code."""
    return ", ".join(str(countries.name(str(code)) or code) for code in codes)


@register.filter
def in_access(codes: Iterable[str]) -> str:
    """Open captions, audio description."""
    names = dict(Access.choices)
    return ", ".join(str(names.get(code, code)) for code in codes)


@register.filter
def zone_name(timezone: str) -> str:
    """Los Angeles, for America/Los_Angeles."""
    return timezone.rpartition("/")[2].replace("_", " ")


@register.simple_tag
def on_clock(moment: datetime, festival: Festival) -> str:
    """Sat 12 Oct 2024, 18:05, on the festival's clock."""
    local = moment.astimezone(festival.zone)
    return f"{short_day(local)} {local.year}, {local:%H:%M}"


@register.simple_tag
def query_with(query: str, **extra: object) -> str:
    """`?` and the query with more behind it; empty values are left out. `?` alone where nothing is left."""
    more = urlencode({name: value for name, value in extra.items() if value})
    return "?" + "&".join(part for part in (query, more) if part)


@register.filter
def without(query: str, name: str) -> str:
    """The query but for one name."""
    return "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))
