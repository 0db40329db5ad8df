"""Files that wait between the preview of an import and its confirmation."""

from django.db import models

from screenings.models.fields import MomentField


class PendingImport(models.Model):
    """In the database, so that whichever server is asked next finds it. `name` is one that nobody guesses."""

    name = models.CharField(max_length=60, unique=True, editable=False)
    data = models.BinaryField()
    uploaded_at = MomentField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
