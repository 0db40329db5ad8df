"""A scenario brought up to date: what only the working timetable has moved since is taken into it, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Hall, Scenario, ScenarioPlace, Screening
from screenings.scheduling.target import BATCH, Ground, unmoved
from screenings.scheduling.undo import Deed, remember, step_in_copy
from screenings.timetable.three_way_diff import Drift, Mover, Place


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """`taken`: where the scenario has those now that it had at an older place. `deed` takes just them back.

    `kept` are how many both have moved, which stay where the scenario has them; `came` how many were added to the
    working timetable since, `gone` the titles of what was deleted since, which the scenario forgets.
    """

    taken: tuple[Screening, ...] = ()
    kept: int = 0
    came: int = 0
    gone: tuple[str, ...] = ()
    deed: Deed | None = None

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return bool(self.taken or self.came or self.gone)


def bring_up_to_date(scenario: Scenario, *, by: User, at: datetime) -> CaughtUp:
    """One transaction; two who do so, or who move something in the scenario, take turns.

    What the scenario has moved itself stays, also where both have since come to agree: should the move be taken
    back in the working timetable, the scenario still has it. Raises Stale where the scenario was thrown away.
    """
    ground = Ground(scenario.festival, scenario)
    with transaction.atomic():
        ground.find(())  # takes the turn
        drifts = _drifts(scenario)
        behind = [pk for pk, drift in drifts.items() if drift.mover is Mover.ORIGINAL]
        rows = ground.find(behind)
        halls = Hall.objects.in_bulk({drift.here.hall for drift in drifts.values() if drift.here.hall is not None})
        steps = [
            step_in_copy(rows[pk], halls.get(drifts[pk].here.hall or 0), drifts[pk].here.starts_at) for pk in behind
        ]
        taken = ground.carry_out(steps, with_base=True)
        moves = remember(ground, steps, by=by, at=at, batch=uuid4(), with_base=True) if steps else []
        late = Screening.objects.of(scenario.festival).exclude(pk__in=drifts)
        came = ScenarioPlace.objects.bulk_create(unmoved(scenario, late), batch_size=BATCH)
        deleted = ScenarioPlace.objects.filter(scenario=scenario, screening=None)
        gone = tuple(deleted.order_by("pk").values_list("title", flat=True))
        deleted.delete()
    kept = sum(drift.mover is Mover.BOTH for drift in drifts.values())
    return CaughtUp(tuple(taken), kept, len(came), gone, Deed(tuple(moves)) if moves else None)


def _drifts(scenario: Scenario) -> dict[int, Drift]:
    """By the screening's key, of those that there are. One query."""
    columns = (
        "screening_id", "base_hall_id", "base_starts_at", "screening__hall_id", "screening__starts_at", "hall_id",
        "starts_at",
    )  # fmt: skip
    rows = ScenarioPlace.objects.filter(scenario=scenario, screening__isnull=False).values_list(*columns)
    return {pk: Drift(*_places(each)) for pk, *each in rows.order_by("screening_id")}


def _places(columns: Iterable[object]) -> Iterable[Place]:
    ends = iter(columns)
    for hall, starts in zip(ends, ends, strict=True):
        assert hall is None or isinstance(hall, int)
        yield Place(hall, starts.astimezone(UTC) if isinstance(starts, datetime) else None)
