"""The listing: every published screening, filtered, sorted and in pages."""

from urllib.parse import urlencode

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from screenings.filters import ScreeningFilter
from screenings.listings import QUERY_NAMES, choices, public_rows
from screenings.models import Festival, Publication
from screenings.tables import DEFAULT_ORDER, ScreeningTable

PER_PAGE = 100
FIRST = ("q", "day", "section", "venue")  # what most people look for; the other filters are folded away
LONGEST_TIDIED = 2000  # characters; a longer query is no form's


@require_safe
def listing(request: HttpRequest, festival: str) -> HttpResponse:
    """Five queries, whatever the number of screenings."""
    of = get_object_or_404(Festival, slug=festival)
    if tidy := _tidied(request.GET):
        return redirect(f"{request.path}?{tidy}")
    chosen = ScreeningFilter(request.GET, public_rows(of), festival=of, choices=choices(of))
    sort = request.GET.get("sort", "")
    sort_is_known = not sort or ScreeningTable.knows_order(sort)
    table = ScreeningTable(chosen.qs, order_by=sort if sort and sort_is_known else DEFAULT_ORDER)
    _open_page(table, request.GET.get("page", "1"))
    words = [(name, chosen.form.fields[name].label, chosen.words(name)) for name in chosen.chosen]
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "filter": chosen,
        "first_fields": [chosen.form[name] for name in FIRST],
        "more_fields": [field for field in chosen.form if field.name not in FIRST],
        "has_more_chosen": any(name not in FIRST for name in chosen.chosen),
        "chosen": words,
        "calendar_title": ", ".join((of.name, *(word for _, _, word in words))),
        "choices": chosen.choices,
        "query": chosen.query,
        "sort": sort if sort_is_known and sort != DEFAULT_ORDER else "",
        "unknown_sort": "" if sort_is_known else sort[:60],
        "table": table,
        "is_filtered": bool(chosen.query or chosen.problems or sort),
    }
    return render(request, "screenings/listing.html", context)


def _tidied(query: QueryDict) -> str:
    """The query without the empty fields a form sends along; nothing where there are none."""
    given = [(name, value) for name, values in query.lists() for value in values]
    kept = urlencode([(name, value) for name, value in given if value.strip() or name not in QUERY_NAMES])
    empty = any(name in QUERY_NAMES and not value.strip() for name, value in given)
    # A query of nothing but empty fields leaves a bare address, which still must not be an empty string.
    return (kept or "sort=time") if empty and len(kept) < LONGEST_TIDIED else ""


def _open_page(table: ScreeningTable, number: str) -> None:
    if not (number.isascii() and number.isdecimal() and len(number) <= 6):
        raise Http404("There is no such page.")
    try:
        table.paginate(page=int(number), per_page=PER_PAGE)
    except EmptyPage:
        raise Http404("There is no such page.") from None
