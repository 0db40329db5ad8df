"""What a visitor may plan with: the current publication's public showings and the ways between their venues."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from screenings.itinerary.values import ShowingOption
from screenings.models import Audience, Festival, PublishedScreening, TravelTime
from screenings.timetable.travel import Travel


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """Offers whose films and sites are the slugs of films and venues; `travel` is minutes from site to site.

    `titles` are by film slug, of those that a planned showing names; `rows` are the published ones by uid.
    """

    offers: tuple[ShowingOption, ...]
    travel: dict[tuple[str, str], int]
    titles: dict[str, str]
    rows: dict[UUID, PublishedScreening]


def load_visit_options(festival: Festival, *, booked: Collection[UUID] = ()) -> VisitOptions:
    """What is public, goes ahead, names its film and is not sold out; what is booked, in any case. Two queries.

    The films of a programme count by themselves, too.
    """
    shown = PublishedScreening.objects.current(festival).going_ahead().defer("vevent", "search_text")
    rows = {row.uid: row for row in shown if row.uid in booked or _is_open(row)}
    offers = tuple(_offer(festival, row) for row in rows.values())
    titles = {slug: title for row in rows.values() for slug, title in zip(row.part_slugs, row.parts, strict=True)}
    titles |= {row.film_slug: row.title for row in rows.values() if row.film_slug}
    return VisitOptions(offers, _travel(festival, rows.values()), titles, rows)


def _is_open(row: PublishedScreening) -> bool:
    return row.audience == Audience.PUBLIC and not row.sold_out and bool(row.film_slug)


def _offer(festival: Festival, row: PublishedScreening) -> ShowingOption:
    """Its day is the festival's own, also where the venue's clock shows another."""
    films = tuple(dict.fromkeys(filter(None, (row.film_slug, *row.part_slugs))))
    return ShowingOption(
        row.uid, films, row.venue_slug, row.starts_at, row.ends_at, festival.calendar.day_of(row.starts_at)
    )


def _travel(festival: Festival, rows: Collection[PublishedScreening]) -> dict[tuple[str, str], int]:
    """Stated minutes, else estimated from where the venues were published to be."""
    at = {row.venue_slug: (row.latitude, row.longitude) for row in rows}
    number = {slug: place for place, slug in enumerate(sorted(at))}
    points = {number[s]: (lat, lon) for s, (lat, lon) in at.items() if lat is not None and lon is not None}
    ways = TravelTime.objects.of(festival).stated("slug").items()
    stated = {(number[o], number[d]): way for (o, d), way in ways if o in number and d in number}
    travel = Travel(points, stated)
    return {(here, there): travel.journey(number[here], number[there]).minutes for here in at for there in at}
