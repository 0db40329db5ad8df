"""People: who made a film, and who comes to the festival."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from screenings.models.festivals import Festival, language_choices
from screenings.models.fields import KeyField, LineField, LinkField, ListField, MomentField, ProseField, WholeField
from screenings.models.films import Film
from screenings.models.slugs import ADDRESS_HELP, SLUG_LENGTH, fill_slug
from screenings.models.uniqueness import UniqueWithMessage
from screenings.text.cleaning import slug_of, sort_key
from screenings.text.translation import gettext_noop


class Person(models.Model):
    """Someone with a credit or an invitation, the same person in every edition."""

    name = LineField(max_length=160)
    slug = models.SlugField(
        "web address",
        max_length=SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=ADDRESS_HELP,
        error_messages={"unique": "Another person has this address already. Choose another."},
    )
    sort_name = LineField(max_length=160, blank=True, help_text="As in an index, such as Haigh, Andrew.")
    sort_key = KeyField(max_length=400, editable=False, db_index=True)
    biography = ProseField(blank=True)
    website = LinkField()
    filmography = ListField(
        "filmography beyond the programme",
        help_text="One on each line, as it is printed: 2017, Lean on Pete, director.",
    )

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name_plural = "people"

    def __str__(self) -> str:
        """For the staff, who choose among people: the second of a name comes with the address."""
        own = slug_of(self.name, fallback="person")
        return f"{self.name} [{self.slug}]" if re.fullmatch(rf"{own}-\d+", self.slug) else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.refresh_key()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    def get_absolute_url(self) -> str:
        """Their page in the newest festival that knows them; one query."""
        festival = Festival.objects.with_person(self).first()
        return reverse("person", args=[festival.slug, self.slug]) if festival else ""

    def clean(self) -> None:
        fill_slug(self, self.name)

    def refresh_key(self) -> None:
        """What order goes by; to be called before a bulk write, which does not call save()."""
        self.sort_key = sort_key(self.sort_name or self.name)[:400]


class Role(models.TextChoices):
    DIRECTOR = "director", gettext_noop("Director")
    CAST = "cast", gettext_noop("Cast")
    WRITER = "writer", gettext_noop("Screenplay")
    NOVELIST = "author", gettext_noop("Author of the source")
    PRODUCER = "producer", gettext_noop("Producer")
    CAMERA = "camera", gettext_noop("Director of photography")
    EDITOR = "editor", gettext_noop("Editor")
    COMPOSER = "composer", gettext_noop("Composer")
    SOUND = "sound", gettext_noop("Sound")
    DESIGN = "design", gettext_noop("Production design")
    OTHER = "other", "Other"


TAKING_PART = gettext_noop("Taking part")


class CreditQuerySet(models.QuerySet["Credit"]):
    def of_directors(self) -> "CreditQuerySet":
        return self.filter(role=Role.DIRECTOR)


class Credit(models.Model):
    """What a person did in a film; `character` is whom an actor plays."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=16, choices=Role)
    character = LineField(max_length=160, blank=True)
    order = WholeField(default=0, high=32767)

    objects = CreditQuerySet.as_manager()

    class Meta:
        ordering = ("film", "order", "pk")
        constraints = (
            UniqueWithMessage(
                fields=("film", "person", "role", "character"),
                name="credit_once",
                on="person",
                says="%(value)s is credited for this already. Choose another role or character.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    @property
    def public_role(self) -> str:
        """What the public reads; the role that is none of the others says no more than that they had a part in it."""
        return TAKING_PART if self.role == Role.OTHER else self.get_role_display()


class Guest(models.Model):
    """A person at this festival, from their arrival to their departure (either may be open)."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    arrives_at = MomentField("arrives", null=True, blank=True)
    departs_at = MomentField("departs", null=True, blank=True)
    language = models.CharField(
        max_length=16,
        choices=language_choices,
        blank=True,
        help_text="Of their itinerary and their private calendar. Empty: the festival's.",
    )
    notes = ProseField(blank=True, help_text="For the guest office; never public.")

    class Meta:
        ordering = ("festival", "person__sort_key")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "person"),
                name="guest_once",
                on="person",
                says="%(value)s is a guest of this festival already. Change that entry.",
            ),
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True) | Q(departs_at__isnull=True) | Q(departs_at__gt=F("arrives_at")),
                name="guest_departs_after_arriving",
                violation_error_message="The departure is before the arrival.",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

    def clean(self) -> None:
        if self.arrives_at and self.departs_at and self.departs_at <= self.arrives_at:
            raise ValidationError({"departs_at": "The departure is before the arrival."})
