"""What the festival holds already, as values: files speak of it by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from screenings.importing.existing import ExistingRows
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.rows_from_models import (
    film_row,
    hall_row,
    people_by_name,
    person_label,
    person_labeller,
    screening_row,
)
from screenings.models import Festival, Person

_BATCH = 500


@dataclass(frozen=True)
class KnownProgramme:
    """Rows by the ids that a file may call them by; `ids_by_uid` are those of screenings, `zones` those of halls.

    `namesakes` are all people of a name that several bear, whether or not a film here credits them, with their films.
    """

    zone: ZoneInfo
    starts_on: date
    ends_on: date
    day_starts_at: time = time(6)
    films: Mapping[str, FilmRow] = field(default_factory=dict)
    halls: Mapping[str, HallRow] = field(default_factory=dict)
    screenings: Mapping[str, ScreeningRow] = field(default_factory=dict)
    ids_by_uid: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def films_by_place(self) -> Mapping[tuple[str, datetime | None], set[str]]:
        """Which films are in a hall at a time, by their ids."""
        films: defaultdict[tuple[str, datetime | None], set[str]] = defaultdict(set)
        for row in self.screenings.values():
            if row.hall and row.start:
                films[row.hall, row.start].add(row.film)
        return dict(films)

    def hall_zone(self, hall: str) -> ZoneInfo:
        return self.zones.get(hall, self.zone)


def known_programme(festival: Festival, existing: ExistingRows) -> KnownProgramme:
    """One query beside those that loaded the rows: who bears whose name. Two more where several bear one."""
    bearers = people_by_name()
    label = person_labeller(bearers)
    film_ids, hall_ids = existing.film_id_by_pk, existing.hall_id_by_pk
    return KnownProgramme(
        zone=festival.zone,
        starts_on=festival.starts_on,
        ends_on=festival.ends_on,
        day_starts_at=festival.day_starts_at,
        films={key: film_row(key, film, film_ids, label) for key, film in existing.films.items()},
        halls={key: hall_row(key, hall) for key, hall in existing.halls.items()},
        screenings={key: screening_row(key, row, film_ids, hall_ids) for key, row in existing.screenings.items()},
        ids_by_uid={str(row.uid): key for key, row in existing.screenings.items()},
        zones={key: hall.venue.zone for key, hall in existing.halls.items()},
        namesakes=_namesakes([key for keys in bearers.values() if len(keys) > 1 for key in keys]),
    )


def _namesakes(keys: Sequence[int]) -> dict[str, tuple[str, ...]]:
    """By the label that tells them apart, the titles of their films at any festival."""
    titles: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(keys), _BATCH):
        people = Person.objects.filter(pk__in=keys[start : start + _BATCH]).order_by("pk")
        for person in people.prefetch_related("credits__film"):
            films = dict.fromkeys(credit.film.title for credit in person.credits.all())
            titles[person_label(person, is_shared=True)] = tuple(films)
    return titles
