"""From the festival's rows to the rows of the import format, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, Prefetch
from django_countries.fields import Country

from screenings.importing.columns import ProgrammeRow, model_fields
from screenings.importing.pictures import exported_name
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow, external_ids
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Role, Screening
from screenings.models.pictures import PictureFile
from screenings.text.cleaning import name_key

Item = TypeVar("Item", bound=Hashable)


def films_by_id(festival: Festival) -> dict[str, Film]:
    """With section, parts, directors and cast. Three queries."""
    cast_and_directors = (
        Credit.objects.filter(role__in=(Role.DIRECTOR, Role.CAST)).select_related("person").order_by("order", "pk")
    )
    films = list(
        Film.objects.of(festival)
        .select_related("section")
        .prefetch_related(
            Prefetch("credits", cast_and_directors),
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


def stored_values(row_type: type[ProgrammeRow], instance: Model, owner: str = "") -> dict[str, Any]:
    """By column, what the model's fields hold; without the linked columns. No query."""
    return {column: _plain(getattr(instance, name)) for column, name in model_fields(row_type, owner).items()}


def _plain(value: Any) -> Any:
    """Lists as tuples, countries as their codes."""
    match value:
        case str() | Country():
            return str(value)
        case Iterable():
            return tuple(map(_plain, value))
        case _:
            return value


def festival_row(festival: Festival) -> FestivalRow:
    logo: PictureFile = festival.logo  # type: ignore[assignment]  # what PictureField makes of it
    header: PictureFile = festival.header  # type: ignore[assignment]
    own = stored_values(FestivalRow, festival)
    return FestivalRow(**own, logo=exported_name(logo), header=exported_name(header))


def person_label(person: Person, *, is_shared: bool) -> str:
    """The name; with the address behind it where others bear the name, and where it ends in brackets itself."""
    return f"{person.name} [{person.slug}]" if is_shared or person.name.endswith("]") else person.name


def people_by_name() -> Mapping[str, list[int]]:
    """The keys of those who bear each name, by `name_key`. One query."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for key, name in Person.objects.order_by("pk").values_list("pk", "name"):
        bearers[name_key(name)].append(key)
    return bearers


def person_labeller(bearers: Mapping[str, list[int]] | None = None) -> Callable[[Person], str]:
    """What the format calls each person, whoever else bears the name. One query, none where `bearers` are given."""
    known = people_by_name() if bearers is None else bearers
    return lambda person: person_label(person, is_shared=len(known.get(name_key(person.name), ())) > 1)


def film_row(key: str, film: Film, film_id_by_pk: Mapping[int, str], label: Callable[[Person], str]) -> FilmRow:
    """A film of `films_by_id`; `film_id_by_pk` gives the id of each film, `label` names its people."""
    credits_in_order = list(film.credits.all())
    return FilmRow(
        id=key,
        section=film.section.name if film.section else "",
        directors=_once(label(credit.person) for credit in credits_in_order if credit.role == Role.DIRECTOR),
        cast=_once((label(credit.person), credit.character) for credit in credits_in_order if credit.role == Role.CAST),
        slug=film.slug,
        parts=tuple(film_id_by_pk[link.part_id] for link in film.film_parts.all()),
        **stored_values(FilmRow, film),
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def hall_row(key: str, hall: Hall) -> HallRow:
    venue = hall.venue
    values = stored_values(HallRow, hall) | stored_values(HallRow, venue, "venue")
    return HallRow(id=key, venue=venue.name, slug=hall.slug, **values)


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
        length=None if start else stated,
        **stored_values(ScreeningRow, screening),
    )


def guests_of_screenings(festival: Festival) -> dict[int, tuple[int, ...]]:
    """The keys of each screening's guests by its own. One query."""
    through: Any = Screening.guests.through
    pairs = through.objects.filter(screening__festival=festival.pk).order_by("pk")
    guests: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for screening, guest in pairs.values_list("screening_id", "guest_id"):
        guests[screening] += (guest,)
    return dict(guests)


def screening_zone(hall: Hall | None, festival: Festival) -> ZoneInfo:
    """Where a screening's wall times are read and written."""
    return hall.venue.zone if hall else festival.zone
