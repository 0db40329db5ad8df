"""A film's showings on its own page: where, when and what before and after; the rest is on each one's own page."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest

from screenings.desk.base import DeskTabularInline
from screenings.desk.local_time_fields import PlacementForm
from screenings.desk.widgets import PreloadedLabelsFormSet
from screenings.models import Screening
from screenings.wording.moments import clock_and_zone_text, moment_in_zone


class ShowingForm(PlacementForm):
    """Its festival is the film's."""

    class Meta:
        model = Screening
        fields = ("hall", "starts_at", "intro", "qa", "status")

    def has_changed(self) -> bool:
        """A row that somebody added and left blank is a showing that has no place yet."""
        return self.instance.pk is None or super().has_changed()


class ShowingFormSet(PreloadedLabelsFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # the stubs lack it
        form.instance.festival_id = self.instance.festival_id
        return form


class ShowingInline(DeskTabularInline):
    """Adds and moves showings. It deletes none: what is published is cancelled, on the showing's own page."""

    model = Screening
    form = ShowingForm
    formset = ShowingFormSet
    verbose_name = "showing"
    autocomplete_fields = ("hall",)
    readonly_fields = ("ends",)
    can_delete = False
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj) or self.has_add_permission(request, obj):
            return ("hall", "starts_at", "starts_at_which", "intro", "qa", "ends", "status")
        return ("hall", "starts", "ends", "intro", "qa", "status")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("starts", "ends")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        rows: Any = super().get_queryset(request)
        return rows.for_timetable().order_by(F("starts_at").asc(nulls_last=True), "pk")

    @admin.display(description="starts")
    def starts(self, row: Screening) -> str:
        return moment_in_zone(row.starts_at, row.zone) if row.starts_at else "not placed yet"

    @admin.display(description="ends")
    def ends(self, row: Screening) -> str:
        if row.pk is None or row.ends_at is None:
            return ""
        end = clock_and_zone_text(row.ends_at, row.zone)
        return end if row.length_is_known else f"about {end}"
