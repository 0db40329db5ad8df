"""What a change would break and mend, without running every rule over the whole programme."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.rules import RULES, find_conflicts, run_rule
from screenings.timetable.rules.rule import Rule
from screenings.timetable.rules.sweep import clusters, group_shows
from screenings.timetable.values import PlacedShowing, Programme, Showing

_GATHERED = frozenset(rule.code for rule in RULES if rule.find_pairs)


@dataclass(frozen=True, slots=True)
class Move:
    """A showing's new place; without hall and start it goes back to the tray."""

    uid: UUID
    placement: Placement = UNPLACED

    @property
    def hall(self) -> int | None:
        return self.placement.hall

    @property
    def starts_at(self) -> datetime | None:
        return self.placement.starts_at


@dataclass(frozen=True, slots=True)
class Consequences:
    """Conflicts that a change brings and takes away, each the same while its fingerprint and severity are.

    One whose facts change is taken away and brought anew; one that now only names another hall or hour is neither.
    """

    added: tuple[Conflict, ...] = ()
    removed: tuple[Conflict, ...] = ()

    def reversed(self) -> "Consequences":
        """Those of the way there, where these are of the way back."""
        return Consequences(added=self.removed, removed=self.added)

    def told_of(self, uids: Iterable[UUID]) -> "Consequences":
        """What is news to whoever changed these: nothing that stays as it was but for the hour."""
        return self.touching(uids).without_same_subjects()

    def without_same_subjects(self) -> "Consequences":
        """Without what is taken away and brought anew about the same, as of a show that moves by minutes."""
        same = {conflict.subject for conflict in self.added} & {conflict.subject for conflict in self.removed}
        return Consequences(
            tuple(conflict for conflict in self.added if conflict.subject not in same),
            tuple(conflict for conflict in self.removed if conflict.subject not in same),
        )

    def touching(self, uids: Iterable[UUID]) -> "Consequences":
        """Without what others have among themselves: that they clash as before, by one more or fewer."""
        changed = set(uids)

        def is_news(conflict: Conflict) -> bool:
            return conflict.code not in _GATHERED or not changed.isdisjoint(conflict.uids)

        return Consequences(tuple(filter(is_news, self.added)), tuple(filter(is_news, self.removed)))


def consequences_of(programme: Programme, change: Move | Showing) -> Consequences:
    """What find_conflicts() would say differently after the change of one showing, in the order of RULES.

    A Showing takes the place of the one with its uid, or is added where there is none. Ask many about one programme
    through one WhatIf: the index it needs is made once.
    Raises KeyError for a Move of a showing or to a hall that the programme does not know.
    """
    return WhatIf(programme).consequences_of(change)


def consequences_between(before: Programme, after: Programme, *, pairwise: bool = False) -> Consequences:
    """The same of any number of changes: what all the rules say of one programme and not of the other."""
    return diff_conflicts(find_conflicts(before, pairwise=pairwise), find_conflicts(after, pairwise=pairwise))


def diff_conflicts(before: Iterable[Conflict], after: Iterable[Conflict]) -> Consequences:
    """The same of two findings that are known already."""
    now, then = dict.fromkeys(before), dict.fromkeys(after)  # most are the same, and a fingerprint takes its time
    old = _by_identity(conflict for conflict in now if conflict not in then)
    new = _by_identity(conflict for conflict in then if conflict not in now)
    return Consequences(
        added=tuple(conflict for mark, conflict in new.items() if mark not in old),
        removed=tuple(conflict for mark, conflict in old.items() if mark not in new),
    )


def _by_identity(conflicts: Iterable[Conflict]) -> dict[tuple[str, Severity], Conflict]:
    return {(conflict.fingerprint, conflict.severity): conflict for conflict in conflicts}


@dataclass(frozen=True)
class WhatIf:
    """A programme, and what has to be known of it to say what one change means. Making it costs O(n log n).

    `pairwise`: what is wrong between showings is told two by two, for a search to count.
    """

    programme: Programme
    pairwise: bool = False

    def consequences_of(self, change: Move | Showing) -> Consequences:
        before = self._showings.get(change.uid)
        after = self._showings[change.uid].at(change.placement) if isinstance(change, Move) else change
        places = [place for each in (before, after) if each and (place := self._place(each))]
        near = self._nearby(places)
        added: list[Conflict] = []
        removed: list[Conflict] = []
        for rule in RULES:
            others = [show.showing for show in self._others(rule, places, near) if show.uid != change.uid]
            now, then = (
                run_rule(rule, self._only(others, showing, change.uid), pairwise=self.pairwise)
                for showing in (before, after)
            )
            differing = diff_conflicts(now, then)
            added += differing.added
            removed += differing.removed
        return Consequences(tuple(added), tuple(removed))

    def _place(self, showing: Showing) -> PlacedShowing | None:
        return None if showing.cancelled else self.programme.placed_showing(showing)

    def _only(self, others: list[Showing], one: Showing | None, about: UUID) -> Programme:
        return replace(self.programme, showings=(*others, one) if one else tuple(others), focus_uid=about)

    def _others(self, rule: Rule, places: list[PlacedShowing], near: list[PlacedShowing]) -> Iterable[PlacedShowing]:
        """The shows with which it could be, or could have been, in conflict under this rule."""
        if rule.group_by is None:
            return ()
        keys = {key for place in places for key in rule.group_by(self.programme, place)}
        if not keys:
            return ()
        if rule.find_pairs and not self.pairwise:
            return self._in_clusters(rule, places)
        if rule.only_nearby:
            return (show for show in near if not keys.isdisjoint(rule.group_by(self.programme, show)))
        groups = self._groups[rule.code]
        return {show.uid.int: show for key in keys for show in groups.get(key, ())}.values()

    def _in_clusters(self, rule: Rule, places: list[PlacedShowing]) -> Iterable[PlacedShowing]:
        """All in a cluster where it is or would be, and in one that two of those share: they may be one conflict."""
        assert rule.group_by is not None
        touched = dict(self._touched(rule, places, lambda key: True))
        members = {show.uid.int: show for cluster in touched.values() for show in cluster}
        counts = Counter(key for show in members.values() for key in rule.group_by(self.programme, show))
        touched.update(self._touched(rule, members.values(), lambda key: counts[key] > 1))
        return {show.uid.int: show for cluster in touched.values() for show in cluster}.values()

    def _touched(
        self, rule: Rule, places: Iterable[PlacedShowing], counts: Callable[[Hashable], bool]
    ) -> Iterator[tuple[int, list[PlacedShowing]]]:
        """The clusters of the keys that count with which these overlap, by identity."""
        assert rule.group_by is not None
        for place in places:
            for key in filter(counts, rule.group_by(self.programme, place)):
                of_key, ends = self._clusters[rule.code].get(key, ([], []))
                for number in range(bisect_right(ends, place.start), len(ends)):
                    if of_key[number][0].start >= place.end:
                        break
                    yield id(of_key[number]), of_key[number]

    def _nearby(self, places: list[PlacedShowing]) -> list[PlacedShowing]:
        """What runs so near to where it is or would be that a changeover or a way can come between them."""
        found: dict[int, PlacedShowing] = {}
        for place in places:
            first = bisect_left(self._starts, place.start - self._longest - self._margin)
            last = bisect_right(self._starts, place.end + self._margin)
            for show in self.programme.scheduled[first:last]:
                if show.end + self._margin > place.start:
                    found[show.uid.int] = show
        return list(found.values())

    @cached_property
    def _showings(self) -> dict[UUID, Showing]:
        return {showing.uid: showing for showing in self.programme.showings}

    @cached_property
    def _starts(self) -> list[datetime]:
        return [show.start for show in self.programme.scheduled]

    @cached_property
    def _longest(self) -> timedelta:
        return max((show.end - show.start for show in self.programme.scheduled), default=timedelta(0))

    @cached_property
    def _margin(self) -> timedelta:
        house = self.programme.context
        changeover = max((hall.changeover for hall in house.halls.values()), default=0)
        return timedelta(minutes=max(changeover, house.longest_travel_minutes))

    @cached_property
    def _clusters(self) -> dict[str, dict[Hashable, tuple[list[list[PlacedShowing]], list[datetime]]]]:
        """Of each rule that gathers, the clusters under each key and their ends."""
        return {
            rule.code: {
                key: (of_key, [max(show.end for show in cluster) for cluster in of_key])
                for key, shows in group_shows(self.programme, rule.group_by).items()
                for of_key in [list(clusters(shows))]
            }
            for rule in RULES
            if rule.group_by and rule.find_pairs
        }

    @cached_property
    def _groups(self) -> dict[str, dict[Hashable, list[PlacedShowing]]]:
        """Of each rule that looks beyond what is near, the shows under each key."""
        return {
            rule.code: group_shows(self.programme, rule.group_by)
            for rule in RULES
            if rule.group_by and not rule.only_nearby
        }
