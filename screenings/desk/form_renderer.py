"""The plainest widgets of a form, written without the template engine: a film's form offers a thousand options.

The bytes are those of Django's own templates, at a tenth of their cost; every other widget goes through them. A
project that has templates of its own for these widgets leaves its FORM_RENDERER at Django's.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
OPTION: Final = "django/forms/widgets/select_option.html"


def _attributes(widget: Widget) -> str:
    """False leaves an attribute out, True says it without a value."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_value(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _value(value: object) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_value(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = conditional_escape(localize(widget["value"])) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _option(option: Widget) -> str:
    label = conditional_escape(localize(option["label"]))
    return f'<option value="{_value(option["value"])}"{_attributes(option)}>{label}</option>'


def _select(widget: Widget) -> str | None:
    """None where an option has a template of its own."""
    if any(option["template_name"] != OPTION for _, options, _ in widget["optgroups"] for option in options):
        return None
    return "".join(_select_parts(widget))


def _select_parts(widget: Widget) -> Iterator[str]:
    yield f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>'
    for group, options, _ in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{conditional_escape(localize(group))}">'
        for option in options:
            yield f"\n  {_option(option)}\n"  # the file of the template ends its line
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


INPUTS: Final = (
    "checkbox", "color", "date", "datetime", "email", "hidden", "number", "password", "search", "tel", "text", "time",
    "url",
)  # fmt: skip
WRITTEN: Final[Mapping[str, Callable[[Widget], str | None]]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}


class FormRenderer(DjangoTemplates):
    """FORM_RENDERER: Django's own, but for the widgets of WRITTEN."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        write = WRITTEN.get(template_name)
        if write and (written := write(context["widget"])) is not None:
            return mark_safe(written)  # noqa: S308  # every part of it is escaped where it is written
        return super().render(template_name, context, request)
