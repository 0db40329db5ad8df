"""What a festival wants of a proposal, on the page of its rules."""

from typing import Any

from django.http import HttpRequest

from screenings.admin.house import HouseInline
from screenings.admin.widgets import offer_only
from screenings.models import PlacementWish, TermWeight


class WeightInline(HouseInline):
    model = TermWeight


class WishInline(HouseInline):
    model = PlacementWish
    loads_with = ("section", "film", "screening__film", "screening__hall__venue", "hall__venue")
    autocomplete_fields = ("section", "film", "screening", "hall")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows offered are of the festival whose page this is."""
        formset = super().get_formset(request, obj, **kwargs)
        offer_only(obj.pk if obj else None, formset.form.base_fields.values())
        return formset
