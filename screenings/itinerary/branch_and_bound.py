"""The most valuable path on which no film is seen twice: branch and bound over a Lagrangian relaxation.

Relaxed, a film may be seen twice, but each of its showings pays the film's multiplier, and every multiplier is paid
back once: the longest path is then an upper bound. Multipliers rise for films seen twice and fall for films left out,
until the bound meets the incumbent; nodes through which no path is better than the incumbent are pruned. What
multipliers cannot settle is settled by branching. Every number is whole, so a bound is a proof and not an estimate.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from screenings.itinerary.graph import REST, PlanGraph

MULTIPLIER_SCALE: Final = 720  # prices are counted in this fraction of a unit of value
# Found by trial on three real programmes, 20 to 80 films: rounds of prices at the root and below it, between two
# strikings, and for how little a step of the prices is not worth taking.
ROOT_ROUNDS, BRANCH_ROUNDS, PRUNE_EVERY, MIN_STEP = 100, 20, 5, 0.05
EXCLUDED_GAIN: Final = -(10**18)  # a gain no path makes up for


@dataclass(frozen=True, slots=True)
class PathProblem:
    """Find the most valuable path of the graph. `films[v]`: those seen in visit v; `values[f]`: the value of film f.

    `multipliers`, in 1/MULTIPLIER_SCALE, are those to begin with.
    """

    graph: PlanGraph
    films: Sequence[tuple[int, ...]]
    values: Sequence[int]
    multipliers: Sequence[int]
    visits_of_film: Sequence[Sequence[int]] = field(init=False)

    def __post_init__(self) -> None:
        visits_of_film: list[list[int]] = [[] for _ in self.values]
        for visit, films in enumerate(self.films):
            for film in films:
                visits_of_film[film].append(visit)
        object.__setattr__(self, "visits_of_film", visits_of_film)

    def reduced_gains(self, multipliers: Sequence[int]) -> list[int]:
        """The value of each visit less its films' multipliers; last, for REST, nothing."""
        pairs = zip(self.values, multipliers, strict=True)
        gains = [MULTIPLIER_SCALE * value - multiplier for value, multiplier in pairs]
        return [gains[seen[0]] if len(seen) == 1 else sum(gains[film] for film in seen) for seen in self.films] + [0]

    def path_value(self, path: Iterable[int]) -> int:
        """The value of a path on which no film is seen twice."""
        return sum(self.values[film] for visit in path for film in self.films[visit])

    def film_counts(self, path: Iterable[int]) -> list[int]:
        """How often each film is seen on a path."""
        counts = [0] * len(self.values)
        for visit in path:
            for film in self.films[visit]:
                counts[film] += 1
        return counts

    def upper_bounds(self, excluded: Collection[int]) -> dict[int, int]:
        """For each visit that a path without the excluded ones makes, an upper bound of the plans that make it."""
        gains, total = self.reduced_gains(self.multipliers), sum(self.multipliers)
        paths = LongestPaths(self.graph, (visit not in excluded for visit in self.graph.visits))
        longest_to, longest_from = paths.longest(gains)[0], paths.longest_to_end(gains)
        best: dict[int, int] = {}
        for visit, so_far, remaining in zip(paths.visits, longest_to, longest_from, strict=True):
            if remaining is not None and visit != REST:
                best[visit] = max(best.get(visit, 0), (so_far + remaining + total) // MULTIPLIER_SCALE)
        return best


@dataclass(frozen=True, slots=True)
class PathResult:
    """The best path and its proof: no path is worth more than `upper_bound`. `multipliers` are the root's."""

    value: int
    visits: tuple[int, ...]
    upper_bound: int
    multipliers: tuple[int, ...]


class LongestPaths:
    """The longest paths of the part of a graph that is still alive."""

    def __init__(self, graph: PlanGraph, alive: Iterable[int]) -> None:
        """`alive` says for each node whether it may be used."""
        index: dict[int, int] = {}
        self.nodes: list[int] = []
        self.visits: list[int] = []
        self.predecessors: list[list[int]] = []
        nodes = zip(graph.visits, graph.predecessors, alive, strict=True)
        for node, (visit, predecessors, is_alive) in enumerate(nodes):
            kept = [index[other] for other in predecessors if other in index] if is_alive else []
            if kept or not node:
                index[node] = len(self.nodes)
                self.nodes.append(node)
                self.visits.append(visit)
                self.predecessors.append(kept)

    def longest(self, gains: Sequence[int]) -> tuple[list[int], list[int]]:
        """The largest gain of a path to each node, its own included, and the visits of the longest path. O(arcs)."""
        longest_to, previous = [0], [0]
        visits = self.visits
        for node, predecessors in enumerate(self.predecessors[1:], 1):
            best = predecessors[0]
            best_gain = longest_to[best]
            for other in predecessors:
                if longest_to[other] > best_gain:
                    best_gain, best = longest_to[other], other
            longest_to.append(best_gain + gains[visits[node]])
            previous.append(best)
        path, node = [], len(visits) - 1
        while node:
            if visits[node] != REST:
                path.append(visits[node])
            node = previous[node]
        return longest_to, path[::-1]

    def longest_to_end(self, gains: Sequence[int]) -> list[int | None]:
        """The largest gain after each node; None where no path leads to the end. O(arcs)."""
        after: list[int | None] = [None] * len(self.visits)
        after[-1] = 0
        for node in range(len(self.visits) - 1, 0, -1):
            remaining = after[node]
            if remaining is None:
                continue
            remaining += gains[self.visits[node]]
            for other in self.predecessors[node]:
                current = after[other]
                if current is None or remaining > current:
                    after[other] = remaining
        return after


@dataclass(slots=True)
class BranchNode:
    """A part still open: usable nodes, multipliers to begin with, and an upper bound, in 1/MULTIPLIER_SCALE."""

    alive: bytearray
    multipliers: list[int]
    upper_bound: int


class LagrangianRelaxation:
    """A branch relaxed at some multipliers: the longest path, and how often it sees each film."""

    def __init__(self, problem: PathProblem, branch: BranchNode) -> None:
        self.problem, self.branch = problem, branch
        self.multipliers = branch.multipliers
        self.step_size, self.stalled_rounds = 1.0, 0
        self._reset()

    def _reset(self) -> None:
        """After pruning: a film with one showing left cannot be seen twice, so its multiplier is 0."""
        self.paths = LongestPaths(self.problem.graph, self.branch.alive)
        remaining = set(self.paths.visits)
        self.showings_left = [sum(visit in remaining for visit in visits) for visits in self.problem.visits_of_film]
        self.multipliers = [
            multiplier if count > 1 else 0
            for multiplier, count in zip(self.multipliers, self.showings_left, strict=True)
        ]
        self.lowest_bound: int | None = None

    def evaluate(self) -> None:
        self.reduced_gains = self.problem.reduced_gains(self.multipliers)
        self.most, self.path = self.paths.longest(self.reduced_gains)
        self.multiplier_sum = sum(self.multipliers)
        self.upper_bound = self.most[-1] + self.multiplier_sum
        self.film_counts = self.problem.film_counts(self.path)
        self.stalled_rounds += 1
        if self.lowest_bound is None or self.upper_bound < self.lowest_bound:
            self.lowest_bound, self.branch.multipliers, self.stalled_rounds = self.upper_bound, self.multipliers, 0
            self.branch.upper_bound = min(self.branch.upper_bound, self.upper_bound)
            self.lowest_path, self.lowest_counts = self.path, self.film_counts
        if self.stalled_rounds == 2:
            self.step_size, self.stalled_rounds = self.step_size / 2, 0

    def prune(self, value: int) -> bool:
        """Prune nodes through which no path is worth more than `value`. Whether a visit lost its last node."""
        required = MULTIPLIER_SCALE * (value + 1) - self.multiplier_sum
        after = self.paths.longest_to_end(self.reduced_gains)
        before = len(set(self.paths.visits))
        for index, node in enumerate(self.paths.nodes):
            gain_after = after[index]
            if gain_after is None or (self.most[index] + gain_after < required and self.paths.visits[index] != REST):
                self.branch.alive[node] = 0
        remaining = {self.paths.visits[index] for index, node in enumerate(self.paths.nodes) if self.branch.alive[node]}
        if len(remaining) == before:
            return False
        self._reset()
        return True

    def update_multipliers(self, value: int) -> bool:
        """A subgradient step toward a bound of `value` (Polyak's step size). False where there is nothing to gain."""
        subgradient = [
            (film, count - 1)
            for film, count in enumerate(self.film_counts)
            if self.showings_left[film] > 1 and (count > 1 or (count == 0 and self.multipliers[film]))
        ]
        if not subgradient or self.step_size < MIN_STEP:
            return False
        norm = sum(excess * excess for _, excess in subgradient)
        step = self.step_size * (self.upper_bound - MULTIPLIER_SCALE * value) / norm
        self.multipliers = list(self.multipliers)
        for film, excess in subgradient:
            self.multipliers[film] = max(0, self.multipliers[film] + round(step * excess))
        return True

    def branching_choice(self) -> tuple[int, int]:
        """The film and visit to branch on: a film seen twice, else the one left out at the highest multiplier."""
        multipliers, counts = self.branch.multipliers, self.lowest_counts
        twice = [film for film, count in enumerate(counts) if count > 1]
        if twice:
            film = max(twice, key=lambda film: multipliers[film])
            return film, next(visit for visit in self.lowest_path if film in self.problem.films[visit])
        film = max((film for film, count in enumerate(counts) if not count), key=lambda film: multipliers[film])
        remaining = set(self.paths.visits)
        return film, next(visit for visit in self.problem.visits_of_film[film] if visit in remaining)


class BranchAndBound:
    """The search for one problem. `start`: a plan known already. `max_evaluations`: how many longest paths at most."""

    def __init__(self, problem: PathProblem, *, start: Sequence[int] = (), max_evaluations: int | None = None) -> None:
        self.problem, self.max_evaluations = problem, max_evaluations
        self.incumbent, self.incumbent_value = tuple(start), problem.path_value(start)
        self.evaluations = 0

    def run(self, excluded: Collection[int] = ()) -> PathResult:
        """The best plan without the `excluded` visits; proven, unless evaluations ran out."""
        everything = bytearray(b"\1" * len(self.problem.graph.visits))
        root = BranchNode(everything, list(self.problem.multipliers), MULTIPLIER_SCALE * sum(self.problem.values))
        if excluded:
            root = self._excluding(root, excluded)
        open_branches = [root]
        rounds = ROOT_ROUNDS
        while open_branches and (self.max_evaluations is None or self.evaluations < self.max_evaluations):
            branch = open_branches.pop()
            open_branches += self._branch(branch, rounds)
            rounds = BRANCH_ROUNDS
        bound = max([self.incumbent_value, *(branch.upper_bound // MULTIPLIER_SCALE for branch in open_branches)])
        return PathResult(self.incumbent_value, self.incumbent, bound, tuple(root.multipliers))

    def _branch(self, branch: BranchNode, rounds: int) -> list[BranchNode]:
        """The two parts of a branch, the one to search first last; none if it cannot beat the incumbent."""
        relaxed = LagrangianRelaxation(self.problem, branch)
        for turn in range(rounds):
            relaxed.evaluate()
            self.evaluations += 1
            self._update_incumbent(relaxed, repair=turn % 4 == 0)
            if branch.upper_bound // MULTIPLIER_SCALE <= self.incumbent_value:
                return []
            if turn % PRUNE_EVERY == 0 and turn + 1 < rounds and relaxed.prune(self.incumbent_value):
                continue
            if not relaxed.update_multipliers(self.incumbent_value):
                break
        film, visit = relaxed.branching_choice()
        others = [other for other in self.problem.visits_of_film[film] if other != visit]
        return [self._excluding(branch, [visit]), self._excluding(branch, others)]

    def _excluding(self, branch: BranchNode, visits: Collection[int]) -> BranchNode:
        alive = bytearray(
            is_alive and visit not in visits
            for is_alive, visit in zip(branch.alive, self.problem.graph.visits, strict=True)
        )
        return BranchNode(alive, branch.multipliers, branch.upper_bound)

    def _update_incumbent(self, relaxed: LagrangianRelaxation, *, repair: bool) -> None:
        """Keep the path if it is better than the incumbent; if `repair`, first with each film seen once only."""
        path, counts, gains = relaxed.path, relaxed.film_counts, relaxed.reduced_gains
        repaired_gains = list(gains)
        while max(counts, default=0) > 1:
            if not repair:
                return
            for film in [film for film, count in enumerate(counts) if count > 1]:
                kept = next(visit for visit in path if film in self.problem.films[visit])
                for visit in self.problem.visits_of_film[film]:
                    if visit != kept:
                        repaired_gains[visit] = EXCLUDED_GAIN
            _, path = relaxed.paths.longest(repaired_gains)
            self.evaluations += 1
            counts = self.problem.film_counts(path)
        value = self.problem.path_value(path)
        if value > self.incumbent_value:
            self.incumbent_value, self.incumbent = value, tuple(path)
