"""Which sheets there are: of one festival day, cinema by cinema, and of every guest."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from screenings.board.grid import current_festival_day, festival_dates
from screenings.models import Festival, Guest
from screenings.sheets.loading import load_sheets
from screenings.sheets.sheet import SheetHall
from screenings.sheets.views import sheet_context
from screenings.sheets.views_calendars import active_addresses
from screenings.wording.moments import day_text


@dataclass(frozen=True, slots=True)
class VenueSheets:
    """A cinema on a day: its halls, and how many screenings each has."""

    venue: int
    name: str
    halls: tuple[tuple[SheetHall, int], ...]

    @property
    def number(self) -> int:
        return sum(number for _hall, number in self.halls)


def show_sheets_overview(
    request: HttpRequest, festival: Festival, context: dict[str, Any], day: date | None = None
) -> HttpResponse:
    """The day; without one the day it is, or the festival's first. A fixed number of queries."""
    sheets = load_sheets(festival)
    day = day or current_festival_day(festival.calendar, timezone.now())
    run = festival_dates(festival.calendar)
    outside = {show.day for show in sheets.shows} - set(run)
    counts = Counter((show.place.hall, show.day) for show in sheets.shows)
    venues: dict[int, list[SheetHall]] = {}
    for place in sheets.halls.values():
        venues.setdefault(place.venue, []).append(place)
    extra = {
        **sheet_context(festival, "Sheets for the house", day),
        "days": [(festival_day, day_text(festival_day)) for festival_day in sorted({*run, *outside, day})],
        "venues": [
            VenueSheets(pk, halls[0].venue_name, tuple((hall, counts[hall.hall, day]) for hall in halls))
            for pk, halls in venues.items()
        ],
        "guests": _guests(festival) if request.user.has_perm("screenings.view_guest") else None,
        "addresses": active_addresses(request, festival),
    }
    return TemplateResponse(request, "admin/screenings/sheets/overview.html", {**context, **extra})


def _guests(festival: Festival) -> list[Any]:
    guests = Guest.objects.filter(festival=festival).select_related("person").order_by("person__sort_key", "pk")
    return list(guests.annotate(number=Count("screenings")))
