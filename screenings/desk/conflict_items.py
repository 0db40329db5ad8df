"""Conflicts as staff read them: the sentence, and links to the screenings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from screenings.models import Screening
from screenings.timetable.conflicts import Conflict, Severity, worst_first
from screenings.timetable.what_if import Consequences
from screenings.wording.conflict_places import grouped_by_place
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.rules import rule_name

MAX_CONFLICTS_SHOWN = 20
MAX_LINKS = 10  # screenings of one conflict


@dataclass(frozen=True, slots=True)
class ConflictItem:
    """A conflict in words, with links to its first screenings and the primary key of the last of them.

    `place` heads it in a long list, which is in the order of places; empty in a list of a few.
    """

    severity: Severity
    sentence: str
    links: SafeString
    fingerprint: str
    acknowledgeable: bool
    last_screening_pk: int | None = None
    place: str = ""
    rule: str = ""

    def __html__(self) -> str:
        return format_html("{} {}", self.sentence, self.links)


class EqualConflicts(NamedTuple):
    """Conflicts of one rule and one severity, told in one line that opens."""

    severity: Severity
    rule: str
    items: tuple[ConflictItem, ...]


def conflict_items(conflicts: Iterable[Conflict], to: UUID | None = None) -> list[ConflictItem]:
    """Two queries for any number of conflicts. `to`: the screening that they are told of, where it is one."""
    chosen = list(conflicts)
    uids = {uid for conflict in chosen for uid in (*conflict.uids[:MAX_LINKS], conflict.uids[-1])}
    screenings = {row.uid: row for row in Screening.objects.filter(uid__in=uids).for_timetable()} if uids else {}
    return [
        ConflictItem(
            severity=conflict.severity,
            sentence=conflict_sentence(conflict, to),
            links=_links(conflict, screenings),
            fingerprint=conflict.fingerprint,
            acknowledgeable=conflict.acknowledgeable,
            rule=rule_name(conflict.code),
            last_screening_pk=screenings[conflict.uids[-1]].pk if conflict.uids[-1] in screenings else None,
        )
        for conflict in chosen
    ]


def conflict_items_by_place(conflicts: Iterable[Conflict]) -> list[ConflictItem]:
    """The same in the order of halls and days, with headings for them where they are more than a few. Two queries.

    Those that read the same are one with how many they are: a film that is four times in a hall at once is six pairs.
    """
    groups = [
        (place, list(_told_once(group))) for place, group in grouped_by_place(conflicts, lambda conflict: conflict)
    ]
    items = iter(conflict_items(conflict for _place, group in groups for conflict, _times in group))
    return [
        replace(item := next(items), place=str(place or ""), sentence=_with_times(item.sentence, times))
        for place, group in groups
        for _conflict, times in group
    ]


def first_conflict_items(conflicts: Iterable[Conflict], limit: int) -> tuple[tuple[ConflictItem, ...], int]:
    """The first lines, those that read the same as one, and how many conflicts come after them. Two queries."""
    once = list(_told_once(conflicts))
    items = conflict_items(conflict for conflict, _times in once[:limit])
    told = (
        replace(item, sentence=_with_times(item.sentence, times))
        for item, (_conflict, times) in zip(items, once[:limit], strict=True)
    )
    return tuple(told), sum(times for _conflict, times in once[limit:])


def _told_once(conflicts: Iterable[Conflict]) -> Iterator[tuple[Conflict, int]]:
    """What can be acknowledged is ticked one by one, and stays apart."""
    alike: dict[object, list[Conflict]] = {}
    for conflict in conflicts:
        key = conflict.fingerprint if conflict.acknowledgeable else (conflict.severity, conflict_sentence(conflict))
        alike.setdefault(key, []).append(conflict)
    for first, *others in alike.values():
        uids = dict.fromkeys(uid for each in (first, *others) for uid in each.uids)
        yield (replace(first, uids=tuple(uids)) if others else first), len(others) + 1


def _with_times(sentence: str, times: int) -> str:
    return sentence if times == 1 else f"{sentence} ({times} times)"


def worst_conflict_items(
    conflicts: Iterable[Conflict], limit: int = MAX_CONFLICTS_SHOWN, to: UUID | None = None
) -> list[ConflictItem]:
    """The severest, no more than somebody reads. Two queries."""
    return conflict_items(worst_first(conflicts)[:limit], to)


def consequences_context(consequences: Consequences, to: UUID | None = None) -> dict[str, Any]:
    """For `_consequences.html`. Two queries for either list, none for an empty one."""
    return {
        "new_conflicts": by_rule(worst_conflict_items(consequences.added, to=to)),
        "resolved_conflicts": by_rule(worst_conflict_items(consequences.removed, to=to)),
        "number_new": len(consequences.added),
        "number_resolved": len(consequences.removed),
        "number_shown": MAX_CONFLICTS_SHOWN,
    }


def by_rule(items: Iterable[ConflictItem]) -> list[EqualConflicts]:
    """For `_conflict_groups.html`."""
    groups: dict[tuple[Severity, str], list[ConflictItem]] = {}
    for item in items:
        groups.setdefault((item.severity, item.rule), []).append(item)
    return [EqualConflicts(*group, tuple(members)) for group, members in groups.items()]


def _links(conflict: Conflict, screenings: Mapping[UUID, Screening]) -> SafeString:
    rows = (screenings[uid] for uid in conflict.uids[:MAX_LINKS] if uid in screenings)
    links = ((reverse("admin:screenings_screening_change", args=[row.pk]), str(row)) for row in rows)
    return format_html_join(" · ", '<a href="{}">{}</a>', links)
