"""Secret addresses: one for each person or team, shown again to those who may give them out, and revocable.

The secret itself is nowhere in the database or its backups: it is made from a salt there and the site's SECRET_KEY.
"""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from screenings.loading import site_address
from screenings.models import Festival, Guest, Hall, PrivateAddress, PrivateCalendar, Venue
from screenings.public.former_addresses import festival_now_at
from screenings.public.secret_tokens import make_token, shown_token, token_digest

FETCH_NOTE_INTERVAL = timedelta(minutes=15)
_PURPOSE: Final = "screenings.private-address"


def make_address(
    festival: Festival, owner: Hall | Venue | Guest, *, given_to: str, by: User | None, at: datetime
) -> PrivateAddress:
    """A new secret address of that calendar. Raises ValidationError where it cannot be given to such a name."""
    name = owner._meta.model_name or ""
    with transaction.atomic():
        moment = at.replace(microsecond=0)
        calendar, _made = PrivateCalendar.objects.get_or_create(
            **{name: owner}, defaults={"festival": festival, "changed_at": moment}
        )
        address = PrivateAddress(calendar=calendar, given_to=given_to, made_by=by, made_at=moment)
        address.digest = token_digest(make_token(_PURPOSE, address.salt))
        address.full_clean()
        address.save()
    return address


def revoke_address(address: PrivateAddress, *, at: datetime) -> bool:
    """Dead from now on; False where it was already."""
    return bool(PrivateAddress.objects.filter(pk=address.pk, revoked_at=None).update(revoked_at=at))


def replace_address(address: PrivateAddress, *, by: User | None, at: datetime) -> PrivateAddress | None:
    """Another address for the same people instead of this one; None where it was revoked meanwhile."""
    with transaction.atomic():
        if not revoke_address(address, at=at):
            return None
        calendar = address.calendar
        owner = calendar.hall or calendar.venue or calendar.guest
        assert owner is not None
        return make_address(calendar.festival, owner, given_to=address.given_to, by=by, at=at)


def secret_token(address: PrivateAddress) -> str:
    """The secret; empty where it was made with a SECRET_KEY that is gone, and cannot be shown again."""
    return shown_token(_PURPOSE, address.salt, address.digest)


def private_calendar_address(calendar: PrivateCalendar, token: str) -> str:
    """In full, at the festival's own address."""
    path = reverse("private-feed", args=[calendar.festival.slug, token])
    return site_address(calendar.festival) + path


def find_address(festival_slug: str, token: str) -> PrivateAddress | None:
    """The living address of that secret. One query, by the secret's digest, so its time tells nothing of the secret."""
    addresses = PrivateAddress.objects.filter(digest=token_digest(token), revoked_at=None)
    found = addresses.select_related(
        "calendar__festival", "calendar__hall__venue", "calendar__venue", "calendar__guest__person"
    ).first()
    slug = found.calendar.festival.slug if found else festival_slug
    return found if slug == festival_slug or slug == festival_now_at(festival_slug) else None


def note_fetch(address: PrivateAddress, *, at: datetime) -> None:
    """That somebody asked; written down every quarter of an hour at most."""
    if address.fetched_at is None or at - address.fetched_at > FETCH_NOTE_INTERVAL:
        lately = Q(fetched_at__isnull=True) | Q(fetched_at__lt=at)
        PrivateAddress.objects.filter(lately, pk=address.pk).update(fetched_at=at)
