"""Which of a scenario's differences are shown, and in which order."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django import forms

from screenings.scenarios.comparison import PlacementDiff, ScenarioComparison
from screenings.scenarios.diff_rows import DiffGroup
from screenings.text.search_words import has_words
from screenings.timetable.three_way_diff import ChangedSide
from screenings.wording.moments import day_text

MOVER_CHOICES = (
    ("", "all"),
    (ChangedSide.THEIRS, "moved in the scenario"),
    (ChangedSide.BOTH, "moved in both"),
    (ChangedSide.OURS, "moved in the timetable since"),
)
ORDER_CHOICES = (
    ("", "day in the scenario"),
    ("now", "day in the timetable"),
    ("hall", "hall in the scenario"),
    ("title", "title"),
)
SORTS_LAST = datetime.max.replace(tzinfo=UTC)
MOVER_ORDER = list(ChangedSide)


class DiffFilterForm(forms.Form):
    """An empty field leaves nothing out. What cannot be understood filters nothing."""

    q = forms.CharField(required=False, max_length=200, label="Title")
    kind = forms.ChoiceField(required=False, choices=MOVER_CHOICES)
    day = forms.ChoiceField(required=False, label="Festival day")
    hall = forms.ChoiceField(required=False)
    order = forms.ChoiceField(required=False, choices=ORDER_CHOICES, label="Sorted by")

    def __init__(self, data: Any, comparison: ScenarioComparison) -> None:
        super().__init__(data)
        self.comparison = comparison
        halls = comparison.programme.context.halls
        days = {day for difference in comparison.differences for day in self._days(difference)}
        halls_named = {hall for difference in comparison.differences for hall in self._halls(difference)}
        self._offer("day", ((day, day_text(datetime.fromisoformat(day).date())) for day in sorted(days)))
        self._offer("hall", ((str(pk), halls[pk].name) for pk in halls if str(pk) in halls_named))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "all"), *choices]

    def diff_groups(self) -> list[DiffGroup]:
        """What is shown, in order: by who has moved them first, then by day or hall, as they are sorted."""
        wanted = self.cleaned_data if self.is_valid() else {}
        shown = [difference for difference in self.comparison.differences if self._fits(difference, wanted)]
        order = wanted.get("order", "")
        shown.sort(
            key=lambda difference: (
                MOVER_ORDER.index(difference.mover),
                *self._rank(difference, order),
                difference.showing.pk,
            )
        )
        together = groupby(shown, key=lambda difference: (difference.mover, self._heading(difference, order)))
        return [DiffGroup(mover, f"{mover}:{key}", name, tuple(rows)) for (mover, (_, key, name)), rows in together]

    def _heading(self, difference: PlacementDiff, order: str) -> tuple[str, str, str]:
        """What it is sorted by, a key fit for a form, and a name: of a day, or of a hall; empty by title."""
        if order == "title":
            return "", "", ""
        place = difference.diff.ours if order == "now" else difference.diff.theirs
        hall = self.comparison.programme.context.halls.get(place.hall or 0)
        if place.starts_at is None:
            return "~", "tray", "The tray"
        if hall is None:
            return "~~", "lost", "A hall that was deleted"
        if order == "hall":
            return hall.name, str(place.hall), hall.name
        day = self.comparison.programme.calendar.day_of(place.starts_at, hall.zone)
        return day.isoformat(), day.isoformat(), day_text(day)

    def _fits(self, difference: PlacementDiff, wanted: dict[str, str]) -> bool:
        tests = {"kind": {str(difference.mover)}, "day": self._days(difference), "hall": self._halls(difference)}
        named = has_words(self._search_text(difference), wanted.get("q", ""))
        return named and all(not wanted.get(name) or wanted[name] in values for name, values in tests.items())

    def _rank(self, difference: PlacementDiff, order: str) -> tuple[Any, ...]:
        if order == "title":
            return (self._search_text(difference),)
        place = difference.diff.ours if order == "now" else difference.diff.theirs
        return *self._heading(difference, order), place.starts_at or SORTS_LAST, self._search_text(difference)

    def _search_text(self, difference: PlacementDiff) -> str:
        return self.comparison.working.films[difference.showing.film].search_text

    def _days(self, difference: PlacementDiff) -> set[str]:
        programme = self.comparison.programme
        days = set()
        for place in (difference.diff.ours, difference.diff.theirs):
            if place.starts_at is not None:
                hall = programme.context.halls.get(place.hall or 0)
                days.add(programme.calendar.day_of(place.starts_at, hall.zone if hall else None).isoformat())
        return days

    def _halls(self, difference: PlacementDiff) -> set[str]:
        return {str(place.hall) for place in (difference.diff.ours, difference.diff.theirs) if place.hall is not None}
