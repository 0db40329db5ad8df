"""Sections: a strand of the programme, its films and its screenings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.former_addresses import holder, publicly_named
from screenings.public.listings import (
    ShowingGroups,
    coming_first,
    counts_by,
    film_index,
    public_films,
    public_rows,
)
from screenings.public.seo import section_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@kept_page()
@festival_page
def section(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A section with a published screening; 404 for any other. Twelve queries."""
    at = timezone.now()
    rows = coming_first(public_rows(festival).filter(section_slug=slug), at)
    showings = public_screenings_from_rows(rows[: MAX_SHOWINGS + 1])
    strand = holder(festival.sections.all(), slug) if showings else None
    if strand is None:
        raise Http404("There is no such section.")
    shown = public_films(festival)
    context = page_context(
        festival,
        at=at,
        section=strand,
        meta=section_meta(festival, strand),
        films=publicly_named("film", film_index(festival).filter(section=strand), shown),
        shown=shown,
        groups=ShowingGroups.of(showings[:MAX_SHOWINGS], at),
        count=counts_by(festival, "section_slug").get(slug, 0),
        has_more=len(showings) > MAX_SHOWINGS,
    )
    return render(request, "screenings/section.html", context)
