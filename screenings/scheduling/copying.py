"""A row again, as a new one."""

from typing import Any, TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def copy_row(row: Row, **changes: Any) -> Row:
    """Saved with all the row's own columns but its key, and with these changes."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    new = type(row)(**values)
    for name, value in changes.items():
        setattr(new, name, value)
    new.save()
    return new
