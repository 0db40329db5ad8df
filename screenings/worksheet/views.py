"""The pages of the table: to read and work in, and what the edits would mean before they are saved."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext

from screenings.audit.steps import record_step
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.conflict_items import consequences_context
from screenings.desk.editions import EDITION_LOOKUP, edition_in_list, working_festival
from screenings.desk.field_rights import FieldRightsAdmin
from screenings.desk.lookups import parse_pk, pk_or_404
from screenings.desk.people_by_name import people_almost_called
from screenings.models import Festival
from screenings.scheduling import ChangeRefused
from screenings.text.cleaning import name_key
from screenings.worksheet.edits import BadEdits, Edit, EditPlan, edits_json, parse_edits, plan_edits
from screenings.worksheet.people_columns import names_people
from screenings.worksheet.saving import try_changes, write_changes
from screenings.worksheet.table import Table
from screenings.worksheet.worksheets import Worksheet

CHECK, SAVE, BACK, SET = "_check", "_save", "_back", "_set"
INSTEAD = "_instead"  # of a name that nobody has yet, with whom it means
CELL = "cell:"  # and the key and the column: an input of the form
TABLE_SAVED = "table-saved"  # a message's tag: what the browser keeps of what was typed is saved by now
FORM_ROWS = 25  # rows of a page of the form, which has an input for every cell
MAX_LISTED = 300  # changed rows


class WorksheetAdmin(AutopublishAdmin):
    """For the admin of films and of screenings: its rows as a table to work in. `worksheet` says which."""

    worksheet: ClassVar[type[Worksheet]]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.worksheet_view)
        return [path("table/", view, name=f"{self.opts.model_name}-table"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        table = reverse(f"admin:{self.opts.model_name}-table")
        return super().changelist_view(request, {"table_address": table, **(extra_context or {})})

    def worksheet_view(self, request: HttpRequest) -> HttpResponse:
        """Of the festival that the address names, else of the one that is worked on."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if asked := edition_in_list(request):
            festival: Festival | None = get_object_or_404(Festival, pk=pk_or_404(asked))
        else:
            festival = working_festival(request)
        if festival is None:
            return HttpResponseRedirect(reverse("admin:screenings_festival_changelist"))
        may_add = frozenset(name for name in ("person", "guest") if request.user.has_perm(f"screenings.add_{name}"))
        page = _WorksheetPage(self, request, self.worksheet(festival, may_add=may_add))
        if request.method != "POST":
            return page.table()
        if not page.editable:
            raise PermissionDenied
        return self._run_and_publish(request, page.answer)

    def editable_columns(self, request: HttpRequest, worksheet: Worksheet) -> frozenset[str]:
        """Those that this person may change."""
        columns = frozenset(
            column.name for column in worksheet.columns if column.is_editable and request.user.has_perms(column.rights)
        )
        if self.has_change_permission(request):
            return columns
        return columns & set(self.fields_by_right(request)) if isinstance(self, FieldRightsAdmin) else frozenset()


class _WorksheetPage:
    """One request for it."""

    def __init__(self, admin: WorksheetAdmin, request: HttpRequest, worksheet: Worksheet) -> None:
        self.admin, self.request, self.worksheet = admin, request, worksheet
        self.festival = worksheet.festival
        self.editable = admin.editable_columns(request, worksheet)

    def answer(self) -> HttpResponse:
        """What was sent is checked, and with `_save` written."""
        try:
            edits = self._edits()
            if BACK in self.request.POST:
                return self.table(edits)
            plan = plan_edits(self.worksheet, edits, editable=self.editable)
        except BadEdits as wrong:
            raise BadRequest(str(wrong)) from wrong
        if plan.problems:
            return self.table(plan.edits, plan)
        if not plan.changes:
            messages.info(self.request, gettext("Nothing differs from what is saved."), extra_tags=TABLE_SAVED)
            return HttpResponseRedirect(self.address)
        try:
            return self._save(plan) if SAVE in self.request.POST else self._check(plan)
        except ChangeRefused as refused:
            messages.error(self.request, str(refused))
            return self.table(plan.edits)

    def _edits(self) -> list[Edit]:
        """What the table sent, what differs in the form's inputs, and what is set for the chosen rows."""
        edits = {(edit.pk, edit.column): edit for edit in parse_edits(self.request.POST.get("edits", ""))}
        edits |= {(edit.pk, edit.column): edit for edit in self._typed_into_form()}
        for edit in self._set_for_chosen() if SET in self.request.POST else ():
            earlier = edits.get((edit.pk, edit.column))
            edits[edit.pk, edit.column] = replace(edit, was=earlier.was) if earlier else edit
        return [self._with_who_is_meant(edit) for edit in edits.values()]

    def _with_who_is_meant(self, edit: Edit) -> Edit:
        """Somebody who is there, where that was chosen in place of a mistyped name."""
        typed, _bar, meant = self.request.POST.get(INSTEAD, "").partition("|")
        if not typed or not meant or not names_people(self.worksheet.by_name.get(edit.column)):
            return edit
        name = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)", re.IGNORECASE)
        return replace(edit, now=name.sub(lambda _found: meant, edit.now))

    def _typed_into_form(self) -> Iterator[Edit]:
        try:
            shown = {(pk, name): text for pk, name, text in json.loads(self.request.POST.get("shown") or "[]")}
        except (ValueError, TypeError) as wrong:
            raise BadEdits("shown") from wrong
        for name, now in self.request.POST.items():
            if name.startswith(CELL):
                key, _, column = name.removeprefix(CELL).partition(":")
                pk = parse_pk(key)
                if pk is None or (pk, column) not in shown:
                    raise BadEdits(name[:80])
                was = str(shown[pk, column])
                if str(now) != was:
                    yield Edit(pk, column, was, str(now))

    def _set_for_chosen(self) -> list[Edit]:
        name, text = self.request.POST.get("set-column", ""), self.request.POST.get("set-text", "")
        if name not in self.editable:
            raise BadEdits(name[:80])
        column = self.worksheet.column(name)
        pks = [pk for chosen in self.request.POST.getlist("chosen") if (pk := parse_pk(chosen)) is not None]
        return [Edit(row.pk, name, column.text(row), text) for row in self.worksheet.rows().filter(pk__in=pks)]

    def _check(self, plan: EditPlan) -> HttpResponse:
        consequences, effect = try_changes(self.worksheet, plan.changes)
        context = {
            "title": gettext("What would be saved"),
            "summary": _summary(plan),
            "changes": plan.changes[:MAX_LISTED],
            "more": max(0, len(plan.changes) - MAX_LISTED),
            "public_effect": str(effect),
            "new_people": _new_people(self.worksheet.people.new_names),
            "edits": edits_json(plan.edits),
            **consequences_context(consequences),
        }
        return self._page("check", context)

    def _save(self, plan: EditPlan) -> HttpResponse:
        by = cast(User, self.request.user)
        at = write_changes(self.worksheet, plan.changes, by=by)
        text = gettext("Changed in the table: %(what)s") % {"what": _summary(plan)}
        record_step(self.festival, at=at, by=by, text=text)
        self.admin.log_all(self.request, ((change.after, CHANGE, change.log_text) for change in plan.changes))
        self.admin.mark_for_publishing(self.request, [self.festival])
        text = gettext("Saved: %(what)s") % {"what": _summary(plan)}
        messages.success(self.request, text, extra_tags=TABLE_SAVED)
        return HttpResponseRedirect(self.address)

    @property
    def address(self) -> str:
        return f"{reverse(f'admin:{self.admin.opts.model_name}-table')}?{EDITION_LOOKUP}={self.festival.pk}"

    def _own_columns(self, table: Table) -> list[str]:
        """The heads of the few columns that somebody may change who may not change the rows."""
        if self.admin.has_change_permission(self.request):
            return []
        return [column.label for column in table.columns if column.is_editable]

    def table(self, edits: Sequence[Edit] = (), plan: EditPlan | None = None) -> HttpResponse:
        """With the edits in it that are not saved; with `plan` why they are not."""
        asked = self.request.GET.dict()
        table = Table(self.worksheet, self.editable, asked)
        page = Paginator(range(len(table)), FORM_ROWS).get_page(asked.get("page")) if "form" in asked else None
        if page is None or not self.editable:
            page, rows = None, table.rows(edits=edits)
        else:
            rows = table.rows(page.start_index() - 1 if len(table) else 0, page.end_index(), edits)
        problems = plan.problems if plan else ()
        here = f"&form=1&page={page.number}" if page else ""
        context = {
            "title": str(self.worksheet.title),
            "columns": table.columns,
            "rows": rows,
            "total": len(table),
            "sort": table.sort,
            "page": page,
            "form_address": f"{self.address}{here}",
            "shown": _json([row.pk, cell.name, cell.text] for row in rows for cell in row.cells if cell.is_editable),
            "may_edit": bool(self.editable),
            "own_columns": self._own_columns(table),
            "right": f"screenings.change_{self.admin.opts.model_name}",
            "edits": edits_json(edits),
            "problems": problems,
            "problem_cells": _json([each.edit.pk, each.edit.column, each.message] for each in problems),
        }
        return self._page("table", context, status=422 if plan else 200)

    def _page(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        whole = {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "festival": self.festival,
            "edition_lookup": EDITION_LOOKUP,
            "address": self.address,
            "buttons": {"check": CHECK, "save": SAVE, "back": BACK, "set": SET, "instead": INSTEAD},
            **context,
        }
        return TemplateResponse(self.request, f"admin/screenings/worksheet/{name}.html", whole, status=status)


def _new_people(names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Each with those who are there and almost called so."""
    near = people_almost_called(names)
    return [(name, list(dict.fromkeys(person.name for person in near[name_key(name)]))) for name in names]


def _json(items: Iterable[Any]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _summary(plan: EditPlan) -> str:
    """How many cells, and of how many rows."""
    cells = ngettext("%(number)s cell", "%(number)s cells", plan.cells) % {"number": plan.cells}
    rows = ngettext("%(number)s row", "%(number)s rows", len(plan.changes)) % {"number": len(plan.changes)}
    return gettext("%(cells)s in %(rows)s.") % {"cells": cells, "rows": rows}
