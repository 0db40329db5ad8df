"""Columns whose cells name rows of the screening's own film or festival: its print, its guests."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from screenings.models import Guest, Print, Screening
from screenings.text.cleaning import fold
from screenings.worksheet.columns import ITEM_SEPARATOR, FieldColumn, split_items

_TYPED_GUESTS = "guests_to_be"


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


class GuestsColumn(FieldColumn):
    """Guests of the festival by their names."""

    def __init__(self, field: Any, guests: Iterable[Guest]) -> None:
        """`guests` are those of the festival, with their persons."""
        super().__init__(field)
        self._named: dict[str, list[Guest]] = {}
        for guest in guests:
            self._named.setdefault(fold(str(guest)), []).append(guest)

    def _text(self, row: Screening) -> str:
        return f"{ITEM_SEPARATOR} ".join(map(str, guests_of(row)))

    def write(self, row: Screening, text: str) -> None:
        names = split_items(text, lambda name: fold(name) in self._named)
        guests = {guest.pk: guest for guest in map(self._find, names)}
        setattr(row, _TYPED_GUESTS, sorted(guests.values(), key=lambda guest: (guest.person.sort_key, guest.pk)))

    def _find(self, name: str) -> Guest:
        found = self._named.get(fold(name), [])
        if len(found) != 1:
            message = gettext(
                "“%(name)s” is no guest of this festival, or more than one is. Add guests on their own page."
            )
            raise ValidationError(message % {"name": name[:80]}, "invalid")
        return found[0]

    def suggestions(self) -> tuple[str, ...]:
        return tuple(str(guest) for guests in self._named.values() for guest in guests)

    def differs(self, before: Screening, after: Screening) -> bool:
        return {guest.pk for guest in guests_of(before)} != {guest.pk for guest in guests_of(after)}

    def save(self, row: Screening) -> None:
        row.guests.set(guests_of(row))


def guests_of(row: Screening) -> list[Guest]:
    """As they were typed, else as they are saved."""
    typed: list[Guest] | None = getattr(row, _TYPED_GUESTS, None)
    return list(row.guests.all()) if typed is None else typed
