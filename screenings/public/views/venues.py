"""Venues: where they are, how to get in, and what is on there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.models import Festival, Publication, Venue
from screenings.public.former_addresses import holder, publicly_named
from screenings.public.listings import (
    ShowingGroups,
    coming_first,
    public_rows,
    row_pictures,
    venues_with_counts,
)
from screenings.public.publication_index import publication_index
from screenings.public.seo import venue_meta
from screenings.public.serving.pages import kept_page
from screenings.public.venue_map import festival_venue_map
from screenings.public.views.festival_page import festival_page, page_context
from screenings.text.cleaning import natural_sort_key, sort_key

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@kept_page()
@festival_page
def venues(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Every venue with a published screening. Five queries."""
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    shown = sorted(venues_with_counts(festival, index), key=lambda pair: natural_sort_key(sort_key(pair[0].name)))
    context = page_context(
        festival,
        publication=publication,
        venues=shown,
        venue_map=festival_venue_map(festival, [venue for venue, _count in shown]),
    )
    return render(request, "screenings/venues.html", context)


@kept_page()
@festival_page
def venue(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A venue with a published screening; 404 for any other. Eight queries."""
    at = timezone.now()
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    rows = coming_first(public_rows(festival).filter(venue_slug=slug), at)
    showings = index.values_of(rows[: MAX_SHOWINGS + 1])
    if not showings:
        raise Http404("There is no such venue.")
    context = page_context(
        festival,
        publication=publication,
        at=at,
        groups=ShowingGroups.of(showings[:MAX_SHOWINGS], at),
        pictures=row_pictures(showings),
        has_more=len(showings) > MAX_SHOWINGS,
    )
    cinema = holder(Venue.objects.filter(festival=festival), slug)
    if cinema is None:
        # Deleted since the last publication; this address may be in someone's calendar.
        return render(request, "screenings/former.html", {**context, "title": showings[0].venue})
    cinema.festival = festival
    counts = index.counts("hall_slug")
    public = {hall_slug.partition(".")[0] for hall_slug in counts}
    public_venues = publicly_named("venue", Venue.objects.filter(festival=festival), public)
    halls = sorted(cinema.halls.order_by(), key=lambda hall: hall.natural_order_key)
    slugs = [(hall, f"{cinema.slug}.{hall.slug}") for hall in halls]
    context |= {
        "venue": cinema,
        "meta": venue_meta(festival, cinema),
        "zone_differs": cinema.zone != festival.zone,
        "halls": [(hall, hall_slug, counts[hall_slug]) for hall, hall_slug in slugs],
        "venue_map": festival_venue_map(festival, public_venues, here=cinema),
        "has_several_halls": len(slugs) > 1,
        "count": sum(number for hall_slug, number in counts.items() if hall_slug.partition(".")[0] == slug),
    }
    return render(request, "screenings/venue.html", context)
