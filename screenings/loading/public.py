"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from screenings.loading.programme import as_showing, films_context
from screenings.loading.rows import WorkingRows, load_working_rows, once_per_film
from screenings.models import (
    Audience,
    Billing,
    Festival,
    Film,
    Publication,
    PublishedScreening,
    Screening,
    Status,
)
from screenings.timetable.context import RuleContext
from screenings.timetable.formats import announced_format
from screenings.timetable.values import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    PublicScreening,
    Showing,
    without_film,
)

PUBLIC_FIELDS = tuple(f.name for f in fields(PublicScreening))
_values_of = attrgetter(*PUBLIC_FIELDS)
PLACEHOLDER_TITLES = {Billing.SECRET: "Secret screening", Billing.TBA: "To be announced"}


def site_address(festival: Festival) -> str:
    """Where visitors reach the site, without a slash at the end; never taken from a request."""
    return (festival.site_url or settings.SITE_URL).rstrip("/")


def as_public(festival: Festival, working: WorkingRows) -> dict[UUID, PublicScreening]:
    """What the public may know of the rows; private and unplaced ones are left out. No query."""
    site, works = site_address(festival), films_context(working.films)
    running_time = once_per_film(lambda film: film.running_time)
    facts = once_per_film(lambda film: _public_film_fields(festival, film, site))
    shown, secret = {}, []
    for row in working.rows:
        if row.starts_at is None or row.hall is None or row.audience == Audience.PRIVATE:
            continue
        shown[row.uid] = _public(festival, row, as_showing(row, running_time(row.film)), works, facts)
        if hides_film(row):
            shown[row.uid] = with_film_hidden(festival, row, shown[row.uid])
            secret.append(row.uid)
    return {**shown, **dict(_cut_at_next_start(shown, secret))}


def hides_film(row: Screening) -> bool:
    return row.billing != Billing.TITLE


def with_film_hidden(festival: Festival, row: Screening, shown: PublicScreening) -> PublicScreening:
    """Under its own title, or what such a one is called, and as long as a film of unknown length counts."""
    title = row.public_title or PLACEHOLDER_TITLES[Billing(row.billing)]
    return without_film(shown, title=title, length=timedelta(minutes=festival.default_runtime))


def _cut_at_next_start(
    shown: dict[UUID, PublicScreening], secret: list[UUID]
) -> Iterator[tuple[UUID, PublicScreening]]:
    """Their ends are nobody's own, and so must not reach into what begins in their hall meanwhile."""
    starts: dict[str, list[datetime]] = defaultdict(list)
    for each in shown.values() if secret else ():
        if not (each.is_cancelled or each.hall_is_shared):
            starts[each.hall_slug].append(each.starts_at)
    for uid in secret:
        one = shown[uid]
        following = [start for start in starts[one.hall_slug] if one.starts_at < start < one.ends_at]
        if following:
            yield uid, replace(one, ends_at=min(following))


def as_cancelled(
    festival: Festival, rows: Iterable[Screening], removed: Mapping[UUID, PublicScreening]
) -> dict[UUID, PublicScreening]:
    """What was public and is taken out; one that was made secret before that names its film no more."""
    secret = {row.uid: row for row in rows if row.uid in removed and hides_film(row)}
    return {
        uid: replace(with_film_hidden(festival, secret[uid], old) if uid in secret else old, status=CANCELLED)
        for uid, old in removed.items()
    }


def public_screenings(festival: Festival) -> dict[UUID, PublicScreening]:
    """The working timetable as the public would see it if it were published now."""
    return as_public(festival, load_working_rows(festival))


def _public(
    festival: Festival, row: Screening, showing: Showing, context: RuleContext, facts: Callable[[Film], dict[str, Any]]
) -> PublicScreening:
    """With all that names its film."""
    hall, venue = row.hall, row.hall.venue  # type: ignore[union-attr]  # placed, see as_public
    span = showing.span
    assert span is not None
    status = TENTATIVE if row.billing == Billing.TBA else CONFIRMED
    return PublicScreening(
        **{
            "uid": row.uid,
            "status": CANCELLED if row.status == Status.CANCELLED else status,
            "starts_at": span.start,
            "ends_at": span.end,
            "end_is_estimated": not showing.length_is_known,
            "timezone": venue.zone.key,
            "day": festival.calendar.day_of(span.start, venue.zone),
            "venue": venue.name,
            "venue_slug": venue.slug,
            "hall": hall.name,  # type: ignore[union-attr]  # placed, as above
            "hall_slug": f"{venue.slug}.{hall.slug}",  # type: ignore[union-attr]  # no slug holds a dot
            "hall_is_shared": hall.shared,  # type: ignore[union-attr]  # placed, as above
            "address": venue.address_line,
            "latitude": None if venue.latitude is None else float(venue.latitude),
            "longitude": None if venue.longitude is None else float(venue.longitude),
            "intro": row.intro,
            "qa": row.qa,
            "access": row.access,
            "audience": row.audience,
            "ticket_url": row.ticket_url,
            "sold_out": row.sold_out,
            "note": row.public_note,
            **facts(row.film),
            **_public_screening_fields(row, facts(row.film)),
            "format": announced_format(context, showing),
        }
    )


def _public_screening_fields(row: Screening, facts: dict[str, Any]) -> dict[str, Any]:
    """What this showing says of its film and its guests."""
    people = [guest.person for guest in row.guests.all()]
    return {
        "guests": tuple(person.name for person in people),
        "guest_keys": tuple(str(person.pk) for person in people),
        "subtitles": row.subtitles or facts["subtitles"],
    }


def _public_film_fields(festival: Festival, film: Film, site: str) -> dict[str, Any]:
    """What is the same in every showing of the film."""
    section = film.section
    running = film.running_time
    links = film.film_parts.all()
    films = [film, *(link.part for link in links)]
    images = film.images.all()
    return {
        "title": film.title,
        "film_slug": film.slug,
        "film_url": site + reverse("film", args=[festival.slug, film.slug]),
        "original_title": film.original_title,
        "year": film.year,
        "runtime": running.minutes if running.is_known else None,
        "section": section.name if section else "",
        "section_slug": section.slug if section else "",
        "section_colour": section.colour if section else "",
        "directors": _together([credit.person.name for credit in each.credits.all()] for each in films),
        "countries": _together(_country_codes(each) for each in films),
        "languages": _together(each.languages for each in films),
        "subtitles": _together(each.subtitles for each in films),
        "parts": tuple(link.part.title for link in links),
        "part_slugs": tuple(link.part.slug for link in links),
        "image_url": site + images[0].file.url if images else "",
    }


def _country_codes(film: Film) -> list[str]:
    return [str(country) for country in film.countries]  # a Country reads as its code


def _together(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """A film's own and its parts', each once, in order."""
    return tuple(dict.fromkeys(item for items in lists for item in items))


def public_screening_from_row(row: PublishedScreening) -> PublicScreening:
    """A published row as the value it was made from."""
    return PublicScreening(*_values_of(row))


def published_columns(value: PublicScreening) -> dict[str, Any]:
    """A value as the columns of its published row."""
    return dict(zip(PUBLIC_FIELDS, _values_of(value), strict=True))


def published_screenings(festival: Festival, publication: Publication | None = None) -> dict[UUID, PublicScreening]:
    """What the public sees now, or saw in an earlier publication. One query."""
    rows = PublishedScreening.objects
    chosen = rows.in_publication(festival.pk, publication.number) if publication else rows.current(festival)
    return {row.uid: public_screening_from_row(row) for row in chosen}
