"""Searches for places that run in the background, and what became of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from screenings.models.festivals import Festival
from screenings.models.fields import MomentField, WholeField
from screenings.models.scenarios import Scenario

SHORTEST, LONGEST = 1, 600  # seconds


class SearchKind(models.TextChoices):
    """What may move."""

    ALL = "all", "everything that is not pinned"
    UNPLACED = "unplaced", "only what lies in the tray"
    REPAIR = "repair", "only what is in an error or a warning"


class SearchState(models.TextChoices):
    """How far it is. If its process is gone it stays `running` until somebody looks, see reliability.search_workers."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    STOPPING = "stopping", "stopping"
    DONE = "done", "finished"
    STOPPED = "stopped", "stopped"
    FAILED = "failed", "failed"
    INTERRUPTED = "interrupted", "interrupted"


UNDER_WAY = (SearchState.WAITING, SearchState.RUNNING, SearchState.STOPPING)


class SearchRun(models.Model):
    """One search, asked for in the admin and done by a worker; at most one of a festival is under way.

    `worker` names the process that does it, see reliability.search_workers.

    While it is, `spent` (a share of its time), `placed`, `unplaced`, `points` and `best` are the best found so far, as
    of `alive_at`; `conflicts` and `score` are what the rules and the terms said of it a moment before. `best` holds
    moves as lists: the screening's uid, its new hall and start, its old hall and start. `told` is the answer in words.
    `base` is the scenario that it goes on from, with what was pinned there where it is.
    `before` are the unplaced, the conflicts and the score that it began with. `is_read`: whoever asked for it has seen
    how it ended.
    Whoever has the rights for scenarios has those for searches.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="searches")
    kind = models.CharField(max_length=8, choices=SearchKind)
    seconds = WholeField(low=SHORTEST, high=LONGEST)
    keep_published = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = MomentField()
    state = models.CharField(max_length=11, choices=SearchState, default=SearchState.WAITING)
    alive_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    worker = models.CharField(max_length=200, blank=True)
    spent = models.FloatField(default=0)
    placed = models.PositiveIntegerField(null=True)
    unplaced = models.PositiveIntegerField(null=True)
    points = models.PositiveIntegerField(null=True)
    conflicts = models.PositiveIntegerField(null=True)
    score = models.PositiveIntegerField(null=True)
    best = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    scenario = models.ForeignKey(Scenario, on_delete=models.SET_NULL, null=True, related_name="searches")
    base = models.ForeignKey(Scenario, on_delete=models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    is_read = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("festival",), condition=Q(state__in=UNDER_WAY), name="search_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.festival}: {self.get_kind_display()}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY
