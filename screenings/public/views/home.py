"""The front door: the current festival, and what is on there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.models import Audience, Festival, Publication
from screenings.public.earlier_editions import earlier_editions
from screenings.public.listings import (
    current_festival,
    days_with_counts,
    phase,
    public_rows,
    row_pictures,
    section_pictures,
    sections_with_counts,
    venues_with_counts,
)
from screenings.public.publication_index import publication_index
from screenings.public.quick_links import quick_links
from screenings.public.seo import home_meta
from screenings.public.serving.pages import kept_page, kept_redirect
from screenings.public.views.festival_page import festival_page, page_context

MAX_COMING = 8


@kept_redirect
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The festival that runs now, else the next, else the latest; how to begin where there is none."""
    festival = current_festival(timezone.now())
    return redirect(festival) if festival else render(request, "screenings/begin.html")


@kept_page(with_earlier_editions=True)
@festival_page
def festival_home(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Now, next, the days and the sections. Eight queries, two more with pictures."""
    at = timezone.now()
    # What press and industry alone can see is on the listing, apart.
    going_ahead = public_rows(festival).going_ahead().exclude(audience=Audience.PRESS)
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    days, shown_with = days_with_counts(index), section_pictures(index)
    running = index.values_of(going_ahead.running(at).order_by("ends_at", "sort_title", "uid"))
    coming = index.values_of(going_ahead.after(at)[:MAX_COMING])
    context = page_context(
        festival,
        publication=publication,
        meta=home_meta(festival, [venue for venue, _count in venues_with_counts(festival, index)]),
        phase=phase(festival, at),
        today=festival.calendar.day_of(at),
        days_until=(festival.starts_on - festival.calendar.day_of(at)).days,
        running=running,
        coming=coming,
        pictures=row_pictures([*running, *coming]),
        days=days,
        sections=[(each, count, shown_with.get(each.slug)) for each, count in sections_with_counts(festival, index)],
        count=sum(count for _, count in days),
        earlier=earlier_editions(festival),
        quick=quick_links(festival, index, at),
    )
    return render(request, "screenings/festival.html", context)
