"""What an address may narrow a list by: the filters that the list offers, and nothing else.

Django lets any column of the list's own rows be asked about, `?edit_key__startswith=a` too, and so a secret be read a
character at a time from whether the list is empty.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

# What the filters of a column ask, as Django writes it into an address.
ENDINGS = ("", "__exact", "__in", "__isnull", "__isempty")
ROWS = frozenset({"pk", "pk__exact", "pk__in", "id", "id__exact", "id__in"})


class ByWord(admin.AllValuesFieldListFilter):
    """By each text of a column; where there is none, that is said, and not an empty link."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not stated"}


class OnlyItsFilters(admin.ModelAdmin):
    """The base of every admin of the site: one without it is a failure of tests/admin/test_lookups.py."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        if lookup in ROWS or lookup in self._offered(request):
            return True
        first = lookup.partition(LOOKUP_SEP)[0]
        # Of a name that means nothing here the list says so itself.
        return not self._means_something(first, request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Django looks for a column without a name where the address ends in `?_to_field=`."""
        return super().get_object(request, object_id, from_field or None)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Only a column can be one; Django asks a relation's other end for what only columns have."""
        try:
            is_column = self.opts.get_field(to_field).concrete
        except FieldDoesNotExist:
            return False
        return is_column and super().to_field_allowed(request, to_field)

    def _offered(self, request: HttpRequest | None) -> set[str]:
        filters: Any = self.get_list_filter(request) if request is not None else self.list_filter
        found = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day") if self.date_hierarchy}
        for each in filters:
            if isinstance(each, type):
                found.add(getattr(each, "parameter_name", "") or "")
            else:
                found.update(self._asked_of(each[0] if isinstance(each, tuple | list) else each))
        return found

    def _asked_of(self, path: str) -> Iterator[str]:
        field: Any = get_fields_from_path(self.model, path)[-1]
        yield from (f"{path}{ending}" for ending in ENDINGS)
        if field.is_relation:
            key = field.target_field.name
            yield from (f"{path}__{key}{ending}" for ending in ENDINGS)

    def _means_something(self, name: str, request: HttpRequest | None) -> bool:
        """A column or a relation of the model, or a figure that the list's rows carry."""
        if name == "pk":
            return True
        try:
            self.opts.get_field(name)
        except FieldDoesNotExist:
            return request is not None and name in self.get_queryset(request).query.annotations
        return True
