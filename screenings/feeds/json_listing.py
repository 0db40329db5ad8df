"""The listing as JSON, for apps and other sites. docs/data.md describes it; a name there never changes its meaning."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from screenings.feeds.ical import FeedMetadata
from screenings.timetable.days import to_utc
from screenings.timetable.values import PublicScreening

VERSION = 1


def listing_json(screenings: Iterable[PublicScreening], *, metadata: FeedMetadata, publication: int) -> bytes:
    """A document of one object, in UTF-8. The same screenings and heading always give the same bytes."""
    entries = [screening_json(screening) for screening in screenings]
    document = {
        "version": VERSION,
        "name": metadata.name,
        "url": metadata.page_url,
        "source": metadata.feed_url,
        "timezone": metadata.timezone,
        "publication": {"number": publication, "published_at": instant_text(metadata.last_modified)},
        "count": len(entries),
        "screenings": entries,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def screening_json(screening: PublicScreening) -> dict[str, Any]:
    """One screening: times carry the offset of the venue's clock, `film` is null while it is not named."""
    return {
        "uid": str(screening.uid),
        "status": screening.status,
        "title": screening.title,
        "starts_at": local_iso(screening.starts_at, screening),
        "ends_at": local_iso(screening.ends_at, screening),
        "end_is_estimated": screening.end_is_estimated,
        "timezone": screening.timezone,
        "day": screening.day.isoformat(),
        "venue": {
            "slug": screening.venue_slug,
            "name": screening.venue,
            "address": screening.address,
            "latitude": screening.latitude,
            "longitude": screening.longitude,
        },
        "hall": {"slug": screening.hall_slug, "name": screening.hall},
        "film": _film(screening) if screening.film_slug else None,
        "section": {"slug": screening.section_slug, "name": screening.section} if screening.section_slug else None,
        "languages": list(screening.languages),
        "subtitles": list(screening.subtitles),
        "format": screening.format,
        "intro": screening.intro,
        "qa": screening.qa,
        "guests": list(screening.guests),
        "access": list(screening.access),
        "audience": screening.audience,
        "ticket_url": screening.ticket_url,
        "sold_out": screening.sold_out,
        "standby": screening.standby,
        "price": screening.price,
        "note": screening.note,
        "moved_from": _moved_from(screening),
    }


def _film(screening: PublicScreening) -> dict[str, Any]:
    parts = zip(screening.part_slugs, screening.parts, strict=False)
    return {
        "slug": screening.film_slug,
        "url": screening.film_url,
        "original_title": screening.original_title,
        "year": screening.year,
        "runtime": screening.runtime,
        "directors": list(screening.directors),
        "countries": list(screening.countries),
        "image_url": screening.image_url,
        "parts": [{"slug": slug, "title": title} for slug, title in parts],
    }


def _moved_from(screening: PublicScreening) -> dict[str, str | None] | None:
    before, hall = screening.moved_from_starts_at, screening.moved_from_hall
    if before is None and not hall:
        return None
    return {"starts_at": local_iso(before, screening) if before else None, "place": hall}


def local_iso(moment: datetime, screening: PublicScreening) -> str:
    """On the venue's clock, with its offset: `2024-10-09T19:00:00-07:00`."""
    return to_utc(moment).astimezone(screening.zone).isoformat(timespec="seconds")


def instant_text(moment: datetime) -> str:
    return to_utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
