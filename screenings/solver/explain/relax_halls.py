"""Relaxations by halls: a shorter changeover, longer hours, another format, or a day on which it is open again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from screenings.solver.explain.relaxations import (
    CHANGEOVER,
    FORMAT,
    MAX_TRIED,
    OPEN_UNTIL,
    REOPENED,
    Relaxation,
    RelaxationSearch,
)
from screenings.solver.model.problem import UNIT_MINUTES
from screenings.solver.model.time_grid import open_hours
from screenings.timetable.context import Opening, RuleHall
from screenings.timetable.formats import can_show, formats_needed
from screenings.timetable.placement import Placement
from screenings.timetable.values import PlacedShowing
from screenings.timetable.what_if import Move

DAY = timedelta(days=1)


class HallRelaxations(RelaxationSearch):
    def changeovers(self) -> Iterator[Relaxation]:
        """A shorter changeover in one hall, the smallest reduction first."""
        gaps = sorted(self._gaps(), key=lambda gap: gap[1] - gap[0].changeover, reverse=True)
        candidates = (
            (hall, minutes, Move(self.showing.uid, Placement(hall.id, start))) for hall, minutes, start in gaps
        )
        for hall, minutes, move in islice(
            (
                candidate
                for candidate in candidates
                if candidate[2].placement != self.left_out and self.meets_hard_constraints(candidate[2])
            ),
            MAX_TRIED,
        ):
            if self.is_acceptable(self.with_hall(replace(hall, changeover=minutes)), move):
                yield Relaxation(CHANGEOVER, (move,), hall.id, minutes)
                return

    def _gaps(self) -> Iterator[tuple[RuleHall, int, datetime]]:
        """Gaps between two shows, or a show and the hall's hours: the changeover that fits, in fives, and the start."""
        length = timedelta(minutes=self.showing.length)
        for hall in self.programme.context.halls.values():
            shows = [show for show in self.programme.scheduled if show.hall.id == hall.id and not hall.shared]
            for day in self.grid.days:
                for opens, closes in open_hours(hall, day, self.grid, self.preferences):
                    within_hours = [show for show in shows if opens < show.end and show.start < closes]
                    for before, after in zip([None, *within_hours], [*within_hours, None], strict=True):
                        if before or after:
                            yield from self._gap(hall, before, after, opens, closes - length)

    def _gap(
        self,
        hall: RuleHall,
        before: PlacedShowing | None,
        after: PlacedShowing | None,
        opens: datetime,
        latest: datetime,
    ) -> Iterator[tuple[RuleHall, int, datetime]]:
        length = timedelta(minutes=self.showing.length)
        for minutes in range((hall.changeover - 1) // UNIT_MINUTES * UNIT_MINUTES, -1, -UNIT_MINUTES):
            changeover = timedelta(minutes=minutes)
            start = self.grid.moment(self.grid.unit_ceil(max(opens, before.end + changeover) if before else opens))
            if start <= latest and (after is None or start + length + changeover <= after.start):
                yield hall, minutes, start
                return

    def formats(self) -> Iterator[Relaxation]:
        """A hall shows a format that it cannot show yet."""
        needed = formats_needed(self.programme.context, self.showing)
        for hall in self.programme.context.halls.values():
            lacking = tuple(formats[0] for formats in needed if not can_show(hall, formats))
            move = self._best_move_in(replace(hall, formats=(*hall.formats, *lacking))) if lacking else None
            if move:
                yield Relaxation(FORMAT, (move,), hall.id, " and ".join(dict.fromkeys(lacking)))
                return

    def hours(self) -> Iterator[Relaxation]:
        """A hall stays open longer on one weekday, the smallest extension first."""
        for hall, opening, extra in sorted(self._extensions(), key=lambda extension: extension[2])[:MAX_TRIED]:
            closes = (datetime.combine(date.min, opening.closes) + extra).time()
            longer = replace(opening, closes=closes)
            openings = tuple(longer if other is opening else other for other in hall.openings)
            move = self._best_move_in(replace(hall, openings=openings))
            if move and move.starts_at is not None and self._weekday(hall, move.starts_at) == opening.weekday:
                yield Relaxation(OPEN_UNTIL, (move,), hall.id, move.starts_at + timedelta(minutes=self.showing.length))
                return

    def _extensions(self) -> Iterator[tuple[RuleHall, Opening, timedelta]]:
        length = timedelta(minutes=self.showing.length)
        for hall in self.programme.context.halls.values():
            for opening in hall.openings:
                opens, closes = (datetime.combine(date.min, clock) for clock in (opening.opens, opening.closes))
                hours = closes - opens if opens < closes else closes - opens + DAY
                if hours < length < DAY:
                    yield hall, opening, length - hours

    def _weekday(self, hall: RuleHall, moment: datetime) -> int:
        return self.programme.calendar.day_of(moment, hall.zone).weekday()

    def reopened(self) -> Iterator[Relaxation]:
        """A hall opens on a day on which it is closed."""
        for hall in self.programme.context.halls.values():
            for day in self.grid.days:
                if any(first <= day <= last for first, last in hall.closures):
                    move = self._best_move_in(replace(hall, closures=tuple(_without(hall.closures, day))))
                    if move:
                        yield Relaxation(REOPENED, (move,), hall.id, day)
                        return

    def _best_move_in(self, hall: RuleHall) -> Move | None:
        changed = self.with_hall(hall)
        for move in [move for move in self.candidate_moves(changed) if move.hall == hall.id][:MAX_TRIED]:
            if self.is_acceptable(changed, move):
                return move
        return None


def _without(closures: tuple[tuple[date, date], ...], day: date) -> Iterator[tuple[date, date]]:
    for first, last in closures:
        if first <= day <= last:
            yield from ((start, end) for start, end in ((first, day - DAY), (day + DAY, last)) if start <= end)
        else:
            yield first, last
