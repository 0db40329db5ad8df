"""The rules of a timetable: RULES lists them all, in the order in which conflicts are reported."""

from collections import Counter
from collections.abc import Iterator

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import audience, dates_and_lengths, guests, halls, prints
from screenings.timetable.rules.rule import Rule
from screenings.timetable.values import Programme

RULES: tuple[Rule, ...] = (
    *halls.RULES,
    *prints.RULES,
    *guests.RULES,
    *audience.RULES,
    *dates_and_lengths.RULES,
)
CODES = tuple(rule.code for rule in RULES)
if len(set(CODES)) < len(CODES):
    raise ValueError(f'Two rules are called "{Counter(CODES).most_common(1)[0][0]}". Give one of them another code.')


def severity_of(programme: Programme, rule: Rule) -> Severity:
    """How severe this festival holds a rule."""
    return programme.context.severities.get(rule.code, rule.severity)


def run_rule(rule: Rule, programme: Programme, *, pairwise: bool = False) -> Iterator[Conflict]:
    """A rule's conflicts, as severe as the festival holds the rule; without those that it has switched off.

    `pairwise`: what is wrong between showings is told two by two, for whoever asks what one of them means to others.
    """
    severity = severity_of(programme, rule)
    if severity is Severity.OFF and not rule.always_runs:
        return
    find = rule.find_pairs if pairwise and rule.find_pairs else rule.find
    for conflict in find(programme):
        capped = conflict.capped_at(severity)
        if capped.severity is not Severity.OFF:
            yield capped


def find_conflicts(
    programme: Programme, *, at_least: Severity = Severity.NOTICE, pairwise: bool = False
) -> tuple[Conflict, ...]:
    """The conflicts of all rules that are at least this severe, in the order of RULES. O(n log n + conflicts)."""
    return tuple(
        conflict
        for rule in RULES
        if rule.always_runs or severity_of(programme, rule).rank >= at_least.rank
        for conflict in run_rule(rule, programme, pairwise=pairwise)
        if conflict.severity.rank >= at_least.rank
    )
