"""Festivals and their sections, and the way to the review page."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from screenings.admin.last_changes import last_changes_address, last_changes_page
from screenings.admin.review import review_page
from screenings.board.urls import BoardUrlsAdmin
from screenings.desk.actions import confirmed_action
from screenings.desk.base import DeskModelAdmin
from screenings.desk.duplicate import DuplicateEditionForm
from screenings.desk.edition_filter import EditionFilter
from screenings.desk.editions import work_on
from screenings.desk.holds import HoldsAdmin
from screenings.desk.import_tables import TableImportExportAdmin
from screenings.desk.lookups import pk_or_404
from screenings.desk.new_festival import NewFestivalAdmin
from screenings.desk.staff_pages import board_address, bring_in_address, review_address
from screenings.desk.time_zone_change import TimeZoneChangeAdmin
from screenings.importing.rows import TABLES
from screenings.models import Festival, PublishedScreening, Section
from screenings.proposals.urls import HasProposals
from screenings.scenarios.urls import ScenarioUrlsAdmin
from screenings.scenarios.views_list import scenarios_address
from screenings.sheets.urls import SheetUrlsAdmin

CHANGE_SCREENING = "screenings.change_screening"


@admin.register(Festival)
class FestivalAdmin(
    TimeZoneChangeAdmin,
    BoardUrlsAdmin,
    HasProposals,
    ScenarioUrlsAdmin,
    SheetUrlsAdmin,
    NewFestivalAdmin,
    TableImportExportAdmin,
):
    tables = ("festival", *TABLES)
    fixed = ()
    search_fields = plain_fields = ("name",)
    list_display = ("name", "starts_on", "ends_on", "timezone", "publishing", "board", "to_review")
    list_filter = ("publishing",)
    radio_fields: ClassVar = {"publishing": admin.VERTICAL}
    actions = ("next_edition",)
    next_edition = confirmed_action(DuplicateEditionForm, "Next edition from this one", "add")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("board", "to_review")
    fieldsets = (
        (None, {"fields": ("name", "slug", "tagline", "about")}),
        (
            "The run",
            {"fields": (("starts_on", "ends_on"), "timezone", "keep", ("day_starts_at", "clock"), "board")},
        ),
        ("Where nothing else is said", {"fields": (("default_changeover", "default_doors", "default_runtime"),)}),
        ("For the public", {"fields": ("publishing", "to_review", "language", "site_url", "embedded_by")}),
        (
            "How its pages look",
            {
                "fields": (
                    ("colour", "typeface"),
                    "logo",
                    "header",
                    "header_credit",
                    ("header_focus_x", "header_focus_y"),
                )
            },
        ),
    )

    def response_post_save_add(self, request: HttpRequest, obj: Festival) -> HttpResponseRedirect:
        """To its desk, where the checklist begins: who adds a festival works on it next."""
        work_on(request, obj)
        return HttpResponseRedirect(reverse("admin:index"))

    def festivals_of(self, obj: Festival) -> tuple[Festival, ...]:
        return (obj,)

    def is_public(self, obj: Festival) -> bool:
        return obj.publications.exists()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.review_view)
        changes = self.admin_site.admin_view(self.last_changes_view)
        return [
            path("<str:object_id>/review/", view, name="publish-review"),
            path("<str:object_id>/last-changes/", changes, name="last-changes"),
            *super().get_urls(),
        ]

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        if not self.has_view_permission(request, festival):
            raise PermissionDenied
        return review_page(request, festival, self.admin_site.each_context(request))

    def last_changes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who reads screenings reads it; who may change them takes back."""
        may = request.user.has_perm("screenings.view_screening" if request.method == "GET" else CHANGE_SCREENING)
        if not may:
            raise PermissionDenied
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        context = self.admin_site.each_context(request)
        return self._run_and_publish(request, lambda: last_changes_page(self, request, festival, context))

    @admin.display(description="timetable")
    def board(self, festival: Festival) -> SafeString | str:
        if festival.pk is None:
            return "Once it is saved."
        proposals = reverse("admin:proposals", args=[festival.pk])
        return format_html(
            '<a href="{}">Bring in a programme</a> · <a href="{}">Board</a> · <a href="{}">Scenarios</a> · '
            '<a href="{}">Proposals</a> · <a href="{}">Last changes</a>',
            bring_in_address(festival),
            board_address(festival),
            scenarios_address(festival),
            proposals,
            last_changes_address(festival),
        )

    @admin.display(description="not public yet")
    def to_review(self, festival: Festival) -> SafeString | str:
        if festival.pk is None:
            return "Once it is saved."
        return format_html('<a href="{}">Review and publish</a>', review_address(festival))


@admin.register(Section)
class SectionAdmin(HoldsAdmin, DeskModelAdmin):
    actions = ("hold", "release")
    search_fields = plain_fields = ("name",)
    festival_path = "festival"
    loads_with = ("festival",)
    list_display = ("name", "festival", "order", "colour", "titles")
    list_editable = ("order",)
    list_filter = (EditionFilter,)
    ordering = ("-festival__starts_on", "order", "name")
    readonly_fields = ("line_up_hold",)
    fieldsets = (
        (None, {"fields": ("festival", "name", "colour", "about", "line_up_hold")}),
        (_("Order and web address"), {"fields": ("order", "slug"), "classes": ("collapse",)}),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Behind the sections that there are."""
        initial = super().get_changeform_initial_data(request)
        others = Section.objects.filter(festival=initial.get("festival"))
        return {"order": 1 + (others.aggregate(last=Max("order"))["last"] or 0), **initial}

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Each number with the one that was shown: what a colleague moved meanwhile, and this person did not, stays."""
        formset = super().get_changelist_formset(request, **kwargs)
        formset.form.base_fields["order"].show_hidden_initial = True
        return formset

    def is_public(self, obj: Section) -> bool:
        return PublishedScreening.objects.current(obj.festival).filter(section_slug=obj.slug).exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        return super().get_queryset(request).annotate(number_of_films=Count("films"))

    @admin.display(description="films", ordering="number_of_films")
    def titles(self, section: Any) -> int:
        return int(section.number_of_films)
