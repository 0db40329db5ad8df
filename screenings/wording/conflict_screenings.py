"""A conflict's screenings as its sentence names them: film, hall, and times by the venue's clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from screenings.timetable.conflicts import Conflict
from screenings.timetable.days import minutes_text
from screenings.wording.bidi import bidi_isolated
from screenings.wording.moments import moment_text, night_note, with_notes, zone_note

FIRST, SECOND, ONLY = "first_", "second_", ""


@dataclass(frozen=True, slots=True)
class ConflictScreening:
    """`names_zone`: the other screening of the sentence is on another clock, so that each time needs its zone."""

    film: str
    hall: str
    starts: datetime
    ends: datetime
    day: date
    zone: ZoneInfo
    minutes_assumed: int
    names_zone: bool

    def __str__(self) -> str:
        return f"{self.film} ({_listed(moment_text(self.starts, self.zone), self._zone_note, self.hall)})"

    def time_text(self, moment: datetime) -> str:
        """That moment as a clock shows it here."""
        return with_notes(moment_text(moment, self.zone), self._zone_note)

    @property
    def start(self) -> str:
        return self.time_text(self.starts)

    @property
    def end(self) -> str:
        return self.time_text(self.ends)

    @property
    def start_with_night(self) -> str:
        """Its start, and after midnight whose night that is: for where the festival day is what matters."""
        return with_notes(moment_text(self.starts, self.zone), self._night_note, self._zone_note)

    @property
    def text_with_night(self) -> str:
        """All of it, the same way."""
        return (
            f"{self.film} "
            f"({_listed(moment_text(self.starts, self.zone), self._night_note, self._zone_note, self.hall)})"
        )

    @property
    def film_with_assumed_length(self) -> str:
        """`Cléo`, or `Cléo, taken to be 100 min long,` where its end is only assumed."""
        if not self.minutes_assumed:
            return self.film
        return f"{self.film}, taken to be {minutes_text(self.minutes_assumed)} long,"

    @property
    def _night_note(self) -> str:
        return night_note(self.starts, self.zone, self.day)

    @property
    def _zone_note(self) -> str:
        return zone_note(self.zone) if self.names_zone else ""


def _listed(*words: str) -> str:
    return ", ".join(filter(None, words))


def only_screening(conflict: Conflict) -> ConflictScreening:
    """Of a conflict that one screening has by itself."""
    return _screening(conflict.names, ONLY, names_zone=False)


def both_screenings(conflict: Conflict) -> tuple[ConflictScreening, ConflictScreening]:
    """Of a conflict between two, the earlier first."""
    differ = conflict.names["first_zone"] != conflict.names["second_zone"]
    return _screening(conflict.names, FIRST, names_zone=differ), _screening(conflict.names, SECOND, names_zone=differ)


def several_screenings(conflict: Conflict, numbers: Iterable[int]) -> list[ConflictScreening]:
    """Of a conflict between more than two, which has one line for each in every name, those at these places."""
    names = {name: lines.split("\n") for name, lines in conflict.names.items()}
    differ = len(set(names["zone"])) > 1
    own = ("film", "hall", "starts", "ends", "day", "zone", "assumed")
    return [_screening({name: names[name][number] for name in own}, ONLY, names_zone=differ) for number in numbers]


def foreign_zone_note(conflict: Conflict) -> str:
    """The clock all its times are by, where it is one and not the festival's; else nothing."""
    prefixes = (FIRST, SECOND) if "first_zone" in conflict.names else (ONLY,)
    zones = {zone for prefix in prefixes for zone in conflict.names[f"{prefix}zone"].split("\n")}
    homes = {home for prefix in prefixes for home in conflict.names[f"{prefix}home"].split("\n")}
    return zone_note(ZoneInfo(zones.pop())) if len(zones) == 1 and zones != homes else ""


def _screening(names: Mapping[str, str], prefix: str, *, names_zone: bool) -> ConflictScreening:
    film, hall, starts, ends, day, zone, assumed = (
        names[f"{prefix}{name}"] for name in ("film", "hall", "starts", "ends", "day", "zone", "assumed")
    )
    return ConflictScreening(
        film=bidi_isolated(film),
        hall=hall,
        starts=datetime.fromisoformat(starts),
        ends=datetime.fromisoformat(ends),
        day=date.fromisoformat(day),
        zone=ZoneInfo(zone),
        minutes_assumed=int(assumed or 0),
        names_zone=names_zone,
    )
