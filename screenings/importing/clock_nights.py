"""A night on which the clock jumps or is set back: one message for all the times of a file that it concerns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from screenings.importing.problems import ImportProblem, NightTime
from screenings.timetable.days import offset_text, utc_offsets

_SHOWN = 8


def by_night(problems: Iterable[ImportProblem]) -> tuple[ImportProblem, ...]:
    """The same, with one in place of all that are about the same night, where the first of them stands.

    A start that does not exist is told with its end: whoever corrects the one alone makes the show shorter.
    """
    problems = tuple(problems)
    nights: defaultdict[tuple[object, ...], list[ImportProblem]] = defaultdict(list)
    for problem in problems:
        if problem.night:
            nights[problem.night.key].append(problem)
    summed_up = []
    for problem in problems:
        own = nights[problem.night.key] if problem.night else [problem]
        if own[0] is problem:
            summed_up.append(_together(own) if problem.night else problem)
    return tuple(summed_up)


def _together(problems: Sequence[ImportProblem]) -> ImportProblem:
    nights = list(dict.fromkeys(problem.night for problem in problems if problem.night))
    first = nights[0]
    if first.is_skipped and (len(nights) > 1 or first.span[1]):
        return replace(problems[0], message=_jump(nights))
    if len(nights) > 1:
        return replace(problems[0], message=_set_back(nights))
    return problems[0]


def _jump(nights: Sequence[NightTime]) -> str:
    zone = ZoneInfo(nights[0].zone)
    jump = abs(_offset(nights[0].wall, zone, fold=1) - _offset(nights[0].wall, zone, fold=0))
    spans = list(dict.fromkeys(night.span for night in nights if night.span[0]))
    moved = "; ".join(f"{_shown(span)} is {_shown(_moved(span, zone, jump))}" for span in spans[:_SHOWN])
    more = f"; and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    return (
        f"the clock of {zone.key} jumps forward in the night of {nights[0].wall:%Y-%m-%d}, and never shows "
        f"{_times(nights)}. Where the programme goes by the old clock all night, write each start and its end "
        f"{round(jump.total_seconds() / 60)} minutes later: {moved}{more}."
    )


def _set_back(nights: Sequence[NightTime]) -> str:
    wall, zone = nights[0].wall, ZoneInfo(nights[0].zone)
    first, second = (f"{wall:%Y-%m-%dT%H:%M}{offset_text(offset)}" for offset in utc_offsets(wall, zone))
    return (
        f"the clock of {zone.key} is set back in the night of {wall:%Y-%m-%d}, and shows these times twice: "
        f"{_times(nights)}. Write each with its offset: {first} for the first time, {second} for the second."
    )


def _times(nights: Sequence[NightTime]) -> str:
    times = sorted({f"{night.wall:%H:%M}" for night in nights})
    return ", ".join(times[:_SHOWN]) + (f" and {len(times) - _SHOWN} more" if len(times) > _SHOWN else "")


def _moved(
    span: tuple[datetime | None, datetime | None], zone: ZoneInfo, jump: timedelta
) -> tuple[datetime | None, datetime | None]:
    """A start that exists is before the jump, and stays."""
    start, end = span
    assert start is not None
    return (start if utc_offsets(start, zone) else start + jump), end + jump if end else None


def _shown(span: tuple[datetime | None, datetime | None]) -> str:
    return "–".join(f"{wall:%H:%M}" for wall in span if wall)


def _offset(wall: datetime, zone: ZoneInfo, *, fold: int) -> timedelta:
    return wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta(0)
