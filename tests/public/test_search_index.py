"""What a search finds, by letters that readers type and by those that they mistype."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.public.search_index import NearWords, SearchIndex
from screenings.text.search_words import MAX_WORDS, searchable

TITLES = (
    "Let’s Get Lost", "Romeo & Juliet", "WALL·E", "Spider-Man", "8½", "M*A*S*H", "L’Avventura", "Müller",
    "Hitchcock’s Vertigo", "Alfred Hitchcock", "Kurosawa", "🎬 Fin", "שלום",
)  # fmt: skip
INDEX = SearchIndex(TITLES)


def found(query: str) -> list[str]:
    return [TITLES[number] for number in sorted(INDEX.find(query))]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("lets get lost", "Let’s Get Lost"),
        ("let's get lost", "Let’s Get Lost"),
        ("romeo and juliet", "Romeo & Juliet"),
        ("Romeo & Juliet", "Romeo & Juliet"),
        ("wall-e", "WALL·E"),
        ("walle", "WALL·E"),
        ("spiderman", "Spider-Man"),
        ("spider man", "Spider-Man"),
        ("8 1/2", "8½"),
        ("8½", "8½"),
        ("mash", "M*A*S*H"),
        ("lavventura", "L’Avventura"),
        ("avventura", "L’Avventura"),
        ("mueller", "Müller"),
        ("muller", "Müller"),
        ("MÜLLER", "Müller"),
        ("Mu\u0308ller", "Müller"),
        ("🎬", "🎬 Fin"),
        ("שלום", "שלום"),
    ],
)
def test_punctuation_accents_and_umlauts_are_found_as_readers_type_them(query: str, title: str) -> None:
    assert found(query) == [title]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kurosowa", ["Kurosawa"]),  # a letter mistaken
        ("kursawa", ["Kurosawa"]),  # left out
        ("kurrosawa", ["Kurosawa"]),  # put in
        ("kruosawa", ["Kurosawa"]),  # exchanged
        ("hitchkok", ["Alfred Hitchcock"]),  # two of them in a long word
        ("alferd hitchcok", ["Alfred Hitchcock"]),
        ("kurosowa vertigo", []),
        ("xyzzy", []),
        ("fim", []),  # too short a word to be another
    ],
)
def test_typing_errors_are_forgiven_in_words_that_stand_nowhere(query: str, titles: list[str]) -> None:
    assert found(query) == titles


def test_a_word_that_stands_somewhere_is_not_taken_for_another() -> None:
    index = SearchIndex(["Paris", "Patis"])
    assert index.find("paris") == {0}


def test_every_word_must_stand_in_what_is_found_and_nothing_finds_all() -> None:
    assert found("romeo lost") == []
    assert len(found("")) == len(TITLES)


@given(st.text(max_size=200))
def test_any_query_is_answered(query: str) -> None:
    assert INDEX.find(query) <= set(range(len(TITLES)))


@given(st.lists(st.text("abc", min_size=4, max_size=9), min_size=1, max_size=8), st.text("abc", min_size=4, max_size=9))
def test_the_nearest_words_are_those_of_a_plain_count_of_errors(words: list[str], typed: str) -> None:
    def edits(word: str) -> set[str]:
        cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
        return {
            *(a + b[1:] for a, b in cuts if b),
            *(a + c + b for a, b in cuts for c in "abc"),
            *(a + c + b[1:] for a, b in cuts if b for c in "abc"),
            *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        }

    once = {word for word in words if word in edits(typed) | {typed}}
    exact = {word for word in words if word == typed}
    near = NearWords(words).to(typed)
    if once:
        assert near == (exact or once)
    elif len(typed) < 8:
        assert near == set()


def test_what_is_searched_is_folded_once_and_reads_as_itself() -> None:
    for title in TITLES:
        assert searchable(searchable(title)) == searchable(title)


def test_a_long_hostile_query_costs_no_more_than_its_first_words() -> None:
    words = [f"{first}{second}{third}ord" for first in "bcdfgh" for second in "aeiou" for third in "lmnprst"]
    index = SearchIndex([" ".join(words[place::9]) for place in range(9)])
    assert index.find(" ".join(words[::9])) == index.find(" ".join(words[::9][:MAX_WORDS]))
    assert index.find("(.*)+$ " * 2000) == frozenset()
