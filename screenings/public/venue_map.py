"""A sketch of where the cinemas lie and how far it is between them: plain geometry, north above, for an inline SVG.

The box is as wide as a small telephone, so that its letters can be read there without zooming.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import atan2, ceil, cos, degrees, hypot, inf, radians
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from screenings.models import Festival, TravelTime, Venue
from screenings.timetable.travel import DETOUR, WALKING_KMH, Journey, Point, Travel, distance_km
from screenings.wording.ways import means_text

WIDTH, HEIGHT, MARGIN = 360, 260, 46
MARKER_RADIUS = 11
MIN_MARKER_DISTANCE = 2 * MARKER_RADIUS + 4  # between the middles of two marks, even of neighbours in one street
LETTER_WIDTH, LINE_HEIGHT = 6.6, 16  # of a label, as drawn at 12 units
MAX_NAMES = 6  # with more, the marks bear numbers alone and the list beside them the names
MAX_NAME_LENGTH = 24
MAX_WALK_MINUTES = 60  # minutes; beyond it nobody walks between two films
_ON_FOOT = ("foot", "walk")


@dataclass(frozen=True, slots=True)
class MapVenue:
    """A cinema: its key in the travel times, its name and where it lies in degrees."""

    key: int
    name: str
    point: Point


@dataclass(frozen=True, slots=True)
class MapMarker:
    """A cinema on the sketch, by its number from 1. `label` is shortened or empty; `anchor` as in SVG."""

    key: int
    number: int
    name: str
    x: float
    y: float
    is_here: bool = False
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class MapRoute:
    """The way between two marks: minutes, in short for the line and in words for the list."""

    start: MapMarker
    end: MapMarker
    minutes: int
    short: str
    words: str
    direction: str

    @property
    def middle(self) -> tuple[float, float]:
        return round((self.start.x + self.end.x) / 2, 1), round((self.start.y + self.end.y) / 2 + 4, 1)


@dataclass(frozen=True, slots=True)
class VenueMap:
    """`legs` join every cinema to `here`, or, without one, each to its nearest so that all hang together."""

    markers: tuple[MapMarker, ...]
    routes: tuple[MapRoute, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def description(self) -> str:
        """The same in a sentence a leg, for who hears the page."""
        sentence = _("From {start} {direction} to {end}: {way}.")
        return " ".join(
            sentence.format(start=leg.start.name, direction=leg.direction, end=leg.end.name, way=leg.words)
            for leg in self.routes
        )


def festival_venue_map(festival: Festival, venues: Iterable[Venue], *, here: Venue | None = None) -> VenueMap | None:
    """Of those venues whose place is known; None where there are not two, or `here` is none of them. One query."""
    spots = [MapVenue(venue.pk, venue.name, venue.coordinates) for venue in venues if venue.coordinates is not None]
    points = {spot.key: spot.point for spot in spots}
    if len(spots) < 2 or (here is not None and here.pk not in points):
        return None
    travel = Travel(points, TravelTime.objects.of(festival).stated())
    return draw_venue_map(spots, travel, here=here.pk if here else None)


def draw_venue_map(venues: Sequence[MapVenue], travel: Travel, *, here: int | None = None) -> VenueMap | None:
    """The sketch of these cinemas, in their order; None where there are not two to draw. `here` is the key of one."""
    if len(venues) < 2:
        return None
    places = _pushed_apart(_projected([spot.point for spot in venues]))
    marks = [
        MapMarker(spot.key, number, spot.name, round(x, 1), round(y, 1), spot.key == here)
        for number, (spot, (x, y)) in enumerate(zip(venues, places, strict=True), 1)
    ]
    if len(marks) <= MAX_NAMES:
        marks = list(_labelled(marks))
    pairs = _star(venues, here) if here is not None else _spanning_tree(venues)
    legs = (_route(venues[a], venues[b], marks[a], marks[b], travel) for a, b in pairs)
    return VenueMap(tuple(marks), tuple(legs))


def walking_minutes(km: float) -> int:
    """Minutes on foot over that straight distance, rounded up; one at least."""
    return max(1, ceil(km * DETOUR / WALKING_KMH * 60))


def directions() -> tuple[str, ...]:
    """Clockwise from the north."""
    return (
        _("north"), _("north-east"), _("east"), _("south-east"),
        _("south"), _("south-west"), _("west"), _("north-west"),
    )  # fmt: skip


def compass_direction(origin: Point, destination: Point) -> str:
    """north-east, say: as one would point."""
    north = destination[0] - origin[0]
    east = _eastward(origin[1], destination[1]) * cos(radians(origin[0]))
    if not north and not east:
        return _("next door")
    return directions()[round(degrees(atan2(east, north)) / 45) % 8]


def _route(origin: MapVenue, destination: MapVenue, start: MapMarker, end: MapMarker, travel: Travel) -> MapRoute:
    way = travel.journey(origin.key, destination.key)
    estimate = walking_minutes(distance_km(origin.point, destination.point))
    pointed = compass_direction(origin.point, destination.point)
    if not way.is_estimate and way.minutes:
        short, words = _stated_texts(way, estimate)
        return MapRoute(start, end, way.minutes, short, words, pointed)
    if estimate <= MAX_WALK_MINUTES:
        return MapRoute(
            start,
            end,
            estimate,
            f"{estimate} min",
            _("{number} min on foot (estimate)").format(number=estimate),
            pointed,
        )
    short = f"{way.minutes} min"
    return MapRoute(
        start,
        end,
        way.minutes,
        short,
        _("{number} min, {means} (estimate)").format(number=way.minutes, means=means_text(way)),
        pointed,
    )


def _stated_texts(way: Journey, on_foot: int) -> tuple[str, str]:
    means = f" {way.means}" if way.means else ""
    words = f"{way.minutes} min{means}"
    if any(word in way.means.lower() for word in _ON_FOOT) or not way.means:
        return f"{way.minutes} min", words
    if on_foot <= MAX_WALK_MINUTES:
        return f"{on_foot} min", _("{number} min on foot (estimate), {otherwise}").format(
            number=on_foot, otherwise=words
        )
    return words, words


def _star(venues: Sequence[MapVenue], here: int) -> list[tuple[int, int]]:
    middle = next(index for index, spot in enumerate(venues) if spot.key == here)
    others = (index for index in range(len(venues)) if index != middle)
    nearest = sorted(others, key=lambda index: (distance_km(venues[middle].point, venues[index].point), index))
    return [(middle, index) for index in nearest]


def _spanning_tree(venues: Sequence[MapVenue]) -> list[tuple[int, int]]:
    """The shortest lines that join all (a minimum spanning tree): each cinema hangs on its nearest neighbour."""
    group = list(range(len(venues)))

    def length(pair: tuple[int, int]) -> float:
        return distance_km(venues[pair[0]].point, venues[pair[1]].point)

    pairs = sorted(combinations(range(len(venues)), 2), key=lambda pair: (length(pair), pair))
    found = []
    for one, other in pairs:
        if group[one] != group[other]:
            found.append((one, other))
            group = [group[one] if own == group[other] else own for own in group]
    return sorted(found)


def _projected(points: Sequence[Point]) -> list[Point]:
    """Onto the box, one scale for both ways; a city is flat enough, and the date line is crossed the short way."""
    first = points[0]
    shrink = cos(radians(sum(lat for lat, _ in points) / len(points)))
    flat = [(_eastward(first[1], lon) * shrink, first[0] - lat) for lat, lon in points]
    west, east = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    room_x, room_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    wide, high = east - west, bottom - top
    scale = min(room_x / wide if wide else inf, room_y / high if high else inf)
    if scale == inf:
        scale = 0.0
    left, above = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    return [(left + (x - west) * scale, above + (y - top) * scale) for x, y in flat]


def _eastward(origin: float, destination: float) -> float:
    """Degrees to the east, from -180 to 180."""
    return (destination - origin + 180) % 360 - 180


def _pushed_apart(places: list[Point]) -> list[Point]:
    """Marks that would lie on one another pushed apart, and kept in the box."""
    moved = list(places)
    for _round in range(60):
        pushed = False
        for one, other in combinations(range(len(moved)), 2):
            (x1, y1), (x2, y2) = moved[one], moved[other]
            gap = hypot(x2 - x1, y2 - y1)
            if gap >= MIN_MARKER_DISTANCE - 0.01:
                continue
            pushed = True
            # Two in the very same place part sideways, later ones a little aslant.
            across, down = ((x2 - x1) / gap, (y2 - y1) / gap) if gap > 0.01 else (1.0, 0.3 * (other - one - 1))
            step = (MIN_MARKER_DISTANCE - gap) / 2
            moved[one] = _inside(x1 - across * step, y1 - down * step)
            moved[other] = _inside(x2 + across * step, y2 + down * step)
        if not pushed:
            break
    return moved


def _inside(x: float, y: float) -> Point:
    return min(max(x, MARKER_RADIUS + 2), WIDTH - MARKER_RADIUS - 2), min(
        max(y, MARKER_RADIUS + 2), HEIGHT - MARKER_RADIUS - 2
    )


Box = tuple[float, float, float, float]


def _labelled(markers: Sequence[MapMarker]) -> Iterator[MapMarker]:
    """Each with its name where it covers no mark and no other name, if there is such a place."""
    taken: list[Box] = [
        (m.x - MARKER_RADIUS, m.y - MARKER_RADIUS, m.x + MARKER_RADIUS, m.y + MARKER_RADIUS) for m in markers
    ]
    for mark in markers:
        label = _shortened(mark.name)
        width = sum(2 * LETTER_WIDTH if east_asian_width(c) in "WF" else LETTER_WIDTH for c in label)
        options = [_label_position(mark, *place, width) for place in _LABEL_POSITIONS]
        inside = [option for option in options if option[1][0] >= 0 and option[1][2] <= WIDTH] or options[2:]
        chosen = min(inside, key=lambda option: sum(_overlap(option[1], box) for box in taken))
        (x, y, anchor), box = chosen
        taken.append(box)
        yield MapMarker(
            mark.key, mark.number, mark.name, mark.x, mark.y, mark.is_here, label, round(x, 1), round(y, 1), anchor
        )


_LABEL_POSITIONS: tuple[tuple[str, Callable[[float], float], float], ...] = (
    ("start", lambda x: x + MARKER_RADIUS + 4, 4),
    ("end", lambda x: x - MARKER_RADIUS - 4, 4),
    ("middle", lambda x: x, MARKER_RADIUS + 13),
    ("middle", lambda x: x, -MARKER_RADIUS - 5),
)


def _label_position(
    marker: MapMarker, anchor: str, across: Callable[[float], float], down: float, width: float
) -> tuple[tuple[float, float, str], Box]:
    x, y = across(marker.x), marker.y + down
    if anchor == "middle":
        # Pushed back into the picture where it would stick out.
        x = min(max(x, width / 2), WIDTH - width / 2)
    left = {"start": x, "end": x - width, "middle": x - width / 2}[anchor]
    return (x, y, anchor), (left, y - LINE_HEIGHT * 0.75, left + width, y + LINE_HEIGHT * 0.25)


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


def _shortened(name: str) -> str:
    return name if len(name) <= MAX_NAME_LENGTH else name[: MAX_NAME_LENGTH - 1].rstrip() + "…"
