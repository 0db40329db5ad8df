"""What the festival holds already, loaded once: seven queries, whatever its size."""

from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Model

from screenings.importing.details import DETAILS
from screenings.importing.named_rows import NamedRows
from screenings.importing.records import ParseContext
from screenings.importing.rows_from_models import films_by_id, halls_by_id, screenings_by_id
from screenings.models import Festival, Film, Hall, Screening, Section, Venue
from screenings.text.cleaning import name_key


@dataclass
class ExistingRows:
    """`festival` is None before the first import. Objects by the ids a file may call them by."""

    festival: Festival | None
    films: dict[str, Film] = field(default_factory=dict)
    halls: dict[str, Hall] = field(default_factory=dict)
    screenings: dict[str, Screening] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)

    def details(self, table: str) -> list[Model]:
        """The rows of a further table. One query, but for sections and venues, of which there is one object each."""
        if self.festival is None:
            return []
        if table in ("sections", "venues"):
            return list(self.sections if table == "sections" else self.venues)
        return list(DETAILS[table].instances(self.festival))

    def names(self) -> NamedRows:
        """By which the tables call films, halls, screenings and sections; a venue may have a new name. No query."""
        names = NamedRows()
        for kind, rows in (("film", self.films), ("hall", self.halls), ("screening", self.screenings)):
            for key, row in rows.items():
                names.add(kind, key, row)
        for section in self.sections:
            names.add("section", section.name, section)
        return names

    @cached_property
    def film_id_by_pk(self) -> dict[int, str]:
        return {film.pk: key for key, film in self.films.items()}

    @cached_property
    def hall_id_by_pk(self) -> dict[int, str]:
        return {hall.pk: key for key, hall in self.halls.items()}

    def parse_context(self) -> ParseContext:
        """The same for reading: values only."""
        if self.festival is None:
            return ParseContext()
        return ParseContext(
            zone=self.festival.zone,
            starts_on=self.festival.starts_on,
            ends_on=self.festival.ends_on,
            day_starts_at=self.festival.day_starts_at,
            film_parts={
                key: tuple(self.film_id_by_pk[link.part_id] for link in film.film_parts.all())
                for key, film in self.films.items()
            },
            film_titles={key: film.title for key, film in self.films.items()},
            hall_names={key: hall.full_name for key, hall in self.halls.items()},
            hall_venues={key: name_key(hall.venue.name) for key, hall in self.halls.items()},
            hall_zones={key: _own_zone(hall.venue) for key, hall in self.halls.items()},
            venue_zones={name_key(venue.name): _own_zone(venue) for venue in self.venues},
        )


def _own_zone(venue: Venue) -> ZoneInfo | None:
    return venue.zone if venue.timezone else None


def load_existing_rows(festival: Festival | None) -> ExistingRows:
    if festival is None:
        return ExistingRows(None)
    venues = list(Venue.objects.filter(festival=festival).order_by("pk"))
    for venue in venues:
        venue.festival = festival
    halls = halls_by_id(festival)
    by_pk = {venue.pk: venue for venue in venues}
    for hall in halls.values():
        # One object for each venue: what one hall's row changes, the next one's sees.
        hall.venue = by_pk[hall.venue_id]
    return ExistingRows(
        festival,
        films_by_id(festival),
        halls,
        screenings_by_id(festival),
        list(festival.sections.all()),
        venues,
    )
