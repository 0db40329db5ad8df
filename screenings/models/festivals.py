"""A festival's edition and its strands."""

from datetime import time
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from screenings.images.processing import MAX_LOGO_SIZE
from screenings.models.fields import (
    ColourField,
    DayField,
    LineField,
    LinkField,
    ListField,
    MinutesField,
    ProseField,
    WholeField,
)
from screenings.models.pictures import PictureField
from screenings.models.slugs import SLUG_LENGTH, fill_slug
from screenings.models.uniqueness import NameKeyField, UniqueWithMessage
from screenings.timetable.context import BY_DAY, BY_DAYPART, CLASH_KINDS, DOORS_OPEN_MINUTES, RuleLimits
from screenings.timetable.values import FestivalCalendar

MAX_RUN_DAYS = 366  # days
RESERVED = frozenset({"admin", "media", "static"})  # first parts of the site's own addresses
CHILDREN_UNTIL = RuleLimits().children_until


def check_timezone(name: str) -> None:
    """An IANA zone this machine's zone database knows, such as America/Los_Angeles."""
    if name not in available_timezones():
        raise ValidationError(
            '"%(name)s" is no time zone. Write one of the IANA names, such as Europe/Berlin.',
            "timezone",
            {"name": name},
        )


class Publishing(models.TextChoices):
    AS_SAVED = "as-saved", "as saved: after the first publication every saved change is public at once"
    AFTER_REVIEW = "after-review", "after review: changes gather until someone publishes them"


class Repeats(models.TextChoices):
    DAY = BY_DAY, "on different days"
    DAYPART = BY_DAYPART, "on different days and at different times of the day"


def check_clash(kind: str) -> None:
    """One of what can draw the same people to two films."""
    if kind not in CLASH_KINDS:
        raise ValidationError(
            '"%(kind)s" is not one of: %(choices)s.', "clash", {"kind": kind, "choices": ", ".join(CLASH_KINDS)}
        )


def all_clashes() -> tuple[str, ...]:
    return CLASH_KINDS


class FestivalQuerySet(models.QuerySet["Festival"]):
    def newest_first(self) -> "FestivalQuerySet":
        return self.order_by("-starts_on", "-pk")


class Festival(models.Model):
    """One edition: its run, its zone and how it publishes."""

    name = LineField(max_length=120)
    slug = models.SlugField(
        max_length=SLUG_LENGTH,
        unique=True,
        help_text="The part of the address that names it.",
        error_messages={"unique": "Another festival has this address already. Choose another."},
    )
    tagline = LineField(max_length=200, blank=True)
    about = ProseField(blank=True)
    starts_on = DayField("first day")
    ends_on = DayField("last day")
    timezone = models.CharField(
        "time zone", max_length=64, validators=[check_timezone], help_text="An IANA name: America/Los_Angeles."
    )
    day_starts_at = models.TimeField(
        "the festival day starts at",
        default=time(6),
        help_text="A show before this hour belongs to the evening before.",
    )
    default_changeover = MinutesField(
        default=15, help_text="Minutes a hall needs between two shows, where the hall says nothing else."
    )
    default_doors = MinutesField(
        "doors open",
        default=DOORS_OPEN_MINUTES,
        high=240,
        help_text="Minutes before the start, where the hall says nothing else.",
    )
    default_runtime = MinutesField(
        default=100, low=1, help_text="Minutes a film of unknown length is counted with. It stays marked as unknown."
    )
    repeats = models.CharField(
        "repeats of a film",
        max_length=8,
        choices=Repeats,
        default=Repeats.DAY,
        help_text="So that more people can come.",
    )
    clashes = ListField(
        "the same people come for",
        default=all_clashes,
        check_item=check_clash,
        help_text="section, director, country; with | between them. Films that share one should not run at once.",
    )
    children_until = models.TimeField(
        "children's films are over by",
        default=CHILDREN_UNTIL,
        help_text="Films for those below 12, by the venue's clock.",
    )
    publishing = models.CharField("changes go public", max_length=16, choices=Publishing, default=Publishing.AS_SAVED)
    site_url = LinkField(
        "site address", help_text="Where visitors reach the site, such as https://festival.example. Feeds point there."
    )
    colour = ColourField(default="#8c1c3a", help_text="The festival's colour, as # and six digits.")
    logo = PictureField(
        upload_to="logos",
        blank=True,
        kind="logo",
        sizes=("logo_width", "logo_height"),
        help_text="PNG, WebP or JPEG; shown small, instead of the name, on a light ground.",
    )
    logo_width = WholeField(null=True, blank=True, editable=False, high=MAX_LOGO_SIZE[0])
    logo_height = WholeField(null=True, blank=True, editable=False, high=MAX_LOGO_SIZE[1])

    objects = FestivalQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="festival_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("festival", args=[self.slug])

    def clean(self) -> None:
        fill_slug(self, self.name, Festival.objects.all())
        if self.slug in RESERVED:
            raise ValidationError({"slug": f"The site itself has pages under {self.slug}/. Choose another."})
        if self.starts_on and self.ends_on and (self.ends_on - self.starts_on).days >= MAX_RUN_DAYS:
            raise ValidationError({"ends_on": f"A festival runs {MAX_RUN_DAYS} days at most."})

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def calendar(self) -> FestivalCalendar:
        return FestivalCalendar(self.starts_on, self.ends_on, self.zone, self.day_starts_at)


class Section(models.Model):
    """A strand of the programme."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="sections")
    name = LineField(max_length=120)
    name_key = NameKeyField(longest=120)
    slug = models.SlugField(max_length=SLUG_LENGTH, blank=True)
    colour = ColourField(help_text="As # and six digits.")
    order = WholeField(default=0, high=32767)
    about = ProseField(blank=True)

    class Meta:
        ordering = ("order", "name")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "slug"),
                name="section_address_once",
                on="slug",
                says="%(other)s has this address already. Choose another.",
            ),
            UniqueWithMessage(
                fields=("festival", "name_key"),
                name="section_name_once",
                on="name",
                says="There is the section “%(other)s” already. Choose another name.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.festival.slug, self.slug])

    def clean(self) -> None:
        fill_slug(self, self.name, Section.objects.filter(festival=self.festival_id))
