"""Earlier editions: which there are, and at which of them the same film was shown or the same person was.

Every festival of the site that began before is an earlier edition. What is named of one is public there.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q

from screenings.models import Credit, Festival, Film, Person, Publication, PublishedScreening, Role
from screenings.models.festivals import FestivalQuerySet
from screenings.public.addresses import page_path


class EarlierEdition(NamedTuple):
    """`address`: where a page leads to it, its home or what the page is about there."""

    festival: Festival
    address: str


def earlier_editions(festival: Festival) -> list[EarlierEdition]:
    """Those that were published, the newest first. One query."""
    published = Publication.objects.filter(festival=OuterRef("pk"))
    return [EarlierEdition(each, each.get_absolute_url()) for each in _before(festival).filter(Exists(published))]


def earlier_showings(film: Film, festival: Festival) -> list[EarlierEdition]:
    """Where the same film was shown, the newest first: one of its title and year, unless another director is known of
    it. One query where there is none, else three.
    """
    if not film.year:
        return []
    made = Prefetch("credits", Credit.objects.of_directors(), to_attr="directing")
    same = Film.objects.filter(festival__in=_before(festival), sort_title=film.sort_title, year=film.year)
    own = {credit.person_id for credit in film.credits.all() if credit.role == Role.DIRECTOR}
    found = []
    for other in same.select_related("festival").prefetch_related(made).order_by("-festival__starts_on", "-pk"):
        directors = {credit.person_id for credit in other.directing}
        if not own or not directors or own & directors:
            found.append(other)
    shown = _shown({(other.festival_id, other.slug) for other in found})
    return [
        EarlierEdition(other.festival, page_path("film", other.festival.slug, other.slug))
        for other in found
        if (other.festival_id, other.slug) in shown
    ]


def earlier_visits(person: Person, festival: Festival) -> list[EarlierEdition]:
    """Where a film of theirs was shown or they came along, the newest first. Two queries, a third for their films."""
    credited = Credit.objects.filter(person=person, film__festival__in=_before(festival)).order_by()
    shown = _shown(set(credited.values_list("film__festival", "film__slug")))
    came = PublishedScreening.objects.with_guest(person).filter(until__isnull=True).order_by().values("festival")
    editions = _before(festival).filter(Q(pk__in={pk for pk, _slug in shown}) | Q(pk__in=came))
    return [EarlierEdition(each, page_path("person", each.slug, person.slug)) for each in editions]


def _before(festival: Festival) -> FestivalQuerySet:
    return Festival.objects.filter(starts_on__lt=festival.starts_on).newest_first()


def _shown(films: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of these festivals and slugs that are public. One query, none for no films."""
    films = set(films)
    if not films:
        return set()
    named = (Q(festival=pk) & (Q(film_slug=slug) | Q(part_slugs__has=slug)) for pk, slug in films)
    rows = PublishedScreening.objects.filter(reduce(or_, named), until__isnull=True).order_by()
    found = rows.values_list("festival", "film_slug", "part_slugs").distinct()
    return films & {(pk, slug) for pk, film, parts in found for slug in (film, *parts)}
