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
    over_by,
    public_films,
    public_rows,
    public_sections,
)
from screenings.public.seo import section_head

SHOWN = 200  # showings; the listing has them all, in pages


@require_safe
def section(request: HttpRequest, festival: str, slug: str) -> HttpResponse:
    """A section with a published screening; 404 for any other. Eleven queries."""
    of = get_object_or_404(Festival, slug=festival)
    found = get_object_or_404(public_sections(of), slug=slug)
    showings = list(in_time_order(public_rows(of).filter(section_slug=slug))[: SHOWN + 1])
    shown = public_films(of)
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "at": over_by(of, timezone.now()),
        "section": found,
        "head": section_head(of, found),
        "films": film_index(of, shown).filter(section=found),
        "shown": shown,
        "showings": showings[:SHOWN],
        "count": counts_by(of, "section_slug").get(slug, 0),
        "has_more": len(showings) > SHOWN,
    }
    return render(request, "screenings/section.html", context)
