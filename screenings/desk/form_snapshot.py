"""What a form shows and what a browser would send back of it: the state two people's edits are compared by."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import InlineForeignKeyField

from screenings.desk.lookups import parse_pk
from screenings.desk.people_by_name import NEW
from screenings.desk.widgets import unwrap_widget
from screenings.wording.changes import EMPTY_VALUE

# Of one field: the values of each of its inputs, the empty ones left out. A day and a time are two inputs.
FieldValue = list[list[str]]
FormValues = dict[str, FieldValue]


@dataclass(slots=True)
class FormSnapshot:
    """A form's fields, and its inlines' rows by prefix and key."""

    fields: FormValues = field(default_factory=dict)
    rows: dict[str, dict[str, FormValues]] = field(default_factory=dict)


def take_form_snapshot(form: forms.BaseForm, formsets: Iterable[Any]) -> FormSnapshot:
    """Of forms as they open, bound to nothing."""
    rows = {formset.prefix: {row_key(row): shown_values(row) for row in formset.initial_forms} for formset in formsets}
    return FormSnapshot(shown_values(form), rows)


def row_key(row: Any) -> str:
    return str(row.instance.pk)


def editable_fields(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    """The fields that can be typed in; not the keys and ticks of an inline's row."""
    for name, form_field in form.fields.items():
        if not (
            form_field.disabled or name == "DELETE" or isinstance(form_field, InlineForeignKeyField)
        ) and not _is_key(form_field):
            yield name, form_field


def _is_key(form_field: forms.Field) -> bool:
    return isinstance(form_field, forms.ModelChoiceField) and isinstance(form_field.widget, forms.HiddenInput)


def shown_values(form: forms.BaseForm) -> FormValues:
    return {name: _shown_value(each.widget, form[name].value()) for name, each in editable_fields(form)}


def _shown_value(widget: forms.Widget, value: Any) -> FieldValue:
    widget = unwrap_widget(widget)
    if isinstance(widget, forms.MultiWidget):
        parts: Any = value if isinstance(value, list | tuple) else widget.decompress(value)
        return [each for part, some in zip(widget.widgets, parts, strict=True) for each in _shown_value(part, some)]
    if isinstance(widget, forms.CheckboxInput):
        return [["on"] if widget.check_test(value) else []]
    if isinstance(widget, forms.FileInput):
        return [[str(value)] if value else []]
    formatted = widget.format_value(value)
    several = formatted if isinstance(formatted, list | tuple) else [formatted]
    return [[_normalise_line_ends(str(each)) for each in several if each not in (None, "")]]


def typed_values(
    form: forms.BaseForm, prefix: str, data: Any, files: Mapping[str, Any], untouched: FormValues
) -> FormValues:
    """What was sent for the fields of `form` under another prefix. A file's input is empty while it is left alone."""
    typed: FormValues = {}
    for name, form_field in editable_fields(form):
        inputs = _inputs(form_field.widget, f"{prefix}-{name}" if prefix else name)
        typed[name] = [_typed_value(widget, at, data, files, untouched.get(name, [[]])) for at, widget in inputs]
    return typed


def _typed_value(
    widget: forms.Widget, name: str, data: Any, files: Mapping[str, Any], untouched: FieldValue
) -> list[str]:
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.value_from_datadict(data, {}, name) else []  # type: ignore[arg-type]  # no files
    if isinstance(widget, forms.FileInput):
        if name in files:
            return [f"{files[name].name} (choose the file again)"]
        return [] if f"{name}-clear" in data else untouched[0]
    return [_normalise_line_ends(value) for value in data.getlist(name) if value]


def write_values(form: forms.BaseForm, prefix: str, values: FormValues, data: Any) -> None:
    """Put the values into `data` as a browser would send them."""
    for name, form_field in editable_fields(form):
        inputs = _inputs(form_field.widget, f"{prefix}-{name}" if prefix else name)
        for (at, _widget), some in zip(inputs, values.get(name, []), strict=False):
            data.setlist(at, some)


def _inputs(widget: forms.Widget, name: str) -> list[tuple[str, forms.Widget]]:
    widget = unwrap_widget(widget)
    if not isinstance(widget, forms.MultiWidget):
        return [(name, widget)]
    names: list[str] = widget.widgets_names  # type: ignore[attr-defined]  # the stubs do not know it
    parts = zip(names, widget.widgets, strict=True)
    return [each for suffix, part in parts for each in _inputs(part, name + suffix)]


def _normalise_line_ends(text: str) -> str:
    """A browser sends line ends of its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def value_text(form_field: forms.Field, value: FieldValue) -> str:
    """As people read it: the names of what was chosen, not its keys."""
    texts = [text for some in value for text in some]
    if isinstance(form_field, forms.BooleanField):
        return "yes" if texts else "no"
    if isinstance(form_field, forms.ModelChoiceField):
        keys = [number for text in texts if (number := parse_pk(text)) is not None]
        new = [text.removeprefix(NEW) for text in texts if text.startswith(NEW)]
        texts = [*map(str, form_field.queryset.filter(pk__in=keys)), *new] if form_field.queryset is not None else texts
    elif isinstance(form_field, forms.ChoiceField):
        names = {str(key): str(name) for key, name in _flat_choices(form_field.choices)}
        texts = [names.get(text, text) for text in texts]
    separator = " " if len(value) > 1 else ", "
    return separator.join(texts) or EMPTY_VALUE


def _flat_choices(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, name in choices:
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield key, name
