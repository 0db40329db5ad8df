"""Several rows made one, shown before it is done; and undone."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    confirmed_action,
    preview_token,
)
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.lookups import parse_pk
from screenings.desk.widgets import Autocomplete
from screenings.models import Festival, FormerAddress, Merge, Person
from screenings.scheduling.merge_candidates import MERGEABLE, check_mergeable, festival_of, mergeable_into
from screenings.scheduling.merging import count_related, merge, undo_merge

MERGE_LABEL = "Merge into…"
MERGED = "merged"  # in the query of the box: what is to go


class MergeTargets(Autocomplete):
    """A box that offers what a row may be merged into."""

    def __init__(self, row: Any) -> None:
        super().__init__(FormerAddress._meta.get_field(MERGEABLE[type(row)]), admin.site)
        self.merged = row.pk

    def get_url(self) -> str:
        return f"{super().get_url()}?{urlencode({MERGED: self.merged})}"


class MergeForm(ActionForm):
    """Which of several to keep; of one alone, into which it goes."""

    title, button = MERGE_LABEL, "Merge"
    is_step = False  # *Merges* takes it back
    keep = forms.ChoiceField(label="Keep", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        field: Any = self.fields["keep"]
        if len(rows) == 1:
            widget = MergeTargets(rows[0])
            field = forms.ModelChoiceField(mergeable_into(rows[0]), label=gettext("Into"), widget=widget)
            field.help_text = gettext(
                "All that belongs to %(name)s goes there, and what the other does not say is taken from it. Its old "
                "addresses lead there. Merged rows are listed under “Merges”, where this can be undone."
            ) % {"name": rows[0]}
            self.fields["keep"] = field
        else:
            field.choices = [(str(row.pk), _described(row)) for row in rows]
            field.help_text = gettext(
                "All that belongs to the others goes to the one you keep, and what it does not say is taken from them. "
                "Their old addresses lead to it. Merged rows are listed under “Merges”, where this can be undone."
            )

    @classmethod
    def check_rows(cls, rows: Sequence[Any]) -> None:
        check_mergeable(rows)

    @cached_property
    def kept(self) -> Any:
        chosen = self.cleaned_data["keep"]
        return next((row for row in self.rows if str(row.pk) == chosen), chosen)

    @property
    def others(self) -> list[Any]:
        return [row for row in self.rows if row.pk != self.kept.pk]

    def preview(self) -> ActionPreview:
        lines = tuple(
            PreviewRow(str(row), _related_text(row), f"goes to {_described(self.kept)}", change_page_address(row))
            for row in self.others
        )
        return ActionPreview(lines, preview_token(self.kept.pk, lines))

    def carry_out(self) -> list[ActionResult]:
        done = []
        for row in self.others:
            name = str(row)
            merge(self.kept, row, at=timezone.now())
            done.append(ActionResult(self.kept, f"Merged “{name}” into it."))
        return done

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        return _festivals_of(self.kept)

    def success_text(self, done: Sequence[ActionResult]) -> str:
        text = ngettext(
            "%(number)s row was merged into %(kept)s. It can be undone under “Merges”.",
            "%(number)s rows were merged into %(kept)s. It can be undone under “Merges”.",
            len(done),
        )
        return text % {"number": len(done), "kept": self.kept}


class UndoMergeForm(ActionForm):
    title, button = "Undo", "Undo"
    is_step = False

    def preview(self) -> ActionPreview:
        lines = tuple(
            PreviewRow(str(each), gettext("merged"), gettext("two again, each with what was its own"))
            for each in self._newest_first()
        )
        return ActionPreview(lines, preview_token(lines))

    def carry_out(self) -> list[ActionResult]:
        now = timezone.now()
        rows = [(undo_merge(each, at=now), each) for each in self._newest_first()]
        return [ActionResult(row, f"Undone: {each}") for row, each in rows]

    def _newest_first(self) -> list[Merge]:
        """What was merged last is undone first: the other may rest on it."""
        return sorted(self.rows, key=lambda each: each.pk, reverse=True)

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        return {festival for each in done for festival in _festivals_of(each.row)}

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return gettext("%(names)s is there again.") % {"names": ", ".join(str(each.row) for each in done)}


class MergeableAdmin(AutopublishAdmin):
    """Offers it to those who may delete, also where nothing else lets go of a row, and answers its box."""

    delete_confirmation_template = "admin/screenings/delete_mergeable.html"
    merge = confirmed_action(MergeForm, MERGE_LABEL, "delete")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        merged = parse_pk(request.GET.get(MERGED, ""))
        if merged is not None:
            row = get_object_or_404(self.model, pk=merged)
            queryset = queryset.filter(pk__in=mergeable_into(row).values("pk"))
        return super().get_search_results(request, queryset, search_term)


def _described(row: Any) -> str:
    """Two of one name are told apart by their address."""
    return f"{row} ({row.slug})"


def _related_text(row: Any) -> str:
    return ", ".join(f"{number} {name}" for name, number in count_related(row).items()) or gettext("nothing besides")


def _festivals_of(row: Any) -> set[Festival]:
    if isinstance(row, Person):
        return set(Festival.objects.with_person(row))
    festival = festival_of(row)
    return {festival} if festival else set()
