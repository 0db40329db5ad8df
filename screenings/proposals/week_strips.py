"""A timetable and a proposal as small pictures: a strip for each hall, day after day, now above and then below."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import ngettext

from screenings.timetable.shape import wall_minutes
from screenings.timetable.values import PlacedShowing, Programme
from screenings.wording.moments import day_text

DAY_WIDTH = 200  # units of the picture, margin included
MARGIN = 4
TRACE = 2  # no show is narrower


def week_strips(now: Programme, then: Programme) -> dict[str, Any]:
    """What the page draws, in words and whole numbers, to be kept: `days` are (left edge, `Sat 10 Oct`), `halls`
    those in which something takes place, by name, each with its shows `now` and `then` as (left edge, width).

    A day reaches from the earliest start to the latest end of any, by the venue's clock. Linear in the shows.
    """
    shows = [*now.scheduled, *then.scheduled]
    if not shows:
        return {}
    first, last = min(show.day for show in shows), max(show.day for show in shows)
    opens = min(wall_minutes(show) for show in shows)
    closes = max(wall_minutes(show) + _minutes(show) for show in shows)
    scale = (DAY_WIDTH - MARGIN) / (closes - opens)

    def bar(show: PlacedShowing) -> tuple[int, int]:
        left = (show.day - first).days * DAY_WIDTH + (wall_minutes(show) - opens) * scale
        return round(left), max(TRACE, round(_minutes(show) * scale))

    before, after = _by_hall(now.scheduled), _by_hall(then.scheduled)
    names = {show.hall.id: show.hall.name for show in shows}
    return {
        "width": ((last - first).days + 1) * DAY_WIDTH,
        "days": [(n * DAY_WIDTH, day_text(first + timedelta(days=n))) for n in range((last - first).days + 1)],
        "halls": [
            {
                "name": name,
                "told": _told(before[hall], after[hall]),
                "now": [bar(show) for show in before[hall]],
                "then": [bar(show) for show in after[hall]],
            }
            for hall, name in sorted(names.items(), key=lambda each: (each[1], each[0]))
        ],
    }


def _minutes(show: PlacedShowing) -> int:
    return round((show.end - show.start).total_seconds() / 60)


def _by_hall(shows: Iterable[PlacedShowing]) -> dict[int, list[PlacedShowing]]:
    found: dict[int, list[PlacedShowing]] = defaultdict(list)
    for show in shows:
        found[show.hall.id].append(show)
    return found


def _told(now: list[PlacedShowing], then: list[PlacedShowing]) -> str:
    """The picture for those who do not see it."""
    message = ngettext("%(now)d show now, %(then)d then", "%(now)d shows now, %(then)d then", len(now))
    return message % {"now": len(now), "then": len(then)}
