import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.text.cleaning import fold
from screenings.text.search_words import has_words, query_words, search_text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Cléo de 5 à 7", "cleo de 5 a 7"),
        ("Spider-Man", "spider-man spiderman"),
        ("Müller", "muller muller mueller"),
        ("M*A*S*H", "m*a*s*h mash"),
        ("", ""),
    ],
)
def test_what_is_kept_of_a_text_says_it_twice_only_where_it_differs(text: str, kept: str) -> None:
    assert search_text(text) == kept


def test_a_word_is_looked_for_as_typed_and_without_its_punctuation() -> None:
    assert list(query_words("Romeo & Juliet’s 8½ ***")) == [
        ("romeo", ("romeo",)), ("&", ("and",)), ("juliet's", ("juliets",)), ("81⁄2", ("8", "12")), ("***", ("***",)),
    ]  # fmt: skip


@given(st.text(max_size=40))
def test_every_text_is_found_by_itself_and_by_its_letters_alone(text: str) -> None:
    assert has_words(search_text(text), text)
    assert has_words(search_text(text), fold(text))
