"""Two rows that were one thing: what became of them, so that it can be undone."""

from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import MomentField


class Merge(models.Model):
    """One row that went into another of the same model.

    `steps` is what was done to the database, in order; `scheduling/merging.py` writes and reads it.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, null=True, editable=False, related_name="merges")
    model = models.CharField("what", max_length=40, editable=False)
    kept_pk = models.BigIntegerField(editable=False)
    kept = models.CharField("into", max_length=400, editable=False)
    merged = models.CharField("merged", max_length=400, editable=False)
    steps = models.JSONField(editable=False)
    at = MomentField("when", editable=False)
    undone_at = MomentField("undone", null=True, editable=False)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.merged} into {self.kept}"
