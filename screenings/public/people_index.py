"""Everybody with a page: who made a public film, or comes along to a published screening."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from screenings.models import Credit, Festival, Film, FilmImage, Person
from screenings.public.former_addresses import public_slugs
from screenings.public.index_pages import IndexEntry
from screenings.public.publication_index import PublicationIndex
from screenings.timetable.values import PublicScreening


@dataclass(slots=True)
class IndexedPerson:
    """`films` with the slugs of the publication, by sort title; `roles` as the public reads them."""

    person: Person
    films: list[Film] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    showing: PublicScreening | None = None

    @property
    def image(self) -> FilmImage | None:
        """Of the first of their films that has one."""
        return next((film.leading_image for film in self.films if film.leading_image), None)


@dataclass(frozen=True, slots=True)
class PublicPeople:
    """`film_slugs` by the keys of the public films, `entries` in the order of an index."""

    entries: Sequence[IndexEntry]
    film_slugs: Mapping[int, str]


def public_people(festival: Festival, index: PublicationIndex) -> PublicPeople:
    """Three queries, as a rule."""
    slugs = dict(festival.films.order_by().values_list("pk", "slug"))
    films = public_slugs("film", slugs, index.films)
    guests = index.guests
    of_films = Credit.objects.filter(film__festival=festival).order_by().values_list("person", "film").distinct()
    known = guests | {person for person, film in of_films if film in films}
    here = Person.objects.filter(Q(credits__film__festival=festival) | Q(pk__in=guests))
    keys = here.order_by("sort_key", "pk").values_list("pk", "sort_key").distinct()
    return PublicPeople([IndexEntry(pk, key) for pk, key in keys if pk in known], films)


def indexed_people(
    people: PublicPeople, keys: Collection[int], nexts: Mapping[str, PublicScreening]
) -> list[IndexedPerson]:
    """Those of these keys, in the order of the index. `nexts`: the next showing of each film. Three queries."""
    theirs = Credit.objects.filter(person__in=keys).select_related("film").prefetch_related("film__images")
    found = {person.pk: IndexedPerson(person) for person in Person.objects.filter(pk__in=keys)}
    for credit in theirs.order_by("film__sort_title", "film", "order", "pk"):
        if credit.film_id in people.film_slugs:
            one = found[credit.person_id]
            credit.film.slug = people.film_slugs[credit.film_id]
            one.films += [credit.film] if credit.film not in one.films else []
            one.roles += [credit.public_role] if credit.public_role not in one.roles else []
    for one in found.values():
        rows = [nexts[film.slug] for film in one.films if film.slug in nexts]
        rows += [nexts[key] for key in (guest_name(one.person.pk),) if key in nexts]
        one.showing = min(rows, key=lambda row: (row.starts_at, row.title), default=None)
    return sorted(found.values(), key=lambda one: (one.person.sort_key, one.person.pk))


def guest_name(key: object) -> str:
    """What a guest's showings are kept by beside those of films: no slug begins like this."""
    return f"guest:{key}"
