"""Festivals and their sections, and the way to the review page."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.admin.review import review_page
from screenings.board.urls import BoardUrlsAdmin
from screenings.desk.actions import confirmed_action
from screenings.desk.base import DeskModelAdmin
from screenings.desk.duplicate import DuplicateEditionForm
from screenings.desk.import_tables import TableImportExportAdmin
from screenings.desk.lookups import pk_or_404
from screenings.desk.staff_pages import board_address, review_address
from screenings.desk.time_zone_change import TimeZoneChangeAdmin
from screenings.models import Festival, PublishedScreening, Section
from screenings.proposals.urls import HasProposals
from screenings.scenarios.urls import ScenarioUrlsAdmin
from screenings.scenarios.views_list import scenarios_address
from screenings.sheets.urls import SheetUrlsAdmin


@admin.register(Festival)
class FestivalAdmin(
    TimeZoneChangeAdmin, BoardUrlsAdmin, HasProposals, ScenarioUrlsAdmin, SheetUrlsAdmin, TableImportExportAdmin
):
    tables = ("festival", "films", "halls", "screenings")
    fixed = ()
    search_fields = plain_fields = ("name",)
    list_display = ("name", "starts_on", "ends_on", "timezone", "publishing", "board", "to_review")
    list_filter = ("publishing",)
    actions = ("next_edition",)
    next_edition = confirmed_action(DuplicateEditionForm, "Next edition from this one", "add")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("board", "to_review")
    fieldsets = (
        (None, {"fields": ("name", "slug", "tagline", "about")}),
        ("The run", {"fields": (("starts_on", "ends_on"), "timezone", "keep", "day_starts_at", "board")}),
        ("Where nothing else is said", {"fields": (("default_changeover", "default_doors", "default_runtime"),)}),
        ("For the public", {"fields": ("publishing", "to_review", "site_url", "colour", "logo")}),
    )

    def festivals_of(self, obj: Festival) -> tuple[Festival, ...]:
        return (obj,)

    def is_public(self, obj: Festival) -> bool:
        return obj.publications.exists()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.review_view)
        return [path("<str:object_id>/review/", view, name="publish-review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        if not self.has_view_permission(request, festival):
            raise PermissionDenied
        return review_page(request, festival, self.admin_site.each_context(request))

    @admin.display(description="timetable")
    def board(self, festival: Festival) -> SafeString | str:
        if festival.pk is None:
            return "Once it is saved."
        proposals = reverse("admin:proposals", args=[festival.pk])
        return format_html(
            '<a href="{}">Board</a> · <a href="{}">Scenarios</a> · <a href="{}">Proposals</a>',
            board_address(festival),
            scenarios_address(festival),
            proposals,
        )

    @admin.display(description="not public yet")
    def to_review(self, festival: Festival) -> SafeString | str:
        if festival.pk is None:
            return "Once it is saved."
        return format_html('<a href="{}">Review and publish</a>', review_address(festival))


@admin.register(Section)
class SectionAdmin(DeskModelAdmin):
    search_fields = plain_fields = ("name",)
    festival_path = "festival"
    loads_with = ("festival",)
    list_display = ("name", "festival", "order", "colour", "titles")
    list_filter = ("festival",)
    ordering = ("-festival__starts_on", "order", "name")
    fields = ("festival", "name", "slug", "colour", "order", "about")

    def is_public(self, obj: Section) -> bool:
        return PublishedScreening.objects.current(obj.festival).filter(section_slug=obj.slug).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(number_of_films=Count("films"))

    @admin.display(description="films", ordering="number_of_films")
    def titles(self, section: Any) -> int:
        return int(section.number_of_films)
