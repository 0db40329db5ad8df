"""Actions that first show what would happen, a row of before and after for each object, and then do exactly that."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.audit.steps import record_step
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.conflict_items import consequences_context
from screenings.models import Festival, change_reason
from screenings.scheduling import ChangeRefused
from screenings.timetable.what_if import Consequences

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MAX_ACTION_ROWS = 200
DO_BUTTON, SHOW_BUTTON = "_do", "_show"
EMPTY_CONSEQUENCES = Consequences()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One object in words: as it is, and as it would be."""

    name: str
    before: str
    after: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ActionPreview:
    """What an action would do. `token` names exactly this: another preview has another."""

    lines: tuple[PreviewRow, ...]
    token: str
    consequences: Consequences = EMPTY_CONSEQUENCES


@dataclass(frozen=True, slots=True)
class ActionResult:
    """One object that was changed or made, and what its history says of it."""

    row: Model
    message: str
    is_new: bool = False


class ActionForm(forms.Form):
    """What an action asks, of the rows it was called on. Without fields there is nothing to ask."""

    title: ClassVar[str]
    button: ClassVar[str]
    is_step: ClassVar[bool] = True  # can be taken back under *Last changes*
    # What is to be known beside the preview.
    note: str = ""
    row_heading: str = ""  # above the names in the preview, where they are not all of the list's kind
    by: User  # who has called it
    at: datetime  # and when, in UTC

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        self.rows = rows
        super().__init__(data)

    @classmethod
    def check_rows(cls, rows: Sequence[Any]) -> None:
        """Raises ChangeRefused for rows of which it is known before anything is asked that they cannot be together."""

    def sign(self, *, by: User, at: datetime) -> None:
        """Who does it and when, before it is carried out."""
        self.by, self.at = by, at

    def preview(self) -> ActionPreview:
        """What would happen; raises ChangeRefused where it cannot."""
        raise NotImplementedError

    def carry_out(self) -> list[ActionResult]:
        """Do it; raises ChangeRefused, and then nothing was done."""
        raise NotImplementedError

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        """Whose public timetable may read differently now."""
        return {row.festival for row in self.rows}

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return f"Done: {len(done)}."

    def refuse(self, refused: ChangeRefused) -> None:
        self.add_error(None, str(refused))


def preview_token(*facts: object) -> str:
    """Names exactly what was shown, so that nothing else is done once it is confirmed. 64 hexadecimal digits."""
    return sha256(repr(facts).encode()).hexdigest()


def change_page_address(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def confirmed_action(
    form: type[ActionForm], description: "_StrOrPromise", permission: str
) -> Callable[..., HttpResponse | None]:
    """An action for a ModelAdmin that asks with this form and shows its preview before it does anything."""

    @admin.action(description=description, permissions=[permission])
    def act(model_admin: AutopublishAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        rows = list(queryset[: MAX_ACTION_ROWS + 1])
        if len(rows) > MAX_ACTION_ROWS:
            model_admin.message_user(request, f"Choose {MAX_ACTION_ROWS} at most.", messages.ERROR)
            return None
        try:
            form.check_rows(rows)
        except ChangeRefused as refused:
            model_admin.message_user(request, str(refused), messages.ERROR)
            return None
        return _confirmation_view(model_admin, request, form, rows)

    return act


def _confirmation_view(
    model_admin: AutopublishAdmin, request: HttpRequest, form_class: type[ActionForm], rows: list[Any]
) -> HttpResponse | None:
    has_answers = DO_BUTTON in request.POST or SHOW_BUTTON in request.POST or not form_class.base_fields
    form = form_class(request.POST if has_answers else None, rows=rows)
    form.by, form.at = cast(User, request.user), timezone.now()
    preview = None
    if form.is_bound and form.is_valid():
        try:
            preview = form.preview()
            if DO_BUTTON in request.POST and request.POST.get("seen") == preview.token:
                _carry_out(model_admin, request, form)
                return None
        except ChangeRefused as refused:
            preview = None
            form.refuse(refused)
    if DO_BUTTON in request.POST and preview:
        text = "Nothing was done yet: this is not what was on the screen. Look at it and confirm it."
        messages.warning(request, text)
    return _confirmation_page(model_admin, request, form, preview)


def _carry_out(model_admin: AutopublishAdmin, request: HttpRequest, form: ActionForm) -> None:
    by = cast(User, request.user)
    with transaction.atomic(), change_reason(form.title) as at:
        form.sign(by=by, at=at)
        done = form.carry_out()
        text = form.success_text(done)
        if form.is_step:
            for festival in form.festivals(done):
                record_step(festival, at=at, by=by, text=f"{form.title}. {text}")
    model_admin.log_all(
        request, ((result.row, ADDITION if result.is_new else CHANGE, result.message) for result in done)
    )
    model_admin.mark_for_publishing(request, form.festivals(done))
    model_admin.message_user(request, text, messages.SUCCESS)


def _confirmation_page(
    model_admin: AutopublishAdmin, request: HttpRequest, form: ActionForm, preview: ActionPreview | None
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": form.title,
        "opts": model_admin.opts,
        "form": form,
        "rows": form.rows,
        "preview": preview,
        **consequences_context(preview.consequences if preview else EMPTY_CONSEQUENCES),
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
        "names": {"do": DO_BUTTON, "show": SHOW_BUTTON},
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/screenings/confirm_action.html", context)
