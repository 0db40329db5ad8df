"""The copies of films."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from screenings.models.fields import REF_HELP, DayField, LineField, ListField, ProseField
from screenings.models.films import Film
from screenings.models.languages import check_language


class PrintFormat(models.TextChoices):
    DCP = "DCP", "DCP"
    FILM_35 = "35 mm", "35 mm"
    FILM_16 = "16 mm", "16 mm"
    FILM_70 = "70 mm", "70 mm"
    FILE = "file", "File"


def check_format(name: str) -> None:
    """One of the formats that a print may have."""
    if name not in PrintFormat.values:
        raise ValidationError(
            '"%(name)s" is no format. Choose from: %(known)s.',
            "format",
            {"name": name, "known": ", ".join(PrintFormat.values)},
        )


class Print(models.Model):
    """A copy of a film. It cannot be in two halls at once."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="prints")
    ref = LineField("the festival's own id", max_length=100, blank=True, help_text=REF_HELP)
    label = LineField(max_length=80, blank=True, help_text="To tell two copies apart.")
    format = models.CharField(max_length=16, choices=PrintFormat, default=PrintFormat.DCP)
    subtitles = ListField(check_item=check_language, help_text="By their names, with commas between them.")
    available_from = DayField(null=True, blank=True)
    available_until = DayField(null=True, blank=True)
    notes = ProseField(blank=True)

    class Meta:
        ordering = ("film", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
                name="print_leaves_after_it_comes",
                violation_error_message="The print leaves before it comes.",
            ),
        )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.film.title, self.format, self.label)))

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Its own id, too, which is unique in the festival and so in no one column pair of this table."""
        super().validate_constraints(exclude)
        if not self.ref or not self.film_id or "ref" in (exclude or ()):
            return
        others = Print.objects.filter(ref=self.ref, film__festival=self.film.festival_id).exclude(pk=self.pk)
        if other := others.select_related("film").first():
            raise ValidationError({"ref": f"“{other}” has the id {self.ref} already. Give each its own."})
