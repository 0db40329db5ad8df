"""All that a festival holds as rows of the format, each called as the other tables call it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from screenings.importing.columns import columns_of
from screenings.importing.detail_rows import CreditRow, ImageRow, PersonRow, VenueRow
from screenings.importing.details import DETAILS
from screenings.importing.existing import ExistingRows, load_existing_rows
from screenings.importing.named_rows import NamedRows
from screenings.importing.plan_acknowledgements import acknowledgement_rows
from screenings.importing.plan_images import image_rows
from screenings.importing.plan_people import people_of
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.importing.rows_from_models import (
    film_row,
    guests_of_screenings,
    hall_row,
    person_labeller,
    screening_row,
    stored_values,
)
from screenings.models import Credit, Festival, FilmImage, Role
from screenings.models.slugs import free_slug

# What the films' table says by itself.
_IN_FILMS = (Role.DIRECTOR, Role.CAST)
_SAID_OF_HALLS = ("address", "city", "country", "latitude", "longitude", "timezone")


def programme_rows(festival: Festival, *, with_uids: bool = False) -> Mapping[str, Sequence[Any]]:
    """By the names of their tables. What follows from other columns is left empty: an address from a title."""
    existing = load_existing_rows(festival)
    names = existing.names()
    people = list(people_of(festival))
    label = person_labeller()
    for person in people:
        names.add("person", label(person), person)
    for venue in existing.venues:
        names.add("venue", venue.name, venue)
    rows: dict[str, Sequence[Any]] = {}
    for name, table in DETAILS.items():
        instances = existing.details(name)
        rows[name] = table.rows(instances, names)
        for row, instance in zip(rows[name], instances, strict=True) if table.called_by else ():
            names.add(table.noun, getattr(row, table.called_by), instance)
    films = [film_row(key, film, existing.film_id_by_pk, label) for key, film in existing.films.items()]
    halls = [hall_row(key, hall) for key, hall in existing.halls.items()]
    return {
        **rows,
        "films": _without_usual_addresses(films),
        "halls": _halls_without_usual_addresses(halls),
        "venues": _venues(rows["venues"], halls),
        "screenings": _screenings(existing, names, with_uids=with_uids),
        "people": [PersonRow(**stored_values(PersonRow, person)) for person in people],
        "credits": _credits(festival, existing, names),
        "images": [_with_file(*pair) for pair in image_rows(festival, names)],
        "acknowledgements": [row for row, _said in acknowledgement_rows(festival, names)],
    }


def _screenings(existing: ExistingRows, names: NamedRows, *, with_uids: bool) -> Sequence[ScreeningRow]:
    assert existing.festival is not None
    guests = guests_of_screenings(existing.festival)
    rows = []
    for key, screening in existing.screenings.items():
        row = screening_row(key, screening, existing.film_id_by_pk, existing.hall_id_by_pk)
        labels = sorted(names.name_of("guest", guest) for guest in guests.get(screening.pk, ()))
        if labels or screening.print_id or with_uids:
            row = replace(
                row,
                guests=tuple(labels),
                print=names.name_of("print", screening.print_id),
                uid=str(screening.uid) if with_uids else "",
            )
        rows.append(row)
    return rows


def _without_usual_addresses(films: Sequence[FilmRow]) -> Sequence[FilmRow]:
    if _are_usual(((film.slug, film.title) for film in films), "film"):
        return [replace(film, slug="") for film in films]
    return films


def _halls_without_usual_addresses(halls: Sequence[HallRow]) -> Sequence[HallRow]:
    by_venue: defaultdict[str, list[HallRow]] = defaultdict(list)
    for hall in halls:
        by_venue[hall.venue].append(hall)
    if all(_are_usual(((hall.slug, hall.hall) for hall in own), "hall") for own in by_venue.values()):
        return [replace(hall, slug="") for hall in halls]
    return halls


def _venues(venues: Sequence[VenueRow], halls: Sequence[HallRow]) -> Sequence[VenueRow]:
    """None where the halls' table says it all."""
    with_halls = dict.fromkeys(hall.venue for hall in halls)
    slugs = {venue.venue: venue.slug for venue in venues}
    # In the order of either table, as an import makes them.
    orders = (slugs, with_halls)
    if all(_are_usual(((slugs[name], name) for name in order), "venue") for order in orders):
        venues = [replace(venue, slug="") for venue in venues]
    if with_halls.keys() == slugs.keys():
        unsaid = {name: columns_of(VenueRow)[name].default for name in _SAID_OF_HALLS}
        venues = [replace(venue, **unsaid) for venue in venues]
    return venues if any(venue != VenueRow(venue.venue) for venue in venues) else ()


def _are_usual(slugs_and_texts: Iterable[tuple[str, str]], fallback: str) -> bool:
    """Whether an import would give each the address that it has."""
    taken: set[str] = set()
    for slug, text in slugs_and_texts:
        if free_slug(text, taken, fallback=fallback) != slug:
            return False
        taken.add(slug)
    return True


def _with_file(row: ImageRow, image: FilmImage) -> ImageRow:
    """A picture whose file was lost goes out as one without."""
    is_there = image.file.name and image.file.storage.exists(image.file.name)
    return row if is_there else replace(row, picture="")


def _credits(festival: Festival, existing: ExistingRows, names: NamedRows) -> Sequence[CreditRow]:
    """Those of films of which the films' table does not say all. One query."""
    credits_of = Credit.objects.filter(film__festival=festival).order_by("film", "order", "pk")
    rows: list[CreditRow] = []
    for film, own in groupby(credits_of, key=lambda credit: credit.film_id):
        credits_in_order = list(own)
        if _are_said(credits_in_order):
            continue
        key = existing.film_id_by_pk[film]
        rows += [
            CreditRow(key, names.name_of("person", credit.person_id), credit.role, credit.character, credit.order)
            for credit in credits_in_order
        ]
    return rows


def _are_said(credits_in_order: Sequence[Credit]) -> bool:
    """Directors and cast alone, each numbered through from 0, and no director who plays somebody."""
    if any(credit.role == Role.DIRECTOR and credit.character for credit in credits_in_order):
        return False
    orders = {role: [credit.order for credit in credits_in_order if credit.role == role] for role in _IN_FILMS}
    return sum(map(len, orders.values())) == len(credits_in_order) and all(
        found == list(range(len(found))) for found in orders.values()
    )
