"""How a festival holds its rules, and every conflict with what its staff have said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db import transaction

from screenings.loading import WorkingTimetable, load_timetable
from screenings.models import Acknowledgement, Festival, RuleSetting
from screenings.models.history import create_with_history, update_with_history
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import CODES
from screenings.timetable.values import PlacedShowing, Programme

BATCH = 100


@dataclass(frozen=True, slots=True)
class ConflictStatus:
    """A conflict, and what was said of it when the facts were these.

    `is_in_outcome`: it would be public; otherwise it is one of the working timetable alone, as something is on hold.
    """

    conflict: Conflict
    acknowledgement: Acknowledgement | None
    is_in_outcome: bool = True

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledgement is not None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the timetable from being published."""
        return self.is_in_outcome and self.conflict.severity is Severity.ERROR and not self.is_acknowledged


@dataclass(frozen=True)
class ConflictStatuses:
    """`lapsed` are acknowledgements given for facts that are no longer so; `outcome` is what would be public."""

    programme: Programme
    outcome: Programme
    statuses: tuple[ConflictStatus, ...]
    lapsed: tuple[Acknowledgement, ...]

    @property
    def blocking(self) -> tuple[ConflictStatus, ...]:
        return tuple(standing for standing in self.statuses if standing.blocks)

    def shows_of(self, status: ConflictStatus) -> tuple[PlacedShowing, ...]:
        """Its screenings, where the conflict has them."""
        placed = self._in_outcome if status.is_in_outcome else self._working
        return tuple(placed[uid] for uid in status.conflict.uids)

    @cached_property
    def _working(self) -> dict[UUID, PlacedShowing]:
        return {show.uid: show for show in self.programme.scheduled}

    @cached_property
    def _in_outcome(self) -> dict[UUID, PlacedShowing]:
        return {show.uid: show for show in self.outcome.scheduled}


def load_conflict_statuses(festival: Festival) -> ConflictStatuses:
    """What the rules find in the working timetable, and in its outcome where that is another; in the rules' order.

    A fixed number of queries.
    """
    timetable = load_timetable(festival)
    said = {row.fingerprint: row for row in Acknowledgement.objects.filter(festival=festival).select_related("by")}
    found = []
    for conflict, is_in_outcome in _conflicts(timetable):
        # What can only be mended was acknowledged as something milder, if at all.
        row = said.pop(conflict.fingerprint, None)
        found.append(ConflictStatus(conflict, row if conflict.acknowledgeable else None, is_in_outcome))
    return ConflictStatuses(timetable.programme, timetable.outcome, tuple(found), tuple(said.values()))


def _conflicts(timetable: WorkingTimetable) -> Iterable[tuple[Conflict, bool]]:
    """Each with whether it would be public."""
    if not timetable.holds:
        return ((conflict, True) for conflict in timetable.conflicts)
    public = {conflict.fingerprint: (conflict, True) for conflict in timetable.outcome_conflicts}
    working = {conflict.fingerprint: (conflict, False) for conflict in timetable.conflicts}
    return sorted({**working, **public}.values(), key=lambda found: CODES.index(found[0].code))


def set_severities(festival: Festival, severities: Mapping[str, str]) -> None:
    """From now on these rules are this severe; an empty one is held as the house does. Others stay as they are.

    Raises ValidationError for a rule or a severity that there is not.
    """
    rows = [RuleSetting(festival=festival, code=code, severity=held) for code, held in severities.items() if held]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        held = {row.code: row for row in RuleSetting.objects.filter(festival=festival, code__in=severities)}
        wanted = {row.code: row.severity for row in rows}
        # What stays as it is leaves no entry in the history.
        changed = [row for code, row in held.items() if wanted.get(code, row.severity) != row.severity]
        for row in changed:
            row.severity = wanted[row.code]
        gone = [row.pk for code, row in held.items() if code not in wanted]
        RuleSetting.objects.filter(pk__in=gone).delete()
        update_with_history(RuleSetting, changed, ["severity"], batch_size=BATCH)
        create_with_history(RuleSetting, [row for row in rows if row.code not in held], batch_size=BATCH)
