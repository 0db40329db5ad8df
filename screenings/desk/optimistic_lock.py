"""A change form knows what it showed: whoever saves second sees what the first changed, and overwrites nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from screenings.desk.form_merge import ConcurrentChange, FormMerge, merge_form
from screenings.desk.form_snapshot import FormSnapshot, take_form_snapshot

SNAPSHOT_FIELD = "_seen"
_SALT = "screenings.admin.seen"
_SNAPSHOT, _MERGE, _REFUSAL = "screenings.seen", "screenings.overtaken", "screenings.refusal"
_TO_BE_SEEN = "screenings.to_be_seen"
NOTHING_SAVED_YET = (
    "Nothing was saved yet. Look at what was changed, put right what should be otherwise, and save again."
)


class _RejectedForm(forms.ModelForm):
    """Shown again, whatever was typed."""

    refusal: ClassVar[list[str]] = [NOTHING_SAVED_YET]
    overtaken: ClassVar[tuple[ConcurrentChange, ...]] = ()  # whose fields are marked

    def clean(self) -> Any:
        super().clean()
        _mark_overtaken(self, (change for change in self.overtaken if change.row is None))
        raise ValidationError([ValidationError(sentence, "refused") for sentence in self.refusal])


class OptimisticLockAdmin(admin.ModelAdmin):
    """Compares the row at every save with what the form showed when it was opened, its inlines' rows included.

    What was shown travels in the form, signed. The comparison holds the rows' locks until the save is through.
    """

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            obj = self.get_object(request, unquote(object_id))
            if obj is None and SNAPSHOT_FIELD in request.POST and self.has_change_permission(request):
                return self._deleted_meanwhile(request)
            if obj is None or not self.has_change_permission(request, obj):
                return super().changeform_view(request, object_id, form_url, extra_context)
            merge = self._merge_with_current(request, obj)
            if merge is not None:
                request.POST = merge.data  # type: ignore[assignment]  # the same form, with what was changed meanwhile
                request.META[_MERGE] = merge
                extra_context = {
                    **(extra_context or {}),
                    "merge": merge,
                    "other_editors": self._other_editors(request, obj),
                }
            shown = _read(request.POST.get(SNAPSHOT_FIELD, ""))
            if shown and (sentence := self.to_be_seen(obj, shown.get("beside", ""))):
                request.META[_TO_BE_SEEN] = [sentence]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def shown_beside(self, obj: Any) -> str:
        """A word for what the form shows beside its fields; empty where that is nothing that anybody goes by."""
        return ""

    def to_be_seen(self, obj: Any, shown: str) -> str:
        """Why nothing is saved before the form is looked at again, if what it had beside its fields is no longer so."""
        return ""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if refusal := request.META.get(_REFUSAL) or request.META.get(_TO_BE_SEEN):
            return type(form.__name__, (_RejectedForm, form), {"refusal": refusal})
        if change and (merge := request.META.get(_MERGE)):
            return type(form.__name__, (_RejectedForm, form), {"overtaken": merge.differences})
        return form

    def shown_as_typed(self, request: HttpRequest, object_id: str | None, refusal: list[str]) -> HttpResponse:
        """The form with what was sent and why it was not saved. Asks the database questions, in no transaction."""
        request.META[_REFUSAL] = refusal
        return self._changeform_view(request, object_id, "", None)  # type: ignore[attr-defined]  # Django’s own

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kw: Any) -> HttpResponse:
        obj = context.get("original")
        if obj is not None and self.has_change_permission(request, obj):
            snapshot = request.META.get(_SNAPSHOT)
            if snapshot is None:
                formsets = [each.formset for each in context["inline_admin_formsets"] if each.has_change_permission]
                snapshot = take_form_snapshot(context["adminform"].form, formsets)
            if merge := request.META.get(_MERGE):
                _mark_overtaken_rows(merge, context["inline_admin_formsets"])
            # What was refused has still seen what it had seen.
            sent = request.POST.get(SNAPSHOT_FIELD, "") if _REFUSAL in request.META else ""
            context["snapshot_field"], context["snapshot"] = (
                SNAPSHOT_FIELD,
                sent or _signed(obj, snapshot, self.shown_beside(obj)),
            )
        return super().render_change_form(request, context, *args, **kw)

    def _merge_with_current(self, request: HttpRequest, obj: Any) -> FormMerge | None:
        form_class = self.get_form(
            request, obj, change=True, fields=flatten_fieldsets(self.get_fieldsets(request, obj))
        )
        formsets = self._open_formsets(request, obj)
        if transaction.get_connection().features.has_select_for_update:
            self._lock(obj, formsets)
            obj.refresh_from_db()
        form = form_class(instance=obj)
        request.META[_SNAPSHOT] = take_form_snapshot(form, formsets)
        return merge_form(
            form, formsets, _snapshot_from(obj, request.POST.get(SNAPSHOT_FIELD, "")), request.POST, request.FILES
        )

    def _open_formsets(self, request: HttpRequest, obj: Any) -> list[Any]:
        """As the form is opened, bound to nothing, with the prefixes Django gives them; those that may be changed."""
        counts: dict[str, int] = {}
        formsets = []
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            counts[prefix] = counts.get(prefix, 0) + 1
            if counts[prefix] != 1:
                prefix = f"{prefix}-{counts[prefix]}"
            if inline.has_change_permission(request, obj):
                formsets.append(formset(instance=obj, prefix=prefix, queryset=inline.get_queryset(request)))
        return formsets

    @staticmethod
    def _lock(obj: Any, formsets: list[Any]) -> None:
        """Until the end of the transaction; SQLite has one writer at a time as it is."""
        for rows in (type(obj)._default_manager.filter(pk=obj.pk), *(each.get_queryset() for each in formsets)):
            keys = rows.model._default_manager.filter(pk__in=rows.values("pk")).order_by("pk")
            list(keys.select_for_update(no_key=True).values_list("pk"))

    def _other_editors(self, request: HttpRequest, obj: Any) -> list[str]:
        """Who saved the row since the form was opened, as far as the admin's log knows."""
        since = _opened_at(request.POST.get(SNAPSHOT_FIELD, ""))
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(obj, for_concrete_model=False), object_id=str(obj.pk)
        )
        newer = entries.filter(action_time__gte=since) if since else entries.none()
        return list(dict.fromkeys(str(entry.user) for entry in newer.select_related("user")))

    def _deleted_meanwhile(self, request: HttpRequest) -> HttpResponse:
        """Deleted meanwhile: what was typed can at least be copied."""
        form = self.get_form(request)()
        typed = [
            (form.fields[name].label or name, " ".join(filter(None, values)))
            for name in form.fields
            if any(values := [v for key, some in request.POST.lists() if _is_input_of(key, name) for v in some])
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {self.opts.verbose_name} was deleted",
            "opts": self.opts,
            "typed": typed,
            "may_add": self.has_add_permission(request),
            "is_popup": IS_POPUP_VAR in request.POST,
        }
        return TemplateResponse(request, "admin/deleted_meanwhile.html", context, status=409)


def _mark_overtaken(form: forms.BaseForm, changes: Iterable[ConcurrentChange]) -> None:
    """Beside its fields; what is wrong with a field itself comes first. A row that is new is marked as a whole."""
    for change in changes:
        if not change.field:
            form.add_error(None, _("Added meanwhile."))
        elif change.field in form.fields and not form.has_error(change.field):
            form.add_error(change.field, _overtaken_text(change))


def _mark_overtaken_rows(merge: FormMerge, inlines: Iterable[Any]) -> None:
    """Those of inlines, which have been checked by now."""
    for formset in (inline.formset for inline in inlines):
        for row in formset.initial_forms:
            place = (formset.prefix, str(row.instance.pk))
            _mark_overtaken(row, (change for change in merge.differences if change.row == place))


def _overtaken_text(change: ConcurrentChange) -> str:
    """Beside the field: what was saved there, and whether it is what the field has now."""
    if change.clashes:
        return _("Saved meanwhile: %(theirs)s. You typed otherwise; saving now keeps yours.") % {
            "theirs": change.theirs
        }
    return _("Saved meanwhile, and taken over here: %(theirs)s.") % {"theirs": change.theirs}


def _is_input_of(key: str, name: str) -> bool:
    """`starts_at_0` is of `starts_at`."""
    return key == name or (key.startswith(f"{name}_") and key.removeprefix(f"{name}_").isdecimal())


def _signed(obj: Any, snapshot: FormSnapshot, beside: str) -> str:
    shown = {"row": _row_name(obj), "at": timezone.now().isoformat(), "fields": snapshot.fields, "rows": snapshot.rows}
    if beside:
        shown["beside"] = beside
    return signing.dumps(shown, salt=_SALT, compress=True)


def _read(token: str) -> dict[str, Any]:
    try:
        shown: dict[str, Any] = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return {}
    return shown


def _snapshot_from(obj: Any, token: str) -> FormSnapshot | None:
    """What the form showed; None where it does not say so, or is another row's."""
    shown = _read(token)
    return FormSnapshot(shown["fields"], shown["rows"]) if shown.get("row") == _row_name(obj) else None


def _opened_at(token: str) -> datetime | None:
    shown = _read(token)
    return datetime.fromisoformat(shown["at"]) if shown else None


def _row_name(obj: Any) -> str:
    return f"{obj._meta.label_lower} {obj.pk}"
