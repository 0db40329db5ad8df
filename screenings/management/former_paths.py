"""Paths at which something may once have been: the site says of each whether it still leads somewhere."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from screenings.models import Festival, FormerAddress, PublishedScreening
from screenings.models.former_addresses import KINDS

_OF_KIND = {
    "film": ("film", "film-feed"),
    "section": ("section", "section-feed"),
    "venue": ("venue", "venue-feed"),
    "person": ("person",),
}


def former_paths() -> Iterator[str]:
    """Of what was renamed within a festival, also below the addresses that the festival itself had."""
    for festival in Festival.objects.filter(publications__isnull=False).distinct():
        for slug in (festival.slug, *former_slugs(festival)):
            yield from _below(festival, slug)


def former_slugs(festival: Festival) -> list[str]:
    """Those of the festival itself."""
    own = FormerAddress.objects.filter(festival=festival, **{f"{kind}__isnull": True for kind in KINDS})
    return list(own.values_list("slug", flat=True).distinct())


def _below(festival: Festival, festival_slug: str) -> Iterator[str]:
    former = FormerAddress.objects.filter(Q(festival=festival) | Q(person__isnull=False))
    for kind, names in _OF_KIND.items():
        slugs = former.filter(**{f"{kind}__isnull": False}).values_list("slug", flat=True).distinct()
        for slug in slugs:
            yield from _paths(names, festival_slug, slug)
    for venue, hall in sorted(_halls(festival)):
        yield from _paths(("hall-feed",), festival_slug, venue, hall)


def _halls(festival: Festival) -> set[tuple[str, str]]:
    """Either part may be an old one, so every hall is tried in every cinema that was renamed."""
    former = FormerAddress.objects.filter(festival=festival)
    venues = former.filter(venue__isnull=False).values_list("slug", flat=True)
    old = set(former.filter(hall__isnull=False).values_list("slug", flat=True))
    now = set(PublishedScreening.objects.current(festival).values_list("hall_slug", flat=True))
    known = [tuple(slug.split(".", 1)) for slug in old | now if "." in slug]
    halls = {hall for _venue, hall in known}
    cinemas = {*venues, *(venue for venue, _hall in known)} if old else set(venues)
    return {(venue, hall) for venue in cinemas for hall in halls} - {
        (*slug.split(".", 1),) for slug in now if "." in slug
    }


def _paths(names: tuple[str, ...], *args: str) -> Iterator[str]:
    for name in names:
        try:
            yield reverse(name, args=args)
        except NoReverseMatch:  # written past every form
            continue
