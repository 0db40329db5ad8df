"""What has been made public, to be read: nobody edits a publication."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.http import HttpRequest

from screenings.admin.searching import FoldedSearch
from screenings.admin.wall_clock import moment_in_zone
from screenings.models import Acknowledgement, Publication, PublishedScreening


class ReadOnly(admin.ModelAdmin):
    """Seen, never written."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    list_display = ("__str__", "published", "published_by", "brought", "note")
    list_filter = ("festival",)
    list_select_related = ("festival", "published_by")
    fields = ("festival", "number", "published", "published_by", "note", "brought", "festival_name", "site_url")

    @admin.display(description="published", ordering="published_at")
    def published(self, publication: Publication) -> str:
        return moment_in_zone(publication.published_at, publication.festival.zone)

    @admin.display(description="brought")
    def brought(self, publication: Publication) -> str:
        return ", ".join(f"{number} {kind}" for kind, number in publication.counts.items())


@admin.register(PublishedScreening)
class PublishedScreeningAdmin(FoldedSearch, ReadOnly):
    search_fields = ("search_text",)
    list_display = ("title", "starts", "place", "status", "since", "until", "sequence")
    list_filter = ("festival", ("until", admin.EmptyFieldListFilter), "status", "venue")
    list_select_related = ("festival",)
    readonly_fields = ("starts", "place")

    @admin.display(description="starts", ordering="starts_at")
    def starts(self, row: PublishedScreening) -> str:
        return moment_in_zone(row.starts_at, ZoneInfo(row.timezone))

    @admin.display(description="hall", ordering="hall_slug")
    def place(self, row: PublishedScreening) -> str:
        return row.hall if row.hall.startswith(row.venue) else f"{row.venue}, {row.hall}"


@admin.register(Acknowledgement)
class AcknowledgementAdmin(ReadOnly):
    list_display = ("code", "reason", "by", "moment", "festival")
    list_filter = ("festival", "code")
    list_select_related = ("festival", "by")
    fields = ("festival", "code", "reason", "by", "moment")

    @admin.display(description="at", ordering="at")
    def moment(self, row: Acknowledgement) -> str:
        return moment_in_zone(row.at, row.festival.zone)
