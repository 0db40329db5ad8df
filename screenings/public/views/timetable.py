"""The timetable: one day as a grid of halls and hours."""

from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.listings import days_with_counts, past_cutoff, public_rows
from screenings.public.serving.pages import kept_page
from screenings.public.timetable_grid import STEP_MINUTES, GridCell, grid_rows, hour_marks, time_axis
from screenings.public.views.festival_page import festival_page, page_context
from screenings.text.cleaning import natural_sort_key, sort_key
from screenings.text.clock import hour_text
from screenings.timetable.days import Span
from screenings.timetable.values import PublicScreening

# What is shorter is drawn as long as this, or its words would stand a letter a line. What comes within it in the same
# hall gets a row of its own.
MIN_DRAWN_LENGTH = timedelta(hours=1)


class HallRows(NamedTuple):
    """A hall's name, the address of its screenings, and a row of cells for each that runs beside another."""

    name: str
    slug: str
    lanes: list[list[GridCell[PublicScreening]]]


class VenueRows(NamedTuple):
    name: str
    slug: str
    halls: list[HallRows]


@kept_page()
@festival_page
def timetable(request: HttpRequest, festival: Festival, day: str = "") -> HttpResponse:
    """That day; without one today, the first day before the festival and the last after it. Five queries."""
    at = timezone.now()
    days = days_with_counts(festival)
    today = festival.calendar.day_of(at)
    shown = _day(day, [each for each, _ in days]) if day else _nearest(today, [each for each, _ in days])
    rows = _screenings(festival, shown) if shown else []
    context = page_context(
        festival,
        days=days,
        day=shown,
        today=today,
        at=past_cutoff(festival, at),
        rows=rows,
        is_todays=not day,
    )
    return render(request, "screenings/timetable.html", context | (_grid(festival, rows) if rows else {}))


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


def _grid(festival: Festival, rows: list[PublicScreening]) -> dict[str, object]:
    axis = time_axis((_span(row) for row in rows), festival.zone)
    return {
        "hours": [hour_text(moment.astimezone(festival.zone)) for moment in hour_marks(axis)],
        "steps": axis.minutes // STEP_MINUTES,
        "venues": _venues(rows, axis),
        "short": {row.uid for row in rows if row.ends_at - row.starts_at < MIN_DRAWN_LENGTH},
    }


def _venues(rows: list[PublicScreening], axis: Span) -> list[VenueRows]:
    """Venues by name and their halls as one counts them, with their rows of cells."""
    by_place = sorted(rows, key=_place_order)
    venues = []
    for (venue, slug), in_venue in groupby(by_place, key=lambda row: (row.venue, row.venue_slug)):
        halls = [
            HallRows(hall, hall_slug, grid_rows([(_span(row), row) for row in in_hall], axis))
            for (hall, hall_slug), in_hall in groupby(in_venue, key=lambda row: (row.hall, row.hall_slug))
        ]
        venues.append(VenueRows(venue, slug, halls))
    return venues


def _place_order(row: PublicScreening) -> tuple[object, ...]:
    return natural_sort_key(sort_key(row.venue)), row.venue_slug, natural_sort_key(row.hall), row.hall_slug


def _span(row: PublicScreening) -> Span:
    """As it is drawn."""
    return Span(row.starts_at, max(row.ends_at, row.starts_at + MIN_DRAWN_LENGTH))
