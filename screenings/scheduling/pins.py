"""Sets and removes pins, in the timetable and in a scenario that a search goes on from.

That a pinned screening is not moved by hand is said in `changes.plan_move_by_hand`.
"""

from collections.abc import Collection

from django.db import transaction

from screenings.models import Festival, Scenario, ScenarioPlace, Screening
from screenings.models.history import update_with_history
from screenings.scheduling.screening_change import ChangeRefused, StaleChange
from screenings.scheduling.target import EditTarget


def change_pins(scenario: Scenario, *, pin: Collection[int], unpin: Collection[int]) -> tuple[int, int]:
    """Pin these screenings, by their keys, and unpin those; how many were. What has no place there is not pinned.

    Only what is named changes, so that two people who pin at once do not take each other's pins out.
    """
    with transaction.atomic():
        placed = ScenarioPlace.objects.filter(scenario=scenario, screening__isnull=False, hall__isnull=False)
        pinned = placed.filter(screening__in=pin, pinned=False).update(pinned=True)
        known = ScenarioPlace.objects.filter(scenario=scenario, pinned=True)
        unpinned = known.filter(screening__in=unpin).update(pinned=False)
    return pinned, unpinned


def pin_on_board(festival: Festival, screening: int | None, *, pinned: bool, scenario: Scenario | None) -> Screening:
    """Pin it in the working timetable where it is now, or unpin it; pinned twice it is pinned.

    Raises StaleChange where it was deleted, and ChangeRefused where it has no place to be pinned to, and in a scenario,
    whose pins are its own.
    """
    if scenario is not None:
        raise ChangeRefused("A scenario’s pins are its own: use “Pin here” on the open card of its board.")
    with transaction.atomic():
        row = EditTarget(festival).lock_screenings([screening] if screening else []).get(screening or 0)
        if row is None:
            raise StaleChange("That screening is no longer in the timetable. Nothing was changed; look again.")
        if pinned and row.hall is None:
            raise ChangeRefused(f"{row} has no place to be pinned to. Put it on the board first, then pin it.")
        if row.pinned != pinned:
            row.pinned = pinned
            update_with_history(Screening, [row], ["pinned"], batch_size=1)
    return row
