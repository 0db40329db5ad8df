"""A festival's edition."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from screenings.images.processing import MAX_LOGO_SIZE, MAX_STILL_SIZE
from screenings.models.fields import (
    ColourField,
    DayField,
    FocusField,
    LineField,
    LinkField,
    ListField,
    MinutesField,
    MomentField,
    ProseField,
    WholeField,
)
from screenings.models.pictures import PictureField
from screenings.models.slugs import ADDRESS_HELP, SLUG_LENGTH, fill_slug
from screenings.text.clock import ClockHours, clock_shown
from screenings.text.languages import own_name
from screenings.text.time_zones import time_zone_names
from screenings.text.translation import SOURCE_LANGUAGE, in_language, languages
from screenings.timetable.context import BY_DAY, BY_DAYPART, CLASH_KINDS, DOORS_OPEN_MINUTES, USUAL_CLASHES, RuleLimits
from screenings.timetable.values import FestivalCalendar

MAX_RUN_DAYS = 366  # days
# How far from the run a special may be, such as a preview or the winner's encore; less than the year that is a typing
# error in the date. It is part of the festival, and the run stays as long as it is.
SPECIALS_WITHIN = timedelta(days=200)
RESERVED = frozenset({"admin", "media", "static"})  # first parts of the site's own addresses
# Nothing that could begin another directive of a policy.
SITE = re.compile(r"https?://(\*\.)?[a-z0-9]([-a-z0-9.]{0,250}[a-z0-9])?(:[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
CHILDREN_UNTIL = RuleLimits().children_until


def check_timezone(name: str) -> None:
    """An IANA zone this machine's zone database knows, such as America/Los_Angeles."""
    if name not in time_zone_names():
        raise ValidationError(
            '"%(name)s" is no time zone. Write a city in it, such as Berlin, or its whole name, such as Europe/Berlin.',
            "timezone",
            {"name": name},
        )


class Publishing(models.TextChoices):
    """`LIVE` is as saved without the pause that a move on the board begins."""

    AFTER_REVIEW = "after-review", gettext_lazy("after review: changes gather until someone looks and publishes them")
    AS_SAVED = (
        "as-saved",
        gettext_lazy(
            "as saved: after the first publication every saved change is public at once; the first move on the board "
            "pauses that, until someone publishes or puts back"
        ),
    )
    LIVE = (
        "live",
        gettext_lazy("live, for opening night: every saved change is public at once, and so is each move on the board"),
    )


class Clock(models.TextChoices):
    TWENTY_FOUR = ClockHours.TWENTY_FOUR, "with 24 hours, 19:30"
    TWELVE = ClockHours.TWELVE, "with 12 hours, 7:30 pm"


def language_choices() -> list[tuple[str, str]]:
    """Each language that the product speaks, by its own name."""
    return [(language, own_name(language)) for language in languages()]


class Typeface(models.TextChoices):
    """A pair of faces: of headings, and of text."""

    GROTESQUE = "grotesque", "Poster: tight bold sans serif"
    SERIF = "serif", "Literary: book serif for headings, sans serif for text"
    BOOK = "book", "Catalogue: serif throughout"
    HUMANIST = "humanist", "Warm: humanist sans serif"
    SLAB = "slab", "Playbill: slab serif for headings"
    MONO = "mono", "Typescript: typewriter headings"


class Repeats(models.TextChoices):
    DAY = BY_DAY, "on different days"
    DAYPART = BY_DAYPART, "on different days and at different times of the day"


def check_clash(kind: str) -> None:
    """One of what can draw the same people to two films."""
    if kind not in CLASH_KINDS:
        raise ValidationError(
            '"%(kind)s" is not one of: %(choices)s.', "clash", {"kind": kind, "choices": ", ".join(CLASH_KINDS)}
        )


def check_site(address: str) -> None:
    """An origin, as a policy of frames names it: no path, and a star for every site below a name at most."""
    if not SITE.fullmatch(address):
        raise ValidationError(
            '"%(address)s" is no address of a site. Write https:// and its name, such as https://cinema.example.',
            "site",
            {"address": address},
        )


def usual_clashes() -> tuple[str, ...]:
    return USUAL_CLASHES


class FestivalQuerySet(models.QuerySet["Festival"]):
    def newest_first(self) -> "FestivalQuerySet":
        return self.order_by("-starts_on", "-pk")

    def with_person(self, person: models.Model) -> "FestivalQuerySet":
        """Those that show a film of theirs, or have them as a guest."""
        return self.filter(Q(films__credits__person=person) | Q(guests__person=person)).distinct()


class Festival(models.Model):
    """One edition: its run, its zone and how it publishes."""

    name = LineField(max_length=120)
    slug = models.SlugField(
        "web address",
        max_length=SLUG_LENGTH,
        unique=True,
        help_text=ADDRESS_HELP,
        error_messages={"unique": "Another festival has this address already. Choose another."},
    )
    tagline = LineField(max_length=200, blank=True)
    about = ProseField(blank=True)
    starts_on = DayField("first day")
    ends_on = DayField("last day")
    timezone = models.CharField(
        "time zone", max_length=64, validators=[check_timezone], help_text="A city in it, such as Los Angeles."
    )
    day_starts_at = models.TimeField(
        "the festival day starts at",
        default=time(6),
        help_text="A show before this hour belongs to the evening before.",
    )
    clock = models.CharField(
        "times are shown",
        max_length=2,
        choices=Clock,
        default=Clock.TWENTY_FOUR,
        help_text="To the staff, on paper and to the public; calendars and data keep their own form.",
    )
    language = models.CharField(
        max_length=16,
        choices=language_choices,
        default=SOURCE_LANGUAGE,
        help_text="Of the public pages at once, of calendars and feeds from the next publication on. Your own texts "
        "stay as you wrote them.",
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
        default=usual_clashes,
        check_item=check_clash,
        help_text="Section, director, country. Films that share one should not run at once.",
    )
    children_until = models.TimeField(
        "children's films are over by",
        default=CHILDREN_UNTIL,
        help_text="Films for those below 12, by the venue's clock.",
    )
    publishing = models.CharField(
        "changes go public", max_length=16, choices=Publishing, default=Publishing.AFTER_REVIEW
    )
    # Means something under *as saved* alone; `is_paused` says whether it counts.
    paused_at = MomentField("publishing paused since", null=True, blank=True, editable=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="publishing paused by",
    )
    site_url = LinkField(
        "site address", help_text="Where visitors reach the site, such as https://festival.example. Feeds point there."
    )
    embedded_by = ListField(
        "sites that may embed the listing",
        check_item=check_site,
        help_text="Such as https://cinema.example, one on each line. Nobody else can show it in a frame.",
    )
    colour = ColourField(default="#8c1c3a", help_text="By its name, such as dark red.")
    logo = PictureField(
        upload_to="logos",
        blank=True,
        kind="logo",
        sizes=("logo_width", "logo_height"),
        help_text="PNG, WebP or JPEG; shown small, instead of the name, on a light ground.",
    )
    logo_width = WholeField(null=True, blank=True, editable=False, high=MAX_LOGO_SIZE[0])
    logo_height = WholeField(null=True, blank=True, editable=False, high=MAX_LOGO_SIZE[1])
    header = PictureField(
        "header image",
        upload_to="headers",
        blank=True,
        sizes=("header_width", "header_height"),
        help_text="JPEG, PNG or WebP, wide rather than high; it lies behind the name on the front page.",
    )
    header_width = WholeField(null=True, blank=True, editable=False, high=MAX_STILL_SIZE[0])
    header_height = WholeField(null=True, blank=True, editable=False, high=MAX_STILL_SIZE[1])
    header_credit = LineField(
        "credit of the header image", max_length=200, blank=True, help_text="Shown beside it, such as © Jo Lind."
    )
    header_focus_x = FocusField("its focus from the left")
    header_focus_y = FocusField("its focus from above")
    typeface = models.CharField(
        max_length=16,
        choices=Typeface,
        default=Typeface.GROTESQUE,
        help_text="Fonts that a visitor's device has already: nothing is loaded from elsewhere.",
    )

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
        fill_slug(self, self.name)
        if self.slug in RESERVED:
            raise ValidationError({"slug": f"The site itself has pages under {self.slug}/. Choose another."})
        if self.starts_on and self.ends_on and (self.ends_on - self.starts_on).days >= MAX_RUN_DAYS:
            raise ValidationError({"ends_on": f"A festival runs {MAX_RUN_DAYS} days at most."})

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @contextmanager
    def as_read(self, language: str = "") -> Iterator[None]:
        """Meanwhile words and times are as its visitors read them: in its language, or this one, and on its clock."""
        language = language or self.language
        with clock_shown(self.clock), in_language(language), translation.override(language):
            yield

    @property
    def is_paused(self) -> bool:
        """Whether something is being tried on the board, so that nothing goes public by itself."""
        return self.paused_at is not None and self.publishing == Publishing.AS_SAVED

    @property
    def gathers_changes(self) -> bool:
        """Whether what is saved waits until somebody publishes it."""
        return self.publishing == Publishing.AFTER_REVIEW or self.is_paused

    @property
    def first_possible_day(self) -> date:
        """On which a screening may start, by the clock of its cinema."""
        return self.starts_on - SPECIALS_WITHIN

    @property
    def last_possible_day(self) -> date:
        """The festival day after which none may; it goes on until the morning."""
        return self.ends_on + SPECIALS_WITHIN

    @property
    def calendar(self) -> FestivalCalendar:
        return FestivalCalendar(self.starts_on, self.ends_on, self.zone, self.day_starts_at)
