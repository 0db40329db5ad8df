"""Films: the index, and a page for each public one."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival, Publication
from screenings.public.earlier_editions import earlier_showings
from screenings.public.film_index_filter import NAMES, FilmIndexFilter, indexed_films
from screenings.public.filter_page import without_empty_fields
from screenings.public.former_addresses import present_query, publicly_named
from screenings.public.index_pages import film_names, index_page, initials, next_showings
from screenings.public.listings import (
    ShowingGroups,
    credits_by_role,
    film_index,
    film_links,
    film_with_details,
    films_in_order,
    films_leading_to,
    in_time_order,
    public_films,
    public_parts,
    public_rows,
    sections_with_counts,
)
from screenings.public.publication_index import publication_index
from screenings.public.related_films import related_films
from screenings.public.seo import film_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context


@kept_page(parameters=(*NAMES, "page"))
@festival_page
def films(request: HttpRequest, festival: Festival) -> HttpResponse:
    """A page of the public films that were chosen, by their sort title. Twelve queries, one more where this process
    reads the publication for the first time.
    """
    address = reverse("films", args=[festival.slug])
    if (tidy := without_empty_fields(request.GET)) is not None:
        return redirect(f"{address}?{tidy}" if tidy else address)
    if (present := present_query(festival, request.GET)) != request.GET:
        return redirect(f"{address}?{present.urlencode()}")
    at, shown = timezone.now(), public_films(festival)
    publication = Publication.objects.current(festival)
    sections = [section for section, _count in sections_with_counts(festival)]
    choice = FilmIndexFilter(request.GET, indexed_films(festival, shown), sections)
    page = index_page(choice.found, request.GET.get("page", "1"))
    of_page = film_index(festival).filter(pk__in=[entry.pk for entry in page])
    context = page_context(
        festival,
        publication=publication,
        at=at,
        address=address,
        choice=choice,
        query=choice.query,
        is_filtered=bool(choice.chosen),
        films=publicly_named("film", of_page, shown),
        shown=shown,
        nexts=next_showings(publication_index(publication), at, film_names),
        page=page,
        initials=initials(choice.found),
    )
    return render(request, "screenings/films.html", context)


@kept_page(with_earlier_editions=True)
@festival_page
def film(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A film the current publication names, or a part of a programme it names; 404 for any other."""
    rows = public_screenings_from_rows(
        in_time_order(public_rows(festival).filter(Q(film_slug=slug) | Q(part_slugs__has=slug)))
    )
    if not rows:
        raise Http404("There is no such film.")
    at = timezone.now()
    own = [row for row in rows if row.film_slug == slug]
    publication = Publication.objects.current(festival)
    context = page_context(
        festival,
        publication=publication,
        at=at,
        showings=own,
        groups=ShowingGroups.of(own, at),
    )
    shown_film = film_with_details(festival, slug)
    if shown_film is None:
        # Deleted since the last publication; this address may be in someone's calendar.
        return render(
            request, "screenings/former.html", {**context, "title": rows[0].title, "groups": ShowingGroups.of(rows, at)}
        )
    in_programmes, shown = [row for row in rows if row.film_slug != slug], public_films(festival)
    section, parts = shown_film.section, public_parts(shown_film, own)
    context |= {
        "film": shown_film,
        "shown": shown,
        "meta": film_meta(festival, shown_film, rows, parts, at=at),
        "credits": credits_by_role(shown_film),
        "parts": parts,
        "links": film_links(shown_film, shown),
        "earlier": earlier_showings(shown_film, festival),
        "accompanied": films_leading_to(shown_film, shown),
        "showings_in_programmes": in_programmes,
        "groups_in_programmes": ShowingGroups.of(in_programmes, at),
        "section": section if section and any(row.section_slug == section.slug for row in rows) else None,
        "related": films_in_order(festival, related_films(shown_film, festival), shown),
        "nexts": next_showings(publication_index(publication), at, film_names),
    }
    return render(request, "screenings/film.html", context)
