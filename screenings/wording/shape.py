"""The shape of a timetable in words, two timetables side by side."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from screenings.timetable.shape import Spread, StartsAtOnce, TimetableShape

NOTHING = "–"


def _count(number: int) -> str:
    return str(number)


def _at_once(starts: StartsAtOnce) -> str:
    return str(starts.count)


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"


def _minutes(spread: Spread) -> str:
    message = ngettext(
        "%(middle)d minute, mostly %(low)d to %(high)d",
        "%(middle)d minutes, mostly %(low)d to %(high)d",
        round(spread.middle),
    )
    return message % {"middle": round(spread.middle), "low": round(spread.low), "high": round(spread.high)}


def _range(least_and_most: tuple[int, int]) -> str:
    return gettext("%(least)d to %(most)d") % dict(zip(("least", "most"), least_and_most, strict=True))


# A field of TimetableShape, what it is called, and how its value is written.
MEASURES: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("at_once_in_a_venue", _("Most shows that start at once in one cinema"), _at_once),
    ("at_once", _("Most shows that start at once in the festival"), _at_once),
    ("gaps", _("Between two shows in a hall"), _minutes),
    ("off_the_quarter", _("Shows that start off the quarter hour"), _percent),
    ("late_days", _("Halls that stand empty until five in the afternoon, of all their days"), _percent),
    ("evening_starts", _("Shows that start in the evening"), _percent),
    ("evening_seats", _("Audience expected in the evening"), _percent),
    ("press_mornings", _("Press shows in the morning"), _percent),
    ("press_evenings", _("Press shows in the evening"), _percent),
    ("press_before_public", _("Films that the press sees before the public"), _percent),
    ("late_titles_at_night", _("Midnight titles that start at ten in the evening or later"), _percent),
    ("firsts_in_large_halls", _("Films first shown in a large hall"), _percent),
    ("repeats_on_other_days", _("Repeated films whose shows are all on different days"), _percent),
    ("repeats_at_other_dayparts", _("Repeated films shown at different times of the day"), _percent),
    ("repeats_in_other_halls", _("Repeated films shown in more than one hall"), _percent),
    ("shows_a_day", _("Shows a day"), _range),
    ("guest_shows", _("Most shows of one guest on one day"), _count),
)  # fmt: skip


def shape_rows(before: TimetableShape, after: TimetableShape) -> Iterator[tuple[str, str, str]]:
    """What is measured, and its value in either timetable; a dash where one has none, and no row where neither has."""
    for field, label, written in MEASURES:
        values = [getattr(shape, field) for shape in (before, after)]
        if values != [None, None] and (field, values) != ("guest_shows", [0, 0]):
            before_text, after_text = (NOTHING if value is None else written(value) for value in values)
            yield gettext(label), before_text, after_text


def shape_data(shape: TimetableShape) -> dict[str, Any]:
    """The measures as data: shares between 0 and 1, minutes, moments as ISO 8601 in UTC."""
    data = asdict(shape)
    for name in ("at_once", "at_once_in_a_venue"):
        if data[name]:
            data[name]["moment"] = data[name]["moment"].isoformat()
    data["spans"] = [{**span, "day": span["day"].isoformat()} for span in data["spans"]]
    return data
