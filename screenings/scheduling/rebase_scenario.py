"""A scenario brought up to date: what only the working timetable has moved since is taken into it, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Hall, Scenario, ScenarioPlace, Screening
from screenings.scheduling.target import BATCH, EditTarget, unmoved_places
from screenings.scheduling.undo import UndoEntry, push_undo, scenario_change
from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff


@dataclass(frozen=True, slots=True)
class RebaseResult:
    """`taken`: where the scenario has those now that it had at an older place. `deed` takes just them back.

    `kept` are how many both have moved, which stay where the scenario has them; `came` how many were added to the
    working timetable since, `gone` the titles of what was deleted since, which the scenario forgets.
    """

    updated: tuple[Screening, ...] = ()
    kept_count: int = 0
    added_count: int = 0
    deleted_titles: tuple[str, ...] = ()
    undo_entry: UndoEntry | None = None

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return bool(self.updated or self.added_count or self.deleted_titles)


def rebase(scenario: Scenario, *, by: User, at: datetime) -> RebaseResult:
    """One transaction; two who do so, or who move something in the scenario, take turns.

    What the scenario has moved itself stays, also where both have since come to agree: should the move be taken
    back in the working timetable, the scenario still has it. Raises StaleChange where the scenario was thrown away.
    """
    ground = EditTarget(scenario.festival, scenario)
    with transaction.atomic():
        ground.lock_screenings(())  # takes the turn
        drifts = _diffs(scenario)
        behind = [pk for pk, drift in drifts.items() if drift.changed_side is ChangedSide.OURS]
        rows = ground.lock_screenings(behind)
        halls = Hall.objects.in_bulk({drift.ours.hall for drift in drifts.values() if drift.ours.hall is not None})
        steps = [
            scenario_change(rows[pk], halls.get(drifts[pk].ours.hall or 0), drifts[pk].ours.starts_at) for pk in behind
        ]
        taken = ground.apply(steps, with_base=True)
        moves = push_undo(ground, steps, by=by, at=at, batch=uuid4(), with_base=True) if steps else []
        late = Screening.objects.of(scenario.festival).exclude(pk__in=drifts)
        came = ScenarioPlace.objects.bulk_create(unmoved_places(scenario, late), batch_size=BATCH)
        deleted = ScenarioPlace.objects.filter(scenario=scenario, screening=None)
        gone = tuple(deleted.order_by("pk").values_list("title", flat=True))
        deleted.delete()
    kept = sum(drift.changed_side is ChangedSide.BOTH for drift in drifts.values())
    return RebaseResult(tuple(taken), kept, len(came), gone, UndoEntry(tuple(moves)) if moves else None)


def _diffs(scenario: Scenario) -> dict[int, ThreeWayDiff]:
    """By the screening's key, of those that there are. One query."""
    columns = (
        "screening_id", "base_hall_id", "base_starts_at", "screening__hall_id", "screening__starts_at", "hall_id",
        "starts_at",
    )  # fmt: skip
    rows = ScenarioPlace.objects.filter(scenario=scenario, screening__isnull=False).values_list(*columns)
    return {pk: ThreeWayDiff(*_places(each)) for pk, *each in rows.order_by("screening_id")}


def _places(columns: Iterable[object]) -> Iterable[Placement]:
    ends = iter(columns)
    for hall, starts in zip(ends, ends, strict=True):
        assert hall is None or isinstance(hall, int)
        yield Placement.of(hall, starts if isinstance(starts, datetime) else None)
