"""A film or a whole edition once more, shown before it is made."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Count, Model

from screenings import scheduling
from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    preview_token,
)
from screenings.desk.widgets import DayInput
from screenings.models import Festival, Film, Hall, OpeningHours, RuleSetting, TravelTime
from screenings.models.form_fields import PlainDayField
from screenings.scheduling import ChangeRefused, title_of_copy

FIFTY_TWO_WEEKS = timedelta(weeks=52)  # the same weekday


def counts_text(**numbers: int) -> str:
    """`12 credits, 1 link`; what there is none of is left out."""
    words = (f"{number} {name.replace('_', ' ')}" for name, number in numbers.items() if number)
    return ", ".join(words)


class DuplicateFilmForm(ActionForm):
    title, button = "Duplicate films", "Duplicate"

    def preview(self) -> ActionPreview:
        numbers = self._numbers()
        lines = tuple(
            PreviewRow(
                str(film), "stays", f"“{title_of_copy(film)}” too, {numbers[film.pk]}", change_page_address(film)
            )
            for film in self.rows
        )
        return ActionPreview(lines, preview_token(lines))

    def _numbers(self) -> dict[int, str]:
        """What comes along with each film, in words. A query for each kind."""
        counts: dict[int, dict[str, int]] = {film.pk: {} for film in self.rows}
        for name, label in (("credits", "credits"), ("film_parts", "parts"), ("quotes", "quotes"), ("links", "links")):
            films = Film.objects.filter(pk__in=counts).order_by()
            for pk, number in films.annotate(number=Count(name)).values_list("pk", "number"):
                counts[pk][label] = number
        return {
            pk: f"with {counts_text(**each) or 'its page'}; no prints, no screenings" for pk, each in counts.items()
        }

    def carry_out(self) -> list[ActionResult]:
        return [
            ActionResult(scheduling.duplicate_film(film), f"A copy of “{film}”.", is_new=True) for film in self.rows
        ]

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return f"Made: {', '.join(str(result.row) for result in done)}."


def name_of_next_edition(text: str, year: int, joined_by: str) -> str:
    """With the next year in it; where it names none, with `year` behind it."""
    named, number = re.subn(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda match: str(int(match[0]) + 1), text)
    return named if number else f"{text}{joined_by}{year}"


class DuplicateEditionForm(ActionForm):
    title, button = "Next edition from this one", "Make the edition"
    is_step = False  # the new edition is deleted on its own page
    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"class": "vTextField"}))
    slug = forms.SlugField(max_length=80, help_text="The part of the address that names it.")
    starts_on = PlainDayField(widget=DayInput, label="First day", help_text="It runs as long as the last one.")

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        old: Festival = rows[0]
        first = old.starts_on + FIFTY_TWO_WEEKS
        self.initial = {
            "name": name_of_next_edition(old.name, first.year, " "),
            "slug": name_of_next_edition(old.slug, first.year, "-"),
            "starts_on": first,
        }

    @property
    def old(self) -> Festival:
        if len(self.rows) != 1:
            raise ChangeRefused("Choose one festival.")
        festival: Festival = self.rows[0]
        return festival

    def preview(self) -> ActionPreview:
        old, new = self.old, scheduling.build_edition(self.old, **self.cleaned_data)
        run = f"{new.starts_on:%a} {new.starts_on} to {new.ends_on:%a} {new.ends_on}"
        comes = counts_text(
            venues=old.venues.count(),
            halls=Hall.objects.filter(venue__festival=old).count(),
            opening_hours=OpeningHours.objects.filter(hall__venue__festival=old).count(),
            ways=TravelTime.objects.filter(origin__festival=old).count(),
            sections=old.sections.count(),
            rules=RuleSetting.objects.filter(festival=old).count(),
        )
        lines = (
            PreviewRow("The run", f"{old.starts_on:%a} {old.starts_on} to {old.ends_on:%a} {old.ends_on}", run),
            PreviewRow("Its house", comes, f"the same in {new.name}, with all settings"),
            PreviewRow("Films, guests, screenings, closed days", f"stay with {old.name}", "none yet"),
        )
        return ActionPreview(lines, preview_token(lines, new.name, new.slug))

    def carry_out(self) -> list[ActionResult]:
        old = self.old
        return [ActionResult(scheduling.duplicate_edition(old, **self.cleaned_data), f"From {old.name}.", is_new=True)]

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        made: list[Model] = [each.row for each in done]
        return [row for row in made if isinstance(row, Festival)]

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return f"Made: {done[0].row}. Check its days, then bring in the films."
