"""Cinemas and their halls, when they are open, and how long it takes from one to another."""

from collections.abc import Collection
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_countries.fields import CountryField

from screenings.models.festivals import Festival, check_timezone
from screenings.models.fields import (
    REF_HELP,
    DayField,
    LineField,
    LinkField,
    ListField,
    MinutesField,
    ProseField,
    WholeField,
)
from screenings.models.slugs import ADDRESS_HELP, SLUG_LENGTH, fill_slug
from screenings.models.uniqueness import NameKeyField, UniqueWithMessage
from screenings.text.cleaning import natural_sort_key, place_name
from screenings.text.clock import clock_text


class Venue(models.Model):
    """A cinema. Its zone is the festival's unless it has its own."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="venues")
    name = LineField(max_length=160)
    name_key = NameKeyField()
    slug = models.SlugField("web address", max_length=SLUG_LENGTH, blank=True, help_text=ADDRESS_HELP)
    address = LineField(max_length=240, blank=True, help_text="Street and number.")
    city = LineField(max_length=120, blank=True)
    country = CountryField(blank=True)
    latitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="In degrees, such as 34.098334."
    )
    longitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="West of Greenwich with a minus: -118.329443."
    )
    timezone = models.CharField(
        "time zone",
        max_length=64,
        blank=True,
        validators=[check_timezone],
        help_text="Where it is not the festival's: a city in it.",
    )
    website = LinkField()
    phone = LineField(max_length=60, blank=True)
    access_notes = ProseField(blank=True, help_text="Steps, lifts, hearing loops, parking, the nearest stop.")

    class Meta:
        ordering = ("name",)
        constraints = (
            UniqueWithMessage(
                fields=("festival", "slug"),
                name="venue_address_once",
                on="slug",
                says="%(other)s has this address already. Choose another.",
            ),
            UniqueWithMessage(
                fields=("festival", "name_key"),
                name="venue_name_once",
                on="name",
                says="There is the venue “%(other)s” already. Choose another name.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Said in full: a comparison with NULL is neither true nor false, and would pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="venue_on_earth",
                violation_error_message="Give latitude (-90 to 90) and longitude (-180 to 180), both or neither.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("venue", args=[self.festival.slug, self.slug])

    def clean(self) -> None:
        fill_slug(self, self.name, festival=self.festival_id)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone) if self.timezone else self.festival.zone

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None while they are not known."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    @property
    def address_line(self) -> str:
        """Street and city on one line."""
        return ", ".join(filter(None, (self.address, self.city)))


class Hall(models.Model):
    """A screen. A `shared` one (a foyer, an open-air ground) holds several shows at once."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="halls")
    ref = LineField("the festival's own id", max_length=100, blank=True, help_text=REF_HELP)
    name = LineField(max_length=120)
    name_key = NameKeyField(longest=120)
    slug = models.SlugField("web address", max_length=SLUG_LENGTH, blank=True, help_text=ADDRESS_HELP)
    capacity = WholeField(null=True, blank=True, low=1, high=100_000)
    wheelchair_spaces = WholeField(null=True, blank=True, high=10_000)
    formats = ListField(help_text="What it can show, one on each line, such as DCP or 35 mm. Empty: anything.")
    changeover = MinutesField(
        null=True, blank=True, high=600, help_text="Minutes between two shows. Empty: the festival's default."
    )
    doors = MinutesField(
        "doors open",
        null=True,
        blank=True,
        high=240,
        help_text="Minutes before the start. Empty: the festival's default.",
    )
    shared = models.BooleanField("holds several shows at once", default=False)
    order = WholeField(default=0, high=32767)

    class Meta:
        ordering = ("venue__name", "order", "name")
        constraints = (
            UniqueWithMessage(
                fields=("venue", "slug"),
                name="hall_address_once",
                on="slug",
                says="%(other)s has this address already. Choose another.",
            ),
            UniqueWithMessage(
                fields=("venue", "name_key"),
                name="hall_name_once",
                on="name",
                says="This venue has the hall “%(other)s” already. Choose another name.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        fill_slug(self, self.name, venue=self.venue_id)
        if self.capacity and self.wheelchair_spaces and self.wheelchair_spaces > self.capacity:
            raise ValidationError({"wheelchair_spaces": "There are more wheelchair spaces than seats."})

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Its own id, too, which is unique in the festival and so in no one column pair of this table."""
        super().validate_constraints(exclude)
        if not self.ref or not self.venue_id or "ref" in (exclude or ()):
            return
        others = Hall.objects.filter(ref=self.ref, venue__festival=self.venue.festival_id).exclude(pk=self.pk)
        if other := others.select_related("venue").first():
            raise ValidationError({"ref": f"“{other}” has the id {self.ref} already. Give each its own."})

    @property
    def full_name(self) -> str:
        """Venue and hall, the name once where they are the same."""
        return place_name(self.venue.name, self.name)

    @property
    def public_slug(self) -> str:
        """Its cinema's and its own; no slug holds a dot."""
        return f"{self.venue.slug}.{self.slug}"

    @property
    def natural_order_key(self) -> tuple[Any, ...]:
        """For order: "Screen 2" before "Screen 10", where their cinema says no order of its own."""
        return natural_sort_key(self.venue.name), self.venue_id, self.order, natural_sort_key(self.name), self.pk

    @property
    def changeover_minutes(self) -> int:
        return self.venue.festival.default_changeover if self.changeover is None else self.changeover

    @property
    def doors_minutes(self) -> int:
        return self.venue.festival.default_doors if self.doors is None else self.doors


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class OpeningHours(models.Model):
    """When a hall may be used on a weekday, wall clock of the venue. Closing at or before opening: after midnight."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.IntegerField(choices=Weekday)
    opens = models.TimeField(default=time(9))
    closes = models.TimeField(default=time(1))

    class Meta:
        ordering = ("hall", "weekday", "opens")
        verbose_name_plural = "opening hours"
        constraints = (
            UniqueWithMessage(
                fields=("hall", "weekday", "opens"),
                name="opening_once",
                on="opens",
                says="The hall opens then already: %(other)s. Write another time.",
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)),
                name="opening_weekday",
                violation_error_message="Choose a day from Monday to Sunday.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {clock_text(self.opens)} to {clock_text(self.closes)}"


class Closure(models.Model):
    """Days on which a hall cannot be used at all."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="closures")
    first_day = DayField()
    last_day = DayField()
    reason = LineField(max_length=200, blank=True)

    class Meta:
        ordering = ("hall", "first_day")
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="closure_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class TravelTimeQuerySet(models.QuerySet["TravelTime"]):
    def of(self, festival: Festival) -> "TravelTimeQuerySet":
        return self.filter(origin__festival=festival)

    def stated(self, by: str = "id") -> dict[tuple[Any, Any], tuple[int, str]]:
        """Minutes and means by origin and destination, each named by that field of its venue. One query."""
        rows = self.order_by().values_list(f"origin__{by}", f"destination__{by}", "minutes", "by")
        return {(origin, destination): (minutes, means) for origin, destination, minutes, means in rows}


class TravelTime(models.Model):
    """Stated minutes from one venue to another, door to door. It holds both ways unless the way back is stated."""

    origin = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_out")
    destination = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="ways_in")
    minutes = MinutesField(low=1)
    by = LineField("means", max_length=80, blank=True, help_text="On foot, by tram 3.")

    objects = TravelTimeQuerySet.as_manager()

    class Meta:
        ordering = ("origin", "destination")
        constraints = (
            UniqueWithMessage(
                fields=("origin", "destination"),
                name="way_once",
                on="destination",
                says="This way is stated already: %(other)s. Change that entry.",
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="way_between_two",
                violation_error_message="Choose two different venues.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin} to {self.destination}: {self.minutes} min"

    def clean(self) -> None:
        if self.origin_id and self.destination_id and self.origin.festival_id != self.destination.festival_id:
            raise ValidationError({"destination": "This venue belongs to another festival."})
