"""A conflict's screenings as its sentence names them: each film, hall and moment on the clock that hangs there."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.timetable.conflicts import Conflict
from screenings.wording.moments import clock_note, minutes_text, moment_text, night_note, noted
from screenings.wording.names import isolated

FIRST, SECOND, ONLY = "first_", "second_", ""


@dataclass(frozen=True, slots=True)
class Show:
    """`says_clock` where the other screening of the sentence hangs on another clock."""

    film: str
    hall: str
    starts: datetime
    ends: datetime
    day: date
    zone: ZoneInfo
    minutes_assumed: int
    says_clock: bool

    def __str__(self) -> str:
        return f"{self.film} ({_listed(moment_text(self.starts, self.zone), self._clock, self.hall)})"

    def at(self, moment: datetime) -> str:
        """That moment as a clock shows it here."""
        return noted(moment_text(moment, self.zone), self._clock)

    @property
    def start(self) -> str:
        return self.at(self.starts)

    @property
    def end(self) -> str:
        return self.at(self.ends)

    @property
    def night(self) -> str:
        """Its start, and after midnight whose night that is: for where the festival day is what matters."""
        return noted(moment_text(self.starts, self.zone), self._night, self._clock)

    @property
    def with_night(self) -> str:
        """All of it, the same way."""
        return f"{self.film} ({_listed(moment_text(self.starts, self.zone), self._night, self._clock, self.hall)})"

    @property
    def film_as_long_as_assumed(self) -> str:
        """`Cléo`, or `Cléo, taken to be 100 min long,` where its end is only assumed."""
        if not self.minutes_assumed:
            return self.film
        return f"{self.film}, taken to be {minutes_text(self.minutes_assumed)} long,"

    @property
    def _night(self) -> str:
        return night_note(self.starts, self.zone, self.day)

    @property
    def _clock(self) -> str:
        return clock_note(self.zone) if self.says_clock else ""


def _listed(*words: str) -> str:
    return ", ".join(filter(None, words))


def only_show(conflict: Conflict) -> Show:
    """Of a conflict that one screening has by itself."""
    return _show(conflict, ONLY, says_clock=False)


def both_shows(conflict: Conflict) -> tuple[Show, Show]:
    """Of a conflict between two, the earlier first."""
    differ = conflict.names["first_zone"] != conflict.names["second_zone"]
    return _show(conflict, FIRST, says_clock=differ), _show(conflict, SECOND, says_clock=differ)


def foreign_clock(conflict: Conflict) -> str:
    """The clock all its times are by, where it is one and not the festival's; else nothing."""
    prefixes = (FIRST, SECOND) if "first_zone" in conflict.names else (ONLY,)
    zones = {conflict.names[f"{prefix}zone"] for prefix in prefixes}
    homes = {conflict.names[f"{prefix}home"] for prefix in prefixes}
    return clock_note(ZoneInfo(zones.pop())) if len(zones) == 1 and zones != homes else ""


def _show(conflict: Conflict, prefix: str, *, says_clock: bool) -> Show:
    film, hall, starts, ends, day, zone, assumed = (
        conflict.names[f"{prefix}{name}"] for name in ("film", "hall", "starts", "ends", "day", "zone", "assumed")
    )
    return Show(
        film=isolated(film),
        hall=hall,
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends),
        day=date.fromisoformat(day),
        zone=ZoneInfo(zone),
        minutes_assumed=int(assumed or 0),
        says_clock=says_clock,
    )
