"""The people of the films, and those of them who come."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.desk.base import DeskModelAdmin, DeskTabularInline
from screenings.desk.conflict_preview import TellsConflictsAdmin
from screenings.desk.day_filter import DayBarFilter, FestivalDayFilter
from screenings.desk.edition_filter import EditionFilter
from screenings.desk.editions import ALL_EDITIONS
from screenings.desk.local_time_fields import LocalDateTimeField, LocalTimeForm, RepeatedHourField
from screenings.desk.lookups import parse_pk
from screenings.desk.merge import MergeableAdmin
from screenings.desk.person_picker import NewPersonForm, PeopleByNameAdmin
from screenings.desk.widgets import RowForm
from screenings.models import Credit, Festival, Guest, Person, Publication
from screenings.public.listings import public_films_of
from screenings.public.publication_index import publication_index
from screenings.wording.moments import moment_in_zone


class FilmographyForm(RowForm):
    """A film that is added here names the person behind the others; their order is the film's."""

    def save(self, commit: bool = True) -> Any:
        if self.instance.pk is None:
            self.instance.order = 1 + (self.instance.film.credits.aggregate(last=Max("order"))["last"] or 0)
        return super().save(commit)


class FilmographyInline(DeskTabularInline):
    model = Credit
    form = FilmographyForm
    autocomplete_fields = ("film",)
    loads_with = ("film",)
    fields = ("film", "role", "character")
    verbose_name = "credit"


class VisitInline(DeskTabularInline):
    """When they come; to be read here, and changed on the guest's own page."""

    model = Guest
    loads_with = ("festival",)
    fields = readonly_fields = ("festival", "arrival", "departure")
    can_delete = False
    show_change_link = True
    verbose_name = "visit"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="arrives")
    def arrival(self, guest: Guest) -> str:
        return shown_moment(guest.arrives_at, guest)

    @admin.display(description="departs")
    def departure(self, guest: Guest) -> str:
        return shown_moment(guest.departs_at, guest)


def shown_moment(moment: datetime | None, guest: Guest) -> str:
    return moment_in_zone(moment, guest.festival.zone) if moment else "open"


class PersonEditionFilter(EditionFilter):
    """Who made a film of it or is its guest, and who belongs to no edition yet."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = parse_pk(self.value() or "")
        if asked is None:
            return queryset if self.value() in (None, "", ALL_EDITIONS) else queryset.none()
        return queryset.filter(_of_edition(asked) | Q(credits__isnull=True, visits__isnull=True))


def _of_edition(festival: int) -> Q:
    makers, guests = Credit.objects.filter(film__festival=festival), Guest.objects.filter(festival=festival)
    return Q(pk__in=makers.values("person")) | Q(pk__in=guests.values("person"))


@admin.register(Person)
class PersonAdmin(MergeableAdmin, DeskModelAdmin):
    fixed = ()
    ordering = ("sort_key", "pk")
    search_fields = plain_fields = ("name", "sort_name")
    actions = ("merge",)
    list_display = ("name", "sort_name", "titles", "visits", "website")
    list_filter = (PersonEditionFilter,)
    inlines = (FilmographyInline, VisitInline)
    fieldsets = (
        (None, {"fields": ("name", "sort_name", "biography", "website", "filmography")}),
        ("Address", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """In a box, those of its edition first; the others may come this year."""
        people, may_repeat = super().get_search_results(request, queryset, search_term)
        festival = parse_pk(request.GET.get("of_festival", ""))
        if festival is not None:
            people = people.annotate(is_of_edition=_of_edition(festival)).order_by("-is_of_edition", *self.ordering)
        return people, may_repeat

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        people = super().get_queryset(request)
        return people.annotate(
            number_of_films=Count("credits__film", distinct=True), number_of_visits=Count("visits", distinct=True)
        )

    @admin.display(description="films", ordering="number_of_films")
    def titles(self, person: Any) -> int:
        return int(person.number_of_films)

    @admin.display(description="a guest of", ordering="number_of_visits")
    def visits(self, person: Any) -> int:
        return int(person.number_of_visits)

    def view_on_site(self, obj: Person) -> str | None:
        """Their page in the newest festival that shows a film of theirs or announces them."""
        for festival in Festival.objects.filter(pk__in=[each.pk for each in self.festivals_of(obj)]).newest_first():
            index = publication_index(Publication.objects.current(festival))
            if index.of_guest(obj.pk) or public_films_of(obj, festival, index.films):
                return reverse("person", args=[festival.slug, obj.slug])
        return None

    def zone_in_list(self, obj: Person) -> ZoneInfo:
        """A person belongs to no one festival."""
        return ZoneInfo("UTC")

    def festivals_of(self, obj: Person) -> list[Festival]:
        return list(Festival.objects.with_person(obj))


class GuestForm(NewPersonForm, LocalTimeForm):
    wall_fields = ("arrives_at", "departs_at")
    arrives_at = LocalDateTimeField(label="Arrives")
    arrives_at_which = RepeatedHourField()
    departs_at = LocalDateTimeField(label="Departs")
    departs_at_which = RepeatedHourField()

    class Meta:
        model = Guest
        fields = ("festival", "person", "arrives_at", "departs_at", "language", "notes")

    def zone_of_instance(self) -> ZoneInfo | None:
        return self.instance.festival.zone if self.instance.festival_id else None

    def zone_as_typed(self) -> ZoneInfo | None:
        festival = self.cleaned_data.get("festival")
        return festival.zone if festival else None


class OpenTravelFilter(admin.SimpleListFilter):
    """Who still has to say when."""

    title = "what is open"
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("arrival", "The arrival"), ("departure", "The departure")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "arrival":
                return queryset.filter(arrives_at__isnull=True)
            case "departure":
                return queryset.filter(departs_at__isnull=True)
        return queryset


class ArrivalDayFilter(DayBarFilter):
    """Who arrives on Friday, or in the night after it."""

    title = "day of arrival"
    field = "arrives_at"


class DepartureDayFilter(FestivalDayFilter):
    title = "day of departure"
    parameter_name = "departs"
    field = "departs_at"


@admin.register(Guest)
class GuestAdmin(PeopleByNameAdmin, TellsConflictsAdmin, DeskModelAdmin):
    form = GuestForm
    search_fields = plain_fields = ("person__name", "person__sort_name")
    festival_path = "festival"
    loads_with = ("festival", "person")
    list_display = ("person", "arrival", "departure", "shows", "language", "festival")
    list_filter = (
        EditionFilter,
        ArrivalDayFilter,
        DepartureDayFilter,
        OpenTravelFilter,
    )
    ordering = ("person__sort_key", "pk")
    autocomplete_fields = ("person",)
    readonly_fields = ("arrival", "departure", "itinerary")

    def get_fieldsets(self, request: HttpRequest, obj: Guest | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return (
                (None, {"fields": ("festival", "person", "arrival", "departure", "language", "itinerary", "notes")}),
            )
        times = ("arrives_at", "arrives_at_which", "departs_at", "departs_at_which")
        return ((None, {"fields": ("festival", "person", *times, "language", "itinerary", "notes")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guest]:
        return super().get_queryset(request).annotate(number_of_shows=Count("screenings"))

    @admin.display(description="itinerary")
    def itinerary(self, guest: Guest) -> SafeString | str:
        """On one page, to be printed."""
        if guest.pk is None:
            return "Once they are saved."
        address = reverse("admin:itinerary", args=[guest.festival_id, guest.pk])
        return format_html('<a href="{}">Itinerary</a>', address)

    @admin.display(description="screenings", ordering="number_of_shows")
    def shows(self, guest: Any) -> int:
        return int(guest.number_of_shows)

    @admin.display(description="arrives", ordering="arrives_at")
    def arrival(self, guest: Guest) -> str:
        return shown_moment(guest.arrives_at, guest)

    @admin.display(description="departs", ordering="departs_at")
    def departure(self, guest: Guest) -> str:
        return shown_moment(guest.departs_at, guest)
