"""Films: the index, and a page for each public one."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.models import Festival, Publication
from screenings.public.listings import (
    credits_by_role,
    film_index,
    film_with_details,
    films_shown,
    in_time_order,
    past_cutoff,
    public_films,
    public_parts,
    public_rows,
)
from screenings.public.seo import film_meta


@require_safe
def films(request: HttpRequest, festival: str) -> HttpResponse:
    """Every public film by its sort title. Eight queries."""
    of = get_object_or_404(Festival, slug=festival)
    shown = public_films(of)
    context = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "films": film_index(of, shown),
        "shown": shown,
    }
    return render(request, "screenings/films.html", context)


@require_safe
def film(request: HttpRequest, festival: str, slug: str) -> HttpResponse:
    """A film the current publication names, or a part of a programme it names; 404 for any other."""
    of = get_object_or_404(Festival, slug=festival)
    rows = list(in_time_order(public_rows(of).filter(Q(film_slug=slug) | Q(part_slugs__has=slug))))
    if not rows:
        raise Http404("There is no such film.")
    own = [row for row in rows if row.film_slug == slug]
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "at": past_cutoff(of, timezone.now()),
        "showings": own,
    }
    found = film_with_details(of, slug)
    if found is None:
        # Its own page is gone or has another address, but this one may stand in someone's calendar.
        return render(request, "screenings/former.html", {**context, "title": rows[0].title, "showings": rows})
    section, parts = found.section, public_parts(found, own)
    context |= {
        "film": found,
        "shown": films_shown(rows),
        "head": film_meta(of, found, rows, parts),
        "credits": credits_by_role(found),
        "parts": parts,
        "showings_in_programmes": [row for row in rows if row.film_slug != slug],
        "section": section if section and any(row.section_slug == section.slug for row in rows) else None,
    }
    return render(request, "screenings/film.html", context)
