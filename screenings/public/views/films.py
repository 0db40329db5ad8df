"""Films: the index, and a page for each public one."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
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
from screenings.public.views.festival_page import festival_page, page_context


@festival_page
def films(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Every public film by its sort title. Eight queries."""
    shown = public_films(festival)
    context = page_context(
        festival,
        films=film_index(festival, shown),
        shown=shown,
    )
    return render(request, "screenings/films.html", context)


@festival_page
def film(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A film the current publication names, or a part of a programme it names; 404 for any other."""
    rows = public_screenings_from_rows(
        in_time_order(public_rows(festival).filter(Q(film_slug=slug) | Q(part_slugs__has=slug)))
    )
    if not rows:
        raise Http404("There is no such film.")
    own = [row for row in rows if row.film_slug == slug]
    context = page_context(
        festival,
        at=past_cutoff(festival, timezone.now()),
        showings=own,
    )
    shown_film = film_with_details(festival, slug)
    if shown_film is None:
        # Its own page is gone or has another address, but this one may stand in someone's calendar.
        return render(request, "screenings/former.html", {**context, "title": rows[0].title, "showings": rows})
    section, parts = shown_film.section, public_parts(shown_film, own)
    context |= {
        "film": shown_film,
        "shown": films_shown(rows),
        "meta": film_meta(festival, shown_film, rows, parts),
        "credits": credits_by_role(shown_film),
        "parts": parts,
        "showings_in_programmes": [row for row in rows if row.film_slug != slug],
        "section": section if section and any(row.section_slug == section.slug for row in rows) else None,
    }
    return render(request, "screenings/film.html", context)
