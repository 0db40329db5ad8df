"""Two people edit the same row: what the first changed, and the second's form with nothing of it lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from screenings.desk.form_snapshot import (
    FieldValue,
    FormSnapshot,
    FormValues,
    editable_fields,
    row_key,
    shown_values,
    typed_values,
    value_text,
    write_values,
)
from screenings.desk.lookups import parse_pk
from screenings.wording.changes import EMPTY_VALUE

DELETED, ADDED = "deleted", "added"


@dataclass(frozen=True, slots=True)
class ConcurrentChange:
    """One thing the first person changed. `clashes`: the second changed it too, and otherwise. `field`: the name of
    the form's field; empty for a whole row of an inline. `row`: in an inline, its prefix and the row's key.
    """

    label: str
    old: str
    theirs: str
    mine: str
    clashes: bool
    field: str = ""
    row: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FormMerge:
    """`data` is the second person's form: theirs where the second had left a field alone, else as it was typed."""

    differences: tuple[ConcurrentChange, ...]
    data: QueryDict

    @property
    def labels(self) -> str:
        """What the first person changed, for a sentence."""
        return ", ".join(each.label for each in self.differences)


def merge_form(
    form: forms.BaseForm, formsets: list[Any], old: FormSnapshot | None, data: QueryDict, files: Mapping[str, Any]
) -> FormMerge | None:
    """None where nobody was overtaken: the row is as it was when the second person's form was opened.

    `form` and `formsets` show the row as it is now; `old` is what the second person was shown, None where that is not
    known: then everything that differs from what was typed counts as changed.
    """
    merge = _FormMerger(old, data, files)
    merge.fields(form)
    for formset in formsets:
        merge.inline(formset)
    return FormMerge(tuple(merge.differences), merge.data) if merge.differences else None


class _FormMerger:
    def __init__(self, old: FormSnapshot | None, data: QueryDict, files: Mapping[str, Any]) -> None:
        self.differences: list[ConcurrentChange] = []
        self.sent, self.files, self.old = data, files, old
        self.blank: Any = None  # a row of the inline at hand with nothing in it
        self.row: tuple[str, str] | None = None  # the one at hand
        self.data = data.copy()

    def fields(self, form: forms.BaseForm) -> None:
        old = None if self.old is None else self.old.fields
        theirs = shown_values(form)
        mine = typed_values(form, "", self.sent, self.files, theirs if old is None else old)
        write_values(form, "", self._merged(form, "", old, theirs, mine), self.data)

    def inline(self, formset: Any) -> None:
        """Rows are told by their keys: what was added or deleted meanwhile has moved the others along."""
        prefix, self.blank = formset.prefix, formset.empty_form
        theirs = {row_key(row): row for row in formset.initial_forms}
        old = None if self.old is None else self.old.rows.get(prefix, {})
        sent = dict(self._sent_rows(formset, theirs, old or {}))
        kept: list[tuple[str, Any, FormValues, bool]] = []
        for key, row in theirs.items():
            self.row = (prefix, key)
            kept.append(self._merge_existing_row(formset, key, row, old, sent))
        self.row = None
        for key in {**(old or {}), **sent}:
            if key not in theirs and key.isdecimal():
                kept += self._merge_deleted_row(formset, key, old, sent)
        fresh = [(key, self.blank, *sent[key]) for key in sent if not key.isdecimal()]
        self._write_rows(formset, kept, fresh)

    def _sent_rows(
        self, formset: Any, theirs: Mapping[str, Any], old: Mapping[str, FormValues]
    ) -> Iterator[tuple[str, tuple[FormValues, bool]]]:
        """By key, and whether it was ticked for deletion; what is new has the key `new 3`."""
        prefix, key_name = formset.prefix, formset.model._meta.pk.name
        count = parse_pk(self.sent.get(f"{prefix}-TOTAL_FORMS") or "") or 0
        for number in range(min(count, formset.absolute_max)):
            at = f"{prefix}-{number}"
            key = self.sent.get(f"{at}-{key_name}") or ""
            form = theirs.get(key, self.blank)
            untouched = old.get(key) or (shown_values(form) if key in theirs else {})
            typed = typed_values(form, at, self.sent, self.files, untouched)
            yield key if key.isdecimal() else f"new {number}", (typed, f"{at}-DELETE" in self.sent)

    def _merge_existing_row(
        self, formset: Any, key: str, row: Any, old: Mapping[str, FormValues] | None, sent: Mapping[str, Any]
    ) -> tuple[str, Any, FormValues, bool]:
        theirs = shown_values(row)
        name = f"{formset.model._meta.verbose_name} {row.instance}"
        mine, ticked = sent.get(key, (theirs, False))
        if old is not None and key not in old:
            self._note(f"{name}, {ADDED}", EMPTY_VALUE, _inline_row_text(row, theirs), EMPTY_VALUE)
            return key, row, theirs, ticked
        merged = self._merged(row, name, None if old is None else old[key], theirs, mine)
        return key, row, merged, ticked

    def _merge_deleted_row(
        self, formset: Any, key: str, old: Mapping[str, FormValues] | None, sent: Mapping[str, Any]
    ) -> list[tuple[str, Any, FormValues, bool]]:
        """Deleted meanwhile: what was typed over it stays, as a row of its own."""
        before = (old or {}).get(key)
        mine, ticked = sent.get(key, (before or {}, False))
        was = _inline_row_text(self.blank, before) if before else EMPTY_VALUE
        touched = not ticked and mine != before
        self._note(
            f"{formset.model._meta.verbose_name}, {DELETED}",
            was,
            DELETED,
            DELETED if ticked else _inline_row_text(self.blank, mine),
            touched,
        )
        return [("", self.blank, mine, False)] if touched else []

    def _write_rows(self, formset: Any, kept: list[Any], fresh: list[Any]) -> None:
        prefix, key_name = formset.prefix, formset.model._meta.pk.name
        for name in [name for name in self.data if name.startswith(f"{prefix}-") and "__prefix__" not in name]:
            if name.removeprefix(f"{prefix}-").split("-")[0].isdecimal():
                del self.data[name]
        # Those that exist come first, as a formset wants them.
        rows = sorted([*kept, *fresh], key=lambda row: not row[0].isdecimal())
        for number, (key, form, values, ticked) in enumerate(rows):
            at = f"{prefix}-{number}"
            write_values(form, at, values, self.data)
            self.data[f"{at}-{key_name}"] = key if key.isdecimal() else ""
            self.data[f"{at}-{formset.fk.name}"] = str(formset.instance.pk)
            if ticked:
                self.data[f"{at}-DELETE"] = "on"
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data[f"{prefix}-INITIAL_FORMS"] = str(sum(row[0].isdecimal() for row in rows))

    def _merged(
        self, form: Any, where: str, old: FormValues | None, theirs: FormValues, mine: FormValues
    ) -> FormValues:
        merged = dict(mine)
        for name, form_field in editable_fields(form):
            before = theirs[name] if old is None else old.get(name, theirs[name])
            if old is None and mine[name] != theirs[name]:
                self._note_field(form_field, name, where, None, theirs[name], mine[name])
            elif before != theirs[name]:
                self._note_field(form_field, name, where, before, theirs[name], mine[name])
                if mine[name] == before:
                    merged[name] = theirs[name]
        return merged

    def _note_field(
        self,
        form_field: forms.Field,
        name: str,
        where: str,
        old: FieldValue | None,
        theirs: FieldValue,
        mine: FieldValue,
    ) -> None:
        label = str(form_field.label or name.replace("_", " ").capitalize())
        texts = (
            "not known" if old is None else value_text(form_field, old),
            value_text(form_field, theirs),
            value_text(form_field, mine),
        )
        clashes = mine not in (old, theirs)
        self._note(f"{where}: {label}" if where else label, *texts, clashes, name)

    def _note(self, label: str, old: str, theirs: str, mine: str, clashes: bool = False, field: str = "") -> None:
        self.differences.append(
            ConcurrentChange(label[:1].upper() + label[1:], old, theirs, mine, clashes, field, self.row)
        )


def _inline_row_text(form: Any, values: FormValues) -> str:
    texts = (value_text(each, values[name]) for name, each in editable_fields(form) if name in values)
    return " · ".join(text for text in texts if text != EMPTY_VALUE) or EMPTY_VALUE
