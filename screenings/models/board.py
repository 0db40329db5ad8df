"""What somebody did on the board, so that it can be taken back."""

from django.conf import settings
from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import MomentField
from screenings.models.scenarios import Scenario
from screenings.models.screenings import Screening
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
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="board_moves")
    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="board_moves")
    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    batch = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = MomentField()
    before_hall = models.ForeignKey(Hall, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    before_starts_at = MomentField(null=True, blank=True)
    after_hall = models.ForeignKey(Hall, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    after_starts_at = MomentField(null=True, blank=True)
    with_base = models.BooleanField(default=False)
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
