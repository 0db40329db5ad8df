"""Screenings: the working timetable, on each venue's own clock."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from screenings.desk import reschedule
from screenings.desk.actions import confirmed_action
from screenings.desk.autopublish import PUBLISH_BUTTON, may_publish
from screenings.desk.conflict_preview import ConflictPreviewAdmin
from screenings.desk.day_filter import DayBarFilter
from screenings.desk.end_preview import UNPLACED, derived_output, ends_text, ends_view, hall_free_text
from screenings.desk.local_time_fields import PlacementForm, clock_text
from screenings.desk.roles import AnnotateOnlyAdmin
from screenings.desk.take_out import TakeOutAdmin
from screenings.models import Access, Billing, Hall, PublishedScreening, Screening
from screenings.wording.changes import EMPTY_VALUE
from screenings.wording.moments import day_text

BILLING_NOTES = {Billing.SECRET: "secret", Billing.TBA: "to be announced"}


class ScreeningForm(PlacementForm):
    access = forms.MultipleChoiceField(choices=Access, required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Screening
        fields = ("festival", "film", "hall", "starts_at", "access")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "access" in self.fields:
            self.initial["access"] = list(self.instance.access)


class PlacedFilter(admin.SimpleListFilter):
    title = "place"
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Placed"), ("no", "Not placed yet")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.placed()
            case "no":
                return queryset.unplaced()
        return queryset


class HallFilter(admin.RelatedFieldListFilter):
    """Halls by venue and name, in one query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [(hall.pk, hall.full_name) for hall in Hall.objects.select_related("venue")]


@admin.register(Screening)
class ScreeningAdmin(AnnotateOnlyAdmin, ConflictPreviewAdmin, TakeOutAdmin):
    tables = ("screenings",)

    class Media:
        js = (Script("screenings/ends.js", type="module"),)

    form = ScreeningForm
    annotations = ("access", "notes")
    search_fields = ("film__search_text",)
    festival_path = "festival"
    list_display = ("day", "time", "until", "film_title", "place", "status", "audience")
    list_display_links = ("film_title",)
    list_filter = (
        "festival",
        DayBarFilter,
        PlacedFilter,
        "hall__venue",
        ("hall", HallFilter),
        "status",
        "audience",
        "billing",
    )
    ordering = (F("starts_at").asc(nulls_last=True), "pk")
    actions = (
        "repeat", "move_by_minutes", "move_to_day", "move_to_hall", "swap", "cancel", "restore", "delete_selected",
    )  # fmt: skip
    repeat = confirmed_action(reschedule.RepeatForm, "Repeat: more of each, not placed yet", "add")
    move_by_minutes = confirmed_action(reschedule.MoveByMinutesForm, "Move by minutes", "change")
    move_to_day = confirmed_action(reschedule.MoveToDayForm, "Move to another day", "change")
    move_to_hall = confirmed_action(reschedule.MoveToHallForm, "Move to another hall", "change")
    swap = confirmed_action(reschedule.SwapForm, "Swap the places of two", "change")
    cancel = confirmed_action(reschedule.CancelForm, "Cancel, with a public reason", "change")
    restore = confirmed_action(reschedule.ReinstateForm, "Take back the cancellation", "change")
    autocomplete_fields = ("film", "hall", "print", "guests")
    readonly_fields = ("day", "time", "ends", "hall_free", "uid")
    fieldsets = (
        (None, {"fields": ("festival", "film", "hall", "starts_at", "starts_at_which")}),
        ("Length", {"fields": (("intro", "qa", "stated_length"), "ends", "hall_free")}),
        (
            "What the public sees",
            {
                "description": "While the film is secret or to be announced, note and ticket link are kept back, and "
                "the end is told as if its length were not known: whatever names the film stays inside.",
                "fields": (
                    ("status", "audience", "sold_out"),
                    ("billing", "public_title"),
                    "public_note",
                    "ticket_url",
                    "access",
                ),
            },
        ),
        ("Print, guests and people", {"fields": ("print", ("format", "subtitles"), "guests", "expected_audience")}),
        ("For the staff", {"fields": ("notes", "pinned", "ref", "uid")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        return super().get_queryset(request).for_timetable()  # type: ignore[attr-defined]  # its own queryset

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ends_view)
        return [path("ends/", view, name="screening-ends"), *super().get_urls()]

    def ends_view(self, request: HttpRequest) -> HttpResponse:
        return ends_view(request, self.has_view_or_change_permission(request))

    def get_fieldsets(self, request: HttpRequest, obj: Screening | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return (*fieldsets[:-1], ("For the staff", {"fields": ("notes", "pinned", "ref")}))
        if self.has_change_permission(request, obj) and not self.only_annotates(request):
            return fieldsets
        # Who may only look sees the day and the time as text.
        looking = (None, {"fields": ("festival", "film", "hall", "day", "time")})
        return (looking, *fieldsets[1:])

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        context["row_actions"] = self._row_actions(request)
        context["publish_button"] = PUBLISH_BUTTON if may_publish(request) else ""
        return super().render_change_form(request, context, *args, **kw)

    def _row_actions(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What the list offers for several, but for deleting: the form has a button of its own."""
        offered = self.get_action_choices(request, [])
        return [(name, str(what)) for name, what in offered if name not in ("delete_selected", "swap")]

    def view_on_site(self, obj: Screening) -> str | None:
        """The public page of its film, where the public is told of it."""
        named = PublishedScreening.objects.current(obj.festival).filter(uid=obj.uid).exclude(film_slug="")
        slug = named.values_list("film_slug", flat=True).first()
        return reverse("film", args=[obj.festival.slug, slug]) if slug else None

    @admin.display(description="film", ordering="film__sort_title")
    def film_title(self, screening: Screening) -> str:
        """With what the public is told instead of it."""
        told = BILLING_NOTES.get(Billing(screening.billing))
        return f"{screening.film.title} ({told})" if told else screening.film.title

    @admin.display(description="hall", ordering="hall__name")
    def place(self, screening: Screening) -> str:
        return screening.hall.full_name if screening.hall else "not placed yet"

    @admin.display(description="day", ordering="starts_at")
    def day(self, screening: Screening) -> str:
        """The festival day."""
        if screening.starts_at is None:
            return EMPTY_VALUE
        day = screening.festival.calendar.day_of(screening.starts_at, screening.zone)
        return day_text(day)

    @admin.display(description="time", ordering="starts_at")
    def time(self, screening: Screening) -> str:
        """On the venue's clock, with the date where the festival day began the evening before."""
        if screening.starts_at is None:
            return EMPTY_VALUE
        local = screening.starts_at.astimezone(screening.zone)
        day = screening.festival.calendar.day_of(screening.starts_at, screening.zone)
        shown = clock_text(screening.starts_at, screening.zone)
        return shown if day == local.date() else f"{shown}, {local:%a} {local.day} {local:%b}"

    @admin.display(description="ends")
    def until(self, screening: Screening) -> str:
        if screening.ends_at is None:
            return EMPTY_VALUE
        shown = f"{screening.ends_at.astimezone(screening.zone):%H:%M}"
        return shown if screening.length_is_known else f"{shown}?"

    @admin.display(description="ends")
    def ends(self, screening: Screening) -> SafeString:
        return derived_output("ends", ends_text(screening) if screening.pk else UNPLACED)

    @admin.display(description="hall free again")
    def hall_free(self, screening: Screening) -> SafeString:
        return derived_output("free", hall_free_text(screening) if screening.pk else UNPLACED)
