"""Pins in a scenario: what a search that goes on from it leaves where the scenario has it."""

from collections.abc import Collection

from django.db import transaction

from screenings.models import Scenario, ScenarioPlace


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
