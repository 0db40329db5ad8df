"""Fields that hold only what the festival can print, sort and store; the database keeps their bounds too."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import lookups
from django.utils.functional import cached_property

from screenings.models.form_fields import PlainDayField, WholeNumberField
from screenings.text.cleaning import is_storable, is_visible, many_lines, one_line

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
TYPED_SEPARATOR = "|"  # between the items of a list as people write it
REF_HELP = "What your own tables call it by; an import finds it by that."
STORED_SEPARATOR = "\n"  # between and around them in the database: no item can hold it


def refuse_unstorable(value: str) -> None:
    """NUL and lone surrogates: no database and no UTF-8 file can hold them."""
    if not is_storable(value):
        raise ValidationError("This text holds a character that cannot be stored. Type it anew.", "unstorable")


def refuse_invisible(value: str) -> None:
    """A title of zero-width characters looks empty wherever it is shown."""
    if value and not is_visible(value):
        raise ValidationError("Write at least one visible character.", "invisible")


def refuse_credentials(value: str) -> None:
    """A link that carries a user name or a password gives it to every visitor."""
    if "@" in urlsplit(value).netloc:
        raise ValidationError("Leave the user name and password out of the link.", "credentials")


class _CheckedField(models.Field):
    """A field whose bounds are a CHECK on its own column: `bound_sql` says them, over the quoted column."""

    def bound_sql(self, column: str, vendor: str) -> str:
        raise NotImplementedError

    def db_check(self, connection: BaseDatabaseWrapper) -> str:
        assert self.column is not None
        return self.bound_sql(connection.ops.quote_name(self.column), connection.vendor)


class LineField(_CheckedField, models.CharField):
    """One line of text, NFC, without controls; visible unless blank is allowed. The database keeps its length."""

    default_validators = [refuse_unstorable, refuse_invisible]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) and is_storable(value) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return one_line(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def bound_sql(self, column: str, vendor: str) -> str:
        low = 0 if self.blank else 1
        return f"length({column}) BETWEEN {low} AND {self.max_length}"


class KeyField(_CheckedField, models.CharField):
    """A folded text to sort by, compared byte by byte, so that every database gives the same order."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        collation = {"postgresql": "C", "sqlite": "BINARY"}.get(connection.vendor)
        return {**super().db_parameters(connection), "collation": collation}

    def bound_sql(self, column: str, vendor: str) -> str:
        return f"length({column}) <= {self.max_length}"


class ProseField(models.TextField):
    """Paragraphs: NFC, newlines as newlines, no other controls."""

    default_validators = [refuse_unstorable]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return many_lines(value) if isinstance(value, str) and is_storable(value) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return many_lines(value) if isinstance(value, str) else value


class HasItem(lookups.Contains):
    """`languages__has="fr"`: the list holds this very item."""

    lookup_name = "has"

    def get_prep_lookup(self) -> str:
        return f"{STORED_SEPARATOR}{self.rhs}{STORED_SEPARATOR}"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return str(connection.operators["contains"] % rhs)  # type: ignore[attr-defined]  # each database's own


class ListField(models.TextField):
    """A short list of one-line texts: a tuple in Python, a line each in the database, searched with `has`.

    In forms and fixtures it is written with `|` between the items, or with an item a line where one holds a `|`.
    `check_item` raises ValidationError for a wrong item. `distinct`: what is there twice is kept once; the names of two
    people or films may be alike.
    """

    def __init__(
        self, *args: Any, check_item: Callable[[str], None] | None = None, distinct: bool = True, **kwargs: Any
    ) -> None:
        self.check_item, self.distinct = check_item, distinct
        kwargs.setdefault("default", tuple)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.check_item is not None:
            kwargs["check_item"] = self.check_item
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.strip(STORED_SEPARATOR).split(STORED_SEPARATOR)) if value else ()

    def to_python(self, value: Any) -> Any:
        if value is None:
            return ()
        return self._split(value) if isinstance(value, str) else self._clean(value)

    def get_prep_value(self, value: Any) -> Any:
        items = self.to_python(value)
        return f"{STORED_SEPARATOR}{STORED_SEPARATOR.join(items)}{STORED_SEPARATOR}" if items else ""

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def value_from_object(self, obj: models.Model) -> Any:
        # What a form shows: the items as they are typed. A line end says of a single one that its bar is its own.
        items = self.to_python(super().value_from_object(obj))
        if not any(TYPED_SEPARATOR in item for item in items):
            return f" {TYPED_SEPARATOR} ".join(items)
        return STORED_SEPARATOR.join((*items, "") if len(items) == 1 else items)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"strip": False, **kwargs})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        for item in value:
            refuse_unstorable(item)
            refuse_invisible(item)
            if self.check_item is not None:
                self.check_item(item)

    def _split(self, value: str) -> tuple[str, ...]:
        return self._clean(value.split(STORED_SEPARATOR if STORED_SEPARATOR in value else TYPED_SEPARATOR))

    def _clean(self, items: Iterable[str]) -> tuple[str, ...]:
        clean = tuple(filter(None, (one_line(item) for item in items)))
        return tuple(dict.fromkeys(clean)) if self.distinct else clean


ListField.register_lookup(HasItem)


class WholeField(_CheckedField, models.IntegerField):
    """A whole number between two bounds that form, model and database all keep."""

    def __init__(self, *args: Any, low: int = 0, high: int, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "low": self.low, "high": self.high}

    @cached_property
    def validators(self) -> list[Any]:
        return [*super().validators, MinValueValidator(self.low), MaxValueValidator(self.high)]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and ("_" in value or len(value) > 20):
            raise ValidationError("Write a whole number.", "invalid")
        return super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{"form_class": WholeNumberField, "min_value": self.low, "max_value": self.high, **kwargs}
        )

    def bound_sql(self, column: str, vendor: str) -> str:
        return f"{column} BETWEEN {self.low} AND {self.high}"


class MinutesField(WholeField):
    """Whole minutes, at most a day's."""

    def __init__(self, *args: Any, low: int = 0, high: int = 1440, **kwargs: Any) -> None:
        super().__init__(*args, low=low, high=high, **kwargs)


class FocusField(WholeField):
    """What of a picture must stay where it is cropped: hundredths of its width or height; the middle unless said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", 50)
        kwargs.setdefault("high", 100)
        kwargs.setdefault("help_text", "0 to 100; where the picture is cropped, this stays in sight.")
        super().__init__(*args, **kwargs)


class DayField(_CheckedField, models.DateField):
    """A date that every calendar and every zone can show."""

    default_validators = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PlainDayField, **kwargs})

    def bound_sql(self, column: str, vendor: str) -> str:
        return f"{column} BETWEEN '{EARLIEST}' AND '{LATEST}'"


class MomentField(_CheckedField, models.DateTimeField):
    """An instant in UTC that every calendar and every zone can show."""

    default_validators = [
        MinValueValidator(datetime(EARLIEST.year, 1, 1, tzinfo=UTC)),
        MaxValueValidator(datetime(LATEST.year, 1, 1, tzinfo=UTC)),
    ]

    def to_python(self, value: Any) -> Any:
        # Django would make midnight of a day: the night before, by the festival's day.
        if (isinstance(value, str) and ":" not in value) or type(value) is date:
            raise ValidationError("Give the time as well: 2024-10-12T20:00.", "day_alone")
        return super().to_python(value)

    def bound_sql(self, column: str, vendor: str) -> str:
        # PostgreSQL would read a bare date in the session's zone; SQLite compares text.
        zone = "+00" if vendor == "postgresql" else ""
        return f"{column} BETWEEN '{EARLIEST} 00:00:00{zone}' AND '{LATEST} 00:00:00{zone}'"


class LinkField(_CheckedField, models.URLField):
    """An http or https address without user name or password."""

    default_validators = [URLValidator(schemes=["http", "https"]), refuse_credentials]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def bound_sql(self, column: str, vendor: str) -> str:
        return f"length({column}) <= {self.max_length}"


class ColourField(_CheckedField, models.CharField):
    """#rrggbb in lower case, or empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 7)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return value.strip().lower() if isinstance(value, str) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and not (len(value) == 7 and value[0] == "#" and set(value[1:]) <= set("0123456789abcdef")):
            raise ValidationError("Write a colour by its name, such as dark red, or as #0b6e4f.", "colour")

    def bound_sql(self, column: str, vendor: str) -> str:
        return f"length({column}) IN (0, 7)"
