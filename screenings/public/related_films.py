"""Which films the page of a film names: those to see after it, and those that it accompanies.

To be seen after it are films of the same director, then with the same themes, then of the same section. Of several,
what shares more comes first, then the alphabet. Only what the publication names, and neither the film's own parts nor
the programmes it plays in, which its page names anyway.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from heapq import nsmallest
from typing import NamedTuple

from screenings.loading.versions import FestivalVersion, VersionedValues, tokens_of
from screenings.models import Credit, Festival, FilmLink, FilmPart, Publication
from screenings.public.former_addresses import public_slugs
from screenings.public.publication_index import publication_index

MAX_RELATED = 4
MAX_KEPT = 20_000  # films of all festivals


class FilmTraits(NamedTuple):
    """`slug`: that of the publication. `accompanied`: the films of which this is a conversation, a clip or the like."""

    pk: int
    slug: str
    sort_title: str
    directors: frozenset[int]
    themes: frozenset[str]
    section: int | None
    near: frozenset[int]  # its parts and its programmes
    accompanied: tuple[int, ...]  # by sort title


class PublicTraits:
    """Of all films that the publication names."""

    def __init__(self, traits: Mapping[int, FilmTraits]) -> None:
        self.traits = traits

    def at(self, slug: str) -> FilmTraits | None:
        """Of the film that the publication names by this slug, though its own may be another by now; None where it is
        gone.
        """
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, FilmTraits]:
        """Where two had a slug, the newer film has it."""
        return {traits.slug: traits for _pk, traits in sorted(self.traits.items())}

    def related(self, film: FilmTraits) -> list[int]:
        """The keys of the films to see after it, the nearest first."""
        ranked = []
        for other in self.traits.values():
            directors, themes = len(film.directors & other.directors), len(film.themes & other.themes)
            in_section = film.section is not None and film.section == other.section
            if other.pk != film.pk and other.pk not in film.near and (directors or themes or in_section):
                ranked.append((-directors, -themes, not in_section, other.sort_title, other.pk))
        return [pk for *_rank, pk in nsmallest(MAX_RELATED, ranked)]


_TRAITS: VersionedValues[PublicTraits] = VersionedValues(MAX_KEPT, lambda kept: len(kept.traits))


def public_traits(festival: Festival, version: FestivalVersion | None = None) -> PublicTraits:
    """No query where they are known and the festival's `version` has just been read, one where it has not; six more
    where they have changed.
    """
    return _TRAITS.get_or_make(
        festival.pk,
        lambda: tokens_of(festival.pk, "live", "public"),
        lambda: PublicTraits(_read_traits(festival)),
        named=(version.live, version.public) if version else None,
    )


def _read_traits(festival: Festival) -> dict[int, FilmTraits]:
    rows = list(festival.films.order_by("sort_title", "pk").values_list("pk", "slug", "sort_title", "tags", "section"))
    # Read here, between the two times that its token is: who asks may have read an older publication.
    shown = publication_index(Publication.objects.current(festival)).films
    named = public_slugs("film", {row[0]: row[1] for row in rows}, shown)
    order = {row[0]: place for place, row in enumerate(rows) if row[0] in named}
    directors, near, accompanied = defaultdict(set), defaultdict(set), defaultdict(set)
    made = Credit.objects.of_directors().filter(film__festival=festival).order_by()
    for film, person in made.values_list("film", "person"):
        directors[film].add(person)
    links = FilmPart.objects.filter(programme__festival=festival).order_by()
    for programme, part in links.values_list("programme", "part"):
        near[programme].add(part)
        near[part].add(programme)
    leading = FilmLink.objects.filter(film__festival=festival, leads_to__isnull=False).order_by()
    for film, event in leading.values_list("film", "leads_to"):
        accompanied[event].add(film)
    return {
        pk: FilmTraits(
            pk,
            named[pk],
            sort_title,
            frozenset(directors[pk]),
            frozenset(map(str.casefold, tags)),
            section,
            frozenset(near[pk]),
            tuple(sorted(accompanied[pk] & order.keys(), key=order.__getitem__)),
        )
        for pk, _slug, sort_title, tags, section in rows
        if pk in named
    }
