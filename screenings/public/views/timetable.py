"""The timetable: one day as a grid of halls and hours, and the whole festival by hall and day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.listings import ShowingGroups, days_with_counts, past_cutoff, public_rows
from screenings.public.serving.pages import kept_page
from screenings.public.timetable_grid import by_venue, day_grid, overview
from screenings.public.views.festival_page import festival_page, page_context
from screenings.timetable.values import PublicScreening


@kept_page(parameters=("by",))
@festival_page
def timetable(request: HttpRequest, festival: Festival, day: str = "") -> HttpResponse:
    """That day; without one today, the first day before the festival and the last after it. Five queries."""
    at = timezone.now()
    days = days_with_counts(festival)
    today = festival.calendar.day_of(at)
    shown = _day(day, [each for each, _ in days]) if day else _nearest(today, [each for each, _ in days])
    rows = _screenings(festival, shown) if shown else []
    cutoff = past_cutoff(festival, at)
    groups = ShowingGroups.of(rows, at)
    by = "venue" if request.GET.get("by") == "venue" else "time"
    context = page_context(
        festival,
        days=days,
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


@kept_page()
@festival_page
def timetable_overview(request: HttpRequest, festival: Festival) -> HttpResponse:
    """The whole festival. Five queries."""
    at = timezone.now()
    days = days_with_counts(festival)
    rows = public_screenings_from_rows(public_rows(festival).order_by("starts_at", "sort_title", "uid"))
    context = page_context(
        festival,
        days=days,
        today=festival.calendar.day_of(at),
        at=past_cutoff(festival, at),
        rows=rows,
        venues=overview(rows, [day for day, _ in days]),
    )
    return render(request, "screenings/timetable_overview.html", context)


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


def _screenings(festival: Festival, day: date) -> list[PublicScreening]:
    return public_screenings_from_rows(public_rows(festival).filter(day=day).order_by("starts_at", "sort_title", "uid"))
