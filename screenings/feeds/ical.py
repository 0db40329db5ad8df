"""The calendar contract: one VEVENT for each screening, and the feed that joins them (RFC 5545, RFC 7986).

Every line is there, or is not, because a real calendar program was seen to need it so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event
from icalendar.prop import vDuration, vInline

from screenings.feeds.colours import nearest_colour_name
from screenings.feeds.content_lines import clean_line, escape_text, fold_line, web_address
from screenings.feeds.screening_text import description, location, summary
from screenings.feeds.vtimezone import vtimezone_text
from screenings.text.translation import SOURCE_LANGUAGE
from screenings.timetable.days import is_ambiguous, to_utc
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE, PublicScreening

PRODUCT = "-//Festival Scheduler//Screenings//"  # ends in the language of the texts (ISO 9070)
_STATUSES = {CONFIRMED: "CONFIRMED", TENTATIVE: "TENTATIVE", CANCELLED: "CANCELLED"}
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})


@dataclass(frozen=True, slots=True)
class FeedMetadata:
    """What a feed says of itself.

    `page_url` is the page it belongs to, `feed_url` its own address; `timezone` an IANA name; `colour` is #rrggbb;
    `last_modified` the moment of the publication; `refresh` how often a client should look again; `language` that of
    our own words in it.
    """

    name: str
    page_url: str
    feed_url: str
    timezone: str
    last_modified: datetime
    colour: str = ""
    refresh: timedelta = timedelta(hours=1)
    language: str = SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class VEvent:
    """What a private calendar's VEVENT says, in clean text that is yet to be escaped.

    Instants are aware, `timezone` an IANA name, `status` one of timetable.values, `colour` #rrggbb.
    """

    uid: str
    status: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str
    location: str = ""
    description: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    category: str = ""
    colour: str = ""
    image: str = ""


def screening_vevent_text(screening: PublicScreening, *, sequence: int, revised_at: datetime) -> str:
    """A screening's finished VEVENT, as the public reads it: folded lines, each ending in CRLF.

    `sequence` and `revised_at` belong to the moment that last changed what this event shows, and rise together.
    The stamp counts whole seconds. Raises ValueError for a moment without a zone.
    """
    return _vevent_text(
        screening,
        sequence,
        revised_at,
        summary=summary(screening),
        location=location(screening),
        description=description(screening),
        url=screening.film_url,
        category=clean_line(screening.section),
        colour=screening.section_colour,
        image=screening.image_url,
    )


def vevent_text(vevent: VEvent, *, sequence: int, revised_at: datetime) -> str:
    """The same of an event that is no public screening: an entry of a private calendar."""
    return _vevent_text(
        vevent,
        sequence,
        revised_at,
        summary=vevent.summary,
        location=vevent.location,
        description=vevent.description,
        url=vevent.url,
        category=vevent.category,
        colour=vevent.colour,
        image=vevent.image,
    )


def _vevent_text(
    show: PublicScreening | VEvent,
    sequence: int,
    revised_at: datetime,
    *,
    summary: str,
    location: str,
    description: str,
    url: str,
    category: str,
    colour: str,
    image: str,
) -> str:
    event = Event()
    stamp = _utc_text(revised_at)
    _put(event, "UID", str(show.uid))
    _put(event, "SEQUENCE", str(sequence))
    _put(event, "DTSTAMP", stamp)
    _put(event, "LAST-MODIFIED", stamp)
    _put_span(event, show)
    _put(event, "STATUS", _STATUSES[show.status])
    _put(event, "TRANSP", "TRANSPARENT" if show.status == CANCELLED else "OPAQUE")
    _put(event, "SUMMARY", escape_text(summary))
    _put(event, "LOCATION", escape_text(location))
    _put(event, "GEO", _geo(show.latitude, show.longitude))
    _put(event, "URL", web_address(url))
    _put(event, "CATEGORIES", escape_text(category))
    _put(event, "COLOR", nearest_colour_name(colour))
    _put(event, "IMAGE", web_address(image), VALUE="URI")
    _put(event, "DESCRIPTION", escape_text(description))
    return _text(event)


def calendar_bytes(
    events: Iterable[str], *, metadata: FeedMetadata, zones: Mapping[str, tuple[datetime, datetime]]
) -> bytes:
    """A feed of finished VEVENTs in the order given; costs a join.

    `zones`: of every zone of these events, the earliest and the latest start. A feed without events, so without
    zones, holds the VTIMEZONE of its heading: RFC 5545 §3.6 wants one component.
    """
    stamp = metadata.last_modified
    spans = zones or {metadata.timezone: (stamp, stamp)}
    timezones = (vtimezone_text(name, first, last) for name, (first, last) in sorted(spans.items()))
    head = _text(_calendar(metadata)).removesuffix("END:VCALENDAR\r\n")
    return "".join([head, *timezones, *events, "END:VCALENDAR\r\n"]).encode()


def _calendar(metadata: FeedMetadata) -> Calendar:
    """The calendar's own properties. No METHOD: it would be a message. No UID: vdirsyncer would keep one event."""
    calendar = Calendar()
    name = escape_text(clean_line(metadata.name))
    every = vDuration(metadata.refresh).to_ical().decode()
    _put(calendar, "VERSION", "2.0")
    _put(calendar, "PRODID", PRODUCT + metadata.language.upper())
    _put(calendar, "CALSCALE", "GREGORIAN")
    _put(calendar, "NAME", name)
    _put(calendar, "X-WR-CALNAME", name)
    _put(calendar, "X-WR-TIMEZONE", metadata.timezone)
    _put(calendar, "LAST-MODIFIED", _utc_text(metadata.last_modified))
    _put(calendar, "URL", web_address(metadata.page_url))
    _put(calendar, "SOURCE", web_address(metadata.feed_url), VALUE="URI")
    _put(calendar, "REFRESH-INTERVAL", every, VALUE="DURATION")
    _put(calendar, "X-PUBLISHED-TTL", every)
    _put(calendar, "COLOR", nearest_colour_name(metadata.colour))
    return calendar


def _put_span(event: Event, show: PublicScreening | VEvent) -> None:
    """DTEND is left out where it would not be later than DTSTART, which RFC 5545 §3.8.2.2 forbids."""
    zone = ZoneInfo(show.timezone)
    _put_moment(event, "DTSTART", show.starts_at, zone)
    if to_utc(show.ends_at) > to_utc(show.starts_at):
        _put_moment(event, "DTEND", show.ends_at, zone)


def _put_moment(event: Event, name: str, moment: datetime, zone: ZoneInfo) -> None:
    """On the clock of the zone; in UTC where that clock shows the time twice, as readers then take either."""
    if zone.key in _UTC_NAMES or is_ambiguous(moment, zone):
        _put(event, name, _utc_text(moment))
    else:
        _put(event, name, _digits(to_utc(moment).astimezone(zone)), TZID=zone.key)


def _put(component: Component, name: str, value: str, **parameters: str) -> None:
    """A property in its written form; none where there is nothing to say."""
    if value:
        component[name] = vInline(value, params=parameters)


def _text(component: Component) -> str:
    """Folded here: icalendar's own folding takes most of the time of writing an event."""
    lines = component.content_lines(sorted=False)
    return "".join([fold_line(line) for line in lines if line])


def _utc_text(moment: datetime) -> str:
    return _digits(to_utc(moment).astimezone(UTC)) + "Z"


def _digits(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S").zfill(15)


def _geo(latitude: float | None, longitude: float | None) -> str:
    """Degrees to the sixth decimal (RFC 5545 §3.8.1.6); empty where they name no place on Earth."""
    if latitude is None or longitude is None or not (isfinite(latitude) and isfinite(longitude)):
        return ""
    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return f"{latitude:.6f};{longitude:.6f}"
