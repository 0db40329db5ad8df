"""The timetable: one day as a grid of halls and hours, and the whole festival by hall and day."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from screenings.loading.versions import VersionedValues
from screenings.models import Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filter_choices import FilterChoices
from screenings.public.filter_page import filter_context, without_empty_fields
from screenings.public.filters import ScreeningFilter
from screenings.public.former_addresses import present_query
from screenings.public.listings import QUERY_NAMES, ShowingGroups, past_cutoff, public_rows
from screenings.public.publication_index import PublicationIndex, publication_index
from screenings.public.serving.pages import kept_page
from screenings.public.timetable_grid import by_venue, day_grid, overview
from screenings.public.views.festival_page import festival_page, page_context
from screenings.text.translation import active_language
from screenings.timetable.values import PublicScreening

OWN_NAMES = ("day", "from", "until")  # these the page says by itself, and its form does not ask for them


@kept_page(parameters=(*QUERY_NAMES, "by"))
@festival_page
def timetable(request: HttpRequest, festival: Festival, day: str = "") -> HttpResponse:
    """That day; without one today, the first day before the festival and the last after it. Four queries, and one where
    this process reads the publication for the first time.
    """
    if address := _better_address(request, festival):
        return redirect(address)
    at = timezone.now()
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    today = festival.calendar.day_of(at)
    days = [date.fromisoformat(option.value) for option in index.options["day"]]
    shown = _day(day, days) if day else _nearest(today, days)
    chosen = _chosen(festival, request.GET, index, [shown.isoformat()] if shown else [])
    filters = _filters(chosen, festival, publication, request.path)
    rows = []
    if shown:
        rows = _screenings(chosen.qs if filters["query"] else public_rows(festival).filter(day=shown), index)
    cutoff = past_cutoff(festival, at)
    groups = ShowingGroups.of(rows, at)
    by = "venue" if request.GET.get("by") == "venue" else "time"
    context = page_context(
        festival,
        publication=publication,
        **filters,
        day=shown,
        today=today,
        at=cutoff,
        rows=rows,
        groups=groups,
        by=by,
        venues=by_venue(groups.coming) if by == "venue" else [],
        grid=day_grid(rows, festival.calendar, cutoff) if rows else None,
        other_zones=any(row.timezone != festival.timezone for row in rows),
    )
    return render(request, "screenings/timetable.html", context)


@kept_page(parameters=QUERY_NAMES)
@festival_page
def timetable_overview(request: HttpRequest, festival: Festival) -> HttpResponse:
    """The whole festival. Four queries, and one where this process reads the publication for the first time."""
    if address := _better_address(request, festival):
        return redirect(address)
    at = timezone.now()
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    chosen = _chosen(festival, request.GET, index, [])
    filters = _filters(chosen, festival, publication, request.path)
    rows = _screenings(chosen.qs if filters["query"] else public_rows(festival), index)
    context = page_context(
        festival,
        publication=publication,
        **filters,
        today=festival.calendar.day_of(at),
        at=past_cutoff(festival, at),
        rows=rows,
        venues=overview(rows, [day for day, _ in filters["days"]]),
    )
    return render(request, "screenings/timetable_overview.html", context)


def _better_address(request: HttpRequest, festival: Festival) -> str:
    """Of the same page without a form's empty fields, and with the present addresses of what is chosen."""
    tidy = without_empty_fields(request.GET)
    if tidy is None and (present := present_query(festival, request.GET)) != request.GET:
        tidy = present.urlencode()
    return "" if tidy is None else f"{request.path}?{tidy}" if tidy else request.path


def _chosen(festival: Festival, query: QueryDict, index: PublicationIndex, days: list[str]) -> ScreeningFilter:
    """By the query, but for the day, which is the page's own."""
    own = query.copy()
    own.setlist("day", days)
    return ScreeningFilter(own, public_rows(festival), festival=festival, index=index)


_FORMS: VersionedValues[SafeString] = VersionedValues(64)


def _filters(
    chosen: ScreeningFilter, festival: Festival, publication: Publication | None, address: str
) -> dict[str, Any]:
    """The filters' part of the page, and the days with how many screenings fit. Where nothing is chosen the form counts
    nothing, is the same for every day, and is written once for each publication.
    """
    if publication and chosen.chosen.keys() <= {"day"} and not chosen.problems:
        counts = Counter(row.day for row in chosen.index.values)
        chosen.choices = FilterChoices(chosen.index.options)
        slug = festival.slug
        form = _FORMS.get_or_make(
            (slug, active_language()), lambda: publication.token, lambda: _form(chosen, slug), named=publication.token
        )
        return {"query": "", "filter": chosen, "filter_form": form, "days": sorted(counts.items())}
    chosen.offer_choices()
    context = filter_context(chosen, address=address, fixed=OWN_NAMES)
    days = [(date.fromisoformat(option.value), option.count) for option in chosen.choices.options["day"]]
    return {**context, "days": days}


def _form(chosen: ScreeningFilter, slug: str) -> SafeString:
    chosen.offer_choices()
    # Relative to the page that it is on, whichever day's.
    context = filter_context(chosen, address="?", fixed=OWN_NAMES)
    return render_to_string("screenings/_filter_form.html", {**context, "festival": {"slug": slug}})


def _day(text: str, days: list[date]) -> date:
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        raise Http404("There is no such day.") from None
    # One day has one address: 20261009 is a date, too.
    if parsed not in days or text != parsed.isoformat():
        raise Http404("Nothing is on that day.")
    return parsed


def _nearest(today: date, days: list[date]) -> date | None:
    """Today or the next day that has screenings, else the last one."""
    return next((day for day in days if day >= today), days[-1] if days else None)


def _screenings(rows: PublishedScreeningQuerySet, index: PublicationIndex) -> list[PublicScreening]:
    return index.values_of(rows.order_by("starts_at", "sort_title", "uid"))
