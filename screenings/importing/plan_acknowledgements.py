"""Acknowledgements: what they stand for is found again among the conflicts, once everything else is written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import uuid4

from django.utils import translation

from screenings.importing.detail_rows import AcknowledgementRow
from screenings.importing.diff_builder import field_changes
from screenings.importing.named_rows import NamedRows
from screenings.importing.table_planner import TablePlanner
from screenings.models import Acknowledgement, Festival
from screenings.scheduling.conflict_status import load_conflict_statuses
from screenings.text.cleaning import one_line
from screenings.timetable.conflicts import Conflict
from screenings.wording.conflicts import conflict_sentence

_Key = tuple[str, tuple[str, ...], str]
_SAID = ("reason", "at")
T = TypeVar("T")


def acknowledgement_rows(festival: Festival, names: NamedRows) -> list[tuple[AcknowledgementRow, Acknowledgement]]:
    """Those of the conflicts that there are, then those that have lapsed. The rules run, where any was given."""
    given = {said.pk: said for said in Acknowledgement.objects.filter(festival=festival).order_by("at", "pk")}
    if not given:
        return []
    rows = []
    for status in load_conflict_statuses(festival).statuses:
        if said := status.acknowledgement:
            rule, screenings, sentence = _key(status.conflict, names)
            rows.append((AcknowledgementRow(rule, said.reason, said.at, screenings, sentence), said))
            del given[said.pk]
    lapsed = ((AcknowledgementRow(said.code, said.reason, said.at), said) for said in given.values())
    return [*rows, *lapsed]


@dataclass
class AcknowledgementPlanner(TablePlanner):
    names: NamedRows

    def plan(self, rows: Sequence[AcknowledgementRow]) -> None:
        if not rows:
            return
        there = acknowledgement_rows(self.festival, self.names) if self.festival.pk else []
        waiting = _by_key((_row_key(old), (old, said)) for old, said in there)
        new = []
        for row in rows:
            if unknown := next((key for key in row.screenings if self.names.find("screening", key) is None), None):
                self.changeset.problems.append(row.problem("screenings", self.names.missing("screening", unknown)))
            elif same := waiting.get(_row_key(row)):
                self._change(row, *same.pop(0))
            else:
                new.append(row)
                self.diff_builder.record_added("acknowledgement", row.rule, row.conflict or row.reason)
        for old, _said in (pair for pairs in waiting.values() for pair in pairs):
            self.diff_builder.record_not_in_file("acknowledgement", old.rule, old.conflict or old.reason)
        if new:
            self.changeset.afterwards(lambda: self._write(new))

    def _change(self, row: AcknowledgementRow, old: AcknowledgementRow, said: Acknowledgement) -> None:
        changes = field_changes(old, row, _SAID, row.stated_columns, self.festival.zone)
        self.diff_builder.record_compared("acknowledgement", row.rule, row.conflict, changes)
        for change in changes:
            setattr(said, change.column, getattr(row, change.column))
        if changes:
            self.changeset.update(said, [change.column for change in changes], row)

    def _write(self, rows: Iterable[AcknowledgementRow]) -> None:
        """In the transaction of all else."""
        conflicts = load_conflict_statuses(Festival.objects.get(pk=self.festival.pk)).statuses
        waiting = _by_key(
            (_key(status.conflict, self.names), status.conflict)
            for status in conflicts
            if not status.is_acknowledged and status.conflict.acknowledgeable
        )
        made = []
        for row in rows:
            same = waiting.get(_row_key(row))
            if same or not row.conflict:
                # That of no conflict there will ever be, for one that has lapsed.
                fingerprint = same.pop(0).fingerprint if same else uuid4().hex
                made.append(
                    Acknowledgement(
                        festival=self.festival, code=row.rule, fingerprint=fingerprint, reason=row.reason, at=row.at
                    )
                )
            else:
                message = "there is no such conflict here, so nothing was acknowledged."
                self.changeset.remarks.append(row.problem("conflict", message))
        Acknowledgement.objects.bulk_create(made)


def _by_key(pairs: Iterable[tuple[_Key, T]]) -> dict[_Key, list[T]]:
    found: defaultdict[_Key, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def _row_key(row: AcknowledgementRow) -> _Key:
    """One that has lapsed is known again by what was said, and when."""
    if not row.conflict:
        return row.rule, (), f"{row.at.isoformat()} {row.reason}"
    return row.rule, tuple(sorted(row.screenings)), row.conflict


def _key(conflict: Conflict, names: NamedRows) -> _Key:
    """In the words of the source, whatever language somebody reads."""
    with translation.override("en"):
        sentence = one_line(conflict_sentence(conflict))
    return conflict.code, tuple(sorted(names.name_of("screening", uid) for uid in conflict.uids)), sentence
