"""What was done in one go through a list, a table or an import, so that it can be taken back in one go."""

from django.conf import settings
from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import LineField, MomentField

STEP_TEXT_LENGTH = 300


class ChangeStep(models.Model):
    """One action, in words. What it wrote is what the history has at exactly the moment `at`.

    `by` is None for what the command line did, or where the account was deleted. `undone_at` is the moment of the
    history at which it was taken back.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="change_steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = MomentField()
    text = LineField(max_length=STEP_TEXT_LENGTH)
    undone_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text
