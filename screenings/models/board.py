"""What somebody did on the board, so that it can be taken back, and what is being tried there."""

from django.conf import settings
from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import LineField, MomentField
from screenings.models.scenarios import Scenario
from screenings.models.screenings import Screening, Status
from screenings.models.venues import Hall
from screenings.timetable.placement import Placement


class MoveState(models.TextChoices):
    """`lapsed`: somebody moved the screening since, so there is nothing to take back any more."""

    DONE = "done", "done"
    UNDONE = "undone", "taken back"
    LAPSED = "lapsed", "lapsed"


class BoardMove(models.Model):
    """One screening's move by one person: where it was and where it came to; without hall and start, the tray.

    Made in the working timetable, or in `scenario`. Moves with one `batch` were made in one go, and are taken back so.
    `with_base`: the scenario was brought up to date, so what it holds for the timetable's place went along.
    `is_restoration`: an earlier publication was restored, with status and public note, also of what is pinned.
    Nobody's (`by`) is what the command line did. A start without a hall was in one that has been deleted since.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="board_moves")
    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="board_moves")
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    batch = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = MomentField()
    before_hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    before_starts_at = MomentField(null=True, blank=True)
    after_hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    after_starts_at = MomentField(null=True, blank=True)
    before_status = models.CharField(max_length=16, choices=Status, default=Status.PLANNED)
    after_status = models.CharField(max_length=16, choices=Status, default=Status.PLANNED)
    before_note = LineField(max_length=300, blank=True)
    after_note = LineField(max_length=300, blank=True)
    with_base = models.BooleanField(default=False)
    is_restoration = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MoveState, default=MoveState.DONE)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("festival", "by"), name="board_move_of"),)

    def __str__(self) -> str:
        return f"{self.screening.film.title}, {self.get_state_display()}"

    @property
    def before(self) -> Placement:
        return Placement.of(self.before_hall_id, self.before_starts_at)

    @property
    def after(self) -> Placement:
        return Placement.of(self.after_hall_id, self.after_starts_at)


class TriedPlace(models.Model):
    """Where a screening was before somebody tried it elsewhere on the board, and where the board has left it.

    There are such rows only while publishing is paused; whatever ends the pause deletes them. Without hall and start it
    is the tray. A start without a hall was in one that has been deleted since. `by` is who moved it last.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="tried_places")
    screening = models.OneToOneField(Screening, on_delete=models.CASCADE, related_name="tried_place")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    before_hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    before_starts_at = MomentField(null=True, blank=True)
    after_hall = models.ForeignKey(Hall, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    after_starts_at = MomentField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.screening.film.title}, tried elsewhere"

    @property
    def before(self) -> Placement:
        return Placement.of(self.before_hall_id, self.before_starts_at)

    @property
    def after(self) -> Placement:
        return Placement.of(self.after_hall_id, self.after_starts_at)
