"""What a rule is. CONTRIBUTING.md, under Recipes, says how to add one."""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from enum import Flag, auto

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.values import PlacedShowing, Programme

GroupBy = Callable[[Programme, PlacedShowing], Collection[Hashable]]


class DependsOn(Flag):
    """What of a showing's place can change a rule's verdict. A hall's clock is part of DAY and HOUR, not of HALL.

    OTHERS: which other showings there are, and when; with HALL, in which halls they are, too.
    """

    NOTHING = 0
    HALL = auto()
    DAY = auto()
    HOUR = auto()
    OTHERS = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """One question asked of a timetable.

    `severity` is used where a festival has not set its own. `group_by` gives the keys two showings must share before
    a conflict between them is possible; a rule without it judges each showing by itself. `only_nearby`: and they must
    overlap, or be no farther apart than a changeover or the longest journey. `always_runs`: even when set to off,
    because some of its conflicts are errors whatever is set. `concerns`: whether the rule can have anything to say
    about a showing, wherever it is. `find_pairs`: the same two by two, where `find` gathers any number in one conflict.
    """

    code: str
    find: Callable[[Programme], Iterator[Conflict]]
    severity: Severity
    depends_on: DependsOn
    group_by: GroupBy | None = None
    only_nearby: bool = False
    always_runs: bool = False
    concerns: Callable[[Programme, PlacedShowing], bool] = lambda programme, show: True
    find_pairs: Callable[[Programme], Iterator[Conflict]] | None = None

    def __post_init__(self) -> None:
        if (DependsOn.OTHERS in self.depends_on) != (self.group_by is not None):
            raise ValueError(
                f'The rule "{self.code}" needs both or neither: DependsOn.OTHERS in its depends_on, and a group_by '
                "that says which other showings those are."
            )
