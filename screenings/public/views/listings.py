"""The listing: every published screening, filtered, sorted and in pages."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from screenings.models import Audience, Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filter_choices import FilterChoices
from screenings.public.filter_page import filter_context, without_empty_fields
from screenings.public.filters import ScreeningFilter
from screenings.public.former_addresses import present_query
from screenings.public.listings import QUERY_NAMES, in_time_order, phase, public_rows, row_pictures
from screenings.public.publication_index import PublicationIndex, publication_index
from screenings.public.quick_links import quick_links, soon_query
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context
from screenings.timetable.days import wall_text
from screenings.timetable.values import PublicScreening

if TYPE_CHECKING:
    from screenings.public.tables import ScreeningTable

PER_PAGE = 250
MAX_PAST_SHOWN = 60  # of those that are over; the others are a link away
MAX_PRESS_SHOWN = 60  # of those for press and industry only; the others, too


@kept_page(parameters=(*QUERY_NAMES, "when", "sort", "page"))
@festival_page
def listing(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Four queries, whatever the number of screenings, and two where this process reads the publication for the first
    time; one more while some are over, two where some are for press and industry only, one for a section or place.
    """
    if request.GET.get("when") == "soon":
        return redirect(f"{request.path}?{soon_query(festival, timezone.now())}")
    if (tidy := without_empty_fields(request.GET)) is not None:
        # A query of nothing but empty fields leaves a bare address.
        return redirect(f"{request.path}?{tidy or 'sort=time'}")
    present = present_query(festival, request.GET)
    if present != request.GET:
        return redirect(f"{request.path}?{present.urlencode()}")
    return render(request, "screenings/listing.html", _context(festival, request.GET, timezone.now()))


def _context(festival: Festival, query: QueryDict, at: datetime) -> dict[str, object]:
    # django-tables2 loads PostgreSQL's driver, a seventh of what a start costs. Commands and workers show no table.
    from screenings.public.tables import DEFAULT_ORDER, ScreeningTable  # noqa: PLC0415  # a server starts without it

    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    chosen = ScreeningFilter(query, public_rows(festival), festival=festival, index=index)
    chosen.offer_choices()
    counted = chosen.choices
    sort = query.get("sort", "")
    sort_is_known = not sort or ScreeningTable.knows_order(sort)
    order = sort if sort and sort_is_known else DEFAULT_ORDER
    folds = order == DEFAULT_ORDER and _hides_past(festival, chosen, at)
    coming = chosen.qs.filter(ends_at__gt=at) if folds else chosen.qs
    press = coming.none() if "audience" in chosen.chosen else _press(coming, counted)
    table = ScreeningTable(
        coming if press.query.is_empty() else coming.exclude(audience=Audience.PRESS), order_by=order
    )
    _open_page(table, query.get("page", "1"))
    is_first = table.page.number == 1
    past = _past(chosen.qs, at, index) if folds and is_first else []
    press_number = 0 if press.query.is_empty() else press.count()
    pressed = index.values_of(press[:MAX_PRESS_SHOWN]) if press_number and is_first else []
    rows = index.values_of(table.page.object_list.data)
    filters = filter_context(chosen, address=reverse("listing", args=[festival.slug]))
    return page_context(
        festival,
        publication=publication,
        at=at,
        today=festival.calendar.day_of(at),
        **filters,
        calendar_title=", ".join((festival.name, *(words for name in chosen.chosen for words in chosen.labels(name)))),
        quick=quick_links(festival, index, at),
        places=json.dumps(_places(index)),
        days=[(date.fromisoformat(option.value), option.count) for option in counted.options["day"]],
        chosen_days=chosen.facets.get("day", ()),
        chosen_sections=chosen.facets.get("section", ()),
        sort=sort if sort_is_known and sort != DEFAULT_ORDER else "",
        unknown_sort="" if sort_is_known else sort[:60],
        table=table,
        rows=rows,
        pictures=row_pictures([*rows, *past, *pressed]),
        past=past[-MAX_PAST_SHOWN:],
        past_number=counted.total - table.paginator.count - press_number if past else 0,
        press=pressed,
        press_number=press_number,
        past_before=wall_text(past[-MAX_PAST_SHOWN].starts_at, festival.zone) if len(past) > MAX_PAST_SHOWN else "",
        is_filtered=bool(chosen.query or chosen.problems or sort),
    )


def _places(index: PublicationIndex) -> dict[str, tuple[float, float, str]]:
    """Where the cinemas are, by their addresses, as far as that is known, and their names."""
    return {
        row.venue_slug: (row.latitude, row.longitude, row.venue)
        for row in index.values
        if row.latitude is not None and row.longitude is not None
    }


def _hides_past(festival: Festival, chosen: ScreeningFilter, at: datetime) -> bool:
    """Whether what is over steps back: while the festival runs, unless a time of the visitor's own was chosen."""
    days = chosen.facets.get("day", ())
    until = chosen.form.cleaned_data.get("until")
    asked = (until and until <= at) or (days and max(days) < festival.calendar.day_of(at).isoformat())
    return phase(festival, at) == "during" and not asked


def _press(rows: PublishedScreeningQuerySet, counted: FilterChoices) -> PublishedScreeningQuerySet:
    """Those for press and industry only, which stand apart; in time order."""
    has_some = any(option.value == Audience.PRESS and option.count for option in counted.options["audience"])
    return in_time_order(rows.filter(audience=Audience.PRESS)) if has_some else rows.none()


def _past(rows: PublishedScreeningQuerySet, at: datetime, index: PublicationIndex) -> list[PublicScreening]:
    """The last ones that are over, in order of time; one more than are shown, to know whether there are more."""
    latest = rows.filter(ends_at__lte=at).order_by("-day", "-starts_at", "-sort_title", "-uid")
    return index.values_of(latest[: MAX_PAST_SHOWN + 1])[::-1]


def _open_page(table: "ScreeningTable", number: str) -> None:
    if not (number.isascii() and number.isdecimal() and len(number) <= 6):
        raise Http404("There is no such page.")
    try:
        table.paginate(page=int(number), per_page=PER_PAGE)
    except EmptyPage:
        raise Http404("There is no such page.") from None
