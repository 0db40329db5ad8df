"""Calendars behind secret addresses: a hall's or a cinema's run sheets, or a guest's itinerary."""

import secrets
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from screenings.models.festivals import Festival
from screenings.models.fields import LineField
from screenings.models.people import Guest
from screenings.models.venues import Hall, Venue


def new_salt() -> str:
    """144 random bits."""
    return secrets.token_urlsafe(18)


class PrivateCalendar(models.Model):
    """What its addresses all give. `state` names what its entries were last made from, `digest` what they say.

    `changed_at`: when that last read differently; whole seconds, later each time. `namespace`: of the UIDs of entries
    that are no screening.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="private_calendars")
    hall = models.OneToOneField(Hall, on_delete=models.CASCADE, null=True, related_name="private_calendar")
    venue = models.OneToOneField(Venue, on_delete=models.CASCADE, null=True, related_name="private_calendar")
    guest = models.OneToOneField(Guest, on_delete=models.CASCADE, null=True, related_name="private_calendar")
    namespace = models.UUIDField(default=uuid4, editable=False)
    state = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(hall__isnull=False, venue__isnull=True, guest__isnull=True)
                | Q(hall__isnull=True, venue__isnull=False, guest__isnull=True)
                | Q(hall__isnull=True, venue__isnull=True, guest__isnull=False),
                name="private_calendar_of_one_thing",
                violation_error_message="A private calendar belongs to one hall, venue or guest.",
            ),
        )

    def __str__(self) -> str:
        return str(self.hall or self.venue or self.guest)

    @property
    def language(self) -> str:
        """That it is written in: a guest's own, else the festival's."""
        return (self.guest.language if self.guest else "") or self.festival.language


class PrivateEntry(models.Model):
    """An entry as it was last served. Its revision rises when it reads differently, and only then.

    `has_left`: the screening went elsewhere; `shown` is what was said of it last.
    """

    calendar = models.ForeignKey(PrivateCalendar, on_delete=models.CASCADE, related_name="entries")
    uid = models.UUIDField()
    shown = models.JSONField()
    has_left = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    revised_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    vevent = models.TextField()

    class Meta:
        default_permissions = ()
        ordering = ("starts_at", "uid")
        constraints = (models.UniqueConstraint(fields=("calendar", "uid"), name="private_entry_once"),)

    def __str__(self) -> str:
        return str(self.uid)


class PrivateAddress(models.Model):
    """A secret address of a private calendar, for one person or one team, revocable by itself.

    The secret is not in the database: it is made from `salt` and the site's SECRET_KEY, so that the office can show it
    again, and found by `digest`. Once that key is another, the address still works and cannot be shown any more.
    """

    calendar = models.ForeignKey(PrivateCalendar, on_delete=models.CASCADE, related_name="addresses")
    given_to = LineField(max_length=80, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ("add", "change", "view")
        ordering = ("made_at", "pk")
        verbose_name_plural = "private addresses"

    def __str__(self) -> str:
        return f"{self.calendar}, {self.given_to}" if self.given_to else str(self.calendar)
