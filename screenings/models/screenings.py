"""Screenings: the working timetable."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from screenings.models.festivals import Festival
from screenings.models.fields import (
    REF_HELP,
    LineField,
    LinkField,
    ListField,
    MinutesField,
    MomentField,
    ProseField,
    WholeField,
)
from screenings.models.films import Film
from screenings.models.languages import check_language
from screenings.models.people import Guest
from screenings.models.prints import Print, check_format
from screenings.models.uniqueness import UniqueWithMessage
from screenings.models.venues import Hall
from screenings.text.clock import clock_text
from screenings.text.dates import short_day
from screenings.timetable.days import day_bounds
from screenings.timetable.placement import Placement
from screenings.timetable.values import BILLED_BY_TITLE, is_length_known, show_end, show_length


class Audience(models.TextChoices):
    PUBLIC = "public", "Public"
    PRESS = "press", "Press & industry"
    PRIVATE = "private", "Private"


class Status(models.TextChoices):
    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"


class Billing(models.TextChoices):
    """What the public is told of the film."""

    TITLE = BILLED_BY_TITLE, "The title"
    SECRET = "secret", "A secret: the film is not named"
    TBA = "tba", "To be announced"


class Access(models.TextChoices):
    CAPTIONS = "captions", "Open captions"
    DESCRIPTION = "description", "Audio description"
    SIGN = "sign", "Sign language"
    RELAXED = "relaxed", "Relaxed screening"


def check_access(code: str) -> None:
    """One of the four the festival offers."""
    if code not in Access.values:
        raise ValidationError(
            '"%(code)s" is not offered. Choose from: %(choices)s.',
            "access",
            {"code": code, "choices": ", ".join(Access.values)},
        )


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def of(self, festival: Festival) -> "ScreeningQuerySet":
        return self.filter(festival=festival)

    def placed(self) -> "ScreeningQuerySet":
        return self.filter(starts_at__isnull=False)

    def unplaced(self) -> "ScreeningQuerySet":
        return self.filter(starts_at__isnull=True)

    def planned(self) -> "ScreeningQuerySet":
        return self.filter(status=Status.PLANNED)

    def cancelled(self) -> "ScreeningQuerySet":
        return self.filter(status=Status.CANCELLED)

    def on_hold(self) -> "ScreeningQuerySet":
        return self.filter(hold__isnull=False)

    def on(self, day: date, festival: Festival) -> "ScreeningQuerySet":
        """Of that festival day, by the festival's clock."""
        start, end = day_bounds(day, festival.zone, festival.day_starts_at)
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def in_time_order(self) -> "ScreeningQuerySet":
        return self.order_by(models.F("starts_at").asc(nulls_last=True), "hall__venue__name", "hall__name", "pk")

    def with_places(self) -> "ScreeningQuerySet":
        """With what clocks, names and most checks read, in one query."""
        return self.select_related("film__festival", "festival", "hall__venue__festival", "print")

    def for_timetable(self) -> "ScreeningQuerySet":
        """With what ends need as well: three queries for any number of screenings."""
        return self.with_places().prefetch_related("film__film_parts__part")


class Screening(models.Model):
    """One showing of a film in a hall, or still without a place. Its `uid` names it in every calendar for ever."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="screenings")
    uid = models.UUIDField("id in calendars", default=uuid.uuid4, unique=True, editable=False)
    ref = LineField("the festival's own id", max_length=100, blank=True, help_text=REF_HELP)
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="screenings")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, null=True, blank=True, related_name="screenings")
    starts_at = MomentField("starts", null=True, blank=True)
    intro = MinutesField("introduction", default=0, high=240, help_text="Minutes before the film.")
    qa = MinutesField("Q&A", default=0, high=240, help_text="Minutes after the film.")
    stated_length = MinutesField(
        null=True,
        blank=True,
        low=1,
        help_text="Minutes from start to end, where film, introduction and Q&A do not say it.",
    )
    guests: "models.ManyToManyField[Guest, Screening]" = models.ManyToManyField(
        Guest, blank=True, related_name="screenings"
    )
    print = models.ForeignKey(Print, on_delete=models.SET_NULL, null=True, blank=True, related_name="screenings")
    format = ListField(
        "formats",
        check_item=check_format,
        help_text="All that it is shown in. Empty: the print's.",
    )
    subtitles = ListField(
        check_item=check_language, help_text="By their names, with commas between them. Empty: the film's."
    )
    audience = models.CharField(max_length=16, choices=Audience, default=Audience.PUBLIC)
    expected_audience = WholeField(
        null=True, blank=True, high=100_000, help_text="People expected here. Empty: what the film is expected to draw."
    )
    access = ListField(check_item=check_access, help_text="What makes it easier to follow, or to come to.")
    ticket_url = LinkField("ticket link")
    sold_out = models.BooleanField(default=False)
    standby = models.BooleanField(default=False, help_text="Whoever has no ticket may queue at the door.")
    price = LineField(max_length=120, blank=True, help_text="As the public reads it: €12, concessions €9.")
    status = models.CharField(max_length=16, choices=Status, default=Status.PLANNED)
    billing = models.CharField("announced as", max_length=8, choices=Billing, default=Billing.TITLE)
    public_title = LineField(max_length=200, blank=True, help_text="Shown instead of a secret or unannounced title.")
    public_note = LineField(max_length=300, blank=True, help_text="One line for the public, also why it is cancelled.")
    notes = ProseField(blank=True, help_text="For the staff; never public.")
    pinned = models.BooleanField(default=False, help_text="A proposal must not move it.")

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        # For those who edit these of every screening and nothing else; `screenings.admin` knows which fields.
        permissions = (
            ("annotate_screening", "Can change access and notes of a screening"),
            ("admit_screening", "Can say whether a screening is sold out or on standby"),
            ("invite_screening", "Can put guests on a screening"),
            ("request_screening", "Can say how many showings a film has"),
        )
        indexes = (models.Index(fields=("festival", "starts_at"), name="screening_by_start"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(hall__isnull=True, starts_at__isnull=True) | Q(hall__isnull=False, starts_at__isnull=False),
                name="screening_place_and_time",
                violation_error_message="Give a hall and a start, or neither while it has no place yet.",
            ),
            UniqueWithMessage(
                fields=("festival", "ref"),
                condition=~Q(ref=""),
                name="screening_ref_once",
                on="ref",
                says="“%(other)s” has the id %(value)s already. Give each its own.",
            ),
        )

    def __str__(self) -> str:
        if self.hall is None or self.starts_at is None:
            return f"{self.film.title}, not placed yet"
        local = self.starts_at.astimezone(self.zone)
        return f"{self.film.title}, {short_day(local.date())} {clock_text(local)}, {self.hall.full_name}"

    def clean(self) -> None:
        problems = {}
        if self.film_id and self.film.festival_id != self.festival_id:
            problems["film"] = "This film belongs to another festival."
        if self.hall_id and self.hall.venue.festival_id != self.festival_id:  # type: ignore[union-attr]  # by its id
            problems["hall"] = "This hall belongs to another festival."
        if self.print and self.film_id and not self._shows(self.print.film_id):
            problems["print"] = "This is a print of another film."
        if self.starts_at and self.festival_id and (problem := self._outside()):
            problems["starts_at"] = problem
        if problems:
            raise ValidationError(problems)

    def _shows(self, film: int) -> bool:
        """By itself or as a part, which alone is a reason to read the parts."""
        return film == self.film_id or any(link.part_id == film for link in self.film.film_parts.all())

    def _outside(self) -> str:
        """Why the start is farther from the run than any special may be, or nothing."""
        assert self.starts_at is not None
        first, last = self.festival.first_possible_day, self.festival.last_possible_day
        if self.starts_at.tzinfo is None:
            return "A start needs a zone."
        try:
            day = self.starts_at.astimezone(self.zone).date()
        except OverflowError:
            return f"Choose a day from {first} to {last}."
        return "" if first <= day <= last + timedelta(days=1) else f"Choose a day from {first} to {last}."

    @property
    def zone(self) -> ZoneInfo:
        """Where its clock hangs: the venue's zone, the festival's while it has no place."""
        return self.hall.venue.zone if self.hall else self.festival.zone

    @property
    def placement(self) -> Placement:
        return Placement.of(self.hall_id, self.starts_at)

    @property
    def length(self) -> int:
        """Minutes from start to end."""
        return show_length(self.film.running_time, intro=self.intro, qa=self.qa, stated=self.stated_length)

    @property
    def length_is_known(self) -> bool:
        return is_length_known(self.film.running_time, stated=self.stated_length)

    @property
    def ends_at(self) -> datetime | None:
        """The end, in UTC. Reads the film's parts: load with `for_timetable()`."""
        return show_end(self.starts_at.astimezone(UTC), self.length) if self.starts_at else None

    @property
    def hall_free_at(self) -> datetime | None:
        """When the next show may begin in this hall, in UTC."""
        end = self.ends_at
        return end + timedelta(minutes=self.hall.changeover_minutes) if end and self.hall else None
