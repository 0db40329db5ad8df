"""Forms that staff have sent, so that one sent twice counts once."""

from typing import ClassVar

from django.db import models

from screenings.models.fields import MomentField


class FormSubmission(models.Model):
    """One form that was carried out, and what its sender was answered.

    `key` names the sender, the address, the token in the form's hidden field, and what was typed. `next_address` is
    where the sender was led; `popup` is what a pop-up window was given instead, `data` what a script was. `messages`
    holds the level, tags and HTML of each.
    The row is written in the transaction of what the form wrote, so there is one exactly if that is there.
    """

    FIELD: ClassVar = "form_token"

    key = models.CharField(max_length=64, unique=True)
    sent_at = MomentField(db_index=True)
    next_address = models.TextField(blank=True)
    popup = models.TextField(blank=True)
    data = models.TextField(blank=True)
    messages = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M}: {self.next_address}"
