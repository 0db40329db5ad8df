"""The plainest parts of a form, written without the template engine: a film's form offers a thousand options, and asks
of a hundred fields what is wrong with them.

The bytes are those of Django's own templates, at a tenth of their cost; all the rest goes through them. A project that
has templates of its own for these parts leaves its FORM_RENDERER at Django's.
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
TICKED: Final = ("django/forms/widgets/checkbox_option.html", "django/forms/widgets/radio_option.html")


def _attributes(widget: Widget) -> str:
    """False leaves an attribute out, True says it without a value."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_value(value)}"'
        for name, value in (widget["attrs"] or {}).items()
        if value is not False
    )


def _text(value: Any) -> str:
    return conditional_escape(localize(value))


def _value(value: object) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_value(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    text = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{conditional_escape(widget["name"])}"{_attributes(widget)}>\n{text}</textarea>'


def _option(option: Widget) -> str:
    return f'<option value="{_value(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>'


def _select(widget: Widget) -> str | None:
    """None where an option has a template of its own."""
    if any(option["template_name"] != OPTION for _, options, _ in widget["optgroups"] for option in options):
        return None
    return "".join(_select_parts(widget))


def _select_parts(widget: Widget) -> Iterator[str]:
    yield f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>'
    for group, options, _ in widget["optgroups"]:
        if group:
            yield f'\n  <optgroup label="{_text(group)}">'
        for option in options:
            yield f"\n  {_option(option)}\n"  # the file of the template ends its line
        if group:
            yield "\n  </optgroup>"
    yield "\n</select>"


def _ticks(widget: Widget) -> str | None:
    """Boxes or round buttons, each in its label. None where one of them has a template of its own."""
    if any(option["template_name"] not in TICKED for _, options, _ in widget["optgroups"] for option in options):
        return None
    return "".join(_tick_parts(widget))


def _tick_parts(widget: Widget) -> Iterator[str]:
    """The files of the templates end their lines."""
    given = widget["attrs"]
    yield "<div" + "".join(f' {name}="{_text(given[name])}"' for name in ("id", "class") if given.get(name)) + ">"
    for group, options, _ in widget["optgroups"]:
        if group:
            yield f"\n  <div><label>{_text(group)}</label>"
        for option in options:
            yield f"<div>\n    {_tick(option)}\n\n</div>"
        if group:
            yield "\n  </div>"
    yield "\n</div>"


def _tick(option: Widget) -> str:
    if not option["wrap_label"]:
        return f"{_input(option)}\n"
    its = f' for="{_text(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f"<label{its}>{_input(option)}\n {_text(option['label'])}</label>"


def _no_errors(context: Mapping[str, Any]) -> str | None:
    """Of most fields there is nothing to say."""
    return None if context["errors"] else ""


def _label(context: Mapping[str, Any]) -> str:
    text = _text(context["label"])
    if not context["use_tag"]:
        return text.strip()
    return f"<{context['tag']}{_attributes(context)}>{text}</{context['tag']}>"


INPUTS: Final = (
    "checkbox", "color", "date", "datetime", "email", "hidden", "number", "password", "search", "tel", "text", "time",
    "url",
)  # fmt: skip
WRITTEN: Final[Mapping[str, Callable[[Widget], str | None]]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/checkbox_select.html": _ticks,
    "django/forms/widgets/radio.html": _ticks,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}
AROUND: Final[Mapping[str, Callable[[Mapping[str, Any]], str | None]]] = {
    "django/forms/errors/list/default.html": _no_errors,
    "django/forms/errors/list/ul.html": _no_errors,
    "django/forms/label.html": _label,
}


class FormRenderer(DjangoTemplates):
    """FORM_RENDERER: Django's own, but for the widgets of WRITTEN and what stands AROUND them."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if write := WRITTEN.get(template_name):
            written = write(context["widget"])
        else:
            written = around(context) if (around := AROUND.get(template_name)) else None
        if written is not None:
            return mark_safe(written)  # noqa: S308  # every part of it is escaped where it is written
        return super().render(template_name, context, request)
