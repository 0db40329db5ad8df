"""The hours and limits of a plan as a form."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from screenings.itinerary.values import DayLimits
from screenings.loading.visits import VisitProgramme
from screenings.models import Plan
from screenings.models.plans import MAX_MARGIN
from screenings.plans.hours import day_limits
from screenings.text.clock import time_of_day

MAX_A_DAY = 12


class PlanHourField(forms.CharField):
    """A time of day in any form people write one; empty for none. Becomes `18:30`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=12, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return time_of_day(text).isoformat("minutes") if text else ""
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no time of day. Write 18:30."), params={"text": text}
            ) from None


class WishesForm(forms.ModelForm):
    """One line for each day with showings, from today on: whether one has it, from when and until when."""

    class Meta:
        model = Plan
        fields = ("travel_by", "margin", "at_most", "has_lunch", "has_dinner")
        labels = {
            "travel_by": _("How do you get about?"),
            "margin": _("Minutes to be there early"),
            "at_most": _("At most so many a day"),
            "has_lunch": _("Keep 45 minutes for lunch, between 12:00 and 15:00"),
            "has_dinner": _("Keep an hour for dinner, between 17:30 and 21:00"),
        }

    def __init__(self, data: Any = None, *, programme: VisitProgramme, instance: Plan, today: date) -> None:
        super().__init__(data, instance=instance, label_suffix="")
        self.programme = programme
        self.fields["margin"] = forms.IntegerField(
            label=self.fields["margin"].label, min_value=0, max_value=MAX_MARGIN, initial=10
        )
        self.fields["at_most"] = forms.IntegerField(
            label=self.fields["at_most"].label, min_value=1, max_value=MAX_A_DAY, required=False
        )
        self.days = sorted({row.day for row in programme.rows.values() if row.day >= today})
        for day in self.days:
            hours = instance.days.get(day.isoformat(), ("", ""))
            early, late = hours or ("", "")
            self.fields[f"has-{day}"] = forms.BooleanField(
                required=False, initial=hours is not None, label=_("I am there")
            )
            self.fields[f"from-{day}"] = PlanHourField(initial=early, label=_("from"))
            self.fields[f"until-{day}"] = PlanHourField(initial=late, label=_("until"))

    def general(self) -> list[BoundField]:
        return [self[name] for name in self.Meta.fields]

    def day_rows(self) -> Iterator[tuple[date, BoundField, BoundField, BoundField]]:
        for day in self.days:
            yield day, self[f"has-{day}"], self[f"from-{day}"], self[f"until-{day}"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        days: dict[str, tuple[str, str] | None] = {}
        for day in self.days:
            hours = (cleaned.get(f"from-{day}") or "", cleaned.get(f"until-{day}") or "")
            if not cleaned.get(f"has-{day}"):
                days[day.isoformat()] = None
            elif any(hours):
                days[day.isoformat()] = hours
                self._check_hours(day, hours)
        # Days without a line are kept as they are: one that has no showing now may have some again.
        others = {name: hours for name, hours in self.instance.days.items() if name not in map(str, self.days)}
        self.instance.days = others | days
        return cleaned

    def _check_hours(self, day: date, hours: tuple[str, str]) -> None:
        limits = self._limits(day, hours)
        if limits.not_before and limits.not_after and limits.not_after <= limits.not_before:
            self.add_error(f"until-{day}", _("This is not after when you come."))

    def _limits(self, day: date, hours: tuple[str, str]) -> DayLimits:
        asked = Plan(days={day.isoformat(): hours})
        return day_limits(self.programme.festival, asked, day)
