"""Conflicts and changes in plain English, for the admin, the command line and the public."""

from screenings.wording.changes import (
    FIELD_NAMES,
    NO_PUBLIC_CHANGES,
    change_counts_text,
    change_sentence,
    changed_field_names,
    public_change_sentence,
    published_placement_text,
    unpublished_changes_text,
)
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.infeasibility import infeasibility_sentences
from screenings.wording.moments import day_text, minutes_text, moment_in_zone, moment_text
from screenings.wording.preferences import constraint_text, preference_violation_sentence
from screenings.wording.relaxations import explanation_sentences, relaxation_sentence
from screenings.wording.rules import RULE_NAMES, RULE_QUESTIONS

__all__ = [
    "FIELD_NAMES",
    "NO_PUBLIC_CHANGES",
    "RULE_NAMES",
    "RULE_QUESTIONS",
    "change_counts_text",
    "change_sentence",
    "changed_field_names",
    "conflict_sentence",
    "constraint_text",
    "day_text",
    "explanation_sentences",
    "infeasibility_sentences",
    "minutes_text",
    "moment_in_zone",
    "moment_text",
    "preference_violation_sentence",
    "public_change_sentence",
    "published_placement_text",
    "relaxation_sentence",
    "unpublished_changes_text",
]  # fmt: skip
