"""The timetable: one day as a grid of halls and hours."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.listings import days_with_counts, past_cutoff, public_rows
from screenings.public.serving.pages import kept_page
from screenings.public.timetable_grid import day_grid
from screenings.public.views.festival_page import festival_page, page_context
from screenings.timetable.values import PublicScreening


@kept_page()
@festival_page
def timetable(request: HttpRequest, festival: Festival, day: str = "") -> HttpResponse:
    """That day; without one today, the first day before the festival and the last after it. Five queries."""
    at = timezone.now()
    days = days_with_counts(festival)
    today = festival.calendar.day_of(at)
    shown = _day(day, [each for each, _ in days]) if day else _nearest(today, [each for each, _ in days])
    rows = _screenings(festival, shown) if shown else []
    cutoff = past_cutoff(festival, at)
    context = page_context(
        festival,
        days=days,
        day=shown,
        today=today,
        at=cutoff,
        rows=rows,
        grid=day_grid(rows, festival.calendar, cutoff) if rows else None,
        other_zones=any(row.timezone != festival.timezone for row in rows),
    )
    return render(request, "screenings/timetable.html", context)


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
