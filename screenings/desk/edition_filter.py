"""Lists of one edition: narrowed to the one that is worked on, unless their address names another or all."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from screenings.desk.editions import ALL_EDITIONS, EDITION_LOOKUP, edition_in_list, editions_of
from screenings.desk.lookups import RestrictedLookupsAdmin, parse_pk


class EditionFilter(admin.SimpleListFilter):
    """By the festival at the end of `path`.

    Which edition a list shows stands in its address, so that one that was opened before another edition was chosen
    still means the rows it shows.
    """

    title = _("festival")
    path: ClassVar[str] = "festival"
    parameter_name = EDITION_LOOKUP

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        if not editions_of(request).are_several:
            self.template = "admin/screenings/nothing.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        every = [(str(festival.pk), festival.name) for festival in editions_of(request).every]
        return [*every, (ALL_EDITIONS, _("All festivals"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            if choice["query_string"] != changelist.get_query_string(remove=[self.parameter_name]):
                yield choice

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if asked in (None, "", ALL_EDITIONS):
            return queryset
        pk = parse_pk(asked or "")
        return queryset.none() if pk is None else queryset.filter(**{self.path: pk})


def edition_filter(path: str) -> type[EditionFilter]:
    """The filter for rows whose festival is at the end of `path`, such as `venue__festival`."""
    name = path.removesuffix("festival") + EDITION_LOOKUP
    return type("EditionFilter", (EditionFilter,), {"path": path, "parameter_name": name})


class OfEditionFilter(admin.RelatedFieldListFilter):
    """By a related row, offering those of the list's edition. `path` leads from such a row to its festival."""

    path: ClassVar[str] = "festival"

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        pk = parse_pk(edition_in_list(request))
        ordering = self.field_admin_ordering(field, request, model_admin)
        limit = {self.path: pk} if pk is not None else None
        choices: list[Any] = field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=limit)
        return choices


class EditionListAdmin(RestrictedLookupsAdmin):
    """A list with an `EditionFilter` always says in its address which edition it shows, where there are several."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filters = [each for each in self.get_list_filter(request) if isinstance(each, type)]
        name = next((each.parameter_name for each in filters if issubclass(each, EditionFilter)), None)
        if name and request.method == "GET" and name not in request.GET:
            editions = editions_of(request)
            if editions.are_several and editions.working:
                query = request.GET.copy()
                query[name] = str(editions.working.pk)
                return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return super().changelist_view(request, *args, **kwargs)
