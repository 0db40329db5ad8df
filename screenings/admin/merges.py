"""What was merged: to be read, and undone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from screenings.admin.publications import ReadOnlyAdmin
from screenings.desk.actions import confirmed_action
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.edition_filter import EditionFilter
from screenings.desk.merge import UndoMergeForm
from screenings.models import Merge


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin, AutopublishAdmin):
    list_display = ("merged", "kept", "festival", "at", "undone_at")
    list_display_links = None
    list_filter = (EditionFilter,)
    actions = ("undo",)
    undo = confirmed_action(UndoMergeForm, "Undo", "undo")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_undo_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_undo_permission(request)

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """For whoever may merge: who may delete what was merged."""
        return bool(request.user.has_perm("screenings.delete_film"))
