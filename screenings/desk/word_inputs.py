"""Boxes that take words where codes are kept: languages, colours, lists. Without a script, and plain to two editors."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.utils.datastructures import MultiValueDict

from screenings.feeds.colours import CSS3_COLOURS
from screenings.importing.codes import language_code
from screenings.importing.problems import InvalidValue
from screenings.text.cleaning import fold
from screenings.text.languages import language_name
from screenings.text.time_zones import time_zone_names

_KEPT_SEPARATOR = "|"  # between the items that a form's field is given


class _WordInput(forms.TextInput):
    """A text box with the browser's own suggestions; what it cannot read is left for the field to refuse."""

    template_name = "admin/screenings/widgets/words.html"

    def suggestions(self) -> Iterable[str]:
        return ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"words_of_{name}"})
        return {**context, "suggestions": self.suggestions()}


def _items(text: str, separators: str) -> list[str]:
    for separator in separators:
        text = text.replace(separator, "\n")
    return [item.strip() for item in text.split("\n") if item.strip()]


class LanguagesInput(_WordInput):
    """Languages by their names, with commas between them; codes are taken too."""

    def suggestions(self) -> Iterable[str]:
        return _language_suggestions()

    def format_value(self, value: Any) -> str:
        return ", ".join(language_name(code) for code in _items(str(value or ""), _KEPT_SEPARATOR))

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> str:
        words = _items(str(data.get(name) or ""), f"{_KEPT_SEPARATOR},;/")
        return f" {_KEPT_SEPARATOR} ".join(_read(language_code, word) for word in words)


def _read(code_of: Callable[[str], str], word: str) -> str:
    with suppress(InvalidValue):
        return code_of(word)
    return word


@cache
def _language_suggestions() -> tuple[str, ...]:
    """The languages that have a code of two letters."""
    return tuple(sorted(name for code, name in Locale("en").languages.items() if len(code) == 2))


class ColourInput(_WordInput):
    """A colour by its name on the web, such as dark red, or as # and six digits."""

    def suggestions(self) -> Iterable[str]:
        return CSS3_COLOURS

    def format_value(self, value: Any) -> str:
        return _colour_names().get(str(value or ""), str(value or ""))

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> str:
        typed = str(data.get(name) or "").strip()
        rgb = CSS3_COLOURS.get(fold(typed).replace(" ", "").replace("grey", "gray"))
        return typed if rgb is None else f"#{rgb:06x}"


@cache
def _colour_names() -> Mapping[str, str]:
    return {f"#{rgb:06x}": name for name, rgb in CSS3_COLOURS.items()}


class TimeZoneInput(_WordInput):
    """A time zone by its city, such as Los Angeles, or by its whole name."""

    def suggestions(self) -> Iterable[str]:
        return sorted(time_zone_names())

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> str:
        typed = str(data.get(name) or "").strip()
        return typed if typed in time_zone_names() else _zones_by_city().get(fold(typed), typed)


@cache
def _zones_by_city() -> Mapping[str, str]:
    """Of the zones that are a continent's and a city's; a city that two continents have is left to be written out."""
    zones: dict[str, set[str]] = {}
    for zone in time_zone_names():
        area, _, city = zone.rpartition("/")
        if area and area not in ("Etc", "SystemV", "US", "posix", "right"):
            zones.setdefault(fold(city.replace("_", " ")), set()).add(zone)
    return {city: min(some) for city, some in zones.items() if len(some) == 1}


class LinesInput(forms.Textarea):
    """A list, one item on each line."""

    sizes: ClassVar = {"rows": 3, "cols": 44}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**self.sizes, **(attrs or {})})

    def format_value(self, value: Any) -> str:
        text = str(value or "")
        # With a line end in it, a bar is part of an item.
        return text if "\n" in text else "\n".join(_items(text, _KEPT_SEPARATOR))
