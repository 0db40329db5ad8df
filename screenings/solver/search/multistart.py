"""Several searches from different seeds, each in a process of its own. For the last part all go on from the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from queue import Empty, SimpleQueue
from typing import Any, Final

from screenings.solver.model.problem import Task
from screenings.solver.search.annealing import Annealing, Effort, Found, Steps
from screenings.solver.search.worker import ENDED, Beside, Heard, Say

MEET: Final = 0.8  # the share of the effort at which they compare: at 0.5 they came out alike, or worse
TELLS_EVERY: Final = 64  # looks at the effort between two times that a part says how far it is
ASKS_EVERY: Final = 0.05  # seconds between two looks at the effort of all
PATIENCE: Final = 200  # such looks until a part that was told to stop is given up
FAR_APART: Final = 1 << 32  # between the seeds of the parts

Watch = Callable[[float, Found], None]  # the share of the effort spent, and the best so far with the steps of all


def best_of_several(
    task: Task, begin: Sequence[int], *, effort: Effort, seed: int, processes: int, watch: Watch = lambda _, __: None
) -> Found:
    """The best that any of them found; of equals the first part's.

    With Steps for effort each makes so many, and for one seed and one number of processes it is the same every time.
    """
    limit = effort.limit if isinstance(effort, Steps) else None
    parts = [Part(task, tuple(begin), seed + number * FAR_APART, limit) for number in range(processes)]
    found = Several(parts).run(effort, watch)
    return found or Annealing(task, seed=seed, begin=begin).run(effort)  # where no process can be had


@dataclass(frozen=True, slots=True)
class Said:
    """By a part, of itself. Where it `meets` it waits to be told where to go on from."""

    found: Found
    meets: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One of several searches. It is told the share of the effort spent, which at 1 ends it; with a limit it counts."""

    task: Task
    begin: tuple[int, ...]
    seed: int
    limit: int | None

    def do(self, heard: Heard, say: Say) -> None:
        search = Annealing(self.task, seed=self.seed, begin=self.begin)
        spent, looks = 0.0, 0

        def effort(steps: int) -> float:
            nonlocal spent, looks
            if looks % TELLS_EVERY == 0:
                say(Said(search.found()))
            looks += 1
            while not heard.empty():
                spent = heard.get()
            return spent if self.limit is None or spent >= 1 else steps / self.limit

        search.run(effort, until=MEET)
        say(Said(search.found(), meets=True))
        while isinstance(told := heard.get(), float):
            spent = told
        search.go_on_from(told)
        say(Said(search.run(effort)))


class Several:
    """The side that asks. `found` is what each part said last."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.counted = any(part.limit is not None for part in parts)
        self.told: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self.found: dict[int, Found] = {}
        self.beside: dict[int, Beside] = {}  # while they are at work
        self.meeting: set[int] = set()

    def run(self, effort: Effort, watch: Watch) -> Found | None:
        """None where not one part came to say anything."""
        started: list[Beside] = []
        try:
            for number, part in enumerate(self.parts):
                started.append(Beside(part, partial(self._hear, number)))
                self.beside[number] = started[-1]
            looks_left = PATIENCE
            while self.beside and looks_left:
                self._listen()
                spent = effort(max((found.steps for found in self.found.values()), default=0))
                if self.found:
                    watch(min(1.0, spent), self._best())
                looks_left -= spent >= 1 and not self.counted  # who counts ends by itself
                self._steer(spent)
        finally:
            for each in started:
                each.end()
        return self._best() if self.found else None

    def _hear(self, number: int, said: Any) -> None:
        self.told.put((number, said))

    def _listen(self) -> None:
        """To all that has been said by now, or is within the next moment."""
        try:
            number, said = self.told.get(timeout=ASKS_EVERY)
            while True:
                if said == ENDED:
                    del self.beside[number]
                    self.meeting.discard(number)
                else:
                    self.found[number] = said.found
                    self.meeting |= {number} if said.meets else set()
                number, said = self.told.get_nowait()
        except Empty:
            return

    def _best(self) -> Found:
        in_order = (self.found[number] for number in sorted(self.found))
        best = min(in_order, key=lambda found: (found.unplaced, found.points))
        return Found(best.where, best.points, best.unplaced, sum(found.steps for found in self.found.values()))

    def _steer(self, spent: float) -> None:
        """Tell all the share of the effort spent; and those that wait, when all do, where to go on from.

        Who counts steps is told of a stop only.
        """
        if not self.counted or spent == inf:
            for each in self.beside.values():
                each.tell(float(spent))
        if self.meeting and self.meeting == self.beside.keys():
            where = self._best().where
            for each in self.beside.values():
                each.tell(where)
            self.meeting.clear()
