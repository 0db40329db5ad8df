"""Films, programmes made of films, and everything a film page shows of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django_countries.fields import CountryField

from screenings.images.processing import MAX_STILL_SIZE
from screenings.models.festivals import Festival
from screenings.models.fields import (
    REF_HELP,
    DayField,
    FocusField,
    KeyField,
    LineField,
    LinkField,
    ListField,
    MinutesField,
    ProseField,
    WholeField,
)
from screenings.models.languages import check_language
from screenings.models.pictures import PictureField, PictureFile
from screenings.models.sections import Section
from screenings.models.slugs import ADDRESS_HELP, SLUG_LENGTH, fill_slug
from screenings.models.uniqueness import UniqueWithMessage
from screenings.text.cleaning import sort_key
from screenings.text.search_words import search_text
from screenings.text.translation import gettext_noop
from screenings.timetable.values import RunningTime, running_time


class FilmKind(models.TextChoices):
    FILM = "film", "Film"
    SHORT = "short", "Short film"
    SERIES = "series", "Series"
    PROGRAMME = "programme", "Programme of films"
    EVENT = "event", "Event"


class Premiere(models.TextChoices):
    NONE = "", "No premiere"
    WORLD = "world", gettext_noop("World premiere")
    INTERNATIONAL = "international", gettext_noop("International premiere")
    CONTINENTAL = "continental", gettext_noop("Continental premiere")
    NATIONAL = "national", gettext_noop("National premiere")
    LOCAL = "local", gettext_noop("Local premiere")


class FilmQuerySet(models.QuerySet["Film"]):
    def of(self, festival: Festival) -> "FilmQuerySet":
        return self.filter(festival=festival)

    def programmes(self) -> "FilmQuerySet":
        return self.filter(film_parts__isnull=False).distinct()

    def without_screening(self) -> "FilmQuerySet":
        return self.filter(screenings__isnull=True, in_programmes__isnull=True)

    def without_runtime(self) -> "FilmQuerySet":
        return self.filter(runtime__isnull=True, film_parts__isnull=True)

    def with_parts(self) -> "FilmQuerySet":
        """What `running_time` reads, in two queries for any number of films."""
        return self.select_related("festival").prefetch_related("film_parts__part")


class Film(models.Model):
    """A film, or a programme of films: then `parts` are its films, in order, one level deep."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="films")
    ref = LineField("the festival's own id", max_length=100, blank=True, help_text=REF_HELP)
    slug = models.SlugField("web address", max_length=SLUG_LENGTH, blank=True, help_text=ADDRESS_HELP)
    title = LineField(max_length=200)
    original_title = LineField(max_length=200, blank=True)
    sort_title = KeyField(max_length=400, editable=False, db_index=True)
    search_text = models.TextField(editable=False)
    kind = models.CharField(max_length=16, choices=FilmKind, default=FilmKind.FILM)
    year = WholeField(null=True, blank=True, low=1888, high=2200)
    runtime = MinutesField(
        null=True, blank=True, low=1, help_text="Minutes. Leave it empty while unknown, or to count the parts."
    )
    gap = MinutesField("pause between parts", default=0, high=240, help_text="Minutes between two parts.")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="films")
    genres = ListField(help_text="One on each line.")
    countries = CountryField(multiple=True, blank=True)
    languages = ListField(check_item=check_language, help_text="By their names, with commas between them.")
    subtitles = ListField(check_item=check_language, help_text="By their names, with commas between them.")
    synopsis = ProseField(blank=True)
    companies = ListField("production companies", help_text="One on each line.")
    distributor = LineField(max_length=200, blank=True)
    based_on = LineField(max_length=300, blank=True)
    rating = LineField(max_length=40, blank=True, help_text="As it is printed: R, 12A, FSK 16.")
    minimum_age = WholeField(null=True, blank=True, high=21)
    premiere = models.CharField("premiere status", max_length=16, choices=Premiere, blank=True, default=Premiere.NONE)
    embargo_until = DayField(null=True, blank=True, help_text="Neither press nor public may see it before this day.")
    expected_audience = WholeField(
        null=True, blank=True, high=100_000, help_text="People expected at one public screening."
    )
    content_notes = ProseField(blank=True)
    tags = ListField("tags and themes", help_text="One on each line, such as coming of age.")
    releases = ListField(
        "release and streaming dates",
        help_text="One on each line, as it is printed: In cinemas in France from 2 May 2024.",
    )
    statement = ProseField("director's statement", blank=True)
    line_up_hold = LineField(
        "hold for new screenings",
        max_length=300,
        blank=True,
        help_text="While it gives a reason, screenings added later are on hold from the start. “Put on hold” in the "
        "list sets it, “Release from hold” ends it.",
    )
    parts: "models.ManyToManyField[Film, FilmPart]" = models.ManyToManyField(
        "self", through="FilmPart", through_fields=("programme", "part"), symmetrical=False, related_name="programmes"
    )

    objects = FilmQuerySet.as_manager()

    class Meta:
        ordering = ("sort_title", "pk")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "slug"),
                name="film_address_once",
                on="slug",
                says="%(other)s has this address already. Choose another.",
            ),
            UniqueWithMessage(
                fields=("festival", "ref"),
                condition=~Q(ref=""),
                name="film_ref_once",
                on="ref",
                says="“%(other)s” has the id %(value)s already. Give each its own.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.refresh_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("film", args=[self.festival.slug, self.slug])

    def clean(self) -> None:
        fill_slug(self, self.title, festival=self.festival_id)
        if self.section and self.section.festival_id != self.festival_id:
            raise ValidationError({"section": "This section belongs to another festival."})

    def refresh_keys(self) -> None:
        """What search and order go by; to be called before a bulk write, which does not call save()."""
        self.sort_title = sort_key(self.title)[:400]
        self.search_text = search_text(f"{self.title} {self.original_title}")

    @property
    def running_time(self) -> RunningTime:
        """Minutes on the screen; reads the parts, so load films with `with_parts()`."""
        parts = tuple(link.part.runtime for link in self.film_parts.all())
        return running_time(self.runtime, parts=parts, gap=self.gap, default=self.festival.default_runtime)

    @property
    def leading_image(self) -> "FilmImage | None":
        """The picture that stands for it, as `FilmImageQuerySet.leading` has them; reads its images."""
        shown = [image for image in self.images.all() if image.file]
        return next((image for image in shown if image.kind == PictureKind.STILL), shown[0] if shown else None)


class FilmPart(models.Model):
    """A film's place in a programme of films."""

    programme = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="film_parts")
    part = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="in_programmes")
    order = WholeField(default=0, high=32767)

    class Meta:
        ordering = ("programme", "order", "pk")
        constraints = (
            UniqueWithMessage(
                fields=("programme", "part"),
                name="part_once",
                on="part",
                says="%(value)s is a part of it already. Choose another film.",
            ),
            models.CheckConstraint(
                condition=~Q(programme=F("part")),
                name="part_of_another",
                violation_error_message="A film cannot be a part of itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} in {self.programme}"

    def clean(self) -> None:
        if not (self.programme_id and self.part_id):
            return
        if self.part.festival_id != self.programme.festival_id:
            raise ValidationError({"part": "This film belongs to another festival."})
        if FilmPart.objects.filter(programme=self.part_id).exists():
            raise ValidationError({"part": f"{self.part} is itself a programme. Take its films one by one."})
        if FilmPart.objects.filter(part=self.programme_id).exists():
            raise ValidationError(f"{self.programme} is a part of another programme and cannot have parts.")


class PressQuote(models.Model):
    """What a paper wrote, and which."""

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="quotes")
    text = ProseField()
    source = LineField(max_length=160)
    url = LinkField("address")
    order = WholeField(default=0, high=32767)

    class Meta:
        ordering = ("film", "order", "pk")

    def __str__(self) -> str:
        return self.source


class PictureKind(models.TextChoices):
    STILL = "still", "Still"
    POSTER = "poster", "Poster"
    SET = "set", "On set"
    PORTRAIT = "portrait", "Portrait"


class FilmImageQuerySet(models.QuerySet["FilmImage"]):
    def leading(self) -> "FilmImageQuerySet":
        """Those with a file, in the order in which one is taken to stand for its film: a still before anything else."""
        is_still = Case(When(kind=PictureKind.STILL, then=0), default=1)
        return self.exclude(file="").order_by(is_still, "order", "pk")


class FilmImage(models.Model):
    """A picture of a film. Without a file the film page draws a placeholder that carries caption and copyright.

    `focus_x` and `focus_y`: what must not be cut off where it is cropped, in hundredths from the left and from above.
    """

    film = models.ForeignKey(Film, on_delete=models.CASCADE, related_name="images")
    file = PictureField(
        upload_to="films",
        blank=True,
        sizes=("width", "height"),
        help_text="JPEG, PNG or WebP, 15 MB at most; 2400 pixels across are enough. Where it was taken is left behind.",
    )
    width = WholeField(null=True, blank=True, editable=False, high=MAX_STILL_SIZE[0])
    height = WholeField(null=True, blank=True, editable=False, high=MAX_STILL_SIZE[1])
    kind = models.CharField(max_length=16, choices=PictureKind, default=PictureKind.STILL)
    caption = LineField(max_length=300, blank=True)
    copyright = LineField(max_length=200, blank=True)
    focus_x = FocusField("focus from the left")
    focus_y = FocusField("focus from above")
    order = WholeField(default=0, high=32767)

    objects = FilmImageQuerySet.as_manager()

    class Meta:
        ordering = ("film", "order", "pk")

    def __str__(self) -> str:
        return self.caption or self.copyright or f"Image of {self.film}"

    @property
    def sources(self) -> list[tuple[str, int]]:
        """Addresses of the narrower pictures, and how wide each is."""
        picture: PictureFile = self.file  # type: ignore[assignment]  # what PictureField makes of it
        return picture.sources(self.width)
