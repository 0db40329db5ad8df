"""A plan beside the programme: what of it is shown when, what is left to be chosen, and what is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from screenings.itinerary.stops import StopConflict, conflict_of, stop_conflicts
from screenings.itinerary.values import ShowingOption
from screenings.loading.visits import VisitProgramme, films_of, is_open
from screenings.models import Pick, Plan
from screenings.plans.hours import is_in_hours, travel_mode
from screenings.public.former_addresses import public_slug
from screenings.timetable.values import PublicScreening


@dataclass(frozen=True)
class PickedFilm:
    """A film that is in the plan as such. `slug`: as the publication has it now; empty where it is not shown."""

    pick: Pick
    slug: str
    title: str


@dataclass(frozen=True)
class PickedShowing:
    pick: Pick
    row: PublicScreening


class PickedProgramme:
    """`showings` by start, cancelled ones among them; `stops` are those that one goes to. `gone`: picks of what is no
    longer in the programme.
    """

    def __init__(self, programme: VisitProgramme, plan: Plan, picks: Iterable[Pick], at: datetime) -> None:
        self.programme, self.plan, self.at = programme, plan, at
        self.films: list[PickedFilm] = []
        self.showings: list[PickedShowing] = []
        self.gone: list[Pick] = []
        for pick in picks:
            if pick.screening_uid and (row := programme.rows.get(pick.screening_uid)):
                self.showings.append(PickedShowing(pick, row))
            elif pick.film_slug and (slug := self._slug(pick.film_slug)):
                self.films.append(PickedFilm(pick, slug, programme.titles[slug]))
            else:
                self.gone.append(pick)
        self.showings.sort(key=lambda each: (each.row.starts_at, str(each.row.uid)))

    def _slug(self, slug: str) -> str:
        """The film's present address; six queries where it has another than when it was picked."""
        titles = self.programme.titles
        present = slug if slug in titles else public_slug(self.programme.festival, "film", slug)
        return present if present in titles else ""

    @cached_property
    def stops(self) -> dict[UUID, ShowingOption]:
        going = (each.row for each in self.showings if not each.row.is_cancelled)
        return {row.uid: self.programme.option(row) for row in going}

    @cached_property
    def travel(self) -> dict[tuple[str, str], int]:
        return self.programme.travel((row.venue_slug for row in self.programme.rows.values()), travel_mode(self.plan))

    @cached_property
    def conflicts(self) -> list[StopConflict]:
        return list(stop_conflicts(self.stops.values(), self.travel, margin=self.plan.margin))

    @cached_property
    def films_seen(self) -> set[str]:
        """Those that the plan's showings show."""
        return {film for stop in self.stops.values() for film in stop.films}

    @cached_property
    def films_to_place(self) -> list[PickedFilm]:
        return [film for film in self.films if film.slug not in self.films_seen]

    def open_showings(self, slugs: Iterable[str]) -> list[PublicScreening]:
        """What is still to come of these films, and not in the plan; by start."""
        found = {row.uid: row for slug in slugs for row in self.programme.by_film.get(slug, ())}
        rows = sorted(found.values(), key=lambda row: (row.starts_at, str(row.uid)))
        return [row for row in rows if self.can_still_go(row) and row.uid not in self.stops]

    def can_still_go(self, row: PublicScreening) -> bool:
        return row.starts_at > self.at and is_open(row)

    def in_the_way(self, row: PublicScreening, *, instead_of: UUID | None = None) -> StopConflict | None:
        """The first thing that speaks against going there as well, or instead of a showing of the plan."""
        option = self.programme.option(row)
        for uid, stop in self.stops.items():
            if uid != instead_of and (found := conflict_of(option, stop, self.travel, self.plan.margin)):
                return found
        return None

    def fits(self, row: PublicScreening, *, instead_of: UUID | None = None) -> bool:
        """Whether one can go there, within one's hours, without giving up anything of the plan."""
        option = self.programme.option(row)
        return is_in_hours(self.programme.festival, self.plan, option) and not self.in_the_way(
            row, instead_of=instead_of
        )

    def instead_of(self, row: PublicScreening) -> list[PublicScreening]:
        """Other showings of the same that fit."""
        slug = row.film_slug
        return [other for other in self.open_showings([slug] if slug else ()) if self.fits(other, instead_of=row.uid)]

    def is_last_chance(self, row: PublicScreening) -> bool:
        """Whether it is the last of its film that is still to come; a secret one is never told apart."""
        films = films_of(row)
        return bool(films) and not row.is_cancelled and row.starts_at > self.at and not self._others(row)

    def _others(self, row: PublicScreening) -> Sequence[PublicScreening]:
        shown = self.programme.by_film.get(row.film_slug, ())
        return [each for each in shown if each.uid != row.uid and self.can_still_go(each)]
