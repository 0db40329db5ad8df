"""What another site shows of the programme in a frame: a cinema its own screenings, say."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.models import Audience, Festival, Publication
from screenings.public.filters import ScreeningFilter
from screenings.public.former_addresses import present_query
from screenings.public.listings import QUERY_NAMES, in_time_order, public_rows
from screenings.public.publication_index import publication_index
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context

MAX_SHOWINGS = 100  # the listing, a link away, has them all
View = Callable[..., HttpResponse]
_last_known: dict[str, tuple[str, ...]] = {}


def framed_by_named_sites(view: View) -> View:
    """Lets the sites that the festival names show the answer in a frame, and no other. One query; while the database
    is away, those that were named last.
    """

    @wraps(view)
    def framed(request: HttpRequest, **arguments: Any) -> Any:
        response: Any = view(request, **arguments)
        sites = _sites(arguments["festival"])
        response._csp_replace = {"frame-ancestors": list(sites) or [NONE]}
        # The policy says the same, for several sites, which this header cannot.
        response.xframe_options_exempt = bool(sites)
        return response

    return framed


def _sites(festival: str) -> tuple[str, ...]:
    try:
        row = Festival.objects.only("embedded_by").filter(slug=festival).first()
    except Error:
        return _last_known.get(festival, ())
    _last_known[festival] = found = tuple(row.embedded_by) if row else ()
    return found


@framed_by_named_sites
@kept_page(parameters=QUERY_NAMES)
@festival_page
def embed(request: HttpRequest, festival: Festival) -> HttpResponse:
    """What is to come of a filter of the listing. Five queries; six where a place is chosen."""
    given = present_query(festival, request.GET)
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    chosen = ScreeningFilter(given, public_rows(festival), festival=festival, index=index)
    at = timezone.now()
    coming = in_time_order(chosen.qs.filter(ends_at__gt=at))
    if "audience" not in chosen.chosen:
        coming = coming.exclude(audience=Audience.PRESS)
    rows = index.values_of(coming[: MAX_SHOWINGS + 1]) if chosen.is_valid() else []
    context = page_context(
        festival,
        publication=publication,
        at=at,
        query=chosen.query,
        words=[words for name in chosen.chosen for words in chosen.labels(name)],
        problems=chosen.problems,
        showings=rows[:MAX_SHOWINGS],
        has_more=len(rows) > MAX_SHOWINGS,
    )
    return render(request, "screenings/embed.html", context)
