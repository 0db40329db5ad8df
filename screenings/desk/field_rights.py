"""What a role may do beyond Django's four permissions of a model: some write a few fields of a row and nothing else."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse


class FieldRightsAdmin(admin.ModelAdmin):
    """Lets whoever may not change a row change those fields of it that their permissions name, and read the rest.

    `field_rights` are the fields by permission. Such a permission opens one row's form and nothing else: without a row
    at hand the answer is Django's own, so no action on many rows is offered.
    """

    field_rights: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def fields_by_right(self, request: HttpRequest) -> tuple[str, ...]:
        """Those that this person may change although they may not change the row; none for who may change it whole."""
        may = request.user.has_perm
        if may(f"screenings.change_{self.opts.model_name}"):
            return ()
        return tuple(name for right, names in self.field_rights.items() if may(f"screenings.{right}") for name in names)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and self.fields_by_right(request):
            return True
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        writable = self.fields_by_right(request)
        if obj is None or not writable:
            return readonly
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        declared = getattr(self.form, "declared_fields", {})
        names = dict.fromkeys((*readonly, *shown, *declared))
        return tuple(name for name in names if name not in writable)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        writable = self.fields_by_right(request)
        form_fields = context["adminform"].form.fields
        context["own_fields"] = [str(field.label).lower() for name, field in form_fields.items() if name in writable]
        return super().render_change_form(request, context, *args, **kw)


class OwnFieldErrorsForm(forms.ModelForm):
    """Says of the row what the form can mend: a rule broken in a field that is not in it stands in nobody's way."""

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            own_errors = {
                name: errors for name, errors in error.error_dict.items() if name in self.fields or name == "__all__"
            }
            if not own_errors:
                return
            error = ValidationError(own_errors)
        super().add_error(field, error)
