"""What a festival wants of a proposal, on a page of its own: whoever schedules may change it, and not the rules."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from screenings.desk.base import DeskModelAdmin, DeskTabularInline
from screenings.desk.widgets import limit_to_festival
from screenings.models import Festival, FestivalWishes, PlacementOrder, PlacementWish, TermWeight
from screenings.solver.api import COMPARISON, DEFAULT_WEIGHTS, PRESET_BY_NAME, PRESETS, preset_of
from screenings.wording.weights import points_help, weight_sentence, worth_text

NOT_SAVED = "shown once it is saved"


class _FestivalRowsInline(DeskTabularInline):
    """The rows offered are of the festival whose page this is. Django makes an inline for each request."""

    readonly_fields = ("worth",)
    weights: Mapping[str, int] = DEFAULT_WEIGHTS

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        limit_to_festival(obj.pk if obj else None, formset.form.base_fields.values())
        if obj:
            self.weights = {**DEFAULT_WEIGHTS, **dict(obj.term_weights.values_list("name", "weight"))}
        if points := formset.form.base_fields.get("points"):
            points.help_text = points_help(self.weights)
        return formset

    @admin.display(description="that is")
    def worth(self, row: Any) -> str:
        if row.pk is None:
            return NOT_SAVED
        return "a must" if row.points is None else worth_text(self.weights["wishes"] * row.points, self.weights)


class WeightInline(_FestivalRowsInline):
    model = TermWeight
    fields = ("name", "weight", "worth")

    @admin.display(description="one of them")
    def worth(self, row: Any) -> str:
        return weight_sentence(row.name, self.weights) if row.pk else NOT_SAVED


class WishInline(_FestivalRowsInline):
    """A wish has too many boxes for one line."""

    template = "admin/edit_inline/stacked.html"
    model = PlacementWish
    fields = (("section", "film", "screening"), ("hall", "avoid"), ("day", "begins", "until"), ("points", "worth"))
    verbose_name, verbose_name_plural = "wish", "wishes"
    loads_with = ("section", "film", "screening__film", "screening__hall__venue__festival", "hall__venue")
    autocomplete_fields = ("section", "film", "screening", "hall")


class OrderInline(_FestivalRowsInline):
    template = "admin/edit_inline/stacked.html"
    model = PlacementOrder
    fields = (
        ("first_film", "first_screening"),
        ("then_film", "then_screening"),
        "at_once",
        ("after", "within"),
        ("least", "most"),
        ("points", "worth"),
    )
    verbose_name, verbose_name_plural = "order", "orders"
    autocomplete_fields = ("first_film", "first_screening", "then_film", "then_screening")
    loads_with = (
        "first_film", "first_screening__film", "first_screening__hall__venue__festival",
        "then_film", "then_screening__film", "then_screening__hall__venue__festival",
    )  # fmt: skip


class FestivalWishesForm(forms.ModelForm):
    """A preset replaces all weights, those typed in the same form, too."""

    preset = forms.ChoiceField(
        label="Take the weights of",
        required=False,
        help_text="Its weights replace those below when you save. Change single ones afterwards.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (preset for preset in PRESETS if preset.name != COMPARISON)
        choices = ((preset.name, f"{preset.title}: {preset.purpose}") for preset in offered)
        field = self.fields["preset"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "nothing: they stay as they are"), *choices]


@admin.register(FestivalWishes)
class FestivalWishesAdmin(DeskModelAdmin):
    """One page a festival; festivals themselves are made and named on their own page."""

    fixed = ()
    search_fields = plain_fields = ("name",)
    list_display = ("name", "starts_on", "wishes", "orders")
    form = FestivalWishesForm
    readonly_fields = ("kind",)
    fieldsets = (
        (
            None,
            {
                "description": "What a search for places goes by, beside the rules of the timetable. A wish says "
                "where a section, a film or a screening should be, or should not; an order says what comes after what. "
                "Weights say how much each preference counts.",
                "fields": ("kind", "preset"),
            },
        ),
    )
    inlines = (WishInline, OrderInline, WeightInline)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().change_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def festivals_of(self, obj: Festival) -> tuple[Festival, ...]:
        return (obj,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .annotate(
                number_of_wishes=Count("placement_wishes", distinct=True),
                number_of_orders=Count("placement_orders", distinct=True),
            )
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing of the festival's own row is on this page."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if chosen := PRESET_BY_NAME.get(form.cleaned_data.get("preset", "")):
            festival = form.instance
            for row in TermWeight.objects.filter(festival=festival):
                row.delete()
            for name, weight in chosen.weights.items():
                TermWeight.objects.create(festival=festival, name=name, weight=weight)

    @admin.display(description="Weights are now those of")
    def kind(self, festival: Any) -> str:
        preset = preset_of(dict(festival.term_weights.values_list("name", "weight")))
        return preset.title if preset else "no preset: they are the festival's own"

    @admin.display(description="wishes", ordering="number_of_wishes")
    def wishes(self, festival: Any) -> int:
        return int(festival.number_of_wishes)

    @admin.display(description="orders", ordering="number_of_orders")
    def orders(self, festival: Any) -> int:
        return int(festival.number_of_orders)
