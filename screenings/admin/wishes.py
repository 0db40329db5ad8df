"""What a festival wants of a proposal, on a page of its own: whoever schedules may change it, and not the rules."""

from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest

from screenings.desk.base import DeskModelAdmin, DeskTabularInline
from screenings.desk.widgets import limit_to_festival
from screenings.models import Festival, FestivalWishes, PlacementOrder, PlacementWish, TermWeight


class _FestivalRowsInline(DeskTabularInline):
    """The rows offered are of the festival whose page this is."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        limit_to_festival(obj.pk if obj else None, formset.form.base_fields.values())
        return formset


class WeightInline(_FestivalRowsInline):
    model = TermWeight


class WishInline(_FestivalRowsInline):
    """A wish has too many boxes for one line."""

    template = "admin/edit_inline/stacked.html"
    model = PlacementWish
    fields = (("section", "film", "screening"), ("hall", "avoid"), ("day", "begins", "until"), "points")
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
        "points",
    )
    autocomplete_fields = ("first_film", "first_screening", "then_film", "then_screening")
    loads_with = (
        "first_film", "first_screening__film", "first_screening__hall__venue__festival",
        "then_film", "then_screening__film", "then_screening__hall__venue__festival",
    )  # fmt: skip


@admin.register(FestivalWishes)
class FestivalWishesAdmin(DeskModelAdmin):
    """One page a festival; festivals themselves are made and named on their own page."""

    fixed = ()
    search_fields = plain_fields = ("name",)
    list_display = ("name", "starts_on", "wishes", "orders")
    fields = readonly_fields = ("name", "starts_on", "ends_on")
    inlines = (WishInline, OrderInline, WeightInline)

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

    @admin.display(description="wishes", ordering="number_of_wishes")
    def wishes(self, festival: Any) -> int:
        return int(festival.number_of_wishes)

    @admin.display(description="orders", ordering="number_of_orders")
    def orders(self, festival: Any) -> int:
        return int(festival.number_of_orders)
