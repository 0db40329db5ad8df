"""The way to a venue."""

from urllib.parse import quote

from django import template
from django.utils.translation import gettext

from screenings.models import Venue

register = template.Library()


@register.filter
def map_links(venue: Venue) -> list[tuple[str, str]]:
    """The maps people use: at its coordinates, or by its address where it has none."""
    name = quote(", ".join(filter(None, (venue.name, venue.address_line))), safe="")
    if venue.latitude is None or venue.longitude is None:
        if not venue.address_line:
            return []
        return [
            ("OpenStreetMap", f"https://www.openstreetmap.org/search?query={quote(venue.address_line, safe='')}"),
            ("Google Maps", f"https://www.google.com/maps/search/?api=1&query={name}"),
            ("Apple Maps", f"https://maps.apple.com/?q={name}"),
        ]
    north, east = f"{venue.latitude:f}", f"{venue.longitude:f}"
    return [
        ("OpenStreetMap", f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"),
        ("Google Maps", f"https://www.google.com/maps/search/?api=1&query={north}%2C{east}"),
        ("Apple Maps", f"https://maps.apple.com/?ll={north},{east}&q={name}"),
        (gettext("Map program of this device"), f"geo:{north},{east}"),
    ]
