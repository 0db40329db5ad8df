"""How a festival holds its rules, and every conflict with what its staff have said of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from screenings.loading import load_timetable
from screenings.models import Acknowledgement, Festival, RuleSetting
from screenings.models.history import create_with_history, update_with_history
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.values import Programme

BATCH = 100


@dataclass(frozen=True, slots=True)
class ConflictStatus:
    """A conflict, and what was said of it when the facts were these."""

    conflict: Conflict
    acknowledgement: Acknowledgement | None

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledgement is not None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the timetable from being published."""
        return self.conflict.severity is Severity.ERROR and not self.is_acknowledged


@dataclass(frozen=True, slots=True)
class ConflictStatuses:
    """`lapsed` are acknowledgements given for facts that are no longer so."""

    programme: Programme
    statuses: tuple[ConflictStatus, ...]
    lapsed: tuple[Acknowledgement, ...]

    @property
    def blocking(self) -> tuple[ConflictStatus, ...]:
        return tuple(standing for standing in self.statuses if standing.blocks)


def load_conflict_statuses(festival: Festival) -> ConflictStatuses:
    """Everything the rules find in the working timetable, in the rules' order. A fixed number of queries."""
    timetable = load_timetable(festival)
    said = {row.fingerprint: row for row in Acknowledgement.objects.filter(festival=festival).select_related("by")}
    found = []
    for conflict in timetable.conflicts:
        # What can only be mended was acknowledged as something milder, if at all.
        row = said.pop(conflict.fingerprint, None)
        found.append(ConflictStatus(conflict, row if conflict.acknowledgeable else None))
    return ConflictStatuses(timetable.programme, tuple(found), tuple(said.values()))


def withdraw_acknowledgements(festival: Festival, fingerprints: Collection[str]) -> int:
    """Take acknowledgements back; how many there were. The conflicts then stand as if nobody had spoken."""
    deleted, _by_model = Acknowledgement.objects.filter(festival=festival, fingerprint__in=fingerprints).delete()
    return deleted


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
