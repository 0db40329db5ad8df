"""Search in the admin's lists and autocomplete boxes: case and accents do not count."""

from typing import Any, ClassVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from screenings.desk.edition_filter import EditionListAdmin
from screenings.desk.lookups import parse_pk
from screenings.text.cleaning import fold, is_storable

LONGEST_TERM = 200


def folded_words(term: str) -> list[str]:
    """The folded words every hit must hold; none where nothing can match."""
    return fold(term[:LONGEST_TERM]).split()


class FoldedSearchAdmin(EditionListAdmin):
    """Every word must be found, folded on both sides.

    `search_fields` are columns that are kept folded, searched by the database; those that are `plain_fields` too
    are read and folded here, which is right for tables of some hundreds of rows. `festival_path` leads to the
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
        return self._matching(queryset, folded_words(search_term)), False

    def _matching(self, queryset: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
        if not words:
            return queryset
        matches = Q(pk__in=self._found_here(queryset, words)) if self.plain_fields else Q()
        for field in set(self.search_fields) - set(self.plain_fields):
            in_field = Q()
            for word in words:
                in_field &= Q(**{f"{field}__contains": word})
            matches |= in_field
        return queryset.filter(matches)

    def _found_here(self, queryset: QuerySet[Model], words: list[str]) -> list[int]:
        rows = queryset.order_by().values_list("pk", *self.plain_fields)
        texts = ((pk, fold(" ".join(str(value or "") for value in values))) for pk, *values in rows)
        return [pk for pk, text in texts if all(word in text for word in words)]
