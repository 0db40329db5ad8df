"""The graph whose paths are all the plans that a visitor can keep. Limits shape it; what films are worth is not in it.

A day begins and ends at a node of rest. Between them a path visits showings, each reachable in time from the one
before, and its state is how many it has seen that day and which breaks it has had, as far as that can still matter.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

REST = -1
DayState = tuple[int, int]  # breaks had today, as bits; showings seen today (0 throughout where nothing counts them)


@dataclass(frozen=True, slots=True)
class Visit:
    """A showing as the graph sees it: seconds since 1970, and the numbers of its site and day."""

    start: int
    end: int
    site: int
    day: int
    booked: bool = False


@dataclass(frozen=True, slots=True)
class DayRules:
    """One day's limits. `at_most`: showings, None for any number. `breaks`: (opens, closes, length) in seconds."""

    at_most: int | None = None
    breaks: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanGraph:
    """Nodes in topological order; all paths begin at the first one and end at the last.

    `visits[n]` is the showing that node n stands for, or REST; `predecessors[n]` are the nodes it is reached from.
    """

    visits: tuple[int, ...]
    predecessors: tuple[tuple[int, ...], ...]


class Reachability:
    """Which visits can be reached from which, and which breaks fit between them. Times are seconds."""

    def __init__(self, travel: Sequence[Sequence[int]], margin: int, rules: Sequence[DayRules]) -> None:
        self.travel, self.margin, self.rules = travel, margin, rules

    def can_reach(self, origin: Visit, destination: Visit) -> bool:
        """In time; two booked showings only must not overlap: how to hurry there is the visitor's affair."""
        spare = destination.start - origin.end
        travel = self.margin + self.travel[origin.site][destination.site]
        return spare >= travel or (origin.booked and destination.booked and spare >= 0)

    def fitting_breaks(self, day: int, origin: Visit | None, destination: Visit | None) -> int:
        """The day's breaks that fit between two showings, as bits; None is the night.

        A break ends before the visitor is due at the next showing and adds its whole length to the travel time. Where
        on the way it is taken is left open.
        """
        fitting = 0
        for number, (opens, closes, length) in enumerate(self.rules[day].breaks):
            earliest = opens if origin is None else max(opens, origin.end)
            latest = closes if destination is None else min(closes, destination.start - self.margin)
            if earliest + length > latest:
                continue
            if origin and destination:
                travel = self.travel[origin.site][destination.site] + self.margin
                if origin.end + travel + length > destination.start:
                    continue
            fitting |= 1 << number
        return fitting

    def all_breaks(self, day: int) -> int:
        return (1 << len(self.rules[day].breaks)) - 1


def build_graph(visits: Sequence[Visit], reachability: Reachability) -> PlanGraph:
    """The graph of all plans. `visits` in order of start, their days in the same order."""
    return _GraphBuilder(visits, reachability).graph()


class _GraphBuilder:
    def __init__(self, visits: Sequence[Visit], reachability: Reachability) -> None:
        self.visits, self.reachability = visits, reachability
        self.days: list[list[int]] = [[] for _ in reachability.rules]
        for number, visit in enumerate(visits):
            self.days[visit.day].append(number)
        self.node_visits: list[int] = []
        self.predecessors: list[tuple[int, ...]] = []
        self.states: list[dict[DayState, int]] = [{} for _ in visits]  # of each visit: state -> node
        self.day_exits: defaultdict[int, list[int]] = defaultdict(list)  # the nodes from which day n begins afresh
        self.late_visits: defaultdict[int, list[int]] = defaultdict(list)  # visits that reach into day n without rest
        self.longest_break = max((length for rules in reachability.rules for _, _, length in rules.breaks), default=0)
        self.farthest = [max(row) for row in reachability.travel]
        self.begins = [self._begins(day) for day in range(len(self.days))]

    def graph(self) -> PlanGraph:
        rest = self._add(REST, ())
        for day, numbers in enumerate(self.days):
            counts = self._limit_can_bind(day)
            for number in numbers:
                self._enter(number, rest, counts)
            rest = self._add(REST, (rest, *self._day_exits(day)))
        return PlanGraph(tuple(self.node_visits), tuple(self.predecessors))

    def _add(self, visit: int, before: tuple[int, ...]) -> int:
        self.node_visits.append(visit)
        self.predecessors.append(before)
        return len(self.predecessors) - 1

    def _limit_can_bind(self, day: int) -> bool:
        """Whether the day's limit can bind: more showings than it allows fit into the day, travel left aside."""
        at_most = self.reachability.rules[day].at_most
        if at_most is None:
            return False
        free, fit = None, 0
        for visit in sorted((self.visits[number] for number in self.days[day]), key=lambda visit: visit.end):
            if free is None or visit.start >= free:
                free, fit = visit.end, fit + 1
        return fit > at_most

    def _enter(self, number: int, rest: int, counts: bool) -> None:
        """Add a node for each state in which this showing can be left."""
        visit, day = self.visits[number], self.visits[number].day
        at_most = self.reachability.rules[day].at_most if counts else None
        if at_most == 0:
            return
        reached: defaultdict[DayState, list[int]] = defaultdict(list)
        reached[self.reachability.fitting_breaks(day, None, visit), int(counts)].append(rest)
        for node, breaks_had in self._from_earlier_days(visit):
            reached[breaks_had, int(counts)].append(node)
        for other in self.days[day]:
            if other == number:
                break
            earlier_visit = self.visits[other]
            if self.states[other] and self.reachability.can_reach(earlier_visit, visit):
                breaks_had = self.reachability.fitting_breaks(day, earlier_visit, visit)
                for (breaks_before, showings_seen), node in self.states[other].items():
                    if at_most is None or showings_seen < at_most:
                        reached[breaks_before | breaks_had, showings_seen + counts].append(node)
        rest_of_day, complete = self.reachability.fitting_breaks(day, visit, None), self.reachability.all_breaks(day)
        for (breaks_had, showings_seen), nodes in reached.items():
            if breaks_had | rest_of_day == complete:  # else a break is missed for good
                self.states[number][breaks_had, showings_seen] = self._add(number, tuple(nodes))

    def _from_earlier_days(self, visit: Visit) -> Iterator[tuple[int, int]]:
        """Nodes of earlier days that lead here without a rest, and the breaks of this day taken on the way."""
        for other in self.late_visits[visit.day]:
            earlier_visit = self.visits[other]
            if self.reachability.can_reach(earlier_visit, visit):
                ended = self.reachability.fitting_breaks(earlier_visit.day, earlier_visit, visit)
                breaks_had = self.reachability.fitting_breaks(visit.day, earlier_visit, visit)
                for (breaks_before, _seen), node in self.states[other].items():
                    if breaks_before | ended == self.reachability.all_breaks(earlier_visit.day):
                        yield node, breaks_had

    def _day_exits(self, day: int) -> list[int]:
        """The nodes after which the next day begins afresh."""
        for number in self.days[day]:
            afresh = self._first_fresh_day(self.visits[number])
            self.day_exits[afresh] += self.states[number].values()
            for later in range(day + 1, afresh):
                self.late_visits[later].append(number)
        return self.day_exits.pop(day + 1, [])

    def _first_fresh_day(self, visit: Visit) -> int:
        """The first day of which neither a showing nor a break is affected by when this showing ends."""
        last_break = max((closes for _, closes, _ in self.reachability.rules[visit.day].breaks), default=visit.end)
        free_from = self.reachability.margin + max(
            visit.end + self.longest_break + self.farthest[visit.site], last_break
        )
        touched = (day for day in range(visit.day + 1, len(self.days)) if self.begins[day] < free_from)
        return max(touched, default=visit.day) + 1

    def _begins(self, day: int) -> float:
        """When the day's first showing or break opens, whichever comes first."""
        opens = [opens for opens, _, _ in self.reachability.rules[day].breaks]
        return min([self.visits[number].start for number in self.days[day][:1]] + opens, default=inf)
