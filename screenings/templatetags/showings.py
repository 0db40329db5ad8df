"""A published screening in words: its time on the venue's clock, its place, its version."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_countries import countries

from screenings.models import Access, Festival
from screenings.public.addresses import page_path
from screenings.public.listings import long_day
from screenings.text.languages import language_name
from screenings.timetable.days import is_ambiguous
from screenings.timetable.values import CANCELLED, TENTATIVE, PublicScreening

MAX_KEPT_TEXTS = 8192  # of showings, some 1 kB each
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


def local_time(moment: datetime, timezone: str, festival_timezone: str) -> LocalTime:
    """On the clock of an IANA zone."""
    zone = ZoneInfo(timezone)
    local = moment.astimezone(zone)
    twice = f" {local.tzname()}" if is_ambiguous(moment, zone) else ""
    other = "" if timezone == festival_timezone else f"{zone_name(timezone)} time"
    return LocalTime(local.isoformat(timespec="minutes"), f"{local:%H:%M}{twice}", local.date(), other)


@register.simple_tag(takes_context=True)
def showing(
    context: template.Context,
    row: PublicScreening,
    *,
    is_dated: bool = False,
    is_untitled: bool = False,
    at_venue: bool = False,
    has_several_halls: bool = False,
) -> SafeString:
    """As an item of a list. `is_dated` says its date, which is said after midnight anyway."""
    options = {"is_untitled": is_untitled, "at_venue": bool(at_venue), "has_several_halls": bool(has_several_halls)}
    return _showing(context, "showing", row, is_dated=is_dated, is_over=_is_over(context, row), **options)


@register.simple_tag(takes_context=True)
def listing_row(context: template.Context, row: PublicScreening, *, is_dated: bool = False) -> SafeString:
    """As a row of the listing's table."""
    return _showing(context, "row", row, is_dated=is_dated)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, row: PublicScreening, steps: int, short: Collection[UUID]) -> SafeString:
    """As a cell of the timetable, so many steps wide; `short` are those in which hardly a word has room."""
    return _showing(context, "slot", row, steps=steps, is_short=row.uid in short, is_over=_is_over(context, row))


def _is_over(context: template.Context, row: PublicScreening) -> bool:
    at = context.get("at")
    return bool(at and row.ends_at <= at)


def _showing(context: template.Context, name: str, row: PublicScreening, **options: object) -> SafeString:
    festival = context["festival"]
    film = row.film_slug and page_path("film", festival.slug, row.film_slug)
    venue = page_path("venue", festival.slug, row.venue_slug)
    feed = page_path("screening-feed", festival.slug, row.uid)
    # Who edits the templates sees them as they are.
    text = showing_text.__wrapped__ if settings.DEBUG else showing_text
    return text(name, row, festival.timezone, film, venue, feed, **options)


@lru_cache(maxsize=MAX_KEPT_TEXTS)
def showing_text(
    name: str, row: PublicScreening, timezone: str, film: str, venue: str, feed: str, **options: object
) -> SafeString:
    """Rendered once for all that decides it, whichever pages and publications it stands in."""
    start = local_time(row.starts_at, row.timezone, timezone)
    before = row.moved_from_starts_at
    words = {
        "row": row,
        "start": start,
        "end": local_time(row.ends_at, row.timezone, timezone),
        "before": before and local_time(before, row.timezone, timezone),
        "film_address": film,
        "venue_address": venue,
        "feed_address": feed,
        **options,
        "is_dated": options.get("is_dated") or start.day != row.day,
    }
    return render_to_string(f"screenings/_{name}.html", words)


@register.filter
def marks(row: PublicScreening) -> list[tuple[str, str]]:
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
def version(row: PublicScreening) -> str:
    """What one hears, reads and sees it from: French · English subtitles · DCP."""
    subtitles = f"{in_languages(row.subtitles)} subtitles" if row.subtitles else ""
    return " · ".join(filter(None, (in_languages(row.languages), subtitles, row.format)))


@register.filter
def made_in(row: PublicScreening) -> str:
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
    return ", ".join(_country(str(code)) for code in codes)


@lru_cache(maxsize=512)
def _country(code: str) -> str:
    return str(countries.name(code) or code)


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
