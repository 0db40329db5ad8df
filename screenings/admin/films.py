"""Films with everything their page shows, and their prints."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from screenings.admin.film_showings import ShowingInline
from screenings.desk.actions import confirmed_action
from screenings.desk.base import DeskModelAdmin, DeskTabularInline
from screenings.desk.conflict_preview import TellsConflictsAdmin
from screenings.desk.duplicate import DuplicateFilmForm
from screenings.desk.edition_filter import EditionFilter, OfEditionFilter, edition_filter
from screenings.desk.film_actions import ProgrammeForm, ShowingsForm
from screenings.desk.holds import HoldsAdmin
from screenings.desk.import_tables import TableImportExportAdmin
from screenings.desk.merge import MergeableAdmin
from screenings.desk.people_by_name import DirectorsForm, credit_directors
from screenings.desk.person_picker import NewPersonRowForm, PeopleByNameAdmin, PeopleFormSet
from screenings.desk.search import column_has
from screenings.desk.several_films import SeveralFilmsAdmin
from screenings.models import (
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    FilmPart,
    PressQuote,
    Print,
    PublishedScreening,
)
from screenings.worksheet.views import WorksheetAdmin
from screenings.worksheet.worksheets import FilmWorksheet


class CreditInline(PeopleByNameAdmin, DeskTabularInline):
    model = Credit
    form = NewPersonRowForm
    formset = PeopleFormSet
    autocomplete_fields = ("person",)
    loads_with = ("person",)
    fields = ("person", "role", "character", "order")


class PartInline(DeskTabularInline):
    model = FilmPart
    fk_name = "programme"
    autocomplete_fields = ("part",)
    loads_with = ("part", "programme")
    fields = ("part", "order")
    verbose_name = "part"
    verbose_name_plural = "parts, where this is a programme of films"


class PrintInline(DeskTabularInline):
    model = Print
    loads_with = ("film",)
    fields = ("format", "label", "subtitles", "available_from", "available_until")
    show_change_link = True


class QuoteInline(DeskTabularInline):
    model = PressQuote
    fields = ("text", "source", "url", "order")


class LinkInline(DeskTabularInline):
    model = FilmLink
    fk_name = "film"
    autocomplete_fields = ("leads_to",)
    loads_with = ("leads_to",)
    fields = ("kind", "label", "url", "leads_to", "order")


class ImageInline(DeskTabularInline):
    model = FilmImage
    fields = ("file", "kind", "caption", "copyright", ("focus_x", "focus_y"), "order")


class MissingFilter(admin.SimpleListFilter):
    """What still has to be found out or decided."""

    title = "missing"
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("screening", "No screening"), ("runtime", "No running time"), ("print", "No print")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "screening":
                return queryset.without_screening()  # type: ignore[attr-defined]  # films only
            case "runtime":
                return queryset.without_runtime()  # type: ignore[attr-defined]  # films only
            case "print":
                # A programme is shown from the prints of its films.
                return queryset.filter(prints__isnull=True, film_parts__isnull=True)
        return queryset


@admin.register(Film)
class FilmAdmin(
    MergeableAdmin, SeveralFilmsAdmin, WorksheetAdmin, HoldsAdmin, TellsConflictsAdmin, TableImportExportAdmin
):
    worksheet = FilmWorksheet
    tables = ("films",)
    search_fields = ("search_text",)
    festival_path = "festival"
    loads_with = ("festival", "section")
    list_display = ("title", "year", "kind", "section", "running", "shows", "copies", "festival")
    list_filter = (EditionFilter, ("section", OfEditionFilter), "kind", MissingFilter)
    ordering = ("sort_title", "pk")
    actions = ("add_showings", "make_programme", "duplicate", "merge", "hold", "release")
    add_showings = confirmed_action(ShowingsForm, _("Showings for each, not placed yet"), "add_screening")
    make_programme = confirmed_action(ProgrammeForm, _("Make a programme of these"), "add")
    duplicate = confirmed_action(DuplicateFilmForm, "Duplicate, with credits and page", "add")
    autocomplete_fields = ("section",)
    inlines = (ShowingInline, CreditInline, PartInline, PrintInline, QuoteInline, LinkInline, ImageInline)
    readonly_fields = ("running", "line_up_hold")
    form = DirectorsForm
    # The five that every film has; the rest is folded away until somebody needs it.
    add_fieldsets = (
        (None, {"fields": ("festival", "title", "directors", "directors_meant", "year", "runtime", "section")}),
        (
            _("More about the film"),
            {
                "fields": (
                    ("kind", "gap"), "original_title", "genres", "synopsis", "based_on", "content_notes", "tags",
                    "releases", "statement", "countries",
                    "languages", "subtitles", "companies", "distributor", ("rating", "minimum_age"),
                    ("premiere", "embargo_until"), "expected_audience", "slug", "ref",
                ),
                "classes": ("collapse",),
            },
        ),
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("festival", "title", "original_title", ("kind", "section"), ("year", "runtime", "gap"))}),
        ("Running time", {"fields": ("running",)}),
        (
            "What it is",
            {"fields": ("genres", "tags", "synopsis", "statement", "based_on", "content_notes", "releases")},
        ),
        ("Where it comes from", {"fields": ("countries", "languages", "subtitles", "companies", "distributor")}),
        (
            "How it may be shown",
            {"fields": (("rating", "minimum_age"), ("premiere", "embargo_until"), "expected_audience", "line_up_hold")},
        ),
        ("Address and id", {"fields": ("slug", "ref"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Film]:
        films = super().get_queryset(request)
        return films.prefetch_related("film_parts__part").annotate(
            showings=Count("screenings", distinct=True), number_of_prints=Count("prints", distinct=True)
        )

    def _matching(self, queryset: QuerySet[Any], query: str) -> QuerySet[Any]:
        """By title, or by somebody who made it."""
        matches = super()._matching(queryset, query)
        if not query.strip():
            return matches
        people = Credit.objects.filter(column_has("person__sort_key", query))
        return matches | queryset.filter(pk__in=people.values("film"))

    def has_add_screening_permission(self, request: HttpRequest) -> bool:
        """For the action that makes showings without a place."""
        return self.may_add_showings(request)

    def get_fieldsets(self, request: HttpRequest, obj: Film | None = None) -> Any:
        if obj is not None:
            return super().get_fieldsets(request, obj)
        if request.user.has_perm("screenings.add_credit"):
            return self.add_fieldsets
        (first, options), *others = self.add_fieldsets
        names = [name for name in options["fields"] if not str(name).startswith("directors")]
        return ((first, {"fields": names}), *others)

    def get_form(self, request: HttpRequest, obj: Film | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.may_add_people = request.user.has_perm("screenings.add_person")
        return form

    def get_inline_instances(self, request: HttpRequest, obj: Film | None = None) -> Any:
        """Folded on the form for a new film."""
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            inline.classes = ("collapse",) if obj is None else inline.classes
        return inlines

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if typed := form.cleaned_data.get("directors"):
            credit_directors(form.instance, typed)

    def is_public(self, obj: Film) -> bool:
        of_film = Q(film_slug=obj.slug) | Q(part_slugs__has=obj.slug)
        return PublishedScreening.objects.current(obj.festival).filter(of_film).exists()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "countries":
            kwargs["widget"] = FilteredSelectMultiple("countries", is_stacked=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="running time", ordering="runtime")
    def running(self, film: Film) -> str:
        if film.pk is None:
            return "Counted once it is saved."
        running = film.running_time
        return f"{running.minutes} min" if running.is_known else f"unknown, counted as {running.minutes} min"

    @admin.display(description="screenings", ordering="showings")
    def shows(self, film: Any) -> int:
        return int(film.showings)

    @admin.display(description="prints", ordering="number_of_prints")
    def copies(self, film: Any) -> int:
        return int(film.number_of_prints)


@admin.register(Print)
class PrintAdmin(TellsConflictsAdmin, DeskModelAdmin):
    fixed = ("film",)
    search_fields = ("film__search_text",)
    festival_path = "film__festival"
    loads_with = ("film__festival",)
    list_display = ("film", "format", "label", "available_from", "available_until")
    list_filter = (edition_filter("film__festival"), "format")
    autocomplete_fields = ("film",)

    def festivals_of(self, obj: Print) -> tuple[Festival, ...]:
        return (obj.film.festival,)
