"""Sections: a strand of the programme, its films and its screenings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.models import Festival, Publication
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

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@require_safe
def section(request: HttpRequest, festival: str, slug: str) -> HttpResponse:
    """A section with a published screening; 404 for any other. Eleven queries."""
    of = get_object_or_404(Festival, slug=festival)
    found = get_object_or_404(public_sections(of), slug=slug)
    showings = list(in_time_order(public_rows(of).filter(section_slug=slug))[: MAX_SHOWINGS + 1])
    shown = public_films(of)
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "at": past_cutoff(of, timezone.now()),
        "section": found,
        "head": section_meta(of, found),
        "films": film_index(of, shown).filter(section=found),
        "shown": shown,
        "showings": showings[:MAX_SHOWINGS],
        "count": counts_by(of, "section_slug").get(slug, 0),
        "has_more": len(showings) > MAX_SHOWINGS,
    }
    return render(request, "screenings/section.html", context)
