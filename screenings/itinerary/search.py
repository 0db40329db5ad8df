"""The most valuable path on which no film is seen twice: branch and bound over a Lagrangian relaxation.

Relaxed, a film may be seen twice, but each of its showings pays the film's price (its multiplier), and every price is
paid back once: the longest path is then a bound. Prices rise for films seen twice and fall for films left out, until
the bound meets the best plan found; nodes through which no path reaches beyond that plan are struck. What prices
cannot settle is settled by branching. Every number is whole, so a bound is a proof and not an estimate.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from screenings.itinerary.graph import REST, Graph

SCALE: Final = 720  # prices are counted in this fraction of a unit of value
# Found by trial on three real programmes, 20 to 80 films: rounds of prices at the root and below it, between two
# strikings, and for how little a step of the prices is not worth taking.
ROOT_ROUNDS, ROUNDS, STRIKE_EVERY, SHORTEST = 100, 20, 5, 0.05
BARRED: Final = -(10**18)  # a gain no path makes up for


@dataclass(frozen=True, slots=True)
class Task:
    """`films[v]` are those seen in visit v, `values[f]` what film f is worth; prices to begin with, in 1/SCALE."""

    graph: Graph
    films: Sequence[tuple[int, ...]]
    values: Sequence[int]
    prices: Sequence[int]
    shown: Sequence[Sequence[int]] = field(init=False)

    def __post_init__(self) -> None:
        shown: list[list[int]] = [[] for _ in self.values]
        for visit, films in enumerate(self.films):
            for film in films:
                shown[film].append(visit)
        object.__setattr__(self, "shown", shown)

    def gains(self, prices: Sequence[int]) -> list[int]:
        """What each visit is worth after its films' prices; last, for REST, nothing."""
        films = [SCALE * value - price for value, price in zip(self.values, prices, strict=True)]
        return [films[seen[0]] if len(seen) == 1 else sum(films[f] for f in seen) for seen in self.films] + [0]

    def value(self, path: Iterable[int]) -> int:
        """What a path on which no film is seen twice is worth."""
        return sum(self.values[film] for visit in path for film in self.films[visit])

    def count(self, path: Iterable[int]) -> list[int]:
        """How often each film is seen on a path."""
        seen = [0] * len(self.values)
        for visit in path:
            for film in self.films[visit]:
                seen[film] += 1
        return seen

    def reach(self, without: Collection[int]) -> dict[int, int]:
        """For each visit on some path without those: what no plan that makes it is worth more than."""
        gains, total = self.gains(self.prices), sum(self.prices)
        paths = Paths(self.graph, (visit not in without for visit in self.graph.visits))
        most, after = paths.longest(gains)[0], paths.onward(gains)
        best: dict[int, int] = {}
        for visit, so_far, rest in zip(paths.visits, most, after, strict=True):
            if rest is not None and visit != REST:
                best[visit] = max(best.get(visit, 0), (so_far + rest + total) // SCALE)
        return best


@dataclass(frozen=True, slots=True)
class Found:
    """The best path and the proof: no path is worth more than `bound`. `prices` are the root's, for tasks like it."""

    value: int
    visits: tuple[int, ...]
    bound: int
    prices: tuple[int, ...]


class Paths:
    """The part of a graph that a set of visits leaves, and its longest paths."""

    def __init__(self, graph: Graph, alive: Iterable[int]) -> None:
        """`alive` says for each node whether it may be used."""
        place: dict[int, int] = {}
        self.nodes: list[int] = []
        self.visits: list[int] = []
        self.before: list[list[int]] = []
        for node, (visit, before, lives) in enumerate(zip(graph.visits, graph.before, alive, strict=True)):
            kept = [place[other] for other in before if other in place] if lives else []
            if kept or not node:
                place[node] = len(self.nodes)
                self.nodes.append(node)
                self.visits.append(visit)
                self.before.append(kept)

    def longest(self, gains: Sequence[int]) -> tuple[list[int], list[int]]:
        """The most that a path to each node gains, its own gain included, and the visits of the best path of all."""
        most, back = [0], [0]
        visits = self.visits
        for node, before in enumerate(self.before[1:], 1):
            best = before[0]
            top = most[best]
            for other in before:
                if most[other] > top:
                    top, best = most[other], other
            most.append(top + gains[visits[node]])
            back.append(best)
        path, node = [], len(visits) - 1
        while node:
            if visits[node] != REST:
                path.append(visits[node])
            node = back[node]
        return most, path[::-1]

    def onward(self, gains: Sequence[int]) -> list[int | None]:
        """The most that can be gained after each node; None where no path leads to the end."""
        after: list[int | None] = [None] * len(self.visits)
        after[-1] = 0
        for node in range(len(self.visits) - 1, 0, -1):
            rest = after[node]
            if rest is None:
                continue
            rest += gains[self.visits[node]]
            for other in self.before[node]:
                known = after[other]
                if known is None or rest > known:
                    after[other] = rest
        return after


@dataclass(slots=True)
class Branch:
    """What is still open: the nodes that may be used, prices to start from, and a bound from above in 1/SCALE."""

    alive: bytearray
    prices: list[int]
    bound: int


class Relaxation:
    """A branch at some prices: the longest path and what it says of the films."""

    def __init__(self, task: Task, branch: Branch) -> None:
        self.task, self.branch = task, branch
        self.prices = branch.prices
        self.pace, self.idle = 1.0, 0
        self._shape()

    def _shape(self) -> None:
        """After nodes were struck: a film with one showing left cannot be seen twice, so its price is nothing."""
        self.paths = Paths(self.task.graph, self.branch.alive)
        left = set(self.paths.visits)
        self.choice = [sum(visit in left for visit in shown) for shown in self.task.shown]
        self.prices = [price if n > 1 else 0 for price, n in zip(self.prices, self.choice, strict=True)]
        self.lowest: int | None = None

    def evaluate(self) -> None:
        self.gains = self.task.gains(self.prices)
        self.most, self.path = self.paths.longest(self.gains)
        self.total = sum(self.prices)
        self.bound = self.most[-1] + self.total
        self.seen = self.task.count(self.path)
        self.idle += 1
        if self.lowest is None or self.bound < self.lowest:
            self.lowest, self.branch.prices, self.idle = self.bound, self.prices, 0
            self.branch.bound = min(self.branch.bound, self.bound)
            self.lowest_path, self.lowest_seen = self.path, self.seen
        if self.idle == 2:
            self.pace, self.idle = self.pace / 2, 0

    def strike(self, value: int) -> bool:
        """Strike the nodes through which no path is worth more than `value`. Whether a visit lost its last node."""
        need = SCALE * (value + 1) - self.total
        after = self.paths.onward(self.gains)
        before = len(set(self.paths.visits))
        for place, node in enumerate(self.paths.nodes):
            rest = after[place]
            if rest is None or (self.most[place] + rest < need and self.paths.visits[place] != REST):
                self.branch.alive[node] = 0
        left = {self.paths.visits[place] for place, node in enumerate(self.paths.nodes) if self.branch.alive[node]}
        if len(left) == before:
            return False
        self._shape()
        return True

    def step(self, value: int) -> bool:
        """Move the prices toward a bound of `value`. False where there is nothing to gain by it."""
        off = [
            (film, count - 1)
            for film, count in enumerate(self.seen)
            if self.choice[film] > 1 and (count > 1 or (count == 0 and self.prices[film]))
        ]
        if not off or self.pace < SHORTEST:
            return False
        length = self.pace * (self.bound - SCALE * value) / sum(by * by for _, by in off)
        self.prices = list(self.prices)
        for film, by in off:
            self.prices[film] = max(0, self.prices[film] + round(length * by))
        return True

    def undecided(self) -> tuple[int, int]:
        """The film the prices settle least, and the visit to decide it by: seen twice, else left out for its price."""
        prices, seen = self.branch.prices, self.lowest_seen
        twice = [film for film, count in enumerate(seen) if count > 1]
        if twice:
            film = max(twice, key=lambda film: prices[film])
            return film, next(visit for visit in self.lowest_path if film in self.task.films[visit])
        film = max((film for film, count in enumerate(seen) if not count), key=lambda film: prices[film])
        left = set(self.paths.visits)
        return film, next(visit for visit in self.task.shown[film] if visit in left)


class Search:
    """One task's search. `start` is a plan known already; `effort`, how many longest paths may be looked for."""

    def __init__(self, task: Task, *, start: Sequence[int] = (), effort: int | None = None) -> None:
        self.task, self.effort = task, effort
        self.best, self.value = tuple(start), task.value(start)
        self.spent = 0

    def run(self, without: Collection[int] = ()) -> Found:
        """The best plan that makes none of the visits `without`; proven, unless effort ran out."""
        everything = bytearray(b"\1" * len(self.task.graph.visits))
        open_ = [Branch(everything, list(self.task.prices), SCALE * sum(self.task.values))]
        if without:
            open_ = [self._without(open_[0], without)]
        root = open_[0]
        rounds = ROOT_ROUNDS
        while open_ and (self.effort is None or self.spent < self.effort):
            branch = open_.pop()
            open_ += self._split(branch, rounds)
            rounds = ROUNDS
        bound = max([self.value, *(branch.bound // SCALE for branch in open_)])
        return Found(self.value, self.best, bound, tuple(root.prices))

    def _split(self, branch: Branch, rounds: int) -> list[Branch]:
        """What remains of a branch: nothing, or two; the one to look into first comes last."""
        relaxed = Relaxation(self.task, branch)
        for turn in range(rounds):
            relaxed.evaluate()
            self.spent += 1
            self._learn(relaxed, mend=turn % 4 == 0)
            if branch.bound // SCALE <= self.value:
                return []
            if turn % STRIKE_EVERY == 0 and turn + 1 < rounds and relaxed.strike(self.value):
                continue
            if not relaxed.step(self.value):
                break
        film, visit = relaxed.undecided()
        others = [other for other in self.task.shown[film] if other != visit]
        return [self._without(branch, [visit]), self._without(branch, others)]

    def _without(self, branch: Branch, visits: Collection[int]) -> Branch:
        alive = bytearray(
            lives and visit not in visits for lives, visit in zip(branch.alive, self.task.graph.visits, strict=True)
        )
        return Branch(alive, branch.prices, branch.bound)

    def _learn(self, relaxed: Relaxation, *, mend: bool) -> None:
        """Keep the path if it is the best plan yet; where asked, mended first: a film stays where it is seen first."""
        path, seen, gains = relaxed.path, relaxed.seen, relaxed.gains
        barred = list(gains)
        while max(seen, default=0) > 1:
            if not mend:
                return
            for film in [film for film, count in enumerate(seen) if count > 1]:
                stays = next(visit for visit in path if film in self.task.films[visit])
                for visit in self.task.shown[film]:
                    if visit != stays:
                        barred[visit] = BARRED
            _, path = relaxed.paths.longest(barred)
            self.spent += 1
            seen = self.task.count(path)
        value = self.task.value(path)
        if value > self.value:
            self.value, self.best = value, tuple(path)
