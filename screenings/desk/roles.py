"""What a role may do beyond Django's four permissions of a model: the front of house writes two fields only."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class AnnotateOnlyAdmin(admin.ModelAdmin):
    """Lets whoever has only the permission to annotate change `annotations` of a row, and read the rest of it.

    That permission opens one row's form and nothing else: without a row at hand the answer is Django's own, so no
    action on many rows is offered.
    """

    annotations: ClassVar[tuple[str, ...]] = ()

    def only_annotates(self, request: HttpRequest) -> bool:
        may = request.user.has_perm
        name = self.opts.model_name
        return may(f"screenings.annotate_{name}") and not may(f"screenings.change_{name}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and self.only_annotates(request):
            return True
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        readonly = super().get_readonly_fields(request, obj)
        if obj is None or not self.only_annotates(request):
            return readonly
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        declared = getattr(self.form, "declared_fields", {})
        names = dict.fromkeys((*readonly, *shown, *declared))
        return tuple(name for name in names if name not in self.annotations)


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
