"""Other timetables to try: every screening's place, copied from the working timetable, without touching it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from screenings.models.festivals import Festival
from screenings.models.fields import LineField, MomentField, ProseField
from screenings.models.screenings import Screening
from screenings.models.uniqueness import NameKeyField, UniqueWithMessage
from screenings.models.venues import Hall


class Origin(models.TextChoices):
    """Where a scenario comes from: somebody's copy, or a search."""

    COPY = "copy", "copy of the working timetable"
    PROPOSAL = "proposal", "proposal"
    REPAIR = "repair", "repair"


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def of(self, festival: Festival) -> "ScenarioQuerySet":
        return self.filter(festival=festival)

    def with_counts(self) -> "ScenarioQuerySet":
        """With `moved`, the screenings that it has moved and the working timetable has elsewhere, and `left_behind`,
        those that only the working timetable has moved since. One query."""
        here = _at("places__hall", "places__starts_at", "places__screening__hall", "places__screening__starts_at")
        base = _at("places__hall", "places__starts_at", "places__base_hall", "places__base_starts_at")
        there = Q(places__screening__isnull=False)
        every, agreed, unmoved = (Count("places", filter=each) for each in (there, there & here, there & (here | base)))
        return self.annotate(moved=every - unmoved, left_behind=unmoved - agreed)


def _at(hall: str, starts: str, other_hall: str, other_starts: str) -> Q:
    """At the same place, or in the same deleted hall, or both in the tray."""
    no_hall = {f"{hall}__isnull": True, f"{other_hall}__isnull": True}
    return (
        Q(**{hall: F(other_hall), starts: F(other_starts)})
        | Q(**no_hall, **{starts: F(other_starts)})
        | Q(**no_hall, **{f"{starts}__isnull": True, f"{other_starts}__isnull": True})
    )


class Scenario(models.Model):
    """A named copy of a festival's working timetable. It knows places only; all else of a screening is read live."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="scenarios")
    name = LineField(max_length=100)
    name_key = NameKeyField(longest=100)
    note = ProseField(blank=True, help_text="What is tried here. For the staff; never public.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.COPY, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_at = MomentField(editable=False)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "name_key"),
                name="scenario_name_once",
                on="name",
                says="There is the scenario “%(other)s” already. Choose another name.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class ScenarioPlace(models.Model):
    """Where a scenario has a screening, and where the working timetable had it when it was copied.

    `base` tells a move made in the scenario from one made in the working timetable since. Without hall and start it
    lies in the tray; a start without a hall was in one that has been deleted since. A screening without a row here
    came later, and is where the working timetable has it. What is `pinned` stays there when a search goes on from the
    scenario, and on its board. `title` is what a screening that has been deleted since was
    called.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="places")
    screening = models.ForeignKey(Screening, on_delete=models.SET_NULL, null=True, related_name="+")
    title = LineField(max_length=200, blank=True)
    hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = MomentField(null=True)
    base_hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, related_name="+")
    base_starts_at = MomentField(null=True)
    pinned = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("scenario", "screening"), name="scenario_place_once"),
            models.CheckConstraint(
                condition=Q(hall__isnull=True) | Q(starts_at__isnull=False),
                name="scenario_hall_with_start",
                violation_error_message="A place in a hall has a start as well.",
            ),
            models.CheckConstraint(
                condition=Q(base_hall__isnull=True) | Q(base_starts_at__isnull=False),
                name="scenario_base_hall_with_start",
                violation_error_message="A place in a hall has a start as well.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.scenario}: {self.screening or self.title}"
