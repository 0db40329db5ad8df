"""What a festival held when a file was exported: what the file is compared with when it comes back."""

from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import MomentField


class ExportedVersion(models.Model):
    """`mark` stands in the file, and names what the tables said: the same programme has the same mark.

    `data` are all cells of all tables, packed. `exported_at` is the last time that it went out.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    data = models.BinaryField()
    exported_at = MomentField()

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("festival", "mark"), name="exported_version_once"),)
        indexes = (models.Index(fields=("festival", "exported_at"), name="exported_version_age"),)

    def __str__(self) -> str:
        return self.mark
