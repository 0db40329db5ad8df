"""The people of the films, and those of them who come."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from screenings.admin.house import HouseAdmin
from screenings.admin.wall_clock import WallClockForm, WallField, WhichField, moment_in_zone
from screenings.models import Festival, Guest, Person


@admin.register(Person)
class PersonAdmin(HouseAdmin):
    fixed = ()
    search_fields = ("sort_key",)
    list_display = ("name", "sort_name", "website")
    fieldsets = (
        (None, {"fields": ("name", "sort_name", "biography", "website")}),
        ("Address", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def _matching(self, queryset: QuerySet[Any], words: list[str]) -> QuerySet[Any]:
        # The key may leave out a leading article; a plain look at the name finds it too.
        plain = Q()
        for word in words:
            plain &= Q(name__icontains=word)
        return queryset.filter(plain) | super()._matching(queryset, words)

    def festivals_of(self, obj: Person) -> list[Festival]:
        known = Q(films__credits__person=obj) | Q(guests__person=obj)
        return list(Festival.objects.filter(known).distinct())


class GuestForm(WallClockForm):
    wall_fields = ("arrives_at", "departs_at")
    arrives_at = WallField(label="Arrives")
    arrives_at_which = WhichField()
    departs_at = WallField(label="Departs")
    departs_at_which = WhichField()

    class Meta:
        model = Guest
        fields = ("festival", "person", "arrives_at", "departs_at", "notes")

    def zone_of_instance(self) -> ZoneInfo | None:
        return self.instance.festival.zone if self.instance.festival_id else None

    def zone_as_typed(self) -> ZoneInfo | None:
        festival = self.cleaned_data.get("festival")
        return festival.zone if festival else None


@admin.register(Guest)
class GuestAdmin(HouseAdmin):
    form = GuestForm
    search_fields = ("person__sort_key",)
    festival_path = "festival"
    loads_with = ("festival", "person")
    list_display = ("person", "arrival", "departure", "festival")
    list_filter = ("festival",)
    autocomplete_fields = ("person",)
    readonly_fields = ("arrival", "departure")

    def get_fieldsets(self, request: HttpRequest, obj: Guest | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return ((None, {"fields": ("festival", "person", "arrival", "departure", "notes")}),)
        times = ("arrives_at", "arrives_at_which", "departs_at", "departs_at_which")
        return ((None, {"fields": ("festival", "person", *times, "notes")}),)

    @admin.display(description="arrives", ordering="arrives_at")
    def arrival(self, guest: Guest) -> str:
        return self._shown(guest.arrives_at, guest)

    @admin.display(description="departs", ordering="departs_at")
    def departure(self, guest: Guest) -> str:
        return self._shown(guest.departs_at, guest)

    @staticmethod
    def _shown(moment: datetime | None, guest: Guest) -> str:
        return moment_in_zone(moment, guest.festival.zone) if moment else "open"
