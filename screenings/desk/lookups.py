"""What an address may narrow a list by: the filters that the list offers, and nothing else. And which rows are meant.

Django lets any column of the list's own rows be asked about, `?digest__startswith=a` too, and so a secret be read a
character at a time from whether the list is empty.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest, HttpResponse

# What the filters of a column ask, as Django writes it into an address.
LOOKUP_ENDINGS = ("", "__exact", "__in", "__isnull", "__isempty")
PK_LOOKUPS = frozenset({"pk", "pk__exact", "pk__in", "id", "id__exact", "id__in"})
MAX_PK = 2**63 - 1  # of both databases


def parse_pk(text: str) -> int | None:
    """A primary key from an address or a form, or None for anything that cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def pk_or_404(text: str) -> int:
    """A primary key from an address. Raises Http404 for anything that cannot be one."""
    number = parse_pk(text)
    if number is None:
        raise Http404
    return number


class TextValueFilter(admin.AllValuesFieldListFilter):
    """By each text of a column; where there is none, that is said, and not an empty link."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not stated"}


class StorableKeysChangeList(ChangeList):
    """No row has a number that no database holds; Django asks SQLite for it, where a relation is asked about."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        rows = super().get_queryset(request, exclude_parameters)
        return rows.none() if any(map(_exceeds_max_pk, self._asked())) else rows

    def _asked(self) -> Iterator[str]:
        for name, values in self.filter_params.items():
            if name != SEARCH_VAR:
                yield from (part for value in values for part in value.split(","))


def _exceeds_max_pk(text: str) -> bool:
    with suppress(ValueError):
        return abs(int(text)) > MAX_PK
    return False


class RestrictedLookupsAdmin(admin.ModelAdmin):
    """The base of every admin of the site: one without it is a failure of tests/desk/test_lookups.py."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        if lookup in PK_LOOKUPS or lookup in self._offered_lookups(request):
            return True
        first = lookup.partition(LOOKUP_SEP)[0]
        # Of a name that means nothing here the list says so itself.
        return not self._is_known_name(first, request)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any(parse_pk(ticked) is None for ticked in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A ticked row that cannot be one.")
        return super().changelist_view(request, *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StorableKeysChangeList

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

    def _offered_lookups(self, request: HttpRequest | None) -> set[str]:
        filters: Any = self.get_list_filter(request) if request is not None else self.list_filter
        lookups = {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day") if self.date_hierarchy}
        for list_filter in filters:
            if isinstance(list_filter, type):
                lookups.add(getattr(list_filter, "parameter_name", "") or "")
            else:
                lookups.update(
                    self._lookups_of_filter(list_filter[0] if isinstance(list_filter, tuple | list) else list_filter)
                )
        return lookups

    def _lookups_of_filter(self, path: str) -> Iterator[str]:
        field: Any = get_fields_from_path(self.model, path)[-1]
        yield from (f"{path}{ending}" for ending in LOOKUP_ENDINGS)
        if field.is_relation:
            key = field.target_field.name
            yield from (f"{path}__{key}{ending}" for ending in LOOKUP_ENDINGS)

    def _is_known_name(self, name: str, request: HttpRequest | None) -> bool:
        """A column or a relation of the model, or a figure that the list's rows carry."""
        if name == "pk":
            return True
        try:
            self.opts.get_field(name)
        except FieldDoesNotExist:
            return request is not None and name in self.get_queryset(request).query.annotations
        return True
