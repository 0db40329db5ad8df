"""The private calendar of a sheet, on the sheet's own page: its addresses, given out, replaced and revoked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from screenings.board.views import day_or_404
from screenings.desk.lookups import parse_pk
from screenings.models import Festival, Guest, Hall, PrivateAddress, PrivateCalendar, Venue
from screenings.sheets.private_addresses import (
    make_address,
    private_calendar_address,
    replace_address,
    revoke_address,
    secret_token,
)
from screenings.templatetags.calendars import is_local_url, qr_code, webcal_url
from screenings.wording.moments import moment_text


@dataclass(frozen=True, slots=True)
class AddressView:
    """An address as staff see it. `address` is empty where it cannot be shown any more."""

    pk: int
    given_to: str
    address: str
    webcal: str
    qr: SafeString | str
    made: str
    fetched: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class PrivateCalendarPanel:
    """The private calendar of a hall, a venue or a guest; `name` is what a form calls it, such as `hall-1`."""

    name: str
    what: str
    addresses: tuple[AddressView, ...]
    may_make: bool
    may_revoke: bool


def has_address_permission(request: HttpRequest, verb: str, *, guest: bool) -> bool:
    """A guest's calendar tells of their stay: it is for those only who may see guests."""
    return request.user.has_perm(f"screenings.{verb}_privateaddress") and (
        not guest or request.user.has_perm("screenings.view_guest")
    )


def private_calendar_panel(
    request: HttpRequest, festival: Festival, name: str, what: str
) -> PrivateCalendarPanel | None:
    """Nothing for who may not see the addresses. Two queries at most, one of them for what remains of the secret."""
    kind, _, key = name.partition("-")
    if not has_address_permission(request, "view", guest=kind == "guest"):
        return None
    active = PrivateAddress.objects.filter(revoked_at=None, **{f"calendar__{kind}": int(key)})
    addresses = active.select_related("calendar__festival", "made_by")
    return PrivateCalendarPanel(
        name=name,
        what=what,
        addresses=tuple(_address_view(address, festival.zone) for address in addresses),
        may_make=has_address_permission(request, "add", guest=kind == "guest"),
        may_revoke=has_address_permission(request, "change", guest=kind == "guest"),
    )


def _address_view(address: PrivateAddress, zone: ZoneInfo) -> AddressView:
    token = secret_token(address)
    full = private_calendar_address(address.calendar, token) if token else ""
    by = f" by {address.made_by}" if address.made_by else ""
    return AddressView(
        pk=address.pk,
        given_to=address.given_to,
        address=full,
        webcal=webcal_url(full) if full else "",
        qr=qr_code(webcal_url(full)) if full else "",
        made=f"Made {moment_text(address.made_at, zone)}{by}",
        fetched=f"last fetched {moment_text(address.fetched_at, zone)}" if address.fetched_at else "never fetched yet",
        is_local=is_local_url(full),
    )


def active_addresses(request: HttpRequest, festival: Festival) -> list[tuple[PrivateAddress, str]]:
    """Every address that works, and the sheet it is on, of those whom the person may see. One query."""
    if not has_address_permission(request, "view", guest=False):
        return []
    addresses = PrivateAddress.objects.filter(revoked_at=None, calendar__festival=festival).select_related(
        "calendar__hall__venue", "calendar__venue", "calendar__guest__person", "made_by"
    )
    if not has_address_permission(request, "view", guest=True):
        addresses = addresses.filter(calendar__guest=None)
    return [
        (address, sheet_address(address.calendar, festival.calendar.starts_on.isoformat())) for address in addresses
    ]


def sheet_address(calendar: PrivateCalendar, day: str) -> str:
    """The page on which its addresses are."""
    if calendar.guest_id:
        return reverse("admin:itinerary", args=[calendar.festival_id, calendar.guest_id])
    if calendar.hall_id:
        return reverse("admin:run-sheet", args=[calendar.festival_id, day, calendar.hall_id])
    return reverse("admin:run-sheets", args=[calendar.festival_id, day, calendar.venue_id])


def change_addresses(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Make, replace or revoke, and back to the sheet. Raises Http404 for what there is not."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:sheets", args=[festival.pk]))
    at = timezone.now()
    day = day_or_404(request.POST.get("day") or festival.calendar.starts_on.isoformat())
    action = request.POST.get("do", "")
    if action == "make":
        calendar = _make(request, festival, at)
    elif action in ("renew", "revoke"):
        calendar = _replace_or_revoke(request, festival, action, at)
    else:
        raise Http404
    return HttpResponseRedirect(f"{sheet_address(calendar, day.isoformat())}#private")


def _make(request: HttpRequest, festival: Festival, at: datetime) -> PrivateCalendar:
    owner = _chosen_owner(festival, request.POST.get("of", ""))
    if not has_address_permission(request, "add", guest=isinstance(owner, Guest)):
        raise PermissionDenied
    given_to = request.POST.get("given_to", "")
    try:
        made = make_address(festival, owner, given_to=given_to, by=cast(User, request.user), at=at)
    except ValidationError as wrong:
        messages.error(request, f"No address was made. Whom it is for: {' '.join(wrong.messages)}")
        return PrivateCalendar(festival=festival, **{owner._meta.model_name or "": owner})
    messages.success(request, f"A private address for {made} is made. Whoever has it can read this calendar.")
    return made.calendar


def _replace_or_revoke(request: HttpRequest, festival: Festival, action: str, at: datetime) -> PrivateCalendar:
    pk = parse_pk(request.POST.get("address", "")) or 0
    addresses = PrivateAddress.objects.filter(pk=pk, calendar__festival=festival)
    address = addresses.select_related(
        "calendar__festival", "calendar__hall", "calendar__venue", "calendar__guest"
    ).first()
    if address is None:
        raise Http404
    is_guest = address.calendar.guest_id is not None
    if not has_address_permission(request, "change", guest=is_guest) or (
        action == "renew" and not has_address_permission(request, "add", guest=is_guest)
    ):
        raise PermissionDenied
    if action == "revoke":
        done = revoke_address(address, at=at)
        sentence = f"The private address for {address} is revoked: from now on nobody can read it."
    else:
        done = replace_address(address, by=cast(User, request.user), at=at) is not None
        sentence = f"A new private address for {address} is made; the old one is revoked. Send the new one."
    if done:
        messages.success(request, sentence)
    else:
        messages.warning(request, f"Somebody else has revoked the private address for {address} already.")
    return address.calendar


def _chosen_owner(festival: Festival, name: str) -> Hall | Venue | Guest:
    kind, _, key = name.partition("-")
    pk = parse_pk(key) or 0
    owner: Any = None
    if kind == "hall":
        owner = Hall.objects.filter(pk=pk, venue__festival=festival).select_related("venue").first()
    elif kind == "venue":
        owner = Venue.objects.filter(pk=pk, festival=festival).first()
    elif kind == "guest":
        owner = Guest.objects.filter(pk=pk, festival=festival).select_related("person").first()
    if owner is None:
        raise Http404
    return cast(Hall | Venue | Guest, owner)
