"""What may be there once: the database keeps it, and whoever types it again reads which row has it already."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from screenings.models.fields import KeyField
from screenings.text.cleaning import name_key, one_line

_LONGEST_FOLD = 3  # letters that one may become without its capital: ΐ


class _Key(DeferredAttribute):
    """Always that of the name as it is now, however the row was built or is written."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        return self if instance is None else self.field.key_of(instance)  # type: ignore[attr-defined]  # ours

    def __set__(self, instance: Any, value: Any) -> None:
        # Django takes what is not in here for not loaded.
        instance.__dict__[self.field.attname] = value


class NameKeyField(KeyField):
    """By which names are compared on every database alike; it follows the field `of` by itself.

    A write that names its columns (`update`, `bulk_update`, `update_fields`) names this one beside that of the name.
    """

    descriptor_class = _Key

    def __init__(self, *args: Any, of: str = "name", longest: int = 160, **kwargs: Any) -> None:
        self.of, self.longest = of, longest
        kwargs |= {"max_length": _LONGEST_FOLD * longest, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["editable"], kwargs["default"]
        return name, path, args, {**kwargs, "of": self.of, "longest": self.longest}

    def key_of(self, instance: models.Model) -> str:
        return name_key(one_line(getattr(instance, self.of) or ""))

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        return self.key_of(model_instance)


class UniqueWithMessage(models.UniqueConstraint):
    """A unique constraint of which a form says in a sentence, beside the field `on`, who has it already.

    `says` may hold %(value)s, what was typed, and %(other)s, the row that has it. Where a form does not show `on`,
    nobody could change it, and it is not asked. To the database it is a constraint like any other.
    """

    def __init__(self, *args: Any, on: str = "", says: str = "", **kwargs: Any) -> None:
        self.on, self.says = on, says
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.UniqueConstraint", args, kwargs

    def clone(self) -> "UniqueWithMessage":
        return copy(self)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        if self.on in (exclude or ()):
            return
        values = {name: getattr(instance, model._meta.get_field(name).attname) for name in self.fields}
        if any(value is None for value in values.values()):
            return
        others = model._default_manager.using(using).filter(**values)
        if self.condition is not None:
            others = others.filter(self.condition)
        if not instance._state.adding:
            others = others.exclude(pk=instance.pk)
        if other := others.first():
            facts = {"value": getattr(instance, self.on), "other": other}
            raise ValidationError({self.on: ValidationError(self.says, "once", facts)})
