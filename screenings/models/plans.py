"""A visitor's plan, without an account and without a name: whoever has its secret address may read or change it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from screenings.models.festivals import Festival
from screenings.models.fields import LineField, MomentField
from screenings.models.private import new_salt
from screenings.timetable.travel import TravelMode

MAX_MARGIN = 120


class Rank(models.TextChoices):
    """How much a visitor wants to see it."""

    MUST = "must", _("Must")
    WANT = "want", _("Want")
    MAYBE = "maybe", _("Maybe")


class TravelBy(models.TextChoices):
    """The names of `TravelMode`."""

    FOOT = TravelMode.FOOT, _("On foot")
    BIKE = TravelMode.BIKE, _("By bike")
    TRANSIT = TravelMode.TRANSIT, _("On foot or by public transport")


class Plan(models.Model):
    """`edit_digest`: of the secret that opens it, which is nowhere in the database.

    `revision` rises with all that is written of the plan, its picks and its addresses: it names what a page shows.
    `days` are the hours one has: by festival day two clock times, either of them empty, or null for none at all.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="plans")
    edit_digest = models.CharField(max_length=64, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    created_at = MomentField()
    changed_at = MomentField()
    travel_by = models.CharField(max_length=8, choices=TravelBy, default=TravelBy.TRANSIT)
    margin = models.PositiveSmallIntegerField(default=10)
    at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    has_lunch = models.BooleanField(default=False)
    has_dinner = models.BooleanField(default=False)
    days = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(margin__lte=MAX_MARGIN), name="plan_margin_of_two_hours_at_most"),
        )

    def __str__(self) -> str:
        return f"Plan of {self.created_at:%Y-%m-%d}"


class PlanAddress(models.Model):
    """A second secret address of a plan. The secret is made from `salt` and SECRET_KEY, and found by `digest`."""

    SHARE: ClassVar = "share"
    CALENDAR: ClassVar = "calendar"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=8, choices=((SHARE, "to read"), (CALENDAR, "calendar")))
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("plan", "kind"), name="plan_address_once"),)

    def __str__(self) -> str:
        return self.kind


class Pick(models.Model):
    """A film or one screening in a plan, by what the public knows it by: it stays when the festival takes it back.

    `title`: as it was called when it was picked. `seen`: the publication up to which its changes were looked at.
    `removed_at`: taken out again; calendars are still told. `calendar_revision` rises with every time a screening was
    taken out or put back, and `revised_at` with it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="picks")
    film_slug = models.CharField(max_length=80, blank=True)
    screening_uid = models.UUIDField(null=True, blank=True)
    title = LineField(max_length=200)
    rank = models.CharField(max_length=8, choices=Rank)
    seen = models.PositiveIntegerField()
    added_at = MomentField()
    removed_at = MomentField(null=True, blank=True)
    calendar_revision = models.PositiveIntegerField(default=0)
    revised_at = MomentField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(film_slug="", screening_uid__isnull=False)
                | (~Q(film_slug="") & Q(screening_uid__isnull=True)),
                name="pick_of_a_film_or_a_screening",
            ),
            models.UniqueConstraint(fields=("plan", "screening_uid"), name="pick_screening_once"),
            models.UniqueConstraint(fields=("plan", "film_slug"), condition=~Q(film_slug=""), name="pick_film_once"),
        )

    def __str__(self) -> str:
        # What somebody wants to see is told to nobody, not where a festival is deleted either.
        return f"Pick of {self.added_at:%Y-%m-%d}"
