"""Where the public's cinemas lie, and the way from one to another."""

from collections.abc import Iterable

from screenings.models import Festival, TravelTime, Venue
from screenings.public.venue_map import Sketch, Spot, draw
from screenings.timetable.travel import Travel


def sketch_of(festival: Festival, venues: Iterable[Venue], *, here: Venue | None = None) -> Sketch | None:
    """Of those venues whose place is known; None where there are not two, or `here` is none of them. One query."""
    spots = [
        Spot(venue.pk, venue.name, (float(venue.latitude), float(venue.longitude)))
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
    return draw(spots, Travel(points, stated), here=here.pk if here else None)
