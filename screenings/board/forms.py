"""Where a screening is to go: typed in the Move form, or sent by a drag or the keyboard."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from screenings.board.grid import LAST_LINE, line_start
from screenings.desk.local_time_fields import SECOND, ClockField, ClockTime, RepeatedHourField
from screenings.models import Festival, Hall
from screenings.models.form_fields import WholeNumberField
from screenings.timetable.days import SkippedTime, from_wall_time, utc_offsets
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.values import Showing
from screenings.wording.moments import day_text

TRAY = ""


class MoveForm(forms.Form):
    """A hall, a festival day and a time on the hall's clock; without a hall, back to the tray.

    A drag sends `line` instead of the time: five minutes each from the start of the festival day, so that it means
    one moment on any night.
    """

    screening = WholeNumberField(min_value=1, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    hall = forms.ChoiceField(required=False)
    day = forms.ChoiceField(required=False, label="Festival day")
    time = ClockField(required=False, max_length=20, widget=forms.TextInput(attrs={"placeholder": "20:00", "size": 8}))
    which = RepeatedHourField()
    line = WholeNumberField(required=False, min_value=0, max_value=LAST_LINE, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, festival: Festival, halls: Mapping[int, Hall], days: Iterable[date]
    ) -> None:
        super().__init__(data)
        self.festival, self.halls = festival, halls
        hall, day = self.fields["hall"], self.fields["day"]
        assert isinstance(hall, forms.ChoiceField)
        assert isinstance(day, forms.ChoiceField)
        hall.choices = [(TRAY, "In the tray"), *((pk, row.full_name) for pk, row in halls.items())]
        day.choices = [(each.isoformat(), day_text(each)) for each in days]

    def show_current_place(self, pk: int, showing: Showing, day: date) -> None:
        """Begin with where it is now, and on `day` where it has no place."""
        self.initial = {
            "screening": pk,
            "seen": showing.placement.version_token,
            "day": day.isoformat(),
        }
        if showing.hall is not None and showing.starts_at is not None:
            zone = self.halls[showing.hall].venue.zone
            day = self.festival.calendar.day_of(showing.starts_at, zone)
            self.initial |= {
                "hall": showing.hall,
                "day": day.isoformat(),
                "time": f"{showing.starts_at.astimezone(zone):%H:%M}",
            }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        found["place"] = UNPLACED
        if found.get("hall") and not self.errors:
            hall = int(found["hall"])
            found["place"] = Placement(hall, self._moment(found, self.halls[hall].venue.zone))
        return found

    def _moment(self, found: dict[str, Any], zone: ZoneInfo) -> datetime | None:
        if not found.get("day"):
            self.add_error("day", "Choose a day.")
            return None
        day = date.fromisoformat(found["day"])
        if found.get("line") is not None:
            return line_start(found["line"], day, zone, self.festival.calendar)
        if not isinstance(found.get("time"), ClockTime):
            self.add_error("time", "Write the time as 20:00.")
            return None
        return self._on_clock(day, found["time"], found.get("which", ""), zone)

    def _on_clock(self, day: date, typed: ClockTime, which: str, zone: ZoneInfo) -> datetime | None:
        """A time before the festival day starts is in the night that follows it."""
        wall = datetime.combine(day, typed.time) + timedelta(days=int(typed.time < self.festival.day_starts_at))
        offsets = utc_offsets(wall, zone)
        if typed.offset is not None and typed.offset in offsets:
            return wall.replace(tzinfo=UTC) - typed.offset
        if len(offsets) == 2:
            return self._one_of_two(wall, offsets, which, zone)
        try:
            return from_wall_time(wall, zone)
        except SkippedTime as skipped:
            self.add_error("time", f"{skipped}.")
            return None

    def _one_of_two(
        self, wall: datetime, offsets: tuple[timedelta, ...], which: str, zone: ZoneInfo
    ) -> datetime | None:
        field = self.fields["which"]
        assert isinstance(field, RepeatedHourField)
        field.ask(wall, zone)
        if not which:
            question = f"The clock of {zone.key} shows {wall:%H:%M} twice that night. First or second {wall:%H:%M}?"
            self.add_error("which", ValidationError(question, "repeated"))
            return None
        return wall.replace(tzinfo=UTC) - offsets[which == SECOND]

    def chosen_hall(self) -> Hall | None:
        """None for the tray."""
        pk = self.cleaned_data["place"].hall
        return None if pk is None else self.halls[pk]
