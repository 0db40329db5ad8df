"""A full stop stands once."""

import pytest

from screenings.wording.sentences import as_sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Odeon", "Odeon."),
        ("A rights question.", "A rights question."),
        ("Odeon. “The print is late.”", "Odeon. “The print is late.”"),
        ("Odeon. “The print is late”", "Odeon. “The print is late”."),
        ("Why?", "Why?"),
        ("Hall 1 (Annex)", "Hall 1 (Annex)."),
    ],
)
def test_a_sentence_ends_once(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence
