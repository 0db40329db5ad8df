"""Films: the index, and a page for each public one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from screenings.models import Festival, Publication
from screenings.public.earlier_editions import earlier_showings
from screenings.public.film_index_filter import NAMES, FilmIndexFilter, indexed_films
from screenings.public.filter_page import without_empty_fields
from screenings.public.former_addresses import present_query, publicly_named
from screenings.public.index_pages import film_names, index_page, initials, next_showings
from screenings.public.listings import (
    ShowingGroups,
    credits_by_role,
    film_beside_others,
    film_index,
    film_links,
    public_parts,
    sections_with_counts,
)
from screenings.public.publication_index import publication_index
from screenings.public.related_films import public_traits
from screenings.public.seo import film_meta
from screenings.public.serving.pages import kept_page, version_of_page
from screenings.public.views.festival_page import festival_page, page_context


@kept_page(parameters=(*NAMES, "page"))
@festival_page
def films(request: HttpRequest, festival: Festival) -> HttpResponse:
    """A page of the public films that were chosen, by their sort title. Ten queries, one more where this process
    reads the publication for the first time.
    """
    address = reverse("films", args=[festival.slug])
    if (tidy := without_empty_fields(request.GET)) is not None:
        return redirect(f"{address}?{tidy}" if tidy else address)
    if (present := present_query(festival, request.GET)) != request.GET:
        return redirect(f"{address}?{present.urlencode()}")
    at, publication = timezone.now(), Publication.objects.current(festival)
    index = publication_index(publication)
    shown = index.films
    sections = [section for section, _count in sections_with_counts(festival, index)]
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
        nexts=next_showings(index, at, film_names),
        page=page,
        initials=initials(choice.found),
    )
    return render(request, "screenings/films.html", context)


@kept_page(with_earlier_editions=True)
@festival_page
def film(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A film the current publication names, or a part of a programme it names; 404 for any other. Ten queries, two more
    where it was shown at an earlier edition, and six where the festival's programme has changed since the last film.
    """
    at, publication = timezone.now(), Publication.objects.current(festival)
    index = publication_index(publication)
    rows = index.of_film(slug)
    if not rows:
        raise Http404("There is no such film.")
    own = [row for row in rows if row.film_slug == slug]
    context = page_context(
        festival,
        publication=publication,
        at=at,
        showings=own,
        groups=ShowingGroups.of(own, at),
    )
    traits = public_traits(festival, version_of_page(request))
    this = traits.at(slug)
    related = traits.related(this) if this else []
    found = film_beside_others(festival, this.pk, [*this.accompanied, *related], index.films) if this else []
    if this is None or not found or found[0].pk != this.pk:
        # Deleted since the last publication; this address may be in someone's calendar.
        return render(
            request, "screenings/former.html", {**context, "title": rows[0].title, "groups": ShowingGroups.of(rows, at)}
        )
    shown_film, others = found[0], {film.pk: film for film in found[1:]}
    in_programmes = [row for row in rows if row.film_slug != slug]
    section, parts = shown_film.section, public_parts(shown_film, own)
    context |= {
        "film": shown_film,
        "shown": index.films,
        "meta": film_meta(festival, shown_film, rows, parts, at=at),
        "credits": credits_by_role(shown_film),
        "parts": parts,
        "links": film_links(shown_film, index.films),
        "earlier": earlier_showings(shown_film, festival),
        "accompanied": [others[pk] for pk in this.accompanied if pk in others],
        "showings_in_programmes": in_programmes,
        "groups_in_programmes": ShowingGroups.of(in_programmes, at),
        "section": section if section and any(row.section_slug == section.slug for row in rows) else None,
        "related": [others[pk] for pk in related if pk in others],
        "nexts": next_showings(index, at, film_names),
    }
    return render(request, "screenings/film.html", context)
