"""The working timetable as the public would see it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from screenings.loading.details import TimetableDetails, load_details, together
from screenings.loading.timetable import WorkingTimetable, load_timetable
from screenings.models import Audience, Billing, Festival, Hall
from screenings.models.pictures import picture_url
from screenings.text.translation import gettext, gettext_noop, in_language
from screenings.timetable.context import RuleContext
from screenings.timetable.formats import announced_format
from screenings.timetable.rules.audience import minimum_age
from screenings.timetable.values import (
    CANCELLED,
    CONFIRMED,
    TENTATIVE,
    PlacedShowing,
    PublicScreening,
    Showing,
    without_film,
)

_ANY_FILM = "any-film-of-all"
PUBLIC_URLS = "screenings.urls"  # which stand at the root of every site
PLACEHOLDER_TITLES = {Billing.SECRET: gettext_noop("Secret screening"), Billing.TBA: gettext_noop("To be announced")}


def site_address(festival: Festival) -> str:
    """Where visitors reach the site, without a slash at the end; never taken from a request."""
    return (festival.site_url or settings.SITE_URL).rstrip("/")


def as_public(
    festival: Festival, timetable: WorkingTimetable, details: TimetableDetails
) -> dict[UUID, PublicScreening]:
    """What the public may know of the timetable; private and unplaced screenings are left out. What is on hold is as it
    was last announced. No query.
    """
    site = site_address(festival)

    # Asked for once: for each film it would take a tenth of a publication's time. Among the public addresses alone: a
    # command that publishes has no use for the staff's pages.
    film_page = (site + reverse("film", PUBLIC_URLS, args=[festival.slug, _ANY_FILM])).rpartition(_ANY_FILM)

    @cache
    def film_fields(film: int) -> dict[str, Any]:
        return _public_film_fields(timetable.programme.context, details, site, film_page, film)

    @cache
    def hall_fields(hall: int) -> dict[str, Any]:
        return _public_hall_fields(timetable.halls[hall])

    going_ahead = {show.uid: show for show in timetable.outcome.scheduled}
    shown = {}
    for uid, showing in timetable.public_showings.items():
        placed = going_ahead.get(uid) or timetable.programme.placed_showing(showing)
        if placed is None or not is_shown(showing, details):
            continue
        shared = {**film_fields(showing.film), **hall_fields(placed.hall.id)}
        shown[uid] = _public(timetable.programme.context, placed, shared)
        if hides_film(showing):
            shown[uid] = with_film_hidden(festival, showing, shown[uid])
    return {**shown, **dict(_cut_at_next_start(shown))}


def is_shown(showing: Showing, details: TimetableDetails) -> bool:
    """Whether the public may know of it: it has a place, is not private, and its film was not deleted meanwhile."""
    return showing.hall is not None and showing.audience != Audience.PRIVATE and showing.film in details.films


def hides_film(showing: Showing) -> bool:
    return showing.billing != Billing.TITLE


def with_film_hidden(festival: Festival, showing: Showing, shown: PublicScreening) -> PublicScreening:
    """Under its own title, or what such a one is called, and as long as a film of unknown length counts."""
    title = announced_title(festival, showing)
    return without_film(shown, title=title, length=timedelta(minutes=festival.default_runtime))


def announced_title(festival: Festival, showing: Showing) -> str:
    """What stands in place of the film's title, in the festival's language; empty where nothing does."""
    placeholder = PLACEHOLDER_TITLES.get(Billing(showing.billing), "")
    if showing.public_title or not placeholder:
        return showing.public_title
    with in_language(festival.language):
        return gettext(placeholder)


def _cut_at_next_start(shown: Mapping[UUID, PublicScreening]) -> Iterator[tuple[UUID, PublicScreening]]:
    """Ends that are estimated are nobody's own, and so must not reach into what begins in their hall meanwhile."""
    starts: dict[str, list[datetime]] = defaultdict(list)
    estimated = []
    for uid, screening in shown.items():
        if not (screening.is_cancelled or screening.hall_is_shared):
            starts[screening.hall_slug].append(screening.starts_at)
            if screening.end_is_estimated:
                estimated.append((uid, screening))
    for hall_starts in starts.values():
        hall_starts.sort()
    for uid, screening in estimated:
        following = starts[screening.hall_slug]
        number = bisect_right(following, screening.starts_at)
        if number < len(following) and following[number] < screening.ends_at:
            yield uid, replace(screening, ends_at=following[number])


def as_cancelled(
    festival: Festival, timetable: WorkingTimetable, removed: Mapping[UUID, PublicScreening]
) -> dict[UUID, PublicScreening]:
    """What was public and is taken out; one that was made secret before that names its film no more."""
    secret = {uid: showing for uid in removed if (showing := timetable.showings.get(uid)) and hides_film(showing)}
    return {
        uid: replace(with_film_hidden(festival, secret[uid], old) if uid in secret else old, status=CANCELLED)
        for uid, old in removed.items()
    }


def public_screenings(festival: Festival) -> dict[UUID, PublicScreening]:
    """The working timetable as the public would see it if it were published now. Seven queries."""
    timetable = load_timetable(festival)
    return as_public(festival, timetable, load_details(festival, with_prints=False, with_people=True))


def _public(context: RuleContext, placed: PlacedShowing, shared: dict[str, Any]) -> PublicScreening:
    """With all that names its film. `shared` is what other showings of its film and in its hall have, too."""
    showing = placed.showing
    status = TENTATIVE if showing.billing == Billing.TBA else CONFIRMED
    guests = [context.guests[guest] for guest in showing.guests]
    return PublicScreening(
        **{
            **shared,
            "uid": showing.uid,
            "status": CANCELLED if showing.cancelled else status,
            "starts_at": placed.start,
            "ends_at": placed.end,
            "end_is_estimated": not showing.length_is_known,
            "timezone": placed.hall.zone.key,
            "day": placed.day,
            "intro": showing.intro,
            "qa": showing.qa,
            "access": showing.access,
            "audience": showing.audience,
            "ticket_url": showing.ticket_url,
            "sold_out": showing.sold_out,
            "standby": showing.standby,
            "price": showing.price,
            "note": showing.public_note,
            "guests": tuple(guest.name for guest in guests),
            "guest_keys": tuple(str(guest.person) for guest in guests),
            "subtitles": showing.subtitles or shared["subtitles"],
            "format": announced_format(context, showing),
        }
    )


def _public_hall_fields(hall: Hall) -> dict[str, Any]:
    """What is the same in every show there."""
    venue = hall.venue
    latitude, longitude = venue.coordinates or (None, None)
    return {
        "venue": venue.name,
        "venue_slug": venue.slug,
        "hall": hall.name,
        "hall_slug": hall.public_slug,
        "hall_is_shared": hall.shared,
        "address": venue.address_line,
        "latitude": latitude,
        "longitude": longitude,
    }


def _public_film_fields(
    context: RuleContext, details: TimetableDetails, site: str, film_page: tuple[str, str, str], film: int
) -> dict[str, Any]:
    """What is the same in every showing of it. `film_page`: what any film's address has before and after its slug."""
    rule_film, own = context.films[film], details.films[film]
    works = [context.films[work] for work in rule_film.film_ids]
    return {
        "title": rule_film.title,
        "film_slug": own.slug,
        "film_url": film_page[0] + own.slug + film_page[2],
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
        "genres": together(details.films[work].genres for work in (film, *rule_film.film_ids)),
        "minimum_age": minimum_age(context, rule_film),
        "people": together(details.films[work].people for work in (film, *rule_film.film_ids)),
        "image_url": site + picture_url(own.image) if own.image else "",
    }
