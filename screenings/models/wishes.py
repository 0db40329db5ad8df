"""What a festival wants of a proposal: how much each term weighs, and where single screenings should be."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import DayField, WholeField
from screenings.models.films import Film
from screenings.models.screenings import Screening
from screenings.models.sections import Section
from screenings.models.uniqueness import UniqueWithMessage
from screenings.models.venues import Hall
from screenings.solver.preferences import OBJECTIVE_TERMS
from screenings.solver.wishes import WISH_KIND_BY_NAME, WISH_KINDS
from screenings.text.clock import clock_text


def term_choices() -> list[tuple[str, str]]:
    """Each term with its unit and usual weight; a function, so that no migration holds them."""
    return [(term.name, f"{term.name}: {term.unit} (usually {term.weight})") for term in OBJECTIVE_TERMS]


class FestivalWishes(Festival):
    """A festival seen from what it wants of proposals: the same row, with a page and permissions of its own."""

    class Meta:
        proxy = True
        verbose_name = "festival's wishes"
        verbose_name_plural = "wishes for proposals"


class TermWeight(models.Model):
    """A term this festival weighs otherwise than the house does; a term without a row keeps its own weight."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="term_weights")
    name = models.CharField("preference", max_length=40, choices=term_choices)
    weight = WholeField(high=10_000, help_text="Points for each.")

    class Meta:
        ordering = ("festival", "name")
        verbose_name = "weight in proposals"
        verbose_name_plural = "weights in proposals"
        constraints = (
            UniqueWithMessage(
                fields=("festival", "name"),
                name="term_weighed_once",
                on="name",
                says="This preference is weighed already: %(other)s. Change that entry.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.weight}"


class PlacementWish(models.Model):
    """Where a screening, a film's or a section's should be placed by a proposal, or should not."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="placement_wishes")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    film = models.ForeignKey(Film, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    avoid = models.BooleanField("not there", default=False, help_text="It should not start there.")
    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    day = DayField("festival day", null=True, blank=True)
    begins = models.TimeField("from", null=True, blank=True, help_text="It starts then or later, by the hall's clock.")
    until = models.TimeField("before", null=True, blank=True, help_text="It starts earlier than that.")
    points = WholeField(
        null=True, blank=True, low=1, high=10_000, help_text="What it costs unmet. Empty: it is a must."
    )

    class Meta:
        ordering = ("festival", "pk")
        verbose_name = "wish for proposals"
        verbose_name_plural = "wishes for proposals"

    def __str__(self) -> str:
        whose = self.screening or self.film or self.section
        what = [str(part) for part in (self.hall, self.day) if part]
        what += [f"from {clock_text(self.begins)}"] if self.begins else []
        what += [f"before {clock_text(self.until)}"] if self.until else []
        return f"{whose}: {'not ' if self.avoid else ''}{', '.join(what)}"

    def clean(self) -> None:
        if sum(each is not None for each in (self.section, self.film, self.screening)) != 1:
            raise ValidationError("Choose a section, a film or a screening: one of them.")
        if not (self.hall or self.day or self.begins or self.until):
            raise ValidationError("Say where: a hall, a day, or hours.")
        if self.festival_id and any(festival != self.festival_id for festival in self._festivals()):
            raise ValidationError("What is wished for belongs to another festival.")

    def _festivals(self) -> list[int]:
        rows = [row.festival_id for row in (self.section, self.film, self.screening) if row]
        return [*rows, self.hall.venue.festival_id] if self.hall else rows


def wish_choices() -> list[tuple[str, str]]:
    """By the names that the command line uses; a function, so that no migration holds them."""
    return [(kind.name, kind.name) for kind in WISH_KINDS]


class StatedWish(models.Model):
    """A wish in a phrase that every search of this festival goes by until somebody takes it off; see solver.wishes."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="stated_wishes")
    name = models.CharField("wish", max_length=40, choices=wish_choices)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ("festival", "pk")
        constraints = (
            models.UniqueConstraint(fields=("festival", "name", "section"), name="wish_stated_once_for_a_section"),
            models.UniqueConstraint(
                fields=("festival", "name"), condition=models.Q(section__isnull=True), name="wish_stated_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.section}" if self.section else self.name

    def clean(self) -> None:
        if (kind := WISH_KIND_BY_NAME.get(self.name)) is None:
            return
        if kind.has_section and self.section is None:
            raise ValidationError("Name the section whose wish this is.")
        if self.section and not kind.has_section:
            raise ValidationError("This wish is no section's: leave the section empty.")


class PlacementOrder(models.Model):
    """That one screening, or a film's, should begin after another is over: at once, so many minutes or days later."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="placement_orders")
    first_film = models.ForeignKey(
        Film, verbose_name="first, a film", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    first_screening = models.ForeignKey(
        Screening, verbose_name="first, a screening", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    then_film = models.ForeignKey(
        Film, verbose_name="then, a film", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    then_screening = models.ForeignKey(
        Screening, verbose_name="then, a screening", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    at_once = models.BooleanField(
        "at once", default=False, help_text="The very next one in the same hall, after its changeover."
    )
    after = WholeField("minutes after its end at least", default=0, high=720, help_text="In whatever hall.")
    within = WholeField(
        "minutes at most", null=True, blank=True, high=720, help_text="After its end, too. Empty: any number."
    )
    least = WholeField("days later at least", default=0, high=100, help_text="0: on the same day, too.")
    most = WholeField("days later at most", null=True, blank=True, high=100, help_text="Empty: any number.")
    points = WholeField(
        null=True, blank=True, low=1, high=10_000, help_text="What it costs unmet. Empty: it is a must."
    )

    class Meta:
        ordering = ("festival", "pk")
        verbose_name = "order for proposals"
        verbose_name_plural = "orders for proposals"

    def __str__(self) -> str:
        return f"{self.then_screening or self.then_film} after {self.first_screening or self.first_film}{self._when()}"

    def _when(self) -> str:
        if self.at_once:
            return ", at once"
        if self.within is not None:
            return f", {self.after or 0} to {self.within} min after its end"
        if self.after:
            return f", {self.after} min after its end or more"
        if self.most is not None:
            return f", {self.least} to {self.most} days later"
        return f", {self.least} days later or more" if self.least else ""

    def clean(self) -> None:
        if (self.first_film is None) == (self.first_screening is None):
            raise ValidationError("Choose what comes first: a film or a screening, one of them.")
        if (self.then_film is None) == (self.then_screening is None):
            raise ValidationError("Choose what comes then: a film or a screening, one of them.")
        if (self.first_film, self.first_screening) == (self.then_film, self.then_screening):
            raise ValidationError("Nothing comes after itself. Choose two different ones.")
        if self.at_once and (self.least or self.most is not None):
            raise ValidationError("What follows at once does so on the same day: leave the days out.")
        if self.after or self.within is not None:
            self._clean_minutes()
        if self.most is not None and self.least is not None and self.most < self.least:
            raise ValidationError("At most so many days later is less than at least. Write the smaller number first.")
        if self.festival_id and any(row.festival_id != self.festival_id for row in self._rows()):
            raise ValidationError("What is put in order belongs to another festival.")

    def _clean_minutes(self) -> None:
        if self.at_once:
            raise ValidationError("What follows at once does so after the changeover: leave the minutes out.")
        if self.least or self.most is not None:
            raise ValidationError("Say minutes after its end or days later, not both.")
        if self.within is not None and self.after is not None and self.within < self.after:
            raise ValidationError("At most so many minutes is less than at least. Write the smaller number first.")

    def _rows(self) -> list[Film | Screening]:
        return [row for row in (self.first_film, self.then_film, self.first_screening, self.then_screening) if row]
