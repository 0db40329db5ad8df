"""The instances that solvers of this kind are measured on, as tasks; their own judge scores the answer."""

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from screenings.solver.model.problem import FORBIDDEN, Activity, BinBuilder, Problem, RepeatGroup, start_times

FOLDER = Path(__file__).parents[2].parent / "shared" / "solver-instances"
DAY = 288
PART_ENDS = ((84, 0), (150, 1), (198, 2), (288, 3))
PRIME, LATE = 2, 3


def judge() -> Any:
    """The instances' own score.py."""
    spec = importlib.util.spec_from_file_location("score", FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def task_of(instance: dict[str, Any]) -> Problem:
    stretches = BinBuilder()
    for hall, day, opens, closes in instance["windows"]:
        free = opens
        for _, _, begins, ends in sorted(b for b in instance["blocked"] if b[:2] == [hall, day]):
            if free < begins:
                stretches.add(
                    hall, day, free, min(begins, closes), changeover_must_fit=begins < closes, dayparts=PART_ENDS
                )
            free = max(free, ends)
        if free < closes:
            stretches.add(hall, day, free, closes, changeover_must_fit=False, dayparts=PART_ENDS)
    jobs: list[Activity] = []
    chains = []
    for film in instance["films"]:
        numbers = tuple(range(len(jobs), len(jobs) + len(film["show"])))
        chains.append(RepeatGroup(numbers, next_day_cost=film["w"], same_daypart_cost=film["w"]))
        jobs += (_job(instance, stretches, film, number) for number in range(len(film["show"])))
    return Problem(tuple(stretches.bins), tuple(stretches.intervals), tuple(jobs), tuple(chains))


def _job(instance: dict[str, Any], stretches: BinBuilder, film: dict[str, Any], number: int) -> Activity:
    shown, weight, costs = film["show"][number], film["w"], []
    halls = {hall["id"]: _hall_cost(film, hall) for hall in instance["halls"] if hall["id"] in film["halls"]}
    for bucket in stretches.bins:
        segment = stretches.intervals[bucket.interval]
        ends = bucket.starts_from + shown["dur"] + (shown["turn"] if segment.changeover_must_fit else 0)
        if bucket.hall not in halls or not shown["lo"] <= bucket.day <= shown["hi"] or ends > segment.closes:
            costs.append(FORBIDDEN)
        elif number == 0:
            best = LATE if film["late"] else PRIME
            costs.append(halls[bucket.hall] + (0 if bucket.daypart == best else 4 * weight))
        else:
            early = film["late"] and bucket.daypart < PRIME
            costs.append(halls[bucket.hall] + (2 * weight if early else 0))
    return Activity(shown["dur"] + shown["turn"], costs, 200, shown["turn"])


def _hall_cost(film: dict[str, Any], hall: dict[str, Any]) -> int:
    turned_away = max(0, film["demand"] - hall["cap"]) * 10 // max(1, film["demand"])
    return int(film["w"] * turned_away // 2 + (2 if hall["cap"] > 4 * film["demand"] else 0))


def solution(instance: dict[str, Any], task: Problem, where: Sequence[int]) -> dict[str, list[list[int] | None]]:
    begins = start_times(task, where)
    places = [
        None if start is None else [task.bins[where[job]].hall, task.bins[where[job]].day * DAY + start]
        for job, start in enumerate(begins)
    ]
    return {
        str(film["id"]): [places[job] for job in chain.activities]
        for film, chain in zip(instance["films"], task.repeat_groups, strict=True)
    }
