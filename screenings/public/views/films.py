"""Films: the index, and a page for each public one."""

from collections.abc import Sequence

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.former_addresses import public_slugs, publicly_named
from screenings.public.listings import (
    ShowingGroups,
    credits_by_role,
    film_index,
    film_with_details,
    films_shown,
    in_time_order,
    public_films,
    public_parts,
    public_rows,
)
from screenings.public.seo import film_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context

FILMS_PER_PAGE = 60
MAX_INITIALS = 40  # an alphabet with its accents


@kept_page(parameters=("page",))
@festival_page
def films(request: HttpRequest, festival: Festival) -> HttpResponse:
    """A page of the public films by their sort title. Ten queries."""
    shown = public_films(festival)
    titles = festival.films.order_by("sort_title", "pk").values_list("pk", "slug", "sort_title")
    named = public_slugs("film", {pk: slug for pk, slug, _title in titles}, shown)
    keys = [(pk, sort_title) for pk, _slug, sort_title in titles if pk in named]
    try:
        page = Paginator(keys, FILMS_PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404("There is no such page.") from None
    context = page_context(
        festival,
        films=publicly_named("film", film_index(festival).filter(pk__in=[pk for pk, _title in page]), shown),
        shown=shown,
        page=page,
        initials=_initials([sort_title for _, sort_title in keys]) if page.has_other_pages() else (),
    )
    return render(request, "screenings/films.html", context)


def _initials(sort_titles: Sequence[str]) -> list[tuple[str, int]]:
    """Every letter that a title begins with, and the page of the first; none in a script that has too many."""
    pages: dict[str, int] = {}
    for number, title in enumerate(sort_titles):
        if title[:1].isalpha():
            pages.setdefault(title[0], number // FILMS_PER_PAGE + 1)
    return list(pages.items()) if len(pages) <= MAX_INITIALS else []


@kept_page()
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
    context = page_context(
        festival,
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
    in_programmes = [row for row in rows if row.film_slug != slug]
    section, parts = shown_film.section, public_parts(shown_film, own)
    context |= {
        "film": shown_film,
        "shown": films_shown(rows),
        "meta": film_meta(festival, shown_film, rows, parts, at=at),
        "credits": credits_by_role(shown_film),
        "parts": parts,
        "showings_in_programmes": in_programmes,
        "groups_in_programmes": ShowingGroups.of(in_programmes, at),
        "section": section if section and any(row.section_slug == section.slug for row in rows) else None,
    }
    return render(request, "screenings/film.html", context)
