"""What two visitors can see together: what both have chosen, and what suits both of what either has starred."""

from collections.abc import Iterator
from dataclasses import dataclass

from screenings.plans.page import Offer, make_offer
from screenings.plans.picked import PickedProgramme
from screenings.timetable.values import PublicScreening


@dataclass(frozen=True, slots=True)
class SharedFilm:
    """A film that both have starred, with the showings that fit both plans."""

    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """`going`: showings in both plans. `films`: what both want to see and have not both chosen a showing of."""

    going: tuple[Offer, ...]
    films: tuple[SharedFilm, ...]


def together(mine: PickedProgramme, theirs: PickedProgramme) -> Together:
    rows = mine.programme.rows
    both = [rows[uid] for uid in mine.stops if uid in theirs.stops and rows[uid].ends_at > mine.at]
    going = {film for row in both for film in mine.programme.option(row).films}
    wanted = sorted((_wanted(mine) & _wanted(theirs)) - going, key=lambda slug: mine.programme.titles[slug])
    films = (SharedFilm(mine.programme.titles[slug], tuple(_fitting(mine, theirs, slug))) for slug in wanted)
    return Together(tuple(make_offer(mine, row) for row in both), tuple(films))


def _wanted(picked: PickedProgramme) -> set[str]:
    """The films that are starred, or of which a showing is."""
    return {film.slug for film in picked.films} | {each.row.film_slug for each in picked.showings if each.row.film_slug}


def _fitting(mine: PickedProgramme, theirs: PickedProgramme, slug: str) -> Iterator[Offer]:
    """Showings that either goes to already, or can go to without giving anything up."""
    for row in mine.programme.by_film.get(slug, ()):
        if row.starts_at > mine.at and all(_can_go(picked, row) for picked in (mine, theirs)):
            yield make_offer(mine, row)


def _can_go(picked: PickedProgramme, row: PublicScreening) -> bool:
    if row.uid in picked.stops:
        return True
    # A showing of the same film gives way to this one.
    same = next((uid for uid, stop in picked.stops.items() if row.film_slug in stop.films), None)
    return picked.can_still_go(row) and picked.fits(row, instead_of=same)
