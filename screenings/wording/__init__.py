"""Conflicts and changes in plain English, for the admin, the command line and the public."""

from screenings.wording.changes import (
    FIELD_NAMES,
    WITHOUT_NEWS,
    change_sentence,
    changed_names,
    counted,
    news_sentence,
    place_text,
    waiting_text,
)
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.impossible import impossible_sentences
from screenings.wording.moments import day_text, minutes_text, moment_in_zone, moment_text
from screenings.wording.relaxations import explanation_sentences, relaxation_sentence
from screenings.wording.rules import RULE_NAMES, RULE_QUESTIONS
from screenings.wording.wishes import unmet_sentence, wanted_text

__all__ = [
    "FIELD_NAMES",
    "RULE_NAMES",
    "RULE_QUESTIONS",
    "WITHOUT_NEWS",
    "change_sentence",
    "changed_names",
    "conflict_sentence",
    "counted",
    "day_text",
    "explanation_sentences",
    "impossible_sentences",
    "minutes_text",
    "moment_in_zone",
    "moment_text",
    "news_sentence",
    "place_text",
    "relaxation_sentence",
    "unmet_sentence",
    "waiting_text",
    "wanted_text",
]  # fmt: skip
