"""Films put together: a shorts programme, a double bill."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from screenings.models import Film, FilmKind, FilmPart
from screenings.scheduling.screening_change import ChangeRefused

MIN_PARTS = 2


def make_programme(films: Sequence[Film], *, title: str) -> Film:
    """A film of these films, in this order, in their section where they share one; it runs as long as they do.

    Raises ChangeRefused where they cannot be put together, or the title is none, and then nothing was made.
    """
    if len({film.pk for film in films}) < MIN_PARTS:
        raise ChangeRefused("Choose at least two films to put together.")
    if len({film.festival_id for film in films}) > 1:
        raise ChangeRefused("Choose films of one festival.")
    sections = {film.section_id for film in films}
    programme = Film(
        festival=films[0].festival,
        title=title.strip(),
        kind=FilmKind.PROGRAMME,
        section_id=sections.pop() if len(sections) == 1 else None,
    )
    try:
        with transaction.atomic():
            programme.full_clean()
            programme.save()
            for order, film in enumerate(films, start=1):
                part = FilmPart(programme=programme, part=film, order=order)
                part.full_clean()
                part.save()
    except ValidationError as problem:
        raise ChangeRefused(" ".join(problem.messages)) from problem
    return programme
