"""Where old addresses lead: to what once had them, as long as nothing else has them now.

What is public under which address is the publication's affair. A slug that was changed and is not published yet leads
back to the one that is.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from screenings.models import Festival, Film, FormerAddress, Hall, Person, PublishedScreening, Section, Venue
from screenings.models.former_addresses import KINDS

Row = TypeVar("Row", Film, Section, Venue)
QUERY_KINDS = ("section", "venue", "hall")  # the filters of the listing that are addresses
_ADDRESS = re.compile(r"[-\w]+(\.[-\w]+)?")  # what else is typed was never one
_MODELS: dict[str, Any] = {"film": Film, "section": Section, "venue": Venue}


def festival_now_at(slug: str) -> str:
    """The address of the festival that once had this one; empty where none did. One query."""
    of_festivals = {f"{kind}__isnull": True for kind in KINDS}
    found = FormerAddress.objects.filter(slug=slug, festival__isnull=False, **of_festivals)
    return found.values_list("festival__slug", flat=True).first() or ""


def person_now_at(slug: str) -> str:
    """The address of the person who once had this one; empty where nobody did. One query."""
    return Person.objects.filter(former_addresses__slug=slug).values_list("slug", flat=True).first() or ""


def public_slug(festival: Festival, kind: str, slug: str) -> str:
    """Under which slug the publication names what has, or once had, this one; empty where it does not.

    One query where it is the same, six at most.
    """
    if _is_public(festival, kind, slug):
        return slug
    called = _slugs_of_hall(festival, slug) if kind == "hall" else _slugs(festival, kind, slug)
    return next((each for each in called if _is_public(festival, kind, each)), "")


def present_query(festival: Festival, query: QueryDict) -> QueryDict:
    """The query with old addresses of sections, cinemas and halls made present ones; itself where it has none.

    One query where nothing of it was ever changed, and none where it names none of them.
    """
    given = ((kind, str(slug)) for kind in QUERY_KINDS for slug in query.getlist(kind))
    chosen = [(kind, slug) for kind, slug in given if _ADDRESS.fullmatch(slug)]
    parts = {part for _kind, slug in chosen for part in (slug, slug.partition(".")[0])}
    if not parts or not FormerAddress.objects.filter(slug__in=parts, festival=festival).exists():
        return query
    changed = query.copy()
    now = {(kind, slug): public_slug(festival, kind, slug) or slug for kind, slug in chosen}
    for kind in {kind for kind, _slug in chosen}:
        changed.setlist(kind, [now.get((kind, slug), slug) for slug in query.getlist(kind)])
    return changed


def holder(found: QuerySet[Any], slug: str) -> Any:
    """The one that the publication names by this slug, though its own may be another by now; None where it is gone.

    Its slug is the publication's, so that what it is shown with leads to what is public. Not to be saved. Two queries.
    """
    one = found.filter(slug=slug).first() or found.filter(former_addresses__slug=slug).order_by("-pk").first()
    if one is not None:
        one.slug = slug
    return one


def public_slugs(kind: str, slugs: Mapping[int, str], public: Collection[str]) -> dict[int, str]:
    """Under which of these slugs the publication names each of those whose own are given, by their keys.

    A query where both a row and a slug are left over, as when a slug was changed and is not published yet.
    """
    named = {pk: slug for pk, slug in slugs.items() if slug in public}
    left_over, missing = slugs.keys() - named.keys(), set(public).difference(named.values())
    if left_over and missing:
        called = {f"{kind}__in": left_over}
        found = FormerAddress.objects.filter(**called).order_by("pk").values_list(f"{kind}_id", "slug")
        named.update((pk, slug) for pk, slug in found if slug in missing)
    return named


def publicly_named(kind: str, rows: Iterable[Row], public: Collection[str]) -> list[Row]:
    """Those of the rows that the publication names, each with the slug that it has there. Not to be saved."""
    rows = list(rows)
    named = public_slugs(kind, {row.pk: row.slug for row in rows}, public)
    for row in rows:
        row.slug = named.get(row.pk, row.slug)
    return [row for row in rows if row.pk in named]


def _is_public(festival: Festival, kind: str, slug: str) -> bool:
    condition = Q(film_slug=slug) | Q(part_slugs__has=slug) if kind == "film" else Q(**{f"{kind}_slug": slug})
    return PublishedScreening.objects.current(festival).filter(condition).exists()


def _slugs(festival: Festival, kind: str, slug: str) -> list[str]:
    """What those are called and were called that have or had this slug; who has it comes first."""
    holders = _MODELS[kind].objects.filter(Q(slug=slug) | Q(former_addresses__slug=slug), festival=festival).distinct()
    return [each for one in _having_first(holders, slug) for each in (one.slug, *_former(one))]


def _slugs_of_hall(festival: Festival, slug: str) -> list[str]:
    """The same of `cinema.hall`, either part of which may be an old one."""
    venue, _, hall = slug.partition(".")
    venues = Venue.objects.filter(Q(slug=venue) | Q(former_addresses__slug=venue), festival=festival)
    spellings = {slug, *(f"{each}.{hall}" for one in venues for each in (one.slug, *_former(one)))}
    known = Q(venue__in=venues, slug=hall) | Q(former_addresses__slug__in=spellings)
    found = Hall.objects.filter(known, venue__festival=festival)
    slugs = []
    for one in _having_first(found.select_related("venue").distinct(), hall):
        own, cinema = (one.slug, *_former(one)), (one.venue.slug, *_former(one.venue))
        slugs += [f"{first}.{each.rpartition('.')[2]}" for each, first in product(own, cinema)]
        slugs += _former(one)
    return slugs


def _having_first(found: Iterable[Any], slug: str) -> list[Any]:
    return sorted(found, key=lambda one: (one.slug != slug, -one.pk))


def _former(one: Model) -> list[str]:
    addresses = one.former_addresses.order_by("-pk")  # type: ignore[attr-defined]  # every kind has some
    return list(addresses.values_list("slug", flat=True))
