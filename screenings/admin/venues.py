"""Cinemas, their halls, when these are open, and the ways between them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.desk.base import DeskModelAdmin, DeskTabularInline
from screenings.desk.conflict_preview import TellsConflictsAdmin
from screenings.desk.edition_filter import EditionFilter, OfEditionFilter, edition_filter
from screenings.desk.import_tables import TableImportExportAdmin
from screenings.desk.lookups import TextValueFilter
from screenings.desk.merge import MergeableAdmin
from screenings.desk.staff_pages import sheets_address
from screenings.desk.time_zone_change import TimeZoneChangeAdmin
from screenings.models import Closure, Festival, Hall, OpeningHours, PublishedScreening, TravelTime, Venue

HALLS_OF_NEW_VENUE = 3


class HallInline(DeskTabularInline):
    model = Hall
    loads_with = ("venue",)
    fields = ("name", "capacity", "wheelchair_spaces", "formats", "changeover", "doors", "shared", "order")
    show_change_link = True

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A new venue has rows for its first halls; those left blank are none."""
        return HALLS_OF_NEW_VENUE if obj is None else 0


class OpeningHoursInline(DeskTabularInline):
    model = OpeningHours


class ClosureInline(DeskTabularInline):
    model = Closure


class SheetsLinkAdmin(admin.ModelAdmin):
    """For what has sheets: a way there from its own page."""

    readonly_fields = ("sheets",)

    @admin.display(description="sheets")
    def sheets(self, obj: Any) -> SafeString | str:
        if obj.pk is None:
            return "Once it is saved."
        festival = obj.venue.festival if isinstance(obj, Hall) else obj.festival
        return format_html('<a href="{}">Run sheets and turnaround lists</a>', sheets_address(festival))


@admin.register(Venue)
class VenueAdmin(MergeableAdmin, TimeZoneChangeAdmin, SheetsLinkAdmin, TellsConflictsAdmin, TableImportExportAdmin):
    tables = ("halls",)
    search_fields = plain_fields = ("name", "city")
    ordering = ("name", "pk")
    festival_path = "festival"
    loads_with = ("festival",)
    actions = ("merge",)
    list_display = ("name", "screens", "address", "city", "zone", "festival")
    list_filter = (EditionFilter, ("city", TextValueFilter))
    inlines = (HallInline,)
    fieldsets = (
        (None, {"fields": ("festival", "name", "address", "city", "country", "timezone", "keep", "sheets")}),
        ("On the map", {"fields": (("latitude", "longitude"),)}),
        ("For visitors", {"fields": ("website", "phone", "access_notes")}),
        ("Address of its page", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def is_public(self, obj: Venue) -> bool:
        return PublishedScreening.objects.current(obj.festival).filter(venue_slug=obj.slug).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Venue]:
        return super().get_queryset(request).annotate(number_of_halls=Count("halls"))

    @admin.display(description="halls", ordering="number_of_halls")
    def screens(self, venue: Any) -> int:
        return int(venue.number_of_halls)

    @admin.display(description="time zone")
    def zone(self, venue: Venue) -> str:
        return venue.zone.key


@admin.register(Hall)
class HallAdmin(MergeableAdmin, SheetsLinkAdmin, TellsConflictsAdmin, TableImportExportAdmin):
    tables = ("halls",)
    fixed = ("venue",)
    search_fields = plain_fields = ("name", "venue__name")
    ordering = ("venue__name", "order", "name", "pk")
    festival_path = "venue__festival"
    loads_with = ("venue__festival",)
    actions = ("merge",)
    list_display = ("full_name", "capacity", "wheelchair_spaces", "formats_shown", "turnover", "shared", "shows")
    list_filter = (edition_filter("venue__festival"), ("venue", OfEditionFilter), "shared")
    autocomplete_fields = ("venue",)
    inlines = (OpeningHoursInline, ClosureInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "venue",
                    "name",
                    ("capacity", "wheelchair_spaces"),
                    "formats",
                    ("changeover", "doors"),
                    "shared",
                    "sheets",
                )
            },
        ),
        ("Order, address and id", {"fields": ("order", "slug", "ref"), "classes": ("collapse",)}),
    )

    def festivals_of(self, obj: Hall) -> tuple[Festival, ...]:
        return (obj.venue.festival,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Hall]:
        return super().get_queryset(request).annotate(number_of_shows=Count("screenings"))

    @admin.display(description="screenings", ordering="number_of_shows")
    def shows(self, hall: Any) -> int:
        return int(hall.number_of_shows)

    @admin.display(description="formats")
    def formats_shown(self, hall: Hall) -> str:
        return ", ".join(hall.formats) or "any"

    @admin.display(description="changeover", ordering="changeover")
    def turnover(self, hall: Hall) -> str:
        return f"{hall.changeover_minutes} min"


@admin.register(TravelTime)
class TravelTimeAdmin(TellsConflictsAdmin, DeskModelAdmin):
    fixed = ("origin",)
    search_fields = plain_fields = ("origin__name", "destination__name")
    loads_with = ("origin__festival", "destination__festival")
    list_display = ("origin", "destination", "minutes", "by")
    list_filter = (edition_filter("origin__festival"),)
    autocomplete_fields = ("origin", "destination")

    def festivals_of(self, obj: TravelTime) -> tuple[Festival, ...]:
        return (obj.origin.festival,)
