"""The programme as a schedule.xml: the form of Pentabarf and frab, which pretalx writes and conference apps read.

It follows the schema of its readers' validator (c3voc's, as of January 2026): every event bears subtitle, abstract,
slug and track, even empty; every day its number, start and end; dates carry an offset; ids are positive numbers.
Acronym and slug are small letters and digits, and not too few. It knows no status, so what is cancelled is left out;
apps then tell their users that it is gone.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from xml.etree import ElementTree as ET  # only writes: nothing that came from outside is parsed here
from zoneinfo import ZoneInfo

from screenings.feeds.content_lines import clean_line, web_address, xml_text
from screenings.feeds.ical import FeedMetadata
from screenings.feeds.json_listing import local_iso
from screenings.feeds.screening_text import description
from screenings.text.cleaning import slug_of
from screenings.text.translation import gettext
from screenings.timetable.values import PublicScreening

GENERATOR = "Festival Scheduler"
MAX_ID = 2**31 - 1  # some readers keep ids in 32 bits
MIN_ACRONYM_LENGTH = 4  # letters of an acronym, and of what a slug begins and ends with
MAX_DURATION = timedelta(hours=99, minutes=59)  # of an event: hours have two digits


def schedule_xml(
    screenings: Iterable[PublicScreening],
    *,
    metadata: FeedMetadata,
    acronym: str,
    publication: int,
    empty_day: date | None = None,
) -> bytes:
    """The screenings by festival day and hall. The version is the publication's number.

    The form wants a day even of a programme that is still empty: `empty_day`, else the publication's.
    """
    acronym = acronym_of(acronym)
    shown = sorted(screenings, key=attrgetter("day", "place", "starts_at", "uid.int"))
    ids = _ids(shown)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=GENERATOR, version="1")
    _put(root, "version", str(publication))
    days = [(day, list(rows)) for day, rows in groupby(shown, key=attrgetter("day"))]
    conference = ET.SubElement(root, "conference")
    _put(conference, "title", metadata.name)
    _put(conference, "acronym", acronym)
    if days:
        _put(conference, "start", days[0][0].isoformat())
        _put(conference, "end", days[-1][0].isoformat())
    _put(conference, "days", str(len(days)))
    _put(conference, "timeslot_duration", "00:05")
    _put(conference, "base_url", web_address(metadata.page_url))
    _put(conference, "time_zone_name", metadata.timezone)
    for index, (day, rows) in enumerate(days, 1):
        first, last = min(rows, key=attrgetter("starts_at")), max(rows, key=attrgetter("ends_at"))
        start, end = local_iso(first.starts_at, first), local_iso(last.ends_at, last)
        element = ET.SubElement(root, "day", index=str(index), date=day.isoformat(), start=start, end=end)
        for name, events in groupby(rows, key=attrgetter("place")):
            room = ET.SubElement(element, "room", name=xml_text(name))
            for screening in events:
                _put_event(room, screening, number=ids[screening.uid.int], acronym=acronym, page=metadata.page_url)
    if not days:
        _put_empty_day(root, empty_day, metadata)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def acronym_of(name: str) -> str:
    """Of an address part: `iff` is too short for one and becomes `iff-festival`."""
    lowered = re.sub("[^a-z0-9_-]", "", name.lower())
    return lowered if len(lowered) >= MIN_ACRONYM_LENGTH else f"{lowered}-festival".strip("-")


def _slug(acronym: str, number: int, title: str) -> str:
    """`sunset-17-all-of-us-strangers`; neither what stands before the first hyphen nor the end may be short."""
    begins = acronym if acronym.find("-") not in range(MIN_ACRONYM_LENGTH) else acronym.replace("-", "_")
    ends = slug_of(title, fallback="screening")
    return f"{begins}-{number}-{ends if len(ends) >= MIN_ACRONYM_LENGTH else f'screening-{ends}'}"


def _put_empty_day(root: ET.Element, day: date | None, metadata: FeedMetadata) -> None:
    zone = ZoneInfo(metadata.timezone)
    shown = day or metadata.last_modified.astimezone(zone).date()
    start, end = (
        datetime.combine(each, time(), zone).isoformat(timespec="seconds")
        for each in (shown, shown + timedelta(days=1))
    )
    ET.SubElement(root, "day", index="1", date=shown.isoformat(), start=start, end=end)


def _put_event(room: ET.Element, screening: PublicScreening, *, number: int, acronym: str, page: str) -> None:
    event = ET.SubElement(room, "event", id=str(number), guid=str(screening.uid))
    start = local_iso(screening.starts_at, screening)
    minutes = max(0, int(min(screening.ends_at - screening.starts_at, MAX_DURATION).total_seconds()) // 60)
    for name, text in (
        ("room", screening.place),
        ("title", screening.title),
        ("subtitle", screening.original_title if screening.original_title != screening.title else ""),
        ("type", "screening"),
        ("date", start),
        ("start", start[11:16]),
        ("duration", f"{minutes // 60:02d}:{minutes % 60:02d}"),
        ("abstract", ""),
        ("slug", _slug(acronym, number, screening.title)),
        ("track", screening.section),
    ):
        _put(event, name, text)
    if image := web_address(screening.image_url):
        _put(event, "logo", image)
    persons = ET.SubElement(event, "persons")
    for name in dict.fromkeys((*screening.directors, *screening.guests)):
        _put(persons, "person", name)
    _put(event, "language", screening.languages[0] if screening.languages else "")
    _put(event, "description", description(screening))
    links = ET.SubElement(event, "links")
    if tickets := web_address(screening.ticket_url):
        _put(links, "link", gettext("Tickets")).set("href", tickets)
    _put(event, "url", web_address(screening.film_url) or page)


def _put(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = xml_text(text) if name == "description" else xml_text(clean_line(text))
    return element


def _ids(screenings: Iterable[PublicScreening]) -> dict[int, int]:
    """A positive number for each screening, made from its uid and so the same every time; two never share one."""
    ids: dict[int, int] = {}
    numbers_taken: set[int] = set()
    for uid in sorted(screening.uid.int for screening in screenings):
        number = uid % MAX_ID + 1
        while number in numbers_taken:
            number = number % MAX_ID + 1
        numbers_taken.add(number)
        ids[uid] = number
    return ids
