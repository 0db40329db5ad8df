"""What every admin of ours has in common: its fields' widgets, its festival, and rows that load in a few queries."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse

from screenings.desk.editions import edition_of_form
from screenings.desk.history import HistoryAdmin
from screenings.desk.last_change import LastChangeAdmin
from screenings.desk.lookups import parse_pk
from screenings.desk.optimistic_lock import OptimisticLockAdmin
from screenings.desk.search import FoldedSearchAdmin
from screenings.desk.widgets import (
    Autocomplete,
    AutocompleteMultiple,
    ClockInput,
    CountryInput,
    DayInput,
    PkMultipleChoiceField,
    PreloadedLabelsFormSet,
    RowForm,
    RowOrderInput,
    limit_to_festival,
)
from screenings.desk.word_inputs import ColourInput, LanguagesInput, LinesInput, TimeZoneInput
from screenings.models.fields import ColourField, DayField, ListField, ProseField
from screenings.models.form_fields import PlainDecimalField, PlainTimeField

WIDGETS: dict[type[models.Field], dict[str, Any]] = {
    DayField: {"widget": DayInput},
    models.TimeField: {"form_class": PlainTimeField, "widget": ClockInput},
    models.DecimalField: {"form_class": PlainDecimalField},
    # Its default is a callable, which a form would show as "()" and keep a hidden copy of.
    ListField: {"widget": LinesInput, "initial": "", "show_hidden_initial": False},
    ColourField: {"widget": ColourInput},
    ProseField: {"widget": forms.Textarea(attrs={"rows": 5, "cols": 80})},
}


class _DeskAdminBase(BaseModelAdmin):
    formfield_overrides = WIDGETS
    loads_with: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """With the rows a list's columns, an inline's labels and an autocomplete box's answers are made of."""
        queryset = super().get_queryset(request)
        return queryset.select_related(*self.loads_with) if self.loads_with else queryset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
            kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", PkMultipleChoiceField)
            kwargs.setdefault("queryset", self._choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _choices(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        """The related admin's own rows, loaded with what their names need."""
        return self.admin_site.get_model_admin(db_field.remote_field.model).get_queryset(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "timezone":
            kwargs.setdefault("widget", TimeZoneInput(attrs={"class": "vTextField"}))
        if db_field.name == "country":
            kwargs.setdefault("widget", CountryInput(attrs={"class": "vTextField"}))
        if db_field.name in ("languages", "subtitles"):
            kwargs.setdefault("widget", LanguagesInput(attrs={"class": "vTextField"}))
        if db_field.name == "order":
            kwargs.setdefault("widget", RowOrderInput)
        if isinstance(db_field, models.SlugField):
            # Left empty it is made from the name.
            kwargs["required"] = False
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class DeskTabularInline(_DeskAdminBase, admin.TabularInline):
    """An inline of a few queries, however many rows it has."""

    form: type[forms.ModelForm] = RowForm
    formset: type[PreloadedLabelsFormSet] = PreloadedLabelsFormSet
    formfield_overrides = {**WIDGETS, ProseField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 44})}}
    extra = 0

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        limit_to_festival(edition_of_form(request, obj), formset.form.base_fields.values())
        return formset


class DeskModelAdmin(LastChangeAdmin, _DeskAdminBase, FoldedSearchAdmin, HistoryAdmin, OptimisticLockAdmin):
    """The base of every admin that edits the programme.

    `fixed` names what is chosen once, when the row is added: nothing moves from one festival to another.
    """

    fixed: ClassVar[tuple[str, ...]] = ("festival",)
    show_full_result_count = False
    list_per_page = 50

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            for name in self.fixed:
                self._fix(form.base_fields.get(name))
        elif "festival" in form.base_fields:
            # The one that is worked on; the form keeps it where another is chosen meanwhile.
            form.base_fields["festival"].widget = forms.HiddenInput()
        limit_to_festival(edition_of_form(request, obj), form.base_fields.values())
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        """With the permission that whoever looks lacks to change all of the row."""
        right = f"{self.opts.app_label}.change_{self.opts.model_name}"
        if context.get("original") is not None and not request.user.has_perm(right):
            context["right_to_change"] = right
        return super().render_change_form(request, context, *args, **kw)

    @staticmethod
    def _fix(field: forms.Field | None) -> None:
        # Disabled and not left out: a constraint is only checked while all its fields are in the form.
        if field is not None:
            field.disabled = True
            for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, link, False)

    def is_public(self, obj: Any) -> bool:
        """Whether `obj` has a page on the site now; asked for what has an address."""
        return False

    def view_on_site(self, obj: Any) -> str | None:
        """The row's public page, once there is one."""
        return obj.get_absolute_url() if self.is_public(obj) else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address asks for, where it makes sense, and the edition that is worked on."""
        given = super().get_changeform_initial_data(request)
        initial: dict[str, Any] = {name: value for name, value in given.items() if self._makes_sense(name, value)}
        if "festival" in {field.name for field in self.opts.fields} and "festival" not in initial:
            initial["festival"] = edition_of_form(request, None)
        return initial

    def _makes_sense(self, name: str, value: Any) -> bool:
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.is_relation:
            return all(parse_pk(str(item)) is not None for item in (value if isinstance(value, list) else [value]))
        return not isinstance(field, models.DateTimeField)
