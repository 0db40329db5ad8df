"""Where the sheets are: below their festival. Itineraries are for those who may see guests."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from screenings.board.target import may_view
from screenings.board.views import day_or_404
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.editions import redirect_to_working_festival
from screenings.desk.lookups import pk_or_404
from screenings.desk.staff_pages import View, festival_urls
from screenings.models import Festival
from screenings.sheets import views, views_calendars, views_door, views_guests, views_overview


class SheetUrlsAdmin(AutopublishAdmin):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "sheets": ("", self.sheets_view),
            "private-addresses": ("addresses/", self.addresses_view),
            "itineraries": ("guests/", self.itineraries_view),
            "itinerary": ("guests/<str:guest>/", self.itineraries_view),
            "sheets-day": ("<str:day>/", self.sheets_view),
            "run-sheets": ("<str:day>/venue/<str:venue>/", self.venue_view),
            "run-sheet": ("<str:day>/hall/<str:hall>/", self.hall_view),
            "turnaround": ("<str:day>/turnaround/<str:venue>/", self.turnaround_view),
        }
        doors: dict[str, tuple[str, View]] = {
            "door": ("", self.door_view),
            "door-hall": ("<str:hall>/", self.door_hall_view),
        }
        working = path("sheets/", self.admin_site.admin_view(self.working_sheets_view), name="working-sheets")
        sheets = festival_urls(self.admin_site, "sheets/", views)
        return [working, *sheets, *festival_urls(self.admin_site, "door/", doors), *super().get_urls()]

    def working_sheets_view(self, request: HttpRequest) -> HttpResponse:
        return redirect_to_working_festival(request, "sheets")

    def sheets_view(self, request: HttpRequest, object_id: str, day: str = "") -> HttpResponse:
        festival = _festival(request, object_id)
        return views_overview.show_sheets_overview(
            request, festival, self._context(request), day_or_404(day) if day else None
        )

    def venue_view(self, request: HttpRequest, object_id: str, day: str, venue: str) -> HttpResponse:
        festival = _festival(request, object_id)
        return views.show_run_sheets(request, festival, self._context(request), day_or_404(day), venue=pk_or_404(venue))

    def hall_view(self, request: HttpRequest, object_id: str, day: str, hall: str) -> HttpResponse:
        festival = _festival(request, object_id)
        return views.show_run_sheets(request, festival, self._context(request), day_or_404(day), hall=pk_or_404(hall))

    def turnaround_view(self, request: HttpRequest, object_id: str, day: str, venue: str) -> HttpResponse:
        festival = _festival(request, object_id)
        return views.show_turnaround_list(
            request, festival, self._context(request), day_or_404(day), venue=pk_or_404(venue)
        )

    def door_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return views_door.show_halls(request, _festival(request, object_id), self._context(request))

    def door_hall_view(self, request: HttpRequest, object_id: str, hall: str) -> HttpResponse:
        festival, pk = _festival(request, object_id), pk_or_404(hall)
        if request.method == "POST":
            return self._run_and_publish(request, lambda: views_door.set_at_door(self, request, festival, pk))
        return views_door.show_door(request, festival, self._context(request), pk)

    def addresses_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return views_calendars.change_addresses(request, _festival(request, object_id))

    def itineraries_view(self, request: HttpRequest, object_id: str, guest: str = "") -> HttpResponse:
        festival = _festival(request, object_id)
        if not request.user.has_perm("screenings.view_guest"):
            raise PermissionDenied
        return views_guests.show_itineraries(
            request, festival, self._context(request), pk_or_404(guest) if guest else None
        )

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return self.admin_site.each_context(request)


def _festival(request: HttpRequest, object_id: str) -> Festival:
    if not may_view(request):
        raise PermissionDenied
    return get_object_or_404(Festival, pk=pk_or_404(object_id))
