"""Widgets that keep long lists short and need no script of ours."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from screenings.desk.lookups import parse_pk
from screenings.text.clock import clock_text


class DayInput(forms.DateInput):
    """The browser's own date field: no script, and no remark about the server's clock."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """A time typed as people write it: the browser's own field would refuse 7.30 pm and show the browser's clock."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": "20:00", "size": "8", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return clock_text(value) if isinstance(value, time) else value


class RowOrderInput(forms.NumberInput):
    """The number of a row among others: typed without a script, with one the rows are dragged and it follows."""

    class Media:
        js = (Script("screenings/row_order.js", type="module"),)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "aria-label": _("Order"),
            "data-row-order": _("Drag the row to its place"),
            "data-up": _("Move the row up"),
            "data-down": _("Move the row down"),
            "data-place": _("Row {row} of {rows}."),
        }
        super().__init__({"class": "vIntegerField", **words, **(attrs or {})})


class CountryInput(forms.TextInput):
    """A country, by its name or its ISO 3166-1 code, typed with the browser's own suggestions."""

    template_name = "admin/screenings/widgets/country.html"

    def format_value(self, value: Any) -> str:
        return countries.name(str(value or "")) or str(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = str(data.get(name) or "").strip()
        return countries.by_name(typed) or typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"countries_of_{name}"})
        return {**context, "countries": [country.name for country in countries]}


class _FestivalAutocomplete(AutocompleteMixin):
    """An autocomplete box that offers one festival's rows, once it is known whose."""

    festival: int | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        # A form is shown again with whatever was sent; what cannot be a key is not asked of the database.
        return super().optgroups(name, [item for item in value if parse_pk(str(item)) is not None], attr)

    def get_url(self) -> str:
        url = super().get_url()
        return f"{url}?{urlencode({'of_festival': self.festival})}" if self.festival else url


class Autocomplete(_FestivalAutocomplete, AutocompleteSelect):
    """It can be told the labels of rows that are at hand, and then asks the database for none of them."""

    known_labels: dict[str, str] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        chosen = [str(item) for item in value if item]
        if self.known_labels is None or not all(item in self.known_labels for item in chosen):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, item, self.known_labels[item], True, 1) for item in chosen]
        return [(None, options, 0)]


class AutocompleteMultiple(_FestivalAutocomplete, AutocompleteSelectMultiple):
    pass


class PkMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several rows by their keys; what cannot be a key is an error before the database is asked."""

    def clean(self, value: Any) -> Any:
        for item in value or ():
            if parse_pk(str(item)) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": str(item)[:20]}
                )
        return super().clean(value)


def unwrap_widget(widget: forms.Widget) -> forms.Widget:
    """The widget itself, out of the frame the admin puts around a related field's."""
    return getattr(widget, "widget", widget)


def limit_to_festival(festival: int | None, fields: Iterable[forms.Field]) -> None:
    """Let every autocomplete box among the fields offer that festival's rows only."""
    for field in fields:
        widget = unwrap_widget(field.widget)
        if isinstance(widget, _FestivalAutocomplete):
            widget.festival = festival


class RowForm(forms.ModelForm):
    """A row of an inline: the number of its place alone makes none."""

    @cached_property
    def changed_data(self) -> list[str]:
        names: list[str] = super().changed_data
        return [] if names == ["order"] and self.instance.pk is None else names


class PreloadedLabelsFormSet(forms.BaseInlineFormSet):
    """Its rows are loaded with what their boxes show: 40 credits cost as many queries as one."""

    @cached_property
    def empty_form(self) -> forms.ModelForm:
        """Made once: who lists the page's scripts asks every inline for it several times."""
        form: forms.ModelForm = super().empty_form
        return form

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = unwrap_widget(field.widget)
            # A table's cells have no labels of their own; its heads are not read with them.
            widget.attrs.setdefault("aria-label", capfirst(str(field.label or name)))
            if isinstance(widget, Autocomplete):
                widget.known_labels = self._label(form.instance, name)
        if "order" in form.fields and form.instance.pk is None:
            # What is added stands behind what is there.
            form.fields["order"].initial = 1 + max((row.order for row in self.get_queryset()), default=0)

    @staticmethod
    def _label(row: Model, name: str) -> dict[str, str]:
        if getattr(row, f"{name}_id", None) is None:
            return {}
        other = getattr(row, name)
        return {str(other.pk): str(other)}
