"""Visitors' wishes over real programmes, with the value their best plan is proven to have."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from screenings.itinerary.values import FilmChoice, ShowingOption, VisitRequest

INSTANCES = Path(__file__).parents[2].parent / "shared" / "solver-instances" / "itinerary.json"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def real_visitors() -> list[tuple[str, VisitRequest, int]]:
    """Name, wishes and proven value; none where the folder is not there."""
    if not INSTANCES.is_file():
        return []
    found = json.loads(INSTANCES.read_text(encoding="utf-8"))["instances"]
    return [(each["id"], _wishes(each), each["optimum"]) for each in found]


def _wishes(instance: dict[str, Any]) -> VisitRequest:
    offers = []
    for number, (start, end, site, film) in enumerate(instance["candidates"], 1):
        starts = BEGIN + timedelta(minutes=start)
        day = (starts - timedelta(hours=6)).date()
        offers.append(
            ShowingOption(UUID(int=number), (str(film),), str(site), starts, BEGIN + timedelta(minutes=end), day)
        )
    travel = {
        (str(here), str(there)): minutes
        for here, row in enumerate(instance["travel"])
        for there, minutes in enumerate(row)
    }
    picks = tuple(FilmChoice(str(film), weight) for film, weight in enumerate(instance["weights"]))
    return VisitRequest(picks, tuple(offers), travel=travel, arrival_margin=instance["buffer_min"])
