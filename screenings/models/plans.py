"""A visitor's plan, without an account: the edit key allows to change it, the share key to read it."""

import secrets
import uuid

from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import LineField


def new_key() -> str:
    """144 random bits, safe in an address."""
    return secrets.token_urlsafe(18)


class Plan(models.Model):
    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="plans")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField(max_length=80, blank=True)
    edit_key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    share_key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="From then on both keys are dead.")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name or f"Plan of {self.created_at:%Y-%m-%d}"


class Pick(models.Model):
    """A screening in a plan, named by its uid: it stays when the screening is cancelled, and says so."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="picks")
    screening_uid = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "added_at")
        constraints = (models.UniqueConstraint(fields=("plan", "screening_uid"), name="pick_once"),)

    def __str__(self) -> str:
        return str(self.screening_uid)
