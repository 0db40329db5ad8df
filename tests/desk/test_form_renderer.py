"""A part of a form has the bytes that Django's own templates give it, whatever is written in it."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AdminURLFieldWidget
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from pytest_django import Settings

from screenings.desk.form_renderer import WRITTEN, FormRenderer

HOSTILE = "<b>\"Tom\" & 'Jerry'</b>\n\u202e \U0001f3ac"
VALUES = ["", None, "plain", HOSTILE, mark_safe("a &amp; b"), 0, 12345, 1.5, Decimal("2.50"), False, True, ("a", "b")]
ATTRIBUTES: list[dict[str, Any]] = [
    {}, {"id": "id_title", "required": True, "disabled": False, "maxlength": 80}, {"class": HOSTILE, "data-x": None},
    {"data-y": mark_safe("&quot;"), "rows": 3, HOSTILE: gettext_lazy("Yes")},
]  # fmt: skip
INPUTS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput,
    forms.CheckboxInput, forms.Textarea, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.SearchInput,
    forms.ColorInput, forms.TelInput, AdminTextInputWidget, AdminTextareaWidget, AdminURLFieldWidget,
]  # fmt: skip
CHOICES: list[Any] = [
    ("", "---------"), (1, 4000), ("nl", gettext_lazy("Dutch")), (HOSTILE, HOSTILE), (None, mark_safe("&mdash;")),
    (HOSTILE, [("gr", "inside"), ("gs", Decimal("3.10"))]), (gettext_lazy("Date"), [("d", date(2024, 10, 9))]),
]  # fmt: skip


class BoldOption(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


class BoldTick(forms.CheckboxSelectMultiple):
    option_template_name = "django/forms/widgets/select_option.html"


class BareTick(forms.RadioSelect):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(*args, **kwargs), "wrap_label": False}


class LockedOption(forms.Select):
    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(*args, **kwargs), "attrs": {"disabled": True, "selected": False}}


def same(widget: forms.Widget, value: Any, attributes: dict[str, Any]) -> None:
    ours, theirs = (
        widget.render('na"me', value, attributes, renderer) for renderer in (FormRenderer(), DjangoTemplates())
    )

    assert ours == theirs
    assert type(ours) is type(theirs)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("widget", INPUTS)
def test_an_input_is_written_as_django_writes_it(widget: type[forms.Widget], attributes: dict[str, Any]) -> None:
    for value in (*VALUES, date(2024, 10, 9), datetime(2024, 10, 9, 19, 30, tzinfo=UTC), time(19, 30)):
        same(widget(), value, attributes)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize(
    "widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect, BoldOption, LockedOption]
)
def test_a_choice_is_written_as_django_writes_it(widget: type[forms.Select], attributes: dict[str, Any]) -> None:
    choices = {} if widget is forms.NullBooleanSelect else {"choices": CHOICES}
    for value in (None, "nl", HOSTILE, "1", ["nl", "gr"], "unknown"):
        if widget is not forms.NullBooleanSelect or not isinstance(value, list):
            same(widget(**choices), value, attributes)


@pytest.mark.parametrize("attributes", ATTRIBUTES)
@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.RadioSelect, BoldTick, BareTick])
def test_boxes_and_round_buttons_are_written_as_django_writes_them(
    widget: type[forms.Select], attributes: dict[str, Any]
) -> None:
    for value in (None, "nl", HOSTILE, "1", ["nl", "gr"], "unknown"):
        same(widget(choices=CHOICES), value, attributes)
    same(widget(), None, attributes)


@pytest.mark.parametrize("text", [HOSTILE, "Runtime", " spaced ", mark_safe("&eacute;"), gettext_lazy("Date")])
def test_a_label_is_written_as_django_writes_it(text: Any) -> None:
    class Film(forms.Form):
        title = forms.CharField(label=text)
        required_css_class = HOSTILE

    for auto_id, tag in ((True, None), (False, None), (True, "legend")):
        ours, theirs = (
            Film(auto_id=auto_id, renderer=renderer)["title"] for renderer in (FormRenderer(), DjangoTemplates())
        )
        for attributes in ATTRIBUTES:
            assert ours.label_tag(text, attributes, tag=tag) == theirs.label_tag(text, attributes, tag=tag)
        assert ours.label_tag(text, label_suffix="") == theirs.label_tag(text, label_suffix="")


@pytest.mark.parametrize(
    "sent", [{"title": "Cléo", "year": "1962"}, {"title": "", "year": "soon"}, {"title": "x" * 20}]
)
def test_errors_and_their_absence_are_written_as_django_writes_them(sent: dict[str, str]) -> None:
    class Film(forms.Form):
        title = forms.CharField(max_length=10)
        year = forms.IntegerField()

    ours, theirs = (Film(sent, renderer=renderer) for renderer in (FormRenderer(), DjangoTemplates()))

    assert [str(field.errors) for field in ours] == [str(field.errors) for field in theirs]
    assert [field.errors.as_ul() for field in ours] == [field.errors.as_ul() for field in theirs]
    assert str(ours) == str(theirs)


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_a_label_of_digits_is_written_in_the_language_of_the_page(settings: Settings, language: str) -> None:
    settings.LANGUAGE_CODE, settings.USE_THOUSAND_SEPARATOR = language, True

    same(forms.Select(choices=CHOICES), "nl", {})


def test_the_site_writes_its_forms_so() -> None:
    class Film(forms.Form):
        title = forms.CharField()

    assert isinstance(get_default_renderer(), FormRenderer)
    assert str(Film()["title"]) == '<input type="text" name="title" required id="id_title">'
    assert len(WRITTEN) == 17
