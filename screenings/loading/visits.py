"""What a visitor may plan with: the current publication's public showings and the ways between their venues."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Final
from uuid import UUID

from screenings.itinerary.values import ShowingOption
from screenings.loading.published import PublishedRow, published_rows
from screenings.loading.versions import FestivalVersion, VersionedValues, tokens_of
from screenings.models import Audience, Festival, Publication, TravelTime
from screenings.timetable.travel import Journey, Travel, TravelMode
from screenings.timetable.values import PublicScreening

MAX_KEPT: Final = 12_000  # screenings of all festivals


@dataclass(frozen=True)
class VisitProgramme:
    """A festival's current publication, to plan visits with. Films and venues go by the slugs it has for them."""

    festival: Festival
    publication: Publication | None
    published: Mapping[UUID, PublishedRow]
    stated: Mapping[tuple[str, str], tuple[int, str]]

    @cached_property
    def rows(self) -> dict[UUID, PublicScreening]:
        """By start."""
        values = sorted((row.value for row in self.published.values()), key=lambda row: (row.starts_at, str(row.uid)))
        return {row.uid: row for row in values}

    @cached_property
    def by_film(self) -> dict[str, list[PublicScreening]]:
        """The showings of each film, its programmes' too, by start."""
        found: dict[str, list[PublicScreening]] = {}
        for row in self.rows.values():
            for slug in films_of(row):
                found.setdefault(slug, []).append(row)
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """Of every film that is named."""
        rows = self.rows.values()
        titles = {slug: title for row in rows for slug, title in zip(row.part_slugs, row.parts, strict=True)}
        return titles | {row.film_slug: row.title for row in rows if row.film_slug}

    @cached_property
    def moments(self) -> list[datetime]:
        return sorted(set(chain.from_iterable((row.starts_at, row.ends_at) for row in self.rows.values())))

    def time_slot(self, at: datetime) -> int:
        """Within one, no showing begins or ends."""
        return bisect_right(self.moments, at)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {slug: number for number, slug in enumerate(sorted({row.venue_slug for row in self.rows.values()}))}

    @cached_property
    def _travel(self) -> Travel:
        """Stated minutes, else estimated from where the venues were published to be."""
        at = {row.venue_slug: (row.latitude, row.longitude) for row in self.rows.values()}
        number = self._numbers
        points = {number[slug]: (lat, lon) for slug, (lat, lon) in at.items() if lat is not None and lon is not None}
        known = {(number[o], number[d]): way for (o, d), way in self.stated.items() if o in number and d in number}
        return Travel(points, known)

    def journey(self, origin: str, destination: str, mode: TravelMode | None = None) -> Journey:
        """The way from one venue to another; by the given means, else by the fastest that the festival assumes."""
        numbers = self._numbers
        return self._travel.journey(numbers[origin], numbers[destination], mode)

    def travel(self, venues: Iterable[str], mode: TravelMode | None = None) -> dict[tuple[str, str], int]:
        """The same between all of these, in minutes."""
        slugs = set(venues)
        return {(here, there): self.journey(here, there, mode).minutes for here in slugs for there in slugs}

    def option(self, row: PublicScreening) -> ShowingOption:
        """Its day is the festival's own, also where the venue's clock shows another."""
        day = self.festival.calendar.day_of(row.starts_at)
        return ShowingOption(row.uid, films_of(row), row.venue_slug, row.starts_at, row.ends_at, day)


def films_of(row: PublicScreening) -> tuple[str, ...]:
    """All that it shows: the films of a programme count by themselves, too. Nothing of a secret one."""
    return tuple(dict.fromkeys(filter(None, (row.film_slug, *row.part_slugs))))


def is_open(row: PublicScreening) -> bool:
    """Whether anybody who likes may still go: it takes place, is for the public and not sold out."""
    return not row.is_cancelled and row.audience == Audience.PUBLIC and not row.sold_out


_KEPT: VersionedValues[VisitProgramme] = VersionedValues(MAX_KEPT, lambda programme: len(programme.published) + 1)


def visit_programme(version: FestivalVersion) -> VisitProgramme:
    """Of the festival in that state. Four queries, once for each state; it is shared, and nobody changes it."""
    key = version.festival_id
    named = None if version.is_writing else (version.live, version.public)
    return _KEPT.get_or_make(
        key,
        lambda: tokens_of(key, "live", "public"),
        lambda: load_visit_programme(Festival.objects.get(pk=key)),
        named=named,
    )


def load_visit_programme(festival: Festival) -> VisitProgramme:
    """Three queries; one less where this process knows the publication."""
    publication = Publication.objects.current(festival)
    stated = TravelTime.objects.of(festival).stated("slug")
    return VisitProgramme(festival, publication, published_rows(publication), stated)


@dataclass(frozen=True, slots=True)
class VisitOptions:
    """Offers whose films and sites are the slugs of films and venues; `travel` is minutes from site to site.

    `titles` are by film slug, of those that a planned showing names; `rows` are the published ones by uid.
    """

    offers: tuple[ShowingOption, ...]
    travel: dict[tuple[str, str], int]
    titles: dict[str, str]
    rows: dict[UUID, PublicScreening]


def load_visit_options(festival: Festival, *, booked: Collection[UUID] = ()) -> VisitOptions:
    """What is public, goes ahead, names its film and is not sold out; what is booked, in any case. Three queries."""
    programme = load_visit_programme(festival)
    offered = (row for row in programme.rows.values() if is_open(row) and row.film_slug)
    going = (row for row in programme.rows.values() if row.uid in booked and not row.is_cancelled)
    rows = {row.uid: row for row in (*offered, *going)}
    named = {slug for row in rows.values() for slug in films_of(row)}
    return VisitOptions(
        tuple(map(programme.option, rows.values())),
        programme.travel(row.venue_slug for row in rows.values()),
        {slug: title for slug, title in programme.titles.items() if slug in named},
        rows,
    )
