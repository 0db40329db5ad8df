"""Every write through the admin ends with the same question: what of it does the public see?"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from screenings.desk.publish_messages import add_publish_message
from screenings.loading import WorkingTimetable
from screenings.models import Festival
from screenings.publishing import (
    Check,
    CheckedTimetable,
    PublishingBlocked,
    SaveResult,
    check_errors,
    publish,
    publish_after_save,
    saved_result,
)
from screenings.scheduling.undo import MoveResult

PUBLISH_BUTTON = "_publish"
SAVED_AT_ONCE = "Somebody else changed the same at this moment, so nothing was saved. Look at it and save again."
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("screenings.add_publication")


class AutopublishAdmin(admin.ModelAdmin):
    """Publishes, or says what waits, once at the end of each request that wrote something, in its transaction."""

    def festivals_of(self, obj: Any) -> Iterable[Festival]:
        """Whose timetable a change of this row may change."""
        return (obj.festival,)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._run_and_publish(
            request, lambda: super(AutopublishAdmin, self).changeform_view(request, *args, **kwargs)
        )

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._run_and_publish(
            request, lambda: super(AutopublishAdmin, self).delete_view(request, *args, **kwargs)
        )

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._run_and_publish(
            request, lambda: super(AutopublishAdmin, self).changelist_view(request, *args, **kwargs)
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.mark_for_publishing(request, self.festivals_of(form.instance))

    def log_all(self, request: HttpRequest, entries: Iterable[tuple[Model, int, str]]) -> None:
        """Rows with their action flags and messages: what log_addition() and log_change() write, in one query."""
        LogEntry.objects.bulk_create(
            LogEntry(
                user=cast(User, request.user),
                content_type=ContentType.objects.get_for_model(row, for_concrete_model=False),
                object_id=row.pk,
                object_repr=str(row)[:200],
                action_flag=flag,
                change_message=message,
            )
            for row, flag, message in entries
        )

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        festivals = list(self.festivals_of(obj))
        super().delete_model(request, obj)
        self.mark_for_publishing(request, festivals)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        festivals = [festival for obj in queryset for festival in self.festivals_of(obj)]
        super().delete_queryset(request, queryset)
        self.mark_for_publishing(request, festivals)

    def mark_for_publishing(self, request: HttpRequest, festivals: Iterable[Festival]) -> None:
        """Note that these festivals' working timetables were written to; every action that writes calls it."""
        _touched_festival_pks(request).update(festival.pk for festival in festivals if festival.pk)

    def _run_and_publish(
        self,
        request: HttpRequest,
        view: Callable[[], HttpResponse],
        refuse: Callable[[str], HttpResponse] | None = None,
    ) -> HttpResponse:
        """Run the view; where two people saved the same at one moment, once more: it then finds the other's row.

        `refuse` answers where that fails too; without it the person sees the page again, with the reason as a message.
        """
        if request.method in SAFE_METHODS:
            return view()
        for _attempt in range(2):
            try:
                with _publishing_afterwards(request):
                    return view()
            except IntegrityError:
                # What the failed attempt had to say is not true.
                request._messages = default_storage(request)  # type: ignore[attr-defined]  # the middleware's own
        if refuse:
            return refuse(SAVED_AT_ONCE)
        self.message_user(request, SAVED_AT_ONCE, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def _touched_festival_pks(request: HttpRequest) -> set[int]:
    pks: set[int] = request.META.setdefault("screenings.touched", set())
    return pks


def when_checked(request: HttpRequest, tell: Callable[[WorkingTimetable], None]) -> None:
    """For what a save means within the timetable: `tell` is given each timetable that this request has written to, as
    it is loaded at its end, to see what of it is public.
    """
    _listeners(request).append(tell)


def _listeners(request: HttpRequest) -> list[Callable[[WorkingTimetable], None]]:
    listeners: list[Callable[[WorkingTimetable], None]] = request.META.setdefault("screenings.when_checked", [])
    return listeners


@contextmanager
def _publishing_afterwards(request: HttpRequest) -> Iterator[None]:
    def check(festival: Festival) -> CheckedTimetable:
        checked = check_errors(festival)
        for tell in _listeners(request):
            tell(checked.timetable)
        return checked

    _touched_festival_pks(request).clear()
    _listeners(request).clear()
    with transaction.atomic():
        yield
        # A festival that was itself deleted has nobody left to publish for.
        for festival in Festival.objects.filter(pk__in=_touched_festival_pks(request)):
            saved = publish_saved(request, festival, check=check)
            if saved.state != "unchanged" or IS_POPUP_VAR not in request.POST:
                add_publish_message(request, festival, saved)


def publish_saved(
    request: HttpRequest, festival: Festival, *, check: Check = check_errors, tried: MoveResult | None = None
) -> SaveResult:
    """As the festival has decided, or at once where the person pressed Save and publish. `tried`: on the board."""
    at, by = timezone.now(), cast(User, request.user)
    if PUBLISH_BUTTON not in request.POST or not may_publish(request):
        return publish_after_save(festival, at=at, by=by, check=check, tried=tried)
    try:
        outcome = publish(festival, at=at, by=by, check=check)
    except PublishingBlocked as stop:
        return SaveResult("blocked", changes=stop.changes, blocking=stop.conflicts)
    return saved_result(outcome)
