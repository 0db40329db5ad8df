"""Screenings: the working timetable, on each venue's own clock."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.admin.screening_card import BESIDE, ScreeningCardAdmin
from screenings.desk import reschedule
from screenings.desk.actions import confirmed_action
from screenings.desk.autopublish import PUBLISH_BUTTON, may_publish
from screenings.desk.conflict_preview import ConflictPreviewAdmin
from screenings.desk.day_filter import DayBarFilter
from screenings.desk.edition_filter import EditionFilter, OfEditionFilter
from screenings.desk.editions import edition_in_list
from screenings.desk.end_preview import UNPLACED, derived_output, ends_text, ends_view, hall_free_text
from screenings.desk.field_rights import FieldRightsAdmin
from screenings.desk.guest_picker import GuestsByNameAdmin, save_new_guests
from screenings.desk.holds import HoldFilter, HoldsAdmin, hold_of, hold_text_of
from screenings.desk.local_time_fields import PlacementForm
from screenings.desk.lookups import parse_pk
from screenings.desk.take_out import TakeOutAdmin
from screenings.models import Access, Billing, Hall, PrintFormat, PublishedScreening, Screening, Status
from screenings.text.clock import clock_text
from screenings.text.dates import short_day
from screenings.wording.changes import EMPTY_VALUE
from screenings.wording.holds import released_meanwhile_text
from screenings.wording.moments import clock_and_zone_text, day_text
from screenings.worksheet.views import WorksheetAdmin
from screenings.worksheet.worksheets import ScreeningWorksheet

BILLING_NOTES = {Billing.SECRET: "secret", Billing.TBA: "to be announced"}


class ScreeningForm(PlacementForm):
    access = forms.MultipleChoiceField(
        label="Access", choices=Access, required=False, widget=forms.CheckboxSelectMultiple
    )
    format = forms.MultipleChoiceField(
        label="Formats",
        choices=PrintFormat,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="All that it is shown in. None: the print's.",
    )

    class Meta:
        model = Screening
        fields = ("festival", "film", "hall", "starts_at", "access", "format")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"access", "format"} & self.fields.keys():
            self.initial[name] = list(getattr(self.instance, name))

    def _save_m2m(self) -> None:
        if "guests" in self.cleaned_data:
            self.cleaned_data["guests"] = save_new_guests(self.cleaned_data["guests"], self.instance.festival)
        super()._save_m2m()  # type: ignore[misc]  # the stubs lack it


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
    """The edition's halls by venue and name, in one query."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        halls = Hall.objects.select_related("venue")
        edition = parse_pk(edition_in_list(request))
        if edition is not None:
            halls = halls.filter(venue__festival=edition)
        return [(hall.pk, hall.full_name) for hall in halls]


@admin.register(Screening)
class ScreeningAdmin(
    GuestsByNameAdmin,
    ScreeningCardAdmin,
    WorksheetAdmin,
    FieldRightsAdmin,
    ConflictPreviewAdmin,
    HoldsAdmin,
    TakeOutAdmin,
):
    tables = ("screenings",)
    worksheet = ScreeningWorksheet

    class Media:
        js = (Script("screenings/ends.js", type="module"),)

    form = ScreeningForm
    field_rights = {
        "annotate_screening": ("access", "notes"),
        "admit_screening": ("sold_out", "standby"),
        "invite_screening": ("guests",),
    }
    search_fields = ("film__search_text",)
    festival_path = "festival"
    list_display = ("day", "time", "until", "film_title", "place", "status", "audience")
    list_display_links = ("film_title",)
    list_filter = (
        EditionFilter,
        DayBarFilter,
        PlacedFilter,
        ("hall__venue", OfEditionFilter),
        ("hall", HallFilter),
        "status",
        "audience",
        "billing",
        HoldFilter,
    )
    ordering = (F("starts_at").asc(nulls_last=True), "pk")
    actions = (
        "repeat", "move_by_minutes", "move_to_day", "move_to_hall", "swap", "cancel", "restore", "hold", "release",
        "delete_selected",
    )  # fmt: skip
    repeat = confirmed_action(reschedule.RepeatForm, "Repeat: more of each, not placed yet", "add")
    move_by_minutes = confirmed_action(reschedule.MoveByMinutesForm, "Move by minutes", "change")
    move_to_day = confirmed_action(reschedule.MoveToDayForm, "Move to another day", "change")
    move_to_hall = confirmed_action(reschedule.MoveToHallForm, "Move to another hall", "change")
    swap = confirmed_action(reschedule.SwapForm, "Swap the places of two", "change")
    cancel = confirmed_action(reschedule.CancelForm, "Cancel, with a public reason", "change")
    restore = confirmed_action(reschedule.ReinstateForm, "Take back the cancellation", "change")
    autocomplete_fields = ("film", "hall", "print", "guests")
    readonly_fields = ("day", "time", "ends", "hall_free", "on_hold", "uid")
    fieldsets = (
        (None, {"fields": ("festival", "film", "hall", "starts_at", "starts_at_which")}),
        ("Length", {"fields": (("intro", "qa", "stated_length"), "ends", "hall_free")}),
        (
            "What the public sees",
            {
                "description": "While the film is secret or unannounced, note, ticket link and price are kept back, "
                "and the end is told as if its length were not known: whatever names the film stays inside.",
                "fields": (
                    ("status", "audience"),
                    ("billing", "public_title"),
                    "public_note",
                    ("sold_out", "standby"),
                    ("ticket_url", "price"),
                    "access",
                ),
            },
        ),
        ("Print, guests and people", {"fields": ("print", ("format", "subtitles"), "guests", "expected_audience")}),
        ("For the staff", {"fields": ("on_hold", "notes", "pinned", "ref", "uid")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Screening]:
        rows = super().get_queryset(request).for_timetable()  # type: ignore[attr-defined]  # its own queryset
        return rows.select_related("hold__by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ends_view)
        return [path("ends/", view, name="screening-ends"), *super().get_urls()]

    def ends_view(self, request: HttpRequest) -> HttpResponse:
        return ends_view(request, self.has_view_or_change_permission(request))

    def get_fieldsets(self, request: HttpRequest, obj: Screening | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if BESIDE in request.GET:
            return fieldsets
        if obj is None:
            return (*fieldsets[:-1], ("For the staff", {"fields": ("notes", "pinned", "ref")}))
        if self.has_change_permission(request, obj) and not self.fields_by_right(request):
            return fieldsets
        # Who may only look sees the day and the time as text.
        looking = (None, {"fields": ("festival", "film", "hall", "day", "time")})
        return (looking, *fieldsets[1:])

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        context["row_actions"] = self._row_actions(request, context.get("original"))
        context["publish_button"] = PUBLISH_BUTTON if may_publish(request) else ""
        return super().render_change_form(request, context, *args, **kw)

    def _row_actions(self, request: HttpRequest, row: Screening | None) -> list[tuple[str, str]]:
        """What the list offers for several and can be done with this one; to delete it, the form has its own button."""
        if row is None:
            return []
        idle = {"delete_selected", "swap", "cancel" if row.status == Status.CANCELLED else "restore"}
        idle.add("hold" if hold_of(row) else "release")
        return [(name, str(what)) for name, what in self.get_action_choices(request, []) if name not in idle]

    def view_on_site(self, obj: Screening) -> str | None:
        """The public page of its film, where the public is told of it."""
        named = PublishedScreening.objects.current(obj.festival).filter(uid=obj.uid).exclude(film_slug="")
        slug = named.values_list("film_slug", flat=True).first()
        return reverse("film", args=[obj.festival.slug, slug]) if slug else None

    @admin.display(description="film", ordering="film__sort_title")
    def film_title(self, screening: Screening) -> SafeString | str:
        """With what the public is told instead of it, and below it whether it is on hold."""
        told = BILLING_NOTES.get(Billing(screening.billing))
        title = f"{screening.film.title} ({told})" if told else screening.film.title
        if held := hold_of(screening):
            return format_html('{}<br><span class="quiet">{}</span>', title, hold_text_of(held, screening.festival))
        return title

    def shown_beside(self, obj: Screening) -> str:
        return "on hold" if hold_of(obj) else ""

    def to_be_seen(self, obj: Screening, shown: str) -> str:
        """Whoever edits what is on hold does so because nobody reads it yet."""
        return released_meanwhile_text() if shown and not hold_of(obj) else ""

    @admin.display(description="hold")
    def on_hold(self, screening: Screening) -> str:
        held = hold_of(screening)
        return hold_text_of(held, screening.festival) if held else EMPTY_VALUE

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
        shown = clock_and_zone_text(screening.starts_at, screening.zone)
        return shown if day == local.date() else f"{shown}, {short_day(local.date())}"

    @admin.display(description="ends")
    def until(self, screening: Screening) -> str:
        if screening.ends_at is None:
            return EMPTY_VALUE
        shown = clock_text(screening.ends_at.astimezone(screening.zone))
        return shown if screening.length_is_known else f"{shown}?"

    @admin.display(description="ends")
    def ends(self, screening: Screening) -> SafeString:
        return derived_output("ends", ends_text(screening) if screening.pk else UNPLACED)

    @admin.display(description="hall free again")
    def hall_free(self, screening: Screening) -> SafeString:
        return derived_output("free", hall_free_text(screening) if screening.pk else UNPLACED)
