"""The one bridge from rows to values: a fixed number of queries, whatever the festival's size."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from screenings.loading.details import ScreeningDetails, TimetableDetails, load_details, together
from screenings.loading.timetable import ScreeningCard, WorkingTimetable, load_timetable
from screenings.models import (
    Audience,
    Billing,
    Festival,
    Publication,
    PublishedScreening,
)
from screenings.models.pictures import picture_url
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.timetable.context import RuleContext
from screenings.timetable.formats import announced_format
from screenings.timetable.values import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    PlacedShowing,
    PublicScreening,
    without_film,
)

PUBLIC_FIELDS = tuple(f.name for f in fields(PublicScreening))
_values_of = attrgetter(*PUBLIC_FIELDS)
PLACEHOLDER_TITLES = {Billing.SECRET: "Secret screening", Billing.TBA: "To be announced"}


def site_address(festival: Festival) -> str:
    """Where visitors reach the site, without a slash at the end; never taken from a request."""
    return (festival.site_url or settings.SITE_URL).rstrip("/")


def as_public(
    festival: Festival, timetable: WorkingTimetable, details: TimetableDetails
) -> dict[UUID, PublicScreening]:
    """What the public may know of the timetable; private and unplaced screenings are left out. No query."""
    site = site_address(festival)

    @cache
    def film_fields(film: int) -> dict[str, Any]:
        return _public_film_fields(festival, timetable.programme.context, details, site, film)

    shown, secret = {}, []
    for uid, card in timetable.cards.items():
        placed = timetable.programme.placed_showing(card.showing)
        if placed is None or card.showing.audience == Audience.PRIVATE or card.pk not in details.screenings:
            continue
        shown[uid] = _public(timetable, card, placed, details.screenings[card.pk], film_fields(card.showing.film))
        if hides_film(card):
            shown[uid] = with_film_hidden(festival, card, details, shown[uid])
            secret.append(uid)
    return {**shown, **dict(_cut_at_next_start(shown, secret))}


def hides_film(card: ScreeningCard) -> bool:
    return card.billing != Billing.TITLE


def with_film_hidden(
    festival: Festival, card: ScreeningCard, details: TimetableDetails, shown: PublicScreening
) -> PublicScreening:
    """Under its own title, or what such a one is called, and as long as a film of unknown length counts."""
    return without_film(shown, title=announced_title(card, details), length=timedelta(minutes=festival.default_runtime))


def announced_title(card: ScreeningCard, details: TimetableDetails) -> str:
    """What stands in place of the film's title; empty where nothing does."""
    own = details.screenings[card.pk].public_title if card.pk in details.screenings else ""
    return own or PLACEHOLDER_TITLES.get(Billing(card.billing), "")


def _cut_at_next_start(
    shown: dict[UUID, PublicScreening], secret: list[UUID]
) -> Iterator[tuple[UUID, PublicScreening]]:
    """Their ends are nobody's own, and so must not reach into what begins in their hall meanwhile."""
    starts: dict[str, list[datetime]] = defaultdict(list)
    for screening in shown.values() if secret else ():
        if not (screening.is_cancelled or screening.hall_is_shared):
            starts[screening.hall_slug].append(screening.starts_at)
    for uid in secret:
        hidden = shown[uid]
        following = [start for start in starts[hidden.hall_slug] if hidden.starts_at < start < hidden.ends_at]
        if following:
            yield uid, replace(hidden, ends_at=min(following))


def as_cancelled(
    festival: Festival,
    timetable: WorkingTimetable,
    details: TimetableDetails,
    removed: Mapping[UUID, PublicScreening],
) -> dict[UUID, PublicScreening]:
    """What was public and is taken out; one that was made secret before that names its film no more."""
    secret = {uid: card for uid in removed if (card := timetable.cards.get(uid)) and hides_film(card)}
    return {
        uid: replace(with_film_hidden(festival, secret[uid], details, old) if uid in secret else old, status=CANCELLED)
        for uid, old in removed.items()
    }


def public_screenings(festival: Festival) -> dict[UUID, PublicScreening]:
    """The working timetable as the public would see it if it were published now. Seven queries."""
    timetable = load_timetable(festival)
    return as_public(festival, timetable, load_details(festival, with_prints=False))


def _public(
    timetable: WorkingTimetable,
    card: ScreeningCard,
    placed: PlacedShowing,
    details: ScreeningDetails,
    film_fields: dict[str, Any],
) -> PublicScreening:
    """With all that names its film."""
    showing, context = card.showing, timetable.programme.context
    hall = timetable.halls[placed.hall.id]
    venue = hall.venue
    latitude, longitude = venue.coordinates or (None, None)
    status = TENTATIVE if card.billing == Billing.TBA else CONFIRMED
    guests = [context.guests[guest] for guest in showing.guests]
    return PublicScreening(
        **{
            **film_fields,
            "uid": showing.uid,
            "status": CANCELLED if showing.cancelled else status,
            "starts_at": placed.start,
            "ends_at": placed.end,
            "end_is_estimated": not showing.length_is_known,
            "timezone": placed.hall.zone.key,
            "day": placed.day,
            "venue": venue.name,
            "venue_slug": venue.slug,
            "hall": hall.name,
            "hall_slug": hall.public_slug,
            "hall_is_shared": hall.shared,
            "address": venue.address_line,
            "latitude": latitude,
            "longitude": longitude,
            "intro": showing.intro,
            "qa": showing.qa,
            "access": details.access,
            "audience": showing.audience,
            "ticket_url": details.ticket_url,
            "sold_out": details.sold_out,
            "note": details.public_note,
            "guests": tuple(guest.name for guest in guests),
            "guest_keys": tuple(str(guest.person) for guest in guests),
            "subtitles": details.subtitles or film_fields["subtitles"],
            "format": announced_format(context, showing),
        }
    )


def _public_film_fields(
    festival: Festival, context: RuleContext, details: TimetableDetails, site: str, film: int
) -> dict[str, Any]:
    """What is the same in every showing of the film."""
    rule_film, own = context.films[film], details.films[film]
    works = [context.films[work] for work in rule_film.film_ids]
    return {
        "title": rule_film.title,
        "film_slug": own.slug,
        "film_url": site + reverse("film", args=[festival.slug, own.slug]),
        "original_title": own.original_title,
        "year": own.year,
        "runtime": rule_film.runtime,
        "section": own.section,
        "section_slug": own.section_slug,
        "section_colour": own.section_colour,
        "directors": together([context.people[person] for person in work.directors] for work in works),
        "countries": together(work.countries for work in works),
        "languages": details.languages(rule_film.film_ids),
        "subtitles": details.subtitles(rule_film.film_ids),
        "parts": tuple(context.films[part].title for part in rule_film.parts),
        "part_slugs": tuple(details.films[part].slug for part in rule_film.parts),
        "image_url": site + picture_url(own.image) if own.image else "",
    }


def public_screening_from_row(row: PublishedScreening) -> PublicScreening:
    """A published row as the value it was made from."""
    return PublicScreening(*_values_of(row))


def public_screenings_from_rows(rows: PublishedScreeningQuerySet) -> list[PublicScreening]:
    """The same of many rows, in their order. One query, at half the cost of making model instances first."""
    return [PublicScreening(*values) for values in rows.values_list(*PUBLIC_FIELDS)]


def published_columns(value: PublicScreening) -> dict[str, Any]:
    """A value as the columns of its published row."""
    return dict(zip(PUBLIC_FIELDS, _values_of(value), strict=True))


def published_screenings(festival: Festival, publication: Publication | None = None) -> dict[UUID, PublicScreening]:
    """What the public sees now, or saw in an earlier publication. One query."""
    rows = PublishedScreening.objects
    chosen = rows.in_publication(festival.pk, publication.number) if publication else rows.current(festival)
    return {screening.uid: screening for screening in public_screenings_from_rows(chosen)}
