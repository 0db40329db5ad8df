"""Addresses that something once had, by which links and subscriptions still go."""

from django.db import models
from django.db.models import Q

from screenings.models.slugs import SLUG_LENGTH

KINDS = ("film", "section", "venue", "hall", "person")


class FormerAddress(models.Model):
    """A slug that was changed, and what it named; of a hall its cinema's too, as `cinema.hall`.

    The database writes it (`reliability/address_triggers.py`), whoever changes a slug. Where none of the others is
    named it is the festival's own; only a person belongs to no festival.
    """

    slug = models.CharField(max_length=2 * SLUG_LENGTH + 1)
    festival = models.ForeignKey(
        "screenings.Festival", on_delete=models.CASCADE, null=True, related_name="former_addresses"
    )
    film = models.ForeignKey("screenings.Film", on_delete=models.CASCADE, null=True, related_name="former_addresses")
    section = models.ForeignKey(
        "screenings.Section", on_delete=models.CASCADE, null=True, related_name="former_addresses"
    )
    venue = models.ForeignKey("screenings.Venue", on_delete=models.CASCADE, null=True, related_name="former_addresses")
    hall = models.ForeignKey("screenings.Hall", on_delete=models.CASCADE, null=True, related_name="former_addresses")
    person = models.ForeignKey(
        "screenings.Person", on_delete=models.CASCADE, null=True, related_name="former_addresses"
    )

    class Meta:
        indexes = (models.Index(fields=("slug",), name="former_address_slug"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(festival__isnull=False) ^ Q(person__isnull=False), name="former_address_of_one"
            ),
        )

    def __str__(self) -> str:
        return self.slug
