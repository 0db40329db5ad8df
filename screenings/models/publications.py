"""Publications: what the public reads. Numbered, and never changed once made."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from screenings.models.festivals import Festival
from screenings.models.fields import ColourField, KeyField, LineField, LinkField, ListField, ProseField, WholeField
from screenings.models.people import Person
from screenings.text.translation import SOURCE_LANGUAGE
from screenings.timetable.values import CANCELLED

SORT_TITLE_LENGTH = 400


def new_token() -> str:
    """A name for one publication that no other will ever have, not even after a database was restored."""
    return uuid.uuid4().hex


class PublicationQuerySet(models.QuerySet["Publication"]):
    def current(self, festival: Festival) -> "Publication | None":
        """The newest one; None before the first."""
        return self.filter(festival=festival).order_by("-number").first()


class Publication(models.Model):
    """One state of the public timetable. It also freezes what a calendar says of the festival itself."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()
    token = models.CharField(max_length=32, default=new_token, unique=True, editable=False)
    # Whole seconds in UTC, later than the one before even when the clock was set back: calendars compare it.
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = ProseField(blank=True)
    counts = models.JSONField(default=dict)
    festival_name = LineField(max_length=120)
    timezone = models.CharField(max_length=64)
    colour = ColourField()
    site_url = LinkField()
    language = models.CharField(max_length=16, default=SOURCE_LANGUAGE)
    # What wrote the feeds when this was published; the name of a later one says that their bytes may be others.
    writer = models.CharField(max_length=24, blank=True, editable=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("festival", "-number")
        constraints = (models.UniqueConstraint(fields=("festival", "number"), name="publication_number_once"),)

    def __str__(self) -> str:
        return f"{self.festival_name}, publication {self.number}"


class PublishedScreeningQuerySet(models.QuerySet["PublishedScreening"]):
    def current(self, festival: Festival) -> "PublishedScreeningQuerySet":
        return self.filter(festival=festival, until__isnull=True)

    def in_publication(self, festival_id: int, number: int) -> "PublishedScreeningQuerySet":
        """As they stood in the publication of that number."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=number), festival=festival_id, since__lte=number)

    def going_ahead(self) -> "PublishedScreeningQuerySet":
        return self.exclude(status=CANCELLED)

    def with_guest(self, person: Person) -> "PublishedScreeningQuerySet":
        """To which this very person was announced, whoever else bears the name."""
        return self.filter(guest_keys__has=str(person.pk))

    def running(self, at: datetime) -> "PublishedScreeningQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def after(self, at: datetime) -> "PublishedScreeningQuerySet":
        return self.filter(starts_at__gt=at)


class PublishedScreening(models.Model):
    """One screening as the public sees it, from publication `since` on and before publication `until`.

    The database itself refuses two in one hall at one time (`hall_guard`), unless the hall is shared.
    A row is written only when something about the screening changes, so a publication costs what changed in it.
    The columns up to `people` are those of `timetable.values.PublicScreening`, name for name.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="published")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    uid = models.UUIDField()
    status = models.CharField(max_length=12)
    title = LineField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField(max_length=64)
    day = models.DateField()
    venue = LineField(max_length=160)
    venue_slug = models.SlugField(max_length=80, db_index=False)
    hall = LineField(max_length=300)
    hall_slug = models.SlugField(max_length=170, db_index=False)
    address = LineField(max_length=400, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    film_slug = models.SlugField(max_length=80, blank=True, db_index=False)
    film_url = models.TextField(blank=True)
    original_title = LineField(max_length=200, blank=True)
    year = WholeField(null=True, high=2200)
    runtime = WholeField(null=True, high=10_000)
    intro = WholeField(default=0, high=1440)
    qa = WholeField(default=0, high=1440)
    section = LineField(max_length=120, blank=True)
    section_slug = models.SlugField(max_length=80, blank=True, db_index=False)
    section_colour = ColourField()
    directors = ListField()
    guests = ListField(distinct=False)
    countries = ListField()
    languages = ListField()
    subtitles = ListField()
    parts = ListField(distinct=False)
    part_slugs = ListField()
    format = LineField(max_length=80, blank=True)
    access = ListField()
    audience = models.CharField(max_length=16)
    image_url = models.TextField(blank=True)
    ticket_url = models.TextField(blank=True)
    sold_out = models.BooleanField(default=False)
    standby = models.BooleanField(default=False)
    price = LineField(max_length=120, blank=True)
    note = LineField(max_length=300, blank=True)
    moved_from_starts_at = models.DateTimeField(null=True)
    moved_from_hall = LineField(max_length=300, blank=True)
    hall_is_shared = models.BooleanField(default=False)
    guest_keys = ListField()
    end_is_estimated = models.BooleanField(default=False)
    genres = ListField()
    minimum_age = WholeField(null=True, high=21)
    people = ListField()

    sort_title = KeyField(max_length=SORT_TITLE_LENGTH)
    search_text = models.TextField()
    sequence = models.PositiveIntegerField(default=0)
    revised_at = models.DateTimeField()
    vevent = models.TextField()

    objects = PublishedScreeningQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "sort_title", "uid")
        indexes = (
            models.Index(fields=("festival", "until", "starts_at"), name="published_current"),
            models.Index(fields=("festival", "hall_slug", "starts_at"), name="published_in_hall"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("festival", "uid"), condition=Q(until__isnull=True), name="published_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.day}"


class Acknowledgement(models.Model):
    """ "We know, and why." It fits a conflict whose fingerprint is the same, and so lapses when the facts change."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="acknowledgements")
    code = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=32)
    reason = LineField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("festival", "fingerprint"), name="acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
