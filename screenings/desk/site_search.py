"""One search for the whole desk: films, people, screenings, halls, venues, guests, pages and what explains them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screenings.desk.editions import working_festival
from screenings.desk.help import help_address, help_page, help_pages
from screenings.desk.search import LONGEST_TERM
from screenings.models import Film, Guest, Hall, Person, Screening, Venue
from screenings.text.search_words import has_words, search_text

SEARCHED = (Film, Person, Screening, Hall, Venue, Guest)
MAX_SHOWN = 8  # of each kind


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind: words and address of each, and the list of all where there are more."""

    heading: str
    links: tuple[tuple[str, str], ...]
    all_address: str = ""


@require_safe
def show_search(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """In the edition that is worked on, to each what they may read. A query or two for each kind."""
    term = request.GET.get("q", "").strip()[:LONGEST_TERM]
    groups = [hits for hits in _all_hits(request, site, term) if hits.links] if term else []
    context = {**site.each_context(request), "title": _("Search"), "term": term, "groups": groups}
    return TemplateResponse(request, "admin/search.html", context)


def _all_hits(request: HttpRequest, site: AdminSite, term: str) -> Iterator[Hits]:
    for model in SEARCHED:
        yield _rows(request, site, model, term)

    def matches(text: str) -> bool:
        return has_words(search_text(text), term)

    items = [item for area in site.get_app_list(request) for item in area["models"]]
    pages = ((str(item["name"]), item["admin_url"]) for item in items if item["admin_url"])
    yield Hits(_("Pages"), tuple((name, address) for name, address in pages if matches(name))[:MAX_SHOWN])
    helped = ((help_page(name).title, help_address(name)) for name in help_pages())
    yield Hits(_("Help"), tuple((title, address) for title, address in helped if matches(title))[:MAX_SHOWN])


def _rows(request: HttpRequest, site: AdminSite, model: type[Any], term: str) -> Hits:
    heading = capfirst(str(model._meta.verbose_name_plural))
    model_admin: Any = site.get_model_admin(model)
    if not model_admin.has_view_permission(request):
        return Hits(heading, ())
    rows, chosen = model_admin.get_queryset(request), {}
    festival = working_festival(request)
    if model_admin.festival_path and festival is not None:
        rows = rows.filter(**{model_admin.festival_path: festival})
        chosen = {f"{model_admin.festival_path}__id__exact": festival.pk}
    found, _has_doubles = model_admin.get_search_results(request, rows, term)
    shown = list(found.order_by(*model._meta.ordering)[: MAX_SHOWN + 1])
    name = model._meta.model_name
    links = tuple((str(row), reverse(f"admin:screenings_{name}_change", args=[row.pk])) for row in shown[:MAX_SHOWN])
    listed = f"{reverse(f'admin:screenings_{name}_changelist')}?{urlencode({'q': term, **chosen})}"
    return Hits(heading, links, listed if len(shown) > MAX_SHOWN else "")
