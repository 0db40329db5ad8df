"""Films to see after this one: of the same director, then with the same themes, then of the same section.

Of several, what shares more comes first, then the alphabet. Only what the publication names, and neither the film's
own parts nor the programmes it plays in, which its page names anyway.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Credit, Festival, Film, FilmPart
from screenings.public.former_addresses import public_slugs
from screenings.public.listings import public_films

MAX_RELATED = 4
MAX_KEPT = 20_000  # films of all festivals


class _Traits(NamedTuple):
    pk: int
    sort_title: str
    directors: frozenset[int]
    themes: frozenset[str]
    section: int | None
    near: frozenset[int]  # its parts and its programmes


_TRAITS: VersionedValues[dict[int, _Traits]] = VersionedValues(MAX_KEPT, len)


def related_films(film: Film, festival: Festival) -> list[int]:
    """Their keys, the nearest first. One query, four more where they have changed."""
    traits = _TRAITS.get_or_make(
        festival.pk, lambda: tokens_of(festival.pk, "live", "public"), lambda: _public_traits(festival)
    )
    return nearest(traits[film.pk], traits.values()) if film.pk in traits else []


def nearest(film: _Traits, others: Collection[_Traits]) -> list[int]:
    ranked = []
    for other in others:
        directors, themes = len(film.directors & other.directors), len(film.themes & other.themes)
        in_section = film.section is not None and film.section == other.section
        if other.pk != film.pk and other.pk not in film.near and (directors or themes or in_section):
            ranked.append((-directors, -themes, not in_section, other.sort_title, other.pk))
    return [pk for *_rank, pk in sorted(ranked)[:MAX_RELATED]]


def _public_traits(festival: Festival) -> dict[int, _Traits]:
    rows = list(festival.films.order_by("pk").values_list("pk", "slug", "sort_title", "tags", "section"))
    named = public_slugs("film", {row[0]: row[1] for row in rows}, public_films(festival))
    directors, near = defaultdict(set), defaultdict(set)
    made = Credit.objects.of_directors().filter(film__festival=festival).order_by()
    for film, person in made.values_list("film", "person"):
        directors[film].add(person)
    links = FilmPart.objects.filter(programme__festival=festival).order_by()
    for programme, part in links.values_list("programme", "part"):
        near[programme].add(part)
        near[part].add(programme)
    return {
        pk: _Traits(
            pk, sort_title, frozenset(directors[pk]), frozenset(map(str.casefold, tags)), section, frozenset(near[pk])
        )
        for pk, _slug, sort_title, tags, section in rows
        if pk in named
    }
