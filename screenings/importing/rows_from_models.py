"""From the festival's rows to the rows of the import format, in a fixed number of queries."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow, external_ids
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Role, Screening
from screenings.text.cleaning import name_key

Item = TypeVar("Item", bound=Hashable)


def films_by_id(festival: Festival) -> dict[str, Film]:
    """With section, parts, directors and cast. Three queries."""
    told = Credit.objects.filter(role__in=(Role.DIRECTOR, Role.CAST)).select_related("person").order_by("order", "pk")
    films = list(
        Film.objects.of(festival)
        .select_related("section")
        .prefetch_related(
            Prefetch("credits", told),
            Prefetch("film_parts", FilmPart.objects.order_by("order", "pk")),
        )
        .order_by("pk")
    )
    for film in films:
        film.festival = festival
    return dict(zip(external_ids((film.ref, film.slug) for film in films), films, strict=True))


def halls_by_id(festival: Festival) -> dict[str, Hall]:
    """With their venues. One query."""
    halls = list(Hall.objects.filter(venue__festival=festival).select_related("venue").order_by("pk"))
    for hall in halls:
        hall.venue.festival = festival
    ids = external_ids((hall.ref, f"{hall.venue.slug}/{hall.slug}") for hall in halls)
    return dict(zip(ids, halls, strict=True))


def screenings_by_id(festival: Festival) -> dict[str, Screening]:
    """Without films and halls: these are at hand by their keys. One query."""
    screenings = list(Screening.objects.of(festival).order_by("pk"))
    return dict(zip(external_ids((row.ref, str(row.uid)) for row in screenings), screenings, strict=True))


def festival_row(festival: Festival) -> FestivalRow:
    return FestivalRow(
        name=festival.name,
        slug=festival.slug,
        timezone=festival.timezone,
        starts_on=festival.starts_on,
        ends_on=festival.ends_on,
        day_starts_at=festival.day_starts_at,
    )


def person_label(person: Person, *, is_shared: bool) -> str:
    """The name; with the address behind it where others bear the name, and where it ends in brackets itself."""
    return f"{person.name} [{person.slug}]" if is_shared or person.name.endswith("]") else person.name


def person_labeller() -> Callable[[Person], str]:
    """What the format calls each person, whoever else bears the name. One query."""
    bearers = Counter(name_key(name) for name in Person.objects.order_by().values_list("name", flat=True))
    return lambda person: person_label(person, is_shared=bearers[name_key(person.name)] > 1)


def film_row(key: str, film: Film, film_id_by_pk: Mapping[int, str], label: Callable[[Person], str]) -> FilmRow:
    """A film of `films_by_id`; `film_ids` gives the id of each film by its primary key, `label` names its people."""
    told = list(film.credits.all())
    return FilmRow(
        id=key,
        title=film.title,
        original_title=film.original_title,
        year=film.year,
        runtime=film.runtime,
        section=film.section.name if film.section else "",
        genres=tuple(film.genres),
        countries=tuple(str(country) for country in film.countries),
        languages=tuple(film.languages),
        subtitles=tuple(film.subtitles),
        directors=_once(label(credit.person) for credit in told if credit.role == Role.DIRECTOR),
        cast=_once((label(credit.person), credit.character) for credit in told if credit.role == Role.CAST),
        synopsis=film.synopsis,
        parts=tuple(film_id_by_pk[link.part_id] for link in film.film_parts.all()),
        kind=film.kind,
        rating=film.rating,
        premiere=film.premiere,
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def hall_row(key: str, hall: Hall) -> HallRow:
    venue = hall.venue
    return HallRow(
        id=key,
        venue=venue.name,
        hall=hall.name,
        capacity=hall.capacity,
        changeover=hall.changeover,
        formats=tuple(hall.formats),
        address=venue.address,
        city=venue.city,
        country=str(venue.country),
        latitude=venue.latitude,
        longitude=venue.longitude,
        timezone=venue.timezone,
    )


def screening_row(
    key: str, screening: Screening, film_id_by_pk: Mapping[int, str], hall_id_by_pk: Mapping[int, str]
) -> ScreeningRow:
    start = screening.starts_at.astimezone(UTC) if screening.starts_at else None
    stated = screening.stated_length
    return ScreeningRow(
        id=key,
        film=film_id_by_pk[screening.film_id],
        hall=hall_id_by_pk[screening.hall_id] if screening.hall_id else "",
        start=start,
        end=start + timedelta(minutes=stated) if start and stated else None,
        audience=screening.audience,
        status=screening.status,
        intro=screening.intro,
        qa=screening.qa,
        format=screening.format,
        subtitles=tuple(screening.subtitles),
        access=tuple(screening.access),
        notes=screening.notes,
    )


def screening_zone(hall: Hall | None, festival: Festival) -> ZoneInfo:
    """Where a screening's wall times are read and written."""
    return hall.venue.zone if hall else festival.zone
