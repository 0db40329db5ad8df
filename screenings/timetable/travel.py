"""How long it takes from one cinema to another: stated, else estimated from their coordinates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import asin, ceil, cos, radians, sin, sqrt

# What an estimate assumes; every sentence that rests on one says so. Streets are longer than the straight line.
DETOUR = 1.3
WALKING_KMH = 4.5
TRANSIT_KMH = 18.0
TRANSIT_WAIT = 10  # minutes to the stop, waiting, and from the stop
BIKE_KMH = 15.0
BIKE_STOP = 4  # minutes to unlock and to lock
ON_FOOT = f"at {WALKING_KMH:g} km/h"
BY_TRANSIT = f"at {TRANSIT_KMH:g} km/h and {TRANSIT_WAIT} min for the wait"
BY_BIKE = f"at {BIKE_KMH:g} km/h and {BIKE_STOP} min for the lock"
EARTH_KM = 6371.0

Point = tuple[float, float]


class TravelMode(StrEnum):
    """By what means a visitor gets about."""

    FOOT = "foot"
    BIKE = "bike"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True)
class Journey:
    """Minutes from door to door, and by what means in English words. `is_estimate`: nobody stated it, and `pace` is
    assumed, for a street of so many `km` by `mode`.
    """

    minutes: int
    means: str = ""
    is_estimate: bool = False
    pace: str = ""
    km: float = 0
    mode: TravelMode = TravelMode.FOOT


SAME_PLACE = Journey(0)


def distance_km(one: Point, other: Point) -> float:
    """Great-circle distance of two points given as latitude and longitude in degrees (haversine)."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def estimate(km: float, mode: TravelMode | None = None) -> Journey:
    """Over that straight distance, in whole minutes, rounded up: by bike, on foot, or the faster of walking and public
    transport.
    """
    street = km * DETOUR
    if mode is TravelMode.BIKE:
        minutes, km = ceil(BIKE_STOP + street / BIKE_KMH * 60), round(street, 1)
        return Journey(minutes, f"about {km} km by bike", True, BY_BIKE, km, TravelMode.BIKE)
    on_foot = ceil(street / WALKING_KMH * 60)
    by_transit = ceil(TRANSIT_WAIT + street / TRANSIT_KMH * 60)
    if on_foot <= by_transit or mode is TravelMode.FOOT:
        km = round(street, 1)
        return Journey(on_foot, f"about {km} km on foot", True, ON_FOOT, km, TravelMode.FOOT)
    km = round(street)
    return Journey(by_transit, f"about {km} km by public transport", True, BY_TRANSIT, km, TravelMode.TRANSIT)


@dataclass(frozen=True)
class Travel:
    """The ways between venues. `stated` maps (from, to) to minutes and means; it holds both ways unless the way back
    is stated too. Two venues of which one has no coordinates and no stated way count as next to each other.
    """

    points: Mapping[int, Point] = field(default_factory=dict)
    stated: Mapping[tuple[int, int], tuple[int, str]] = field(default_factory=dict)
    _known: dict[tuple[int, int, TravelMode | None], Journey] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def journey(self, origin: int, destination: int, mode: TravelMode | None = None) -> Journey:
        """What is stated holds for who walks and who takes the tram; who rides is as fast as that at least."""
        found = self._known.get((origin, destination, mode))
        if found is None:
            found = self._known[origin, destination, mode] = self._find(origin, destination, mode)
        return found

    def _find(self, origin: int, destination: int, mode: TravelMode | None) -> Journey:
        if origin == destination:
            return SAME_PLACE
        ways = []
        if stated := self.stated.get((origin, destination)) or self.stated.get((destination, origin)):
            ways.append(Journey(*stated))
        if origin in self.points and destination in self.points and (not ways or mode is TravelMode.BIKE):
            ways.append(estimate(distance_km(self.points[origin], self.points[destination]), mode))
        return min(ways, key=lambda way: way.minutes, default=SAME_PLACE)

    def longest_minutes(self, venues: Iterable[int]) -> int:
        """Minutes that no way between these venues exceeds; cheap, and not sharp."""
        points = [self.points[venue] for venue in set(venues) if venue in self.points]
        stated = max((minutes for minutes, _means in self.stated.values()), default=0)
        if len(points) < 2:
            return stated
        # No venue is farther from another than both are, taken together, from the first.
        farthest = max(distance_km(points[0], point) for point in points)
        return max(stated, estimate(2 * farthest).minutes)
