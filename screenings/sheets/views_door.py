"""At the door, on a phone: what is on in this hall today, what changes next, and sold out or standby in one tap."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from screenings.board.grid import current_festival_day
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.lookups import parse_pk
from screenings.models import Festival, Screening
from screenings.sheets.loading import load_sheets
from screenings.sheets.sheet import SheetHall, SheetShow, Turnaround, turnarounds_of
from screenings.sheets.sheet_texts import end_clock_text, show_clock_text
from screenings.sheets.views import SheetLine, sheet_context, sheet_lines

# What is set at the door, and the permission that opens it alone.
DOOR_FIELDS = ("sold_out", "standby")
DOOR_PERMISSION = "screenings.admit_screening"


@dataclass(frozen=True, slots=True)
class HallAtDoor:
    """A hall to choose: its next change in words, and how many screenings it has today."""

    place: SheetHall
    number: int
    next_change: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A button that sets one field of a screening; pressed again it takes that back. `value` is what a press sends."""

    field: str
    text: str
    is_on: bool

    @property
    def value(self) -> str:
        return "" if self.is_on else "1"


@dataclass(frozen=True, slots=True)
class LineAtDoor:
    line: SheetLine
    switches: tuple[Switch, ...]


def may_set_at_door(request: HttpRequest) -> bool:
    return request.user.has_perm(DOOR_PERMISSION) or request.user.has_perm("screenings.change_screening")


def show_halls(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    """The halls that show something on the festival day it is, or on the first or last one."""
    at = timezone.now()
    day, sheets = current_festival_day(festival.calendar, at), load_sheets(festival)
    halls = []
    with festival.as_read():
        for place in sheets.halls.values():
            turns = [turn for turn in _turns_in(sheets.shows, place.hall) if turn.show.day == day]
            if turns:
                halls.append(HallAtDoor(place, len(turns), next_change_text(turns, at)))
        extra = {**sheet_context(festival, _("At the door"), day), "halls": halls}
    return TemplateResponse(request, "admin/screenings/sheets/door_halls.html", {**context, **extra})


def show_door(request: HttpRequest, festival: Festival, context: dict[str, Any], hall: int) -> HttpResponse:
    """One hall on the festival day it is. A fixed number of queries."""
    at = timezone.now()
    day, sheets = current_festival_day(festival.calendar, at), load_sheets(festival)
    place = sheets.halls.get(hall)
    if place is None:
        raise Http404
    may_set = may_set_at_door(request)
    turns = [turn for turn in _turns_in(sheets.shows, hall) if turn.show.day == day]
    with festival.as_read():
        lines = sheet_lines((show for show in sheets.shows if show.place.hall == hall), day, at)
        extra = {
            **sheet_context(festival, _("At the door"), day),
            "place": place,
            "next_change": next_change_text(turns, at),
            "lines": [LineAtDoor(line, _switches(line.show) if may_set else ()) for line in lines],
        }
    return TemplateResponse(request, "admin/screenings/sheets/door.html", {**context, **extra})


def set_at_door(
    model_admin: AutopublishAdmin, request: HttpRequest, festival: Festival, hall: int
) -> HttpResponseRedirect:
    """Set one field of one screening to what the button said, in the transaction of the request that publishes it.

    The value is stated and not turned over: two people who press the same button mean the same.
    """
    if not may_set_at_door(request):
        raise PermissionDenied
    field = next((name for name in DOOR_FIELDS if name in request.POST), None)
    if field is None:
        raise BadRequest("No button of the door was pressed.")
    rows = Screening.objects.of(festival).filter(hall=hall).select_for_update(of=("self",))
    row = get_object_or_404(rows, pk=parse_pk(request.POST.get("screening", "")))
    is_on = request.POST[field] == "1"
    if getattr(row, field) != is_on:
        setattr(row, field, is_on)
        row.save(update_fields=[field])
        admin.site.get_model_admin(Screening).log_change(
            request, row, _done_text(field, is_on=is_on, film=row.film.title)
        )
        with festival.as_read():
            messages.success(request, _done_text(field, is_on=is_on, film=row.film.title))
        model_admin.mark_for_publishing(request, (festival,))
    return HttpResponseRedirect(f"{reverse('admin:door-hall', args=[festival.pk, hall])}#s-{row.pk}")


def _done_text(field: str, *, is_on: bool, film: str) -> str:
    """What a press did."""
    match field, is_on:
        case "sold_out", True:
            text = _("%(film)s is sold out.")
        case "sold_out", False:
            text = _("%(film)s is no longer sold out.")
        case "standby", True:
            text = _("%(film)s has a standby queue.")
        case _other:
            text = _("%(film)s has no standby queue any more.")
    return text % {"film": film}


def _switches(show: SheetShow) -> tuple[Switch, ...]:
    if show.cancelled:
        return ()
    return (
        Switch("sold_out", pgettext("mark of a screening", "Sold out"), show.sold_out),
        Switch("standby", pgettext("mark of a screening", "Standby"), show.standby),
    )


def _turns_in(shows: Iterable[SheetShow], hall: int) -> tuple[Turnaround, ...]:
    return turnarounds_of(show for show in shows if show.place.hall == hall)


def next_change_text(turns: Iterable[Turnaround], at: datetime) -> str:
    """The next thing that happens in a hall after that moment, or that nothing does any more."""
    coming = [change for change in _changes(turns) if change[0] > at]
    return min(coming)[1] if coming else _("Nothing more today.")


def _changes(turns: Iterable[Turnaround]) -> Iterator[tuple[datetime, str]]:
    for turn in turns:
        show = turn.show
        if show.cancelled:
            continue
        named = {"film": show.title}
        doors = _("%(time)s: doors open for %(film)s")
        yield turn.doors_at, doors % {"time": show_clock_text(turn.doors_at, show), **named}
        yield show.start, _("%(time)s: %(film)s starts") % {"time": show_clock_text(show.start, show), **named}
        yield show.end, _("%(time)s: %(film)s ends") % {"time": end_clock_text(show.end, show), **named}
