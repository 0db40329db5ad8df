"""The working timetable's rows with all that rules and readers ask of them, in a fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Prefetch

from screenings.models import Credit, Festival, Film, FilmImage, FilmPart, Guest, Hall, Print, Role, Screening

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class WorkingRows:
    """Every screening of a festival, and every film and hall, shown or not, by primary key."""

    rows: list[Screening]
    films: dict[int, Film]
    halls: dict[int, Hall]


def load_working_rows(festival: Festival) -> WorkingRows:
    """Films and halls are loaded once each, however often they are shown, and know their festival.

    Screenings first: what one of them refers to is then there to be found, though others are adding rows meanwhile.
    """
    guests = Guest.objects.select_related("person").order_by("person__sort_key")
    rows = Screening.objects.of(festival).select_related("print").prefetch_related(Prefetch("guests", guests))
    found = list(rows.order_by("pk"))
    films = {film.pk: film for film in _films(festival)}
    halls = {hall.pk: hall for hall in sorted(_halls(festival), key=lambda hall: hall.natural_order_key)}
    for film in films.values():
        film.festival = festival
        for link in film.film_parts.all():
            if link.part_id in films:
                link.part = films[link.part_id]
    for hall in halls.values():
        hall.venue.festival = festival
    for row in found:
        row.festival = festival
        row.film = films[row.film_id]
        row.hall = None if row.hall_id is None else halls[row.hall_id]
    return WorkingRows(found, films, halls)


def _halls(festival: Festival) -> Iterable[Hall]:
    halls = Hall.objects.filter(venue__festival=festival).select_related("venue").order_by()
    return halls.prefetch_related("opening_hours", "closures")


def _films(festival: Festival) -> Iterable[Film]:
    directors = Credit.objects.filter(role=Role.DIRECTOR).select_related("person").order_by("order", "pk")
    return (
        Film.objects.of(festival)
        .select_related("section")
        .prefetch_related(
            Prefetch("credits", directors),
            Prefetch("film_parts", FilmPart.objects.order_by("order", "pk")),
            Prefetch("prints", Print.objects.order_by("pk")),
            Prefetch("images", FilmImage.objects.exclude(file="").order_by("order", "pk")),
        )
    )


def once_per_film(compute: Callable[[Film], Answer]) -> Callable[[Film], Answer]:
    """The same answer for every showing of a film, worked out once."""
    known: dict[int, Answer] = {}

    def answer(film: Film) -> Answer:
        if film.pk not in known:
            known[film.pk] = compute(film)
        return known[film.pk]

    return answer
