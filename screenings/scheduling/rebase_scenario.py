"""A scenario brought up to date: what only the working timetable has moved since is taken into it, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Hall, Scenario, ScenarioPlace, Screening
from screenings.scheduling.changes import plan_rebase_move
from screenings.scheduling.target import BATCH, EditTarget, unmoved_places
from screenings.scheduling.undo import UndoEntry, apply_with_undo
from screenings.timetable.placement import Placement
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff


@dataclass(frozen=True, slots=True)
class RebaseResult:
    """`updated`: where the scenario has those now that it had at an older place; `undo_entry` takes just them back.

    `kept_count` are how many both have moved, which stay where the scenario has them; `added_count` how many were added
    to the working timetable since, `deleted_titles` of what was deleted since, which the scenario forgets.
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
    back in the working timetable, the scenario still has it. Raises StaleChange where the scenario was deleted.
    """
    target = EditTarget(scenario.festival, scenario)
    with transaction.atomic():
        target.lock_screenings(())  # takes the turn
        diffs = _diffs(scenario)
        behind = [pk for pk, diff in diffs.items() if diff.changed_side is ChangedSide.OURS]
        rows = target.lock_screenings(behind)
        halls = Hall.objects.in_bulk({diff.ours.hall for diff in diffs.values() if diff.ours.hall is not None})
        changes = [
            plan_rebase_move(rows[pk], hall=halls.get(diffs[pk].ours.hall or 0), starts_at=diffs[pk].ours.starts_at)
            for pk in behind
        ]
        moved = apply_with_undo(target, changes, by=by, at=at, with_base=True, are_locked=True) if changes else None
        added = Screening.objects.of(scenario.festival).exclude(pk__in=diffs)
        added_places = ScenarioPlace.objects.bulk_create(unmoved_places(scenario, added), batch_size=BATCH)
        deleted = ScenarioPlace.objects.filter(scenario=scenario, screening=None)
        deleted_titles = tuple(deleted.order_by("pk").values_list("title", flat=True))
        deleted.delete()
    kept = sum(diff.changed_side is ChangedSide.BOTH for diff in diffs.values())
    return RebaseResult(
        moved.rows if moved else (),
        kept,
        len(added_places),
        deleted_titles,
        moved.undo_entry if moved else None,
    )


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
