"""Every write through the admin ends with the same question: what of it does the public see?"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.contrib.messages.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from screenings.desk.publish_messages import announce
from screenings.models import Festival
from screenings.publishing import Blocked, Saved, publish, publish_saved

PUBLISH_BUTTON = "_publish"
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


def may_publish(request: HttpRequest) -> bool:
    return request.user.has_perm("screenings.add_publication")


class GoesPublic(admin.ModelAdmin):
    """Publishes, or says what waits, once at the end of each request that wrote something, in its transaction."""

    def festivals_of(self, obj: Any) -> Iterable[Festival]:
        """Whose timetable a change of this row may change."""
        return (obj.festival,)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._writing(request, lambda: super(GoesPublic, self).changeform_view(request, *args, **kwargs))

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._writing(request, lambda: super(GoesPublic, self).delete_view(request, *args, **kwargs))

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._writing(request, lambda: super(GoesPublic, self).changelist_view(request, *args, **kwargs))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.touch(request, self.festivals_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        festivals = list(self.festivals_of(obj))
        super().delete_model(request, obj)
        self.touch(request, festivals)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        festivals = [festival for obj in queryset for festival in self.festivals_of(obj)]
        super().delete_queryset(request, queryset)
        self.touch(request, festivals)

    def touch(self, request: HttpRequest, festivals: Iterable[Festival]) -> None:
        """Note that these festivals' working timetables were written to; every action that writes calls it."""
        _touched(request).update(festival.pk for festival in festivals if festival.pk)

    def _writing(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        """Run the view; where two people saved the same at one moment, once more: it then finds the other's row."""
        if request.method in READING:
            return view()
        for _attempt in range(2):
            try:
                with _going_public(request):
                    return view()
            except IntegrityError:
                # What the failed attempt had to say is not true.
                request._messages = default_storage(request)  # type: ignore[attr-defined]  # the middleware's own
        self.message_user(
            request,
            "Somebody else changed the same at this moment, so nothing was saved. Look at it and save again.",
            messages.ERROR,
        )
        return HttpResponseRedirect(request.get_full_path())


def _touched(request: HttpRequest) -> set[int]:
    found: set[int] = request.META.setdefault("screenings.touched", set())
    return found


@contextmanager
def _going_public(request: HttpRequest) -> Iterator[None]:
    _touched(request).clear()
    with transaction.atomic():
        yield
        # A festival that was itself deleted has nobody left to publish for.
        for festival in Festival.objects.filter(pk__in=_touched(request)):
            saved = _publish(request, festival)
            if saved.state != "unchanged" or IS_POPUP_VAR not in request.POST:
                announce(request, festival, saved)


def _publish(request: HttpRequest, festival: Festival) -> Saved:
    """As the festival has decided, or at once where the person pressed Save and publish."""
    at, by = timezone.now(), cast(User, request.user)
    if PUBLISH_BUTTON not in request.POST or not may_publish(request):
        return publish_saved(festival, at=at, by=by)
    try:
        outcome = publish(festival, at=at, by=by)
    except Blocked as stop:
        return Saved("blocked", changes=stop.changes, blocking=stop.conflicts)
    return Saved("published" if outcome.publication else "unchanged", outcome.changes, (), outcome.publication)
