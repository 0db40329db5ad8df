"""Search in the admin's lists and autocomplete boxes: case, accents and punctuation do not count."""

from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from screenings.desk.edition_filter import EditionListAdmin
from screenings.desk.lookups import parse_pk
from screenings.text.cleaning import is_storable
from screenings.text.search_words import has_words, query_words, search_text

LONGEST_TERM = 200
MOST_FOUND = 30_000  # rows; SQLite takes 32,766 values in a query


def column_has(column: str, query: str) -> Q:
    """That a column which is kept folded has every word."""
    found = Q()
    for folded, forms in query_words(query):
        found &= Q((f"{column}__contains", folded)) | Q(*((f"{column}__contains", form) for form in forms))
    return found


class FoldedSearchAdmin(EditionListAdmin):
    """Every word must be found, as `screenings.text.search_words` reads both sides.

    `search_fields` are columns that are kept for it, searched by the database; those that are `plain_fields` too
    are read and searched here, which is right for tables of up to some thousand rows. `festival_path` leads to the
    festival that an autocomplete box may name.
    """

    plain_fields: ClassVar[tuple[str, ...]] = ()
    festival_path: ClassVar[str] = ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        festival = parse_pk(request.GET.get("of_festival", ""))
        if festival is not None and self.festival_path:
            queryset = queryset.filter(**{self.festival_path: festival})
        if not is_storable(search_term):
            return queryset.none(), False
        return self._matching(queryset, search_term[:LONGEST_TERM]), False

    def _matching(self, queryset: QuerySet[Any], query: str) -> QuerySet[Any]:
        if not query.strip():
            return queryset
        matches = Q(pk__in=self._found_here(queryset, query)) if self.plain_fields else Q()
        for field in set(self.search_fields) - set(self.plain_fields):
            matches |= column_has(field, query)
        return queryset.filter(matches)

    def _found_here(self, queryset: QuerySet[Model], query: str) -> list[int]:
        rows = queryset.order_by().values_list("pk", *self.plain_fields)
        texts = ((pk, search_text(" ".join(str(value or "") for value in values))) for pk, *values in rows)
        return [pk for pk, text in texts if has_words(text, query)][:MOST_FOUND]
