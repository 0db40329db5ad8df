"""What has been made public, to be read: nobody edits a publication."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from screenings.admin.publication_compare import (
    RestorePublicationForm,
    UndoRestoreForm,
    comparison_address,
    comparison_page,
)
from screenings.desk.actions import confirmed_action
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.edition_filter import EditionFilter, EditionListAdmin
from screenings.desk.lookups import TextValueFilter, pk_or_404
from screenings.desk.search import FoldedSearchAdmin
from screenings.models import Acknowledgement, Publication, PublishedScreening
from screenings.text.cleaning import place_name
from screenings.wording.moments import moment_in_zone
from screenings.wording.rules import rule_name


class ReadOnlyAdmin(EditionListAdmin):
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
class PublicationAdmin(ReadOnlyAdmin, AutopublishAdmin):
    """Numbered, dated and signed. Any two can be compared; an earlier one can become the working timetable again."""

    list_display = ("__str__", "published", "published_by", "brought", "note")
    list_filter = (EditionFilter,)
    list_select_related = ("festival", "published_by")
    actions = ("compare", "restore", "take_back")
    restore = confirmed_action(RestorePublicationForm, "Restore as the working timetable", "restore")
    take_back = confirmed_action(UndoRestoreForm, "Take the last restoration back", "restore")
    fields = ("festival", "number", "published", "published_by", "note", "brought", "festival_name", "site_url")

    def has_restore_permission(self, request: HttpRequest) -> bool:
        """It makes deleted screenings again."""
        return request.user.has_perms(("screenings.change_screening", "screenings.add_screening"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.compare_view)
        return [path("<str:object_id>/compare/", view, name="compare-publications"), *super().get_urls()]

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        publication = get_object_or_404(self.get_queryset(request).select_related("festival"), pk=pk_or_404(object_id))
        if not self.has_view_permission(request, publication):
            raise PermissionDenied
        return comparison_page(request, publication, self.admin_site.each_context(request))

    @admin.action(description="Compare these two")
    def compare(self, request: HttpRequest, queryset: QuerySet[Publication]) -> HttpResponse | None:
        chosen = list(queryset.order_by("number")[:3])
        if len(chosen) != 2 or chosen[0].festival_id != chosen[1].festival_id:
            self.message_user(request, "Choose two publications of one festival.", messages.WARNING)
            return None
        return HttpResponseRedirect(comparison_address(chosen[1], chosen[0].number))

    @admin.display(description="published", ordering="published_at")
    def published(self, publication: Publication) -> str:
        return moment_in_zone(publication.published_at, publication.festival.zone)

    @admin.display(description="brought")
    def brought(self, publication: Publication) -> SafeString:
        what = ", ".join(f"{number} {kind}" for kind, number in publication.counts.items()) or "nothing new"
        return format_html('<a href="{}">{}</a>', comparison_address(publication), what)


@admin.register(PublishedScreening)
class PublishedScreeningAdmin(FoldedSearchAdmin, ReadOnlyAdmin):
    search_fields = ("search_text",)
    list_display = ("title", "starts", "place", "status", "since", "until", "sequence")
    list_filter = (EditionFilter, ("until", admin.EmptyFieldListFilter), "status", ("venue", TextValueFilter))
    list_select_related = ("festival",)
    readonly_fields = ("starts", "ends", "place")
    fieldsets = (
        (None, {"fields": ("festival", "status", "title", "original_title", "section", "directors", "guests")}),
        (_("When and where"), {"fields": ("starts", "ends", "place", "address")}),
        (_("How it is announced"), {"fields": ("audience", "sold_out", "standby", "ticket_url", "price", "note")}),
        (_("In which publications"), {"fields": ("since", "until", "sequence", "uid")}),
    )

    @admin.display(description="starts", ordering="starts_at")
    def starts(self, row: PublishedScreening) -> str:
        return moment_in_zone(row.starts_at, ZoneInfo(row.timezone))

    @admin.display(description="ends", ordering="ends_at")
    def ends(self, row: PublishedScreening) -> str:
        return moment_in_zone(row.ends_at, ZoneInfo(row.timezone))

    @admin.display(description="hall", ordering="hall_slug")
    def place(self, row: PublishedScreening) -> str:
        return place_name(row.venue, row.hall)


class RuleNameFilter(TextValueFilter):
    """By the rule that is broken, in words."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": rule_name(str(choice["display"]))}


@admin.register(Acknowledgement)
class AcknowledgementAdmin(ReadOnlyAdmin):
    list_display = ("conflict", "reason", "by", "moment", "festival")
    list_filter = (EditionFilter, ("code", RuleNameFilter))
    list_select_related = ("festival", "by")
    fields = ("festival", "conflict", "reason", "by", "moment")

    @admin.display(description="conflict", ordering="code")
    def conflict(self, row: Acknowledgement) -> str:
        return rule_name(row.code)

    @admin.display(description="at", ordering="at")
    def moment(self, row: Acknowledgement) -> str:
        return moment_in_zone(row.at, row.festival.zone)
