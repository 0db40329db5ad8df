"""Sections: the index, and each strand of the programme with its films and its screenings."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.models import Festival, Publication
from screenings.public.former_addresses import holder, publicly_named
from screenings.public.index_pages import film_names, next_showings
from screenings.public.listings import (
    ShowingGroups,
    coming_first,
    film_index,
    public_rows,
    section_pictures,
    sections_with_counts,
)
from screenings.public.publication_index import publication_index
from screenings.public.seo import section_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context

MAX_SHOWINGS = 200  # showings; the listing has them all, in pages


@kept_page()
@festival_page
def sections(request: HttpRequest, festival: Festival) -> HttpResponse:
    """The sections with a published screening, in the festival’s order. Three queries, one more with pictures."""
    at, publication = timezone.now(), Publication.objects.current(festival)
    index = publication_index(publication)
    shown_with = section_pictures(index)
    context = page_context(
        festival,
        publication=publication,
        at=at,
        sections=[(each, count, shown_with.get(each.slug)) for each, count in sections_with_counts(festival, index)],
        nexts=next_showings(index, at, lambda row: (row.section_slug,)),
    )
    return render(request, "screenings/sections.html", context)


@kept_page()
@festival_page
def section(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """A section with a published screening; 404 for any other. Ten queries."""
    at = timezone.now()
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    rows = coming_first(public_rows(festival).filter(section_slug=slug), at)
    showings = index.values_of(rows[: MAX_SHOWINGS + 1])
    strand = holder(festival.sections.all(), slug) if showings else None
    if strand is None:
        raise Http404("There is no such section.")
    context = page_context(
        festival,
        publication=publication,
        at=at,
        section=strand,
        meta=section_meta(festival, strand),
        films=publicly_named("film", film_index(festival).filter(section=strand), index.films),
        shown=index.films,
        nexts=next_showings(index, at, film_names),
        groups=ShowingGroups.of(showings[:MAX_SHOWINGS], at),
        count=index.counts("section_slug")[slug],
        has_more=len(showings) > MAX_SHOWINGS,
    )
    return render(request, "screenings/section.html", context)
