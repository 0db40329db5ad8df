"""What is said about each rule: RULE_WORDS, in the order of RULES.

A rule without words, and words without a rule, stop the start with a sentence that says what to add where.
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ImproperlyConfigured

from screenings.timetable.rules import CODES, RULES
from screenings.timetable.rules.rule import Rule
from screenings.wording.rules import audience, clashes, dates_and_lengths, guests, halls, prints
from screenings.wording.rules.rule_words import RuleWords


def words_by_code(rules: Iterable[Rule], words: Mapping[str, RuleWords]) -> dict[str, RuleWords]:
    """Raises ImproperlyConfigured where rules and words do not match."""
    codes = [rule.code for rule in rules]
    for rule in rules:
        if rule.code not in words:
            module = rule.find.__module__.rpartition(".")[2]
            raise ImproperlyConfigured(
                f'The rule "{rule.code}" has no words. Add "{rule.code}": RuleWords(…) to WORDS in '
                f"screenings/wording/rules/{module}.py; CONTRIBUTING.md, Recipes, says how."
            )
    if unknown := [code for code in words if code not in codes]:
        raise ImproperlyConfigured(
            f'There are words for "{unknown[0]}", which is no rule. Add Rule("{unknown[0]}", …) to the RULES of a '
            "module in screenings/timetable/rules/, or take its words out of screenings/wording/rules/."
        )
    return {code: words[code] for code in codes}


RULE_WORDS = words_by_code(
    RULES, {**halls.WORDS, **prints.WORDS, **guests.WORDS, **audience.WORDS, **clashes.WORDS, **dates_and_lengths.WORDS}
)


def rule_name(code: str) -> str:
    """Its name; the code itself of a rule that is no more."""
    return str(RULE_WORDS[code].name) if code in CODES else code
