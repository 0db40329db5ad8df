"""Where a screening is to go: typed in the Move form, or sent by a drag or the keyboard; and what is added there."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from screenings.board.grid import LAST_LINE, line_start
from screenings.desk.local_time_fields import ClockField, ClockTime, RepeatedHourField, on_festival_day, typed_instant
from screenings.models import Festival, Hall
from screenings.models.form_fields import WholeNumberField
from screenings.text.clock import clock_text
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
    lift = forms.BooleanField(required=False, label=_("Take it off the wall"), widget=forms.HiddenInput)

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
                "time": clock_text(showing.starts_at.astimezone(zone)),
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
            self.add_error("time", "Write the time as 20:00 or 8 pm.")
            return None
        return self._on_clock(day, found["time"], found.get("which", ""), zone)

    def _on_clock(self, day: date, typed: ClockTime, which: str, zone: ZoneInfo) -> datetime | None:
        field = self.fields["which"]
        assert isinstance(field, RepeatedHourField)
        try:
            return typed_instant(on_festival_day(day, typed, self.festival), zone, which=which, which_field=field)
        except ValidationError as problem:
            self.add_error("which" if problem.code == "repeated" else "time", problem)
            return None

    def ask_before_lifting(self, question: str) -> None:
        """Shown again, with a box to tick."""
        self.fields["lift"].widget = forms.CheckboxInput()
        self.add_error("lift", question)

    def chosen_hall(self) -> Hall | None:
        """None for the tray."""
        pk = self.cleaned_data["place"].hall
        return None if pk is None else self.halls[pk]


class AddShowingForm(MoveForm):
    """A film, and where a showing of it is to be; without a hall it waits in the tray."""

    screening = None  # type: ignore[assignment]  # Django's way of leaving a field out
    seen = None  # type: ignore[assignment]  # Django's way of leaving a field out
    film = WholeNumberField(min_value=1, label=_("Film"), widget=forms.Select)
    field_order = ("film", "hall", "day", "time", "which")

    def show_films(self, films: Mapping[str, Iterable[tuple[int, str]]]) -> None:
        """To choose from, by the heading they stand under."""
        widget = self.fields["film"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [("", ""), *((heading, list(of_it)) for heading, of_it in films.items())]

    def show_place(self, hall: int | None, line: int | None, day: date) -> None:
        """Begin with that line of a hall, on its own clock; without them in the tray."""
        self.initial = {"day": day.isoformat()}
        if hall is not None and hall in self.halls and line is not None and line <= LAST_LINE:
            zone = self.halls[hall].venue.zone
            start = line_start(line, day, zone, self.festival.calendar).astimezone(zone)
            self.initial |= {"hall": hall, "time": clock_text(start)}
