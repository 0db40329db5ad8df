"""The columns of the table: what a cell shows, and what is read from it. Both are text, as in a spreadsheet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django_countries import countries

from screenings.importing.codes import country_code, language_code
from screenings.importing.problems import InvalidValue
from screenings.models.fields import ListField, ProseField
from screenings.text.cleaning import fold, many_lines, one_line
from screenings.text.languages import language_name

YES = gettext_lazy("yes")
_TRUE = frozenset({"yes", "y", "true", "x", "1"})
_FALSE = frozenset({"", "no", "n", "false", "-", "0"})
ITEM_SEPARATOR = ";"
_BAR = "|"  # between items that have a semicolon in them


def split_items(text: str, is_item: Callable[[str], bool] = lambda item: True) -> list[str]:
    """The items of a cell, with semicolons between them, or with bars as tables have them; what `is_item` denies is
    several, with commas between them.
    """
    parts = (part.strip() for part in text.split(_BAR if _BAR in text else ITEM_SEPARATOR))
    items = (item.strip() for part in parts for item in ([part] if is_item(part) else part.split(",")))
    return [item for item in items if item]


def join_items(items: Iterable[str]) -> str:
    """The other way round."""
    texts = list(items)
    if any(ITEM_SEPARATOR in text for text in texts):
        return f" {_BAR} ".join(texts) + (f" {_BAR}" if len(texts) == 1 else "")
    return f"{ITEM_SEPARATOR} ".join(texts)


class WorksheetColumn:
    """A column that is read only: `show` says what stands in it."""

    is_editable = False
    is_long = False  # of several lines
    rights: tuple[str, ...] = ()  # which it takes to write it, beside that of changing the row

    def __init__(self, name: str, label: str | Promise, show: Callable[[Any], str]) -> None:
        self.name, self._label, self._show = name, label, show

    @property
    def label(self) -> str:
        return capfirst(str(self._label))

    def text(self, row: Any) -> str:
        return self._show(row)

    def same(self, one: str, other: str) -> bool:
        """Whether two texts of a cell say the same."""
        return one_line(one) == one_line(other)

    def suggestions(self) -> tuple[str, ...]:
        """What a cell may hold, where that is a list."""
        return ()


class FieldColumn(WorksheetColumn):
    """A field of the row, written as its form would take it."""

    is_editable = True

    def __init__(self, field: models.Field) -> None:
        super().__init__(field.name, field.verbose_name, self._text)
        self.field = field

    def _text(self, row: Any) -> str:
        value = self.field.value_from_object(row)
        return "" if value is None else str(value)

    def write(self, row: Any, text: str) -> None:
        """Set the field of the row, without saving. Raises ValidationError for what it cannot be."""
        setattr(row, self.field.attname, self._form_field.clean(text))

    def differs(self, before: Any, after: Any) -> bool:
        return bool(getattr(before, self.field.attname) != getattr(after, self.field.attname))

    def save(self, row: Any) -> None:
        """Of a row that is saved, what stands in other tables."""

    @cached_property
    def _form_field(self) -> Any:
        return self.field.formfield()


class ProseColumn(FieldColumn):
    """Paragraphs."""

    is_long = True

    def same(self, one: str, other: str) -> bool:
        return many_lines(one).strip() == many_lines(other).strip()


class SeveralValuesColumn(FieldColumn):
    """Several items with semicolons between them."""

    def _text(self, row: Any) -> str:
        return join_items(getattr(row, self.field.attname))

    def write(self, row: Any, text: str) -> None:
        # With a line end in it, a bar is part of an item.
        setattr(row, self.field.attname, self.field.clean("\n".join(["", *split_items(text), ""]), row))


class SeveralChoicesColumn(SeveralValuesColumn):
    """Several of a few, by what people read of them; their stored words are taken too."""

    def __init__(self, field: models.Field, choices: type[models.TextChoices]) -> None:
        super().__init__(field)
        self._choices = choices

    def _text(self, row: Any) -> str:
        return join_items(str(self._choices(code).label) for code in getattr(row, self.field.attname))

    def write(self, row: Any, text: str) -> None:
        codes = {fold(word): str(value) for value, label in self._choices.choices for word in (str(value), str(label))}
        items = split_items(text, lambda item: fold(item) in codes)
        if unknown := next((item for item in items if fold(item) not in codes), ""):
            message = gettext("“%(item)s” is none of: %(choices)s.")
            raise ValidationError(
                message % {"item": unknown[:80], "choices": ", ".join(self._choices.labels)}, "invalid"
            )
        setattr(row, self.field.attname, tuple(dict.fromkeys(codes[fold(item)] for item in items)))


class YesNoColumn(FieldColumn):
    def _text(self, row: Any) -> str:
        return str(YES) if self.field.value_from_object(row) else ""

    def write(self, row: Any, text: str) -> None:
        folded = fold(text)
        if folded not in _TRUE | _FALSE | {fold(str(YES))}:
            raise ValidationError(gettext("Write yes or no."), "invalid")
        setattr(row, self.field.attname, folded not in _FALSE)

    def suggestions(self) -> tuple[str, ...]:
        return (str(YES), "")


class ChoiceColumn(FieldColumn):
    """One of a few, by what people read of it; its stored word is taken too."""

    def _text(self, row: Any) -> str:
        return self._labels.get(self.field.value_from_object(row), "")

    def write(self, row: Any, text: str) -> None:
        words = {fold(word): value for value, label in self._labels.items() for word in (str(value), label)}
        if fold(text) not in words:
            choices = ", ".join(filter(None, self._labels.values()))
            raise ValidationError(gettext("Write one of: %(choices)s.") % {"choices": choices}, "invalid")
        setattr(row, self.field.attname, words[fold(text)])

    @cached_property
    def _labels(self) -> dict[str, str]:
        labels = {value: str(label) for value, label in self.field.flatchoices}
        return {"": "", **labels} if self.field.blank else labels

    def suggestions(self) -> tuple[str, ...]:
        return tuple(self._labels.values())


class RelatedColumn(FieldColumn):
    """Another row by its name. `rows` are those that there are to choose from, by their names."""

    def __init__(self, field: models.Field, rows: Mapping[str, models.Model], *, name_of: Callable[[Any], str]) -> None:
        super().__init__(field)
        self.rows, self._name_of = rows, name_of

    def _text(self, row: Any) -> str:
        other = getattr(row, self.field.name)
        return self._name_of(other) if other else ""

    def find(self, text: str) -> Any:
        """The row of that name, None for an empty cell. Raises ValidationError where there is none, or are several."""
        if not text.strip():
            return None
        found = [row for name, row in self.rows.items() if fold(name) == fold(text)]
        if len(found) != 1:
            found = [row for name, row in self.rows.items() if fold(name).endswith(f", {fold(text)}")] or found
        if len(found) != 1:
            message = gettext("There is no “%(text)s” here, or more than one. Write a name as it stands in the list.")
            raise ValidationError(message % {"text": text[:80]}, "invalid")
        return found[0]

    def write(self, row: Any, text: str) -> None:
        setattr(row, self.field.name, self.find(text))

    def suggestions(self) -> tuple[str, ...]:
        return tuple(self.rows)


@dataclass(frozen=True, slots=True)
class _Code:
    """How a code is written in a cell, and read from it."""

    show: Callable[[str], str]
    read: Callable[[str], str]


LANGUAGES = _Code(language_name, language_code)
COUNTRIES = _Code(lambda code: str(countries.name(code)), country_code)


class CodesColumn(FieldColumn):
    """Languages or countries by their names, with semicolons between them; a code is taken too."""

    def __init__(self, field: models.Field, code: _Code) -> None:
        super().__init__(field)
        self.code = code

    def _text(self, row: Any) -> str:
        return join_items(_readable(self.code, str(code)) for code in self._stored(row))

    def _stored(self, row: Any) -> tuple[str, ...]:
        value = getattr(row, self.field.attname)
        return value if isinstance(value, tuple) else tuple(country.code for country in value)

    def write(self, row: Any, text: str) -> None:
        try:
            codes = dict.fromkeys(map(self.code.read, split_items(text, self._is_name)))
        except InvalidValue as wrong:
            raise ValidationError(str(wrong), "invalid") from wrong
        setattr(row, self.field.attname, tuple(codes) if isinstance(self.field, ListField) else list(codes))

    def _is_name(self, item: str) -> bool:
        try:
            self.code.read(item)
        except InvalidValue:
            return False
        return True


@lru_cache(maxsize=1024)
def _readable(code: _Code, stored: str) -> str:
    """The name, where it leads back to the code; else the code itself."""
    name = code.show(stored)
    try:
        return name if code.read(name) == stored else stored
    except InvalidValue:
        return stored


def field_of(model: type[models.Model], name: str) -> models.Field:
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def column_of(field: models.Field) -> FieldColumn:
    """As the field is: a list, prose, yes or no, a choice, or whatever its form takes."""
    if isinstance(field, ListField):
        return SeveralValuesColumn(field)
    if isinstance(field, ProseField):
        return ProseColumn(field)
    if isinstance(field, models.BooleanField):
        return YesNoColumn(field)
    return ChoiceColumn(field) if field.choices else FieldColumn(field)
