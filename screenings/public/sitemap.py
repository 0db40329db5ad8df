"""Every public page with the moment its festival last published."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from screenings.loading import site_address
from screenings.models import Credit, Festival, Film, Person, Publication, PublishedScreening, Section, Venue
from screenings.public.addresses import page_path

PAGES = ("festival", "listing", "timetable-overview", "films", "sections", "people", "venues", "changes")


@dataclass(slots=True)
class _PageSlugs:
    """What a festival's current publication names, by the last part of its pages' addresses."""

    days: set[str] = field(default_factory=set)
    films: set[str] = field(default_factory=set)
    venues: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    guests: set[str] = field(default_factory=set)  # keys


def public_pages() -> Iterator[tuple[str, datetime]]:
    """Absolute addresses, the newest festival first. Eight queries; only what has a page and is published."""
    named = _named()
    published = dict(Publication.objects.order_by().values_list("festival").annotate(Max("published_at")))
    films = _slugs(Film.objects.values_list("festival_id", "slug"))
    venues = _slugs(Venue.objects.values_list("festival_id", "slug"))
    sections = _slugs(Section.objects.values_list("festival_id", "slug"))
    people = _people(named)
    for festival in Festival.objects.newest_first():
        if festival.pk not in published:
            continue
        site, own, changed = site_address(festival), named[festival.pk], published[festival.pk]
        for name in PAGES:
            yield site + reverse(name, args=[festival.slug]), changed
        for name, slugs in (
            ("timetable-day", own.days),
            ("film", own.films & films[festival.pk]),
            ("venue", own.venues & venues[festival.pk]),
            ("section", own.sections & sections[festival.pk]),
            ("person", people[festival.pk]),
        ):
            for slug in sorted(slugs):
                yield site + page_path(name, festival.slug, slug), changed


def _named() -> dict[int, _PageSlugs]:
    found: dict[int, _PageSlugs] = defaultdict(_PageSlugs)
    rows = PublishedScreening.objects.filter(until__isnull=True).order_by()
    columns = ("festival_id", "day", "film_slug", "part_slugs", "venue_slug", "section_slug", "guest_keys")
    for festival, day, film, parts, venue, section, guests in rows.values_list(*columns).distinct():
        own = found[festival]
        own.days.add(day.isoformat())
        own.films.update(filter(None, (film, *parts)))
        own.venues.add(venue)
        own.sections.update(filter(None, (section,)))
        own.guests.update(guests)
    return found


def _people(named: dict[int, _PageSlugs]) -> dict[int, set[str]]:
    """Who has a credit in a public film, or comes along to a published screening."""
    found: dict[int, set[str]] = defaultdict(set)
    credited = Credit.objects.order_by().values_list("film__festival_id", "film__slug", "person__slug")
    for festival, film, slug in credited:
        if film in named[festival].films:
            found[festival].add(slug)
    for key, slug in Person.objects.order_by().values_list("pk", "slug"):
        for festival, own in named.items():
            if str(key) in own.guests:
                found[festival].add(slug)
    return found


def _slugs(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for festival, slug in pairs:
        found[festival].add(slug)
    return found
