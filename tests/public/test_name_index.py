"""What is suggested to somebody who types."""

from dataclasses import replace

from screenings.public.name_index import MAX_SUGGESTED, Name, NameIndex
from tests.public.shown import shown

ROW = replace(
    shown(), title="Cléo de 5 à 7", film_slug="cleo", directors=("Agnès Varda",), people=("Corinne Marchand (Cléo)",),
    guests=("Ida Lupino",), genres=("Drama",), section="Classics", section_slug="classics", venue="Clock Cinema",
    venue_slug="clock", parts=("A Part",), part_slugs=("a-part",),
)  # fmt: skip
INDEX = NameIndex([ROW, ROW, replace(ROW, title="Surprise", film_slug="", parts=(), part_slugs=())])


def labels(query: str) -> list[str]:
    return [name.label for name in INDEX.suggest(query)]


def test_what_begins_with_the_words_comes_first() -> None:
    assert labels("cl") == ["Classics", "Clock Cinema", "Cléo de 5 à 7", "Corinne Marchand (Cléo)"]


def test_each_kind_is_found_once_with_where_it_leads() -> None:
    assert [
        INDEX.suggest(query) for query in ("varda", "marchand", "lupino", "drama", "classics", "clock", "part")
    ] == [
        [Name("person", "Agnès Varda", "Agnès Varda")],
        [Name("person", "Corinne Marchand (Cléo)", "Corinne Marchand (Cléo)")],
        [Name("person", "Ida Lupino", "Ida Lupino")],
        [Name("genre", "Drama", "Drama")],
        [Name("section", "Classics", "classics")],
        [Name("venue", "Clock Cinema", "clock")],
        [Name("film", "A Part", "a-part")],
    ]


def test_a_mistyped_word_is_forgiven_and_nothing_suggests_nothing() -> None:
    assert labels("marchnad") == ["Corinne Marchand (Cléo)"]
    assert labels(" ") == labels("zzzzz") == []


def test_a_secret_screening_suggests_no_film_by_its_stand_in_title() -> None:
    assert labels("surprise") == []


def test_only_a_few_are_suggested() -> None:
    many = NameIndex([replace(ROW, title=f"Film {number}", film_slug=f"film-{number}") for number in range(50)])
    assert len(many.suggest("film")) == MAX_SUGGESTED
