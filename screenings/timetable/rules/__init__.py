"""The rules of a timetable, one generator each over values. RULES lists them all, in the open."""

from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules.audience import (
    audience_clash,
    by_audience_trait,
    by_film,
    by_guarded_film,
    late_for_children,
    premiere_order,
    repeat_too_close,
)
from screenings.timetable.rules.dates_and_lengths import outside_festival, runtime_mismatch
from screenings.timetable.rules.guests import by_guest, by_plan, guest_away, guest_in_two_places, tight_travel
from screenings.timetable.rules.halls import by_hall, hall_busy, hall_closed, hall_lacks_format, hall_too_small
from screenings.timetable.rules.prints import by_print, print_in_two_places, print_unavailable
from screenings.timetable.values import PlacedShowing, Programme

GroupBy = Callable[[Programme, PlacedShowing], Collection[Hashable]]


@dataclass(frozen=True, slots=True)
class Rule:
    """`severity` holds where a festival has not set its own.

    `shares`: a conflict is only ever found between shows that have a key in common; without it, in a show by itself.
    `nearby`: and only between shows that overlap, or lie no farther apart than a changeover or the longest way.
    """

    code: str
    find: Callable[[Programme], Iterator[Conflict]]
    severity: Severity
    group_by: GroupBy | None = None
    only_nearby: bool = False


ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE

RULES: tuple[Rule, ...] = (
    Rule("hall-busy", hall_busy, ERROR, by_hall, only_nearby=True),
    Rule("hall-closed", hall_closed, WARNING),
    Rule("hall-lacks-format", hall_lacks_format, WARNING),
    Rule("hall-too-small", hall_too_small, WARNING),
    Rule("print-in-two-places", print_in_two_places, ERROR, by_print, only_nearby=True),
    Rule("print-unavailable", print_unavailable, ERROR),
    Rule("guest-in-two-places", guest_in_two_places, ERROR, by_guest, only_nearby=True),
    Rule("guest-away", guest_away, WARNING),
    Rule("repeat-too-close", repeat_too_close, NOTICE, by_film),
    Rule("audience-clash", audience_clash, NOTICE, by_audience_trait, only_nearby=True),
    Rule("premiere-order", premiere_order, WARNING, by_guarded_film),
    Rule("late-for-children", late_for_children, WARNING),
    Rule("outside-festival", outside_festival, WARNING),
    Rule("runtime-mismatch", runtime_mismatch, WARNING),
    Rule("tight-travel", tight_travel, WARNING, by_plan, only_nearby=True),
)
CODES = tuple(rule.code for rule in RULES)


def severity_of(programme: Programme, rule: Rule) -> Severity:
    """How much this festival minds."""
    return programme.context.severities.get(rule.code, rule.severity)


def run_rule(rule: Rule, programme: Programme) -> Iterator[Conflict]:
    """What a rule finds, as severe as the festival holds it.

    A show on top of another is an error whatever the festival has set, so hall-busy runs even when it is off.
    """
    severity = severity_of(programme, rule)
    if severity is Severity.OFF and rule.find is not hall_busy:
        return
    for conflict in rule.find(programme):
        held = conflict.capped_at(severity)
        if held.severity is not Severity.OFF:
            yield held


def find_conflicts(programme: Programme, *, at_least: Severity = Severity.NOTICE) -> tuple[Conflict, ...]:
    """Everything every rule finds that is so severe, in the order of RULES. O(n log n + what is found)."""
    return tuple(
        conflict
        for rule in RULES
        if rule.find is hall_busy or severity_of(programme, rule).rank >= at_least.rank
        for conflict in run_rule(rule, programme)
        if conflict.severity.rank >= at_least.rank
    )
