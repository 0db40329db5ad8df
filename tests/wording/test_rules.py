"""A rule that was added and not put into words stops the start, with a sentence that says what to add where."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from screenings.timetable.rules import RULES
from screenings.timetable.rules.rule import DependsOn
from screenings.wording.rules import RULE_WORDS, rule_name, words_by_code

(HALL_CLOSED,) = (rule for rule in RULES if rule.code == "hall-closed")


def test_every_rule_has_its_words_in_the_order_of_the_rules() -> None:
    assert list(RULE_WORDS) == [rule.code for rule in RULES]


def test_a_rule_without_words_is_refused_with_where_to_add_them() -> None:
    late = replace(RULES[1], code="hall-late")
    with pytest.raises(ImproperlyConfigured) as wrong:
        words_by_code([*RULES, late], RULE_WORDS)
    assert str(wrong.value) == (
        'The rule "hall-late" has no words. Add "hall-late": RuleWords(…) to WORDS in '
        "screenings/wording/rules/halls.py; CONTRIBUTING.md, Recipes, says how."
    )


def test_words_without_a_rule_are_refused_with_where_to_add_it() -> None:
    with pytest.raises(ImproperlyConfigured) as wrong:
        words_by_code(RULES, {**RULE_WORDS, "hall-late": RULE_WORDS["hall-busy"]})
    assert str(wrong.value) == (
        'There are words for "hall-late", which is no rule. Add Rule("hall-late", …) to the RULES of a module in '
        "screenings/timetable/rules/, or take its words out of screenings/wording/rules/."
    )


@pytest.mark.parametrize("depends_on", [DependsOn.OTHERS, DependsOn.HALL | DependsOn.OTHERS])
def test_a_rule_that_depends_on_others_says_on_which(depends_on: DependsOn) -> None:
    with pytest.raises(ValueError, match='The rule "hall-closed" needs both or neither'):
        replace(HALL_CLOSED, depends_on=depends_on)


def test_a_rule_that_is_no_more_is_called_by_its_code() -> None:
    assert (rule_name("hall-closed"), rule_name("tight-travel")) == ("Hall closed", "tight-travel")
