"""The way to a venue on the maps people use."""

from decimal import Decimal

from screenings.models import Venue
from screenings.templatetags.places import map_links


def test_without_coordinates_the_address_is_looked_up() -> None:
    venue = Venue(name="Odeon & Sons", address="Quay 1", city="Hamburg")
    assert map_links(venue) == [
        ("OpenStreetMap", "https://www.openstreetmap.org/search?query=Quay%201%2C%20Hamburg"),
        (
            "Google Maps",
            "https://www.google.com/maps/search/?api=1&query=Odeon%20%26%20Sons%2C%20Quay%201%2C%20Hamburg",
        ),
        ("Apple Maps", "https://maps.apple.com/?q=Odeon%20%26%20Sons%2C%20Quay%201%2C%20Hamburg"),
    ]


def test_without_either_there_is_no_map() -> None:
    assert map_links(Venue(name="Odeon")) == []


def test_a_venue_on_the_equator_and_one_far_west_have_coordinates_too() -> None:
    venue = Venue(name="X", latitude=Decimal(0), longitude=Decimal("-118.250000"))
    assert map_links(venue)[-1] == ("Map program of this device", "geo:0,-118.250000")
