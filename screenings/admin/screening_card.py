"""A screening's form as it is opened beside the board: what its card stands for, saved, checked and locked as on its
own page. Hall and time are the board's."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

BESIDE = "beside"  # in the query of the form's address
CARD_FIELDS = ("on_hold", "intro", "qa", "stated_length", "guests", "print", "public_note", "notes", "pinned")


class ScreeningCardAdmin(admin.ModelAdmin):
    """Narrows the form and its buttons, and leads back to it."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Fields that the form class declares are part of it whether they are shown or not: left in, what was not sent
        would be read as emptied."""
        form = super().get_form(request, obj, change, **kwargs)
        if _is_beside(request, obj):
            for name in form.base_fields.keys() - set(CARD_FIELDS):
                del form.base_fields[name]
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return ((None, {"fields": CARD_FIELDS}),) if _is_beside(request, obj) else super().get_fieldsets(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        if _is_beside(request, context.get("original")):
            context |= dict.fromkeys(("show_save_and_continue", "show_save_and_add_another", "show_delete"), False)
        return super().render_change_form(request, context, *args, **kw)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        answer = super().response_change(request, obj)
        return HttpResponseRedirect(request.get_full_path()) if _is_beside(request, obj) else answer


def _is_beside(request: HttpRequest, obj: Any) -> bool:
    return obj is not None and BESIDE in request.GET
