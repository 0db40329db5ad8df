"""What may be merged with what: people with people, and films, cinemas and halls of one festival with their like."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from screenings.models import Festival, Film, Hall, Person, Venue
from screenings.scheduling.screening_change import ChangeRefused

MERGEABLE: dict[type[Model], str] = {Person: "person", Film: "film", Venue: "venue", Hall: "hall"}


def festival_of(row: Any) -> Festival | None:
    """Whose it is; a person is no one festival's."""
    if isinstance(row, Person):
        return None
    return row.venue.festival if isinstance(row, Hall) else row.festival


def check_mergeable(rows: Iterable[Any]) -> None:
    """Raises ChangeRefused for rows of several festivals, and for a programme and a film of its own."""
    rows = list(rows)
    if len({getattr(festival_of(row), "pk", None) for row in rows}) > 1:
        raise ChangeRefused("They belong to different festivals. Choose those of one festival.")
    films = Film.objects.filter(pk__in=[row.pk for row in rows]) if isinstance(rows[0], Film) else Film.objects.none()
    if films.exclude(film_parts=None).exists() and films.exclude(in_programmes=None).exists():
        raise ChangeRefused("One of them is a programme, another a part of one. Only films alike can be merged.")


def mergeable_into(row: Any) -> QuerySet[Any]:
    """Into which it may be merged, as `check_mergeable` sees it."""
    others = type(row)._default_manager.exclude(pk=row.pk)
    if isinstance(row, Hall):
        return others.filter(venue__festival=row.venue.festival_id)
    if isinstance(row, Person):
        return others
    others = others.filter(festival=row.festival_id)
    if isinstance(row, Film) and row.film_parts.exists():
        others = others.filter(in_programmes=None)
    if isinstance(row, Film) and row.in_programmes.exists():
        others = others.filter(film_parts=None)
    return others
