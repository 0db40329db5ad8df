"""Several rows made one, shown before it is done; and undone."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    preview_token,
)
from screenings.models import Festival, Merge, Person
from screenings.scheduling import ChangeRefused
from screenings.scheduling.merging import check_mergeable, count_related, festival_of, merge, undo_merge

MERGE_LABEL = "Merge into…"


class MergeForm(ActionForm):
    title, button = MERGE_LABEL, "Merge"
    is_step = False  # *Merges* takes it back
    keep = forms.ChoiceField(label="Keep", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, rows: Sequence[Any]) -> None:
        super().__init__(data, rows=rows)
        field: Any = self.fields["keep"]
        field.choices = [(str(row.pk), _described(row)) for row in rows]
        field.help_text = gettext(
            "All that belongs to the others goes to the one you keep, and what it does not say is taken from them. "
            "Their old addresses lead to it. Merged rows are listed under “Merges”, where this can be undone."
        )

    @cached_property
    def kept(self) -> Any:
        return next(row for row in self.rows if str(row.pk) == self.cleaned_data["keep"])

    @property
    def others(self) -> list[Any]:
        return [row for row in self.rows if row.pk != self.kept.pk]

    def preview(self) -> ActionPreview:
        if len(self.rows) < 2:
            raise ChangeRefused(gettext("Choose at least two: the one to keep, and what is to be merged into it."))
        check_mergeable(self.rows)
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
