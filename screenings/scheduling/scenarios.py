"""Scenarios: copy the working timetable, with or without some moves, and leave it as it is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from screenings.models import Festival, Hall, Origin, Scenario, ScenarioPlace, Screening
from screenings.scheduling.screening_change import ChangeRefused
from screenings.text.cleaning import name_key, one_line
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move


def copy_timetable(
    festival: Festival,
    name: str,
    *,
    by: User | None,
    at: datetime,
    moves: Iterable[Move] = (),
    origin: Origin = Origin.COPY,
    note: str = "",
    base_places: Mapping[UUID, Placement] | None = None,
) -> Scenario:
    """A scenario of that name: every screening where it is now, but those of `moves` where these put them.

    `base_places`: where screenings were when the moves were proposed, which counts instead of where they are. A hall
    that is gone since counts for nothing. Raises ChangeRefused where the festival has a scenario of that name already.
    """
    moved: dict[UUID, Placement] = {move.uid: move.placement for move in moves}
    halls = {None, *Hall.objects.filter(venue__festival=festival).values_list("pk", flat=True)}
    base_places = {uid: spot for uid, spot in (base_places or {}).items() if spot.hall in halls}
    moved = {uid: spot for uid, spot in moved.items() if spot.hall in halls}
    with transaction.atomic():
        _require_free(festival, name)
        scenario = Scenario.objects.create(festival=festival, name=name, note=note, origin=origin, by=by, made_at=at)
        columns = ("pk", "uid", "film__title", "hall_id", "starts_at")
        rows = Screening.objects.of(festival).order_by("pk").values_list(*columns)
        ScenarioPlace.objects.bulk_create(
            [
                _place(scenario, pk, title, base=base, now=moved.get(uid, base))
                for pk, uid, title, *place in rows
                for base in (base_places.get(uid, Placement.of(*place)),)
            ],
            batch_size=500,
        )
    return scenario


def rename_scenario(scenario: Scenario, *, name: str, note: str) -> None:
    """Raises ChangeRefused where another one of the festival bears that name."""
    with transaction.atomic():
        _require_free(scenario.festival, name, but=scenario.pk)
        Scenario.objects.filter(pk=scenario.pk).update(name=name, name_key=name_key(one_line(name)), note=note)


def free_scenario_name(festival: Festival, name: str) -> str:
    """That name, or with the first number behind it that nobody has taken."""
    known = set(Scenario.objects.of(festival).values_list("name_key", flat=True))
    names = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return next(each for each in names if name_key(one_line(each)) not in known)


def _require_free(festival: Festival, name: str, *, but: int = 0) -> None:
    if Scenario.objects.of(festival).filter(name_key=name_key(one_line(name))).exclude(pk=but).exists():
        raise ChangeRefused(f"There is a scenario “{name}” already. Choose another name.")


def _place(
    scenario: Scenario,
    screening: int,
    title: str,
    *,
    base: Placement,
    now: Placement,
) -> ScenarioPlace:
    return ScenarioPlace(
        scenario=scenario, screening_id=screening, title=title,
        hall_id=now.hall, starts_at=now.starts_at, base_hall_id=base.hall, base_starts_at=base.starts_at,
    )  # fmt: skip
