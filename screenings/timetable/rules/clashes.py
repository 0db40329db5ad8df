"""Films for the same people at one time: a conflict for all that overlap one another, however many they are."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from heapq import heappop, heappush
from uuid import UUID

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import CLASH_KINDS, PRIVATE, SECTION, AudienceTrait, RuleContext
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.rules.sweep import ceil_minutes, close_pairs, clusters, group_shows
from screenings.timetable.values import PlacedShowing, Programme

_BOTH = ("first_", "second_")


def by_audience_trait(programme: Programme, show: PlacedShowing) -> list[tuple[str, AudienceTrait]]:
    audience = show.showing.audience
    return (
        [] if audience == PRIVATE else [(audience, trait) for trait in programme.context.traits_by_film[show.film.id]]
    )


def audience_clash(programme: Programme) -> Iterator[Conflict]:
    """Films for the same people at one time: of one director, or of one small section (or, if asked, country).

    It speaks where a clash costs an audience and could be avoided. Who comes for a director wants every film. Who comes
    for a section of five films wants all of them, too, and so it is with any section that would fill half a hall at
    most, were the films spread evenly over the halls. Of a larger one some are always on at once: with 22 halls and 14
    sections nobody can avoid it, and no audience is lost that a word to the scheduler would bring back. Countries are
    many and their films mixed, so a festival asks for them itself.

    Press screenings are compared among themselves, private ones not at all; one film in two halls is no clash. Those
    that overlap one after the other are one conflict, and one with several reasons where they share several things.
    O(n log n), however many pairs they are.
    """
    groups: dict[tuple[int, ...], tuple[list[PlacedShowing], int, list[AudienceTrait]]] = {}
    for (_audience, trait), shows in group_shows(programme, by_audience_trait).items():
        for members, pairs in _clashing_groups(shows):
            groups.setdefault(tuple(show.uid.int for show in members), (members, pairs, []))[2].append(trait)
    builder = _ClashBuilder(programme.context)
    for members, pairs, shared in groups.values():
        yield builder.clash(members, pairs, frozenset(shared))


def audience_clash_pairs(programme: Programme) -> Iterator[Conflict]:
    """The same two by two. O(n + pairs)."""
    builder = _ClashBuilder(programme.context)
    for earlier, later, shared in _clashing_pairs(programme):
        yield builder.clash((earlier, later), 1, frozenset(shared))


def count_clashing_pairs(programme: Programme) -> int:
    """How many there are in the whole programme. Two that share several things are one pair. O(n log n).

    What runs at a time is a set of bits, one for each show, and so is what of it has one trait or is of one film:
    however many clash with the next show, they are counted at once. A bit is given again when its show is over.
    """
    pairs = 0
    running: list[tuple[datetime, int, list[Hashable]]] = []
    free: list[int] = []
    bits_by_key: defaultdict[Hashable, int] = defaultdict(int)
    for show in programme.scheduled:
        while running and running[0][0] <= show.start:
            _, bit, keys = heappop(running)
            for key in keys:
                bits_by_key[key] &= ~bit
            free.append(bit)
        traits, rivals = by_audience_trait(programme, show), 0
        for trait in traits:
            rivals |= bits_by_key[trait]
        pairs += (rivals & ~bits_by_key[show.film.id]).bit_count()
        bit = free.pop() if free else 1 << len(running)
        for key in (keys := [show.film.id, *traits]):
            bits_by_key[key] |= bit
        heappush(running, (show.end, bit, keys))
    return pairs


def clashing_with(conflict: Conflict, uid: UUID) -> list[int]:
    """Which of a conflict's screenings one of them clashes with, by their place in its `uids`. O(n)."""
    own = conflict.uids.index(uid)
    if len(conflict.uids) == 2:
        return [1 - own]
    films, starts, ends = (str(conflict.facts[name]).split() for name in ("films", "starts", "ends"))
    return [
        number
        for number, film in enumerate(films)  # instants of one form in UTC are in time's order as they are in text's
        if film != films[own] and starts[number] < ends[own] and starts[own] < ends[number]
    ]


def _clashing_pairs(programme: Programme) -> list[tuple[PlacedShowing, PlacedShowing, list[AudienceTrait]]]:
    pairs: dict[tuple[int, int], tuple[PlacedShowing, PlacedShowing, list[AudienceTrait]]] = {}
    for (_audience, trait), shows in group_shows(programme, by_audience_trait).items():
        for earlier, later in close_pairs(shows, focus_uid=programme.focus_uid):
            if earlier.film.id != later.film.id:
                pair = (earlier.uid.int, later.uid.int)
                pairs.setdefault(pair, (earlier, later, []))[2].append(trait)
    return list(pairs.values())


def _clashing_groups(shows: Iterable[PlacedShowing]) -> Iterator[tuple[list[PlacedShowing], int]]:
    """Of shows sorted by start the clusters, without those that overlap none of another film; and each one's pairs."""
    for cluster in clusters(shows):
        if len(cluster) > 1:
            rivals = _count_rivals(cluster)
            if all(rivals):
                yield cluster, sum(rivals) // 2
            else:  # what is left out may have held two clusters together
                yield from _clashing_groups(show for show, count in zip(cluster, rivals, strict=True) if count)


def _count_rivals(cluster: Sequence[PlacedShowing]) -> list[int]:
    """For each of a cluster, with how many others of another film it overlaps."""
    counts = _count_overlaps(cluster)
    by_film: defaultdict[int, list[int]] = defaultdict(list)
    for number, show in enumerate(cluster):
        by_film[show.film.id].append(number)
    for numbers in by_film.values():
        if len(numbers) > 1:
            of_same_film = _count_overlaps([cluster[number] for number in numbers])
            for number, count in zip(numbers, of_same_film, strict=True):
                counts[number] -= count
    return counts


def _count_overlaps(shows: Sequence[PlacedShowing]) -> list[int]:
    """For each of these, sorted by start, with how many others it overlaps: all but those before and those after it."""
    starts, ends = [show.start for show in shows], sorted(show.end for show in shows)
    return [bisect_left(starts, show.end) - bisect_right(ends, show.start) - 1 for show in shows]


class _ClashBuilder:
    """What several conflicts say of one showing, or share, is worded once: a thousand at one time are many pairs."""

    def __init__(self, context: RuleContext) -> None:
        self.context = context
        self.names_by_uid: dict[int, dict[str, str]] = {}
        self.shared_by_traits: dict[frozenset[AudienceTrait], tuple[str, dict[str, str]]] = {}

    def clash(self, shows: Sequence[PlacedShowing], pairs: int, shared: frozenset[AudienceTrait]) -> Conflict:
        if shared not in self.shared_by_traits:
            self.shared_by_traits[shared] = self._shared(sorted(shared, key=str))
        shared_fact, shared_names = self.shared_by_traits[shared]
        named = [self._names(show) for show in shows]
        facts: dict[str, str | int] = {"films": " ".join(str(show.film.id) for show in shows), "shared": shared_fact}
        if len(shows) == 2:
            (earlier, later), (first, second) = shows, named
            facts["first_starts"], facts["second_starts"] = first["starts"], second["starts"]
            facts["overlap"] = ceil_minutes(min(earlier.end, later.end) - later.start)
            names = {f"{prefix}{name}": each[name] for prefix, each in zip(_BOTH, named, strict=True) for name in each}
        else:
            facts["starts"], facts["ends"] = (" ".join(each[name] for each in named) for name in ("starts", "ends"))
            facts["at_once"], facts["pairs"] = _most_at_once(shows), pairs
            names = {name: "\n".join(each[name] for each in named) for name in named[0]}
        return Conflict("audience-clash", tuple(show.uid for show in shows), facts, {**names, **shared_names})

    def _shared(self, shared: list[AudienceTrait]) -> tuple[str, dict[str, str]]:
        of_kind = {
            kind: [_trait_name(self.context, trait) for trait in shared if trait[0] == kind] for kind in CLASH_KINDS
        }
        fact = " ".join(f"{kind}:{value}" for kind, value in shared)
        return fact, {kind: "\n".join(names) for kind, names in of_kind.items()}

    def _names(self, show: PlacedShowing) -> dict[str, str]:
        if show.uid.int not in self.names_by_uid:
            self.names_by_uid[show.uid.int] = show.names_for_wording()
        return self.names_by_uid[show.uid.int]


def _most_at_once(shows: Sequence[PlacedShowing]) -> int:
    """Of these, sorted by start, how many run at one time, where most do."""
    ends = sorted(show.end for show in shows)
    return max(number - bisect_right(ends, show.start) for number, show in enumerate(shows, 1))


def _trait_name(context: RuleContext, trait: AudienceTrait) -> str:
    kind, value = trait
    if isinstance(value, str):
        return value
    return context.sections[value] if kind == SECTION else context.people[value]


RULES = (
    Rule(
        "audience-clash",
        audience_clash,
        Severity.NOTICE,
        DependsOn.OTHERS,
        group_by=by_audience_trait,
        only_nearby=True,
        find_pairs=audience_clash_pairs,
    ),
)
