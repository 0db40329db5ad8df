"""A film or a whole edition once more, shown before it is made."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Model

from screenings import scheduling
from screenings.desk.actions import ActionForm, Done, Line, Outlook, address_of, token_of
from screenings.desk.widgets import DayInput
from screenings.models import Festival, Film, Hall, OpeningHours, RuleSetting, TravelTime
from screenings.models.form_fields import PlainDayField
from screenings.scheduling import Refused, title_of_copy

A_YEAR = timedelta(weeks=52)  # the same weekday


def counted(**numbers: int) -> str:
    """`12 credits, 1 link`; what there is none of is left out."""
    words = (f"{number} {name.replace('_', ' ')}" for name, number in numbers.items() if number)
    return ", ".join(words)


class DuplicateFilm(ActionForm):
    title, button = "Duplicate films", "Duplicate"

    def outlook(self) -> Outlook:
        numbers = self._numbers()
        lines = tuple(
            Line(str(film), "stays", f"“{title_of_copy(film)}” too, {numbers[film.pk]}", address_of(film))
            for film in self.rows
        )
        return Outlook(lines, token_of(lines))

    def _numbers(self) -> dict[int, str]:
        """What comes along with each film, in words. A query for each kind."""
        found: dict[int, dict[str, int]] = {film.pk: {} for film in self.rows}
        for name, label in (("credits", "credits"), ("film_parts", "parts"), ("quotes", "quotes"), ("links", "links")):
            films = Film.objects.filter(pk__in=found).order_by()
            for pk, number in films.annotate(number=Count(name)).values_list("pk", "number"):
                found[pk][label] = number
        return {pk: f"with {counted(**each) or 'its page'}; no prints, no screenings" for pk, each in found.items()}

    def carry_out(self) -> list[Done]:
        return [Done(scheduling.duplicate_film(film), f"A copy of “{film}”.", is_new=True) for film in self.rows]

    def said(self, done: Sequence[Done]) -> str:
        return f"Made: {', '.join(str(each.row) for each in done)}."


def next_name(text: str, year: int, joined_by: str) -> str:
    """With the next year in it; where it names none, with `year` behind it."""
    named, number = re.subn(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda found: str(int(found[0]) + 1), text)
    return named if number else f"{text}{joined_by}{year}"


class DuplicateEdition(ActionForm):
    title, button = "Next edition from this one", "Make the edition"
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"class": "vTextField"}))
    slug = forms.SlugField(max_length=80, help_text="The part of the address that names it.")
    starts_on = PlainDayField(widget=DayInput, label="First day", help_text="It runs as long as the last one.")

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        old: Festival = rows[0]
        first = old.starts_on + A_YEAR
        self.initial = {
            "name": next_name(old.name, first.year, " "),
            "slug": next_name(old.slug, first.year, "-"),
            "starts_on": first,
        }

    @property
    def old(self) -> Festival:
        if len(self.rows) != 1:
            raise Refused("Choose one festival.")
        festival: Festival = self.rows[0]
        return festival

    def outlook(self) -> Outlook:
        old, new = self.old, scheduling.shown_edition(self.old, **self.cleaned_data)
        run = f"{new.starts_on:%a} {new.starts_on} to {new.ends_on:%a} {new.ends_on}"
        comes = counted(
            venues=old.venues.count(),
            halls=Hall.objects.filter(venue__festival=old).count(),
            opening_hours=OpeningHours.objects.filter(hall__venue__festival=old).count(),
            ways=TravelTime.objects.filter(origin__festival=old).count(),
            sections=old.sections.count(),
            rules=RuleSetting.objects.filter(festival=old).count(),
        )
        lines = (
            Line("The run", f"{old.starts_on:%a} {old.starts_on} to {old.ends_on:%a} {old.ends_on}", run),
            Line("Its house", comes, f"the same in {new.name}, with all settings"),
            Line("Films, guests, screenings, closed days", f"stay with {old.name}", "none yet"),
        )
        return Outlook(lines, token_of(lines, new.name, new.slug))

    def carry_out(self) -> list[Done]:
        old = self.old
        return [Done(scheduling.duplicate_edition(old, **self.cleaned_data), f"From {old.name}.", is_new=True)]

    def festivals(self, done: Iterable[Done]) -> Iterable[Festival]:
        made: list[Model] = [each.row for each in done]
        return [row for row in made if isinstance(row, Festival)]

    def said(self, done: Sequence[Done]) -> str:
        return f"Made: {done[0].row}. Check its days, then bring in the films."
