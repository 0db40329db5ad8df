"""A row's History page: who changed which field from what to what; and the way back for films and screenings."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from screenings.audit.restore import RESTORED_RELATIONS, CannotRestore, preview_restore, restore
from screenings.audit.timeline import timeline
from screenings.desk.autopublish import SAFE_METHODS, AutopublishAdmin
from screenings.desk.lookups import parse_pk
from screenings.wording.moments import moment_in_zone

ENTRIES_PER_PAGE = 30


class HistoryAdmin(AutopublishAdmin):
    """Its History page is made of the row's own entries and those of what belongs to it."""

    def zone_of(self, obj: Any) -> ZoneInfo:
        """The time zone of the times on its History page: its festival's, UTC without one."""
        festival = next(iter(self.festivals_of(obj)), None)
        return festival.zone if festival else ZoneInfo("UTC")

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        zone = self.zone_of(obj)
        entries = timeline(obj, zone)
        page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("p"))
        may_restore = self._may_restore(request)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {self.opts.verbose_name}",
            "subtitle": str(obj),
            "opts": self.opts,
            "object": obj,
            "page": page,
            "entries": [
                {
                    "entry": entry,
                    "moment": moment_in_zone(entry.at, zone),
                    "who": entry.by or entry.why or "outside the admin",
                    # The newest state is the one there is.
                    "restore": self._restore_address(obj, entry.at) if may_restore and entry != entries[0] else "",
                }
                for entry in page
            ],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/screenings/history.html", context)

    def get_urls(self) -> list[URLPattern]:
        if self.model not in RESTORED_RELATIONS:
            return super().get_urls()
        view = self.admin_site.admin_view(self.restore_view)
        own = path("<path:object_id>/restore/", view, name=f"screenings_{self.opts.model_name}_restore")
        return [own, *super().get_urls()]

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the row was at `?at=`, beside what it is; a POST puts it back."""
        return self._run_and_publish(request, lambda: self._restore(request, object_id))

    def _restore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self._may_restore(request):
            raise PermissionDenied
        if request.method not in SAFE_METHODS and (number := parse_pk(object_id)) is not None:
            # Held until the end: what is compared here is what is written over.
            list(self.model._default_manager.filter(pk=number).select_for_update(no_key=True).values_list("pk"))
        obj = self.get_object(request, unquote(object_id))
        at = _moment(request.GET.get("at", ""))
        if obj is None or at is None:
            raise Http404
        zone = self.zone_of(obj)
        try:
            preview = preview_restore(obj, at=at, zone=zone)
            if request.method not in SAFE_METHODS and request.POST.get("seen") == preview.version_token:
                return self._restored(request, obj, at, zone)
        except CannotRestore as stop:
            messages.error(request, f"Nothing was restored. {stop}")
            return HttpResponseRedirect(self._address("history", obj))
        if request.method not in SAFE_METHODS:
            messages.warning(request, "It has changed since you looked, so nothing was restored. Look again.")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Restore {self.opts.verbose_name}",
            "subtitle": str(obj),
            "opts": self.opts,
            "object": obj,
            "moment": moment_in_zone(at, zone),
            "preview": preview,
        }
        return TemplateResponse(request, "admin/screenings/restore.html", context)

    def _restored(self, request: HttpRequest, obj: Any, at: datetime, zone: ZoneInfo) -> HttpResponse:
        moment = moment_in_zone(at, zone)
        restore(obj, at=at, why=f"restored as of {moment}")
        self.log_change(request, obj, f"Restored as of {moment}.")
        self.mark_for_publishing(request, self.festivals_of(obj))
        messages.success(request, f"“{obj}” is as it was on {moment}.")
        return HttpResponseRedirect(self._address("change", obj))

    def _may_restore(self, request: HttpRequest) -> bool:
        """Who may change any row, and all of it."""
        return self.model in RESTORED_RELATIONS and self.has_change_permission(request)

    def _restore_address(self, obj: Any, at: datetime) -> str:
        return f"{self._address('restore', obj)}?at={at:%Y%m%dT%H%M%S%f}"

    def _address(self, page: str, obj: Any) -> str:
        return reverse(f"admin:screenings_{self.opts.model_name}_{page}", args=[quote(obj.pk)])


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(f"{text}+0000", "%Y%m%dT%H%M%S%f%z")
    except ValueError:
        return None
