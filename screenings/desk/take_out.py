"""Taking screenings out of the timetable: what the public was promised is cancelled, never just gone."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from screenings.desk.import_tables import TableImportExportAdmin
from screenings.models import PublishedScreening, Screening, Status


def announced_uids(rows: Iterable[Screening]) -> set[UUID]:
    """Those of them that the public now reads as going ahead. One query."""
    uids = [row.uid for row in rows]
    published = PublishedScreening.objects.filter(uid__in=uids, until__isnull=True).going_ahead()
    return set(published.values_list("uid", flat=True))


class TakeOutAdmin(TableImportExportAdmin):
    """Deletes screenings the public does not know, and cancels those it does."""

    actions: Sequence[str] = ("delete_selected",)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, object_id)
        is_promised = row is not None and bool(announced_uids([row]))
        return super().delete_view(request, object_id, {**(extra_context or {}), "is_promised": is_promised})

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        rows = list(queryset)
        public = announced_uids(rows)
        for row in rows:
            if row.uid in public:
                self.log_change(request, row, "Cancelled instead of deleted: it is published.")
        deleted: Any = [row for row in rows if row.uid not in public]
        return super().log_deletions(request, deleted)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        if announced_uids([obj]):
            self._cancel(request, [obj])
        else:
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        rows = list(queryset)
        public = announced_uids(rows)
        self._cancel(request, [row for row in rows if row.uid in public])
        super().delete_queryset(request, queryset.exclude(uid__in=public))

    def _cancel(self, request: HttpRequest, rows: list[Screening]) -> None:
        for row in rows:
            row.status = Status.CANCELLED
            row.save(update_fields=["status"])
            self.mark_for_publishing(request, (row.festival,))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        if not Screening.objects.filter(pk=obj_id).exists():
            return super().response_delete(request, obj_display, obj_id)
        text = f"“{obj_display}” is published, so it was cancelled and not deleted."
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:screenings_screening_changelist"))

    @admin.action(description="Delete selected, or cancel what is published", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        rows = list(queryset)
        public = announced_uids(rows)
        _deleted, _counts, lacking, protected = self.get_deleted_objects(queryset, request)
        if request.POST.get("post") and not lacking and not protected:
            self.log_deletions(request, rows)
            self.delete_queryset(request, queryset)
            text = f"Deleted: {len(rows) - len(public)}. Cancelled, because published: {len(public)}."
            self.message_user(request, text, messages.SUCCESS)
            return None
        response = django_delete_selected(self, request, queryset)
        if response is not None and response.context_data is not None:
            response.context_data["cancelled"] = [str(row) for row in rows if row.uid in public]
        return response
