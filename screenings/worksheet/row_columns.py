"""A column whose cells name a row of the screening's own film: its print."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from screenings.models import Print, Screening
from screenings.text.cleaning import fold
from screenings.worksheet.columns import FieldColumn


class PrintColumn(FieldColumn):
    """A copy of the film, by its format and label; of a programme's films with the title before them."""

    def __init__(self, field: models.Field, prints: Iterable[Print]) -> None:
        """`prints` are those of the festival, with their films."""
        super().__init__(field)
        self._of_film: dict[int, list[Print]] = {}
        for each in prints:
            self._of_film.setdefault(each.film_id, []).append(each)

    def _text(self, row: Screening) -> str:
        return next((name for name, copy in self._named(row).items() if copy.pk == row.print_id), "")

    def _named(self, row: Screening) -> Mapping[str, Print]:
        """The prints it may be shown from; of two with one name the second has a number."""
        parts = [part.part_id for part in row.film.film_parts.all()]
        named: dict[str, Print] = {}
        for copy in (copy for film in (row.film_id, *parts) for copy in self._of_film.get(film, ())):
            title = copy.film.title if copy.film_id != row.film_id else ""
            name = " ".join(filter(None, (title, copy.get_format_display(), copy.label)))
            again = next(number for number in range(1, len(named) + 2) if _numbered(name, number) not in named)
            named[_numbered(name, again)] = copy
        return named

    def write(self, row: Screening, text: str) -> None:
        if not text.strip():
            row.print = None
            return
        named = self._named(row)
        found = next((copy for name, copy in named.items() if fold(name) == fold(text)), None)
        if found is None:
            choices = ", ".join(named) or gettext("none, until one is added to the film")
            raise ValidationError(
                gettext("The prints of this film are: %(choices)s.") % {"choices": choices}, "invalid"
            )
        row.print = found


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"
