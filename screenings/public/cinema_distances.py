"""Where the public's cinemas lie, and the way from one to another."""

from collections.abc import Iterable

from screenings.models import Festival, TravelTime, Venue
from screenings.public.venue_map import MapVenue, VenueMap, draw_venue_map
from screenings.timetable.travel import Travel


def festival_venue_map(festival: Festival, venues: Iterable[Venue], *, here: Venue | None = None) -> VenueMap | None:
    """Of those venues whose place is known; None where there are not two, or `here` is none of them. One query."""
    spots = [
        MapVenue(venue.pk, venue.name, (float(venue.latitude), float(venue.longitude)))
        for venue in venues
        if venue.latitude is not None and venue.longitude is not None
    ]
    points = {spot.key: spot.point for spot in spots}
    if len(spots) < 2 or (here is not None and here.pk not in points):
        return None
    stated = {
        (origin, destination): (minutes, means)
        for origin, destination, minutes, means in TravelTime.objects.filter(origin__festival=festival)
        .order_by("pk")
        .values_list("origin_id", "destination_id", "minutes", "by")
    }
    return draw_venue_map(spots, Travel(points, stated), here=here.pk if here else None)
