"""Actions that first show what would happen, a row of before and after for each object, and then do exactly that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from screenings.desk.autopublish import GoesPublic
from screenings.models import Festival, because
from screenings.scheduling import Refused
from screenings.templatetags.desk import Told, told
from screenings.timetable.conflicts import Conflict
from screenings.timetable.what_if import Consequences

MOST_ROWS = 200
MOST_CONFLICTS = 20
DO, SHOW = "_do", "_show"
NONE = Consequences()


@dataclass(frozen=True, slots=True)
class Line:
    """One object in words: as it is, and as it would be."""

    name: str
    before: str
    after: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an action would do. `token` names exactly this: another outlook has another."""

    lines: tuple[Line, ...]
    token: str
    consequences: Consequences = NONE


@dataclass(frozen=True, slots=True)
class Done:
    """One object that was changed or made, and what its history says of it."""

    row: Model
    message: str
    is_new: bool = False


class ActionForm(forms.Form):
    """What an action asks, of the rows it was called on. Without fields there is nothing to ask."""

    title: ClassVar[str]
    button: ClassVar[str]
    # What is to be known beside the outlook.
    note: str = ""

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        self.rows = rows
        super().__init__(data)

    def outlook(self) -> Outlook:
        """What would happen; raises Refused where it cannot."""
        raise NotImplementedError

    def carry_out(self) -> list[Done]:
        """Do it; raises Refused, and then nothing was done."""
        raise NotImplementedError

    def festivals(self, done: Iterable[Done]) -> Iterable[Festival]:
        """Whose public timetable may read differently now."""
        return {row.festival for row in self.rows}

    def said(self, done: Sequence[Done]) -> str:
        return f"Done: {len(done)}."

    def refuse(self, refused: Refused) -> None:
        self.add_error(None, str(refused))


def token_of(*facts: object) -> str:
    return sha256(repr(facts).encode()).hexdigest()


def address_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def confirmed(form: type[ActionForm], description: str, permission: str) -> Callable[..., HttpResponse | None]:
    """An action for a ModelAdmin that asks with this form and shows its outlook before it does anything."""

    @admin.action(description=description, permissions=[permission])
    def act(model_admin: GoesPublic, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        rows = list(queryset[: MOST_ROWS + 1])
        if len(rows) > MOST_ROWS:
            model_admin.message_user(request, f"Choose {MOST_ROWS} at most.", messages.ERROR)
            return None
        return _asked(model_admin, request, form, rows)

    return act


def _asked(
    model_admin: GoesPublic, request: HttpRequest, kind: type[ActionForm], rows: list[Any]
) -> HttpResponse | None:
    has_answers = DO in request.POST or SHOW in request.POST or not kind.base_fields
    form = kind(request.POST if has_answers else None, rows=rows)
    outlook = None
    if form.is_bound and form.is_valid():
        try:
            outlook = form.outlook()
            if DO in request.POST and request.POST.get("seen") == outlook.token:
                _carried_out(model_admin, request, form)
                return None
        except Refused as refused:
            outlook = None
            form.refuse(refused)
    if DO in request.POST and outlook:
        text = "Nothing was done yet: this is not what was on the screen. Look at it and confirm it."
        messages.warning(request, text)
    return _page(model_admin, request, form, outlook)


def _carried_out(model_admin: GoesPublic, request: HttpRequest, form: ActionForm) -> None:
    with transaction.atomic(), because(form.title):
        done = form.carry_out()
    for each in done:
        if each.is_new:
            model_admin.log_addition(request, each.row, each.message)
        else:
            model_admin.log_change(request, each.row, each.message)
    model_admin.touch(request, form.festivals(done))
    model_admin.message_user(request, form.said(done), messages.SUCCESS)


def _page(model_admin: GoesPublic, request: HttpRequest, form: ActionForm, outlook: Outlook | None) -> TemplateResponse:
    foreseen = outlook.consequences if outlook else NONE
    context = {
        **model_admin.admin_site.each_context(request),
        "title": form.title,
        "opts": model_admin.opts,
        "form": form,
        "rows": form.rows,
        "outlook": outlook,
        **meaning(foreseen),
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
        "names": {"do": DO, "show": SHOW},
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/screenings/confirm_action.html", context)


def meaning(consequences: Consequences) -> dict[str, Any]:
    """For `_brings_and_mends.html`. Two queries for either, none where it means nothing."""
    return {
        "brings": _worst(consequences.added),
        "mends": _worst(consequences.removed),
        "number_brought": len(consequences.added),
        "number_mended": len(consequences.removed),
    }


def _worst(conflicts: Iterable[Conflict]) -> list[tuple[Conflict, Told]]:
    """The severest first, no more than somebody reads."""
    chosen = sorted(conflicts, key=lambda conflict: -conflict.severity.rank)[:MOST_CONFLICTS]
    return list(zip(chosen, told(chosen), strict=True))
