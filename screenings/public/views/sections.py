"""Sections: a strand of the programme, its films and its screenings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.listings import (
    counts_by,
    film_index,
    in_time_order,
    past_cutoff,
    public_films,
    public_rows,
    public_sections,
)
from screenings.public.seo import section_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@kept_page()
@festival_page
def section(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A section with a published screening; 404 for any other. Eleven queries."""
    strand = get_object_or_404(public_sections(festival), slug=slug)
    rows = in_time_order(public_rows(festival).filter(section_slug=slug))
    showings = public_screenings_from_rows(rows[: MAX_SHOWINGS + 1])
    shown = public_films(festival)
    context = page_context(
        festival,
        at=past_cutoff(festival, timezone.now()),
        section=strand,
        meta=section_meta(festival, strand),
        films=film_index(festival, shown).filter(section=strand),
        shown=shown,
        showings=showings[:MAX_SHOWINGS],
        count=counts_by(festival, "section_slug").get(slug, 0),
        has_more=len(showings) > MAX_SHOWINGS,
    )
    return render(request, "screenings/section.html", context)
