"""Venues: where they are, how to get in, and what is on there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.models import Festival, Publication, Venue
from screenings.public.listings import counts_by, in_time_order, past_cutoff, public_rows, public_venues
from screenings.public.seo import venue_meta
from screenings.public.venue_map import festival_venue_map
from screenings.text.cleaning import natural_sort_key, sort_key

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@require_safe
def venues(request: HttpRequest, festival: str) -> HttpResponse:
    """Every venue with a published screening. Six queries."""
    of = get_object_or_404(Festival, slug=festival)
    counts = counts_by(of, "venue_slug")
    found = sorted(public_venues(of), key=lambda venue: natural_sort_key(sort_key(venue.name)))
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "venues": [(venue, counts.get(venue.slug, 0)) for venue in found],
        "sketch": festival_venue_map(of, found),
    }
    return render(request, "screenings/venues.html", context)


@require_safe
def venue(request: HttpRequest, festival: str, slug: str) -> HttpResponse:
    """A venue with a published screening; 404 for any other. Nine queries."""
    of = get_object_or_404(Festival, slug=festival)
    showings = list(in_time_order(public_rows(of).filter(venue_slug=slug))[: MAX_SHOWINGS + 1])
    if not showings:
        raise Http404("There is no such venue.")
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "at": past_cutoff(of, timezone.now()),
        "showings": showings[:MAX_SHOWINGS],
        "has_more": len(showings) > MAX_SHOWINGS,
    }
    found = Venue.objects.filter(festival=of, slug=slug).first()
    if found is None:
        # Renamed since the last publication; this address may stand in someone's calendar.
        return render(request, "screenings/former.html", {**context, "title": showings[0].venue})
    found.festival = of
    counts = counts_by(of, "hall_slug")
    halls = sorted(found.halls.order_by(), key=lambda hall: hall.natural_order_key)
    slugs = [(hall, f"{found.slug}.{hall.slug}") for hall in halls]
    context |= {
        "venue": found,
        "head": venue_meta(of, found),
        "zone_differs": found.zone != of.zone,
        "halls": [(hall, hall_slug, counts.get(hall_slug, 0)) for hall, hall_slug in slugs],
        "sketch": festival_venue_map(of, public_venues(of), here=found),
        "has_several_halls": len(slugs) > 1,
        "count": sum(number for hall_slug, number in counts.items() if hall_slug.partition(".")[0] == slug),
    }
    return render(request, "screenings/venue.html", context)
