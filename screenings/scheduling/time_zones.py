"""A place's time zone is corrected: its clocks go on showing what they show, or the moments stay, as was asked for.

Opening hours, closures, print days, embargoes and wishes are kept as what a clock or a calendar shows, and stay so in
either case. What is public follows with the next publication.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Model, Q

from screenings.models import (
    AnnouncedScreening,
    BoardMove,
    Festival,
    Guest,
    Hall,
    Publication,
    PublishedScreening,
    ScenarioPlace,
    Screening,
    TriedPlace,
    change_reason,
)
from screenings.models.history import update_with_history
from screenings.text.clock import clock_text
from screenings.text.dates import short_day
from screenings.timetable.days import same_wall_time, utc_offsets

BATCH = 500
MAX_NAMED = 5  # screenings in a sentence
STAY_FIELDS = ("arrives_at", "departs_at")
_BEFORE_AND_AFTER = (("before_starts_at", "before_hall_id"), ("after_starts_at", "after_hall_id"))
# Fields that hold a moment, and those that say in whose hall it is; without a hall it is the festival's own clock.
_IN_A_HALL: tuple[tuple[type[Model], tuple[tuple[str, str], ...]], ...] = (
    (AnnouncedScreening, (("starts_at", "hall_id"),)),
    (ScenarioPlace, (("starts_at", "hall_id"), ("base_starts_at", "base_hall_id"))),
    (BoardMove, _BEFORE_AND_AFTER),
    (TriedPlace, _BEFORE_AND_AFTER),
)


class KeepChoice(StrEnum):
    CLOCKS = "clocks"
    INSTANTS = "instants"


@dataclass(frozen=True, slots=True)
class ZoneNames:
    """IANA names: the festival's own, and that of each of its halls by key."""

    own: str
    halls: Mapping[int, str]


def load_zone_names(festival_id: int, *, own: str = "", venue: int = 0, venue_zone: str = "") -> ZoneNames:
    """As they are saved, or as they would be with another zone of the festival or of one venue. Two queries."""
    own = own or Festival.objects.values_list("timezone", flat=True).get(pk=festival_id)
    halls = Hall.objects.filter(venue__festival=festival_id).values_list("pk", "venue", "venue__timezone")
    return ZoneNames(own, {pk: (venue_zone if of == venue else zone) or own for pk, of, zone in halls})


@dataclass(frozen=True, slots=True)
class AffectedScreening:
    """A screening on a clock that is corrected. `problem` is `skipped` or `repeated` where the new one has it so."""

    row: Screening
    old: ZoneInfo
    new: ZoneInfo

    @property
    def starts_at(self) -> datetime:
        assert self.row.starts_at is not None
        return self.row.starts_at

    @property
    def kept_on_clock(self) -> datetime:
        return same_wall_time(self.starts_at, self.old, self.new)

    @property
    def problem(self) -> str:
        wall = self.starts_at.astimezone(self.old).replace(tzinfo=None, fold=0)
        return {0: "skipped", 2: "repeated"}.get(len(utc_offsets(wall, self.new)), "")


class ZoneChange:
    """What hangs on the clocks that are to be corrected: read before they are, and written after."""

    def __init__(self, festival: Festival, before: ZoneNames, after: ZoneNames) -> None:
        self.festival = festival
        self.halls = {
            pk: (ZoneInfo(zone), ZoneInfo(after.halls[pk]))
            for pk, zone in before.halls.items()
            if after.halls.get(pk, zone) != zone
        }
        self.own = (ZoneInfo(before.own), ZoneInfo(after.own)) if before.own != after.own else None

    @cached_property
    def screenings(self) -> list[AffectedScreening]:
        rows = Screening.objects.of(self.festival).placed().filter(hall__in=self.halls).select_related("film")
        return [AffectedScreening(row, *self.halls[row.hall_id or 0]) for row in rows.order_by("starts_at", "pk")]

    @cached_property
    def guests(self) -> list[Guest]:
        stays = Q(arrives_at__isnull=False) | Q(departs_at__isnull=False)
        return list(Guest.objects.filter(stays, festival=self.festival)) if self.own else []

    @cached_property
    def public_count(self) -> int:
        """How many of the screenings the public reads of as going ahead."""
        uids = [each.row.uid for each in self.screenings]
        rows = PublishedScreening.objects.current(self.festival).going_ahead()
        return len(set(uids).intersection(rows.values_list("uid", flat=True)))

    @cached_property
    def announced_count(self) -> int:
        """How many are on hold and announced on such a clock, while the timetable has them on another or on none."""
        rows = AnnouncedScreening.objects.filter(
            festival=self.festival, hall__in=self.halls, screening__hold__isnull=False
        )
        return rows.exclude(screening__uid__in=[each.row.uid for each in self.screenings]).count()

    @property
    def affects_anything(self) -> bool:
        return bool(self.screenings or self.guests or self.announced_count)

    @property
    def goes_public_at_once(self) -> bool:
        is_live = not self.festival.gathers_changes
        return bool(is_live and self.public_count and Publication.objects.filter(festival=self.festival).exists())

    def keep_clocks(self) -> None:
        """Write the moments at which the new clocks show what the old ones showed. In the caller's transaction."""
        with change_reason("The time zone was corrected, and the clocks show what they showed."):
            for each in self.screenings:
                each.row.starts_at = each.kept_on_clock
            update_with_history(Screening, [each.row for each in self.screenings], ["starts_at"], batch_size=BATCH)
            self.keep_other_clocks()

    def keep_other_clocks(self) -> None:
        """All but the screenings: what was announced of them, guests, scenarios, and what the board can undo."""
        if self.own:
            for guest in self.guests:
                for name in STAY_FIELDS:
                    moment: datetime | None = getattr(guest, name)
                    setattr(guest, name, moment and same_wall_time(moment, *self.own))
            update_with_history(Guest, self.guests, list(STAY_FIELDS), batch_size=BATCH)
        for model, pairs in _IN_A_HALL:
            rows = [row for row in model._default_manager.filter(self._concerned(model)) if self._carry(row, pairs)]
            model._default_manager.bulk_update(rows, [name for name, _ in pairs], batch_size=BATCH)

    def _concerned(self, model: type[Model]) -> Q:
        festival = "scenario__festival" if model is ScenarioPlace else "festival"
        return Q(**{festival: self.festival})

    def _carry(self, row: Model, pairs: Iterable[tuple[str, str]]) -> bool:
        is_any = False
        for name, hall in pairs:
            moment, pk = getattr(row, name), getattr(row, hall)
            zones = self.halls.get(pk) if pk else self.own
            if moment is not None and zones is not None:
                setattr(row, name, same_wall_time(moment, *zones))
                is_any = True
        return is_any


def affected_text(change: ZoneChange) -> str:
    """`24 screenings, 20 of them public, and 3 guests`."""
    screenings = _number(len(change.screenings) + change.announced_count, "screening")
    if change.public_count:
        screenings += f", {change.public_count} of them public"
    guests = _number(len(change.guests), "guest")
    if not change.guests:
        return screenings
    is_any = change.screenings or change.announced_count
    return f"{screenings}{',' if change.public_count else ''} and {guests}" if is_any else guests


def zone_change_example(change: ZoneChange) -> str:
    """What becomes of one of them, the first whose hour would be another."""
    if not change.screenings:
        return ""
    first = change.screenings[0]
    shown, then = (_clock(first.starts_at, zone) for zone in (first.old, first.new))
    return f"“{first.row.film.title}” is shown at {shown}; were its moment kept, the clock would show {then}."


def keep_clocks_sentences(change: ZoneChange) -> Iterator[str]:
    """What keeping the clocks means, with the nights on which a clock has no such hour or has it twice."""
    yield f"The clocks go on showing what they show, at another moment: {affected_text(change)}."
    skipped = [each for each in change.screenings if each.problem == "skipped"]
    repeated = [each for each in change.screenings if each.problem == "repeated"]
    if skipped:
        named = _named(f"{_titled(each)} becomes {_clock(each.kept_on_clock, each.new)}" for each in skipped)
        yield f"The new clock jumps over these hours that night: {named}."
    if repeated:
        named = _named(_titled(each) for each in repeated)
        yield f"The new clock shows these hours twice that night, and the first is taken: {named}."


def keep_instants_sentences(change: ZoneChange) -> Iterator[str]:
    yield f"The moments stay, and the clocks show other hours: {affected_text(change)}."
    if said := zone_change_example(change):
        yield said


def zone_change_sentences(change: ZoneChange, keep: KeepChoice) -> Iterator[str]:
    yield from keep_clocks_sentences(change) if keep is KeepChoice.CLOCKS else keep_instants_sentences(change)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _titled(each: AffectedScreening) -> str:
    return f"“{each.row.film.title}”, {_clock(each.starts_at, each.old)}"


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{short_day(local.date())} {clock_text(local)}"


def _named(texts: Iterable[str]) -> str:
    found = list(texts)
    more = f"; and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
    return "; ".join(found[:MAX_NAMED]) + more
