"""Which edition somebody works on."""

from django.conf import settings
from django.db import models

from screenings.models.festivals import Festival


class ChosenEdition(models.Model):
    """The festival that one member of staff chose last.

    A row and not a part of the session: who chooses next year's edition at the desk finds it on the phone too, and
    after the next login.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="chosen_edition"
    )
    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.festival}"
