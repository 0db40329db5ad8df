"""A film entered once, and then again as the beginning of another."""

from django.db import transaction

from screenings.models import Film
from screenings.models.slugs import fill_slug
from screenings.scheduling.copying import copy_row
from screenings.scheduling.screening_change import ChangeRefused

# What belongs to a film page; prints are copies that lie somewhere, and screenings have `repeat`.
RELATED = ("credits", "film_parts", "quotes", "links", "images")
LONGEST_TITLE = 200


def title_of_copy(film: Film) -> str:
    """`Cléo (copy)`, within the length a title may have."""
    ending = " (copy)"
    return film.title[: LONGEST_TITLE - len(ending)].rstrip() + ending


def duplicate_film(film: Film, *, title: str = "") -> Film:
    """With credits, parts, quotes, links and images, under an address of its own; without prints and screenings.

    Raises ChangeRefused where the title is too long.
    """
    title = title.strip() or title_of_copy(film)
    if len(title) > LONGEST_TITLE:
        raise ChangeRefused(f"A title has at most {LONGEST_TITLE} characters. Shorten it.")
    with transaction.atomic():
        new = Film(festival=film.festival, title=title)
        fill_slug(new, title, festival=film.festival_id)
        new = copy_row(film, title=title, slug=new.slug, ref="")
        for name in RELATED:
            manager = getattr(film, name)
            for row in manager.all():
                copy_row(row, **{manager.field.name: new})
    return new
