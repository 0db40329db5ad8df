"""Times typed and shown on the clock of the place: day, time and, where it shows that time twice, which of the two."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from screenings.desk.field_rights import OwnFieldErrorsForm
from screenings.desk.widgets import DayInput
from screenings.models import Festival
from screenings.models.fields import EARLIEST, LATEST
from screenings.models.form_fields import PlainDayField
from screenings.text.clock import MIDNIGHT, clock_minutes, clock_text
from screenings.timetable.days import RepeatedTime, SkippedTime, from_wall_time, is_ambiguous, offset_text, utc_offsets

FIRST, SECOND = "first", "second"
ONE_MINUTE = timedelta(minutes=1)
_OFFSET = re.compile(r"(.*?)\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day, and the offset where one was typed. `in_next_day`: as `midnight` and 24:30 are."""

    time: time
    offset: timedelta | None = None
    in_next_day: bool = False


@dataclass(frozen=True, slots=True)
class TypedWallTime:
    """A wall time whose zone is still to be found."""

    wall: datetime
    offset: timedelta | None = None


class ClockField(forms.CharField):
    """`20:00`, `8 pm` or `20h`, or with an offset `01:30-07:00`."""

    def clean(self, value: Any) -> ClockTime | None:
        text = super().clean(value).strip()
        return self._read(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The same time written in another way is no change."""
        try:
            return self.clean(initial) != self.clean(data)
        except ValidationError:
            return True

    @staticmethod
    def _read(text: str) -> ClockTime:
        match = _OFFSET.fullmatch(text)
        minutes = clock_minutes(match[1]) if match else None
        if match is None or minutes is None:
            raise ValidationError("Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00.", "clock")
        _clock, utc, sign, hours, offset_minutes = match.groups()
        days, minutes = divmod(minutes, MIDNIGHT)
        shown = time(*divmod(minutes, 60))
        if utc:
            return ClockTime(shown, timedelta(0), in_next_day=bool(days))
        if sign is None:
            return ClockTime(shown, in_next_day=bool(days))
        offset = timedelta(hours=int(hours), minutes=int(offset_minutes))
        return ClockTime(shown, offset if sign == "+" else -offset, in_next_day=bool(days))


def refuse_far_day(day: date) -> None:
    """Raises ValidationError for a day that no calendar of ours holds."""
    if not EARLIEST < day < LATEST:
        raise ValidationError(f"Choose a day between {EARLIEST} and {LATEST}.", "far")


def on_festival_day(day: date, typed: ClockTime, festival: Festival) -> TypedWallTime:
    """A time before the festival day starts is in the night that follows it, as midnight and 24:30 are."""
    is_night = typed.in_next_day or typed.time < festival.day_starts_at
    return TypedWallTime(datetime.combine(day, typed.time) + timedelta(days=int(is_night)), typed.offset)


class LocalDateTimeWidget(forms.MultiWidget):
    """A day and a time."""

    def __init__(self) -> None:
        super().__init__(
            (
                DayInput(attrs={"aria-label": "Day"}),
                forms.TextInput(attrs={"aria-label": "Time", "placeholder": "20:00", "size": "12"}),
            )
        )

    def decompress(self, value: datetime | None) -> list[Any]:
        return [value.date(), clock_text(value)] if isinstance(value, datetime) else [None, ""]


class LocalDateTimeField(forms.MultiValueField):
    """Cleans to a TypedWallTime; the form turns it into an instant once it knows the zone."""

    widget = LocalDateTimeWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (PlainDayField(required=False), ClockField(required=False, max_length=20))
        super().__init__(fields, required=False, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> TypedWallTime | None:
        day, clock = data_list or (None, None)
        if day is None and clock is None:
            return None
        if day is None or clock is None:
            raise ValidationError("Give a day and a time, or neither.", "incomplete")
        if clock.in_next_day:
            # Saturday midnight is the end of Saturday to most, the start of it to some.
            raise ValidationError(
                f"A day ends at midnight. Write {clock_text(clock.time)} with the day that then begins.", "next-day"
            )
        refuse_far_day(day)
        return TypedWallTime(datetime.combine(day, clock.time), clock.offset)


class RepeatedHourField(forms.ChoiceField):
    """Hidden until the clock shows the time twice."""

    def __init__(self) -> None:
        super().__init__(
            required=False, choices=((FIRST, ""), (SECOND, "")), label="Which of the two", widget=forms.HiddenInput
        )

    def ask(self, wall: datetime, zone: ZoneInfo) -> None:
        names = (FIRST, SECOND)
        offsets = utc_offsets(wall, zone)
        self.widget = forms.RadioSelect()
        shown = clock_text(wall)
        self.choices = [
            (
                name,
                f"the {name} {shown} ({wall.replace(tzinfo=zone, fold=fold):%Z}, UTC{offset_text(offset)})",
            )
            for fold, (name, offset) in enumerate(zip(names, offsets, strict=True))
        ]


def typed_instant(typed: TypedWallTime, zone: ZoneInfo, *, which: str, which_field: RepeatedHourField) -> datetime:
    """The moment, in UTC, of a time that somebody typed on the clock of `zone`.

    Where the clock shows it twice, `which_field` asks, and `which` is what was answered. Raises ValidationError with
    the code `repeated` while nothing was, `skipped` for a time the clock jumps over, and `offset` for one at which it
    never stands.
    """
    if typed.offset is not None:
        return _at_offset(typed.wall, typed.offset, zone)
    try:
        return from_wall_time(typed.wall, zone)
    except SkippedTime as skipped:
        raise ValidationError(_skipped(typed.wall, zone), "skipped") from skipped
    except RepeatedTime as repeated:
        which_field.ask(typed.wall, zone)
        offsets = dict(zip((FIRST, SECOND), utc_offsets(typed.wall, zone), strict=True))
        if which not in offsets:
            shown = clock_text(typed.wall)
            question = f"The clock of {zone.key} shows {shown} twice that night. First or second {shown}?"
            raise ValidationError(question, "repeated") from repeated
        return _at_offset(typed.wall, offsets[which], zone)


class LocalTimeForm(forms.ModelForm):
    """A form in which instants are typed on the clock of `zone_as_typed()`.

    For each name in `wall_fields` it declares a LocalDateTimeField, and a RepeatedHourField called `<name>_which`.
    """

    wall_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.zone_of_instance()
        for name in self._shown():
            moment = getattr(self.instance, name)
            if moment is not None:
                self._show(name, moment, zone)
            if zone is not None:
                self.fields[name].help_text = f"On the clock of {zone.key}."

    def zone_of_instance(self) -> ZoneInfo | None:
        """The zone the saved row is shown in; None while nothing says it."""
        raise NotImplementedError

    def zone_as_typed(self) -> ZoneInfo | None:
        """The zone of what was just typed; None where its place was not understood."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        zone = self.zone_as_typed()
        for name in self._shown():
            typed = self.cleaned_data.get(name)
            if isinstance(typed, TypedWallTime):
                self._resolve(name, typed, zone)
        return self.cleaned_data

    def _shown(self) -> Iterable[str]:
        return (name for name in self.wall_fields if name in self.fields)

    def _show(self, name: str, moment: datetime, zone: ZoneInfo | None) -> None:
        local = moment.astimezone(zone or UTC)
        self.initial[name] = local.replace(tzinfo=None, fold=0)
        if zone and is_ambiguous(moment, zone):
            self._which(name).ask(self.initial[name], zone)
            self.initial[f"{name}_which"] = SECOND if local.fold else FIRST

    def _which(self, name: str) -> RepeatedHourField:
        field = self.fields[f"{name}_which"]
        assert isinstance(field, RepeatedHourField)
        return field

    def _resolve(self, name: str, typed: TypedWallTime, zone: ZoneInfo | None) -> None:
        if zone is None:
            self.add_error(name, "Choose the festival or the hall: its zone says which moment this is.")
            return
        which = self.cleaned_data.get(f"{name}_which", "")
        try:
            self.cleaned_data[name] = typed_instant(typed, zone, which=which, which_field=self._which(name))
        except ValidationError as problem:
            self.add_error(name, problem)


class PlacementForm(OwnFieldErrorsForm, LocalTimeForm):
    """Where and when, on the clock of the hall."""

    wall_fields = ("starts_at",)
    starts_at = LocalDateTimeField(label="Starts")
    starts_at_which = RepeatedHourField()

    def zone_of_instance(self) -> ZoneInfo | None:
        return self.instance.zone if self.instance.festival_id else None

    def zone_as_typed(self) -> ZoneInfo | None:
        """The chosen hall's, the festival's where none is chosen. Another hall keeps the time as it was typed."""
        if "hall" in self.errors:
            return None
        hall = self.cleaned_data.get("hall")
        festival = self.cleaned_data.get("festival") or (self.instance.festival_id and self.instance.festival)
        if hall:
            return hall.venue.zone
        return festival.zone if festival else None


def _at_offset(wall: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    existing = utc_offsets(wall, zone)
    if not existing:
        raise ValidationError(_skipped(wall, zone), "skipped")
    if offset not in existing:
        right = " or ".join(offset_text(each) for each in existing)
        raise ValidationError(
            f"At that time the clock of {zone.key} stands at {right}, not {offset_text(offset)}. Leave the offset out.",
            "offset",
        )
    return (wall.replace(tzinfo=UTC) - offset).astimezone(UTC)


def _skipped(wall: datetime, zone: ZoneInfo) -> str:
    """The last minute before the jump and the first one after it."""
    before = after = wall
    while not utc_offsets(before, zone):
        before -= ONE_MINUTE
    while not utc_offsets(after, zone):
        after += ONE_MINUTE
    return (
        f"{clock_text(wall)} does not exist that night in {zone.key}: the clock jumps from {clock_text(before)} "
        f"to {clock_text(after)}. Write {clock_text(before)} or earlier, or {clock_text(after)} or later."
    )
